#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"

void buf_init(struct buf *b, struct arena *a) {
  *b = (struct buf){.arena = a};
}

static void make_room(struct buf *b, uint32_t more) {
  if (b->cap - b->len >= more)
    return;
  if (more > UINT32_MAX / 2 - b->len)
    arena_fail(b->arena);
  uint32_t cap = b->cap ? b->cap : 64;
  while (cap - b->len < more)
    cap *= 2;
  b->at = arena_grow(b->arena, b->at, b->cap, cap);
  b->cap = cap;
}

void buf_add(struct buf *b, str s) {
  if (s.len == 0)
    return;
  make_room(b, s.len);
  memcpy(b->at + b->len, s.at, s.len);
  b->len += s.len;
}

char *buf_room(struct buf *b, uint32_t size) {
  make_room(b, size);
  return b->at + b->len;
}

void buf_filled(struct buf *b, uint32_t len) {
  assert(len <= b->cap - b->len);
  b->len += len;
}

void buf_add_format(struct buf *b, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int len = vsnprintf(b->cap ? b->at + b->len : NULL, b->cap - b->len, format, args);
  va_end(args);
  assert(len >= 0);
  if ((uint32_t)len >= b->cap - b->len) { // a NUL goes behind them, too
    make_room(b, (uint32_t)len + 1);
    vsnprintf(b->at + b->len, (size_t)len + 1, format, again);
  }
  va_end(again);
  b->len += (uint32_t)len;
}

str buf_str(const struct buf *b) {
  return (str){b->at, b->len};
}
