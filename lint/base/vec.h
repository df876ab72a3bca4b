#ifndef DLINT_BASE_VEC_H
#define DLINT_BASE_VEC_H

#include "base/arena.h"

/// A growing array in an arena: `VEC(struct node *) nodes;`, read as `nodes.at[i]`, `nodes.len`. Zero is the empty one.
/// Pushing may move the items, so pointers to them last only until the next push.
#define VEC(type)                                                                                                      \
  struct {                                                                                                             \
    type *at;                                                                                                          \
    uint32_t len, cap;                                                                                                 \
  }

/// Appends one item: `VEC_PUSH(a, &nodes, n)`.
#define VEC_PUSH(a, v, ...)                                                                                            \
  ((v)->len == (v)->cap ? (void)((v)->at = vec_grow((a), (v)->at, &(v)->cap, sizeof *(v)->at)) : (void)0,              \
   (v)->at[(v)->len++] = __VA_ARGS__)

/// The items in an array with room for more of them (at least half as many again); `*cap` is what it now holds.
void *vec_grow(struct arena *a, void *items, uint32_t *cap, size_t item_size);

#endif
