#include "base/assert.h"
#include "source/source.h"

// The last piece from `low` to `high` (exclusive) that starts at or before `at`, as the first of them does.
static uint32_t search(const struct text *t, uint32_t low, uint32_t high, uint32_t at) {
  while (high - low > 1) {
    uint32_t mid = low + (high - low) / 2;
    if (t->pieces[mid].at <= at)
      low = mid;
    else
      high = mid;
  }
  return low;
}

static uint32_t piece_of(const struct text *t, uint32_t at) {
  return search(t, 0, t->piece_count, at);
}

// The same where piece `first` starts at or before `at`; the sooner found, the nearer it is to that.
static uint32_t search_behind(const struct text *t, uint32_t first, uint32_t at) {
  uint32_t low = first, step = 1;
  while (step < t->piece_count - low && t->pieces[low + step].at <= at) {
    low += step;
    step *= 2;
  }
  return search(t, low, step < t->piece_count - low ? low + step : t->piece_count, at);
}

// Most often it is that very piece.
static inline uint32_t piece_behind(const struct text *t, uint32_t first, uint32_t at) {
  return first + 1 == t->piece_count || t->pieces[first + 1].at > at ? first : search_behind(t, first, at);
}

// Where the byte before `to` ends in the file.
static uint32_t end_offset(const struct text *t, uint32_t to) {
  const struct piece *p = &t->pieces[piece_of(t, to - 1)];
  return p->atom ? p->off + p->atom : p->off + (to - p->at);
}

uint32_t text_offset(const struct text *t, uint32_t at) {
  assert(at <= t->bytes.len);
  if (t->piece_count == 0)
    return 0;
  if (at == t->bytes.len && at > 0)
    return end_offset(t, at);
  const struct piece *p = &t->pieces[piece_of(t, at)];
  return p->atom ? p->off : p->off + (at - p->at);
}

span text_span(const struct text *t, uint32_t from, uint32_t to) {
  uint32_t near = UINT32_MAX;
  return text_span_near(t, from, to, &near);
}

span text_span_near(const struct text *t, uint32_t from, uint32_t to, uint32_t *near) {
  assert(from <= to && to <= t->bytes.len);
  if (from == to || t->piece_count == 0)
    return (span){text_offset(t, from), 0};
  bool before = *near < t->piece_count && t->pieces[*near].at <= from;
  uint32_t first = before ? piece_behind(t, *near, from) : piece_of(t, from);
  uint32_t last = piece_behind(t, first, to - 1);
  *near = first;
  const struct piece *p = &t->pieces[first], *q = &t->pieces[last];
  uint32_t off = p->atom ? p->off : p->off + (from - p->at);
  return (span){off, (q->atom ? q->off + q->atom : q->off + (to - q->at)) - off};
}

span text_place(const struct text *t) {
  return text_span(t, 0, t->bytes.len);
}

// Piece `i` of a text, as it is when the text begins at `from`.
static struct piece piece_from(const struct text *t, uint32_t i, uint32_t from) {
  struct piece p = t->pieces[i];
  if (p.at < from) {
    p.off += p.atom ? 0 : from - p.at;
    p.at = from;
  }
  p.at -= from;
  return p;
}

// The first piece that starts at or behind `to`.
static uint32_t pieces_end(const struct text *t, uint32_t first, uint32_t to) {
  while (first < t->piece_count && t->pieces[first].at < to)
    first++;
  return first;
}

struct text text_slice(struct arena *a, const struct text *t, uint32_t from, uint32_t to) {
  assert(from <= to && to <= t->bytes.len);
  str bytes = str_slice(t->bytes, from, to);
  if (from == to) { // keeps its place, for whoever wants to insert there
    struct piece *place = NEW(a, struct piece);
    place->off = text_offset(t, from);
    return (struct text){bytes, place, 1};
  }
  uint32_t first = piece_of(t, from), end = pieces_end(t, first, to);
  struct piece *pieces = NEW_ARRAY(a, struct piece, end - first);
  for (uint32_t i = first; i < end; i++)
    pieces[i - first] = piece_from(t, i, from);
  return (struct text){bytes, pieces, end - first};
}

struct text source_whole(struct arena *a, const struct source *src) {
  return (struct text){src->bytes, NEW(a, struct piece), 1};
}

void text_buf_init(struct text_buf *b, struct arena *a) {
  *b = (struct text_buf){0};
  buf_init(&b->bytes, a);
}

// Whether what stands at `off` in the file comes right behind the last piece, in both texts.
static bool continues(const struct text_buf *b, uint32_t off) {
  if (b->pieces.len == 0)
    return false;
  struct piece last = b->pieces.at[b->pieces.len - 1];
  return last.atom == 0 && last.off + (b->bytes.len - last.at) == off;
}

void text_buf_add(struct text_buf *b, const struct text *t, uint32_t from, uint32_t to) {
  assert(from <= to && to <= t->bytes.len);
  if (from == to)
    return;
  uint32_t first = piece_of(t, from), end = pieces_end(t, first, to);
  for (uint32_t i = first; i < end; i++) {
    struct piece p = piece_from(t, i, from);
    p.at += b->bytes.len;
    if (i > first || p.atom || !continues(b, p.off))
      VEC_PUSH(b->bytes.arena, &b->pieces, p);
  }
  buf_add(&b->bytes, str_slice(t->bytes, from, to));
}

void text_buf_add_atom(struct text_buf *b, const struct text *t, uint32_t from, uint32_t to, str bytes) {
  span s = text_span(t, from, to);
  assert(s.len > 0);
  if (bytes.len)
    VEC_PUSH(b->bytes.arena, &b->pieces, (struct piece){b->bytes.len, s.off, s.len});
  buf_add(&b->bytes, bytes);
}

struct text text_buf_text(struct text_buf *b, const struct text *t, uint32_t at) {
  if (b->bytes.len == 0)
    return text_slice(b->bytes.arena, t, at, at);
  return (struct text){buf_str(&b->bytes), b->pieces.at, b->pieces.len};
}
