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
  bool ok = source_read_open(t->arena, fd, t->path, &now, t->why);
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

static bool write_temporary(struct target *t, str bytes) {
  int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
  int fd = file_open(t->folder, t->temporary, flags, 0600);
  if (fd < 0 && errno == EEXIST && unlinkat(t->folder, t->temporary, 0) == 0)
    fd = file_open(t->folder, t->temporary, flags, 0600);
  if (fd < 0)
    return refuse_errno(t, "create a file beside it", errno);
  bool ok = fd_write(fd, bytes) && keep_attributes(t, fd) && file_sync(fd);
  int error = errno;
  if (!file_close(fd) && ok) {
    ok = false;
    error = errno;
  }
  return ok || refuse_errno(t, "write it", error);
}

static bool replace(struct target *t, str before, str after) {
  if (!is_replaceable(t) || !write_temporary(t, after))
    return false;
  // As late as can be: what somebody has written meanwhile is not ours to overwrite.
  if (is_content(t, before)) {
    if (renameat(t->folder, t->temporary, t->folder, t->name) == 0) {
      file_sync(t->folder); // the new file is there; where a folder cannot be synchronized, it is there a little later
      return true;
    }
    refuse_errno(t, "replace it", errno);
  }
  return false;
}

bool fix_write(struct arena *a, str path, str before, str after, struct fault *why) {
  struct target t = {.arena = a, .path = path, .why = why};
  if (!open_folder(&t))
    return false;
  bool ok = replace(&t, before, after);
  if (!ok)
    unlinkat(t.folder, t.temporary, 0);
  close(t.folder);
  return ok;
}
