#include <string.h>

#include "base/limits.h"
#include "rules/pattern.h"
#include "rules/regex.h"
#include "unit.h"

struct refused_case {
  const char *name, *pattern;
  uint32_t at;
  const char *message; // NULL: the pattern is allowed
};

static const struct refused_case refused_cases[] = {
    {"letters", "abc", 0, NULL},
    {"classes and escapes", "^[^]a\\]-]+\\.\\d{2,3}\\b\\x41\\/\\-[[:alpha:]\\s]$", 0, NULL},
    {"groups", "(a|b)(?:c)(?=d)(?!e)(?<=f)(?<!g)(?>h)(?i:j)(?-s)(?i)", 0, NULL},
    {"lazy and possessive", "a*?b++c{1,2}?", 0, NULL},
    {"a parenthesis in a class", "[(*?]", 0, NULL},
    {"an escaped parenthesis", "\\(*a", 0, NULL},
    {"a backreference", "(a)\\1", 3, "backreferences are not supported in patterns"},
    {"a backreference by \\g", "(a)\\g1", 3, "backreferences and recursion are not supported in patterns"},
    {"a backreference by \\k", "\\k<n>", 0, "backreferences are not supported in patterns"},
    {"an octal escape", "\\01", 0, "this escape is not supported in patterns"},
    {"a property", "\\p{L}", 0, "this escape is not supported in patterns"},
    {"a cluster", "a\\X", 1, "this escape is not supported in patterns"},
    {"an escape in a class", "[\\p{L}]", 1, "this escape is not supported in patterns"},
    {"an octal escape in a class", "[\\1]", 1, "backreferences are not supported in patterns"},
    {"one code unit", "\\C", 0, "\\C is not supported in patterns"},
    {"a match that starts later", "a\\Kb", 1, "\\K is not supported in patterns"},
    {"literal text", "\\Q(\\E", 0, "\\Q is not supported in patterns; escape the characters one by one"},
    {"a verb", "(*ACCEPT)", 0, "(*VERBS) are not supported in patterns"},
    {"a verb that sets a limit", "(*LIMIT_MATCH=99999999)a", 0, "(*VERBS) are not supported in patterns"},
    {"an assertion by name", "(*scs:(1)a)", 0, "(*VERBS) are not supported in patterns"},
    {"recursion", "a(?R)", 1, "recursion is not supported in patterns"},
    {"recursion by number", "(a(?1))", 2, "recursion and this kind of group are not supported in patterns"},
    {"recursion by relative number", "(a(?-1))", 2, "recursion and this kind of group are not supported in patterns"},
    {"recursion by name", "(?&n)", 0, "recursion is not supported in patterns"},
    {"recursion in Python's way", "(?P>n)", 0, "recursion is not supported in patterns"},
    {"a backreference in Python's way", "(?P=n)", 0, "backreferences are not supported in patterns"},
    {"a named group", "(?<n>a)", 0, "named groups are not supported in patterns"},
    {"a named group in Python's way", "(?P<n>a)", 0, "named groups are not supported in patterns"},
    {"a named group in quotes", "(?'n'a)", 0, "named groups are not supported in patterns"},
    {"a condition", "(?(1)a|b)", 0, "conditions are not supported in patterns"},
    {"a callout", "(?C1)", 0, "callouts are not supported in patterns"},
    {"branch reset", "(?|(a)|(b))", 0, "branch reset groups are not supported in patterns"},
    {"a comment", "(?#a)", 0, "recursion and this kind of group are not supported in patterns"},
    {"a backslash at the end", "a\\", 1, "\\ at the end of the pattern"},
};

static void test_refused(void **state) {
  const struct refused_case *c = *state;
  struct pattern_fault why = {0};
  assert_int_equal(pattern_is_allowed(str_of(c->pattern), &why), !c->message);
  if (c->message) {
    assert_str_equal(why.message, str_of(c->message));
    assert_int_equal(why.at, c->at);
  }
}

static void test_length(void **state) {
  (void)state;
  char text[LIMIT_PATTERN_BYTES + 1];
  memset(text, 'a', sizeof text);
  struct pattern_fault why;
  assert_true(pattern_is_allowed((str){text, LIMIT_PATTERN_BYTES}, &why));
  assert_false(pattern_is_allowed((str){text, LIMIT_PATTERN_BYTES + 1}, &why));
}

struct literal_case {
  const char *name, *pattern, *literals; // with blanks between them
};

