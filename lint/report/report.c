#include "report/report.h"

#include "report/formats.h"
#include "report/terminal.h"

static const struct report_format_row formats[] = {
#define FORMAT(name, doc) {#name, doc, &report_##name},
#include "report/formats.def"
#undef FORMAT
};

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

void report_begin(struct report *r, const struct report_format *format, struct out *out, enum report_color color,
                  const char *version) {
  *r = (struct report){.format = format, .out = out, .color = color, .version = version};
  format->begin(r);
}

void report_file(struct report *r, struct arena *a, const struct source *src, const struct diags *diags) {
  r->arena = a;
  r->format->file(r, src, diags);
  r->files++;
  for (uint32_t i = 0; i < diags->len; i++)
    r->count[diags->at[i].severity]++;
}

void report_end(struct report *r) {
  r->format->end(r);
}
