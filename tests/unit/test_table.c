#include "know/table.h"
#include "unit.h"

static const char animals[] = "columns: {name: N, legs: L, foods: F}\n"
                              "rows:\n"
                              "  - {name: [cat, kitty], legs: 4, foods: [mice, fish]}\n"
                              "  - {name: snail, foods: []}\n"
                              "  - {name: cat, legs: 3}\n";

static const struct know_table *read_table(struct arena *a, const char *yaml, struct fault *why) {
  const struct yaml_node *root;
  const struct know_table *table;
  if (!yaml_read(a, STR("f.yaml"), str_of(yaml), &root, why) ||
      !know_table_read(a, STR("f"), STR("f.yaml"), root, &table, why))
    return NULL;
  return table;
}

struct find_case {
  const char *name;
  str key;
  uint32_t row;
};

static const struct find_case find_cases[] = {
    {"the first row of a name", STR_INIT("cat"), 0}, {"a second name", STR_INIT("kitty"), 0},
    {"another row", STR_INIT("snail"), 1},           {"only the first column counts", STR_INIT("mice"), 3},
    {"a prefix is no name", STR_INIT("ca"), 3},
};

static void test_find(void **state) {
  const struct find_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct fault why = {0};
  assert_int_equal(know_find(read_table(&a, animals, &why), c->key), c->row);
  arena_done(&a);
}

// Rows of one name are found one after the other; texts with a `*` are listed, too.
static void test_more_rows(void **state) {
  static const char yaml[] =
      "columns: {name: x}\nrows:\n  - {name: [cat, c*]}\n  - {name: dog}\n  - {name: [cow, cat]}\n";
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct fault why = {0};
  const struct know_table *t = read_table(&a, yaml, &why);
  assert_int_equal(know_find_from(t, STR("cat"), 0), 0);
  assert_int_equal(know_find_from(t, STR("cat"), 1), 2);
  assert_int_equal(know_find_from(t, STR("cat"), 3), 3);
  uint32_t row;
  assert_int_equal(t->open_len, 1);
  assert_str_equal(know_open(t, 0, &row), STR("c*"));
  assert_int_equal(row, 0);
  arena_done(&a);
}

static void test_cells(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct fault why = {0};
  const struct know_table *t = read_table(&a, animals, &why);
  assert_str_equal(know_table_name(t), STR("f"));
  assert_int_equal(know_column(t, STR("foods")), 2);
  assert_int_equal(know_column(t, STR("food")), t->column_count);
  know_cell foods = know_cell_at(t, 0, 2);
  assert_int_equal(foods.len, 2);
  assert_str_equal(know_cell_text(t, foods, 1), STR("fish"));
  assert_true(know_cell_has(t, foods, STR("mice")));
  assert_false(know_cell_has(t, foods, STR("4")));
  assert_int_equal(know_cell_at(t, 1, 2).len, 0);
  assert_str_equal(know_text(t, 1, 1), STR(""));
  assert_str_equal(know_text(t, 2, 1), STR("3"));
  arena_done(&a);
}

static void test_builtin(void **state) {
  (void)state;
  const struct know_table *t = know_table_named(STR("platforms"));
  assert_non_null(t);
  uint32_t row = know_find(t, STR("linux/arm64"));
  assert_true(row < t->row_count);
  assert_str_equal(know_text(t, row, know_column(t, STR("uname"))), STR("aarch64"));
  assert_null(know_table_named(STR("nothing")));
  static const char *const names[] = {
#define TABLE(NAME, name) [KNOW_##NAME] = name,
      KNOW_TABLES(TABLE)
#undef TABLE
  };
  for (uint32_t i = 0; i < KNOW_BUILTIN_COUNT; i++)
    assert_str_equal(know_table_name(know_table_at(i)), str_of(names[i]));
  assert_null(know_table_at(KNOW_BUILTIN_COUNT));
}

struct fault_case {
  const char *name, *yaml;
  uint32_t line, column;
  const char *message;
};

static const struct fault_case fault_cases[] = {
    {"not a map", "[]", 1, 1, "a table is a map of 'columns' and 'rows'"},
    {"another key", "columns: {a: b}\nrow: []", 2, 1,
     "a table has 'columns', a map, and 'rows', a list, and nothing else"},
    {"no rows", "columns: {a: b}", 1, 1, "a table has 'columns' and 'rows'"},
    {"no columns", "columns: {}\nrows: []", 1, 1, "a table has 'columns', a map, and 'rows', a list, and nothing else"},
    {"a row that is no map", "columns: {a: b}\nrows: [x]", 2, 8, "a row is a map of columns"},
    {"a column that is none", "columns: {a: b}\nrows: [{a: 1, b: 2}]", 2, 15, "no column is called 'b'"},
    {"no first column", "columns: {a: x, b: y}\nrows: [{b: 2}]", 2, 8, "the row lacks 'a', the first column"},
    {"nothing in the first column", "columns: {a: x}\nrows: [{a: []}]", 2, 8, "the row lacks 'a', the first column"},
    {"a map in a cell", "columns: {a: x}\nrows: [{a: {b: c}}]", 2, 12, "a cell is a text or a list of texts"},
    {"an empty cell", "columns: {a: x}\nrows: [{a: }]", 2, 12,
     "the cell has no text; leave the column out where there is none"},
};

static void test_fault(void **state) {
  const struct fault_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct fault why = {0};
  assert_null(read_table(&a, c->yaml, &why));
  assert_str_equal(why.message, str_of(c->message));
  assert_int_equal(why.line, c->line);
  assert_int_equal(why.column, c->column);
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_cells), cmocka_unit_test(test_more_rows),
                                     cmocka_unit_test(test_builtin)};
  return RUN_CASES("know_find", find_cases, test_find) + RUN_CASES("know_table_read refuses", fault_cases, test_fault) +
         cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}
