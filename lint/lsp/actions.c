#include "base/map.h"
#include "base/vec.h"
#include "lsp/ignore.h"

// What can be done about findings: mend them, pass over them, read about them.

struct actions {
  struct json_out *json;
  struct server *server;
  const struct analysis *of;
  VEC(const struct diag *) chosen; // that the client asks about
};

struct action {
  str title, kind;
  const struct diag *diag; // NULL: it is about none
  bool preferred;
  const struct diag_edit *edits;
  uint32_t edit_count;
  str place_holder; // in the text of the only edit; a client that can has it typed over
};

// `text` with its place holder as LSP 3.18's snippets have it.
static void put_snippet(const struct actions *a, const struct diag_edit *edit, str place_holder) {
  uint32_t at = str_find(edit->text, place_holder);
  str value = str_format(&a->server->message, STR_FMT "${1:" STR_FMT "}" STR_FMT, STR_ARG(str_slice(edit->text, 0, at)),
                         STR_ARG(place_holder), STR_ARG(str_skip(edit->text, at + place_holder.len)));
  json_array_begin(a->json);
  json_object_begin(a->json);
  json_key(a->json, "range");
  lsp_put_range(a->json, a->of, edit->span);
  json_key(a->json, "snippet");
  json_object_begin(a->json);
  json_member_str(a->json, "kind", STR("snippet"));
  json_member_str(a->json, "value", value);
  json_object_end(a->json);
  json_object_end(a->json);
  json_array_end(a->json);
}

static void put_edits(const struct actions *a, const struct action *action) {
  if (action->place_holder.len && a->server->client.snippets && a->server->client.versions_edits)
    put_snippet(a, action->edits, action->place_holder);
  else
    lsp_put_edits(a->json, a->of, action->edits, action->edit_count);
}

// A change of this version only, where the client can have that.
static void put_workspace_edit(const struct actions *a, const struct action *action) {
  struct json_out *j = a->json;
  const struct document *d = a->of->document;
  json_key(j, "edit");
  json_object_begin(j);
  if (a->server->client.versions_edits) {
    json_key(j, "documentChanges");
    json_array_begin(j);
    json_object_begin(j);
    json_key(j, "textDocument");
    json_object_begin(j);
    json_member_str(j, "uri", d->uri);
    json_member_int(j, "version", d->version);
    json_object_end(j);
    json_key(j, "edits");
    put_edits(a, action);
    json_object_end(j);
    json_array_end(j);
  } else {
    json_key(j, "changes");
    json_object_begin(j);
    json_key_str(j, d->uri);
    put_edits(a, action);
    json_object_end(j);
  }
  json_object_end(j);
}

static void action_begin(const struct actions *a, const struct action *action) {
  json_object_begin(a->json);
  json_member_str(a->json, "title", action->title);
  json_member_str(a->json, "kind", action->kind);
  if (action->preferred)
    json_member_bool(a->json, "isPreferred", true);
  if (!action->diag)
    return;
  json_key(a->json, "diagnostics");
  json_array_begin(a->json);
  lsp_put_diag(a->json, a->server, a->of, action->diag);
  json_array_end(a->json);
}

static void put_action(const struct actions *a, const struct action *action) {
  action_begin(a, action);
  put_workspace_edit(a, action);
  json_object_end(a->json);
}

static void put_fixes(const struct actions *a, const struct diag *diag) {
  bool preferred = false; // one of them already
  for (uint32_t i = 0; i < diag->fix_count; i++) {
    const struct diag_fix *fix = &diag->fixes[i];
    struct action action = {.title = fix->description, .kind = STR("quickfix"), .diag = diag};
    action.preferred = fix->safe && !preferred;
    action.edits = fix->edits;
    action.edit_count = fix->edit_count;
    preferred = preferred || action.preferred;
    put_action(a, &action);
  }
}

static void put_ignore(const struct actions *a, const struct diag *diag, const char *where, struct diag_edit edit,
                       str place_holder) {
  put_action(a, &(struct action){
                    .title = str_format(&a->server->message, "Ignore " STR_FMT " %s", STR_ARG(diag->rule->id), where),
                    .kind = STR("quickfix"),
                    .diag = diag,
                    .edits = &edit,
                    .edit_count = 1,
                    .place_holder = place_holder});
}

static void put_ignores_here(const struct actions *a, const struct diag *diag) {
  static const str reason = STR_INIT("reason");
  struct diag_edit edit;
  if (lsp_ignore_here(&a->server->message, a->of, diag, STR(""), &edit))
    put_ignore(a, diag, "here", edit, STR(""));
  if (lsp_ignore_here(&a->server->message, a->of, diag, reason, &edit))
    put_ignore(a, diag, "here, with a reason", edit, reason);
}

static void put_ignore_in_file(const struct actions *a, const struct diag *diag) {
  struct diag_edit edit;
  lsp_ignore_in_file(&a->server->message, a->of, diag, &edit);
  put_ignore(a, diag, "in this file", edit, STR(""));
}

