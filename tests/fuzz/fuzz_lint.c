#include "base/assert.h"
#include "base/json.h"
#include "check/check.h"
#include "fuzz.h"
#include "linting.h"
#include "report/report.h"

// The input is a Dockerfile, which goes all the way: its findings lie in it, a report of them, in one format or
// another, can be read, and linting it again has the same outcome.

static bool is_hidden_char(char c) {
  return ((uint8_t)c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

static void check_span(str bytes, span s) {
  assert(s.off <= bytes.len && s.len <= bytes.len - s.off);
}

static void check_fix(str bytes, const struct diag_fix *fix) {
  uint32_t at = 0;
  for (uint32_t i = 0; i < fix->edit_count; i++) {
    check_span(bytes, fix->edits[i].span);
    assert(fix->edits[i].span.off >= at);
    at = span_end(fix->edits[i].span);
  }
}

static void check_diag(str bytes, const struct diag *d) {
  check_span(bytes, d->span);
  assert(d->message.len > 0);
  for (uint32_t i = 0; i < d->label_count; i++)
    check_span(bytes, d->labels[i].span);
  for (uint32_t i = 0; i < d->fix_count; i++)
    check_fix(bytes, &d->fixes[i]);
}

static str report(struct arena *a, const struct report_format *format, const struct lint *lint) {
  struct fuzz_output o;
  struct report r;
  fuzz_output_init(&o, a);
  report_begin(&r, a, format, &o.out, (struct report_style){0}, (struct report_tool){DLINT_VERSION, ""});
  report_file(&r, a, lint->src, &lint->diags);
  report_end(&r);
  return fuzz_output_text(&o);
}

static void check_report(struct arena *a, str name, str text) {
  bool document = str_eq(name, STR("json")) || str_eq(name, STR("sarif")) || str_eq(name, STR("gitlab"));
  assert(!document || json_parse(a, text));
  if (str_eq(name, STR("jsonl")) || str_eq(name, STR("rdjson")))
    fuzz_check_json_lines(a, text);
  for (uint32_t i = 0; i < text.len; i++)
    assert(!is_hidden_char(text.at[i]));
}

static void try_file(struct arena *a, str bytes) {
  uint32_t count;
  const struct report_format_row *rows = report_formats(&count);
  const struct report_format_row *row = &rows[fuzz_choice(bytes, count)];
  struct lint lint = linting_run(linting_shared(), a, bytes);
  assert(lint.status == LINT_DONE);
  for (uint32_t i = 0; i < lint.diags.len; i++)
    check_diag(bytes, &lint.diags.at[i]);
  str text = report(a, row->format, &lint);
  check_report(a, str_of(row->name), text);
  if (fuzz_is_sampled(bytes)) {
    struct lint again = linting_run(linting_shared(), a, bytes);
    assert(again.status == LINT_DONE && str_eq(report(a, row->format, &again), text));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a;
  arena_init(&a, NULL, 0);
  try_file(&a, fuzz_input(data, size));
  arena_done(&a);
  return 0;
}
