#include <stddef.h>

#include "base/buf.h"
#include "lsp/server.h"

// What the client can do and what it asks for: `initialize`, its settings, and files that it watches for us.

static const struct {
  str path; // in `capabilities`; true, or an object
  size_t offset;
} capabilities[] = {
#define CAPABILITY(member, path)                                                                                       \
  { STR_INIT(path), offsetof(struct lsp_client, member) }
    CAPABILITY(pulls, "textDocument.diagnostic"),
    CAPABILITY(refreshes, "workspace.diagnostics.refreshSupport"),
    CAPABILITY(refreshes_hints, "workspace.inlayHint.refreshSupport"),
    CAPABILITY(keeps_data, "textDocument.publishDiagnostics.dataSupport"),
    CAPABILITY(shows_tags, "textDocument.publishDiagnostics.tagSupport"),
    CAPABILITY(versions_edits, "workspace.workspaceEdit.documentChanges"),
    CAPABILITY(snippets, "workspace.workspaceEdit.snippetEditSupport"),
    CAPABILITY(shows_documents, "window.showDocument.support"),
    CAPABILITY(tells_configuration, "workspace.configuration"),
    CAPABILITY(registers_configuration, "workspace.didChangeConfiguration.dynamicRegistration"),
    CAPABILITY(registers_files, "workspace.didChangeWatchedFiles.dynamicRegistration"),
#undef CAPABILITY
};

static bool lists(const struct json_value *array, str text) {
  for (const struct json_value *v = array && array->kind == JSON_ARRAY ? array->first : NULL; v; v = v->next)
    if (v->kind == JSON_STRING && str_eq(v->text, text))
      return true;
  return false;
}

static void read_capabilities(struct lsp_client *client, const struct json_value *given) {
  for (uint32_t i = 0; i < COUNT_OF(capabilities); i++) {
    const struct json_value *v = lsp_at(given, capabilities[i].path);
    *(bool *)((char *)client + capabilities[i].offset) = v && (v->kind == JSON_TRUE || v->kind == JSON_OBJECT);
  }
  client->resolves_edit = lists(lsp_at(given, STR("textDocument.codeAction.resolveSupport.properties")), STR("edit")) &&
                          lsp_at(given, STR("textDocument.codeAction.dataSupport"));
}

// Bytes where they are offered, as they need no counting; else what the client names first; UTF-16 everyone has.
static enum lsp_encoding choose_encoding(const struct json_value *given) {
  const struct json_value *offered = lsp_at(given, STR("general.positionEncodings"));
  if (lists(offered, STR("utf-8")))
    return LSP_UTF8;
  for (const struct json_value *v = offered && offered->kind == JSON_ARRAY ? offered->first : NULL; v; v = v->next)
    for (enum lsp_encoding e = 0; e < LSP_ENCODING_COUNT; e++)
      if (v->kind == JSON_STRING && str_eq(v->text, lsp_encoding_name(e)))
        return e;
  return LSP_UTF16;
}

// Settings: an object with the names of the program's options, `buildArg` or `build-arg`.

static str option_name(struct arena *a, str key) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < key.len; i++) {
    if (ascii_lower(key.at[i]) != key.at[i])
      buf_add_char(&b, '-');
    buf_add_char(&b, ascii_lower(key.at[i]));
  }
  return buf_str(&b);
}

// Paths are seen from the folder that the client works in.
static str placed(struct server *s, enum override which, str value) {
  bool is_path = which == OVERRIDE_CONFIG || which == OVERRIDE_RULES;
  if (is_path && s->root.len && value.len && value.at[0] != '/')
    return str_format(&s->wishes, STR_FMT "/" STR_FMT, STR_ARG(s->root), STR_ARG(value));
  return str_copy(&s->wishes, value);
}

static void set(struct server *s, enum override which, str value) {
  struct fault why;
  if (!overrides_set(&s->wishes, &s->overrides, which, placed(s, which, value), &why))
    lsp_show(s, LSP_WARNING,
             str_format(&s->message, "dlint: the setting %s: " STR_FMT, override_name(which), STR_ARG(why.message)));
}

static void set_member(struct server *s, const struct json_value *member) {
  enum override which = override_named(option_name(&s->message, member->key));
  if (which == OVERRIDE_COUNT)
    return;
  if (override_is_switch(which)) {
    if (member->kind == JSON_TRUE)
      set(s, which, STR(""));
    return;
  }
  if (member->kind == JSON_STRING && member->text.len)
    set(s, which, member->text);
  for (const struct json_value *v = member->kind == JSON_ARRAY ? member->first : NULL; v; v = v->next)
    if (v->kind == JSON_STRING)
      set(s, which, v->text);
}

static void take_settings(struct server *s, const struct json_value *settings) {
  const struct json_value *own = json_member(settings, STR("dlint"));
  lsp_forget_settings(s); // which hold views of what goes
  arena_reset(&s->wishes);
  s->overrides = (struct overrides){0};
  settings = own ? own : settings;
  for (const struct json_value *v = settings && settings->kind == JSON_OBJECT ? settings->first : NULL; v; v = v->next)
    set_member(s, v);
}

// `initialize`

