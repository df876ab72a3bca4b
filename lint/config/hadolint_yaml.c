#include "config/builder.h"

// .hadolint.yaml, as hadolint's README describes it. Codes that stand for nothing here are passed over: the file is
// another tool's, and not all of its rules are ours.

static void find_codes(struct builder *b, const struct yaml_node *list, struct rule_numbers *numbers) {
  for (uint32_t i = 0; list->kind == YAML_LIST && i < list->len; i++)
    if (list->items[i]->kind == YAML_SCALAR)
      names_find(b->arena, b->settings.rules, list->items[i]->text, numbers);
}

static void apply_ignored(struct builder *b, const struct yaml_node *list) {
  struct rule_numbers numbers = {0};
  find_codes(b, list, &numbers);
  builder_enable(b, &numbers, false, builder_origin(b, list));
}

static void apply_override(struct builder *b, const struct yaml_node *map) {
  for (uint32_t i = 0; map->kind == YAML_MAP && i < map->len; i++) {
    struct rule_numbers numbers = {0};
    enum severity severity;
    if (!severity_named(yaml_key(map, i)->text, &severity))
      continue;
    find_codes(b, yaml_value(map, i), &numbers);
    builder_enable(b, &numbers, true, builder_origin(b, yaml_key(map, i)));
    builder_set_severity(b, &numbers, severity, builder_origin(b, yaml_key(map, i)));
  }
}

static void apply_threshold(struct builder *b, const struct yaml_node *level) {
  enum severity severity;
  if (str_eq(level->text, STR("none")))
    b->settings.fail_on = SEVERITY_COUNT;
  else if (str_eq(level->text, STR("ignore"))) // older name of the lowest one
    b->settings.fail_on = SEVERITY_STYLE;
  else if (severity_named(level->text, &severity))
    b->settings.fail_on = severity;
  else
    return;
  b->settings.origins.fail_on = builder_origin(b, level);
}

// Sets a list that a rule has as an option, and enables the rule. One's own rules may lack it.
static void set_texts(struct builder *b, str rule_name, str option_name, const struct yaml_node *node,
                      struct strs texts) {
  uint32_t number = rule_named(b->settings.rules, rule_name, 0);
  if (number == rule_count(b->settings.rules))
    return;
  const struct rule *rule = rule_at(b->settings.rules, number);
  uint32_t option = rule_option_named(rule, option_name);
  if (option == rule->option_count)
    return;
  builder_set_option(b, number, option, (struct rule_value){.texts = texts});
  struct rule_numbers one = {.at = &(struct rule_number){.rule = number}, .len = 1, .cap = 1};
  builder_enable(b, &one, true, builder_origin(b, node));
}

static void apply_registries(struct builder *b, const struct yaml_node *list) {
  VEC(str) texts = {0};
  for (uint32_t i = 0; list->kind == YAML_LIST && i < list->len; i++)
    VEC_PUSH(b->arena, &texts, list->items[i]->text);
  set_texts(b, STR("hadolint:DL3026"), STR("registries"), list, (struct strs){texts.at, texts.len});
}

// What hadolint calls the form of a label's value, and the rule whose option lists such labels. Any label of its schema
// must be there, and not be empty.
static const struct label_form {
  str type; // empty: labels of every type
  str rule;
} label_forms[] = {
    {STR_INIT(""), STR_INIT("hadolint:DL3049")},       {STR_INIT(""), STR_INIT("hadolint:DL3051")},
    {STR_INIT("url"), STR_INIT("hadolint:DL3052")},    {STR_INIT("rfc3339"), STR_INIT("hadolint:DL3053")},
    {STR_INIT("spdx"), STR_INIT("hadolint:DL3054")},   {STR_INIT("hash"), STR_INIT("hadolint:DL3055")},
    {STR_INIT("semver"), STR_INIT("hadolint:DL3056")}, {STR_INIT("email"), STR_INIT("hadolint:DL3058")},
};

// With this key, a label that the schema lacks is one too many.
static const struct label_form strict_labels = {STR_INIT(""), STR_INIT("hadolint:DL3050")};

static void apply_labels_of(struct builder *b, const struct yaml_node *map, const struct label_form *form) {
  VEC(str) keys = {0};
  for (uint32_t i = 0; map->kind == YAML_MAP && i < map->len; i++)
    if (form->type.len == 0 || str_eq_nocase(yaml_value(map, i)->text, form->type))
      VEC_PUSH(b->arena, &keys, yaml_key(map, i)->text);
  if (keys.len)
    set_texts(b, form->rule, STR("labels"), map, (struct strs){keys.at, keys.len});
}

static void apply_labels(struct builder *b, const struct yaml_node *map) {
  for (uint32_t i = 0; i < COUNT_OF(label_forms); i++)
    apply_labels_of(b, map, &label_forms[i]);
}

static const struct key {
  str name;
  void (*apply)(struct builder *b, const struct yaml_node *node);
} keys[] = {
    {STR_INIT("override"), apply_override},           {STR_INIT("ignored"), apply_ignored},
    {STR_INIT("failure-threshold"), apply_threshold}, {STR_INIT("trustedRegistries"), apply_registries},
    {STR_INIT("label-schema"), apply_labels},
};

static void apply_strict_labels(struct builder *b, const struct yaml_node *map) {
  const struct yaml_node *strict = yaml_get(map, STR("strict-labels")), *schema = yaml_get(map, STR("label-schema"));
  if (strict && schema && str_eq(strict->text, STR("true")))
    apply_labels_of(b, schema, &strict_labels);
}

void builder_apply_hadolint(struct builder *b, const struct yaml_node *map) {
  for (uint32_t i = 0; i < COUNT_OF(keys); i++) {
    const struct yaml_node *value = map->kind == YAML_MAP ? yaml_get(map, keys[i].name) : NULL;
    if (value)
      keys[i].apply(b, value);
  }
  if (map->kind == YAML_MAP)
    apply_strict_labels(b, map);
}
