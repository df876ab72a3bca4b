#include "lsp/server.h"

#include "base/limits.h"
#include "lsp/lsp.h"

// The life of the server: messages in, to whom they go, and what it answers that is no answer of theirs.

static bool shut_down(struct server *s, struct request *r, struct json_out *result) {
  (void)r, (void)result;
  lsp_publish(s);
  s->shutdown = true;
  return false;
}

static bool leave(struct server *s, struct request *r, struct json_out *result) {
  (void)r, (void)result;
  s->ended = true;
  return false;
}

enum method_kind { REQUEST, NOTIFICATION };

static const struct {
  str name;
  enum method_kind kind;
  lsp_handler *handle;
} methods[] = {
    {STR_INIT("initialize"), REQUEST, lsp_initialize},
    {STR_INIT("initialized"), NOTIFICATION, lsp_initialized},
    {STR_INIT("shutdown"), REQUEST, shut_down},
    {STR_INIT("exit"), NOTIFICATION, leave},
    {STR_INIT("textDocument/didOpen"), NOTIFICATION, lsp_did_open},
    {STR_INIT("textDocument/didChange"), NOTIFICATION, lsp_did_change},
    {STR_INIT("textDocument/didClose"), NOTIFICATION, lsp_did_close},
    {STR_INIT("textDocument/didSave"), NOTIFICATION, lsp_did_save},
    {STR_INIT("workspace/didChangeConfiguration"), NOTIFICATION, lsp_did_change_configuration},
    {STR_INIT("workspace/didChangeWatchedFiles"), NOTIFICATION, lsp_did_change_files},
    {STR_INIT("workspace/didChangeWorkspaceFolders"), NOTIFICATION, lsp_did_change_folders},
    {STR_INIT("workspace/executeCommand"), REQUEST, lsp_execute},
    {STR_INIT("textDocument/diagnostic"), REQUEST, lsp_diagnostic},
    {STR_INIT("textDocument/codeAction"), REQUEST, lsp_code_action},
    {STR_INIT("codeAction/resolve"), REQUEST, lsp_resolve_action},
    {STR_INIT("textDocument/hover"), REQUEST, lsp_hover},
    {STR_INIT("textDocument/definition"), REQUEST, lsp_definition},
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
  lsp_answer_begin(s, &m, id);
  if (handle(s, r, &m.json)) {
    lsp_message_end(s, &m);
  } else if (r->problem) {
    lsp_answer_problem(s, id, r->code, r->problem);
  } else {
    json_null(&m.json);
    lsp_message_end(s, &m);
  }
}

static bool same_id(const struct json_value *x, const struct json_value *y) {
  return x && y && x->kind == y->kind && str_eq(x->text, y->text);
}

// Whether a message that waits already takes the request back.
static bool is_cancelled(struct server *s, const struct json_value *id) {
  static const str method = STR_INIT("$/cancelRequest");
  for (str rest = {0}, body; frame_waiting(&s->reader, &rest, &body);) {
    const struct json_value *message = str_contains(body, method) ? json_parse(&s->message, body) : NULL;
    if (message && str_eq(lsp_string(message, STR("method")), method) && same_id(lsp_at(message, STR("params.id")), id))
      return true;
  }
  return false;
}

static void handle_request(struct server *s, const struct json_value *id, str method, struct request *r) {
  lsp_handler *handle = handler_of(method, REQUEST);
  bool first = str_eq(method, STR("initialize"));
  if (s->shutdown)
    lsp_answer_problem(s, id, RPC_INVALID_REQUEST, "the server is shut down");
  else if (!s->initialized && !first)
    lsp_answer_problem(s, id, RPC_NOT_INITIALIZED, "initialize comes first");
  else if (s->initialized && first)
    lsp_answer_problem(s, id, RPC_INVALID_REQUEST, "initialize was answered before");
  else if (!handle)
    lsp_answer_problem(s, id, RPC_METHOD_NOT_FOUND, "no such method");
  else if (is_cancelled(s, id))
    lsp_answer_problem(s, id, RPC_CANCELLED, "cancelled");
  else
    answer(s, id, handle, r);
}

