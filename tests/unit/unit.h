#ifndef DLINT_TESTS_UNIT_H
#define DLINT_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

/// A table of cases becomes tests: a case is any struct whose first member is `const char *name`, and `fn` gets it in
/// `*state`. A failure is reported under the case's own name.
///
///     static void test_cut(void **state) { const struct cut_case *c = *state; … }
///     return RUN_CASES("str_cut", cut_cases, test_cut);
#define RUN_CASES(group, cases, fn) run_cases((group), (cases), sizeof *(cases), sizeof(cases) / sizeof *(cases), (fn))

enum { CASES_MAX = 512 };

static inline int run_cases(const char *group, const void *cases, size_t size, size_t count, CMUnitTestFunction fn) {
  struct CMUnitTest tests[CASES_MAX];
  if (count > CASES_MAX)
    return 1;
  for (size_t i = 0; i < count; i++) {
    const char *at = (const char *)cases + i * size;
    const char *const *name = (const char *const *)(const void *)at;
    tests[i] = (struct CMUnitTest){*name, fn, NULL, NULL, (void *)(uintptr_t)at};
  }
  return _cmocka_run_group_tests(group, tests, count, NULL, NULL);
}

#define assert_str_equal(actual, expected)                                                                             \
  do {                                                                                                                 \
    str actual_ = (actual), expected_ = (expected);                                                                    \
    if (!str_eq(actual_, expected_))                                                                                   \
      fail_msg("got <" STR_FMT ">, not <" STR_FMT ">", STR_ARG(actual_), STR_ARG(expected_));                          \
  } while (0)

#endif
