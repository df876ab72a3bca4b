#define _GNU_SOURCE // O_PATH

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#ifndef O_PATH
#define O_PATH O_RDONLY
#endif

int file_open(int folder, const char *path, int flags, mode_t mode) {
  int fd;
  do
    fd = openat(folder, path, flags | O_CLOEXEC | O_NOCTTY, mode);
  while (fd < 0 && errno == EINTR);
  return fd;
}

int file_open_to_read(str path) {
  return file_open(AT_FDCWD, path.at, O_RDONLY | O_NONBLOCK, 0);
}

int file_open_folder(str path) {
  return file_open(AT_FDCWD, path.at, O_PATH | O_DIRECTORY, 0);
}

bool file_sync(int fd) {
  int result;
  do
    result = fsync(fd);
  while (result != 0 && errno == EINTR);
  return result == 0;
}

bool file_close(int fd) {
  // POSIX leaves open whether an interrupted call has closed; on Linux, the BSDs and macOS it has.
  return close(fd) == 0 || errno == EINTR;
}

enum file_lock file_lock(int fd) {
  int result;
  do
    result = flock(fd, LOCK_EX | LOCK_NB);
  while (result != 0 && errno == EINTR);
  return result == 0 ? FILE_LOCKED : errno == EWOULDBLOCK ? FILE_LOCKED_BY_OTHER : FILE_UNLOCKABLE;
}

bool file_is_missing(int error) {
  return error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG;
}

static void close_held(void *p) {
  close((int)(intptr_t)p);
}

void file_hold(struct arena *a, int fd) {
  arena_on_exit(a, close_held, (void *)(intptr_t)fd);
}

void file_release(struct arena *a, int fd) {
  arena_exit_now(a, close_held, (void *)(intptr_t)fd);
}

static void close_folder(void *p) {
  closedir(p);
}

static int compare_names(const void *left, const void *right) {
  return str_compare(*(const str *)left, *(const str *)right);
}

// False with errno where the rest of the folder cannot be read.
static bool read_names(struct arena *a, DIR *dir, struct str_list *names) {
  for (;;) {
    errno = 0;
    const struct dirent *entry = readdir(dir);
    if (!entry)
      return errno == 0;
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
      VEC_PUSH(a, names, str_copy(a, str_of(entry->d_name)));
  }
}

bool folder_list(struct arena *a, int fd, struct str_list *names) {
  DIR *dir = fdopendir(fd);
  if (!dir) {
    int error = errno;
    close(fd);
    errno = error;
    arena_fail_if_no_memory(a);
    return false;
  }
  uint32_t first = names->len;
  arena_on_exit(a, close_folder, dir);
  bool good = read_names(a, dir, names);
  int error = errno;
  arena_exit_now(a, close_folder, dir);
  if (names->len > first)
    qsort(names->at + first, names->len - first, sizeof *names->at, compare_names);
  errno = error;
  return good;
}
