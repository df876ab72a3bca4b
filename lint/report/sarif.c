#include <inttypes.h>

#include "base/json_out.h"
#include "report/formats.h"
#include "report/uri.h"

// SARIF 2.1.0 (OASIS) as code scanning reads it: one run; `results` stand before `tool`, whose rules are known only at
// the end.

static const char *const levels[SEVERITY_COUNT] = {
    [SEVERITY_STYLE] = "note",
    [SEVERITY_INFO] = "note",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

static struct json_out writer(const struct report *r, bool follows) {
  return (struct json_out){r->out, follows};
}

static void begin(struct report *r) {
  struct json_out j = writer(r, false);
  json_object_begin(&j);
  json_member_str(&j, "$schema", STR("https://json.schemastore.org/sarif-2.1.0.json"));
  json_member_str(&j, "version", STR("2.1.0"));
  json_key(&j, "runs");
  json_array_begin(&j);
  json_object_begin(&j);
  json_member_str(&j, "columnKind", STR("utf16CodeUnits"));
  json_key(&j, "results");
  json_array_begin(&j);
}

static void write_text(struct json_out *j, const char *key, str text) {
  json_key(j, key);
  json_object_begin(j);
  json_member_str(j, "text", text);
  json_object_end(j);
}

static void write_region(struct json_out *j, const char *key, const struct source *src, span s) {
  position from = source_position_utf16(src, s.off), to = source_position_utf16(src, span_end(s));
  json_key(j, key);
  json_object_begin(j);
  json_member_int(j, "startLine", from.line);
  json_member_int(j, "startColumn", from.column);
  json_member_int(j, "endLine", to.line);
  json_member_int(j, "endColumn", to.column);
  json_object_end(j);
}

static void write_artifact(struct json_out *j, struct arena *a, const struct source *src) {
  json_key(j, "artifactLocation");
  json_object_begin(j);
  json_member_str(j, "uri", uri_of_path(a, src->path));
  if (!str_has_prefix(src->path, STR("/")))
    json_member_str(j, "uriBaseId", STR("SRCROOT"));
  json_object_end(j);
}

static void write_place(struct json_out *j, struct arena *a, const struct source *src, span s) {
  json_key(j, "physicalLocation");
  json_object_begin(j);
  write_artifact(j, a, src);
  write_region(j, "region", src, s);
  json_object_end(j);
}

static void write_locations(struct json_out *j, struct arena *a, const struct source *src, const struct diag *d) {
  json_key(j, "locations");
  json_array_begin(j);
  json_object_begin(j);
  write_place(j, a, src, d->span);
  json_object_end(j);
  json_array_end(j);
}

static void write_related(struct json_out *j, struct arena *a, const struct source *src, const struct diag *d) {
  if (d->label_count == 0)
    return;
  json_key(j, "relatedLocations");
  json_array_begin(j);
  for (uint32_t i = 0; i < d->label_count; i++) {
    json_object_begin(j);
    json_member_int(j, "id", i);
    write_text(j, "message", d->labels[i].message);
    write_place(j, a, src, d->labels[i].span);
    json_object_end(j);
  }
  json_array_end(j);
}

static void write_replacements(struct json_out *j, const struct source *src, const struct diag_fix *fix) {
  json_key(j, "replacements");
  json_array_begin(j);
  for (uint32_t i = 0; i < fix->edit_count; i++) {
    json_object_begin(j);
    write_region(j, "deletedRegion", src, fix->edits[i].span);
    write_text(j, "insertedContent", fix->edits[i].text);
    json_object_end(j);
  }
  json_array_end(j);
}

static void write_fixes(struct json_out *j, struct arena *a, const struct source *src, const struct diag *d) {
  if (d->fix_count == 0)
    return;
  json_key(j, "fixes");
  json_array_begin(j);
  for (uint32_t i = 0; i < d->fix_count; i++) {
    if (d->fixes[i].edit_count == 0) // advice in words; a fix has to change something
      continue;
    json_object_begin(j);
    write_text(j, "description", d->fixes[i].description);
    json_key(j, "artifactChanges");
    json_array_begin(j);
    json_object_begin(j);
    write_artifact(j, a, src);
    write_replacements(j, src, &d->fixes[i]);
    json_object_end(j);
    json_array_end(j);
    json_object_end(j);
  }
  json_array_end(j);
}

static void write_platforms(struct json_out *j, const struct diag *d) {
  if (d->platform_count == 0)
    return;
  json_key(j, "properties");
  json_object_begin(j);
  json_key(j, "platforms");
  json_array_begin(j);
  for (uint32_t i = 0; i < d->platform_count; i++)
    json_str(j, d->platforms[i]);
  json_array_end(j);
  json_object_end(j);
}

static void write_result(struct json_out *j, struct report *r, const struct source *src, const struct diag *d,
                         struct fingerprints *prints) {
  const struct report_rule *rule = map_get(&r->rules_by_id, d->rule->id);
  json_object_begin(j);
  json_member_str(j, "ruleId", d->rule->id);
  json_member_int(j, "ruleIndex", rule->index);
  json_member_str(j, "level", str_of(levels[d->severity]));
  write_text(j, "message", d->message);
  write_locations(j, r->arena, src, d);
  write_related(j, r->arena, src, d);
  json_key(j, "partialFingerprints");
  json_object_begin(j);
  json_member_str(j, "dlintFinding/v1", fingerprint_next(r->arena, prints, src, d));
  json_object_end(j);
  write_fixes(j, r->arena, src, d);
  write_platforms(j, d);
  json_object_end(j);
}

static void file(struct report *r, const struct source *src, const struct diags *diags) {
  struct json_out j = writer(r, r->findings > diags->len);
  struct fingerprints prints = {0};
  for (uint32_t i = 0; i < diags->len; i++)
    write_result(&j, r, src, &diags->at[i], &prints);
}

// hardcoded-arch-download: HardcodedArchDownload
static str pascal_case(struct arena *a, str id) {
  struct buf b;
  buf_init(&b, a);
  bool first = true;
  for (uint32_t i = 0; i < id.len; i++) {
    char c = id.at[i];
    bool lower = c >= 'a' && c <= 'z';
    if (is_ascii_alnum(c))
      buf_add_char(&b, first && lower ? (char)(c - 'a' + 'A') : c);
    first = !is_ascii_alnum(c);
  }
  return buf_str(&b);
}

// What code scanning shows beside a finding; some viewers take the plain text alone.
static void write_help(struct json_out *j, const struct diag_rule *rule) {
  str help = rule->why.len ? rule->why : rule->summary;
  json_key(j, "help");
  json_object_begin(j);
  json_member_str(j, "text", help);
  json_member_str(j, "markdown", help);
  json_object_end(j);
}

static void write_rule(struct json_out *j, struct arena *a, const struct diag_rule *rule) {
  json_object_begin(j);
  json_member_str(j, "id", rule->id);
  str name = pascal_case(a, rule->id);
  if (!str_eq_nocase(name, rule->id)) // the two must differ
    json_member_str(j, "name", name);
  write_text(j, "shortDescription", rule->summary);
  write_text(j, "fullDescription", rule->summary);
  write_help(j, rule);
  if (rule->url.len)
    json_member_str(j, "helpUri", uri_safe(a, rule->url));
  json_key(j, "defaultConfiguration");
  json_object_begin(j);
  json_member_str(j, "level", str_of(levels[rule->severity]));
  json_object_end(j);
  json_key(j, "properties");
  json_object_begin(j);
  json_key(j, "tags");
  json_array_begin(j);
  json_str(j, rule->category);
  json_array_end(j);
  json_object_end(j);
  json_object_end(j);
}

static void end(struct report *r) {
  struct json_out j = writer(r, true);
  json_array_end(&j); // results
  json_key(&j, "tool");
  json_object_begin(&j);
  json_key(&j, "driver");
  json_object_begin(&j);
  json_member_str(&j, "name", STR("dlint"));
  if (r->tool.homepage[0])
    json_member_str(&j, "informationUri", uri_safe(r->kept, str_of(r->tool.homepage)));
  json_member_str(&j, "semanticVersion", str_of(r->tool.version));
  json_key(&j, "rules");
  json_array_begin(&j);
  for (uint32_t i = 0; i < r->rules.len; i++)
    write_rule(&j, r->kept, r->rules.at[i]->rule);
  json_array_end(&j);
  json_object_end(&j);
  json_object_end(&j);
  json_object_end(&j); // run
  json_array_end(&j);
  json_object_end(&j);
  json_end_line(&j);
}

const struct report_format report_sarif = {begin, file, end};
