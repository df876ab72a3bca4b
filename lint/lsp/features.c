#include "lsp/server.h"

#include "base/buf.h"
#include "fix/fix.h"

// What is answered about a document: from the same lint_file() as the program's.

void lsp_forget_settings(struct server *s) {
  lint_worker_done(&s->worker); // its patterns belong to the rules that go
  lint_worker_init(&s->worker);
  arena_reset(&s->settings);
  s->config = NULL;
  s->overrides = (struct overrides){0};
  s->faults = (struct faults){0};
}

struct lint lsp_lint(struct server *s, const struct document *d) {
  if (!s->config)
    s->config = config_new(&s->settings, &s->overrides, &s->faults);
  // Settings outlive the message, and with it the document's path.
  const struct settings *settings = config_settings(s->config, str_copy(&s->settings, d->path));
  struct lint_job job = {.path = d->path, .bytes = d->text, .in_memory = true, .settings = settings};
  struct lint lint = lint_file(&s->worker, &s->message, &job);
  if (lint.status != LINT_DONE) // in memory; no answer is better than "nothing found"
    arena_fail(&s->message);
  return lint;
}

// Diagnostics

static const int severities[SEVERITY_COUNT] = {
    [SEVERITY_ERROR] = 1,
    [SEVERITY_WARNING] = 2,
    [SEVERITY_INFO] = 3,
    [SEVERITY_STYLE] = 4, // a hint
};

static void put_related(struct json_out *j, const struct server *s, const struct document *d, const struct diag *diag) {
  json_key(j, "relatedInformation");
  json_array_begin(j);
  for (uint32_t i = 0; i < diag->label_count; i++) {
    json_object_begin(j);
    json_key(j, "location");
    json_object_begin(j);
    json_member_str(j, "uri", d->uri);
    json_key(j, "range");
    lsp_put_range(j, s, d, diag->labels[i].span);
    json_object_end(j);
    json_member_str(j, "message", diag->labels[i].message);
    json_object_end(j);
  }
  json_array_end(j);
}

static void put_diag(struct json_out *j, const struct server *s, const struct document *d, const struct diag *diag) {
  json_object_begin(j);
  json_key(j, "range");
  lsp_put_range(j, s, d, diag->span);
  json_member_int(j, "severity", severities[diag->severity]);
  json_member_str(j, "code", diag->rule->id);
  if (diag->rule->url.len) {
    json_key(j, "codeDescription");
    json_object_begin(j);
    json_member_str(j, "href", diag->rule->url);
    json_object_end(j);
  }
  json_member_str(j, "source", STR("dlint"));
  json_member_str(j, "message", diag->message);
  if (diag->label_count)
    put_related(j, s, d, diag);
  json_object_end(j);
}

static void put_diags(struct json_out *j, const struct server *s, const struct document *d, const struct diags *diags) {
  json_array_begin(j);
  for (uint32_t i = 0; i < diags->len; i++)
    put_diag(j, s, d, &diags->at[i]);
  json_array_end(j);
}

void lsp_publish(struct server *s, const struct document *d, bool empty) {
  if (s->pulls)
    return;
  struct lint lint = {0};
  if (!empty)
    lint = lsp_lint(s, d);
  struct lsp_message m;
  lsp_notify_begin(s, &m, STR("textDocument/publishDiagnostics"));
  json_object_begin(&m.json);
  json_member_str(&m.json, "uri", d->uri);
  json_member_int(&m.json, "version", d->version);
  json_key(&m.json, "diagnostics");
  put_diags(&m.json, s, d, &lint.diags);
  json_object_end(&m.json);
  lsp_notify_end(s, &m);
}

// The document that a request is about; sets the problem where it is not open.
static struct document *asked_for(const struct server *s, struct request *r) {
  struct document *d = lsp_document(s, r->params);
  if (!d) {
    r->code = RPC_INVALID_PARAMS;
    r->problem = "the document is not open";
  }
  return d;
}

