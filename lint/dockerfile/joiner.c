#include "dockerfile/joiner.h"

void joiner_init(struct joiner *j, struct arena *a, str source) {
  *j = (struct joiner){.source = source};
  buf_init(&j->copy, a);
}

void joiner_restart(struct joiner *j) {
  joiner_init(j, j->copy.arena, j->source);
}

bool joiner_is_source(const struct joiner *j, str piece) {
  uintptr_t at = (uintptr_t)piece.at, source = (uintptr_t)j->source.at;
  return piece.at && at >= source && at - source + piece.len <= j->source.len;
}

static bool is_neighbour(const struct joiner *j, str piece) {
  return joiner_is_source(j, j->text) && joiner_is_source(j, piece) && j->text.at + j->text.len == piece.at;
}

void joiner_add(struct joiner *j, str piece) {
  if (piece.len == 0)
    return;
  if (j->text.len == 0) {
    j->text = piece;
    return;
  }
  if (is_neighbour(j, piece)) {
    j->text.len += piece.len;
    return;
  }
  if (j->copy.len == 0)
    buf_add(&j->copy, j->text);
  buf_add(&j->copy, piece);
  j->text = buf_str(&j->copy);
}
