#ifndef DLINT_EVAL_ENV_H
#define DLINT_EVAL_ENV_H

#include "base/trie.h"
#include "eval/value.h"

/// Variables of a shell or a stage: an immutable map from names to variables. NULL is the empty one.

/// `name[key]=value`.
struct element {
  str key; // of an indexed array: digits
  struct value value;
};

enum variable_kind {
  VARIABLE_SCALAR,
  VARIABLE_ARRAY,         // elements in the order of their numbers
  VARIABLE_ASSOC,         // elements in the order they were set
  VARIABLE_UNKNOWN_ARRAY, // an array of which nothing but `value`, one element or another, is known
};

struct variable {
  enum variable_kind kind;
  bool exported, integer, readonly;
  struct value value; // of a scalar; len 0: known not to be set
  /// What it was before a condition told what it must be in this branch: the branches join to that again. NULL.
  const struct variable *before;
  const struct element *elements;
  uint32_t element_count;
};

/// Stands for a variable of which nothing is known.
const struct variable *env_foreign(void);
/// NULL where nothing is known of the name: neither that it is set nor that it is not.
const struct variable *env_get(const struct trie *env, str name);
/// `env` with the scalar `name` set to `v`; what was exported stays so.
const struct trie *env_set(struct arena *a, const struct trie *env, str name, struct value v);
/// Likewise, exported.
const struct trie *env_export(struct arena *a, const struct trie *env, str name, struct value v);
/// `env` in which nothing is known of the name, as before it was set.
const struct trie *env_forget(struct arena *a, const struct trie *env, str name);
/// What of `env` a program gets: the variables that are exported, and those known not to be set.
const struct trie *env_exported(struct arena *a, const struct trie *env);
/// `env` with the variable as it is given.
const struct trie *env_put(struct arena *a, const struct trie *env, str name, const struct variable *var);

#endif
