#include "dockerfile/lines.h"

#include "base/utf8.h"

enum { LINE_BYTES_MAX = 65536 }; // bufio.MaxScanTokenSize

void lines_init(struct lines *l, str text) {
  *l = (struct lines){.text = text};
}

bool lines_at_end(const struct lines *l) {
  return l->pos == l->text.len;
}

// Where the next line ends, line end included.
static uint32_t next_end(const struct lines *l) {
  uint32_t lf = l->pos + str_find_char(str_skip(l->text, l->pos), '\n');
  return lf < l->text.len ? lf + 1 : lf;
}

static void take(struct lines *l, uint32_t end, struct line *line) {
  *line = (struct line){l->pos, end};
  if (l->pos == 0 && str_has_prefix(l->text, STR("\xEF\xBB\xBF")))
    line->from = 3;
  l->pos = end;
  l->count++;
}

bool lines_next_any(struct lines *l, struct line *line) {
  if (lines_at_end(l))
    return false;
  take(l, next_end(l), line);
  return true;
}

bool lines_next(struct lines *l, struct line *line) {
  if (lines_at_end(l))
    return false;
  uint32_t end = next_end(l), len = end - l->pos;
  // A full buffer without an LF in it is too long, whether or not the file ends there.
  if (len > LINE_BYTES_MAX || (len == LINE_BYTES_MAX && l->text.at[end - 1] != '\n'))
    return false;
  take(l, end, line);
  return true;
}

struct line line_content(str text, struct line line) {
  while (line.to > line.from && (text.at[line.to - 1] == '\n' || text.at[line.to - 1] == '\r'))
    line.to--;
  return line;
}

struct line line_trim_left(str text, struct line line) {
  uint32_t len;
  while (line.from < line.to && utf8_is_space(utf8_decode(str_slice(text, line.from, line.to), &len)))
    line.from += len;
  return line;
}

bool line_is_comment(str text, struct line line) {
  line = line_trim_left(text, line);
  return line.from < line.to && text.at[line.from] == '#';
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}
