#include "dockerfile/csv.h"

// A line end at the end does not count; an empty line is an error.
void csv_init(struct csv *c, const struct text *line) {
  str s = line->bytes;
  if (str_has_suffix(s, STR("\n")))
    s.len -= str_has_suffix(s, STR("\r\n")) ? 2 : 1;
  *c = (struct csv){.line = line, .end = s.len, .more = s.len > 0, .broken = s.len == 0};
}

static str rest_of(const struct csv *c) {
  return str_slice(c->line->bytes, c->pos, c->end);
}

static bool fail(struct csv *c) {
  c->broken = true;
  c->more = false;
  return false;
}

static bool next_plain(struct csv *c, struct arena *a, struct text *field) {
  str rest = rest_of(c);
  uint32_t len = str_find_char(rest, ',');
  if (str_find_char(str_slice(rest, 0, len), '"') < len)
    return fail(c);
  *field = text_slice(a, c->line, c->pos, c->pos + len);
  c->more = len < rest.len;
  c->pos += len + c->more;
  return true;
}

// `"a ""b"" c"`, behind the opening quote.
static bool next_quoted(struct csv *c, struct arena *a, struct text *field) {
  struct text_buf buf;
  text_buf_init(&buf, a);
  uint32_t from = ++c->pos;
  for (;;) {
    uint32_t quote = c->pos + str_find_char(rest_of(c), '"');
    if (quote == c->end)
      return fail(c);
    text_buf_add(&buf, c->line, c->pos, quote);
    c->pos = quote + 1;
    char next = c->pos < c->end ? c->line->bytes.at[c->pos] : ',';
    if (next == ',')
      break;
    if (next != '"')
      return fail(c);
    text_buf_add_atom(&buf, c->line, quote, quote + 2, STR("\""));
    c->pos++;
  }
  *field = text_buf_text(&buf, c->line, from);
  c->more = c->pos < c->end;
  c->pos += c->more;
  return true;
}

bool csv_next(struct csv *c, struct arena *a, struct text *field) {
  if (!c->more)
    return false;
  bool quoted = c->pos < c->end && c->line->bytes.at[c->pos] == '"';
  return quoted ? next_quoted(c, a, field) : next_plain(c, a, field);
}
