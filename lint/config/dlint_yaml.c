#include "base/glob.h"
#include "config/builder.h"
#include "config/hints.h"

// .dlint.yaml: each key is a row of the table at the end, at the top of the file and in an entry of `overrides:`.

// The texts of a list, or the one text of a scalar.
static bool read_texts(struct builder *b, const struct yaml_node *node, const char *what, struct strs *out) {
  VEC(str) texts = {0};
  if (node->kind == YAML_SCALAR)
    VEC_PUSH(b->arena, &texts, node->text);
  for (uint32_t i = 0; node->kind == YAML_LIST && i < node->len; i++)
    if (node->items[i]->kind == YAML_SCALAR)
      VEC_PUSH(b->arena, &texts, node->items[i]->text);
  *out = (struct strs){texts.at, texts.len};
  if (node->kind == YAML_SCALAR || (node->kind == YAML_LIST && texts.len == node->len))
    return true;
  builder_refuse(b, node, "not a list of %s", what);
  return false;
}

static bool read_scalar(struct builder *b, const struct yaml_node *node, const char *what, str *out) {
  *out = node->text;
  if (node->kind != YAML_SCALAR)
    builder_refuse(b, node, "not %s", what);
  return node->kind == YAML_SCALAR;
}

static bool read_map(struct builder *b, const struct yaml_node *node, const char *what) {
  if (node->kind != YAML_MAP)
    builder_refuse(b, node, "not a map of %s", what);
  return node->kind == YAML_MAP;
}

static void apply_extends(struct builder *b, const struct yaml_node *node) {
  struct strs sets;
  struct rule_numbers numbers = {0};
  bool good = read_texts(b, node, "sets", &sets);
  for (uint32_t i = 0; good && i < sets.len; i++) {
    good = names_find_set(b->arena, b->settings.rules, sets.at[i], &numbers);
    if (!good)
      builder_refuse(b, node, "no set is called " STR_FMT "%s", STR_BRIEF(sets.at[i]),
                     builder_rule_hint(b, sets.at[i]));
  }
  if (good)
    builder_enable_only(b, &numbers, builder_origin(b, node));
}

static void apply_platforms(struct builder *b, const struct yaml_node *node) {
  struct strs names;
  VEC(platform) list = {0};
  if (!read_texts(b, node, "platforms", &names))
    return;
  for (uint32_t i = 0; i < names.len; i++) {
    platform p;
    str hint = hint_of_platform(b->arena, names.at[i]);
    if (list.len < PLATFORMS_MAX && hint.len == 0 && platform_parse(b->arena, names.at[i], &p))
      VEC_PUSH(b->arena, &list, p);
    else
      builder_refuse(b, node, "not a platform: " STR_FMT STR_FMT, STR_BRIEF(names.at[i]), STR_ARG(hint));
  }
  if (list.len == 0)
    return;
  b->settings.platforms_named = true;
  b->settings.build.targets = list.at;
  b->settings.build.target_count = list.len;
  b->settings.origins.platforms = builder_origin(b, node);
}

static void apply_build_args(struct builder *b, const struct yaml_node *node) {
  VEC(struct eval_build_arg) args = {0};
  if (!read_map(b, node, "build arguments"))
    return;
  for (uint32_t i = 0; i < node->len; i++) {
    struct eval_build_arg arg = {.name = yaml_key(node, i)->text};
    if (read_scalar(b, yaml_value(node, i), "the value of a build argument", &arg.value))
      VEC_PUSH(b->arena, &args, arg);
  }
  b->settings.build.build_args = args.at;
  b->settings.build.build_arg_count = args.len;
  b->settings.origins.build_args = builder_origin(b, node);
}

static void apply_target(struct builder *b, const struct yaml_node *node) {
  if (read_scalar(b, node, "the name of a stage", &b->settings.build.target_stage))
    b->settings.origins.target = builder_origin(b, node);
}

static void apply_fail_on(struct builder *b, const struct yaml_node *node) {
  static const char *const never = "never";
  str name;
  if (!read_scalar(b, node, "a level", &name))
    return;
  if (str_eq(name, STR("never")))
    b->settings.fail_on = SEVERITY_COUNT;
  else if (!severity_named(name, &b->settings.fail_on))
    builder_refuse(b, node, "not a level: " STR_FMT STR_FMT, STR_BRIEF(name),
                   STR_ARG(hint_of_level(b->arena, name, &never, 1)));
  b->settings.origins.fail_on = builder_origin(b, node);
}

