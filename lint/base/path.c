#include "base/path.h"

#include "base/buf.h"

static void add_element(struct buf *b, str element) {
  if (b->len && b->at[b->len - 1] != '/')
    buf_add_char(b, '/');
  buf_add(b, element);
}

// Takes the last element of what was added off, unless that is `..` or the root.
static bool drop_element(struct buf *b, bool rooted) {
  str sofar = buf_str(b);
  uint32_t slash = str_find_last_char(sofar, '/');
  uint32_t start = slash == sofar.len ? 0 : slash + 1;
  if (start == sofar.len)
    return rooted;
  if (str_eq(str_skip(sofar, start), STR("..")))
    return false;
  b->len = slash == sofar.len ? 0 : slash ? slash : (uint32_t)rooted;
  return true;
}

str path_clean(struct arena *a, str path) {
  bool rooted = str_has_prefix(path, STR("/"));
  struct buf b;
  buf_init(&b, a);
  if (rooted)
    buf_add_char(&b, '/');
  for (str rest = path, element; str_next(&rest, '/', &element);) {
    if (element.len == 0 || str_eq(element, STR(".")))
      continue;
    if (str_eq(element, STR("..")) && drop_element(&b, rooted))
      continue;
    add_element(&b, element);
  }
  return b.len ? buf_str(&b) : STR(".");
}

str path_join(struct arena *a, str x, str y) {
  if (x.len == 0 || y.len == 0)
    return x.len + y.len ? path_clean(a, x.len ? x : y) : STR("");
  return path_clean(a, str_concat(a, str_concat(a, x, STR("/")), y));
}

str path_folder(str path) {
  uint32_t slash = str_find_last_char(path, '/');
  if (slash == path.len)
    return STR(".");
  return str_slice(path, 0, slash ? slash : 1);
}

str path_name(str path) {
  uint32_t slash = str_find_last_char(path, '/');
  return slash == path.len ? path : str_skip(path, slash + 1);
}
