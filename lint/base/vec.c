#include "base/vec.h"

#include <string.h>

void *vec_grow(struct arena *a, const void *items, uint32_t *cap, size_t item_size) {
  uint32_t old = *cap;
  if (old > UINT32_MAX / 2)
    arena_fail(a);
  uint32_t grown = old ? old * 2 : 4;
  void *at = arena_alloc_array(a, grown, item_size);
  if (old)
    memcpy(at, items, old * item_size);
  *cap = grown;
  return at;
}