static void apply_shellcheck(struct builder *b, const struct yaml_node *node) {
  str name;
  if (!read_scalar(b, node, "auto, on or off", &name))
    return;
  if (!shellcheck_use_named(name, &b->settings.shellcheck_use))
    builder_refuse(b, node, "not auto, on or off: " STR_FMT, STR_BRIEF(name));
  b->settings.origins.shellcheck = builder_origin(b, node);
}

// `rule: LEVEL`, also `enabled` and `disabled`.
static void apply_level(struct builder *b, const struct rule_numbers *numbers, const struct yaml_node *node) {
  str word, origin = builder_origin(b, node);
  enum severity severity;
  if (!read_scalar(b, node, "a level", &word))
    return;
  if (str_eq(word, STR("disabled")) || str_eq(word, STR("enabled"))) {
    builder_enable(b, numbers, str_eq(word, STR("enabled")), origin);
  } else if (severity_named(word, &severity)) {
    builder_enable(b, numbers, true, origin);
    builder_set_severity(b, numbers, severity, origin);
  } else {
    static const char *const switches[] = {"enabled", "disabled"};
    builder_refuse(b, node, "not a level: " STR_FMT STR_FMT, STR_BRIEF(word),
                   STR_ARG(hint_of_level(b->arena, word, switches, COUNT_OF(switches))));
  }
}

static bool read_value(struct builder *b, const struct rule_option *option, const struct yaml_node *node,
                       struct rule_value *value) {
  static const char *const names[] = {
      [OPTION_BOOL] = "true or false",
      [OPTION_NUMBER] = "a number",
      [OPTION_TEXT] = "a text",
      [OPTION_TEXTS] = "a list of texts",
  };
  bool truth, good = false;
  switch (option->type) {
  case OPTION_BOOL:
    good = yaml_is_bool(node, &truth);
    value->number = good && truth;
    break;
  case OPTION_NUMBER:
    good = yaml_is_number(node, &value->number);
    break;
  case OPTION_TEXT:
    good = node->kind == YAML_SCALAR;
    if (good)
      value->texts = (struct strs){&node->text, 1};
    break;
  case OPTION_TEXTS:
    return read_texts(b, node, "texts", &value->texts);
  }
  if (!good)
    builder_refuse(b, node, "option " STR_FMT " is not %s", STR_ARG(option->name), names[option->type]);
  return good;
}

static void apply_option(struct builder *b, uint32_t number, const struct yaml_node *key,
                         const struct yaml_node *node) {
  const struct rule *rule = rule_at(b->settings.rules, number);
  str near = {0};
  for (uint32_t i = 0; i < rule->option_count; i++) {
    struct rule_value value = {0};
    if (str_eq(rule->options[i].name, key->text)) {
      if (read_value(b, &rule->options[i], node, &value))
        builder_set_option(b, number, i, value);
      return;
    }
    if (str_distance(rule->options[i].name, key->text, 2) <= 2)
      near = rule->options[i].name;
  }
  builder_refuse(b, key, STR_FMT " has no option called " STR_FMT "%s", STR_ARG(rule->head.id), STR_BRIEF(key->text),
                 builder_hint(b, near));
}

// The one rule that a name means: the only one, or of several the one whose id it is; others have it as an alias.
static uint32_t rule_meant(const struct builder *b, const struct rule_numbers *numbers, str name) {
  uint32_t none = rule_count(b->settings.rules);
  if (numbers->len == 1)
    return numbers->at[0].rule;
  for (uint32_t i = 0; i < numbers->len; i++)
    if (numbers->at[i].rule < none && str_eq(rule_at(b->settings.rules, numbers->at[i].rule)->head.id, name))
      return numbers->at[i].rule;
  return none;
}

// `rule: {severity: LEVEL, option: VALUE}`. Options belong to one rule, so its name must mean just one.
static void apply_rule_map(struct builder *b, const struct rule_numbers *numbers, str name,
                           const struct yaml_node *map) {
  uint32_t rule = rule_meant(b, numbers, name);
  for (uint32_t i = 0; i < map->len; i++) {
    const struct yaml_node *key = yaml_key(map, i);
    if (str_eq(key->text, STR("severity")))
      apply_level(b, numbers, yaml_value(map, i));
    else if (rule == rule_count(b->settings.rules))
      builder_refuse(b, key, "options are set for one rule that has some");
    else
      apply_option(b, rule, key, yaml_value(map, i));
  }
}

