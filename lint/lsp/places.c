#include "base/utf8.h"
#include "base/vec.h"
#include "lsp/document.h"

// Units are counted from the start of the text, at a mark for each so many bytes; what a line has before a byte is the
// difference of two such counts.
enum { MARK_BYTES = 256 };

struct place_mark {
  uint32_t off; // of the first character that begins at or behind the mark's byte
  uint32_t units;
};

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

static void set_marks(struct arena *a, struct places *p) {
  VEC(struct place_mark) marks = {0};
  uint32_t units = 0;
  for (uint32_t off = 0, bytes; off < p->text.len; off += bytes) {
    if (off >= marks.len * MARK_BYTES)
      VEC_PUSH(a, &marks, (struct place_mark){off, units});
    uint32_t c = utf8_decode(str_skip(p->text, off), &bytes);
    units += p->encoding == LSP_UTF16 && c > 0xFFFF ? 2 : 1;
  }
  VEC_PUSH(a, &marks, (struct place_mark){p->text.len, units});
  p->marks = marks.at;
}

struct places places_of(struct arena *a, str text, enum lsp_encoding encoding) {
  struct places p = {.text = text, .encoding = encoding};
  find_lines(a, &p);
  if (encoding != LSP_UTF8)
    set_marks(a, &p);
  return p;
}

static uint32_t units_before(const struct places *p, uint32_t off) {
  if (p->encoding == LSP_UTF8)
    return off;
  uint32_t number = off / MARK_BYTES;
  while (number > 0 && p->marks[number].off > off)
    number--;
  struct place_mark mark = p->marks[number];
  str rest = str_slice(p->text, mark.off, off);
  return mark.units + (p->encoding == LSP_UTF16 ? utf8_count_utf16(rest) : utf8_count(rest));
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
