#include "report/report.h"

#include <inttypes.h>

#include "report/formats.h"
#include "report/terminal.h"

static const struct report_format_row formats[] = {
#define FORMAT(name, doc) {#name, doc, &report_##name},
#include "report/formats.def"
#undef FORMAT
};

#define FORMAT(name, doc) " " #name
const char report_format_names[] = "one of"
#include "report/formats.def"
    ;
#undef FORMAT

const struct report_format_row *report_formats(uint32_t *count) {
  *count = COUNT_OF(formats);
  return formats;
}

const struct report_format *report_format_named(str name) {
  for (uint32_t i = 0; i < COUNT_OF(formats); i++)
    if (str_eq(str_of(formats[i].name), name))
      return formats[i].format;
  return NULL;
}

str report_plain(struct arena *a, str s) {
  struct buf b;
  buf_init(&b, a);
  terminal_add(&b, s, 0);
  return buf_str(&b);
}

str report_path(struct arena *a, str path) {
  struct buf b;
  buf_init(&b, a);
  terminal_add_path(&b, path);
  return buf_str(&b);
}

str report_line(struct arena *a, str line) {
  struct buf b;
  buf_init(&b, a);
  terminal_add_line(&b, line);
  return buf_str(&b);
}

static void add_count(struct buf *b, uint32_t n, const char *one, const char *many) {
  buf_add_format(b, "%" PRIu32 " %s", n, n == 1 ? one : many);
}

static const struct {
  enum severity severity;
  const char *one, *many;
} levels[] = {
    {SEVERITY_ERROR, "error", "errors"},
    {SEVERITY_WARNING, "warning", "warnings"},
    {SEVERITY_INFO, "info", "infos"},
    {SEVERITY_STYLE, "style", "style"},
};

void report_add_summary(const struct report *r, struct buf *b) {
  add_count(b, r->files, "file", "files");
  const char *before = ": ";
  for (uint32_t i = 0; i < COUNT_OF(levels); i++) {
    if (r->count[levels[i].severity] == 0)
      continue;
    buf_add(b, str_of(before));
    add_count(b, r->count[levels[i].severity], levels[i].one, levels[i].many);
    before = ", ";
  }
  buf_add(b, r->findings ? STR("\n") : STR(": no findings\n"));
}

void report_begin(struct report *r, struct arena *kept, const struct report_format *format, struct out *out,
                  struct report_style style, struct report_tool tool) {
  *r = (struct report){.format = format, .out = out, .kept = kept, .style = style, .tool = tool};
  format->begin(r);
}

static void count_finding(struct report *r, const struct diag *d) {
  struct report_rule *seen = map_get(&r->rules_by_id, d->rule->id);
  if (!seen) {
    seen = NEW(r->kept, struct report_rule);
    *seen = (struct report_rule){.rule = d->rule, .index = r->rules.len};
    VEC_PUSH(r->kept, &r->rules, seen);
    map_put(r->kept, &r->rules_by_id, d->rule->id, seen);
  }
  seen->findings++;
  r->findings++;
  r->count[d->severity]++;
}

void report_file(struct report *r, struct arena *a, const struct source *src, const struct diags *diags) {
  r->arena = a;
  for (uint32_t i = 0; i < diags->len; i++)
    count_finding(r, &diags->at[i]);
  r->format->file(r, src, diags);
  r->files++;
}

void report_end(struct report *r) {
  r->format->end(r);
}
