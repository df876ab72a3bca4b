#ifndef DLINT_CLI_RULE_TEST_H
#define DLINT_CLI_RULE_TEST_H

#include "base/buf.h"
#include "cli/rule_example.h"

/// Tries the examples of rules: a bad one must be underlined exactly where it says, a good one not at all, and what the
/// fixes make of a bad one is what `fixed` says.

struct rule_tests {
  uint32_t rules, examples;
  uint32_t failures;
  struct buf messages; // one line for each failure
};

/// Tests all rules of `settings`, each with its defaults but for what the example sets. In the company of others, none
/// of them may warn of an example that does not name it, and there have to be enough examples. Lives in `a`.
struct rule_tests rule_tests_run(struct arena *a, const struct settings *settings, enum example_company company);

#endif