static const struct literal_case literal_cases[] = {
    {"all of it", "abc", "abc"},
    {"between anchors", "^abc$", "abc"},
    {"the longest run", "ab.cde", "cde"},
    {"a letter that may be missing", "abc?d", "ab"},
    {"a letter that is repeated", "abc+d", "ab"},
    {"a counted letter", "abc{2}de", "ab"},
    {"alternatives", "abc|def", "abc def"},
    {"alternatives one of which may be anything", "abc|[a-z]", ""},
    {"an empty alternative", "abc|", ""},
    {"more alternatives than are worth it", "a|b|c|d|e|f|g|h|i", ""},
    {"a group that is all", "^(abc|de)$", "abc de"},
    {"a group with texts longer than beside it", "a(bcd|efg)", "bcd efg"},
    {"a group that is repeated", "[a-z](bcd|efg)+", "bcd efg"},
    {"a group that may be missing", "[a-z](bcd|efg)?", ""},
    {"groups within each other", "[a-z](?:b[cd]|(efg|hi)[j])kl", "kl"},
    {"a counted group", "(abc){0,2}d", "d"},
    {"alternatives in a group", "(abc|def)gh", "abc def"},
    {"a class", "ab[cd]efg", "efg"},
    {"a parenthesis in a class", "ab[(]efg", "efg"},
    {"an escape", "ab\\.cde", "cde"},
    {"a number of a character", "ab\\x41cd", "ab"},
    {"a long number of a character", "ab\\x{41}cde", "cde"},
    {"without case", "(?i)abc", ""},
    {"without case from somewhere on", "abc(?i)d", ""},
    {"without case in a group", "ab((?i)c)def", "def"},
    {"a lookahead", "ab(?=cdef)g", "ab"},
    {"nothing", "", ""},
};

static void test_literal(void **state) {
  const struct literal_case *c = *state;
  struct literals found = pattern_literals(str_of(c->pattern));
  str expected = str_of(c->literals), text;
  uint32_t i = 0;
  for (; str_next(&expected, ' ', &text); i++) {
    assert_true(i < found.len);
    assert_str_equal(found.at[i], text);
  }
  assert_int_equal(i, found.len);
}

// Patterns that take very long: the answer is a fault, never "no".
struct slow_case {
  const char *name, *pattern;
  enum regex_trust trust;
};

static const struct slow_case slow_cases[] = {
    {"nested repeats", "^(a+)+$", REGEX_BUILT_IN},
    {"nested repeats, counted", "^(a+)+$", REGEX_FOREIGN},
    {"a repeat of alternatives", "^(a|aa)+$", REGEX_FOREIGN},
    {"cubic, from each start", "a+a+a+[0-9]", REGEX_FOREIGN},
};

static void test_slow(void **state) {
  const struct slow_case *c = *state;
  char text[5000];
  memset(text, 'a', sizeof text);
  text[sizeof text - 1] = 'b';
  struct arena a;
  arena_init(&a, NULL, 0);
  struct regex_cache *cache = regex_cache_new(&a, 1, c->trust);
  struct regex regex = {0, str_of(c->pattern), false};
  span where;
  uint32_t steps;
  str why = {0};
  assert_int_equal(regex_find(cache, &regex, (str){text, sizeof text}, 0, &where, &steps, &why), REGEX_FAULT);
  assert_true(why.len > 0);
  // The cache still works.
  assert_int_equal(regex_find(cache, &regex, STR("b"), 0, &where, &steps, &why), REGEX_NO);
  arena_done(&a);
}

static void test_find(void **state) {
  (void)state;
  char text[LIMIT_SUBJECT_BYTES + 1];
  memset(text, 'x', sizeof text);
  struct arena a;
  arena_init(&a, NULL, 0);
  struct regex_cache *cache = regex_cache_new(&a, 3, REGEX_FOREIGN);
  struct regex b = {0, STR("b+"), false}, bytes = {1, STR("^..\\xff$"), false}, nocase = {2, STR("AB"), true};
  span where = {0};
  uint32_t steps;
  str why;
  assert_int_equal(regex_find(cache, &b, STR("abbab"), 0, &where, &steps, &why), REGEX_YES);
  assert_int_equal(where.off, 1);
  assert_int_equal(where.len, 2);
  assert_int_equal(regex_find(cache, &b, STR("abbab"), 3, &where, &steps, &why), REGEX_YES);
  assert_int_equal(where.off, 4);
  assert_int_equal(regex_find(cache, &b, (str){0}, 0, &where, &steps, &why), REGEX_NO);
  assert_int_equal(regex_find(cache, &bytes, STR("\xC3\0\xFF"), 0, &where, &steps, &why), REGEX_YES);
  assert_int_equal(regex_find(cache, &nocase, STR("xab"), 0, &where, &steps, &why), REGEX_YES);
  assert_int_equal(regex_find(cache, &b, (str){text, LIMIT_SUBJECT_BYTES}, 0, &where, &steps, &why), REGEX_NO);
  assert_int_equal(regex_find(cache, &b, (str){text, LIMIT_SUBJECT_BYTES + 1}, 0, &where, &steps, &why), REGEX_FAULT);
  assert_str_equal(why, STR("the text is longer than 16384 bytes"));
  arena_done(&a);
}

static void test_check(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  uint32_t at;
  str why;
  assert_true(regex_check(&a, STR("a(b)"), &at, &why));
  assert_false(regex_check(&a, STR("ab)"), &at, &why));
  assert_int_equal(at, 2);
  assert_str_equal(why, STR("unmatched closing parenthesis"));
  assert_false(regex_check(&a, STR("((a{1000}){1000}){1000}"), &at, &why));
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_length), cmocka_unit_test(test_find),
                                     cmocka_unit_test(test_check)};
  return RUN_CASES("pattern_is_allowed", refused_cases, test_refused) +
         RUN_CASES("pattern_literals", literal_cases, test_literal) +
         RUN_CASES("slow patterns", slow_cases, test_slow) + cmocka_run_group_tests_name("regex", tests, NULL, NULL);
}
