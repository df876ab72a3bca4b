#include "base/utf8_index.h"
#include "base/vec.h"
#include "lsp/document.h"

// What a line has before a byte is the difference of two counts from the start of the text.

static bool is_line_end(str text, uint32_t i) {
  return text.at[i] == '\n' || (text.at[i] == '\r' && !(i + 1 < text.len && text.at[i + 1] == '\n'));
}

static void find_lines(struct arena *a, struct places *p) {
  VEC(uint32_t) lines = {0};
  VEC_PUSH(a, &lines, 0);
  for (uint32_t i = 0; i < p->text.len; i++)
    if (is_line_end(p->text, i))
      VEC_PUSH(a, &lines, i + 1);
  p->lines = lines.at;
  p->line_count = lines.len;
}

struct places places_of(struct arena *a, str text, enum lsp_encoding encoding) {
  struct places p = {.text = text, .encoding = encoding};
  find_lines(a, &p);
  if (encoding != LSP_UTF8)
    p.index = utf8_index_new(a, text);
  return p;
}

static uint32_t units_before(const struct places *p, uint32_t off) {
  if (p->encoding == LSP_UTF8)
    return off;
  return p->encoding == LSP_UTF16 ? utf8_index_count_utf16(p->index, off) : utf8_index_count(p->index, off);
}

static uint32_t line_of(const struct places *p, uint32_t off) {
  uint32_t low = 0, high = p->line_count;
  while (high - low > 1) {
    uint32_t mid = low + (high - low) / 2;
    if (p->lines[mid] <= off)
      low = mid;
    else
      high = mid;
  }
  return low;
}

// Where the text of a line ends.
static uint32_t end_of(const struct places *p, uint32_t line) {
  uint32_t end = line + 1 < p->line_count ? p->lines[line + 1] : p->text.len, start = p->lines[line];
  if (line + 1 < p->line_count)
    end--; // LF or CR
  if (line + 1 < p->line_count && end > start && p->text.at[end] == '\n' && p->text.at[end - 1] == '\r')
    end--;
  return end;
}

lsp_position places_find(const struct places *p, uint32_t off) {
  if (off > p->text.len)
    off = p->text.len;
  uint32_t line = line_of(p, off), end = end_of(p, line);
  if (off > end)
    off = end;
  return (lsp_position){line, units_before(p, off) - units_before(p, p->lines[line])};
}
