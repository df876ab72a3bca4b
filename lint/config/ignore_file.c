#include "base/limits.h"
#include "config/config.h"

bool settings_ignore(struct arena *a, const struct settings *settings, str path, str *bytes, struct faults *faults) {
  if (settings->isolated || str_eq(path, STR("-")))
    return false;
  struct optional files = {.arena = a, .faults = faults};
  uint32_t slash = str_find_last_char(path, '/');
  str folder = slash < path.len ? str_slice(path, 0, slash + 1) : STR("");
  if (settings->context.len)
    folder = str_concat(a, settings->context, STR("/"));
  return optional_read(&files, str_concat(a, path, STR(".dockerignore")), LIMIT_WANTED_FILE_BYTES, bytes) ||
         (!settings->contexts &&
          optional_read(&files, str_concat(a, folder, STR(".dockerignore")), LIMIT_WANTED_FILE_BYTES, bytes));
}
