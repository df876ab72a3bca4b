#ifndef DLINT_FACTS_OFFSET_INDEX_H
#define DLINT_FACTS_OFFSET_INDEX_H

#include "base/arena.h"

/// Finds numbered things by where they begin in the file, or a number made from it. Those of one number, and perhaps
/// others, are chained by their owner: each knows the next one's number.
struct offset_index {
  uint32_t *heads;
  uint32_t mask;
};

#define OFFSET_NONE UINT32_MAX

/// For about `expected` things.
struct offset_index offset_index_new(struct arena *a, uint32_t expected);
/// The first number of the chain for `off`, to be read or replaced.
uint32_t *offset_index_head(const struct offset_index *index, uint32_t off);

#endif
