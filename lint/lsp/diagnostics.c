#include <inttypes.h>

#include "lsp/server.h"

// Findings, as they are sent or asked for.

static const int severities[SEVERITY_COUNT] = {
    [SEVERITY_ERROR] = 1,
    [SEVERITY_WARNING] = 2,
    [SEVERITY_INFO] = 3,
    [SEVERITY_STYLE] = 4, // a hint
};

// DiagnosticTag of the protocol.
static const int tags[TAG_COUNT] = {[TAG_UNNECESSARY] = 1, [TAG_DEPRECATED] = 2};

static void put_tags(struct json_out *j, enum diag_tag tag) {
  json_key(j, "tags");
  json_array_begin(j);
  json_int(j, tags[tag]);
  json_array_end(j);
}

static void put_related(struct json_out *j, const struct analysis *of, const struct diag *diag) {
  json_key(j, "relatedInformation");
  json_array_begin(j);
  for (uint32_t i = 0; i < diag->label_count; i++) {
    json_object_begin(j);
    json_key(j, "location");
    lsp_put_location(j, of, diag->labels[i].span);
    json_member_str(j, "message", diag->labels[i].message);
    json_object_end(j);
  }
  json_array_end(j);
}

// What mends it, for clients that want no request for that.
static void put_data(struct json_out *j, const struct analysis *of, const struct diag *diag) {
  json_key(j, "data");
  json_object_begin(j);
  json_key(j, "fixes");
  json_array_begin(j);
  for (uint32_t i = 0; i < diag->fix_count; i++) {
    const struct diag_fix *fix = &diag->fixes[i];
    json_object_begin(j);
    json_member_str(j, "title", fix->description);
    json_member_bool(j, "safe", fix->safe);
    json_key(j, "edits");
    lsp_put_edits(j, of, fix->edits, fix->edit_count);
    json_object_end(j);
  }
  json_array_end(j);
  json_object_end(j);
}

void lsp_put_diag(struct json_out *j, const struct server *s, const struct analysis *of, const struct diag *diag) {
  json_object_begin(j);
  json_key(j, "range");
  lsp_put_range(j, of, diag->span);
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
  if (diag->rule->tag != TAG_NONE && s->client.shows_tags)
    put_tags(j, diag->rule->tag);
  if (diag->label_count)
    put_related(j, of, diag);
  if (diag->fix_count && s->client.keeps_data)
    put_data(j, of, diag);
  json_object_end(j);
}

static void put_diags(struct json_out *j, const struct server *s, const struct analysis *of) {
  json_array_begin(j);
  for (uint32_t i = 0; i < of->lint.diags.len; i++)
    lsp_put_diag(j, s, of, &of->lint.diags.at[i]);
  json_array_end(j);
}

// `of` is NULL for no findings.
static void publish(struct server *s, const struct document *d, const struct analysis *of) {
  struct lsp_message m;
  lsp_notify_begin(s, &m, STR("textDocument/publishDiagnostics"));
  json_object_begin(&m.json);
  json_member_str(&m.json, "uri", d->uri);
  if (of)
    json_member_int(&m.json, "version", d->version);
  json_key(&m.json, "diagnostics");
  if (of)
    put_diags(&m.json, s, of);
  else
    json_raw(&m.json, STR("[]"));
  json_object_end(&m.json);
  lsp_message_end(s, &m);
}

void lsp_touch(struct server *s, struct document *d) {
  d->unpublished = !s->client.pulls;
}

bool lsp_has_unpublished(const struct server *s) {
  for (uint32_t i = 0; i < s->document_count; i++)
    if (s->documents[i]->unpublished)
      return true;
  return false;
}

void lsp_publish(struct server *s) {
  for (uint32_t i = 0; i < s->document_count; i++) {
    struct document *d = s->documents[i];
    if (!d->unpublished)
      continue;
    d->unpublished = false; // first: what fails once is not tried again
    publish(s, d, lsp_analyse(s, d));
  }
}

void lsp_unpublish(struct server *s, const struct document *d) {
  if (!s->client.pulls)
    publish(s, d, NULL);
}

// What the client has got already is not sent again.
bool lsp_diagnostic(struct server *s, struct request *r, struct json_out *result) {
  struct document *d = lsp_document(s, r);
  if (!d)
    return false;
  str id = str_format(&s->message, "%" PRIu64, d->revision);
  bool same = str_eq(lsp_string(r->params, STR("previousResultId")), id);
  json_object_begin(result);
  json_member_str(result, "kind", same ? STR("unchanged") : STR("full"));
  json_member_str(result, "resultId", id);
  if (!same) {
    json_key(result, "items");
    put_diags(result, s, lsp_analyse(s, d));
  }
  json_object_end(result);
  return true;
}
