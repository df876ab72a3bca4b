#include "cli/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/complain.h"

enum { NEW_FILE_MODE = 0666, OPEN_FLAGS = O_WRONLY | O_CREAT | O_TRUNC };

static bool refuse(const struct outfile *f, const char *doing, int error) {
  return !complain(STR_FMT ": cannot %s: %s", STR_ARG(f->path), doing, strerror(error));
}

static const char *name_beside(struct arena *a, str path) {
  uint32_t slash = str_find_last_char(path, '/'), start = slash == path.len ? 0 : slash + 1;
  return str_format(a, STR_FMT "." STR_FMT ".dlint-new", STR_ARG(str_slice(path, 0, start)),
                    STR_ARG(str_skip(path, start)))
      .at;
}

// The temporary file has the mode of the one that it will replace. Where none can be made, as in a folder that we may
// not write to, the file itself is written to.
static bool open_beside(struct outfile *f, struct arena *a, const struct stat *old) {
  f->temporary = name_beside(a, f->path);
  unlink(f->temporary); // never through a link that somebody has put there
  f->fd = file_open(AT_FDCWD, f->temporary, OPEN_FLAGS | O_EXCL | O_NOFOLLOW, NEW_FILE_MODE);
  if (f->fd < 0)
    f->temporary = NULL;
  else if (old)
    fchmod(f->fd, old->st_mode & 07777);
  return f->fd >= 0;
}

bool outfile_begin(struct outfile *f, struct arena *a, str path, enum outfile_mode mode) {
  *f = (struct outfile){.path = str_copy(a, path), .fd = -1};
  struct stat st;
  bool exists = lstat(f->path.at, &st) == 0;
  if (exists && mode == OUTFILE_IS_NEW)
    return refuse(f, "create", EEXIST);
  bool replaceable = !exists || (S_ISREG(st.st_mode) && st.st_nlink == 1 && access(f->path.at, W_OK) == 0);
  if (!replaceable || !open_beside(f, a, exists ? &st : NULL))
    f->fd = file_open(AT_FDCWD, f->path.at, OPEN_FLAGS, NEW_FILE_MODE);
  if (f->fd < 0)
    return refuse(f, "write", errno);
  out_init_fd(&f->out, f->fd);
  return true;
}

void outfile_drop(struct outfile *f) {
  close(f->fd);
  if (f->temporary)
    unlink(f->temporary);
}

bool outfile_end(struct outfile *f) {
  bool good = out_flush(&f->out);
  good = file_close(f->fd) && good;
  if (good && f->temporary)
    good = rename(f->temporary, f->path.at) == 0;
  if (!good && f->temporary)
    unlink(f->temporary);
  return good || !complain(STR_FMT ": cannot write all of it", STR_ARG(f->path));
}
