#ifndef DLINT_CLI_RULE_TEST_H
#define DLINT_CLI_RULE_TEST_H

#include "api/api.h"
#include "base/buf.h"

/// Tries the examples of rules: a bad one must be underlined exactly where it says, a good one not at all, and what the
/// fixes make of a bad one is what `fixed` says.

/// How strictly.
enum rule_test_scope {
  RULE_TEST_ALONE,    // each rule on its own examples
  RULE_TEST_TOGETHER, // also: no other rule warns of an example that does not name it, and there are enough examples
};

struct rule_tests {
  uint32_t rules, examples;
  uint32_t failures;
  struct buf messages; // one line for each failure
};

/// Tests all rules of `settings`, each with its defaults but for what the example sets. Lives in `a`.
struct rule_tests rule_tests_run(struct arena *a, const struct settings *settings, enum rule_test_scope scope);

#endif
