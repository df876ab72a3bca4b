#ifndef DLINT_BASE_IGNORE_H
#define DLINT_BASE_IGNORE_H

#include "base/arena.h"
#include "base/str.h"

/// What a build leaves out of the folder that it is given: a file .dockerignore. Read and matched as
/// github.com/moby/patternmatcher does it, but for `**` beside other characters of a name, which is a `*` here.
struct ignore {
  const str *patterns; // as Go's filepath.Clean leaves them, without a `/` at the start
  uint32_t count;
  bool has_exceptions; // a line `!…` takes something back
};

/// Reads such a file; the patterns live in `a`.
struct ignore ignore_read(struct arena *a, str bytes);

/// Whether a pattern matches `path`, which begins at the folder, or a folder in it that it lies in. `.`, the whole
/// folder, is matched by what matches all in it. As BuildKit's check, with exceptions it is false: they may take it
/// back.
bool ignore_covers(struct arena *a, const struct ignore *ignore, str path);

#endif
