#include "base/limits.h"
#include "lsp/server.h"

// The text of documents, as the client keeps it.

static struct document **slot_of(const struct server *s, str uri) {
  for (uint32_t i = 0; i < s->document_count; i++)
    if (str_eq(s->documents[i]->uri, uri))
      return &s->documents[i];
  return NULL;
}

static struct document **slot_asked(const struct server *s, const struct request *r) {
  return slot_of(s, lsp_string(json_member(r->params, STR("textDocument")), STR("uri")));
}

struct document *lsp_document(const struct server *s, struct request *r) {
  struct document **slot = slot_asked(s, r);
  if (slot)
    return *slot;
  r->code = RPC_INVALID_PARAMS;
  r->problem = "the document is not open";
  return NULL;
}

static void drop(struct server *s, struct document **slot) {
  lsp_forget_analysis(*slot);
  document_free(*slot);
  *slot = s->documents[--s->document_count];
}

// Its text is another one.
static void renew(struct server *s, struct document *d, int64_t version) {
  lsp_forget_analysis(d);
  d->version = version;
  d->revision = ++s->revision;
  lsp_touch(s, d);
}

bool lsp_did_open(struct server *s, struct request *r, struct json_out *result) {
  (void)result;
  const struct json_value *item = json_member(r->params, STR("textDocument"));
  str uri = lsp_string(item, STR("uri"));
  struct document **slot = slot_of(s, uri);
  if (slot) // opened twice: the later text holds
    drop(s, slot);
  if (uri.len == 0 || s->document_count == LIMIT_LSP_DOCUMENTS)
    return false;
  struct document *d = document_new(uri, lsp_string(item, STR("text")), 0);
  if (!d)
    arena_fail(&s->message);
  s->documents[s->document_count++] = d;
  renew(s, d, lsp_number(item, STR("version")));
  lsp_publish(s);
  return true;
}

static bool apply(struct server *s, struct document *d, const struct json_value *change) {
  const struct json_value *range = json_member(change, STR("range")), *with = json_member(change, STR("text"));
  if (!with || with->kind != JSON_STRING)
    return true; // no change: the text stays
  str text = with->text;
  if (!range || range->kind != JSON_OBJECT)
    return document_replace(d, text);
  return document_edit(d, lsp_get_position(json_member(range, STR("start"))),
                       lsp_get_position(json_member(range, STR("end"))), s->encoding, text);
}

bool lsp_did_change(struct server *s, struct request *r, struct json_out *result) {
  (void)result;
  struct document **slot = slot_asked(s, r);
  const struct json_value *changes = json_member(r->params, STR("contentChanges"));
  if (!slot || !changes || changes->kind != JSON_ARRAY)
    return false;
  lsp_forget_analysis(*slot); // it holds views of the text
  for (const struct json_value *c = changes->first; c; c = c->next)
    if (!apply(s, *slot, c)) {
      drop(s, slot); // better not open than with another text than the client's
      arena_fail(&s->message);
    }
  renew(s, *slot, lsp_number(json_member(r->params, STR("textDocument")), STR("version")));
  return true;
}

bool lsp_did_close(struct server *s, struct request *r, struct json_out *result) {
  (void)result;
  struct document **slot = slot_asked(s, r);
  if (!slot)
    return false;
  lsp_unpublish(s, *slot);
  drop(s, slot);
  return true;
}

// A configuration may have changed with it, of which a client that does not watch files says nothing.
bool lsp_did_save(struct server *s, struct request *r, struct json_out *result) {
  (void)r, (void)result;
  lsp_forget_settings(s);
  for (uint32_t i = 0; i < s->document_count; i++)
    lsp_touch(s, s->documents[i]);
  return true;
}
