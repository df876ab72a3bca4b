#ifndef DLINT_BASE_FILE_H
#define DLINT_BASE_FILE_H

#include <sys/types.h>

#include "base/vec.h"

/// Calls of the system about files, made again where a signal interrupted them.

/// As openat(), with O_CLOEXEC and O_NOCTTY. `mode` counts where `flags` has O_CREAT. -1 with errno.
int file_open(int folder, const char *path, int flags, mode_t mode);
/// Opens a file or folder to read it; does not wait for who writes to a FIFO.
int file_open_to_read(str path);
/// Opens a folder to look up names in it; where the system can, without the right to list it. -1 with errno.
int file_open_folder(str path);
/// Has what was written to `fd` kept by the disk. False with errno.
bool file_sync(int fd);
/// False with errno, where what was written may be lost. `fd` is closed in any case.
bool file_close(int fd);

/// A lock on the whole file, which goes with the last descriptor of `fd`. FILE_UNLOCKABLE: there are none on that disk.
enum file_lock { FILE_LOCKED, FILE_LOCKED_BY_OTHER, FILE_UNLOCKABLE };
/// Does not wait.
enum file_lock file_lock(int fd);

/// Whether a call failed for there is no file of that name.
bool file_is_missing(int error);

/// Names or paths in an arena.
struct str_list {
  str *at;
  uint32_t len, cap;
};

/// Appends the names in the folder `fd`, `.` and `..` left out, in order; each has a NUL behind it. Takes the
/// descriptor. False with errno where not all can be read.
bool folder_list(struct arena *a, int fd, struct str_list *names);

/// Closes `fd` when the arena is done, or with file_release(); for as long as memory is taken from `a`.
void file_hold(struct arena *a, int fd);
void file_release(struct arena *a, int fd);

#endif
