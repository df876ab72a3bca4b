#ifndef DLINT_BASE_NEAR_H
#define DLINT_BASE_NEAR_H

#include "base/buf.h"

/// Finds out which of the names that would be right somebody may have meant.
struct near {
  struct arena *arena;
  str wanted;
  str best; // empty while there is none
  uint32_t distance;
  uint32_t count;
  struct buf all;
};

void near_init(struct near *n, struct arena *a, str wanted);
void near_add(struct near *n, str name);
/// "; did you mean 'x'?", or the names, if there are few of them, or nothing.
str near_hint(struct near *n);

/// How many edits may lie between two names that one may take for the other: 2, 1 for short ones, 0 for the shortest.
uint32_t near_limit(str a, str b);

#endif
