#include "base/json_out.h"
#include "report/formats.h"

// GitLab's code quality report: the parts of a Code Climate issue that it reads. Two findings with equal fingerprints
// would be shown as one.

static const char *const severities[SEVERITY_COUNT] = {
    [SEVERITY_STYLE] = "info",
    [SEVERITY_INFO] = "minor",
    [SEVERITY_WARNING] = "major",
    [SEVERITY_ERROR] = "critical",
};

// The writer's state is one flag: whether something stands before, in the array.
static struct json_out writer(const struct report *r, bool follows) {
  return (struct json_out){r->out, follows};
}

static void begin(struct report *r) {
  struct json_out j = writer(r, false);
  json_array_begin(&j);
}

static void write_place(struct json_out *j, const struct source *src, span s) {
  json_key(j, "location");
  json_object_begin(j);
  json_member_str(j, "path", str_has_prefix(src->path, STR("./")) ? str_skip(src->path, 2) : src->path);
  json_key(j, "lines");
  json_object_begin(j);
  json_member_int(j, "begin", source_line_of(src, s.off));
  json_object_end(j);
  json_object_end(j);
}

static void file(struct report *r, const struct source *src, const struct diags *diags) {
  struct json_out j = writer(r, r->findings > diags->len);
  struct fingerprints prints = {0};
  for (uint32_t i = 0; i < diags->len; i++) {
    const struct diag *d = &diags->at[i];
    json_object_begin(&j);
    json_member_str(&j, "description", d->message);
    json_member_str(&j, "check_name", d->rule->id);
    json_member_str(&j, "fingerprint", fingerprint_next(r->arena, &prints, src, d));
    json_member_str(&j, "severity", str_of(severities[d->severity]));
    write_place(&j, src, d->span);
    json_object_end(&j);
  }
}

static void end(struct report *r) {
  struct json_out j = writer(r, true);
  json_array_end(&j);
  json_end_line(&j);
}

const struct report_format report_gitlab = {begin, file, end};
