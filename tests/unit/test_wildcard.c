#include "eval/wildcard.h"

#include "base/limits.h"

#include "unit.h"

static struct arena a;

// `a*b`: text; `{x}` an unknown piece.
static struct value value_of(str text) {
  struct value_builder b;
  str before, rest, name;
  value_builder_init(&b, &a);
  while (str_cut(text, '{', &before, &rest) && str_cut(rest, '}', &name, &text)) {
    value_builder_text(&b, before);
    value_builder_unknown(&b, name);
  }
  value_builder_text(&b, text);
  return value_of_builder(&b);
}

struct match_case {
  const char *name;
  str pattern, subject;
  enum outcome result;
};

static const struct match_case match_cases[] = {
    {"a literal", STR_INIT("abc"), STR_INIT("abc"), OUTCOME_YES},
    {"another literal", STR_INIT("abc"), STR_INIT("abd"), OUTCOME_NO},
    {"star", STR_INIT("a*c"), STR_INIT("abbc"), OUTCOME_YES},
    {"star stands for nothing, too", STR_INIT("ac*"), STR_INIT("ac"), OUTCOME_YES},
    {"question mark", STR_INIT("a?c"), STR_INIT("abc"), OUTCOME_YES},
    {"question mark is one character", STR_INIT("a?c"), STR_INIT("ac"), OUTCOME_NO},
    {"a class", STR_INIT("[a-c]"), STR_INIT("b"), OUTCOME_YES},
    {"a negated class", STR_INIT("[!a-c]"), STR_INIT("b"), OUTCOME_NO},
    {"a named class", STR_INIT("[[:digit:]x]"), STR_INIT("7"), OUTCOME_YES},
    {"no class: a bracket", STR_INIT("[a"), STR_INIT("[a"), OUTCOME_YES},
    {"a bracket first in a class", STR_INIT("[]a]"), STR_INIT("]"), OUTCOME_YES},
    {"an escaped star", STR_INIT("a\\*"), STR_INIT("a*"), OUTCOME_YES},
    {"an escaped star is no star", STR_INIT("a\\*"), STR_INIT("ab"), OUTCOME_NO},
    {"one of several", STR_INIT("@(a|bc)d"), STR_INIT("bcd"), OUTCOME_YES},
    {"none or one", STR_INIT("a?(b)c"), STR_INIT("ac"), OUTCOME_YES},
    {"any number", STR_INIT("*(ab)"), STR_INIT("abab"), OUTCOME_YES},
    {"at least one", STR_INIT("+([0-9])"), STR_INIT(""), OUTCOME_NO},
    {"groups in groups", STR_INIT("@(a*(b|c)|d)"), STR_INIT("abcb"), OUTCOME_YES},
    {"none of them is not decided", STR_INIT("!(a)"), STR_INIT("b"), OUTCOME_MAYBE},
    {"an unknown subject", STR_INIT("a"), STR_INIT("{x}"), OUTCOME_MAYBE},
    {"anything", STR_INIT("*"), STR_INIT("{x}"), OUTCOME_YES},
    {"its known start rules it out", STR_INIT("darwin-*"), STR_INIT("linux-{x}"), OUTCOME_NO},
    {"its known start suffices", STR_INIT("linux-*"), STR_INIT("linux-{x}"), OUTCOME_YES},
    {"its known end rules it out", STR_INIT("*.zip"), STR_INIT("{x}.tgz"), OUTCOME_NO},
    {"its known end suffices", STR_INIT("*.tgz"), STR_INIT("{x}.tgz"), OUTCOME_YES},
    {"what is unknown may be empty", STR_INIT("ab"), STR_INIT("a{x}b"), OUTCOME_MAYBE},
    {"an unknown pattern", STR_INIT("{p}"), STR_INIT("a"), OUTCOME_MAYBE},
    {"an unknown pattern with a known start", STR_INIT("x{p}"), STR_INIT("a"), OUTCOME_NO},
};

static void test_match(void **state) {
  const struct match_case *c = *state;
  struct value pattern = value_of(c->pattern), subject = value_of(c->subject);
  uint32_t moves = LIMIT_WILDCARD_MOVES;
  assert_int_equal(wildcard_match(&a, wildcard_compile(&a, pattern.at), subject.at, &moves), c->result);
}

struct edit_case {
  const char *name;
  str op, value, pattern, with, result;
};

static const struct edit_case trim_cases[] = {
    {"shortest prefix", STR_INIT("#"), STR_INIT("a/b/c"), STR_INIT("*/"), {0}, STR_INIT("b/c")},
    {"longest prefix", STR_INIT("##"), STR_INIT("a/b/c"), STR_INIT("*/"), {0}, STR_INIT("c")},
    {"shortest suffix", STR_INIT("%"), STR_INIT("a/b/c"), STR_INIT("/*"), {0}, STR_INIT("a/b")},
    {"longest suffix", STR_INIT("%%"), STR_INIT("a/b/c"), STR_INIT("/*"), {0}, STR_INIT("a")},
    {"no match", STR_INIT("#"), STR_INIT("abc"), STR_INIT("x"), {0}, STR_INIT("abc")},
    {"all of it", STR_INIT("##"), STR_INIT("abc"), STR_INIT("*"), {0}, STR_INIT("")},
    {"the last slash stands in known text", STR_INIT("##"), STR_INIT("h/{v}/f"), STR_INIT("*/"), {0}, STR_INIT("f")},
    {"the first slash stands in known text",
     STR_INIT("#"),
     STR_INIT("h/{v}/f"),
     STR_INIT("*/"),
     {0},
     STR_INIT("${v}/f")},
    {"the last dash stands in known text", STR_INIT("%"), STR_INIT("{v}-x"), STR_INIT("-*"), {0}, STR_INIT("${v}")},
    {"it may stand in unknown text", STR_INIT("##"), STR_INIT("h/{v}"), STR_INIT("*/"), {0}, STR_INIT("${v}")},
    {"a known suffix", STR_INIT("%"), STR_INIT("{v}.tgz"), STR_INIT(".tgz"), {0}, STR_INIT("${v}")},
    {"a known text without that suffix",
     STR_INIT("%"),
     STR_INIT("{v}.tgz"),
     STR_INIT(".zip"),
     {0},
     STR_INIT("${v}.tgz")},
    {"an unknown pattern",
     STR_INIT("#"),
     STR_INIT("abc"),
     STR_INIT("{p}"),
     {0},
     STR_INIT("${text cut by an unknown pattern}")},
};

