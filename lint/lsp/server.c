#include "lsp/server.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/vec.h"
#include "lsp/frame.h"
#include "lsp/lsp.h"

// Values

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

static uint32_t coordinate(const struct json_value *object, str key) {
  int64_t n = lsp_number(object, key);
  return n < 0 ? 0 : n > INT32_MAX ? INT32_MAX : (uint32_t)n;
}

lsp_position lsp_get_position(const struct json_value *v) {
  return (lsp_position){coordinate(v, STR("line")), coordinate(v, STR("character"))};
}

static void put_position(struct json_out *j, const char *key, lsp_position p) {
  json_key(j, key);
  json_object_begin(j);
  json_member_int(j, "line", p.line);
  json_member_int(j, "character", p.character);
  json_object_end(j);
}

void lsp_put_range(struct json_out *j, const struct server *s, const struct document *d, span range) {
  json_object_begin(j);
  put_position(j, "start", document_position(d->text, range.off, s->encoding));
  put_position(j, "end", document_position(d->text, span_end(range), s->encoding));
  json_object_end(j);
}

// Messages to the client

static bool keep(void *ctx, const char *at, size_t len) {
  buf_add(ctx, (str){at, (uint32_t)len});
  return true;
}

static void message_begin(struct server *s, struct lsp_message *m) {
  m->body = NEW(&s->message, struct buf);
  buf_init(m->body, &s->message);
  out_init(&m->out, keep, m->body);
  json_out_init(&m->json, &m->out);
  json_object_begin(&m->json);
  json_member_str(&m->json, "jsonrpc", STR("2.0"));
}

static void message_end(struct server *s, struct lsp_message *m) {
  json_object_end(&m->json);
  out_flush(&m->out);
  if (!s->failed)
    s->failed = !frame_write(s->out, buf_str(m->body));
}

void lsp_notify_begin(struct server *s, struct lsp_message *m, str method) {
  message_begin(s, m);
  json_member_str(&m->json, "method", method);
  json_key(&m->json, "params");
}

