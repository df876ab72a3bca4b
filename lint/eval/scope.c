#include "eval/scope.h"

// dockerfile2llb/platform.go, defaultArgs.
static const str platform_arguments[] = {
    STR_INIT("BUILDPLATFORM"), STR_INIT("BUILDOS"),        STR_INIT("BUILDOSVERSION"), STR_INIT("BUILDARCH"),
    STR_INIT("BUILDVARIANT"),  STR_INIT("TARGETPLATFORM"), STR_INIT("TARGETOS"),       STR_INIT("TARGETOSVERSION"),
    STR_INIT("TARGETARCH"),    STR_INIT("TARGETVARIANT"),  STR_INIT("TARGETSTAGE"),
};

const str default_path = STR_INIT("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

bool is_platform_argument(str name) {
  for (uint32_t i = 0; i < COUNT_OF(platform_arguments); i++)
    if (str_eq(name, platform_arguments[i]))
      return true;
  return false;
}

struct scope scope_new(struct arena *a, bool hides) {
  struct scope s = {.has_shell = true};
  const struct variable *unset = NEW(a, struct variable);
  for (uint32_t i = 0; hides && i < COUNT_OF(platform_arguments); i++)
    s.env = env_put(a, s.env, platform_arguments[i], unset);
  s.image = s.env;
  return s;
}

const struct binding *scope_get(const struct scope *s, str name) {
  return trie_get(s->names, name);
}

enum presence scope_presence(const struct scope *s, str name) {
  const struct binding *b = scope_get(s, name);
  if (b)
    return b->maybe_unset ? PRESENCE_MAYBE : PRESENCE_SET;
  return s->outer.len == 0 || is_platform_argument(name) ? PRESENCE_UNSET : PRESENCE_MAYBE;
}

enum presence scope_value(struct arena *a, const struct scope *s, str name, struct value *value) {
  const struct binding *b = scope_get(s, name);
  enum presence presence = scope_presence(s, name);
  if (b)
    *value = b->value;
  else if (presence == PRESENCE_UNSET)
    *value = VALUE_UNSET;
  else
    *value = value_unknown(a, str_concat(a, name, str_concat(a, STR(" of "), s->outer)));
  return presence;
}

static void put(struct arena *a, struct scope *s, struct binding binding) {
  struct binding *b = NEW(a, struct binding);
  *b = binding;
  b->order = ++s->settings;
  s->names = trie_set(a, s->names, b->name, b);
  if (s->has_shell)
    s->env = env_export(a, s->env, b->name, b->value);
}

void scope_set_arg(struct arena *a, struct scope *s, str name, str text, struct value value) {
  str known;
  bool agrees = value_is_known(&value, &known) && str_eq(known, text);
  put(a, s, (struct binding){.name = name, .set = true, .text = text, .value = value, .agrees = agrees});
}

void scope_set_env(struct arena *a, struct scope *s, str name, str text, struct value value) {
  scope_set_arg(a, s, name, text, value);
  if (s->has_shell)
    s->image = env_export(a, s->image, name, value);
}

void scope_declare(struct arena *a, struct scope *s, str name) {
  if (scope_get(s, name))
    return;
  struct value given = value_unknown(a, str_concat(a, STR("build argument "), name));
  put(a, s, (struct binding){.name = name, .value = given, .maybe_unset = true});
}
