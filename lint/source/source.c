#include "source/source.h"

#include <string.h>

#include "base/assert.h"
#include "base/utf8.h"

struct source *source_new(struct arena *a, str path, str bytes) {
  uint32_t lines = 1;
  for (str rest = bytes; (rest = str_skip(rest, str_find_char(rest, '\n') + 1)).len;)
    lines++;
  uint32_t *starts = NEW_ARRAY(a, uint32_t, lines);
  for (uint32_t i = 1; i < lines; i++)
    starts[i] = starts[i - 1] + str_find_char(str_skip(bytes, starts[i - 1]), '\n') + 1;
  struct source *src = NEW(a, struct source);
  *src = (struct source){path, bytes, starts, lines};
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

static position position_of(const struct source *src, uint32_t off, uint32_t (*count)(str)) {
  if (off > src->bytes.len)
    off = src->bytes.len;
  uint32_t line = source_line_of(src, off);
  uint32_t start = src->line_starts[line - 1];
  if (start == 0 && off >= 3 && str_has_prefix(src->bytes, STR("\xEF\xBB\xBF")))
    start = 3;
  return (position){line, 1 + (off > start ? count(str_slice(src->bytes, start, off)) : 0)};
}

position source_position(const struct source *src, uint32_t off) {
  return position_of(src, off, utf8_count);
}

position source_position_utf16(const struct source *src, uint32_t off) {
  return position_of(src, off, utf8_count_utf16);
}
