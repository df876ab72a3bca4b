#include "facts/offset_index.h"

struct offset_index offset_index_new(struct arena *a, uint32_t expected) {
  uint32_t size = 8;
  while (size / 2 < expected && size < UINT32_MAX / 2)
    size *= 2;
  struct offset_index index = {NEW_ARRAY(a, uint32_t, size), size - 1};
  for (uint32_t i = 0; i < size; i++)
    index.heads[i] = OFFSET_NONE;
  return index;
}

uint32_t *offset_index_head(const struct offset_index *index, uint32_t off) {
  uint32_t hash = off * 2654435761u; // Knuth's multiplicative hash
  return &index->heads[(hash >> 7) & index->mask];
}
