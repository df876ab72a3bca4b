#include "cli/rule_example.h"

static bool set_platforms(struct arena *a, struct settings *settings, const struct strs *names, str *bad) {
  platform *targets = NEW_ARRAY(a, platform, names->len);
  for (uint32_t i = 0; i < names->len; i++)
    if (!platform_parse(a, names->at[i], &targets[i])) {
      *bad = names->at[i];
      return false;
    }
  if (names->len) {
    settings->build.targets = targets;
    settings->build.target_count = names->len;
  }
  return true;
}

const struct settings *rule_example_settings(struct arena *a, const struct settings *given, uint32_t rule,
                                             const struct rule_example *example, enum example_company company,
                                             str *bad) {
  uint32_t count = rule_count(given->rules);
  struct settings *settings = NEW(a, struct settings);
  struct rule_setting *rules = NEW_ARRAY(a, struct rule_setting, count);
  *settings = (struct settings){.build = given->build, .rules = given->rules};
  for (uint32_t i = 0; i < count; i++) {
    bool on = i == rule || (company == EXAMPLE_TOGETHER && rule_at(given->rules, i)->enabled);
    rules[i] = (struct rule_setting){on, SEVERITY_COUNT, NULL};
  }
  rules[rule].options = example->options;
  settings->rule_settings = rules;
  return set_platforms(a, settings, &example->platforms, bad) ? settings : NULL;
}

struct lint rule_example_lint(struct lint_worker *w, struct arena *a, const struct settings *settings,
                              const struct rule_example *example, str text) {
  struct lint_job job = {
      .path = STR("Dockerfile"), .bytes = text, .in_memory = true, .ignore = example->ignore, .settings = settings};
  return lint_file(w, a, &job);
}

struct diags rule_example_diags(struct arena *a, const struct lint *lint, const struct diag_rule *rule) {
  struct diags own = {0};
  for (uint32_t i = 0; i < lint->diags.len; i++)
    if (lint->diags.at[i].rule == rule)
      diags_add(a, &own, lint->diags.at[i]);
  return own;
}
