#include "base/json_out.h"
#include "report/formats.h"

// Reviewdog Diagnostic Format (reviewdog, proto/rdf): lines and columns from 1, columns in bytes of UTF-8, ends
// exclusive.

static const char *const severities[SEVERITY_COUNT] = {
    [SEVERITY_STYLE] = "INFO",
    [SEVERITY_INFO] = "INFO",
    [SEVERITY_WARNING] = "WARNING",
    [SEVERITY_ERROR] = "ERROR",
};

static struct json_out writer(const struct report *r, bool follows) {
  return (struct json_out){r->out, follows};
}

static void begin(struct report *r) {
  struct json_out j = writer(r, false);
  json_object_begin(&j);
  json_key(&j, "source");
  json_object_begin(&j);
  json_member_str(&j, "name", STR("dlint"));
  json_object_end(&j);
  json_key(&j, "diagnostics");
  json_array_begin(&j);
}

static void write_place(struct json_out *j, const char *key, const struct source *src, uint32_t off) {
  uint32_t line = source_line_of(src, off);
  json_key(j, key);
  json_object_begin(j);
  json_member_int(j, "line", line);
  json_member_int(j, "column", 1 + off - source_line_span(src, line).off);
  json_object_end(j);
}

static void write_range(struct json_out *j, const struct source *src, span s) {
  json_key(j, "range");
  json_object_begin(j);
  write_place(j, "start", src, s.off);
  write_place(j, "end", src, span_end(s));
  json_object_end(j);
}

static void write_location(struct json_out *j, const struct source *src, span s) {
  json_key(j, "location");
  json_object_begin(j);
  json_member_str(j, "path", src->path);
  write_range(j, src, s);
  json_object_end(j);
}

// A suggestion is one edit; a fix of several cannot be said.
static void write_suggestions(struct json_out *j, const struct source *src, const struct diag *d) {
  json_key(j, "suggestions");
  json_array_begin(j);
  for (uint32_t i = 0; i < d->fix_count; i++) {
    if (d->fixes[i].edit_count != 1)
      continue;
    const struct diag_edit *edit = &d->fixes[i].edits[0];
    json_object_begin(j);
    write_range(j, src, edit->span);
    json_member_str(j, "text", edit->text);
    json_object_end(j);
  }
  json_array_end(j);
}

static void write_code(struct json_out *j, const struct diag_rule *rule) {
  json_key(j, "code");
  json_object_begin(j);
  json_member_str(j, "value", rule->id);
  if (rule->url.len)
    json_member_str(j, "url", rule->url);
  json_object_end(j);
}

static void write_related(struct json_out *j, const struct source *src, const struct diag *d) {
  json_key(j, "related_locations");
  json_array_begin(j);
  for (uint32_t i = 0; i < d->label_count; i++) {
    json_object_begin(j);
    json_member_str(j, "message", d->labels[i].message);
    write_location(j, src, d->labels[i].span);
    json_object_end(j);
  }
  json_array_end(j);
}

static void file(struct report *r, const struct source *src, const struct diags *diags) {
  struct json_out j = writer(r, r->findings > diags->len);
  for (uint32_t i = 0; i < diags->len; i++) {
    const struct diag *d = &diags->at[i];
    json_object_begin(&j);
    json_member_str(&j, "message", d->message);
    write_location(&j, src, d->span);
    json_member_str(&j, "severity", str_of(severities[d->severity]));
    write_code(&j, d->rule);
    write_suggestions(&j, src, d);
    write_related(&j, src, d);
    json_object_end(&j);
  }
}

static void end(struct report *r) {
  struct json_out j = writer(r, true);
  json_array_end(&j);
  json_object_end(&j);
  json_end_line(&j);
}

const struct report_format report_rdjson = {begin, file, end};