static void put_explain(const struct actions *a, const struct diag *diag) {
  const struct diag_rule *rule = diag->rule;
  str title = str_format(&a->server->message, "Explain " STR_FMT, STR_ARG(rule->id));
  action_begin(a, &(struct action){.title = title, .kind = STR("quickfix"), .diag = diag});
  json_key(a->json, "command");
  json_object_begin(a->json);
  json_member_str(a->json, "title", title);
  json_member_str(a->json, "command", STR("dlint.explain"));
  json_key(a->json, "arguments");
  json_array_begin(a->json);
  json_str(a->json, rule->id);
  json_str(a->json, rule->url);
  json_str(a->json, rule->summary);
  json_array_end(a->json);
  json_object_end(a->json);
  json_object_end(a->json);
}

// Whether nothing was seen under that name yet.
static bool is_new(const struct actions *a, struct map *seen, str name) {
  if (map_get(seen, name))
    return false;
  map_put(&a->server->message, seen, name, (void *)(uintptr_t)a);
  return true;
}

// The rule and the instruction that a finding begins in.
static str instruction_key(const struct actions *a, const struct diag *diag) {
  const struct node *n = lsp_node_at(a->of->lint.df, source_line_of(a->of->lint.src, diag->span.off));
  return str_format(&a->server->message, "%u " STR_FMT, n ? n->start_line : 0, STR_ARG(diag->rule->id));
}

static void put_quick_fixes(const struct actions *a) {
  struct map instructions = {0}, rules = {0};
  for (uint32_t i = 0; i < a->chosen.len; i++)
    put_fixes(a, a->chosen.at[i]);
  for (uint32_t i = 0; i < a->chosen.len; i++)
    if (is_new(a, &instructions, instruction_key(a, a->chosen.at[i])))
      put_ignores_here(a, a->chosen.at[i]);
  for (uint32_t i = 0; i < a->chosen.len; i++)
    if (is_new(a, &rules, a->chosen.at[i]->rule->id)) {
      put_ignore_in_file(a, a->chosen.at[i]);
      put_explain(a, a->chosen.at[i]);
    }
}

// All safe fixes

static const struct action fix_all = {
    .title = STR_INIT("Apply all safe fixes"),
    .kind = STR_INIT("source.fixAll.dlint"),
};

static bool is_cut(str text, uint32_t at) {
  if (at == 0 || at >= text.len)
    return false;
  return ((unsigned char)text.at[at] & 0xC0) == 0x80 || (text.at[at] == '\n' && text.at[at - 1] == '\r');
}

// One edit, from the first byte that differs to the last; not through the middle of a character or of CR LF.
static struct diag_edit difference(str before, str after) {
  uint32_t start = 0, end = 0;
  uint32_t most = before.len < after.len ? before.len : after.len;
  while (start < most && before.at[start] == after.at[start])
    start++;
  while (end < most - start && before.at[before.len - 1 - end] == after.at[after.len - 1 - end])
    end++;
  while (is_cut(before, start) || is_cut(after, start))
    start--;
  while (end > 0 && (is_cut(before, before.len - end) || is_cut(after, after.len - end)))
    end--;
  return (struct diag_edit){.span = {start, before.len - start - end},
                            .text = str_slice(after, start, after.len - end)};
}

static bool has_safe_fix(const struct analysis *of) {
  for (uint32_t i = 0; i < of->lint.diags.len; i++)
    for (uint32_t f = 0; f < of->lint.diags.at[i].fix_count; f++)
      if (of->lint.diags.at[i].fixes[f].safe)
        return true;
  return false;
}

// What `dlint fix` would make of the document. False where it would leave it as it is.
static bool mended(struct server *s, const struct analysis *of, str *bytes) {
  const struct document *d = of->document;
  struct lint_job job = {.path = d->path, .settings = d->settings};
  struct lint_mended file = {.bytes = d->text, .last = of->lint};
  enum lint_mend_status status = lint_mend(&s->worker, &s->message, &job, FIX_SAFE, &file);
  if (status == MEND_NOT_LINTED)
    arena_fail(&s->message);
  *bytes = file.bytes;
  return status == MEND_DONE && file.fixes > 0;
}

static bool put_fix_all(const struct actions *a) {
  struct action action = fix_all;
  str after;
  if (!mended(a->server, a->of, &after))
    return false;
  struct diag_edit edit = difference(a->of->document->text, after);
  action.edits = &edit;
  action.edit_count = 1;
  put_action(a, &action);
  return true;
}

static void put_fix_all_to_resolve(const struct actions *a) {
  action_begin(a, &fix_all);
  json_key(a->json, "data");
  json_object_begin(a->json);
  json_key(a->json, "textDocument");
  json_object_begin(a->json);
  json_member_str(a->json, "uri", a->of->document->uri);
  json_object_end(a->json);
  json_object_end(a->json);
  json_object_end(a->json);
}

