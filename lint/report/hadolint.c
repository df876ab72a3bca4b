#include <inttypes.h>

#include "base/json_out.h"
#include "report/formats.h"
#include "report/terminal.h"
#include "report/xml.h"

// The formats of hadolint 2.15, field for field, for plugins and CI steps that read those. Rules have hadolint's codes
// as ids here. Where hadolint has no column it writes 1; ours is the real one, but in the two text formats, whose
// readers expect none.

static const char *const code_climate[SEVERITY_COUNT] = {
    [SEVERITY_STYLE] = "minor",
    [SEVERITY_INFO] = "info",
    [SEVERITY_WARNING] = "major",
    [SEVERITY_ERROR] = "blocker",
};

static const char *const sonar_severities[SEVERITY_COUNT] = {
    [SEVERITY_STYLE] = "INFO",
    [SEVERITY_INFO] = "MINOR",
    [SEVERITY_WARNING] = "MAJOR",
    [SEVERITY_ERROR] = "CRITICAL",
};

static const char *const colors[SEVERITY_COUNT] = {
    [SEVERITY_STYLE] = "\x1b[92m",
    [SEVERITY_INFO] = "\x1b[92m",
    [SEVERITY_WARNING] = "\x1b[1m\x1b[93m",
    [SEVERITY_ERROR] = "\x1b[1m\x1b[91m",
};

static bool is_syntax_error(const struct diag *d) {
  return str_eq(d->rule->id, STR("DL1000"));
}

static void nothing(struct report *r) {
  (void)r;
}

// tty: `Dockerfile:2 DL3014 warning: message`, a syntax error as `Dockerfile:2:1 message`.
static void add_tty(struct report *r, struct buf *b, const struct source *src, const struct diag *d) {
  position at = source_position(src, d->span.off);
  bool colored = r->style.color == REPORT_COLORED, is_stdin = str_eq(src->path, STR("-"));
  if (is_syntax_error(d)) {
    terminal_add_path(b, is_stdin ? STR("/dev/stdin") : src->path);
    buf_add_format(b, ":%" PRIu32 ":%" PRIu32 " ", at.line, at.column);
  } else {
    terminal_add_path(b, src->path);
    buf_add_format(b, ":%" PRIu32 " " STR_FMT " ", at.line, STR_ARG(d->rule->id));
    buf_add_format(b, "%s" STR_FMT "%s: ", colored ? colors[d->severity] : "", STR_ARG(severity_name(d->severity)),
                   colored ? "\x1b[0m" : "");
  }
  terminal_add(b, d->message, 0);
  buf_add_char(b, '\n');
}

static void tty_file(struct report *r, const struct source *src, const struct diags *diags) {
  struct buf b;
  buf_init(&b, r->arena);
  for (uint32_t i = 0; i < diags->len; i++)
    add_tty(r, &b, src, &diags->at[i]);
  out_str(r->out, buf_str(&b));
}

// gnu: `hadolint:Dockerfile:2: DL3014 warning: message`
static void gnu_file(struct report *r, const struct source *src, const struct diags *diags) {
  struct buf b;
  buf_init(&b, r->arena);
  for (uint32_t i = 0; i < diags->len; i++) {
    const struct diag *d = &diags->at[i];
    buf_add(&b, STR("hadolint:"));
    terminal_add(&b, src->path, 0);
    buf_add_format(&b, ":%" PRIu32 ": " STR_FMT " " STR_FMT ": ", source_line_of(src, d->span.off),
                   STR_ARG(d->rule->id), STR_ARG(severity_name(d->severity)));
    terminal_add(&b, d->message, 0);
    buf_add_char(&b, '\n');
  }
  out_str(r->out, buf_str(&b));
}

static void array_begin(struct report *r) {
  out_char(r->out, '[');
}

static void array_end(struct report *r) {
  out_str(r->out, STR("]"));
}

// Writes each finding by `write`, with a comma between them where `separated`.
static void each(struct report *r, const struct source *src, const struct diags *diags, bool separated,
                 void (*write)(struct json_out *j, const struct report *r, const struct source *src,
                               const struct diag *d)) {
  struct json_out j = {r->out, separated && r->findings > diags->len};
  for (uint32_t i = 0; i < diags->len; i++) {
    write(&j, r, src, &diags->at[i]);
    j.follows = j.follows && separated;
  }
}

static void write_json(struct json_out *j, const struct report *r, const struct source *src, const struct diag *d) {
  (void)r;
  position at = source_position(src, d->span.off), to = source_position(src, span_end(d->span));
  json_object_begin(j);
  json_member_str(j, "code", d->rule->id);
  json_member_int(j, "column", at.column);
  json_member_int(j, "endColumn", to.column); // not hadolint's; editors that know the two underline the word
  json_member_int(j, "endLine", to.line);
  json_member_str(j, "file", src->path);
  json_member_str(j, "level", severity_name(d->severity));
  json_member_int(j, "line", at.line);
  json_member_str(j, "message", d->message);
  json_object_end(j);
}

static void json_file(struct report *r, const struct source *src, const struct diags *diags) {
  each(r, src, diags, true, write_json);
}

static void write_lines(struct json_out *j, const struct source *src, const struct diag *d) {
  uint32_t line = source_line_of(src, d->span.off);
  json_key(j, "location");
  json_object_begin(j);
  json_key(j, "lines");
  json_object_begin(j);
  json_member_int(j, "begin", line);
  json_member_int(j, "end", line);
  json_object_end(j);
  json_member_str(j, "path", src->path);
  json_object_end(j);
}

