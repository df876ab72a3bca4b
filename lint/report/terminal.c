#include "report/terminal.h"

#include "base/utf8.h"

enum { TAB_STOP = 4 };

struct range {
  uint32_t first, last;
};

// Unicode's East_Asian_Width W and F, by block.
static const struct range wide[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

static bool is_in(uint32_t c, const struct range *ranges, uint32_t count) {
  for (uint32_t i = 0; i < count && ranges[i].first <= c; i++)
    if (c <= ranges[i].last)
      return true;
  return false;
}

// How many bytes of printable ASCII `s` begins with: a terminal shows them as they are, in a column each.
static uint32_t plain_length(str s) {
  uint32_t i = 0;
  while (i < s.len && s.at[i] >= ' ' && s.at[i] <= '~')
    i++;
  return i;
}

uint32_t terminal_add(struct buf *b, str s, uint32_t column) {
  while (s.len) {
    uint32_t plain = plain_length(s), len;
    buf_add(b, str_slice(s, 0, plain));
    column += plain;
    s = str_skip(s, plain);
    if (s.len == 0)
      break;
    uint32_t start = b->len, c = utf8_decode(s, &len);
    if (c == '\t') {
      do
        buf_add_char(b, ' ');
      while (++column % TAB_STOP);
      s = str_skip(s, 1);
      continue;
    }
    uint32_t width = 1;
    if (c == UTF8_REPLACEMENT && len == 1) {
      buf_add_format(b, "\\x%02x", (unsigned)(uint8_t)s.at[0]);
      width = b->len - start;
    } else if (utf8_is_hidden(c)) {
      buf_add_format(b, c < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)c);
      width = b->len - start;
    } else {
      buf_add(b, str_slice(s, 0, len));
      width = is_in(c, wide, COUNT_OF(wide)) ? 2 : 1;
    }
    column += width;
    s = str_skip(s, len);
  }
  return column;
}

// What a line begins with that a CI runner obeys: GitHub's, Azure's, TeamCity's.
static bool is_command(str line) {
  static const str beginnings[] = {STR_INIT("::"), STR_INIT("##["), STR_INIT("##vso["), STR_INIT("##teamcity[")};
  for (uint32_t i = 0; i < COUNT_OF(beginnings); i++)
    if (str_has_prefix(line, beginnings[i]))
      return true;
  return false;
}

void terminal_add_line(struct buf *b, str line) {
  str seen = str_trim(line);
  if (is_command(seen)) {
    buf_add_format(b, "\\x%02x", (unsigned)seen.at[0]);
    line = str_skip(seen, 1);
  }
  terminal_add(b, line, 0);
}

void terminal_add_path(struct buf *b, str path) {
  str seen = str_trim(path); // GitHub's runner passes over blanks before a command
  if (str_has_prefix(seen, STR(":")) || str_has_prefix(seen, STR("#")))
    buf_add(b, STR("./"));
  terminal_add(b, path, 0);
}
