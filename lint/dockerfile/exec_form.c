#include "base/json.h"
#include "base/utf8.h"
#include "dockerfile/statement.h"

// What is left of the line, without Unicode's white space before it, as JSON.
static struct json_reader reader_of(const struct statement *s) {
  struct json_reader r;
  json_reader_init(&r, utf8_trim_left(str_slice(s->node->original.bytes, s->at, s->end)));
  return r;
}

// All of it has to be valid before anything of it counts, as with Go's json.Unmarshal into a slice of anything.
static enum exec_form check(struct json_reader r) {
  if (json_next(&r) != JSON_ARRAY)
    return EXEC_FORM_NONE;
  enum exec_form form = EXEC_FORM_READ;
  for (enum json_token token; (token = json_next(&r)) != JSON_END;) {
    if (token == JSON_ERROR || (token == JSON_NUMBER && json_number_overflows(r.raw)))
      return EXEC_FORM_NONE;
    if (token != JSON_STRING && !(token == JSON_ARRAY_END && r.depth == 0))
      form = EXEC_FORM_NOT_STRINGS;
  }
  return form;
}

// The string that `raw`, a part of the line, stands for.
static struct text decode(struct statement *s, str raw) {
  const struct text *line = &s->node->original;
  uint32_t at = (uint32_t)(raw.at - line->bytes.at), taken;
  char space[4];
  str first = raw.len ? json_unescape(raw, &taken, space) : raw;
  if (first.at == raw.at && first.len == raw.len)
    return text_slice(s->arena, line, at, at + raw.len);
  struct text_buf buf;
  text_buf_init(&buf, s->arena);
  for (; raw.len; raw = str_skip(raw, taken), at += taken) {
    str bytes = json_unescape(raw, &taken, space);
    if (bytes.at == raw.at)
      text_buf_add(&buf, line, at, at + taken);
    else
      text_buf_add_atom(&buf, line, at, at + taken, bytes);
  }
  return text_buf_text(&buf, line, at);
}

enum exec_form exec_form_read(struct statement *s) {
  struct json_reader r = reader_of(s);
  if (r.text.len == 0 || r.text.at[0] != '[')
    return EXEC_FORM_NONE;
  enum exec_form form = check(r);
  if (form == EXEC_FORM_NONE)
    return form;
  s->node->json = true;
  for (enum json_token token; (token = json_next(&r)) != JSON_END;)
    if (token == JSON_STRING)
      VEC_PUSH(s->arena, &s->lists->args, decode(s, r.raw));
  return form;
}
