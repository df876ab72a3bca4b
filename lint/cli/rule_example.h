#ifndef DLINT_CLI_RULE_EXAMPLE_H
#define DLINT_CLI_RULE_EXAMPLE_H

#include "api/api.h"

/// Linting the examples of rules, to test them and to show what is found.

/// Which rules are on beside the example's own.
enum example_company {
  EXAMPLE_ALONE,    // none
  EXAMPLE_TOGETHER, // those that are on without any configuration
};

/// The settings of an example of rule number `rule`: the rule is on, with its defaults but for what the example sets.
/// NULL, with the name in `*bad`, where the example names a platform that is none.
const struct settings *rule_example_settings(struct arena *a, const struct settings *given, uint32_t rule,
                                             const struct rule_example *example, enum example_company company,
                                             str *bad);

/// Lints the text of an example, or what was made of it. Lives in `a`.
struct lint rule_example_lint(struct lint_worker *w, struct arena *a, const struct settings *settings,
                              const struct rule_example *example, str text);

/// The findings of one rule.
struct diags rule_example_diags(struct arena *a, const struct lint *lint, const struct diag_rule *rule);

#endif
