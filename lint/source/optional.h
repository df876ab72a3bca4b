#ifndef DLINT_SOURCE_OPTIONAL_H
#define DLINT_SOURCE_OPTIONAL_H

#include "base/fault.h"
#include "base/map.h"

/// Files that may be there or not: configurations, .gitignore, compose files. What is there, but cannot be looked at or
/// read, is an error: nobody knows what it would have said. It is told once.

struct optional {
  struct arena *arena;
  struct faults *faults;
  struct map told; // by path
};

/// Whether `folder`, which is open as `fd` (-1: it could not be opened), has something of that name, be it a link that
/// leads nowhere. A NUL stands behind `name`.
bool optional_is_there(struct optional *o, int fd, str folder, str name);
/// Reads a file: false where `path` is no regular file of at most `limit` bytes, or cannot be read.
bool optional_read(struct optional *o, str path, uint32_t limit, str *bytes);
/// Notes what is wrong with `path`.
void optional_refuse(struct optional *o, str path, const char *problem);
/// Notes that `path` could not be used for `error`, an errno; nothing where that says that there is no such file.
void optional_fail(struct optional *o, str path, int error);

#endif
