#ifndef DLINT_TESTS_LINTING_H
#define DLINT_TESTS_LINTING_H

#include "api/api.h"

/// A file linted with the built-in rules, for a fuzz target.

struct linting {
  struct arena kept;
  struct lint_worker worker;
  const struct settings *settings;
};

void linting_init(struct linting *l);
void linting_done(struct linting *l);

/// The result lives in `a`.
struct lint linting_run(struct linting *l, struct arena *a, str bytes);

#endif
