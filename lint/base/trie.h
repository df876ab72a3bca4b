#ifndef DLINT_BASE_TRIE_H
#define DLINT_BASE_TRIE_H

#include "base/arena.h"

/// An immutable map from names to things. Setting a name gives a new map that shares nearly all of the old one, so a
/// copy costs nothing and two that descend from one are compared by what differs. NULL is the empty one. Names are
/// views: their bytes must outlive it.
struct trie;

/// What is stored under `name`; NULL where there is nothing.
const void *trie_get(const struct trie *t, str name);
/// `t` with `item`, which must not be NULL, stored under `name`.
const struct trie *trie_set(struct arena *a, const struct trie *t, str name, const void *item);

typedef void trie_visitor(void *ctx, str name, const void *x, const void *y);
/// Calls `visit` for each name under which `x` and `y` hold different things; NULL stands for nothing.
/// In an order that depends on nothing but the names.
void trie_compare(const struct trie *x, const struct trie *y, trie_visitor *visit, void *ctx);

#endif
