#include "eval/value.h"

#include "unit.h"

static struct arena a;

// `a|b$x`: alternatives between bars, `$x` an unknown piece of origin x up to the next blank.
static struct value value_of(str text) {
  struct value_set s;
  str alt, word;
  value_set_init(&s, &a);
  while (str_next(&text, '|', &alt)) {
    struct value_builder b;
    value_builder_init(&b, &a);
    while (str_next(&alt, ' ', &word)) {
      if (word.len && *word.at == '$')
        value_builder_unknown(&b, str_skip(word, 1));
      else
        value_builder_text(&b, word);
    }
    struct alternative made = value_builder_done(&b);
    value_set_add(&s, &made);
  }
  return value_set_done(&s);
}

struct pair_case {
  const char *name;
  str x, y, result;
};

static const struct pair_case concat_cases[] = {
    {"two texts become one piece", {"a", 1}, {"b", 1}, {"ab", 2}},
    {"unknown and known", {"$u", 2}, {"b", 1}, {"${u}b", 5}},
    {"known neighbours join", {"a $u b", 6}, {"c $u", 4}, {"a${u}bc${u}", 11}},
    {"each with each", {"a|b", 3}, {"1|2", 3}, {"a1|a2|b1|b2", 11}},
    {"same results once", {"a|b", 3}, {"$u", 2}, {"a${u}|b${u}", 11}},
    {"too many: the right side is unknown",
     {"a|b|c", 5},
     {"1|2|3", 5},
     {"a${one of several values}|b${one of several values}|c${one of several values}", 77}},
    {"too many: what they have in common stays",
     {"a|b|c", 5},
     {"-x1.|-y2.|-z3.", 14},
     {"a-${one of several values}.|b-${one of several values}.|c-${one of several values}.", 83}},
};

static void test_concat(void **state) {
  const struct pair_case *c = *state;
  struct value v = value_concat(&a, value_of(c->x), value_of(c->y));
  assert_str_equal(value_show(&a, &v), c->result);
}

static const struct pair_case join_cases[] = {
    {"two", {"a", 1}, {"b", 1}, {"a|b", 3}},
    {"the same", {"a|b", 3}, {"b", 1}, {"a|b", 3}},
    {"eight", {"1|2|3|4|5|6|7", 13}, {"8", 1}, {"1|2|3|4|5|6|7|8", 15}},
    {"nine", {"a1|a2|a3|a4|a5", 14}, {"a6|a7|a8|a9", 11}, {"a${one of several values}", 25}},
    {"nothing in common is lost twice", {"aa|a", 4}, {"aaa|b|c|d|e|f|g", 15}, {"${one of several values}", 24}},
    {"unknown", {"a", 1}, {"$u", 2}, {"a|${u}", 6}},
};

static void test_join(void **state) {
  const struct pair_case *c = *state;
  struct value v = value_join(&a, value_of(c->x), value_of(c->y));
  assert_str_equal(value_show(&a, &v), c->result);
}

static void test_decisions(void **state) {
  (void)state;
  struct value url = value_join_at(&a, value_of(STR("u1")), value_of(STR("u2")), 7, 0, 1);
  struct value sum = value_join_at(&a, value_of(STR("s1")), value_of(STR("s2")), 7, 0, 1);
  struct value other = value_join_at(&a, value_of(STR("x")), value_of(STR("y")), 8, 0, 1);
  struct value both = value_concat(&a, url, sum);
  assert_str_equal(value_show(&a, &both), STR("u1s1|u2s2"));
  both = value_concat(&a, url, other);
  assert_str_equal(value_show(&a, &both), STR("u1x|u1y|u2x|u2y"));
  both = value_concat(&a, value_forget(&a, url, 7), sum);
  assert_str_equal(value_show(&a, &both), STR("u1s1|u1s2|u2s1|u2s2"));
}

static void test_same_in_two_branches(void **state) {
  (void)state;
  struct value v = value_join_at(&a, value_of(STR("a|b")), value_of(STR("b")), 7, 0, 1);
  struct value w = value_join_at(&a, value_of(STR("1")), value_of(STR("2")), 7, 0, 1);
  struct value both = value_concat(&a, v, w);
  assert_str_equal(value_show(&a, &both), STR("a1|b1|b2"));
}

static void test_too_long(void **state) {
  (void)state;
  struct value v = value_known(&a, STR("0123456789abcdef"));
  for (uint32_t i = 0; i < 12; i++) {
    assert_false(value_has_unknown(&v));
    v = value_concat(&a, v, v);
  }
  assert_int_equal(v.at->pieces->text.len, VALUE_BYTES_MAX);
  v = value_concat(&a, v, value_known(&a, STR("x")));
  assert_str_equal(value_show(&a, &v), STR("${a text of more than 64 KiB}"));
}

static bool upper(void *ctx, str in, struct buf *out) {
  (void)ctx;
  if (str_eq(in, STR("?")))
    return false;
  for (uint32_t i = 0; i < in.len; i++)
    buf_add_char(out, in.at[i] >= 'a' && in.at[i] <= 'z' ? (char)(in.at[i] - 32) : in.at[i]);
  return true;
}

static void test_map(void **state) {
  (void)state;
  struct value v = value_map(&a, value_of(STR("ab|?|x $u|")), upper, NULL, STR("output of up"));
  assert_str_equal(value_show(&a, &v), STR("AB|${output of up}|${u}"));
}

static void test_sources(void **state) {
  (void)state;
  struct value v = value_with_source(value_of(STR("x86_64")), source_asked(&a, STR("uname"), (span){3, 8}));
  struct value sum = value_concat(&a, value_of(STR("tool-")), v);
  assert_non_null(sum.source);
  assert_str_equal(sum.source->name, STR("uname"));
  assert_int_equal(sum.source->asked.off, 3);
  struct eval_source indirect = {.name = STR("dpkg"), .indirect = true};
  assert_ptr_equal(source_join(&indirect, v.source), v.source);
  assert_ptr_equal(source_join(v.source, &indirect), v.source);
}

static void test_kinds(void **state) {
  (void)state;
  struct value known = value_of(STR("a")), opaque = value_of(STR("$u")), mixed = value_of(STR("a $u"));
  struct value unset = VALUE_UNSET, empty = value_empty();
  str text;
  assert_true(value_is_known(&known, &text));
  assert_true(value_is_known(&empty, &text));
  assert_false(value_is_known(&mixed, &text));
  assert_true(value_is_opaque(&opaque));
  assert_false(value_is_opaque(&mixed));
  assert_true(value_is_empty(&unset));
  assert_false(value_is_set(&unset));
  assert_true(value_is_empty(&empty) && value_is_set(&empty));
  assert_str_equal(value_origin(&mixed), STR("u"));
}

int main(void) {
  arena_init(&a, NULL, 0);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_decisions), cmocka_unit_test(test_same_in_two_branches),
      cmocka_unit_test(test_too_long),  cmocka_unit_test(test_map),
      cmocka_unit_test(test_sources),   cmocka_unit_test(test_kinds),
  };
  int failed = RUN_CASES("value_concat", concat_cases, test_concat) + RUN_CASES("value_join", join_cases, test_join) +
               cmocka_run_group_tests_name("value", tests, NULL, NULL);
  arena_done(&a);
  return failed;
}
