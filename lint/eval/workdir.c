#include "eval/workdir.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/path.h"

static bool is_absolute(str path) {
  return str_has_prefix(path, STR("/"));
}

static str with_slashes(struct arena *a, str path) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < path.len; i++)
    buf_add_char(&b, path.at[i] == '\\' ? '/' : path.at[i]);
  return buf_str(&b);
}

// As CheckSystemDriveAndRemoveDriveLetter, for a path that has forward slashes.
static bool remove_drive(struct arena *a, str path, str *out) {
  str drive, rest;
  if ((path.len == 2 && path.at[1] == ':') || str_has_prefix(path, STR("//")))
    return false;
  if (!str_cut(path, ':', &drive, &rest))
    rest = path;
  else if (!str_eq_nocase(drive, STR("c")))
    return false;
  *out = path_clean(a, rest);
  return true;
}

static bool resolve_windows(struct arena *a, str current, str path, str *out) {
  if (!remove_drive(a, with_slashes(a, current), &current))
    return false;
  current = path_join(a, STR("/"), current);
  if (path.len == 0) {
    *out = current;
    return true;
  }
  if (!remove_drive(a, with_slashes(a, path), &path))
    return false;
  *out = is_absolute(path) ? path : path_join(a, current, path);
  return true;
}

bool workdir_resolve(struct arena *a, str current, str path, str os, str *out) {
  // Without it, relative paths one after the other would make a file's memory grow with its square.
  if (current.len + 1 + path.len >= LIMIT_PATH_BYTES)
    return false;
  if (str_eq(os, STR("windows")))
    return resolve_windows(a, current, path, out);
  if (!is_absolute(current))
    current = path_join(a, STR("/"), current);
  *out = path.len == 0 ? current : is_absolute(path) ? path : path_join(a, current, path);
  return true;
}
