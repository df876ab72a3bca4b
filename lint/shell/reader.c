#include <string.h>

#include "base/utf8.h"
#include "shell/parser.h"

// The character reader. It leaves out what no shell sees (NUL, CR before LF, the backslashes that protect `$`, "`" and
// `\` in backquotes), joins spliced lines, and keeps the text of the literal being read: as a view of the script
// while nothing was left out, else as a copy.

// CLASS_ bits of the ASCII characters. NUL, CR, backslash and backquote have none: they need a look everywhere.
static const uint8_t classes[128] = {
    0,  31, 31, 31, 31, 31, 31, 31, 31, 94, 6,  31, 31, 0,  31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31,
    31, 31, 31, 31, 31, 31, 94, 30, 28, 31, 20, 31, 30, 26, 30, 30, 30, 30, 31, 31, 31, 31, 63, 63, 63, 63,
    63, 63, 63, 63, 63, 63, 31, 30, 30, 30, 30, 30, 30, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
    63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 30, 0,  31, 31, 63, 0,  63, 63, 63, 63, 63, 63, 63,
    63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 31, 30, 30, 31, 31,
};

bool has_class(int ch, uint8_t class) {
  return ch >= 0 && ch < 128 && (classes[ch] & class);
}

int peek(const struct parser *p) {
  return p->next < p->src.len ? (uint8_t)p->src.at[p->next] : CHAR_EOF;
}

static bool byte_is(const struct parser *p, uint32_t at, char c) {
  return at < p->src.len && p->src.at[at] == c;
}

// The length of backslash, CR, LF or backslash, LF; else 0.
static uint32_t splice_len(const struct parser *p) {
  if (byte_is(p, p->next + 1, '\n'))
    return 2;
  return byte_is(p, p->next + 1, '\r') && byte_is(p, p->next + 2, '\n') ? 3 : 0;
}

// Where the row of backslashes at `next` ends. Kept, so that a long row is not counted for each of them.
static uint32_t row_end(struct parser *p) {
  if (p->next >= p->backslashes_end) {
    uint32_t end = p->next;
    while (byte_is(p, end, '\\'))
      end++;
    p->backslashes_end = end;
  }
  return p->backslashes_end;
}

static uint32_t bit_length(uint32_t n) {
  uint32_t bits = 0;
  for (; n; n >>= 1)
    bits++;
  return bits;
}

// How many backslashes the backquotes around take away from the row at `next` before the next character. Each level
// halves the row, and takes the odd one, too, before $, ` and, in double quotes, ".
static uint32_t count_dropped(struct parser *p, uint32_t *escapes) {
  uint32_t end = row_end(p), row = end - p->next;
  uint64_t whole = (uint64_t)1 << (p->backquotes < 32 ? p->backquotes : 32); // makes one backslash
  if (row >= whole)
    return (uint32_t)whole - 1;
  *escapes = bit_length(row);
  bool special = byte_is(p, end, '$') || byte_is(p, end, '`') || (byte_is(p, end, '"') && p->quoted_backquotes);
  return special ? row : row - 1;
}

static void leave_out(struct parser *p) {
  if (p->literal != LITERAL_CLEAN)
    return;
  p->literal = LITERAL_GAP;
  p->literal_to = p->next;
}

static void keep(struct parser *p, str s) {
  if (p->literal == LITERAL_GAP) {
    p->copy.len = 0;
    buf_add(&p->copy, str_slice(p->src, p->literal_from, p->literal_to));
    p->literal = LITERAL_COPIED;
  }
  if (p->literal == LITERAL_COPIED)
    buf_add(&p->copy, s);
}

static void check_utf8(struct parser *p) {
  uint32_t len;
  if (utf8_decode(str_skip(p->src, p->next), &len) == UTF8_REPLACEMENT && len == 1)
    warn_at(p, p->next, false, "a byte that is no UTF-8");
  p->valid_utf8 = p->next + len;
}

enum splices { SPLICES_JOIN, SPLICES_ARE_TEXT };

