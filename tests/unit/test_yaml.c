#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "source/yaml.h"
#include "unit.h"

// A tree on one line: scalars quoted unless plain, every node with its place.
static void show(struct buf *b, const struct yaml_node *n) {
  buf_add_format(b, "%u:%u ", n->at.line, n->at.column);
  if (n->kind == YAML_SCALAR) {
    buf_add_format(b, n->plain ? STR_FMT : "'" STR_FMT "'", STR_ARG(n->text));
    return;
  }
  buf_add_char(b, n->kind == YAML_LIST ? '[' : '{');
  for (uint32_t i = 0; i < n->len; i++) {
    if (i)
      buf_add(b, STR(", "));
    if (n->kind == YAML_MAP) {
      show(b, yaml_key(n, i));
      buf_add(b, STR(" = "));
      show(b, yaml_value(n, i));
    } else {
      show(b, n->items[i]);
    }
  }
  buf_add_char(b, n->kind == YAML_LIST ? ']' : '}');
}

struct tree_case {
  const char *name, *yaml, *tree;
};

static const struct tree_case tree_cases[] = {
    {"a scalar", "a", "1:1 a"},
    {"quotes are no plain scalar", "'3'", "1:1 '3'"},
    {"a map", "a: 1\nb: x y", "1:1 {1:1 a = 1:4 1, 2:1 b = 2:4 x y}"},
    {"lists in both styles", "a: [1, 2]\nb:\n  - x\n", "1:1 {1:1 a = 1:4 [1:5 1, 1:8 2], 2:1 b = 3:3 [3:5 x]}"},
    {"columns count code points", "{ä: b, c: d}", "1:1 {1:2 ä = 1:5 b, 1:8 c = 1:11 d}"},
    {"a block", "a: |\n  x\n  y\n", "1:1 {1:1 a = 1:4 'x\ny\n'}"},
    {"a byte order mark",
     "\xEF\xBB\xBF"
     "a: b",
     "1:1 {1:1 a = 1:4 b}"},
    {"an empty value", "a:", "1:1 {1:1 a = 1:3 }"},
};

static const struct tree_case shared_cases[] = {
    {"an alias is what it names", "a: &x [1]\nb: *x", "1:1 {1:1 a = 1:4 [1:8 1], 2:1 b = 1:4 [1:8 1]}"},
    {"what a map has goes before what is merged", "a: &x {k: 1, l: 2}\nb: {<<: *x, k: 3}",
     "1:1 {1:1 a = 1:4 {1:8 k = 1:11 1, 1:14 l = 1:17 2}, 2:1 b = 2:4 {2:13 k = 2:16 3, 1:14 l = 1:17 2}}"},
    {"of several maps the first", "a: {<<: [{k: 1}, {k: 2, l: 3}]}",
     "1:1 {1:1 a = 1:4 {1:11 k = 1:14 1, 1:25 l = 1:28 3}}"},
    {"an anchor given twice", "a: &x 1\nb: &x 2\nc: *x", "1:1 {1:1 a = 1:4 1, 2:1 b = 2:4 2, 3:1 c = 2:4 2}"},
    {"tags are passed over", "a: !reset [1]", "1:1 {1:1 a = 1:4 [1:12 1]}"},
};

static const struct tree_case shared_faults[] = {
    {"an alias of nothing", "a: *x", "1:4 an alias of what is not there"},
    {"an alias of what it stands in", "a: &x [*x]", "1:8 an alias of what is not there"},
    {"a merge key with a text", "a: {<<: x}", "1:5 a merge key takes maps"},
    {"a key that is a list", "a: &x [1]\n*x : 2", "1:4 a key must be a plain word"},
};

static void test_shared(void **state) {
  const struct tree_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct yaml_node *root;
  struct fault why = {0};
  struct buf b;
  buf_init(&b, &a);
  if (yaml_read_shared(&a, STR("f"), str_of(c->yaml), &root, &why))
    show(&b, root);
  else
    buf_add_format(&b, "%u:%u " STR_FMT, why.line, why.column, STR_ARG(why.message));
  assert_str_equal(buf_str(&b), str_of(c->tree));
  arena_done(&a);
}

// Each list holds the one before twice: 2^40 nodes in 40 lines.
static void test_bomb(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct buf b;
  buf_init(&b, &a);
  buf_add(&b, STR("l0: &l0 [x, x]\n"));
  for (unsigned i = 1; i < 40; i++)
    buf_add_format(&b, "l%u: &l%u [*l%u, *l%u]\n", i, i, i - 1, i - 1);
  const struct yaml_node *root;
  struct fault why = {0};
  assert_false(yaml_read_shared(&a, STR("f"), buf_str(&b), &root, &why));
  assert_str_equal(why.message, STR("more than 200000 values in one file"));
  arena_done(&a);
}

