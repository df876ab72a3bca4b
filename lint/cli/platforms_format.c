#include "cli/platforms_format.h"

#include "base/buf.h"
#include "base/json_out.h"
#include "base/utf8.h"

// What processors they are (Debian wiki, SupportedArchitectures; Docker, multi-platform builds).
static const struct platform_manual manuals[] = {
    {"linux/amd64", "64-bit Intel and AMD processors", "x86_64, x64", "most servers and PCs, CI runners"},
    {"linux/arm64", "64-bit ARM processors", "aarch64, arm64v8", "Apple Silicon, AWS Graviton, Raspberry Pi 4 and 5"},
    {"linux/arm/v7", "32-bit ARM processors", "armhf, armv7l", "Raspberry Pi 2 and 3 with a 32-bit system"},
    {"linux/arm/v6", "older 32-bit ARM processors", "armel, armv6l", "Raspberry Pi 1 and Zero"},
    {"linux/386", "32-bit x86 processors", "i386, i686, x86", "old PCs"},
    {"linux/ppc64le", "IBM POWER, little endian", "ppc64el", "POWER8 and later servers"},
    {"linux/s390x", "IBM Z", "s390x", "mainframes"},
    {"linux/riscv64", "64-bit RISC-V", "riscv64gc", "VisionFive, SiFive boards"},
};

const struct platform_manual *platform_manual(str name) {
  static const struct platform_manual none = {"", "", "", ""};
  for (uint32_t i = 0; i < COUNT_OF(manuals); i++)
    if (str_eq(str_of(manuals[i].platform), name))
      return &manuals[i];
  return &none;
}

static void nothing(struct platforms_page *p) {
  (void)p;
}

static uint32_t line_of(const struct lint *lint, const struct verdict_reason *r) {
  return source_line_of(lint->src, r->span.off);
}

// Text

enum { COLUMN_GAP = 2 };

static const char *const colors[VERDICT_COUNT] = {
    [VERDICT_BUILDS] = "\033[32m",   [VERDICT_UNKNOWN] = "\033[2m",  [VERDICT_EMULATED] = "\033[33m",
    [VERDICT_BREAKS] = "\033[1;31m", [VERDICT_OTHER_OS] = "\033[2m",
};

static void pad(struct buf *b, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; i++)
    buf_add_char(b, ' ');
}

static void add_row(const struct platforms_page *p, struct buf *b, const struct platform_row *row, bool is_file) {
  uint32_t width = p->label_width + 2 * COLUMN_GAP;
  uint32_t at = is_file ? 0 : COLUMN_GAP;
  pad(b, 0, at);
  str label = report_path(b->arena, row->label);
  buf_add(b, label);
  pad(b, at + utf8_count(label), width);
  for (uint32_t i = 0; i < row->verdicts.len; i++) {
    const struct platform_verdict *v = &row->verdicts.at[i];
    str name = verdict_name(v->verdict);
    buf_add(b, p->color == REPORT_COLORED ? str_of(colors[v->verdict]) : STR(""));
    buf_add(b, name);
    buf_add(b, p->color == REPORT_COLORED ? STR("\033[0m") : STR(""));
    if (i + 1 < row->verdicts.len)
      pad(b, name.len, (v->name.len > name.len ? v->name.len : name.len) + COLUMN_GAP);
  }
  buf_add_char(b, '\n');
}

static void add_heading(const struct platforms_page *p, struct buf *b, const struct verdicts *verdicts) {
  pad(b, 0, p->label_width + 2 * COLUMN_GAP);
  for (uint32_t i = 0; i < verdicts->len; i++) {
    str name = verdicts->at[i].name;
    buf_add(b, name);
    if (i + 1 < verdicts->len)
      pad(b, 0, (name.len < 8 ? 8 - name.len : 0) + COLUMN_GAP);
  }
  buf_add_char(b, '\n');
}

static bool is_said_before(const struct verdicts *verdicts, uint32_t column, const struct verdict_reason *r) {
  for (uint32_t i = 0; i < column; i++)
    for (uint32_t k = 0; k < verdicts->at[i].reason_count; k++)
      if (verdicts->at[i].reasons[k].span.off == r->span.off && str_eq(verdicts->at[i].reasons[k].message, r->message))
        return true;
  return false;
}

static void add_reason(struct buf *b, const struct lint *lint, const struct verdict_reason *r) {
  buf_add_format(b, "    %u: ", line_of(lint, r));
  buf_add(b, report_plain(b->arena, r->message));
  if (r->rule.len)
    buf_add_format(b, " [" STR_FMT "]", STR_ARG(r->rule));
  buf_add_char(b, '\n');
}

