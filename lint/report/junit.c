#include <inttypes.h>

#include "report/formats.h"
#include "report/xml.h"

// The JUnit XML that CI servers read: a suite a file. A finding is a test that failed; a clean file has one that
// passed, so that it is seen to have been linted.

static void begin(struct report *r) {
  out_str(r->out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dlint\">\n"));
}

static void begin_case(struct report *r, const struct source *src, str name) {
  out_str(r->out, STR("<testcase"));
  xml_attribute(r->out, "classname", src->path);
  xml_attribute(r->out, "name", name);
}

static void add_failure(struct report *r, const struct source *src, const struct diag *d) {
  position at = source_position(src, d->span.off);
  str name = str_format(r->arena, STR_FMT ":%" PRIu32 ":%" PRIu32, STR_ARG(d->rule->id), at.line, at.column);
  begin_case(r, src, name);
  out_str(r->out, STR("><failure"));
  xml_attribute(r->out, "type", severity_name(d->severity));
  xml_attribute(r->out, "message", d->message);
  out_char(r->out, '>');
  xml_text(r->out, source_line(src, at.line));
  out_str(r->out, STR("</failure></testcase>\n"));
}

static void file(struct report *r, const struct source *src, const struct diags *diags) {
  out_str(r->out, STR("<testsuite"));
  xml_attribute(r->out, "name", src->path);
  xml_attribute_u32(r->out, "tests", diags->len ? diags->len : 1);
  xml_attribute_u32(r->out, "failures", diags->len);
  xml_attribute_u32(r->out, "errors", 0);
  out_str(r->out, STR(">\n"));
  for (uint32_t i = 0; i < diags->len; i++)
    add_failure(r, src, &diags->at[i]);
  if (diags->len == 0) {
    begin_case(r, src, STR("no findings"));
    out_str(r->out, STR("/>\n"));
  }
  out_str(r->out, STR("</testsuite>\n"));
}

static void end(struct report *r) {
  out_str(r->out, STR("</testsuites>\n"));
}

const struct report_format report_junit = {begin, file, end};