bool lsp_diagnostic(struct server *s, struct request *r, struct json_out *result) {
  const struct document *d = asked_for(s, r);
  if (!d)
    return false;
  struct lint lint = lsp_lint(s, d);
  json_object_begin(result);
  json_member_str(result, "kind", STR("full"));
  json_key(result, "items");
  put_diags(result, s, d, &lint.diags);
  json_object_end(result);
  return true;
}

// Code actions

struct actions {
  struct json_out *json;
  const struct server *server;
  const struct document *document;
  const struct lint *lint;
};

static void put_edit(const struct actions *a, span range, str text) {
  json_object_begin(a->json);
  json_key(a->json, "range");
  lsp_put_range(a->json, a->server, a->document, range);
  json_member_str(a->json, "newText", text);
  json_object_end(a->json);
}

static void action_begin(const struct actions *a, str title, str kind, const struct diag *diag) {
  json_object_begin(a->json);
  json_member_str(a->json, "title", title);
  json_member_str(a->json, "kind", kind);
  if (diag) {
    json_key(a->json, "diagnostics");
    json_array_begin(a->json);
    put_diag(a->json, a->server, a->document, diag);
    json_array_end(a->json);
  }
  json_key(a->json, "edit");
  json_object_begin(a->json);
  json_key(a->json, "changes");
  json_object_begin(a->json);
  json_key_str(a->json, a->document->uri);
  json_array_begin(a->json);
}

static void action_end(const struct actions *a) {
  json_array_end(a->json);
  json_object_end(a->json);
  json_object_end(a->json);
  json_object_end(a->json);
}

static void put_fixes(const struct actions *a, const struct diag *diag) {
  for (uint32_t i = 0; i < diag->fix_count; i++) {
    const struct diag_fix *fix = &diag->fixes[i];
    action_begin(a, fix->description, STR("quickfix"), diag);
    for (uint32_t e = 0; e < fix->edit_count; e++)
      put_edit(a, fix->edits[e].span, fix->edits[e].text);
    action_end(a);
  }
}

// The instruction that a place lies in, ONBUILD's for its trigger; NULL in a comment.
static const struct node *node_at(const struct dockerfile *df, uint32_t line) {
  for (uint32_t i = 0; i < df->node_count; i++)
    if (df->nodes[i]->start_line <= line && line <= df->nodes[i]->end_line)
      return df->nodes[i];
  return NULL;
}

static void put_ignore(struct arena *arena, const struct actions *a, const struct diag *diag) {
  const struct source *src = a->lint->src;
  const struct node *n = node_at(a->lint->df, source_line_of(src, diag->span.off));
  if (!n)
    return;
  span line = source_line_span(src, n->start_line);
  str id = diag->rule->id;
  action_begin(a, str_format(arena, "Ignore " STR_FMT " here", STR_ARG(id)), STR("quickfix"), diag);
  put_edit(a, (span){line.off, 0}, str_format(arena, "# dlint ignore=" STR_FMT "\n", STR_ARG(id)));
  action_end(a);
}

// One edit from the first byte that differs to the last.
static void put_fix_all(struct arena *arena, const struct actions *a) {
  uint32_t applied;
  str before = a->document->text, after = fix_apply(arena, before, &a->lint->diags, FIX_SAFE, &applied);
  if (applied == 0)
    return;
  uint32_t start = 0, end = 0;
  while (start < before.len && start < after.len && before.at[start] == after.at[start])
    start++;
  while (end < before.len - start && end < after.len - start &&
         before.at[before.len - 1 - end] == after.at[after.len - 1 - end])
    end++;
  // Not through the middle of a character.
  while (start > 0 && ((unsigned char)before.at[start - 1] & 0x80))
    start--;
  while (end > 0 && ((unsigned char)before.at[before.len - end] & 0x80))
    end--;
  action_begin(a, STR("Apply all safe fixes"), STR("source.fixAll.dlint"), NULL);
  put_edit(a, (span){start, before.len - start - end}, str_slice(after, start, after.len - end));
  action_end(a);
}

