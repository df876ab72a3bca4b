#include "base/ignore.h"

#include "base/buf.h"
#include "base/glob.h"
#include "base/vec.h"

// As Go's filepath.Clean: no empty part, no `.`; `..` takes the part before it away where there is one.
static str clean_path(struct arena *a, str path) {
  bool rooted = str_has_prefix(path, STR("/"));
  VEC(str) parts = {0};
  for (str rest = path, part; str_next(&rest, '/', &part);) {
    bool below = parts.len && !str_eq(parts.at[parts.len - 1], STR(".."));
    if (part.len == 0 || str_eq(part, STR(".")))
      continue;
    if (!str_eq(part, STR("..")) || (!below && !rooted))
      VEC_PUSH(a, &parts, part);
    else if (below)
      parts.len--;
  }
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < parts.len; i++) {
    if (i || rooted)
      buf_add_char(&b, '/');
    buf_add(&b, parts.at[i]);
  }
  if (parts.len == 0)
    buf_add(&b, rooted ? STR("/") : STR("."));
  return buf_str(&b);
}

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
      VEC_PUSH(a, &patterns, without_slash(clean_path(a, line)));
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
  path = without_slash(clean_path(a, path));
  bool whole = str_eq(path, STR(".")) || str_eq(path, STR("/")), found = false;
  for (uint32_t i = 0; i < ignore->count && !found && !ignore->has_exceptions; i++)
    found = whole ? is_everything(ignore->patterns[i]) : matches(ignore->patterns[i], path);
  return found;
}
