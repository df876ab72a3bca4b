#ifndef DLINT_BASE_MAP_H
#define DLINT_BASE_MAP_H

#include "base/arena.h"

/// A hash table from names to pointers, in an arena. Zero is the empty one. Keys are views: their bytes must outlive
/// it.
struct map {
  struct map_entry {
    str key;
    uint32_t hash; // of key
    void *value;   // NULL: the slot is free
  } * slots;
  uint32_t len, cap; // cap is 0 or a power of two
};

/// The value stored under `key`; NULL where there is none.
void *map_get(const struct map *m, str key);
/// Stores `value`, which must not be NULL, in place of an older one.
void map_put(struct arena *a, struct map *m, str key, void *value);

#endif
