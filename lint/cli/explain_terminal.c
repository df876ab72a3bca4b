#include <inttypes.h>

#include "base/utf8.h"
#include "cli/explain_form.h"

static const char bold[] = "\x1b[1m", code[] = "\x1b[36m", faint[] = "\x1b[2m", plain[] = "\x1b[0m";

static void color(const struct explanation *e, const char *sequence) {
  if (e->color == REPORT_COLORED)
    out_str(e->out, str_of(sequence));
}

static void text(const struct explanation *e, str s) {
  out_str(e->out, report_plain(e->arena, s));
}

static void heading(const struct explanation *e, str title) {
  out_char(e->out, '\n');
  color(e, bold);
  text(e, title);
  color(e, plain);
  out_char(e->out, '\n');
}

static void write_list(const struct explanation *e, const char *title, const str *items, uint32_t count) {
  if (count == 0)
    return;
  out_str(e->out, str_of(title));
  for (uint32_t i = 0; i < count; i++) {
    out_str(e->out, i ? STR(", ") : STR(": "));
    text(e, items[i]);
  }
  out_char(e->out, '\n');
}

static void write_head(const struct explanation *e, const struct rule *rule) {
  const char *effect = explain_effect(rule->head.effect);
  color(e, bold);
  text(e, rule->head.id);
  color(e, plain);
  out_str(e->out, STR(": "));
  text(e, rule->head.summary);
  out_format(e->out, "\n" STR_FMT " of " STR_FMT "%s%s\n", STR_ARG(severity_name(rule->head.severity)),
             STR_ARG(rule->head.category), rule->enabled ? "" : "; off unless it is asked for",
             rule->fixable ? "; dlint fix mends it" : "");
  if (effect)
    out_format(e->out, "for the platforms named: %s\n", effect);
  write_list(e, "also known as", rule->head.aliases, rule->head.alias_count);
  write_list(e, "in the sets", explain_sets(e->arena, rule), rule->set_count);
}

// A line of Markdown: what stands between backticks is shown as code.
static void prose(const struct explanation *e, str line) {
  bool is_code = false;
  line = report_line(e->arena, line);
  while (line.len) {
    uint32_t at = str_find_char(line, '`');
    out_str(e->out, str_slice(line, 0, at));
    if (at == line.len)
      break;
    is_code = !is_code;
    if (is_code)
      color(e, code);
    out_char(e->out, '`');
    if (!is_code)
      color(e, plain);
    line = str_skip(line, at + 1);
  }
  if (is_code)
    color(e, plain);
  out_char(e->out, '\n');
}

static void write_why(const struct explanation *e, str why) {
  str line;
  bool fenced = false;
  out_char(e->out, '\n');
  while (str_next(&why, '\n', &line)) {
    bool fence = str_has_prefix(line, STR("```"));
    fenced = fenced != fence;
    if (fence)
      continue;
    if (fenced)
      out_str(e->out, STR("    "));
    prose(e, line);
  }
}

static void write_options(const struct explanation *e, const struct rule_option *options, uint32_t count) {
  heading(e, STR("Options"));
  for (uint32_t i = 0; i < count; i++) {
    out_str(e->out, STR("  "));
    text(e, options[i].name);
    out_str(e->out, STR(" (default: "));
    text(e, explain_value(e->arena, options[i].type, &options[i].value));
    out_char(e->out, ')');
    if (options[i].doc.len) {
      out_str(e->out, STR(": "));
      text(e, options[i].doc);
    }
    out_char(e->out, '\n');
  }
}

// What is found in a line, below that line: what is underlined, as far as it stands there, and what is said.
static void underline(const struct explanation *e, const struct source *src, const struct diag *d) {
  span line = source_line_span(src, source_line_of(src, d->span.off));
  str before = report_plain(e->arena, str_slice(src->bytes, line.off, d->span.off));
  str part = str_slice(src->bytes, d->span.off, span_end(d->span));
  str_cut(part, '\n', &part, &(str){0});
  uint32_t width = utf8_count(report_plain(e->arena, part));
  out_str(e->out, STR("     | "));
  out_repeat(e->out, ' ', utf8_count(before));
  color(e, bold);
  out_char(e->out, '^');
  out_repeat(e->out, '~', width ? width - 1 : 0);
  color(e, plain);
  out_char(e->out, ' ');
  text(e, d->message);
  out_char(e->out, '\n');
}

static void write_file(const struct explanation *e, const struct explain_file *file) {
  heading(e, file->title);
  uint32_t next = 0; // findings are in the order of the file
  for (uint32_t number = 1; number <= file->src->line_count; number++) {
    color(e, faint);
    out_format(e->out, "%4" PRIu32 " | ", number);
    color(e, plain);
    text(e, source_line(file->src, number));
    out_char(e->out, '\n');
    for (; file->found && next < file->found->len; next++) {
      const struct diag *d = &file->found->at[next];
      if (source_line_of(file->src, d->span.off) != number)
        break;
      underline(e, file->src, d);
    }
  }
}

static void write_references(const struct explanation *e, const struct strs *references) {
  heading(e, STR("Read more"));
  for (uint32_t i = 0; i < references->len; i++) {
    out_str(e->out, STR("  "));
    out_str(e->out, report_line(e->arena, references->at[i]));
    out_char(e->out, '\n');
  }
}

static void write_category(const struct explanation *e, str category) {
  text(e, category);
  out_str(e->out, STR(":\n"));
}

static void write_row(const struct explanation *e, const struct rule *rule, str level, uint32_t width) {
  out_format(e->out, "  %-*.*s %-7.*s ", (int)width, STR_ARG(rule->head.id), STR_ARG(level));
  text(e, rule->head.summary);
  out_str(e->out, rule->fixable ? STR(" [fix]\n") : STR("\n"));
}

const struct explain_style explain_terminal = {
    .head = write_head,
    .why = write_why,
    .options = write_options,
    .file = write_file,
    .references = write_references,
    .category = write_category,
    .row = write_row,
};
