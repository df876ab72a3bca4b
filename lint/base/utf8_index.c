#include "base/utf8_index.h"

#include "base/utf8.h"

// Characters are not counted from the start, but from a mark on the way: one for each MARK_STEP bytes, at the first
// code point that begins there or behind. It knows how many are before it.
enum { MARK_STEP = 1024 };

struct utf8_mark {
  uint32_t off, points, units;
};

struct utf8_index *utf8_index_new(struct arena *a, str text) {
  struct utf8_mark *marks = NEW_ARRAY(a, struct utf8_mark, text.len / MARK_STEP + 1), here = {0};
  for (uint32_t i = 1; i <= text.len / MARK_STEP; i++) {
    uint32_t end = i * MARK_STEP;
    for (uint32_t back = 0; back < 3 && end < text.len && ((uint8_t)text.at[end] & 0xC0) == 0x80; back++)
      end++;
    str step = str_slice(text, here.off, end);
    here = (struct utf8_mark){end, here.points + utf8_count(step), here.units + utf8_count_utf16(step)};
    marks[i] = here;
  }
  struct utf8_index *x = NEW(a, struct utf8_index);
  *x = (struct utf8_index){text, marks};
  return x;
}

// The last mark that is not behind `off`, and the text from there.
static const struct utf8_mark *mark_before(const struct utf8_index *x, uint32_t off, str *rest) {
  const struct utf8_mark *mark = &x->marks[off / MARK_STEP];
  if (mark->off > off)
    mark--;
  *rest = str_slice(x->text, mark->off, off);
  return mark;
}

uint32_t utf8_index_count(const struct utf8_index *x, uint32_t off) {
  str rest;
  const struct utf8_mark *mark = mark_before(x, off, &rest);
  return mark->points + utf8_count(rest);
}

uint32_t utf8_index_count_utf16(const struct utf8_index *x, uint32_t off) {
  str rest;
  const struct utf8_mark *mark = mark_before(x, off, &rest);
  return mark->units + utf8_count_utf16(rest);
}
