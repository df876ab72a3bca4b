#ifndef DLINT_CLI_EXPLAIN_H
#define DLINT_CLI_EXPLAIN_H

#include "report/report.h"
#include "rules/rules.h"

/// Writes all that there is to read about a rule, for a person at a terminal.
void explain_rule(struct arena *a, struct out *o, enum report_color color, const struct rule_set *set, uint32_t rule);

#endif
