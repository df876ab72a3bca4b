#include "source/optional.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "source/source.h"

static void tell(struct optional *o, str path, str message) {
  if (map_get(&o->told, path))
    return;
  struct fault why = {.path = str_copy(o->arena, path), .message = message};
  map_put(o->arena, &o->told, why.path, o);
  VEC_PUSH(o->arena, o->faults, why);
}

void optional_refuse(struct optional *o, str path, const char *problem) {
  tell(o, path, str_format(o->arena, "cannot read: %s", problem));
}

void optional_fail(struct optional *o, str path, int error) {
  if (!file_is_missing(error))
    optional_refuse(o, path, strerror(error));
}

bool optional_is_there(struct optional *o, int fd, str folder, str name) {
  struct stat st;
  bool there = fd >= 0 && fstatat(fd, name.at, &st, AT_SYMLINK_NOFOLLOW) == 0;
  if (there || (fd >= 0 && file_is_missing(errno)))
    return there;
  str path = str_join(o->arena, (str[]){folder, STR("/"), name}, 3);
  there = lstat(path.at, &st) == 0;
  if (!there)
    optional_fail(o, path, errno);
  return there;
}

bool optional_read(struct optional *o, str path, uint32_t limit, str *bytes) {
  struct stat st;
  struct fault why = {0};
  int fd = file_open_to_read(path);
  if (fd < 0) {
    optional_fail(o, path, errno);
    return false;
  }
  file_hold(o->arena, fd);
  bool looked_at = fstat(fd, &st) == 0;
  if (!looked_at)
    optional_fail(o, path, errno);
  bool wanted = looked_at && S_ISREG(st.st_mode) && st.st_size <= (off_t)limit;
  bool good = wanted && source_read_open(o->arena, fd, st.st_size, path, bytes, &why);
  if (wanted && !good)
    tell(o, path, why.message);
  file_release(o->arena, fd);
  return good && bytes->len <= limit;
}
