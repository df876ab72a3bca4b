#include <inttypes.h>

#include "diag/diag.h"

// FNV-1a with 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/), from two different starts.
static uint64_t hash(uint64_t h, str s) {
  for (uint32_t i = 0; i < s.len; i++)
    h = (h ^ (uint8_t)s.at[i]) * UINT64_C(0x100000001b3);
  return (h ^ 0xFF) * UINT64_C(0x100000001b3); // a border, so that "a" "b" is not "ab" ""
}

static uint32_t count(struct arena *a, struct fingerprints *f, str key) {
  uint32_t *n = map_get(&f->seen, key);
  if (!n) {
    n = NEW(a, uint32_t);
    map_put(a, &f->seen, key, n);
  }
  return (*n)++;
}

str fingerprint_next(struct arena *a, struct fingerprints *f, const struct source *src, const struct diag *d) {
  str path = src->path;
  while (str_has_prefix(path, STR("./")))
    path = str_skip(path, 2);
  str line = str_trim(source_line(src, source_line_of(src, d->span.off)));
  uint64_t h[] = {UINT64_C(0xcbf29ce484222325), UINT64_C(0x84222325cbf29ce4)};
  for (uint32_t i = 0; i < COUNT_OF(h); i++)
    h[i] = hash(hash(hash(h[i], path), d->rule->id), line);
  str key = str_format(a, "%016" PRIx64 "%016" PRIx64, h[0], h[1]);
  uint32_t nth = count(a, f, key);
  if (nth == 0)
    return key;
  str number = str_format(a, "%" PRIu32, nth);
  return str_format(a, "%016" PRIx64 "%016" PRIx64, hash(h[0], number), hash(h[1], number));
}
