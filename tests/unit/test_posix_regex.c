#include "base/buf.h"
#include "eval/posix_regex.h"

#include "unit.h"

static struct arena a;

struct find_case {
  const char *name;
  enum posix_dialect dialect;
  str pattern, text;
  const char *groups; // `from-to` of the whole and of each group; "-" a group that took no part; "" no match
};

// What GNU grep -o and sed -E find, where these tell.
static const struct find_case find_cases[] = {
    {"a literal", REGEX_BASIC, STR_INIT("b"), STR_INIT("abc"), "1-2"},
    {"no match", REGEX_BASIC, STR_INIT("x"), STR_INIT("abc"), ""},
    {"any character", REGEX_BASIC, STR_INIT("a.c"), STR_INIT("xabc"), "1-4"},
    {"star", REGEX_BASIC, STR_INIT("b*"), STR_INIT("bba"), "0-2"},
    {"an empty match", REGEX_BASIC, STR_INIT("b*"), STR_INIT("a"), "0-0"},
    {"start and end", REGEX_BASIC, STR_INIT("^a$"), STR_INIT("a"), "0-1"},
    {"start holds at the start alone", REGEX_BASIC, STR_INIT("^b"), STR_INIT("ab"), ""},
    {"a star at the start is itself", REGEX_BASIC, STR_INIT("*a"), STR_INIT("x*a"), "1-3"},
    {"a class", REGEX_BASIC, STR_INIT("[a-c]x"), STR_INIT("bx"), "0-2"},
    {"a negated class", REGEX_BASIC, STR_INIT("[^0-9]*"), STR_INIT("ab12"), "0-2"},
    {"a bracket in a class", REGEX_BASIC, STR_INIT("[]a]*"), STR_INIT("]a]"), "0-3"},
    {"a dash in a class", REGEX_BASIC, STR_INIT("[a-]*"), STR_INIT("a-a"), "0-3"},
    {"a named class", REGEX_BASIC, STR_INIT("[[:digit:]]*"), STR_INIT("12a"), "0-2"},
    {"a group", REGEX_BASIC, STR_INIT("\\(a\\)b"), STR_INIT("ab"), "0-2 0-1"},
    {"a group again", REGEX_BASIC, STR_INIT("\\(.\\)\\1"), STR_INIT("abb"), "1-3 1-2"},
    {"plus of GNU", REGEX_BASIC, STR_INIT("a\\+"), STR_INIT("baa"), "1-3"},
    {"plus is itself", REGEX_BASIC, STR_INIT("a+"), STR_INIT("aa+"), "1-3"},
    {"bounds", REGEX_BASIC, STR_INIT("a\\{2\\}"), STR_INIT("aaa"), "0-2"},
    {"a branch", REGEX_EXTENDED, STR_INIT("x|b"), STR_INIT("ab"), "1-2"},
    {"the longest branch wins", REGEX_EXTENDED, STR_INIT("a|ab|abc"), STR_INIT("abcd"), "0-3"},
    {"the longest of all ways", REGEX_EXTENDED, STR_INIT("(a|ab)(c|bcd)"), STR_INIT("abcd"), "0-4 0-1 1-4"},
    {"question mark", REGEX_EXTENDED, STR_INIT("ab?c"), STR_INIT("ac"), "0-2"},
    {"repeated groups", REGEX_EXTENDED, STR_INIT("(ab)+"), STR_INIT("ababx"), "0-4 2-4"},
    {"a group that takes no part", REGEX_EXTENDED, STR_INIT("(a)|b"), STR_INIT("b"), "0-1 -"},
    {"bounds without an end", REGEX_EXTENDED, STR_INIT("[0-9]{2,}"), STR_INIT("1234"), "0-4"},
    {"bounds with an end", REGEX_EXTENDED, STR_INIT("[0-9]{1,2}"), STR_INIT("1234"), "0-2"},
    {"a version", REGEX_EXTENDED, STR_INIT("^v?([0-9]+)\\.([0-9]+)"), STR_INIT("v1.22.3"), "0-5 1-2 3-5"},
    {"a word's edge", REGEX_BASIC, STR_INIT("\\bb"), STR_INIT("ab b"), "3-4"},
    {"word characters", REGEX_BASIC, STR_INIT("\\w\\+"), STR_INIT("-ab_1-"), "1-5"},
    {"nothing in a star ends", REGEX_EXTENDED, STR_INIT("(a*)*b"), STR_INIT("aab"), "0-3 0-2"},
    {"an escaped dot", REGEX_BASIC, STR_INIT("\\."), STR_INIT("a.b"), "1-2"},
};