static bool is_id(const struct json_value *v) {
  return v->kind == JSON_STRING || v->kind == JSON_NUMBER || v->kind == JSON_NULL;
}

static void handle_message(struct server *s, str body) {
  const struct json_value *message = json_parse(&s->message, body);
  if (!message) {
    lsp_answer_problem(s, NULL, RPC_PARSE_ERROR, "not JSON");
    return;
  }
  const struct json_value *id = json_member(message, STR("id")), *method = json_member(message, STR("method"));
  remember_id(s, id);
  struct request r = {.params = json_member(message, STR("params"))};
  if (id && !method && message->kind == JSON_OBJECT)
    lsp_take_answer(s, id, json_member(message, STR("result")));
  else if (!method || method->kind != JSON_STRING || (id && !is_id(id)))
    lsp_answer_problem(s, id, RPC_INVALID_REQUEST, "not a request");
  else if (id)
    handle_request(s, id, method->text, &r);
  else {
    lsp_handler *handle = handler_of(method->text, NOTIFICATION);
    if (handle && ((s->initialized && !s->shutdown) || handle == leave))
      handle(s, &r, NULL);
  }
}

static void handle_frame(struct server *s, enum frame_status status, str body) {
  switch (status) {
  case FRAME_READ:
    handle_message(s, body);
    break;
  case FRAME_BAD:
    lsp_answer_problem(s, NULL, RPC_PARSE_ERROR, "a message without Content-Length");
    break;
  case FRAME_TOO_LARGE:
    lsp_answer_problem(s, NULL, RPC_INVALID_REQUEST, "a message of more than 64 MiB");
    break;
  case FRAME_END:
    s->ended = true;
    break;
  }
}

// What was being made when memory ran out is half made.
static void recover(struct server *s) {
  for (uint32_t i = 0; i < s->document_count; i++)
    lsp_forget_analysis(s->documents[i]);
  arena_reset(&s->message);
  lsp_forget_settings(s);
  s->message.on_failure = NULL; // the words below need little
  struct json_value id = remembered_id(s);
  lsp_answer_problem(s, &id, RPC_INTERNAL_ERROR, "out of memory");
}

static bool change_waits(struct server *s) {
  for (str rest = {0}, body; frame_waiting(&s->reader, &rest, &body);)
    if (str_contains(body, STR("\"textDocument/didChange\"")))
      return true;
  return false;
}

// Of many changes that come at once only the last is looked at.
static void publish_settled(struct server *s) {
  if (lsp_has_unpublished(s) && !change_waits(s))
    lsp_publish(s);
}

// One message with the memory it takes; running out of it costs that message only.
static bool serve_one(struct server *s) {
  jmp_buf failure;
  s->message.on_failure = s->settings.on_failure = s->wishes.on_failure = s->life.on_failure = &failure;
  s->asked = (struct asked){.kind = JSON_NULL};
  if (setjmp(failure) == 0) {
    publish_settled(s);
    str body;
    handle_frame(s, frame_read(&s->reader, &s->message, &body), body);
  } else
    recover(s);
  arena_reset(&s->message);
  return !s->ended && !s->failed;
}

int lsp_serve(int in, int out) {
  struct server s = {.out = out};
  arena_init(&s.life, NULL, 0);
  s.documents = NEW_ARRAY(&s.life, struct document *, LIMIT_LSP_DOCUMENTS);
  arena_init(&s.message, NULL, 0);
  arena_init(&s.settings, NULL, 0);
  arena_init(&s.wishes, NULL, 0);
  lint_worker_init(&s.worker);
  frame_reader_init(&s.reader, in);
  while (serve_one(&s))
    ;
  for (uint32_t i = 0; i < s.document_count; i++) {
    lsp_forget_analysis(s.documents[i]);
    document_free(s.documents[i]);
  }
  s.failed = s.failed || s.reader.failed;
  lint_worker_done(&s.worker);
  arena_done(&s.settings);
  arena_done(&s.wishes);
  arena_done(&s.message);
  arena_done(&s.life);
  return s.failed ? 2 : !s.shutdown;
}
