#ifndef DLINT_BASE_BUF_H
#define DLINT_BASE_BUF_H

#include "base/arena.h"

/// Bytes that grow in an arena.
struct buf {
  struct arena *arena;
  char *at;
  uint32_t len, cap;
};

void buf_init(struct buf *b, struct arena *a);
void buf_add(struct buf *b, str s);
/// Room for `size` bytes behind what was added. What is written there counts once buf_filled() says how much it is.
char *buf_room(struct buf *b, uint32_t size);
void buf_filled(struct buf *b, uint32_t len);
void buf_add_format(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/// What was added so far; the view lasts until the next addition.
str buf_str(const struct buf *b);

static inline void buf_add_char(struct buf *b, char c) {
  *(b->len < b->cap ? b->at + b->len : buf_room(b, 1)) = c;
  b->len++;
}

#endif
