#include "base/buf.h"
#include "lsp/server.h"

// Values of messages, read and written.

str lsp_string(const struct json_value *object, str key) {
  const struct json_value *v = json_member(object, key);
  return v && v->kind == JSON_STRING ? v->text : STR("");
}

static int64_t number_of(const struct json_value *v) {
  if (!v || v->kind != JSON_NUMBER || v->text.len > 18)
    return 0;
  int64_t n = 0;
  bool negative = v->text.at[0] == '-';
  for (uint32_t i = negative; i < v->text.len; i++) {
    if (!is_ascii_digit(v->text.at[i]))
      return 0;
    n = 10 * n + (v->text.at[i] - '0');
  }
  return negative ? -n : n;
}

int64_t lsp_number(const struct json_value *object, str key) {
  return number_of(json_member(object, key));
}

const struct json_value *lsp_at(const struct json_value *object, str path) {
  for (str name; object && str_next(&path, '.', &name);)
    object = json_member(object, name);
  return object;
}

static uint32_t coordinate(const struct json_value *object, str key) {
  int64_t n = lsp_number(object, key);
  return n < 0 ? 0 : n > INT32_MAX ? INT32_MAX : (uint32_t)n;
}

lsp_position lsp_get_position(const struct json_value *v) {
  return (lsp_position){coordinate(v, STR("line")), coordinate(v, STR("character"))};
}

uint32_t lsp_get_offset(const struct server *s, const struct document *d, const struct json_value *place) {
  return document_offset(d->text, lsp_get_position(place), s->encoding);
}

span lsp_get_range(const struct server *s, const struct document *d, const struct json_value *range) {
  uint32_t from = lsp_get_offset(s, d, json_member(range, STR("start")));
  uint32_t to = lsp_get_offset(s, d, json_member(range, STR("end")));
  return (span){from, to > from ? to - from : 0};
}

bool lsp_touches(span s, span range) {
  return s.off <= span_end(range) && range.off <= span_end(s);
}

void lsp_put_position(struct json_out *j, const struct analysis *of, uint32_t off) {
  lsp_position p = places_find(&of->places, off);
  json_object_begin(j);
  json_member_int(j, "line", p.line);
  json_member_int(j, "character", p.character);
  json_object_end(j);
}

void lsp_put_range(struct json_out *j, const struct analysis *of, span range) {
  json_object_begin(j);
  json_key(j, "start");
  lsp_put_position(j, of, range.off);
  json_key(j, "end");
  lsp_put_position(j, of, span_end(range));
  json_object_end(j);
}

void lsp_put_location(struct json_out *j, const struct analysis *of, span range) {
  json_object_begin(j);
  json_member_str(j, "uri", of->document->uri);
  json_key(j, "range");
  lsp_put_range(j, of, range);
  json_object_end(j);
}

void lsp_put_edits(struct json_out *j, const struct analysis *of, const struct diag_edit *edits, uint32_t count) {
  json_array_begin(j);
  for (uint32_t i = 0; i < count; i++) {
    json_object_begin(j);
    json_key(j, "range");
    lsp_put_range(j, of, edits[i].span);
    json_member_str(j, "newText", edits[i].text);
    json_object_end(j);
  }
  json_array_end(j);
}

static bool keep(void *ctx, const char *at, size_t len) {
  buf_add(ctx, (str){at, (uint32_t)len});
  return true;
}

static void begin(struct server *s, struct lsp_message *m) {
  m->body = NEW(&s->message, struct buf);
  buf_init(m->body, &s->message);
  out_init(&m->out, keep, m->body);
  json_out_init(&m->json, &m->out);
  json_object_begin(&m->json);
  json_member_str(&m->json, "jsonrpc", STR("2.0"));
}

void lsp_message_end(struct server *s, struct lsp_message *m) {
  json_object_end(&m->json);
  out_flush(&m->out);
  if (!s->failed)
    s->failed = !frame_write(s->out, buf_str(m->body));
}

void lsp_notify_begin(struct server *s, struct lsp_message *m, str method) {
  begin(s, m);
  json_member_str(&m->json, "method", method);
  json_key(&m->json, "params");
}

void lsp_ask_begin(struct server *s, struct lsp_message *m, str id, str method) {
  begin(s, m);
  json_member_str(&m->json, "id", id);
  json_member_str(&m->json, "method", method);
  json_key(&m->json, "params");
}

static void put_id(struct json_out *j, const struct json_value *id) {
  json_key(j, "id");
  if (id && id->kind == JSON_STRING)
    json_str(j, id->text);
  else if (id && id->kind == JSON_NUMBER)
    json_raw(j, id->text);
  else
    json_null(j);
}

void lsp_answer_begin(struct server *s, struct lsp_message *m, const struct json_value *id) {
  begin(s, m);
  put_id(&m->json, id);
  json_key(&m->json, "result");
}

void lsp_answer_problem(struct server *s, const struct json_value *id, int code, const char *problem) {
  struct lsp_message m;
  begin(s, &m);
  put_id(&m.json, id);
  json_key(&m.json, "error");
  json_object_begin(&m.json);
  json_member_int(&m.json, "code", code);
  json_member_str(&m.json, "message", str_of(problem));
  json_object_end(&m.json);
  lsp_message_end(s, &m);
}

static void tell(struct server *s, str method, enum lsp_message_type type, str message) {
  struct lsp_message m;
  lsp_notify_begin(s, &m, method);
  json_object_begin(&m.json);
  json_member_int(&m.json, "type", type);
  json_member_str(&m.json, "message", message);
  json_object_end(&m.json);
  lsp_message_end(s, &m);
}

void lsp_show(struct server *s, enum lsp_message_type type, str message) {
  tell(s, STR("window/showMessage"), type, message);
}

void lsp_log(struct server *s, enum lsp_message_type type, str message) {
  tell(s, STR("window/logMessage"), type, message);
}
