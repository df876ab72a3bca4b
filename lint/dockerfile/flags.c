#include "base/utf8.h"
#include "dockerfile/lines.h"
#include "dockerfile/statement.h"

// A flag being read. BuildKit's extractBuilderFlags goes byte by byte, and takes each byte for a code point: what is
// not ASCII comes out as Latin-1, and the bytes 0x85 and 0xA0 are white space.
struct flag_reader {
  struct statement *statement;
  uint32_t pos;
  uint32_t copied; // up to here the line's bytes are in `buf`, or nothing is and they stand verbatim
  struct text_buf buf;
  bool verbatim; // nothing was left out or replaced so far
};

static bool is_space_byte(char c) {
  return utf8_is_space((uint8_t)c);
}

static const struct text *line_of(const struct flag_reader *r) {
  return &r->statement->node->original;
}

static void copy_up_to(struct flag_reader *r, uint32_t pos) {
  text_buf_add(&r->buf, line_of(r), r->copied, pos);
  r->copied = pos;
}

static void leave_out(struct flag_reader *r) {
  copy_up_to(r, r->pos);
  r->copied = ++r->pos;
  r->verbatim = false;
}

static void take_char(struct flag_reader *r) {
  uint8_t c = (uint8_t)line_of(r)->bytes.at[r->pos];
  if (c >= 0x80) {
    char latin1[4];
    copy_up_to(r, r->pos);
    text_buf_add_atom(&r->buf, line_of(r), r->pos, r->pos + 1, (str){latin1, utf8_encode(c, latin1)});
    r->copied = r->pos + 1;
    r->verbatim = false;
  }
  r->pos++;
}

// Moves behind the flag's last character.
static void scan_flag(struct flag_reader *r) {
  const struct statement *s = r->statement;
  str line = line_of(r)->bytes;
  char quote = '\0';
  while (r->pos < s->end) {
    char c = line.at[r->pos];
    if (!quote && is_space_byte(c))
      break;
    bool opens = !quote && (c == '\'' || c == '"');
    if (opens || (quote && c == quote)) {
      quote = opens ? c : '\0';
      leave_out(r);
      continue;
    }
    if (c == s->escape) { // one at the very end vanishes
      leave_out(r);
      if (r->pos == s->end)
        break;
    }
    take_char(r);
  }
}

static struct node_flag make_flag(struct flag_reader *r, uint32_t from) {
  struct arena *a = r->statement->arena;
  struct node_flag flag = {.span = text_span(line_of(r), from, r->pos)};
  if (r->verbatim) {
    flag.text = text_slice(a, line_of(r), from, r->pos);
  } else {
    copy_up_to(r, r->pos);
    flag.text = text_buf_text(&r->buf, line_of(r), from);
  }
  str bytes = flag.text.bytes;
  uint32_t equals = str_find_char(bytes, '=');
  flag.has_value = equals < bytes.len;
  flag.name = str_slice(bytes, 2, equals);
  flag.value = text_slice(a, &flag.text, flag.has_value ? equals + 1 : equals, bytes.len);
  return flag;
}

static bool at_flag(const struct statement *s) {
  str line = s->node->original.bytes;
  return s->end - s->at >= 2 && line.at[s->at] == '-' && line.at[s->at + 1] == '-';
}

static void skip_spaces(struct statement *s) {
  str line = s->node->original.bytes;
  while (s->at < s->end && is_space_byte(line.at[s->at]))
    s->at++;
}

void flags_read(struct statement *s) {
  for (skip_spaces(s); at_flag(s); skip_spaces(s)) {
    struct flag_reader r = {.statement = s, .pos = s->at, .copied = s->at, .verbatim = true};
    text_buf_init(&r.buf, s->arena);
    scan_flag(&r);
    struct node_flag flag = make_flag(&r, s->at);
    s->at = r.pos;
    if (str_eq(flag.text.bytes, STR("--"))) // ends the flags
      break;
    VEC_PUSH(s->arena, &s->lists->flags, flag);
  }
  s->node->flags = arena_copy(s->arena, s->lists->flags.at, s->lists->flags.len, sizeof *s->node->flags);
  s->node->flag_count = s->lists->flags.len;
  s->lists->flags.len = 0;
}
