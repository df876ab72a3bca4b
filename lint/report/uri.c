#include "report/uri.h"

// Appends `s` with letters, digits and `kept` as they are and %XX for every other byte.
static void add_encoded(struct buf *b, str s, str kept) {
  for (uint32_t i = 0; i < s.len; i++) {
    char c = s.at[i];
    if (is_ascii_alnum(c) || str_find_char(kept, c) < kept.len)
      buf_add_char(b, c);
    else
      buf_add_format(b, "%%%02X", (unsigned)(uint8_t)c);
  }
}

void uri_add(struct buf *b, str url) {
  add_encoded(b, url, STR("%-._~:/?#[]@!$&'()*+,;="));
}

str uri_safe(struct arena *a, str url) {
  struct buf b;
  buf_init(&b, a);
  uri_add(&b, url);
  return buf_str(&b);
}

str uri_of_path(struct arena *a, str path) {
  struct buf b;
  buf_init(&b, a);
  while (str_has_prefix(path, STR("./")))
    path = str_skip(path, 2);
  if (str_has_prefix(path, STR("/")))
    buf_add(&b, STR("file://"));
  add_encoded(&b, path, STR("/-._~"));
  return buf_str(&b);
}
