#include "unit.h"

#include <string.h>

#include "dlint.h"

struct set_case {
  const char *name;
  const char *setting, *value;
  const char *problem; // NULL: it is taken
};

static const struct set_case set_cases[] = {
    {"a platform", "platform", "linux/arm64", NULL},
    {"no platform", "platform", "linux/", "--platform: not a platform: linux/"},
    {"a rule", "ignore", "syntax-error", NULL},
    {"no rule", "ignore", "syntax-eror",
     "--ignore: no rule, category or set is called syntax-eror; did you mean syntax-error?"},
    {"no setting", "colour", "red", "no setting is called colour"},
    {"an option without a value", "isolated", NULL, NULL},
    {"another one", "no-suppressions", NULL, NULL},
};

static void test_set(void **state) {
  const struct set_case *c = *state;
  struct dlint *d = dlint_new();
  assert_non_null(d);
  assert_int_equal(dlint_set(d, c->setting, c->value), c->problem == NULL);
  assert_string_equal(dlint_problem(d), c->problem ? c->problem : "");
  dlint_free(d);
}

static void test_check(void **state) {
  (void)state;
  static const char text[] = "FROM a\nFOO\n";
  struct dlint *d = dlint_new();
  struct dlint_result *r = dlint_check(d, "Dockerfile", text, strlen(text));
  assert_non_null(r);
  bool found = false;
  for (size_t i = 0; i < dlint_count(r); i++) {
    const struct dlint_finding *f = dlint_finding(r, i);
    if (strcmp(f->rule, "syntax-error") != 0)
      continue;
    found = true;
    assert_int_equal(f->severity, DLINT_ERROR);
    assert_int_equal(f->range.offset, 7);
    assert_int_equal(f->range.line, 2);
    assert_int_equal(f->range.end_column, 4);
    assert_string_equal(f->message, "unknown instruction: FOO");
  }
  assert_true(found);
  assert_null(dlint_finding(r, dlint_count(r)));
  dlint_result_free(r);
  assert_true(dlint_set(d, "ignore", "all"));
  r = dlint_check(d, "Dockerfile", text, strlen(text));
  assert_int_equal(dlint_count(r), 0);
  dlint_result_free(r);
  dlint_free(d);
}

static void test_nothing(void **state) {
  (void)state;
  dlint_free(NULL);
  dlint_result_free(NULL);
  assert_string_equal(dlint_version(), DLINT_VERSION);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_check), cmocka_unit_test(test_nothing)};
  int failed = cmocka_run_group_tests_name("dlint_check", tests, NULL, NULL);
  return failed + RUN_CASES("dlint_set", set_cases, test_set);
}