// Only "fix all" comes without what it does. Some clients ask about others, too: those are what they are.
bool lsp_resolve_action(struct server *s, struct request *r, struct json_out *result) {
  struct request about = {.params = json_member(r->params, STR("data"))};
  struct document *d = lsp_document(s, &about);
  struct actions a = {.json = result, .server = s, .of = d ? lsp_analyse(s, d) : NULL};
  if (d && put_fix_all(&a))
    return true;
  if (r->params)
    json_copy(&s->message, result, r->params);
  return r->params;
}

// Which findings, of which kinds

static str place_key(struct arena *a, str code, lsp_position from, lsp_position to) {
  return str_format(a, "%u:%u-%u:%u " STR_FMT, from.line, from.character, to.line, to.character, STR_ARG(code));
}

// The findings of ours that the client already shows at the place it asks about. False where it names none.
static bool read_context(struct arena *a, const struct json_value *diagnostics, struct map *named) {
  const struct json_value *v = diagnostics && diagnostics->kind == JSON_ARRAY ? diagnostics->first : NULL;
  for (; v; v = v->next) {
    const struct json_value *range = json_member(v, STR("range"));
    if (str_eq(lsp_string(v, STR("source")), STR("dlint")))
      map_put(a, named,
              place_key(a, lsp_string(v, STR("code")), lsp_get_position(json_member(range, STR("start"))),
                        lsp_get_position(json_member(range, STR("end")))),
              (void *)(uintptr_t)v);
  }
  return named->len > 0;
}

static bool is_named(struct arena *a, const struct map *named, const struct analysis *of, const struct diag *diag) {
  return map_get(named, place_key(a, diag->rule->id, places_find(&of->places, diag->span.off),
                                  places_find(&of->places, span_end(diag->span))));
}

// Those that the client names, or else all that touch the range.
static void choose(struct actions *a, const struct json_value *params) {
  struct arena *memory = &a->server->message;
  struct map named = {0};
  bool any = read_context(memory, lsp_at(params, STR("context.diagnostics")), &named);
  span asked = lsp_get_range(a->server, a->of->document, json_member(params, STR("range")));
  for (uint32_t i = 0; i < a->of->lint.diags.len; i++) {
    const struct diag *diag = &a->of->lint.diags.at[i];
    if (any ? is_named(memory, &named, a->of, diag) : lsp_touches(diag->span, asked))
      VEC_PUSH(memory, &a->chosen, diag);
  }
}

// Whether the client wants actions of that kind: all where it does not say, else those whose kind it names or a part
// of.
static bool wants(const struct json_value *params, str kind) {
  const struct json_value *only = lsp_at(params, STR("context.only"));
  if (!only || only->kind != JSON_ARRAY)
    return true;
  for (const struct json_value *v = only->first; v; v = v->next)
    if (v->kind == JSON_STRING && str_has_prefix(kind, v->text) &&
        (v->text.len == kind.len || v->text.len == 0 || kind.at[v->text.len] == '.'))
      return true;
  return false;
}

bool lsp_code_action(struct server *s, struct request *r, struct json_out *result) {
  struct document *d = lsp_document(s, r);
  if (!d)
    return false;
  struct actions a = {.json = result, .server = s, .of = lsp_analyse(s, d)};
  json_array_begin(result);
  if (wants(r->params, STR("quickfix"))) {
    choose(&a, r->params);
    put_quick_fixes(&a);
  }
  if (wants(r->params, fix_all.kind) && has_safe_fix(a.of)) {
    if (s->client.resolves_edit)
      put_fix_all_to_resolve(&a);
    else
      put_fix_all(&a);
  }
  json_array_end(result);
  return true;
}

// The command of "Explain": every client can run it, and shows what comes of it as it can.
bool lsp_execute(struct server *s, struct request *r, struct json_out *result) {
  (void)result;
  const struct json_value *arguments = json_member(r->params, STR("arguments"));
  str words[3] = {{0}}; // rule, url, summary
  const struct json_value *v = arguments && arguments->kind == JSON_ARRAY ? arguments->first : NULL;
  for (uint32_t i = 0; v && i < COUNT_OF(words); i++, v = v->next)
    words[i] = v->kind == JSON_STRING ? v->text : STR("");
  if (!str_eq(lsp_string(r->params, STR("command")), STR("dlint.explain")) || words[0].len == 0) {
    r->code = RPC_INVALID_PARAMS;
    r->problem = "no such command";
    return false;
  }
  bool is_page = str_has_prefix(words[1], STR("https://")) || str_has_prefix(words[1], STR("http://"));
  if (!s->client.shows_documents || !is_page) {
    lsp_show(s, LSP_INFO,
             str_format(&s->message, STR_FMT ": " STR_FMT "%s" STR_FMT, STR_ARG(words[0]), STR_ARG(words[2]),
                        is_page ? ". See " : "", STR_ARG(words[1])));
    return false;
  }
  struct lsp_message m;
  lsp_ask_begin(s, &m, STR("dlint/explain"), STR("window/showDocument"));
  json_object_begin(&m.json);
  json_member_str(&m.json, "uri", words[1]);
  json_member_bool(&m.json, "external", true);
  json_object_end(&m.json);
  lsp_message_end(s, &m);
  return false;
}
