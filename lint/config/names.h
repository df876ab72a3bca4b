#ifndef DLINT_CONFIG_NAMES_H
#define DLINT_CONFIG_NAMES_H

#include "base/vec.h"
#include "rules/rules.h"

/// The id of the one rule that is not in a rule set: it is about suppressions, which are looked at after the rules.
#define UNUSED_SUPPRESSION STR("unused-suppression")

/// Numbers of rules. That of UNUSED_SUPPRESSION is rule_count().
struct rule_numbers {
  struct rule_number {
    uint32_t rule;
    const struct rule_membership *as; // of the set, or of the other tool, by which it was named; NULL: as it is
  } * at;
  uint32_t len, cap;
  VEC(str) codes; // of ShellCheck, which are no rules: how they begin
};

/// Appends the rules that `word` means: those of this id, alias (with its tool or without: `hadolint:DL3008`,
/// `DL3008`), category or set, or all of them (`all`); where there is none, those whose id or alias begins so (`DL3`,
/// `hadolint:`, `copy-*`). What another tool's name stands for is as in that tool's set. Codes of ShellCheck (`SC2086`,
/// `SC20`; `shellcheck`: all) are meant, too. False where it means none.
bool names_find(struct arena *a, const struct rule_set *set, str word, struct rule_numbers *found);
/// Those of a set alone.
bool names_find_set(struct arena *a, const struct rule_set *set, str name, struct rule_numbers *found);
/// The id, category or set that is nearly `word`; empty where none is.
str names_nearest(const struct rule_set *set, str word);

#endif
