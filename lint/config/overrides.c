#include "config/config.h"
#include "config/hints.h"

static const char *const names[OVERRIDE_COUNT] = {
#define OVERRIDE(ID, name, argument, help) name,
    OVERRIDES(OVERRIDE)
#undef OVERRIDE
};

static const bool is_switch[OVERRIDE_COUNT] = {
#define OVERRIDE(ID, name, argument, help) (argument) == NULL,
    OVERRIDES(OVERRIDE)
#undef OVERRIDE
};

const char *override_name(enum override which) {
  return names[which];
}

enum override override_named(str name) {
  enum override which = 0;
  while (which < OVERRIDE_COUNT && !str_eq(str_of(names[which]), name))
    which++;
  return which;
}

bool override_is_switch(enum override which) {
  return is_switch[which];
}

static bool refuse(struct arena *a, struct fault *why, enum override which, const char *reason, str value) {
  *why = (struct fault){.message = str_format(a, "--%s: %s: " STR_FMT, names[which], reason, STR_BRIEF(value))};
  return false;
}

// `hint`: what may have been meant.
static bool refuse_near(struct arena *a, struct fault *why, enum override which, const char *reason, str value,
                        str hint) {
  *why = (struct fault){
      .message = str_format(a, "--%s: %s: " STR_FMT STR_FMT, names[which], reason, STR_BRIEF(value), STR_ARG(hint))};
  return false;
}

static bool add_platforms(struct arena *a, struct overrides *o, str list, struct fault *why) {
  for (str rest = list, word; str_next(&rest, ',', &word);) {
    platform p;
    str hint = hint_of_platform(a, str_trim(word));
    if (!platform_parse(a, str_trim(word), &p) || hint.len)
      return refuse_near(a, why, OVERRIDE_PLATFORM, "not a platform", word, hint);
    if (o->platforms.len == PLATFORMS_MAX)
      return refuse(a, why, OVERRIDE_PLATFORM, "too many platforms", list);
    VEC_PUSH(a, &o->platforms, p);
  }
  return true;
}

static bool add_build_arg(struct arena *a, struct overrides *o, str value, struct fault *why) {
  struct eval_build_arg arg;
  if (!str_cut(value, '=', &arg.name, &arg.value) || arg.name.len == 0)
    return refuse(a, why, OVERRIDE_BUILD_ARG, "not NAME=VALUE", value);
  VEC_PUSH(a, &o->build_args, arg);
  return true;
}

static bool add_choice(struct arena *a, struct overrides *o, enum override how, str value, struct fault *why) {
  struct rule_choice choice = {.how = how, .rules = value};
  str level = {0};
  if (how == OVERRIDE_SEVERITY &&
      !(str_cut(value, '=', &choice.rules, &level) && severity_named(level, &choice.severity)))
    return refuse_near(a, why, how, "not RULES=LEVEL", value, hint_of_level(a, level, NULL, 0));
  VEC_PUSH(a, &o->choices, choice);
  return true;
}

static bool add_option(struct arena *a, struct overrides *o, str value, struct fault *why) {
  struct option_choice choice;
  if (!str_cut(value, '=', &choice.rule, &choice.value) || !str_cut(choice.rule, '.', &choice.rule, &choice.name))
    return refuse(a, why, OVERRIDE_OPTION, "not RULE.NAME=VALUE", value);
  VEC_PUSH(a, &o->options, choice);
  return true;
}

bool overrides_set(struct arena *a, struct overrides *o, enum override which, str value, struct fault *why) {
  switch (which) {
  case OVERRIDE_PLATFORM:
    return add_platforms(a, o, value, why);
  case OVERRIDE_BUILD_ARG:
    return add_build_arg(a, o, value, why);
  case OVERRIDE_TARGET:
    o->target = value;
    return true;
  case OVERRIDE_SELECT:
  case OVERRIDE_IGNORE:
  case OVERRIDE_ONLY:
  case OVERRIDE_SEVERITY:
    return add_choice(a, o, which, value, why);
  case OVERRIDE_OPTION:
    return add_option(a, o, value, why);
  case OVERRIDE_RULES:
    VEC_PUSH(a, &o->rule_paths, value);
    return true;
  case OVERRIDE_SHELLCHECK:
    o->shellcheck_given = shellcheck_use_named(value, &o->shellcheck);
    return o->shellcheck_given || refuse(a, why, which, "not auto, on or off", value);
  case OVERRIDE_NO_SUPPRESSIONS:
    o->no_suppressions = true;
    return true;
  case OVERRIDE_CONFIG:
    o->config = value;
    return true;
  case OVERRIDE_ISOLATED:
    o->isolated = true;
    return true;
  case OVERRIDE_COUNT:
    break;
  }
  return true;
}