static void text_file(struct platforms_page *p, struct arena *a, const struct lint *lint,
                      const struct platform_row *rows, uint32_t row_count) {
  struct buf b, heading;
  buf_init(&b, a);
  buf_init(&heading, a);
  add_heading(p, &heading, &rows->verdicts);
  uint32_t hash = str_hash(buf_str(&heading));
  if (hash != p->heading) {
    buf_add(&b, p->files ? STR("\n") : STR(""));
    buf_add(&b, buf_str(&heading));
    p->heading = hash;
  }
  for (uint32_t i = 0; i < row_count; i++)
    add_row(p, &b, &rows[i], i == 0);
  for (uint32_t i = 0; i < rows->verdicts.len; i++) {
    const struct platform_verdict *v = &rows->verdicts.at[i];
    for (uint32_t k = 0; k < v->reason_count; k++)
      if (!is_said_before(&rows->verdicts, i, &v->reasons[k]))
        add_reason(&b, lint, &v->reasons[k]);
  }
  out_str(p->out, buf_str(&b));
}

const struct platforms_format platforms_text = {nothing, text_file, nothing};

// JSON: DESIGN's object. The writer's state is one flag, which is known at each place.

static void json_begin(struct platforms_page *p) {
  out_str(p->out, STR("{\"files\":["));
}

