#include "config/builder.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/near.h"

// What most images are built for; other platforms are a matter of asking.
static const platform default_platforms[] = {
    {STR_INIT("linux"), STR_INIT("amd64"), {NULL, 0}},
    {STR_INIT("linux"), STR_INIT("arm64"), {NULL, 0}},
};

void builder_init(struct builder *b, struct arena *a, const struct rule_set *rules, struct faults *faults) {
  uint32_t count = rule_count(rules);
  *b = (struct builder){.arena = a, .faults = faults};
  b->rules = NEW_ARRAY(a, struct rule_setting, count);
  b->origins = NEW_ARRAY(a, str, count);
  str by_default = STR("default");
  for (uint32_t i = 0; i < count; i++) {
    b->rules[i] = (struct rule_setting){.enabled = rule_at(rules, i)->enabled, .severity = SEVERITY_COUNT};
    b->origins[i] = by_default;
  }
  b->settings = (struct settings){
      .build = {.targets = default_platforms, .target_count = COUNT_OF(default_platforms)},
      .fail_on = SEVERITY_WARNING,
      .rules = rules,
      .rule_settings = b->rules,
      .origins = {by_default, by_default, by_default, by_default, by_default, b->origins},
  };
}

void builder_refuse(struct builder *b, const struct yaml_node *node, const char *format, ...) {
  char text[512]; // names in it are quoted only as far as a person needs them
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  struct fault fault = {.path = b->path, .message = str_copy(b->arena, str_of(text))};
  if (b->faults->len > LIMIT_FAULTS)
    return;
  if (b->faults->len == LIMIT_FAULTS)
    fault.message = str_format(b->arena, "more than %d faults; the rest is not shown", LIMIT_FAULTS);
  if (node) {
    fault.line = node->at.line;
    fault.column = node->at.column;
  }
  VEC_PUSH(b->arena, b->faults, fault);
}

const char *builder_rule_hint(const struct builder *b, str word) {
  return b->faults->len < LIMIT_FAULT_HINTS ? builder_hint(b, names_nearest(b->settings.rules, word)) : "";
}

const char *builder_hint(const struct builder *b, str near) {
  return near.len ? str_format(b->arena, "; did you mean " STR_FMT "?", STR_ARG(near)).at : "";
}

str builder_origin(const struct builder *b, const struct yaml_node *node) {
  return str_format(b->arena, STR_FMT ":%" PRIu32, STR_ARG(b->path), node->at.line);
}

// Makes a rule what it is in a set.
static void take_membership(struct builder *b, uint32_t rule, const struct rule_membership *as) {
  if (as->severity != SEVERITY_COUNT)
    b->rules[rule].severity = as->severity;
  for (uint32_t i = 0; i < as->setting_count; i++)
    builder_set_option(b, rule, as->settings[i].option, as->settings[i].value);
}

static void choose_codes(struct builder *b, const struct rule_numbers *numbers, struct code_choice choice) {
  for (uint32_t i = 0; i < numbers->codes.len; i++) {
    choice.code = numbers->codes.at[i];
    VEC_PUSH(b->arena, &b->settings.codes, choice);
  }
}

void builder_enable(struct builder *b, const struct rule_numbers *numbers, bool enabled, str origin) {
  choose_codes(b, numbers, (struct code_choice){.enabled = enabled, .origin = origin});
  for (uint32_t i = 0; i < numbers->len; i++) {
    uint32_t rule = numbers->at[i].rule;
    if (rule == rule_count(b->settings.rules)) {
      b->settings.unused_suppressions = enabled;
      continue;
    }
    b->rules[rule].enabled = enabled;
    b->origins[rule] = origin;
    if (enabled && numbers->at[i].as)
      take_membership(b, rule, numbers->at[i].as);
  }
}

void builder_enable_only(struct builder *b, const struct rule_numbers *numbers, str origin) {
  b->settings.unused_suppressions = false;
  for (uint32_t i = 0; i < rule_count(b->settings.rules); i++) {
    b->rules[i].enabled = false;
    b->origins[i] = origin;
  }
  builder_enable(b, numbers, true, origin);
}

void builder_set_severity(struct builder *b, const struct rule_numbers *numbers, enum severity severity, str origin) {
  choose_codes(b, numbers, (struct code_choice){.is_level = true, .severity = severity, .origin = origin});
  for (uint32_t i = 0; i < numbers->len; i++) {
    uint32_t rule = numbers->at[i].rule;
    if (rule == rule_count(b->settings.rules))
      continue; // its findings have one level
    b->rules[rule].severity = severity;
    b->origins[rule] = origin;
  }
}

void builder_set_option(struct builder *b, uint32_t rule, uint32_t option, struct rule_value value) {
  const struct rule *r = rule_at(b->settings.rules, rule);
  struct rule_value *values = NEW_ARRAY(b->arena, struct rule_value, r->option_count);
  for (uint32_t i = 0; i < r->option_count; i++)
    values[i] = b->rules[rule].options ? b->rules[rule].options[i] : r->options[i].value;
  values[option] = value;
  b->rules[rule].options = values;
}

