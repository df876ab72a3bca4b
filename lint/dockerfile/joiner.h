#ifndef DLINT_DOCKERFILE_JOINER_H
#define DLINT_DOCKERFILE_JOINER_H

#include "base/buf.h"

/// Text that is put together from pieces, many of them of one source. As long as they are neighbours there, nothing is
/// copied.
struct joiner {
  str text; // what was added so far
  str source;
  struct buf copy; // holds `text` where it is no part of the source
};

void joiner_init(struct joiner *j, struct arena *a, str source);
/// Begins a new text; the one before stays as it is.
void joiner_restart(struct joiner *j);
void joiner_add(struct joiner *j, str piece);
/// Whether a piece is part of the source's own bytes.
bool joiner_is_source(const struct joiner *j, str piece);

#endif
