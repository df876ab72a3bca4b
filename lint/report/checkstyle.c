#include "report/formats.h"
#include "report/xml.h"

// The format of Checkstyle's XMLLogger. Its levels are error, warning and info.

static void begin(struct report *r) {
  out_str(r->out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n"));
}

static void add_error(struct report *r, const struct source *src, const struct diag *d) {
  position at = source_position(src, d->span.off);
  out_str(r->out, STR("<error"));
  xml_attribute_u32(r->out, "line", at.line);
  xml_attribute_u32(r->out, "column", at.column);
  xml_attribute(r->out, "severity", d->severity == SEVERITY_STYLE ? STR("info") : severity_name(d->severity));
  xml_attribute(r->out, "message", d->message);
  xml_attribute(r->out, "source", str_concat(r->arena, STR("dlint."), d->rule->id));
  out_str(r->out, STR("/>\n"));
}

static void file(struct report *r, const struct source *src, const struct diags *diags) {
  out_str(r->out, STR("<file"));
  xml_attribute(r->out, "name", src->path);
  out_str(r->out, STR(">\n"));
  for (uint32_t i = 0; i < diags->len; i++)
    add_error(r, src, &diags->at[i]);
  out_str(r->out, STR("</file>\n"));
}

static void end(struct report *r) {
  out_str(r->out, STR("</checkstyle>\n"));
}

const struct report_format report_checkstyle = {begin, file, end};
