#ifndef DLINT_RULES_RUN_H
#define DLINT_RULES_RUN_H

#include "rules/render.h"
#include "rules/set.h"

/// One image of rules over the facts of one file: run.c finds, say.c puts findings into words.
struct run {
  struct matcher matcher;
  const struct rule_set *set;
  const struct rule_part *part;
  const struct rule_run *given;
  const struct source *src;
  struct diags *diags;
  VEC(struct finding) findings;
  uint64_t *works;    // of each rule: conditions that it tried
  uint64_t work;      // of all
  uint32_t mend_work; // what its fixes looked through, up to LIMIT_MEND_WORK
  str stopped;        // why no further rule is tried; empty
};

const struct rule_setting *run_setting(const struct run *r, uint32_t rule);
/// Sets the matcher to a rule; back from it.
void run_take_rule(struct run *r, uint32_t rule);
void run_leave_rule(struct run *r);
/// Where the field at `path` stands, for the matcher's rule and fact: of several values the one that the rule's
/// condition on it means.
bool run_place(struct matcher *m, uint32_t path, span *place);
/// Adds the diagnostic for a finding; `others` are those that `once` holds back.
void run_say(struct run *r, const struct finding *finding, const struct finding *others, uint32_t other_count);

static inline int compare_numbers(uint32_t x, uint32_t y) {
  return x < y ? -1 : x > y;
}

#endif
