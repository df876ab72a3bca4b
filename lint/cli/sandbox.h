#ifndef DLINT_CLI_SANDBOX_H
#define DLINT_CLI_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

/// What a process can give up for good before it looks at what strangers wrote: on Linux files by Landlock, which every
/// thread and child keeps, calls of the system by a seccomp filter. A second sandbox can only take away more.

/// A file, or a folder with all below it. One that is not there is passed over.
struct sandbox_path {
  const char *path;
  bool may_read, may_write; // the latter: also make, replace and remove files in the folder
};

struct sandbox {
  const struct sandbox_path *paths; // all that may be touched
  uint32_t path_count;
  bool reads_all;       // any file may be read
  bool starts_programs; // programs may be started, which takes reading, too
};

/// Files but those of the sandbox cannot be opened, made, removed or, without `starts_programs`, run. What is open
/// stays so. False with `*why`, where the system has nothing of that kind; then nothing was given up.
bool sandbox_files(const struct sandbox *s, const char **why);

/// No sockets, no looking into other processes, no changes of the system, and no programs unless `starts_programs`:
/// such calls fail with EPERM. False with `*why`, likewise.
bool sandbox_calls(bool starts_programs, const char **why);

#endif
