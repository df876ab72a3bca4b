#include "source/source.h"

#include <string.h>

#include "base/assert.h"
#include "base/utf8.h"
#include "base/utf8_index.h"

// Where a file has long lines, longer stretches are not counted character by character.
enum { LONG_LINE = 4096, LONG_STRETCH = 2048 };

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
    src->index = utf8_index_new(a, bytes);
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

static uint32_t count_units(const struct source *src, uint32_t from, uint32_t to, enum unit unit) {
  if (src->index && to - from > LONG_STRETCH)
    return unit == UNIT_UTF16 ? utf8_index_count_utf16(src->index, to) - utf8_index_count_utf16(src->index, from)
                              : utf8_index_count(src->index, to) - utf8_index_count(src->index, from);
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
