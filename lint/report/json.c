#include "base/json_out.h"
#include "report/formats.h"
#include "report/json_diag.h"

// The writer's state is one flag, and what follows what is known at each of the calls below.
static struct json_out writer(struct report *r, bool follows) {
  return (struct json_out){r->out, follows};
}

static void begin(struct report *r) {
  struct json_out j = writer(r, false);
  json_object_begin(&j);
  json_member_str(&j, "version", str_of(r->tool.version));
  json_key(&j, "files");
  json_array_begin(&j);
}

static void file(struct report *r, const struct source *src, const struct diags *diags) {
  struct json_out j = writer(r, r->files > 0);
  json_object_begin(&j);
  json_member_str(&j, "path", src->path);
  json_key(&j, "diagnostics");
  json_array_begin(&j);
  for (uint32_t i = 0; i < diags->len; i++)
    json_diag(&j, (str){0}, src, &diags->at[i]);
  json_array_end(&j);
  json_object_end(&j);
}

static void end(struct report *r) {
  struct json_out j = writer(r, true);
  json_array_end(&j);
  json_key(&j, "summary");
  json_object_begin(&j);
  json_member_int(&j, "files", r->files);
  json_member_int(&j, "errors", r->count[SEVERITY_ERROR]);
  json_member_int(&j, "warnings", r->count[SEVERITY_WARNING]);
  json_member_int(&j, "infos", r->count[SEVERITY_INFO]);
  json_member_int(&j, "style", r->count[SEVERITY_STYLE]);
  json_object_end(&j);
  json_object_end(&j);
  json_end_line(&j);
}

const struct report_format report_json = {begin, file, end};