static void write_issue(struct json_out *j, const struct source *src, const struct diag *d, str fingerprint) {
  json_object_begin(j);
  json_key(j, "categories");
  json_array_begin(j);
  json_str(j, STR("Bug Risk"));
  json_array_end(j);
  json_member_str(j, "check_name", d->rule->id);
  json_member_str(j, "description", d->message);
  if (fingerprint.len)
    json_member_str(j, "fingerprint", fingerprint);
  write_lines(j, src, d);
  json_member_str(j, "severity", str_of(code_climate[d->severity]));
  json_member_str(j, "type", STR("issue"));
  json_object_end(j);
}

// Code Climate's engines end each issue with NUL.
static void write_code_climate(struct json_out *j, const struct report *r, const struct source *src,
                               const struct diag *d) {
  write_issue(j, src, d, (str){0});
  out_char(r->out, '\0');
}

static void code_climate_file(struct report *r, const struct source *src, const struct diags *diags) {
  each(r, src, diags, false, write_code_climate);
}

static void gitlab_file(struct report *r, const struct source *src, const struct diags *diags) {
  struct json_out j = {r->out, r->findings > diags->len};
  struct fingerprints prints = {0};
  for (uint32_t i = 0; i < diags->len; i++)
    write_issue(&j, src, &diags->at[i], fingerprint_next(r->arena, &prints, src, &diags->at[i]));
}

static void write_codacy(struct json_out *j, const struct report *r, const struct source *src, const struct diag *d) {
  (void)r;
  json_object_begin(j);
  json_member_str(j, "filename", src->path);
  json_member_int(j, "line", source_line_of(src, d->span.off));
  json_member_str(j, "message", d->message);
  json_member_str(j, "patternId", d->rule->id);
  json_object_end(j);
}

static void codacy_file(struct report *r, const struct source *src, const struct diags *diags) {
  each(r, src, diags, false, write_codacy);
}

static void sonar_begin(struct report *r) {
  out_str(r->out, STR("{\"issues\":["));
}

static void write_sonar(struct json_out *j, const struct report *r, const struct source *src, const struct diag *d) {
  (void)r;
  position from = source_position(src, d->span.off), to = source_position(src, span_end(d->span));
  json_object_begin(j);
  json_member_str(j, "engineId", STR("Hadolint"));
  json_key(j, "primaryLocation");
  json_object_begin(j);
  json_member_str(j, "filePath", src->path);
  json_member_str(j, "message", d->message);
  json_key(j, "textRange");
  json_object_begin(j);
  json_member_int(j, "endColumn", to.column - 1);
  json_member_int(j, "endLine", to.line);
  json_member_int(j, "startColumn", from.column - 1);
  json_member_int(j, "startLine", from.line);
  json_object_end(j);
  json_object_end(j);
  json_member_str(j, "ruleId", d->rule->id);
  json_member_str(j, "severity", str_of(sonar_severities[d->severity]));
  json_member_str(j, "type", d->severity == SEVERITY_ERROR ? STR("BUG") : STR("CODE_SMELL"));
  json_object_end(j);
}

static void sonar_file(struct report *r, const struct source *src, const struct diags *diags) {
  each(r, src, diags, true, write_sonar);
}

static void sonar_end(struct report *r) {
  out_str(r->out, STR("]}"));
}

static void checkstyle_begin(struct report *r) {
  out_str(r->out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?><checkstyle version=\"4.3\">"));
}

static void checkstyle_file(struct report *r, const struct source *src, const struct diags *diags) {
  out_str(r->out, STR("<file"));
  xml_attribute(r->out, "name", src->path);
  out_char(r->out, '>');
  for (uint32_t i = 0; i < diags->len; i++) {
    const struct diag *d = &diags->at[i];
    position at = source_position(src, d->span.off);
    out_str(r->out, STR("<error"));
    xml_attribute_u32(r->out, "column", at.column);
    xml_attribute_u32(r->out, "line", at.line);
    xml_attribute(r->out, "message", d->message);
    xml_attribute(r->out, "severity", severity_name(d->severity));
    xml_attribute(r->out, "source", d->rule->id);
    out_str(r->out, STR("/>"));
  }
  out_str(r->out, STR("</file>"));
}

static void checkstyle_end(struct report *r) {
  out_str(r->out, STR("</checkstyle>"));
}

static const struct report_format tty = {nothing, tty_file, nothing};
static const struct report_format gnu = {nothing, gnu_file, nothing};
static const struct report_format json = {array_begin, json_file, array_end};
static const struct report_format checkstyle = {checkstyle_begin, checkstyle_file, checkstyle_end};
static const struct report_format code_climate_format = {nothing, code_climate_file, nothing};
static const struct report_format gitlab = {array_begin, gitlab_file, array_end};
static const struct report_format codacy = {nothing, codacy_file, nothing};
static const struct report_format sonarqube = {sonar_begin, sonar_file, sonar_end};

static const struct report_format_row formats[] = {
    {"tty", "", &tty},
    {"json", "", &json},
    {"checkstyle", "", &checkstyle},
    {"codeclimate", "", &code_climate_format},
    {"gitlab_codeclimate", "", &gitlab},
    {"gnu", "", &gnu},
    {"codacy", "", &codacy},
    {"sonarqube", "", &sonarqube},
    {"sarif", "", &report_sarif},
    {"junit", "", &report_junit},
};

const struct report_format *report_hadolint_format_named(str name) {
  for (uint32_t i = 0; i < COUNT_OF(formats); i++)
    if (str_eq(str_of(formats[i].name), name))
      return formats[i].format;
  return NULL;
}