static void apply_rules(struct builder *b, const struct yaml_node *node) {
  if (!read_map(b, node, "rules"))
    return;
  for (uint32_t i = 0; i < node->len; i++) {
    const struct yaml_node *key = yaml_key(node, i), *value = yaml_value(node, i);
    struct rule_numbers numbers = {0};
    if (!names_find(b->arena, b->settings.rules, key->text, &numbers))
      builder_refuse(b, key, "no rule, category or set is called " STR_FMT "%s", STR_BRIEF(key->text),
                     builder_rule_hint(b, key->text));
    else if (value->kind == YAML_MAP)
      apply_rule_map(b, &numbers, key->text, value);
    else
      apply_level(b, &numbers, value);
  }
}

// Keys that other parts of config/ read; here only their form is looked at.
static void check_texts(struct builder *b, const struct yaml_node *node) {
  struct strs texts;
  read_texts(b, node, "paths", &texts);
}

static void check_overrides(struct builder *b, const struct yaml_node *node) {
  if (node->kind != YAML_LIST)
    builder_refuse(b, node, "not a list of maps with `files:`");
  for (uint32_t i = 0; node->kind == YAML_LIST && i < node->len; i++)
    if (node->items[i]->kind != YAML_MAP || !yaml_get(node->items[i], STR("files")))
      builder_refuse(b, node->items[i], "an override is a map with `files:`, a list of patterns");
}

static const struct key {
  str name;
  void (*apply)(struct builder *b, const struct yaml_node *node);
} keys[] = {
    // in the order in which they are applied: sets before rules
    {STR_INIT("extends"), apply_extends},       {STR_INIT("rules"), apply_rules},
    {STR_INIT("platforms"), apply_platforms},   {STR_INIT("build-args"), apply_build_args},
    {STR_INIT("target"), apply_target},         {STR_INIT("fail-on"), apply_fail_on},
    {STR_INIT("shellcheck"), apply_shellcheck}, {STR_INIT("rule-paths"), check_texts},
    {STR_INIT("exclude"), check_texts},         {STR_INIT("overrides"), check_overrides},
    {STR_INIT("files"), check_texts},
};

static void refuse_unknown_keys(struct builder *b, const struct yaml_node *map) {
  for (uint32_t i = 0; i < map->len; i++) {
    str name = yaml_key(map, i)->text, near = {0};
    bool known = false;
    for (uint32_t k = 0; k < COUNT_OF(keys) && !known; k++) {
      known = str_eq(keys[k].name, name);
      if (str_distance(keys[k].name, name, 2) <= 2)
        near = keys[k].name;
    }
    if (!known)
      builder_refuse(b, yaml_key(map, i), "unknown key: " STR_FMT "%s", STR_BRIEF(name), builder_hint(b, near));
  }
}

void builder_apply_dlint(struct builder *b, const struct yaml_node *map) {
  if (!read_map(b, map, "settings"))
    return;
  refuse_unknown_keys(b, map);
  for (uint32_t k = 0; k < COUNT_OF(keys); k++) {
    const struct yaml_node *value = yaml_get(map, keys[k].name);
    if (value)
      keys[k].apply(b, value);
  }
}

static bool any_matches(const struct yaml_node *patterns, str path, bool is_folder) {
  if (!patterns)
    return false;
  if (patterns->kind == YAML_SCALAR)
    return glob_covers(patterns->text, path, is_folder);
  for (uint32_t i = 0; patterns->kind == YAML_LIST && i < patterns->len; i++)
    if (patterns->items[i]->kind == YAML_SCALAR && glob_covers(patterns->items[i]->text, path, is_folder))
      return true;
  return false;
}

bool builder_override_is_for(const struct yaml_node *map, str path) {
  return map->kind == YAML_MAP && any_matches(yaml_get(map, STR("files")), path, false);
}

bool builder_excludes(const struct yaml_node *map, str path, bool is_folder) {
  return map->kind == YAML_MAP && any_matches(yaml_get(map, STR("exclude")), path, is_folder);
}