static void add_named(struct builder *b, enum override how, str word, bool lenient, struct rule_numbers *numbers) {
  if (names_find(b->arena, b->settings.rules, word, numbers) || lenient)
    return;
  builder_refuse(b, NULL, "--%s: no rule, category or set is called " STR_FMT "%s", override_name(how), STR_BRIEF(word),
                 builder_rule_hint(b, word));
}

static void apply_choice(struct builder *b, const struct rule_choice *choice, bool lenient) {
  struct rule_numbers numbers = {0};
  for (str rest = choice->rules, word; str_next(&rest, ',', &word);)
    add_named(b, choice->how, str_trim(word), lenient, &numbers);
  str origin = str_format(b->arena, "--%s", override_name(choice->how));
  switch (choice->how) {
  case OVERRIDE_ONLY:
    VEC_PUSH(b->arena, &b->settings.codes, (struct code_choice){.code = STR("SC"), .origin = origin});
    builder_enable_only(b, &numbers, origin);
    break;
  case OVERRIDE_SELECT:
  case OVERRIDE_IGNORE:
    builder_enable(b, &numbers, choice->how == OVERRIDE_SELECT, origin);
    break;
  default:
    builder_set_severity(b, &numbers, choice->severity, origin);
  }
}

// What a text from the command line is as the value of an option. A list gets one more item, in place of its default.
static bool read_value(struct builder *b, uint32_t rule, uint32_t option, str text, struct rule_value *value) {
  const struct rule_option *o = &rule_at(b->settings.rules, rule)->options[option];
  const struct rule_value *before = b->rules[rule].options ? &b->rules[rule].options[option] : NULL;
  VEC(str) texts = {0};
  switch (o->type) {
  case OPTION_BOOL:
    value->number = str_eq(text, STR("true"));
    return value->number || str_eq(text, STR("false"));
  case OPTION_NUMBER:
    return str_to_u32(text, &value->number);
  case OPTION_TEXTS:
    for (uint32_t i = 0; before && before->texts.at != o->value.texts.at && i < before->texts.len; i++)
      VEC_PUSH(b->arena, &texts, before->texts.at[i]);
    break;
  case OPTION_TEXT:
    break;
  }
  VEC_PUSH(b->arena, &texts, text);
  value->texts = (struct strs){texts.at, texts.len};
  return true;
}

static str hint_of_option(struct arena *a, const struct rule *r, str name) {
  struct near near;
  near_init(&near, a, name);
  for (uint32_t i = 0; i < r->option_count; i++)
    near_add(&near, r->options[i].name);
  return near_hint(&near);
}

static void apply_option(struct builder *b, const struct option_choice *choice) {
  struct rule_value value = {0};
  uint32_t rule = rule_named(b->settings.rules, choice->rule, 0), option = 0;
  const struct rule *r = rule < rule_count(b->settings.rules) ? rule_at(b->settings.rules, rule) : NULL;
  if (r)
    option = rule_option_named(r, choice->name);
  if (!r)
    builder_refuse(b, NULL, "--option: no rule is called " STR_FMT "%s", STR_BRIEF(choice->rule),
                   builder_rule_hint(b, choice->rule));
  else if (option == r->option_count)
    builder_refuse(b, NULL, "--option: " STR_FMT " has no option called " STR_FMT STR_FMT, STR_BRIEF(choice->rule),
                   STR_BRIEF(choice->name), STR_ARG(hint_of_option(b->arena, r, choice->name)));
  else if (!read_value(b, rule, option, choice->value, &value))
    builder_refuse(b, NULL, "--option: not a value of " STR_FMT ": " STR_FMT, STR_BRIEF(choice->name),
                   STR_BRIEF(choice->value));
  else
    builder_set_option(b, rule, option, value);
}

void builder_apply_base(struct builder *b, str base) {
  struct rule_numbers numbers = {0};
  if (base.len && names_find(b->arena, b->settings.rules, base, &numbers))
    builder_enable_only(b, &numbers, STR("default"));
}

void builder_apply_overrides(struct builder *b, const struct overrides *o) {
  struct settings *s = &b->settings;
  b->path = (str){0};
  s->no_suppressions = o->no_suppressions;
  if (o->platforms.len) {
    s->platforms_named = s->platforms_by_caller = true;
    s->build.targets = o->platforms.at;
    s->build.target_count = o->platforms.len;
    s->origins.platforms = STR("--platform");
  }
  if (o->build_args.len) {
    s->build.build_args = o->build_args.at;
    s->build.build_arg_count = o->build_args.len;
    s->origins.build_args = STR("--build-arg");
  }
  if (o->shellcheck_given) {
    s->shellcheck_use = o->shellcheck;
    s->origins.shellcheck = STR("--shellcheck");
  }
  if (o->target.len) {
    s->build.target_stage = o->target;
    s->origins.target = STR("--target");
  }
  for (uint32_t i = 0; i < o->choices.len; i++)
    apply_choice(b, &o->choices.at[i], o->lenient);
  for (uint32_t i = 0; i < o->options.len; i++)
    apply_option(b, &o->options.at[i]);
}
