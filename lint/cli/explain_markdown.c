#include <inttypes.h>
#include <string.h>

#include "cli/explain_form.h"

// Pages for docs/rules (GitHub Flavored Markdown). The paragraphs of `why` are Markdown already; everything else is
// text in which no character may mean anything.

static void text(const struct explanation *e, str s) {
  str plain = report_plain(e->arena, s);
  for (uint32_t i = 0; i < plain.len; i++) {
    char c = plain.at[i];
    if (c == '<')
      out_str(e->out, STR("&lt;"));
    else if (c == '&')
      out_str(e->out, STR("&amp;"));
    else if (c == '@') // nobody is notified
      out_str(e->out, STR("&#64;"));
    else if (c && strchr("\\`*_[]|~", c))
      out_format(e->out, "\\%c", c);
    else
      out_char(e->out, c);
  }
}

// The longest row of backticks in `s`.
static uint32_t longest_ticks(str s) {
  uint32_t longest = 0, row = 0;
  for (uint32_t i = 0; i < s.len; i++) {
    row = s.at[i] == '`' ? row + 1 : 0;
    longest = row > longest ? row : longest;
  }
  return longest;
}

// A code span in the cell of a table, where a bar needs a backslash even so. Blanks keep its own backticks from the
// span's.
static void code(const struct explanation *e, str s) {
  str plain = report_plain(e->arena, s);
  uint32_t ticks = longest_ticks(plain);
  out_repeat(e->out, '`', ticks + 1);
  out_str(e->out, ticks ? STR(" ") : STR(""));
  for (uint32_t i = 0; i < plain.len; i++)
    out_format(e->out, plain.at[i] == '|' ? "\\%c" : "%c", plain.at[i]);
  out_str(e->out, ticks ? STR(" ") : STR(""));
  out_repeat(e->out, '`', ticks + 1);
}

static void codes(const struct explanation *e, const str *items, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    out_str(e->out, i ? STR(", ") : STR(""));
    code(e, items[i]);
  }
}

static void write_list(const struct explanation *e, const char *title, const str *items, uint32_t count) {
  if (count == 0)
    return;
  out_format(e->out, "| %s | ", title);
  codes(e, items, count);
  out_str(e->out, STR(" |\n"));
}

static void write_head(const struct explanation *e, const struct rule *rule) {
  const char *effect = explain_effect(rule->head.effect);
  out_format(e->out, "<!-- made by `dlint explain --format markdown " STR_FMT "` -->\n# " STR_FMT "\n**",
             STR_ARG(rule->head.id), STR_ARG(rule->head.id));
  text(e, rule->head.summary);
  out_format(e->out, "**\n\n| | |\n| --- | --- |\n| level | " STR_FMT "%s |\n",
             STR_ARG(severity_name(rule->head.severity)), rule->enabled ? "" : "; off unless it is asked for");
  out_format(e->out, "| category | [" STR_FMT "](README.md#" STR_FMT ") |\n", STR_ARG(rule->head.category),
             STR_ARG(rule->head.category));
  if (effect)
    out_format(e->out, "| on the platforms named | %s |\n", effect);
  if (rule->fixable)
    out_str(e->out, STR("| mended by | `dlint fix` |\n"));
  write_list(e, "also known as", rule->head.aliases, rule->head.alias_count);
  write_list(e, "in the sets", explain_sets(e->arena, rule), rule->set_count);
}

static void write_why(const struct explanation *e, str why) {
  out_char(e->out, '\n');
  for (str line; str_next(&why, '\n', &line);) {
    out_str(e->out, report_line(e->arena, line));
    out_char(e->out, '\n');
  }
}

