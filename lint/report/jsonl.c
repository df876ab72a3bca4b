#include "report/formats.h"
#include "report/json_diag.h"

static void begin(struct report *r) {
  (void)r;
}

static void file(struct report *r, const struct source *src, const struct diags *diags) {
  struct json_out j;
  json_out_init(&j, r->out);
  for (uint32_t i = 0; i < diags->len; i++) {
    json_diag(&j, src->path, src, &diags->at[i]);
    json_end_line(&j);
  }
}

static void end(struct report *r) {
  (void)r;
}

const struct report_format report_jsonl = {begin, file, end};