static void json_file(struct platforms_page *p, struct arena *a, const struct lint *lint,
                      const struct platform_row *rows, uint32_t row_count) {
  (void)a, (void)row_count;
  struct json_out j = {p->out, p->files > 0};
  json_object_begin(&j);
  json_member_str(&j, "path", rows->label);
  json_key(&j, "platforms");
  json_array_begin(&j);
  for (uint32_t i = 0; i < rows->verdicts.len; i++) {
    const struct platform_verdict *v = &rows->verdicts.at[i];
    json_object_begin(&j);
    json_member_str(&j, "platform", v->name);
    json_member_str(&j, "verdict", verdict_name(v->verdict));
    json_key(&j, "reasons");
    json_array_begin(&j);
    for (uint32_t k = 0; k < v->reason_count; k++) {
      json_object_begin(&j);
      json_member_str(&j, "rule", v->reasons[k].rule);
      json_member_int(&j, "line", line_of(lint, &v->reasons[k]));
      json_member_str(&j, "message", v->reasons[k].message);
      json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
  }
  json_array_end(&j);
  json_object_end(&j);
}

static void json_end(struct platforms_page *p) {
  out_str(p->out, STR("]}\n"));
}

const struct platforms_format platforms_json = {json_begin, json_file, json_end};

// Markdown: the section "Supported architectures" of a README.

// Text in a table or list: nothing of it is markup, and it stays on one line.
static void add_markdown(struct buf *b, str text) {
  for (uint32_t i = 0, len; i < text.len; i += len) {
    uint32_t c = utf8_decode(str_skip(text, i), &len);
    if (c < ' ' || (c >= 0x7F && c < 0xA0) || c == UTF8_REPLACEMENT) {
      buf_add_char(b, ' ');
      continue;
    }
    if (c < 0x80 && str_find_char(STR("\\`*_{}[]<>()#|&!~$"), (char)c) < 18)
      buf_add_char(b, '\\');
    buf_add(b, str_slice(text, i, i + len));
  }
}

static bool is_judged(const struct verdicts *verdicts, const char *name) {
  for (uint32_t i = 0; i < verdicts->len; i++)
    if (str_eq(verdicts->at[i].name, str_of(name)))
      return true;
  return false;
}

// What a reader may ask for next.
static void add_other_platforms(struct buf *b, const struct verdicts *verdicts) {
  uint32_t others = 0;
  for (uint32_t i = 0; i < COUNT_OF(manuals); i++) {
    if (is_judged(verdicts, manuals[i].platform))
      continue;
    buf_add(b, others++ ? STR(", ") : STR("\nNot looked at: "));
    buf_add_format(b, "%s (%s)", manuals[i].platform, manuals[i].description);
  }
  buf_add(b, others ? STR(".\n") : STR(""));
}

static void markdown_file(struct platforms_page *p, struct arena *a, const struct lint *lint,
                          const struct platform_row *rows, uint32_t row_count) {
  (void)row_count;
  struct buf b;
  buf_init(&b, a);
  buf_add(&b, p->files ? STR("\n## Supported architectures: ") : STR("## Supported architectures: "));
  add_markdown(&b, rows->label);
  buf_add(&b,
          STR("\n\n| platform | status | what it is | also called | found in |\n| --- | --- | --- | --- | --- |\n"));
  for (uint32_t i = 0; i < rows->verdicts.len; i++) {
    const struct platform_verdict *v = &rows->verdicts.at[i];
    const struct platform_manual *m = platform_manual(v->name);
    buf_add(&b, STR("| "));
    add_markdown(&b, v->name);
    buf_add_format(&b, " | " STR_FMT " | %s | %s | %s |\n", STR_ARG(verdict_name(v->verdict)), m->description,
                   m->common_names, m->examples);
  }
  for (uint32_t i = 0; i < rows->verdicts.len; i++) {
    const struct platform_verdict *v = &rows->verdicts.at[i];
    if (!v->reason_count)
      continue;
    buf_add(&b, STR("\n### "));
    add_markdown(&b, v->name);
    buf_add_format(&b, ": " STR_FMT "\n\n", STR_ARG(verdict_name(v->verdict)));
    for (uint32_t k = 0; k < v->reason_count; k++) {
      buf_add_format(&b, "- line %u: ", line_of(lint, &v->reasons[k]));
      add_markdown(&b, v->reasons[k].message);
      if (v->reasons[k].rule.len)
        buf_add_format(&b, " (`" STR_FMT "`)", STR_ARG(v->reasons[k].rule));
      buf_add_char(&b, '\n');
    }
  }
  add_other_platforms(&b, &rows->verdicts);
  out_str(p->out, buf_str(&b));
}

const struct platforms_format platforms_markdown = {nothing, markdown_file, nothing};

// HTML: one page that needs nothing else, with the source and what is said of its lines.

static void add_html(struct buf *b, str text) {
  static const char *const entities[] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;"};
  for (uint32_t i = 0, len; i < text.len; i += len) {
    uint32_t c = utf8_decode(str_skip(text, i), &len);
    if (c < COUNT_OF(entities) && entities[c])
      buf_add(b, str_of(entities[c]));
    else if ((c < ' ' && c != '\t') || c == 0x7F || c == UTF8_REPLACEMENT)
      buf_add(b, STR("\xEF\xBF\xBD"));
    else
      buf_add(b, str_slice(text, i, i + len));
  }
}

static void html_begin(struct platforms_page *p) {
  out_str(
      p->out,
      STR("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>dlint platforms</title>\n<style>\n"
          "body{font:15px/1.5 system-ui,sans-serif;max-width:70em;margin:2em auto;padding:0 1em}\n"
          "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .7em;text-align:left}\n"
          "pre{background:#f6f8fa;padding:1em;overflow:auto;counter-reset:line}\n"
          "pre span{counter-increment:line}pre span::before{content:counter(line);color:#888;display:inline-block;"
          "width:3em}\npre em{display:block;font-style:normal;margin-left:3em;color:#b00020;white-space:normal}\n"
          ".builds{background:#dcf5dc}.breaks{background:#fbd9d9}.emulated{background:#fdf0cf}"
          ".unknown,.na{background:#eee}\n</style></head><body>\n<h1>Supported architectures</h1>\n"));
}

static void add_html_table(struct buf *b, const struct platform_row *rows, uint32_t row_count) {
  buf_add(b, STR("<table><tr><th></th>"));
  for (uint32_t i = 0; i < rows->verdicts.len; i++) {
    buf_add(b, STR("<th>"));
    add_html(b, rows->verdicts.at[i].name);
    buf_add(b, STR("</th>"));
  }
  buf_add(b, STR("</tr>\n"));
  for (uint32_t r = 0; r < row_count; r++) {
    buf_add(b, STR("<tr><th>"));
    add_html(b, rows[r].label);
    buf_add(b, STR("</th>"));
    for (uint32_t i = 0; i < rows[r].verdicts.len; i++) {
      enum verdict verdict = rows[r].verdicts.at[i].verdict;
      str name = verdict_name(verdict);
      buf_add_format(b, "<td class=\"" STR_FMT "\">" STR_FMT "</td>",
                     STR_ARG(verdict == VERDICT_OTHER_OS ? STR("na") : name), STR_ARG(name));
    }
    buf_add(b, STR("</tr>\n"));
  }
  buf_add(b, STR("</table>\n"));
}

static void add_html_notes(struct buf *b, const struct lint *lint, const struct verdicts *verdicts, uint32_t line) {
  for (uint32_t i = 0; i < verdicts->len; i++)
    for (uint32_t k = 0; k < verdicts->at[i].reason_count; k++) {
      const struct verdict_reason *r = &verdicts->at[i].reasons[k];
      if (line_of(lint, r) != line || is_said_before(verdicts, i, r))
        continue;
      buf_add(b, STR("<em>"));
      add_html(b, r->message);
      if (r->rule.len)
        buf_add_format(b, " [" STR_FMT "]", STR_ARG(r->rule));
      buf_add(b, STR("</em>"));
    }
}

static void html_file(struct platforms_page *p, struct arena *a, const struct lint *lint,
                      const struct platform_row *rows, uint32_t row_count) {
  struct buf b;
  buf_init(&b, a);
  buf_add(&b, STR("<h2>"));
  add_html(&b, rows->label);
  buf_add(&b, STR("</h2>\n"));
  add_html_table(&b, rows, row_count);
  buf_add(&b, STR("<pre>"));
  for (uint32_t line = 1; line <= lint->src->line_count; line++) {
    buf_add(&b, STR("<span>"));
    add_html(&b, source_line(lint->src, line));
    buf_add(&b, STR("</span>\n"));
    add_html_notes(&b, lint, &rows->verdicts, line);
  }
  buf_add(&b, STR("</pre>\n"));
  out_str(p->out, buf_str(&b));
}

static void html_end(struct platforms_page *p) {
  out_str(p->out, STR("</body></html>\n"));
}

const struct platforms_format platforms_html = {html_begin, html_file, html_end};
