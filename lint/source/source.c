#include "source/source.h"

#include <string.h>

#include "base/assert.h"
#include "base/utf8.h"

// Where a file has long lines, columns are not counted from their start each time, but from a mark on the way: one for
// each MARK_STEP bytes, at the first code point that begins there or behind. It knows how many are before it.
enum { MARK_STEP = 1024, LONG_LINE = 4096 };

struct source_mark {
  uint32_t off, points, units;
};

static const struct source_mark *make_marks(struct arena *a, str bytes) {
  struct source_mark *marks = NEW_ARRAY(a, struct source_mark, bytes.len / MARK_STEP + 1), here = {0};
  for (uint32_t i = 1; i <= bytes.len / MARK_STEP; i++) {
    uint32_t end = i * MARK_STEP;
    for (uint32_t back = 0; back < 3 && end < bytes.len && ((uint8_t)bytes.at[end] & 0xC0) == 0x80; back++)
      end++;
    str step = str_slice(bytes, here.off, end);
    here = (struct source_mark){end, here.points + utf8_count(step), here.units + utf8_count_utf16(step)};
    marks[i] = here;
  }
  return marks;
}

static bool has_long_line(const struct source *src) {
  for (uint32_t i = 0; i < src->line_count; i++)
    if (source_line_span(src, i + 1).len >= LONG_LINE)
      return true;
  return false;
}

struct source *source_new(struct arena *a, str path, str bytes) {
  uint32_t lines = 1;
  for (str rest = bytes; (rest = str_skip(rest, str_find_char(rest, '\n') + 1)).len;)
    lines++;
  uint32_t *starts = NEW_ARRAY(a, uint32_t, lines);
  for (uint32_t i = 1; i < lines; i++)
    starts[i] = starts[i - 1] + str_find_char(str_skip(bytes, starts[i - 1]), '\n') + 1;
  struct source *src = NEW(a, struct source);
  *src = (struct source){path, bytes, starts, lines, NULL};
  if (has_long_line(src))
    src->marks = make_marks(a, bytes);
  return src;
}

uint32_t source_line_of(const struct source *src, uint32_t off) {
  uint32_t low = 0, high = src->line_count;
  while (high - low > 1) {
    uint32_t mid = low + (high - low) / 2;
    if (src->line_starts[mid] <= off)
      low = mid;
    else
      high = mid;
  }
  return low + 1;
}

span source_line_span(const struct source *src, uint32_t line_1based) {
  assert(line_1based >= 1 && line_1based <= src->line_count);
  uint32_t start = src->line_starts[line_1based - 1];
  uint32_t end = line_1based < src->line_count ? src->line_starts[line_1based] : src->bytes.len;
  return (span){start, end - start};
}

str source_text(const struct source *src, span s) {
  assert(s.off <= src->bytes.len && s.len <= src->bytes.len - s.off);
  return str_slice(src->bytes, s.off, span_end(s));
}

str source_line(const struct source *src, uint32_t line_1based) {
  str line = source_text(src, source_line_span(src, line_1based));
  if (str_has_suffix(line, STR("\n")))
    line.len--;
  if (str_has_suffix(line, STR("\r")))
    line.len--;
  return line;
}

enum unit { UNIT_POINT, UNIT_UTF16 };

// How many units there are before `off`.
static uint32_t units_before(const struct source *src, uint32_t off, enum unit unit) {
  const struct source_mark *mark = &src->marks[off / MARK_STEP];
  if (mark->off > off)
    mark--;
  str rest = str_slice(src->bytes, mark->off, off);
  return unit == UNIT_UTF16 ? mark->units + utf8_count_utf16(rest) : mark->points + utf8_count(rest);
}

static uint32_t count_units(const struct source *src, uint32_t from, uint32_t to, enum unit unit) {
  if (src->marks && to - from > 2 * MARK_STEP)
    return units_before(src, to, unit) - units_before(src, from, unit);
  str bytes = str_slice(src->bytes, from, to);
  return unit == UNIT_UTF16 ? utf8_count_utf16(bytes) : utf8_count(bytes);
}

static position position_of(const struct source *src, uint32_t off, enum unit unit) {
  if (off > src->bytes.len)
    off = src->bytes.len;
  uint32_t line = source_line_of(src, off);
  uint32_t start = src->line_starts[line - 1];
  if (start == 0 && off >= 3 && str_has_prefix(src->bytes, STR("\xEF\xBB\xBF")))
    start = 3;
  return (position){line, 1 + (off > start ? count_units(src, start, off, unit) : 0)};
}

position source_position(const struct source *src, uint32_t off) {
  return position_of(src, off, UNIT_POINT);
}

position source_position_utf16(const struct source *src, uint32_t off) {
  return position_of(src, off, UNIT_UTF16);
}