static void test_trim(void **state) {
  const struct edit_case *c = *state;
  uint32_t moves = LIMIT_WILDCARD_MOVES;
  struct value v = wildcard_trim(&a, value_of(c->value), c->op, value_of(c->pattern), &moves);
  assert_str_equal(value_show(&a, &v), c->result);
}

static const struct edit_case replace_cases[] = {
    {"the first", STR_INIT("/"), STR_INIT("a.b.c"), STR_INIT("."), STR_INIT("_"), STR_INIT("a_b.c")},
    {"all", STR_INIT("//"), STR_INIT("a.b.c"), STR_INIT("."), STR_INIT("_"), STR_INIT("a_b_c")},
    {"at the start", STR_INIT("/#"), STR_INIT("aab"), STR_INIT("a"), STR_INIT("x"), STR_INIT("xab")},
    {"at the end", STR_INIT("/%"), STR_INIT("abb"), STR_INIT("b"), STR_INIT("x"), STR_INIT("abx")},
    {"the longest match", STR_INIT("/"), STR_INIT("aXXb"), STR_INIT("X*"), STR_INIT("-"), STR_INIT("a-")},
    {"nothing instead", STR_INIT("//"), STR_INIT("a-b-c"), STR_INIT("-"), STR_INIT(""), STR_INIT("abc")},
    {"an empty pattern at the end", STR_INIT("/%"), STR_INIT("ab"), STR_INIT(""), STR_INIT("x"), STR_INIT("abx")},
    {"an empty pattern elsewhere", STR_INIT("/"), STR_INIT("ab"), STR_INIT(""), STR_INIT("x"), STR_INIT("ab")},
    {"an unknown text", STR_INIT("/"), STR_INIT("{v}"), STR_INIT("a"), STR_INIT("b"), STR_INIT("${v}")},
};

static void test_replace(void **state) {
  const struct edit_case *c = *state;
  uint32_t moves = LIMIT_WILDCARD_MOVES;
  struct value v = wildcard_replace(&a, value_of(c->value), c->op, value_of(c->pattern), value_of(c->with), &moves);
  assert_str_equal(value_show(&a, &v), c->result);
}

// Without moves nothing is known, and long texts end in time.
static void test_moves(void **state) {
  (void)state;
  struct buf b;
  buf_init(&b, &a);
  for (int i = 0; i < 3000; i++)
    buf_add(&b, STR("a"));
  str text = buf_str(&b);
  struct value subject = value_known(&a, text), pattern = value_known(&a, str_concat(&a, text, STR("b")));
  struct value stars = value_known(&a, STR("*a*a*a*a*b"));
  const struct wildcard *p = wildcard_compile(&a, stars.at);
  uint32_t moves = 1000000;
  assert_int_equal(wildcard_match(&a, p, subject.at, &moves), OUTCOME_NO);
  moves = 1000;
  assert_int_equal(wildcard_match(&a, p, subject.at, &moves), OUTCOME_MAYBE);
  assert_int_equal(moves, 0);
  moves = LIMIT_WILDCARD_MOVES;
  struct value cut = wildcard_trim(&a, subject, STR("%"), pattern, &moves);
  assert_true(value_has_unknown(&cut));
  struct value put = wildcard_replace(&a, subject, STR("//"), pattern, stars, &moves);
  assert_true(value_has_unknown(&put));
}

static void test_literal(void **state) {
  (void)state;
  str text;
  struct value plain = value_of(STR("a\\*b")), star = value_of(STR("a*"));
  assert_true(wildcard_is_literal(&a, plain.at, &text));
  assert_str_equal(text, STR("a*b"));
  assert_false(wildcard_is_literal(&a, star.at, &text));
  str quoted = wildcard_quote(&a, STR("a*[b]?\\"));
  struct value again = value_known(&a, quoted);
  assert_true(wildcard_is_literal(&a, again.at, &text));
  assert_str_equal(text, STR("a*[b]?\\"));
}

int main(void) {
  arena_init(&a, NULL, 0);
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_literal), cmocka_unit_test(test_moves)};
  int failed = RUN_CASES("wildcard_match", match_cases, test_match) +
               RUN_CASES("wildcard_trim", trim_cases, test_trim) +
               RUN_CASES("wildcard_replace", replace_cases, test_replace) +
               cmocka_run_group_tests_name("wildcard", tests, NULL, NULL);
  arena_done(&a);
  return failed;
}