// Whether the client wants actions of that kind: all where it does not say, else those whose kind it names or a part
// of.
static bool wants(const struct json_value *params, str kind) {
  const struct json_value *only = json_member(json_member(params, STR("context")), STR("only"));
  if (!only || only->kind != JSON_ARRAY)
    return true;
  for (const struct json_value *v = only->first; v; v = v->next)
    if (v->kind == JSON_STRING && str_has_prefix(kind, v->text) &&
        (v->text.len == kind.len || v->text.len == 0 || kind.at[v->text.len] == '.'))
      return true;
  return false;
}

static bool touches(span s, span range) {
  return s.off <= span_end(range) && range.off <= span_end(s);
}

bool lsp_code_action(struct server *s, struct request *r, struct json_out *result) {
  const struct document *d = asked_for(s, r);
  if (!d)
    return false;
  const struct json_value *range = json_member(r->params, STR("range"));
  uint32_t from = document_offset(d->text, lsp_get_position(json_member(range, STR("start"))), s->encoding);
  uint32_t to = document_offset(d->text, lsp_get_position(json_member(range, STR("end"))), s->encoding);
  span asked = {from, to > from ? to - from : 0};
  struct lint lint = lsp_lint(s, d);
  struct actions a = {result, s, d, &lint};
  json_array_begin(result);
  for (uint32_t i = 0; i < lint.diags.len && wants(r->params, STR("quickfix")); i++)
    if (touches(lint.diags.at[i].span, asked)) {
      put_fixes(&a, &lint.diags.at[i]);
      put_ignore(&s->message, &a, &lint.diags.at[i]);
    }
  if (wants(r->params, STR("source.fixAll.dlint")))
    put_fix_all(&s->message, &a);
  json_array_end(result);
  return true;
}

// Symbols: the stages, with their instructions below them.

enum { SYMBOL_NAMESPACE = 3, SYMBOL_FIELD = 8, SYMBOL_EVENT = 24 };

static void put_symbol(struct json_out *j, const struct server *s, const struct document *d, str name, str detail,
                       int kind, span all, span selection) {
  json_member_str(j, "name", name);
  if (detail.len)
    json_member_str(j, "detail", detail);
  json_member_int(j, "kind", kind);
  json_key(j, "range");
  lsp_put_range(j, s, d, all);
  json_key(j, "selectionRange");
  lsp_put_range(j, s, d, selection);
}

static void put_instruction(struct json_out *j, const struct server *s, const struct document *d,
                            const struct instr *in) {
  enum { DETAIL_MAX = 60 };
  const struct node *n = in->node;
  str text = n->original.bytes;
  json_object_begin(j);
  put_symbol(j, s, d, n->spelled, str_slice(text, n->spelled.len, DETAIL_MAX),
             in->kind == INSTR_ARG || in->kind == INSTR_ENV ? SYMBOL_FIELD : SYMBOL_EVENT, n->span, n->keyword_span);
  json_object_end(j);
}

static void put_stage(struct server *s, struct json_out *j, const struct document *d, const struct stage *stage) {
  const struct node *from = stage->from->node;
  const struct instr *last = stage->instr_count ? stage->instrs[stage->instr_count - 1] : stage->from;
  str name = stage->name.len ? stage->name : str_format(&s->message, "stage %u", stage->index);
  json_object_begin(j);
  put_symbol(j, s, d, name, stage->from->image.bytes, SYMBOL_NAMESPACE, span_join(from->span, last->node->span),
             from->span);
  json_key(j, "children");
  json_array_begin(j);
  for (uint32_t i = 0; i < stage->instr_count; i++)
    put_instruction(j, s, d, stage->instrs[i]);
  json_array_end(j);
  json_object_end(j);
}

bool lsp_document_symbol(struct server *s, struct request *r, struct json_out *result) {
  const struct document *d = asked_for(s, r);
  if (!d)
    return false;
  struct lint lint = lsp_lint(s, d);
  json_array_begin(result);
  for (uint32_t i = 0; lint.df && i < lint.df->stage_count; i++)
    put_stage(s, result, d, &lint.df->stages[i]);
  json_array_end(result);
  return true;
}