static void write_options(const struct explanation *e, const struct rule_option *options, uint32_t count) {
  out_str(e->out, STR("\n## Options\n| option | default | |\n| --- | --- | --- |\n"));
  for (uint32_t i = 0; i < count; i++) {
    out_str(e->out, STR("| "));
    code(e, options[i].name);
    out_str(e->out, STR(" | "));
    text(e, explain_value(e->arena, options[i].type, &options[i].value));
    out_str(e->out, STR(" | "));
    text(e, options[i].doc);
    out_str(e->out, STR(" |\n"));
  }
}

// A line of a file, in which a tab stays one: `<<-` needs it.
static void write_line(const struct explanation *e, str line) {
  str piece;
  bool first = true;
  while (str_cut(line, '\t', &piece, &line)) {
    out_str(e->out, first ? report_line(e->arena, piece) : report_plain(e->arena, piece));
    out_char(e->out, '\t');
    first = first && piece.len == 0;
  }
  out_str(e->out, first ? report_line(e->arena, line) : report_plain(e->arena, line));
  out_char(e->out, '\n');
}

// A fence is longer than any row of backticks inside.
static void write_fence(const struct explanation *e, uint32_t longest, str language) {
  out_repeat(e->out, '`', longest < 3 ? 3 : longest + 1);
  out_str(e->out, language);
  out_char(e->out, '\n');
}

static void write_found(const struct explanation *e, const struct source *src, const struct diags *found) {
  uint32_t longest = 0;
  for (uint32_t i = 0; i < found->len; i++) {
    uint32_t ticks = longest_ticks(found->at[i].message);
    longest = ticks > longest ? ticks : longest;
  }
  out_char(e->out, '\n');
  write_fence(e, longest, STR("text"));
  for (uint32_t i = 0; i < found->len; i++) {
    position at = source_position(src, found->at[i].span.off);
    out_format(e->out, "%" PRIu32 ":%" PRIu32 ": " STR_FMT ": ", at.line, at.column,
               STR_ARG(severity_name(found->at[i].severity)));
    write_line(e, found->at[i].message);
  }
  write_fence(e, longest, STR(""));
}

static void write_file(const struct explanation *e, const struct explain_file *file) {
  uint32_t longest = longest_ticks(file->src->bytes);
  out_str(e->out, STR("\n## "));
  text(e, file->title);
  out_char(e->out, '\n');
  write_fence(e, longest, STR("dockerfile"));
  for (uint32_t number = 1; number <= file->src->line_count; number++)
    write_line(e, source_line(file->src, number));
  write_fence(e, longest, STR(""));
  if (file->found && file->found->len)
    write_found(e, file->src, file->found);
}

static void write_references(const struct explanation *e, const struct strs *references) {
  out_str(e->out, STR("\n## Read more\n"));
  for (uint32_t i = 0; i < references->len; i++) {
    out_str(e->out, STR("- <"));
    out_str(e->out, report_plain(e->arena, references->at[i]));
    out_str(e->out, STR(">\n"));
  }
}

static void write_category(const struct explanation *e, str category) {
  out_format(e->out, "\n## " STR_FMT "\n" STR_FMT ".\n\n| rule | level | finds | also known as |\n", STR_ARG(category),
             STR_ARG(rule_category_doc(category)));
  out_str(e->out, STR("| --- | --- | --- | --- |\n"));
}

static void write_row(const struct explanation *e, const struct rule *rule, str level, uint32_t width) {
  (void)width;
  out_format(e->out, "| [" STR_FMT "](" STR_FMT ".md) | " STR_FMT " | ", STR_ARG(rule->head.id), STR_ARG(rule->head.id),
             STR_ARG(level));
  text(e, rule->head.summary);
  out_str(e->out, rule->fixable ? STR(" (fix) | ") : STR(" | "));
  codes(e, rule->head.aliases, rule->head.alias_count);
  out_str(e->out, STR(" |\n"));
}

const struct explain_style explain_markdown = {
    .head = write_head,
    .why = write_why,
    .options = write_options,
    .file = write_file,
    .references = write_references,
    .category = write_category,
    .row = write_row,
};