static void test_tree(void **state) {
  const struct tree_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct yaml_node *root;
  struct fault why = {0};
  if (!yaml_read(&a, STR("f"), str_of(c->yaml), &root, &why))
    fail_msg(STR_FMT, STR_ARG(why.message));
  struct buf b;
  buf_init(&b, &a);
  show(&b, root);
  assert_str_equal(buf_str(&b), str_of(c->tree));
  arena_done(&a);
}

struct fault_case {
  const char *name, *yaml;
  uint32_t line, column;
  const char *message;
};

static const struct fault_case fault_cases[] = {
    {"empty", "", 1, 1, "the file is empty"},
    {"only a comment", "# x\n", 1, 1, "the file is empty"},
    {"two documents", "a: 1\n---\nb: 2\n", 2, 1, "only one document may stand in a file"},
    {"an anchor", "a: &x 1", 1, 4, "anchors are not supported"},
    {"an anchor on a list", "a: &x [1]", 1, 4, "anchors are not supported"},
    {"an alias", "a: *x", 1, 4, "aliases are not supported"},
    {"an alias as key", "*x : 1", 1, 1, "aliases are not supported"},
    {"a tag", "a: !!str 1", 1, 4, "tags are not supported"},
    {"a tag on a map", "a: !x {b: 1}", 1, 4, "tags are not supported"},
    {"a tag directive", "%TAG ! tag:x,2000:\n---\na: 1", 1, 1, "tags are not supported"},
    {"a merge key", "a: 1\n<<: {b: 2}", 2, 1, "merge keys are not supported"},
    {"a key twice", "a: 1\nb: 2\na: 3", 3, 1, "key 'a' is given twice"},
    {"a list as key", "[a]: 1", 1, 1, "a key must be a plain word"},
    {"a list that does not end", "a: [1", 2, 1, "did not find expected ',' or ']' (while parsing a flow sequence)"},
    {"a tab", "a:\n\tb: 1", 2, 1, "found character that cannot start any token (while scanning for the next token)"},
    {"no UTF-8", "a: b\nc: \xFF", 2, 4, "invalid leading UTF-8 octet"},
    {"a control character", "a: \x01", 1, 4, "control characters are not allowed"},
};

static void check_fault(const char *yaml, uint32_t line, uint32_t column, const char *message) {
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct yaml_node *root;
  struct fault why = {0};
  assert_false(yaml_read(&a, STR("f"), str_of(yaml), &root, &why));
  assert_str_equal(why.message, str_of(message));
  assert_str_equal(why.path, STR("f"));
  assert_int_equal(why.line, line);
  assert_int_equal(why.column, column);
  arena_done(&a);
}

static void test_fault(void **state) {
  const struct fault_case *c = *state;
  check_fault(c->yaml, c->line, c->column, c->message);
}

static char *repeated(const char *head, const char *part, size_t count) {
  size_t len = strlen(part);
  char *text = test_malloc(strlen(head) + len * count + 1);
  memcpy(text, head, strlen(head));
  char *at = text + strlen(head);
  for (size_t i = 0; i < count; i++, at += len)
    memcpy(at, part, len);
  *at = 0;
  return text;
}

static void test_depth(void **state) {
  (void)state;
  char *deep = repeated("", "[", 100000);
  check_fault(deep, 1, LIMIT_YAML_DEPTH + 1, "nested deeper than 64 levels");
  test_free(deep);
}

static void test_nodes(void **state) {
  (void)state;
  char *wide = repeated("[", "a,", LIMIT_YAML_NODES);
  check_fault(wide, 1, 2 * LIMIT_YAML_NODES, "more than 200000 values in one file");
  test_free(wide);
}

static void test_bytes(void **state) {
  (void)state;
  char *large = repeated("#", "xxxxxxxxxxxxxxxx", LIMIT_RULE_FILE_BYTES / 16);
  check_fault(large, 0, 0, "is larger than 1048576 bytes");
  test_free(large);
}

int main(void) {
  const struct CMUnitTest limits[] = {
      cmocka_unit_test(test_depth),
      cmocka_unit_test(test_nodes),
      cmocka_unit_test(test_bytes),
      cmocka_unit_test(test_bomb),
  };
  return RUN_CASES("yaml_read", tree_cases, test_tree) + RUN_CASES("yaml_read refuses", fault_cases, test_fault) +
         RUN_CASES("yaml_read_shared", shared_cases, test_shared) +
         RUN_CASES("yaml_read_shared refuses", shared_faults, test_shared) +
         cmocka_run_group_tests_name("yaml limits", limits, NULL, NULL);
}
