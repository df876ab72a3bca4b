#include "base/json_out.h"

#include <inttypes.h>

#include "base/utf8.h"
#include "base/vec.h"

void json_out_init(struct json_out *j, struct out *out) {
  *j = (struct json_out){.out = out};
}

static void separate(struct json_out *j) {
  if (j->follows)
    out_char(j->out, ',');
  j->follows = true;
}

static void begin(struct json_out *j, char bracket) {
  separate(j);
  out_char(j->out, bracket);
  j->follows = false;
}

static void end(struct json_out *j, char bracket) {
  out_char(j->out, bracket);
  j->follows = true;
}

void json_object_begin(struct json_out *j) {
  begin(j, '{');
}

void json_object_end(struct json_out *j) {
  end(j, '}');
}

void json_array_begin(struct json_out *j) {
  begin(j, '[');
}

void json_array_end(struct json_out *j) {
  end(j, ']');
}

static void write_unit(struct out *o, uint32_t unit) {
  static const char hex[] = "0123456789abcdef";
  char text[] = {'\\', 'u', hex[unit >> 12 & 15], hex[unit >> 8 & 15], hex[unit >> 4 & 15], hex[unit & 15]};
  out_str(o, (str){text, sizeof text});
}

static void write_escape(struct out *o, uint32_t c) {
  switch (c) {
  case '"':
    out_str(o, STR("\\\""));
    return;
  case '\\':
    out_str(o, STR("\\\\"));
    return;
  case '\n':
    out_str(o, STR("\\n"));
    return;
  case '\r':
    out_str(o, STR("\\r"));
    return;
  case '\t':
    out_str(o, STR("\\t"));
    return;
  }
  if (c > 0xFFFF) {
    write_unit(o, 0xD800 + ((c - 0x10000) >> 10));
    c = 0xDC00 + (c & 0x3FF);
  }
  write_unit(o, c);
}

static bool stands_for_itself(uint8_t c) {
  return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

static void write_string(struct out *o, str s) {
  out_char(o, '"');
  while (s.len) {
    uint32_t plain = 0;
    while (plain < s.len && stands_for_itself((uint8_t)s.at[plain]))
      plain++;
    out_str(o, str_slice(s, 0, plain));
    s = str_skip(s, plain);
    if (s.len == 0)
      break;
    uint32_t len;
    uint32_t c = utf8_decode(s, &len);
    if (c < 0x80 || utf8_is_hidden(c))
      write_escape(o, c);
    else if (c == UTF8_REPLACEMENT && len == 1)
      out_str(o, STR("\xEF\xBF\xBD"));
    else
      out_str(o, str_slice(s, 0, len));
    s = str_skip(s, len);
  }
  out_char(o, '"');
}

void json_key_str(struct json_out *j, str key) {
  separate(j);
  write_string(j->out, key);
  out_char(j->out, ':');
  j->follows = false;
}

void json_key(struct json_out *j, const char *key) {
  json_key_str(j, str_of(key));
}

void json_str(struct json_out *j, str s) {
  separate(j);
  write_string(j->out, s);
}

void json_bool(struct json_out *j, bool b) {
  separate(j);
  out_str(j->out, b ? STR("true") : STR("false"));
}

void json_int(struct json_out *j, int64_t n) {
  separate(j);
  out_format(j->out, "%" PRId64, n);
}

void json_raw(struct json_out *j, str json) {
  separate(j);
  out_str(j->out, json);
}

void json_null(struct json_out *j) {
  separate(j);
  out_str(j->out, STR("null"));
}

static void copy_scalar(struct json_out *j, const struct json_value *v) {
  if (v->kind == JSON_STRING)
    json_str(j, v->text);
  else if (v->kind == JSON_NUMBER)
    json_raw(j, v->text);
  else if (v->kind == JSON_NULL)
    json_null(j);
  else
    json_bool(j, v->kind == JSON_TRUE);
}

static void copy_end(struct json_out *j, const struct json_value *v) {
  if (v->kind == JSON_ARRAY)
    json_array_end(j);
  else
    json_object_end(j);
}

// Without recursion, since whoever wrote it decides how deep it is.
void json_copy(struct arena *a, struct json_out *j, const struct json_value *v) {
  VEC(const struct json_value *) open = {0};
  for (;;) {
    bool holds = v->kind == JSON_ARRAY || v->kind == JSON_OBJECT;
    if (open.len && open.at[open.len - 1]->kind == JSON_OBJECT)
      json_key_str(j, v->key);
    if (v->kind == JSON_ARRAY)
      json_array_begin(j);
    else if (v->kind == JSON_OBJECT)
      json_object_begin(j);
    else
      copy_scalar(j, v);
    if (holds && v->first) {
      VEC_PUSH(a, &open, v);
      v = v->first;
      continue;
    }
    if (holds)
      copy_end(j, v);
    while (open.len && !v->next) {
      v = open.at[--open.len];
      copy_end(j, v);
    }
    if (open.len == 0)
      return;
    v = v->next;
  }
}

void json_member_str(struct json_out *j, const char *key, str s) {
  json_key(j, key);
  json_str(j, s);
}

void json_member_bool(struct json_out *j, const char *key, bool b) {
  json_key(j, key);
  json_bool(j, b);
}

void json_member_int(struct json_out *j, const char *key, int64_t n) {
  json_key(j, key);
  json_int(j, n);
}

void json_end_line(struct json_out *j) {
  out_char(j->out, '\n');
  j->follows = false;
}
