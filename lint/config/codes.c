#include "config/config.h"

struct code_setting code_setting(const struct code_choices *choices, str code) {
  struct code_setting setting = {.enabled = true, .severity = SEVERITY_COUNT};
  for (uint32_t i = 0; i < choices->len; i++) {
    const struct code_choice *choice = &choices->at[i];
    if (!str_has_prefix(code, choice->code))
      continue;
    setting.origin = choice->origin;
    if (choice->is_level)
      setting.severity = choice->severity;
    else
      setting.enabled = choice->enabled;
  }
  return setting;
}

bool code_choices_take_any(const struct code_choices *choices) {
  bool any = true;
  for (uint32_t i = 0; i < choices->len; i++) {
    const struct code_choice *choice = &choices->at[i];
    if (!choice->is_level && (choice->enabled || str_eq(choice->code, STR("SC"))))
      any = choice->enabled;
  }
  return any;
}

void settings_take_codes(struct arena *a, const struct settings *settings, const struct diags *found,
                         struct diags *diags) {
  for (uint32_t i = 0; i < found->len; i++) {
    struct diag d = found->at[i];
    struct code_setting setting = code_setting(&settings->codes, d.rule->id);
    if (setting.severity != SEVERITY_COUNT)
      d.severity = setting.severity;
    if (setting.enabled)
      diags_add(a, diags, d);
  }
}
