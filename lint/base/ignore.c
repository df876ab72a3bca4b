#include "base/ignore.h"

#include "base/glob.h"
#include "base/path.h"
#include "base/vec.h"

static str without_slash(str path) {
  return path.len > 1 && path.at[0] == '/' ? str_skip(path, 1) : path;
}

struct ignore ignore_read(struct arena *a, str bytes) {
  struct ignore ignore = {0};
  VEC(str) patterns = {0};
  if (str_has_prefix(bytes, STR("\xef\xbb\xbf")))
    bytes = str_skip(bytes, 3);
  for (str line; str_next(&bytes, '\n', &line);) {
    if (str_has_prefix(line, STR("#")))
      continue;
    line = str_trim(line);
    if (str_has_prefix(line, STR("!")))
      ignore.has_exceptions = true;
    else if (line.len)
      VEC_PUSH(a, &patterns, without_slash(path_clean(a, line)));
  }
  ignore.patterns = patterns.at;
  ignore.count = patterns.len;
  return ignore;
}

static bool is_everything(str pattern) {
  return str_eq(pattern, STR("*")) || str_eq(pattern, STR("**")) || str_eq(pattern, STR("**/*"));
}

// `path`, or a folder that it lies in.
static bool matches(str pattern, str path) {
  for (uint32_t i = 1; i < path.len; i++)
    if (path.at[i] == '/' && glob_match(pattern, str_slice(path, 0, i)))
      return true;
  return glob_match(pattern, path);
}

bool ignore_covers(struct arena *a, const struct ignore *ignore, str path) {
  path = without_slash(path_clean(a, path));
  bool whole = str_eq(path, STR(".")) || str_eq(path, STR("/")), found = false;
  for (uint32_t i = 0; i < ignore->count && !found && !ignore->has_exceptions; i++)
    found = whole ? is_everything(ignore->patterns[i]) : matches(ignore->patterns[i], path);
  return found;
}