void lsp_notify_end(struct server *s, struct lsp_message *m) {
  message_end(s, m);
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

static void answer_problem(struct server *s, const struct json_value *id, int code, const char *problem) {
  struct lsp_message m;
  message_begin(s, &m);
  put_id(&m.json, id);
  json_key(&m.json, "error");
  json_object_begin(&m.json);
  json_member_int(&m.json, "code", code);
  json_member_str(&m.json, "message", str_of(problem));
  json_object_end(&m.json);
  message_end(s, &m);
}

// Documents

static struct document **slot_of(const struct server *s, str uri) {
  for (uint32_t i = 0; i < s->document_count; i++)
    if (str_eq(s->documents[i]->uri, uri))
      return &s->documents[i];
  return NULL;
}

static str document_uri(const struct json_value *params) {
  return lsp_string(json_member(params, STR("textDocument")), STR("uri"));
}

struct document *lsp_document(const struct server *s, const struct json_value *params) {
  struct document **slot = slot_of(s, document_uri(params));
  return slot ? *slot : NULL;
}

static void drop(struct server *s, struct document **slot) {
  document_free(*slot);
  *slot = s->documents[--s->document_count];
}

static bool did_open(struct server *s, struct request *r, struct json_out *result) {
  (void)result;
  const struct json_value *item = json_member(r->params, STR("textDocument"));
  str uri = lsp_string(item, STR("uri"));
  struct document **slot = slot_of(s, uri);
  if (slot) // opened twice: the later text holds
    drop(s, slot);
  if (uri.len == 0 || s->document_count == LIMIT_LSP_DOCUMENTS)
    return false;
  struct document *d = document_new(uri, lsp_string(item, STR("text")), lsp_number(item, STR("version")));
  if (!d)
    arena_fail(&s->message);
  s->documents[s->document_count++] = d;
  lsp_publish(s, d, false);
  return true;
}

static bool apply_change(struct server *s, struct document *d, const struct json_value *change) {
  const struct json_value *range = json_member(change, STR("range"));
  str text = lsp_string(change, STR("text"));
  if (!range || range->kind != JSON_OBJECT)
    return document_replace(d, text);
  return document_edit(d, lsp_get_position(json_member(range, STR("start"))),
                       lsp_get_position(json_member(range, STR("end"))), s->encoding, text);
}

static bool did_change(struct server *s, struct request *r, struct json_out *result) {
  (void)result;
  struct document **slot = slot_of(s, document_uri(r->params)), *d = slot ? *slot : NULL;
  const struct json_value *changes = json_member(r->params, STR("contentChanges"));
  if (!d || !changes || changes->kind != JSON_ARRAY)
    return false;
  for (const struct json_value *c = changes->first; c; c = c->next)
    if (!apply_change(s, d, c)) {
      drop(s, slot); // better not open than with another text than the client's
      arena_fail(&s->message);
    }
  d->version = lsp_number(json_member(r->params, STR("textDocument")), STR("version"));
  lsp_publish(s, d, false);
  return true;
}

static bool did_close(struct server *s, struct request *r, struct json_out *result) {
  (void)result;
  struct document **slot = slot_of(s, document_uri(r->params));
  if (!slot)
    return false;
  lsp_publish(s, *slot, true);
  drop(s, slot);
  return true;
}

static bool did_save(struct server *s, struct request *r, struct json_out *result) {
  (void)result;
  const struct document *d = lsp_document(s, r->params);
  lsp_forget_settings(s); // a configuration beside it may have changed
  if (d)
    lsp_publish(s, d, false);
  return d;
}

// The life of the server

static bool offers_utf8(const struct json_value *params) {
  const struct json_value *general = json_member(json_member(params, STR("capabilities")), STR("general"));
  const struct json_value *offered = json_member(general, STR("positionEncodings"));
  for (const struct json_value *v = offered && offered->kind == JSON_ARRAY ? offered->first : NULL; v; v = v->next)
    if (v->kind == JSON_STRING && str_eq(v->text, STR("utf-8")))
      return true;
  return false;
}

static void put_capabilities(struct json_out *j, enum lsp_encoding encoding) {
  json_object_begin(j);
  json_member_str(j, "positionEncoding", encoding == LSP_UTF8 ? STR("utf-8") : STR("utf-16"));
  json_key(j, "textDocumentSync");
  json_raw(j, STR("{\"openClose\":true,\"change\":2,\"save\":true}"));
  json_key(j, "diagnosticProvider");
  json_raw(j, STR("{\"identifier\":\"dlint\",\"interFileDependencies\":false,\"workspaceDiagnostics\":false}"));
  json_key(j, "codeActionProvider");
  json_raw(j, STR("{\"codeActionKinds\":[\"quickfix\",\"source.fixAll.dlint\"]}"));
  json_member_bool(j, "hoverProvider", true);
  json_member_bool(j, "documentSymbolProvider", true);
  json_member_bool(j, "inlayHintProvider", true);
  json_object_end(j);
}

static bool initialize(struct server *s, struct request *r, struct json_out *result) {
  const struct json_value *text = json_member(json_member(r->params, STR("capabilities")), STR("textDocument"));
  s->encoding = offers_utf8(r->params) ? LSP_UTF8 : LSP_UTF16;
  s->pulls = json_member(text, STR("diagnostic"));
  s->initialized = true;
  json_object_begin(result);
  json_key(result, "capabilities");
  put_capabilities(result, s->encoding);
  json_key(result, "serverInfo");
  json_object_begin(result);
  json_member_str(result, "name", STR("dlint"));
  json_member_str(result, "version", STR(DLINT_VERSION));
  json_object_end(result);
  json_object_end(result);
  return true;
}

static bool shut_down(struct server *s, struct request *r, struct json_out *result) {
  (void)r, (void)result;
  s->shutdown = true;
  return false;
}

static bool leave(struct server *s, struct request *r, struct json_out *result) {
  (void)r, (void)result;
  s->ended = true;
  return false;
}

static bool nothing(struct server *s, struct request *r, struct json_out *result) {
  (void)s, (void)r, (void)result;
  return false;
}

enum method_kind { REQUEST, NOTIFICATION };

static const struct {
  str name;
  enum method_kind kind;
  lsp_handler *handle;
} methods[] = {
    {STR_INIT("initialize"), REQUEST, initialize},
    {STR_INIT("initialized"), NOTIFICATION, nothing},
    {STR_INIT("shutdown"), REQUEST, shut_down},
    {STR_INIT("exit"), NOTIFICATION, leave},
    {STR_INIT("textDocument/didOpen"), NOTIFICATION, did_open},
    {STR_INIT("textDocument/didChange"), NOTIFICATION, did_change},
    {STR_INIT("textDocument/didClose"), NOTIFICATION, did_close},
    {STR_INIT("textDocument/didSave"), NOTIFICATION, did_save},
    {STR_INIT("workspace/didChangeWatchedFiles"), NOTIFICATION, did_save},
    {STR_INIT("textDocument/diagnostic"), REQUEST, lsp_diagnostic},
    {STR_INIT("textDocument/codeAction"), REQUEST, lsp_code_action},
    {STR_INIT("textDocument/hover"), REQUEST, lsp_hover},
    {STR_INIT("textDocument/documentSymbol"), REQUEST, lsp_document_symbol},
    {STR_INIT("textDocument/inlayHint"), REQUEST, lsp_inlay_hint},
};

static lsp_handler *handler_of(str method, enum method_kind kind) {
  for (uint32_t i = 0; i < COUNT_OF(methods); i++)
    if (methods[i].kind == kind && str_eq(methods[i].name, method))
      return methods[i].handle;
  return NULL;
}

static void remember_id(struct server *s, const struct json_value *id) {
  bool known = id && (id->kind == JSON_STRING || id->kind == JSON_NUMBER) && id->text.len <= sizeof s->asked.text;
  s->asked = (struct asked){.kind = known ? id->kind : JSON_NULL, .len = known ? id->text.len : 0};
  if (s->asked.len)
    memcpy(s->asked.text, id->text.at, s->asked.len);
}

static struct json_value remembered_id(const struct server *s) {
  return (struct json_value){.kind = s->asked.kind, .text = {s->asked.text, s->asked.len}};
}

static void answer(struct server *s, const struct json_value *id, lsp_handler *handle, struct request *r) {
  struct lsp_message m;
  message_begin(s, &m);
  put_id(&m.json, id);
  json_key(&m.json, "result");
  if (handle(s, r, &m.json)) {
    message_end(s, &m);
  } else if (r->problem) {
    answer_problem(s, id, r->code, r->problem);
  } else {
    json_null(&m.json);
    message_end(s, &m);
  }
}

static void handle_request(struct server *s, const struct json_value *id, str method, struct request *r) {
  lsp_handler *handle = handler_of(method, REQUEST);
  bool first = str_eq(method, STR("initialize"));
  if (s->shutdown)
    answer_problem(s, id, RPC_INVALID_REQUEST, "the server is shut down");
  else if (!s->initialized && !first)
    answer_problem(s, id, RPC_NOT_INITIALIZED, "initialize comes first");
  else if (s->initialized && first)
    answer_problem(s, id, RPC_INVALID_REQUEST, "initialize was answered before");
  else if (!handle)
    answer_problem(s, id, RPC_METHOD_NOT_FOUND, "no such method");
  else
    answer(s, id, handle, r);
}

static void handle_message(struct server *s, str body) {
  const struct json_value *message = json_parse(&s->message, body);
  if (!message) {
    answer_problem(s, NULL, RPC_PARSE_ERROR, "not JSON");
    return;
  }
  const struct json_value *id = json_member(message, STR("id")), *method = json_member(message, STR("method"));
  remember_id(s, id);
  struct request r = {.params = json_member(message, STR("params"))};
  if (!method || method->kind != JSON_STRING) {
    bool is_answer = message->kind == JSON_OBJECT && id && !method;
    if (!is_answer)
      answer_problem(s, id, RPC_INVALID_REQUEST, "not a request");
    return;
  }
  if (id) {
    handle_request(s, id, method->text, &r);
    return;
  }
  lsp_handler *handle = handler_of(method->text, NOTIFICATION);
  if (handle && (s->initialized || handle == leave) && (!s->shutdown || handle == leave))
    handle(s, &r, NULL);
}

// One message with the memory it takes; running out of it costs that message only.
static bool serve_one(struct server *s, struct frame_reader *reader) {
  jmp_buf failure;
  s->message.on_failure = s->settings.on_failure = &failure;
  if (setjmp(failure) != 0) {
    arena_reset(&s->message);
    lsp_forget_settings(s);
    s->message.on_failure = NULL; // the words below need little
    struct json_value id = remembered_id(s);
    answer_problem(s, &id, RPC_INTERNAL_ERROR, "out of memory");
    return true;
  }
  str body;
  s->asked = (struct asked){.kind = JSON_NULL};
  switch (frame_read(reader, &s->message, &body)) {
  case FRAME_READ:
    handle_message(s, body);
    break;
  case FRAME_BAD:
    answer_problem(s, NULL, RPC_PARSE_ERROR, "a message without Content-Length");
    break;
  case FRAME_TOO_LARGE:
    answer_problem(s, NULL, RPC_INVALID_REQUEST, "a message of more than 64 MiB");
    break;
  case FRAME_END:
    return false;
  }
  arena_reset(&s->message);
  return !s->ended && !s->failed;
}

int lsp_serve(int in, int out) {
  struct server s = {.out = out};
  struct frame_reader reader;
  struct arena own;
  arena_init(&own, NULL, 0);
  s.documents = NEW_ARRAY(&own, struct document *, LIMIT_LSP_DOCUMENTS);
  arena_init(&s.message, NULL, 0);
  arena_init(&s.settings, NULL, 0);
  lint_worker_init(&s.worker);
  frame_reader_init(&reader, in);
  while (serve_one(&s, &reader))
    ;
  while (s.document_count)
    document_free(s.documents[--s.document_count]);
  s.failed = s.failed || reader.failed;
  lint_worker_done(&s.worker);
  arena_done(&s.settings);
  arena_done(&s.message);
  arena_done(&own);
  return s.failed ? 2 : !s.shutdown;
}
