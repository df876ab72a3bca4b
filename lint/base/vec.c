#include "base/vec.h"

// The first items take about this many bytes, and more than LARGE are not doubled: most lists stay as short as that,
// and of the longest ones less should be left over.
enum { FIRST = 16, LARGE = 1024 * 1024 };

static uint32_t grown_size(uint32_t old, size_t item_size) {
  if (!old)
    return item_size >= FIRST ? 1 : (uint32_t)(FIRST / item_size);
  return old * item_size > LARGE ? old + old / 2 : old * 2;
}

void *vec_grow(struct arena *a, void *items, uint32_t *cap, size_t item_size) {
  uint32_t old = *cap;
  if (old > UINT32_MAX / 2)
    arena_fail(a);
  uint32_t grown = grown_size(old, item_size);
  if (grown > SIZE_MAX / item_size)
    arena_fail(a);
  void *at = arena_grow(a, items, old * item_size, grown * item_size);
  *cap = grown;
  return at;
}
