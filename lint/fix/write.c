#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "fix/fix.h"
#include "source/source.h"

// A file that is being replaced: its folder stays open, so that the names below mean the same files all along.
struct target {
  struct arena *arena;
  str path;
  const char *name, *temporary; // in the folder
  int folder;
  struct stat st;
  struct fault *why;
};

static bool refuse(struct target *t, str message) {
  *t->why = (struct fault){.path = t->path, .message = message};
  return false;
}

static bool refuse_errno(struct target *t, const char *doing, int error) {
  return refuse(t, str_format(t->arena, "cannot %s: %s", doing, strerror(error)));
}

static bool open_folder(struct target *t) {
  str folder = path_folder(t->path), name = path_name(t->path);
  t->name = str_copy(t->arena, name).at;
  // The same name each time, so that the next run finds what a killed one has left.
  t->temporary = str_format(t->arena, "." STR_FMT ".dlint-new", STR_ARG(name)).at;
  t->folder = file_open(AT_FDCWD, str_copy(t->arena, folder).at, O_RDONLY | O_DIRECTORY, 0);
  return t->folder >= 0 || refuse_errno(t, "open its folder", errno);
}

static bool is_replaceable(struct target *t) {
  if (fstatat(t->folder, t->name, &t->st, AT_SYMLINK_NOFOLLOW) != 0)
    return refuse_errno(t, "look at it", errno);
  if (S_ISLNK(t->st.st_mode))
    return refuse(t, STR("is a link; name the file that it leads to"));
  if (!S_ISREG(t->st.st_mode))
    return refuse(t, STR("is no regular file"));
  if (t->st.st_nlink > 1)
    return refuse(t, STR("has several names (hard links), which mending would part"));
  return true;
}

static bool is_content(struct target *t, str content) {
  int fd = file_open(t->folder, t->name, O_RDONLY | O_NOFOLLOW, 0);
  if (fd < 0)
    return refuse_errno(t, "open it", errno);
  str now;
  file_hold(t->arena, fd);
  bool ok = source_read_open(t->arena, fd, t->st.st_size, t->path, &now, t->why);
  file_release(t->arena, fd);
  return ok && (str_eq(now, content) || refuse(t, STR("has changed since it was read")));
}

// The owner is kept where we may: who is not root and mends somebody else's file in a folder of his cannot.
static bool keep_attributes(const struct target *t, int fd) {
  bool owned = t->st.st_uid == geteuid() && t->st.st_gid == getegid();
  if (!owned && fchown(fd, t->st.st_uid, t->st.st_gid) != 0 && errno != EPERM)
    return false;
  return fchmod(fd, t->st.st_mode & 07777) == 0;
}

// Who writes the temporary file holds its lock until the file has got its place, and only who holds the lock removes or
// renames it. What nobody holds was left by a run that was killed.
static bool is_still_named(const struct target *t, int fd) {
  struct stat held, named;
  return fstat(fd, &held) == 0 && fstatat(t->folder, t->temporary, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

static bool remove_left(const struct target *t) {
  int fd = file_open(t->folder, t->temporary, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  if (fd < 0)
    return false;
  struct stat st;
  bool ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && file_lock(fd) == FILE_LOCKED && is_still_named(t, fd) &&
            unlinkat(t->folder, t->temporary, 0) == 0;
  close(fd);
  return ok;
}

static bool refuse_other(struct target *t) {
  return refuse(t, str_format(t->arena, "another run is mending it; if none is, remove %s beside it", t->temporary));
}

static bool create_temporary(struct target *t, int *fd) {
  int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
  *fd = file_open(t->folder, t->temporary, flags, 0600);
  if (*fd < 0 && errno == EEXIST) {
    if (!remove_left(t))
      return refuse_other(t);
    *fd = file_open(t->folder, t->temporary, flags, 0600);
  }
  if (*fd < 0)
    return refuse_errno(t, "create a file beside it", errno);
  return true;
}

// Another run may have taken the file, unlocked as it was, for one that was left, and hold or have removed it. Where
// there are no locks none does.
static bool hold_temporary(struct target *t, int fd) {
  struct stat st;
  if (file_lock(fd) == FILE_LOCKED_BY_OTHER)
    return refuse_other(t);
  if (fstat(fd, &st) != 0) {
    refuse_errno(t, "look at a file beside it", errno);
    unlinkat(t->folder, t->temporary, 0);
    return false;
  }
  return st.st_nlink > 0 || refuse_other(t);
}

static bool fill_temporary(struct target *t, int fd, str bytes) {
  if (!fd_write(fd, bytes) || !keep_attributes(t, fd) || !file_sync(fd))
    return refuse_errno(t, "write it", errno);
  return true;
}

static bool move_temporary(struct target *t) {
  if (renameat(t->folder, t->temporary, t->folder, t->name) != 0)
    return refuse_errno(t, "replace it", errno);
  file_sync(t->folder); // the new file is there; where a folder cannot be synchronized, it is there a little later
  return true;
}

static bool write_temporary(struct target *t, int fd, str before, str after) {
  if (!hold_temporary(t, fd))
    return false;
  // Its content is looked at as late as can be: what somebody has written meanwhile is not ours to overwrite.
  bool ok = fill_temporary(t, fd, after) && is_content(t, before) && move_temporary(t);
  if (!ok)
    unlinkat(t->folder, t->temporary, 0);
  return ok;
}

static bool replace(struct target *t, str before, str after) {
  int fd;
  if (!is_replaceable(t) || !create_temporary(t, &fd))
    return false;
  bool ok = write_temporary(t, fd, before, after);
  close(fd); // and its lock; the bytes are on the disk, whatever this says
  return ok;
}

bool fix_write(struct arena *a, str path, str before, str after, struct fault *why) {
  struct target t = {.arena = a, .path = path, .why = why};
  if (!open_folder(&t))
    return false;
  bool ok = replace(&t, before, after);
  close(t.folder);
  return ok;
}

void fix_sweep(struct arena *a, str path) {
  struct fault why;
  struct target t = {.arena = a, .path = path, .why = &why};
  if (!open_folder(&t))
    return;
  remove_left(&t);
  close(t.folder);
}
