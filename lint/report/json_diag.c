#include "report/json_diag.h"

static void write_range(struct json_out *j, const struct source *src, span s) {
  position from = source_position(src, s.off), to = source_position(src, span_end(s));
  json_member_int(j, "line", from.line);
  json_member_int(j, "column", from.column);
  json_member_int(j, "end_line", to.line);
  json_member_int(j, "end_column", to.column);
}

static void write_labels(struct json_out *j, const struct source *src, const struct diag *d) {
  json_key(j, "labels");
  json_array_begin(j);
  for (uint32_t i = 0; i < d->label_count; i++) {
    json_object_begin(j);
    write_range(j, src, d->labels[i].span);
    json_member_str(j, "message", d->labels[i].message);
    json_object_end(j);
  }
  json_array_end(j);
}

static void write_fix(struct json_out *j, const struct source *src, const struct diag_fix *fix) {
  json_object_begin(j);
  json_member_str(j, "description", fix->description);
  json_member_str(j, "applicability", fix->safe ? STR("safe") : STR("suggestion"));
  json_key(j, "edits");
  json_array_begin(j);
  for (uint32_t i = 0; i < fix->edit_count; i++) {
    json_object_begin(j);
    write_range(j, src, fix->edits[i].span);
    json_member_str(j, "text", fix->edits[i].text);
    json_object_end(j);
  }
  json_array_end(j);
  json_object_end(j);
}

void json_diag(struct json_out *j, str path, const struct source *src, const struct diag *d) {
  json_object_begin(j);
  if (path.len)
    json_member_str(j, "path", path);
  json_member_str(j, "rule", d->rule->id);
  json_member_str(j, "category", d->rule->category);
  json_member_str(j, "severity", severity_name(d->severity));
  json_member_str(j, "message", d->message);
  write_range(j, src, d->span);
  if (d->platform_count) {
    json_key(j, "platforms");
    json_array_begin(j);
    for (uint32_t i = 0; i < d->platform_count; i++)
      json_str(j, d->platforms[i]);
    json_array_end(j);
  }
  write_labels(j, src, d);
  json_key(j, "fixes");
  json_array_begin(j);
  for (uint32_t i = 0; i < d->fix_count; i++)
    write_fix(j, src, &d->fixes[i]);
  json_array_end(j);
  if (d->rule->url.len)
    json_member_str(j, "url", d->rule->url);
  json_object_end(j);
}
