#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "base/buf.h"
#include "report/report.h"

// Each format writes the same two files, every text in them as awkward as a stranger could make it. What comes out is
// compared with tests/golden/report/FORMAT; tests/golden/report/check.py reads those with other programs' parsers.

#define AWKWARD                                                                                                        \
  "\"q\" 'a' <b> & `c` |d| \\ %0A::error::x ]]> \x1b[31m \xE2\x80\xAE \xFF \x01 \r\n##vso[x] @me *e* \xC3\xA9"

static const str lines = STR_INIT("FROM a\nRUN curl -L " AWKWARD " \xF0\x9F\x90\x8B end\n  RUN true\n");

static const struct diag_rule rules[] = {
    {.id = STR_INIT("odd-url"),
     .category = STR_INIT("arch"),
     .severity = SEVERITY_WARNING,
     .effect = EFFECT_BREAKS,
     .summary = STR_INIT("A URL is odd: <\"&'>"),
     .why = STR_INIT("Odd URLs *confuse* people.\n\n" AWKWARD),
     .url = STR_INIT("https://example.com/odd-url?a=1&b=\"2\"")},
    {.id = STR_INIT("plain"), .category = STR_INIT("style"), .severity = SEVERITY_STYLE, .summary = STR_INIT("Plain")},
};

static const str platforms[] = {STR_INIT("linux/arm64"), STR_INIT("linux/386")};
static const struct diag_label labels[] = {{{0, 6}, STR_INIT("from here: " AWKWARD)}};
static const struct diag_edit edits[] = {{.span = {11, 4}, .text = STR_INIT("wget " AWKWARD)},
                                         {.span = {16, 2}, .text = STR_INIT("")}};
static const struct diag_edit one_edit[] = {{.span = {7, 0}, .text = STR_INIT("x\n")}};
static const struct diag_fix fixes[] = {
    {STR_INIT("write it so: " AWKWARD), true, edits, COUNT_OF(edits)},
    {STR_INIT("or so"), false, one_edit, COUNT_OF(one_edit)},
    {STR_INIT("think about it"), false, NULL, 0},
};

static void add_findings(struct arena *a, struct diags *diags) {
  diags_add(a, diags,
            (struct diag){
                .rule = &rules[0],
                .severity = SEVERITY_ERROR,
                .message = STR("says " AWKWARD),
                .span = {11, 4},
                .platforms = platforms,
                .platform_count = COUNT_OF(platforms),
                .labels = labels,
                .label_count = COUNT_OF(labels),
                .fixes = fixes,
                .fix_count = COUNT_OF(fixes),
            });
  // Equal to the first but for its place in the line: fingerprints must differ.
  diags_add(a, diags,
            (struct diag){.rule = &rules[0], .severity = SEVERITY_INFO, .message = STR("m"), .span = {16, 2}});
  uint32_t whale = str_find(lines, STR("\xF0\x9F\x90\x8B")), last = str_find(lines, STR("  RUN"));
  struct diag wide = {.rule = &rules[1], .severity = SEVERITY_WARNING, .message = STR("over two lines")};
  wide.span = (span){whale, last + 5 - whale};
  diags_add(a, diags, wide);
  struct diag empty = {.rule = &rules[1], .severity = SEVERITY_STYLE, .message = STR("at the end")};
  empty.span = (span){lines.len, 0};
  diags_add(a, diags, empty);
}

static bool collect(void *ctx, const char *at, size_t len) {
  buf_add(ctx, (str){at, (uint32_t)len});
  return true;
}

static str write_report(struct arena *a, const struct report_format *format) {
  struct buf b;
  buf_init(&b, a);
  struct out *out = NEW(a, struct out);
  out_init(out, collect, &b);
  struct report r;
  report_begin(&r, a, format, out, (struct report_style){0},
               (struct report_tool){"0.0.0", "https://example.com/dlint"});
  struct diags diags = {0};
  add_findings(a, &diags);
  report_file(&r, a, source_new(a, STR("./a, b:%\n" AWKWARD "/Dockerfile"), lines), &diags);
  report_file(&r, a, source_new(a, STR("/clean"), STR("FROM a\n")), &(struct diags){0});
  report_file(&r, a, source_new(a, STR("::error::x"), lines), &diags);
  report_end(&r);
  assert_true(out_flush(out));
  return buf_str(&b);
}

static void test_format(void **state) {
  const struct report_format_row *row = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  str actual = write_report(&a, row->format);
  str path = str_format(&a, "%s/report/%s", DLINT_TESTS_GOLDEN, row->name);
  if (getenv("DLINT_UPDATE")) {
    FILE *f = fopen(path.at, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(actual.at, 1, actual.len, f), actual.len);
    fclose(f);
  }
  str expected;
  struct fault why;
  if (!source_read(&a, path, &expected, &why))
    fail_msg("%s: " STR_FMT, path.at, STR_ARG(why.message));
  assert_str_equal(actual, expected);
  arena_done(&a);
}

int main(void) {
  uint32_t count;
  const struct report_format_row *rows = report_formats(&count);
  return run_cases("formats", rows, sizeof *rows, count, test_format);
}
