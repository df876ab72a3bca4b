#include "base/near.h"

enum { LISTED_MAX = 12, LISTED_BYTES = 120 };

void near_init(struct near *n, struct arena *a, str wanted) {
  *n = (struct near){.arena = a, .wanted = wanted, .distance = UINT32_MAX};
  buf_init(&n->all, a);
}

uint32_t near_limit(str a, str b) {
  uint32_t shorter = a.len < b.len ? a.len : b.len;
  return shorter >= 6 ? 2 : shorter >= 3;
}

void near_add(struct near *n, str name) {
  uint32_t limit = near_limit(n->wanted, name);
  uint32_t distance = str_distance(n->wanted, name, limit);
  if (distance <= limit && distance < n->distance) {
    n->best = name;
    n->distance = distance;
  }
  if (n->count++ < LISTED_MAX) {
    if (n->all.len)
      buf_add(&n->all, STR(", "));
    buf_add(&n->all, name);
  }
}

str near_hint(struct near *n) {
  if (n->best.len)
    return str_format(n->arena, "; did you mean '" STR_FMT "'?", STR_ARG(n->best));
  if (n->count == 0 || n->count > LISTED_MAX || n->all.len > LISTED_BYTES)
    return (str){0};
  return str_format(n->arena, "; known: " STR_FMT, STR_ARG(buf_str(&n->all)));
}
