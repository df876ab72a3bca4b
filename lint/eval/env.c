#include "eval/env.h"

// Stands where a variable was and nothing is known any more: a trie only grows.
static const struct variable FORGOTTEN = {0};

const struct variable *env_foreign(void) {
  return &FORGOTTEN;
}

const struct variable *env_get(const struct trie *env, str name) {
  const struct variable *var = trie_get(env, name);
  return var == &FORGOTTEN ? NULL : var;
}

const struct trie *env_forget(struct arena *a, const struct trie *env, str name) {
  return trie_get(env, name) ? trie_set(a, env, name, &FORGOTTEN) : env;
}

struct filter {
  struct arena *a;
  const struct trie *kept;
};

static void keep_exported(void *ctx, str name, const void *x, const void *y) {
  static const struct variable unset = {0};
  struct filter *f = ctx;
  const struct variable *var = x;
  (void)y;
  if (var == &FORGOTTEN)
    return;
  bool shown = var->exported && var->kind == VARIABLE_SCALAR && value_is_set(&var->value);
  f->kept = trie_set(f->a, f->kept, name, shown ? var : &unset);
}

const struct trie *env_exported(struct arena *a, const struct trie *env) {
  struct filter f = {.a = a};
  trie_compare(env, NULL, keep_exported, &f);
  return f.kept;
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
