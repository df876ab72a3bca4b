#ifndef DLINT_EVAL_WORKDIR_H
#define DLINT_EVAL_WORKDIR_H

#include "base/arena.h"

/// Paths of images, as BuildKit computes them (util/system/path.go).

/// Where `WORKDIR path` leads from `current`: an absolute path is taken as written, a relative one is joined; on
/// Windows the drive letter goes. False where BuildKit refuses it (another drive than C:, a UNC path),
/// or where the two are together too long for a folder of Linux; `*out` then stays as it is.
bool workdir_resolve(struct arena *a, str current, str path, str os, str *out);

#endif