static void step(struct parser *p, enum splices splices) {
  bool unescaped = p->backquotes == 0;
  for (uint32_t escapes = 0; p->next < p->src.len; p->next++) {
    uint8_t c = (uint8_t)p->src.at[p->next];
    uint32_t splice = c == '\\' && splices == SPLICES_JOIN ? splice_len(p) : 0;
    if (splice) {
      leave_out(p);
      p->pos = p->next + 1;
      p->next += splice;
      p->ch = CHAR_SPLICE;
      return;
    }
    bool dropped = c == '\0' || (c == '\r' && byte_is(p, p->next + 1, '\n'));
    uint32_t row = c == '\\' && !unescaped ? count_dropped(p, &escapes) : 0;
    if (dropped || row) {
      leave_out(p);
      p->next += row ? row - 1 : 0;
      unescaped = unescaped || row;
      continue;
    }
    if (c == '`')
      p->escapes = escapes;
    if (c >= 0x80 && p->next >= p->valid_utf8)
      check_utf8(p);
    keep(p, str_slice(p->src, p->next, p->next + 1));
    p->ch = c;
    p->pos = p->next++;
    return;
  }
  p->pos = p->src.len;
  p->ch = CHAR_EOF;
}

void read_char(struct parser *p) {
  int c = peek(p);
  if (c >= 0 && c < 128 && classes[c] && p->literal < LITERAL_GAP) {
    p->ch = c;
    p->pos = p->next++;
    return;
  }
  step(p, SPLICES_JOIN);
}

void read_unspliced(struct parser *p) {
  step(p, SPLICES_ARE_TEXT);
}

void read_escaped(struct parser *p) {
  if (p->backquotes && byte_is(p, p->next, '`')) // nothing protects it: the text in backquotes ends in a backslash
    return;
  read_unspliced(p);
}

void skip_class(struct parser *p, uint8_t class) {
  if (p->literal >= LITERAL_GAP)
    return;
  uint32_t at = p->next;
  while (at < p->src.len && (uint8_t)p->src.at[at] < 128 && (classes[(uint8_t)p->src.at[at]] & class))
    at++;
  if (at == p->next)
    return;
  p->next = at;
  p->pos = at - 1;
  p->ch = (uint8_t)p->src.at[at - 1];
}

void literal_begin(struct parser *p) {
  p->literal = p->ch == CHAR_SPLICE ? LITERAL_GAP : LITERAL_CLEAN;
  p->literal_from = p->literal_to = p->ch == CHAR_SPLICE ? p->pos - 1 : p->pos;
}

void literal_keep_splice(struct parser *p) {
  if (p->literal == LITERAL_GAP && p->literal_to == p->pos - 1 && byte_is(p, p->pos, '\n'))
    p->literal = LITERAL_CLEAN;
  else
    keep(p, STR("\\\n"));
}

uint32_t literal_len(const struct parser *p) {
  switch (p->literal) {
  case LITERAL_NONE:
    return 0;
  case LITERAL_CLEAN:
    return (p->ch == CHAR_EOF ? p->pos : p->next) - p->literal_from;
  case LITERAL_GAP:
    return p->literal_to - p->literal_from;
  case LITERAL_COPIED:
    return p->copy.len;
  }
  return 0;
}

char literal_at(const struct parser *p, uint32_t i) {
  return p->literal == LITERAL_COPIED ? p->copy.at[i] : p->src.at[p->literal_from + i];
}

str literal_end(struct parser *p) {
  enum literal_state state = p->literal;
  p->literal = LITERAL_NONE;
  if (state == LITERAL_GAP)
    return str_slice(p->src, p->literal_from, p->literal_to);
  if (state == LITERAL_CLEAN) // a splice that was kept belongs to it
    return str_slice(p->src, p->literal_from, p->ch == CHAR_SPLICE ? p->next : p->pos);
  str text = buf_str(&p->copy);
  if (p->ch >= 0)
    text.len--;
  return str_copy(p->a, text);
}

span literal_span(const struct parser *p, uint32_t from, str text) {
  span s = span_to(from, p->pos);
  if (s.len > text.len && str_eq(str_slice(p->src, from, from + text.len), text))
    s.len = text.len;
  return s;
}

bool is_name(str s) {
  if (s.len == 0 || is_ascii_digit(s.at[0]))
    return false;
  for (uint32_t i = 0; i < s.len; i++)
    if (!has_class((uint8_t)s.at[i], CLASS_NAME))
      return false;
  return true;
}

bool is_number(str s) {
  for (uint32_t i = 0; i < s.len; i++)
    if (!is_ascii_digit(s.at[i]))
      return false;
  return s.len > 0;
}
