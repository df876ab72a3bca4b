#ifndef DLINT_TESTS_LINTING_H
#define DLINT_TESTS_LINTING_H

#include "api/api.h"

/// A file linted with the built-in rules, for a fuzz target.

struct linting {
  struct arena kept;
  struct lint_worker worker;
  const struct settings *settings;
};

/// The one that is kept for all inputs: rules and settings are made ready once, as for many files of one call.
struct linting *linting_shared(void);

/// The result lives in `a`.
struct lint linting_run(struct linting *l, struct arena *a, str bytes);

#endif