static const struct {
  const char *key;
  str value;
} provided[] = {
    {"textDocumentSync", STR_INIT("{\"openClose\":true,\"change\":2,\"save\":true}")},
    {"diagnosticProvider",
     STR_INIT("{\"identifier\":\"dlint\",\"interFileDependencies\":false,\"workspaceDiagnostics\":false}")},
    {"codeActionProvider",
     STR_INIT("{\"codeActionKinds\":[\"quickfix\",\"source.fixAll.dlint\"],\"resolveProvider\":true}")},
    {"executeCommandProvider", STR_INIT("{\"commands\":[\"dlint.explain\"]}")},
    {"hoverProvider", STR_INIT("true")},
    {"definitionProvider", STR_INIT("true")},
    {"documentSymbolProvider", STR_INIT("true")},
    {"inlayHintProvider", STR_INIT("true")},
    {"workspace", STR_INIT("{\"workspaceFolders\":{\"supported\":true,\"changeNotifications\":true}}")},
};

static void put_capabilities(struct json_out *j, enum lsp_encoding encoding) {
  json_object_begin(j);
  json_member_str(j, "positionEncoding", lsp_encoding_name(encoding));
  for (uint32_t i = 0; i < COUNT_OF(provided); i++) {
    json_key(j, provided[i].key);
    json_raw(j, provided[i].value);
  }
  json_object_end(j);
}

static void set_root(struct server *s, const struct json_value *params) {
  const struct json_value *folders = json_member(params, STR("workspaceFolders"));
  str uri = lsp_string(folders && folders->kind == JSON_ARRAY ? folders->first : params, STR("uri"));
  if (uri.len == 0)
    uri = lsp_string(params, STR("rootUri"));
  s->root = str_has_prefix(uri, STR("file://")) ? document_path(&s->life, uri) : STR("");
}

bool lsp_initialize(struct server *s, struct request *r, struct json_out *result) {
  const struct json_value *given = json_member(r->params, STR("capabilities"));
  read_capabilities(&s->client, given);
  s->encoding = choose_encoding(given);
  set_root(s, r->params);
  take_settings(s, json_member(r->params, STR("initializationOptions")));
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

// What follows from the client's own requests

static const str settings_id = STR_INIT("dlint/settings");

static void ask(struct server *s, str id, str method, str params) {
  struct lsp_message m;
  lsp_ask_begin(s, &m, id, method);
  json_raw(&m.json, params);
  lsp_message_end(s, &m);
}

static void ask_settings(struct server *s) {
  ask(s, settings_id, STR("workspace/configuration"), STR("{\"items\":[{\"section\":\"dlint\"}]}"));
}

void lsp_take_answer(struct server *s, const struct json_value *id, const struct json_value *result) {
  if (id->kind != JSON_STRING || !str_eq(id->text, settings_id) || !result || result->kind != JSON_ARRAY)
    return;
  if (!result->first || result->first->kind != JSON_OBJECT)
    return; // nothing is set
  take_settings(s, result->first);
  lsp_renew_settings(s);
}

// Files that findings depend on beside the Dockerfile.
static const str watched[] = {
    STR_INIT("**/.dlint.{yaml,yml}"),
    STR_INIT("**/.config/dlint.yaml"),
    STR_INIT("**/.hadolint.{yaml,yml}"),
    STR_INIT("**/*.dockerignore"),
    STR_INIT("**/docker-bake*.{json,hcl}"),
    STR_INIT("**/{compose,docker-compose}*.{yaml,yml}"),
    STR_INIT("**/.github/workflows/*.{yaml,yml}"),
};

static void watch_files(struct server *s) {
  struct buf b;
  buf_init(&b, &s->message);
  for (uint32_t i = 0; i < COUNT_OF(watched); i++)
    buf_add_format(&b, "%s{\"globPattern\":\"" STR_FMT "\"}", i ? "," : "", STR_ARG(watched[i]));
  str params = str_format(&s->message,
                          "{\"registrations\":[{\"id\":\"dlint/files\",\"method\":\"workspace/didChangeWatchedFiles\","
                          "\"registerOptions\":{\"watchers\":[" STR_FMT "]}}]}",
                          STR_ARG(buf_str(&b)));
  ask(s, STR("dlint/watch"), STR("client/registerCapability"), params);
}

bool lsp_initialized(struct server *s, struct request *r, struct json_out *result) {
  (void)r, (void)result;
  if (s->client.registers_files)
    watch_files(s);
  if (s->client.registers_configuration)
    ask(s, STR("dlint/registration"), STR("client/registerCapability"),
        STR("{\"registrations\":[{\"id\":\"dlint/configuration\",\"method\":\"workspace/didChangeConfiguration\","
            "\"registerOptions\":{\"section\":\"dlint\"}}]}"));
  if (s->client.tells_configuration)
    ask_settings(s);
  return false;
}

// Some clients send all that is set, others only that something is.
bool lsp_did_change_configuration(struct server *s, struct request *r, struct json_out *result) {
  (void)result;
  const struct json_value *settings = json_member(r->params, STR("settings"));
  bool told = settings && settings->kind == JSON_OBJECT && settings->first;
  if (!told && s->client.tells_configuration) {
    ask_settings(s);
    return false;
  }
  take_settings(s, settings);
  lsp_renew_settings(s);
  return false;
}

bool lsp_did_change_files(struct server *s, struct request *r, struct json_out *result) {
  (void)r, (void)result;
  lsp_renew_settings(s);
  return false;
}

bool lsp_did_change_folders(struct server *s, struct request *r, struct json_out *result) {
  (void)result;
  const struct json_value *added = lsp_at(r->params, STR("event.added"));
  if (s->root.len == 0 && added && added->kind == JSON_ARRAY && added->first)
    s->root = document_path(&s->life, lsp_string(added->first, STR("uri")));
  return false;
}
