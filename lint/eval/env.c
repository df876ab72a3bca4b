#include "eval/env.h"

const struct variable *env_get(const struct trie *env, str name) {
  return trie_get(env, name);
}

const struct trie *env_put(struct arena *a, const struct trie *env, str name, const struct variable *var) {
  struct variable *copy = NEW(a, struct variable);
  *copy = *var;
  return trie_set(a, env, name, copy);
}

static const struct trie *set_scalar(struct arena *a, const struct trie *env, str name, struct value v, bool exported) {
  const struct variable *old = env_get(env, name);
  struct variable var = {.value = v, .exported = exported || (old && old->exported)};
  return env_put(a, env, name, &var);
}

const struct trie *env_set(struct arena *a, const struct trie *env, str name, struct value v) {
  return set_scalar(a, env, name, v, false);
}

const struct trie *env_export(struct arena *a, const struct trie *env, str name, struct value v) {
  return set_scalar(a, env, name, v, true);
}
