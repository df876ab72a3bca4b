#ifndef DLINT_BASE_PMAP_H
#define DLINT_BASE_PMAP_H

#include "base/arena.h"

/// A map from names to pointers that a change leaves as it was: copying the struct keeps the state of now, and costs
/// nothing. For environments, which branches and stages inherit and then change. Zero is the empty one. Keys are views:
/// their bytes must outlive it.
struct pmap {
  const struct pmap_node *root;
  uint32_t len;
};

/// The value stored under `key`; NULL where there is none.
const void *pmap_get(const struct pmap *m, str key);
/// Stores `value`, which must not be NULL, in place of an older one. Copies of the map do not see it.
void pmap_put(struct arena *a, struct pmap *m, str key, const void *value);
/// All values, in an order that depends on the keys alone; `m->len` of them.
const void *const *pmap_values(struct arena *a, const struct pmap *m);

#endif
