#include "base/limits.h"
#include "config/config.h"

static bool read_small(struct arena *a, str path, str *bytes) {
  struct fault why;
  return source_read(a, path, bytes, &why) && bytes->len <= LIMIT_WANTED_FILE_BYTES;
}

bool settings_ignore(struct arena *a, const struct settings *settings, str path, str *bytes) {
  if (settings->isolated || str_eq(path, STR("-")))
    return false;
  uint32_t slash = str_find_last_char(path, '/');
  str folder = slash < path.len ? str_slice(path, 0, slash + 1) : STR("");
  return read_small(a, str_concat(a, path, STR(".dockerignore")), bytes) ||
         read_small(a, str_concat(a, folder, STR(".dockerignore")), bytes);
}
