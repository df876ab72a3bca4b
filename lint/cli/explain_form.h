#ifndef DLINT_CLI_EXPLAIN_FORM_H
#define DLINT_CLI_EXPLAIN_FORM_H

#include "cli/explain.h"

/// How the parts of an explanation are written. explain.c says which come in what order.

/// An example, or what the rule's fixes make of it.
struct explain_file {
  str title;
  const struct source *src;
  const struct diags *found; // NULL: nothing is looked for
};

struct explain_style {
  void (*head)(const struct explanation *e, const struct rule *rule);
  void (*why)(const struct explanation *e, str why);
  void (*options)(const struct explanation *e, const struct rule_option *options, uint32_t count); // at least one
  void (*file)(const struct explanation *e, const struct explain_file *file);
  void (*references)(const struct explanation *e, const struct strs *references); // at least one
  void (*category)(const struct explanation *e, str category);
  /// A row of a list of rules, of which the longest id has `width` bytes.
  void (*row)(const struct explanation *e, const struct rule *rule, str level, uint32_t width);
};

extern const struct explain_style explain_terminal, explain_markdown;

/// What a finding means for the platforms that it names; NULL where it means nothing.
const char *explain_effect(enum effect effect);
/// The sets of a rule, with its level there where it has another one: `hadolint (warning)`. In `a`.
const str *explain_sets(struct arena *a, const struct rule *rule);
/// A value of an option, as a person would write it. In `a`.
str explain_value(struct arena *a, enum option_type type, const struct rule_value *value);

#endif