static str show_groups(const struct posix_match *m, uint32_t count) {
  struct buf b;
  buf_init(&b, &a);
  for (uint32_t i = 0; i <= count; i++) {
    buf_add(&b, i ? STR(" ") : STR(""));
    if (m->group[i].to == UINT32_MAX)
      buf_add_char(&b, '-');
    else
      buf_add_format(&b, "%u-%u", m->group[i].from, m->group[i].to);
  }
  return buf_str(&b);
}

static void test_find(void **state) {
  const struct find_case *c = *state;
  const struct posix_regex *r = posix_regex_compile(&a, c->pattern, c->dialect, false);
  struct posix_match m;
  assert_non_null(r);
  enum posix_result found = posix_regex_find(r, c->text, 0, &m);
  assert_int_equal(found, *c->groups ? REGEX_MATCH : REGEX_NO_MATCH);
  if (*c->groups)
    assert_str_equal(show_groups(&m, posix_regex_groups(r)), str_of(c->groups));
}

struct refused_case {
  const char *name;
  enum posix_dialect dialect;
  str pattern;
};

// What the programs refuse, or do not agree on.
static const struct refused_case refused_cases[] = {
    {"an open group", REGEX_EXTENDED, STR_INIT("(a")},
    {"a closed group", REGEX_BASIC, STR_INIT("a\\)")},
    {"an open class", REGEX_BASIC, STR_INIT("[a")},
    {"an unknown class", REGEX_BASIC, STR_INIT("[[:letter:]]")},
    {"a leading plus", REGEX_EXTENDED, STR_INIT("+a")},
    {"two repetitions", REGEX_EXTENDED, STR_INIT("a**")},
    {"a repeated start", REGEX_EXTENDED, STR_INIT("^*a")},
    {"a group that is not there", REGEX_BASIC, STR_INIT("\\(a\\)\\2")},
    {"a class of perl", REGEX_EXTENDED, STR_INIT("\\d+")},
    {"too many groups", REGEX_EXTENDED, STR_INIT("(((((((((((a)))))))))))")},
};

static void test_refused(void **state) {
  const struct refused_case *c = *state;
  assert_null(posix_regex_compile(&a, c->pattern, c->dialect, false));
}

static void test_case(void **state) {
  (void)state;
  struct posix_match m;
  const struct posix_regex *r = posix_regex_compile(&a, STR("[a-c]x"), REGEX_BASIC, true);
  assert_int_equal(posix_regex_find(r, STR("BX"), 0, &m), REGEX_MATCH);
}

static void test_too_dear(void **state) {
  (void)state;
  struct posix_match m;
  struct buf text;
  buf_init(&text, &a);
  for (uint32_t i = 0; i < 400; i++)
    buf_add_char(&text, 'a');
  const struct posix_regex *r = posix_regex_compile(&a, STR("(a|aa)*(a|aa)*(a|aa)*b"), REGEX_EXTENDED, false);
  assert_int_equal(posix_regex_find(r, buf_str(&text), 0, &m), REGEX_TOO_DEAR);
}

int main(void) {
  arena_init(&a, NULL, 0);
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_case), cmocka_unit_test(test_too_dear)};
  int failed = RUN_CASES("posix_regex_find", find_cases, test_find) +
               RUN_CASES("posix_regex_compile", refused_cases, test_refused) +
               cmocka_run_group_tests_name("posix_regex", tests, NULL, NULL);
  arena_done(&a);
  return failed;
}
