#include "cli/explain.h"

#include <inttypes.h>

#include "base/utf8.h"

struct page {
  struct arena *arena;
  struct out *out;
  enum report_color color;
};

static const char bold[] = "\x1b[1m", code[] = "\x1b[36m", faint[] = "\x1b[2m", plain[] = "\x1b[0m";

static void color(const struct page *p, const char *sequence) {
  if (p->color == REPORT_COLORED)
    out_str(p->out, str_of(sequence));
}

static void text(const struct page *p, str s) {
  out_str(p->out, report_plain(p->arena, s));
}

static void heading(const struct page *p, const char *title) {
  out_char(p->out, '\n');
  color(p, bold);
  out_str(p->out, str_of(title));
  color(p, plain);
  out_char(p->out, '\n');
}

// A line of Markdown: what stands between backticks is shown as code.
static void prose(const struct page *p, str line) {
  bool is_code = false;
  str piece;
  while (line.len) {
    uint32_t at = str_find_char(line, '`');
    piece = str_slice(line, 0, at);
    text(p, piece);
    if (at == line.len)
      break;
    is_code = !is_code;
    if (is_code)
      color(p, code);
    out_char(p->out, '`');
    if (!is_code)
      color(p, plain);
    line = str_skip(line, at + 1);
  }
  if (is_code)
    color(p, plain);
  out_char(p->out, '\n');
}

static void write_why(const struct page *p, str why) {
  str line;
  bool fenced = false;
  why = str_trim(why);
  out_char(p->out, '\n');
  while (str_next(&why, '\n', &line)) {
    bool fence = str_has_prefix(line, STR("```"));
    fenced = fenced != fence;
    if (fence)
      continue;
    if (fenced)
      out_str(p->out, STR("    "));
    prose(p, line);
  }
}

static void write_list(const struct page *p, const char *title, const str *items, uint32_t count) {
  if (count == 0)
    return;
  out_str(p->out, str_of(title));
  for (uint32_t i = 0; i < count; i++) {
    out_str(p->out, i ? STR(", ") : STR(": "));
    text(p, items[i]);
  }
  out_char(p->out, '\n');
}

static void write_sets(const struct page *p, const struct rule *rule) {
  for (uint32_t i = 0; i < rule->set_count; i++) {
    out_str(p->out, i ? STR(", ") : STR("in the sets: "));
    text(p, rule->sets[i].set);
    if (rule->sets[i].severity != SEVERITY_COUNT)
      out_format(p->out, " (" STR_FMT ")", STR_ARG(severity_name(rule->sets[i].severity)));
  }
  if (rule->set_count)
    out_char(p->out, '\n');
}

static void write_head(const struct page *p, const struct rule *rule) {
  color(p, bold);
  text(p, rule->head.id);
  color(p, plain);
  out_str(p->out, STR(": "));
  text(p, rule->head.summary);
  out_format(p->out, "\n" STR_FMT " of " STR_FMT "%s%s\n", STR_ARG(severity_name(rule->head.severity)),
             STR_ARG(rule->head.category), rule->enabled ? "" : "; off unless it is asked for",
             rule->fixable ? "; dlint fix mends it" : "");
  write_list(p, "also known as", rule->head.aliases, rule->head.alias_count);
  write_sets(p, rule);
}

static void write_value(const struct page *p, const struct rule_option *option) {
  switch (option->type) {
  case OPTION_BOOL:
    out_str(p->out, option->value.number ? STR("true") : STR("false"));
    break;
  case OPTION_NUMBER:
    out_u32(p->out, option->value.number);
    break;
  case OPTION_TEXT:
  case OPTION_TEXTS:
    for (uint32_t i = 0; i < option->value.texts.len; i++) {
      out_str(p->out, i ? STR(", ") : STR(""));
      text(p, option->value.texts.at[i]);
    }
    if (option->value.texts.len == 0)
      out_str(p->out, STR("an empty list"));
    break;
  }
}

static void write_options(const struct page *p, const struct rule *rule) {
  if (rule->option_count)
    heading(p, "Options");
  for (uint32_t i = 0; i < rule->option_count; i++) {
    const struct rule_option *option = &rule->options[i];
    out_str(p->out, STR("  "));
    text(p, option->name);
    out_str(p->out, STR(" (default: "));
    write_value(p, option);
    out_char(p->out, ')');
    if (option->doc.len) {
      out_str(p->out, STR(": "));
      text(p, option->doc);
    }
    out_char(p->out, '\n');
  }
}

static bool is_border(str line, uint32_t at) {
  return at >= line.len || !(is_ascii_alnum(line.at[at]) || line.at[at] == '-' || line.at[at] == '_');
}

// Where `part` stands in the line, if possible not within a word; the line's length where it does not.
static uint32_t find_place(str line, str part) {
  for (uint32_t i = 0; i + part.len <= line.len; i++)
    if (str_has_prefix(str_skip(line, i), part) && (i == 0 || is_border(line, i - 1)) && is_border(line, i + part.len))
      return i;
  return str_find(line, part);
}

// What is underlined in a line of an example, below that line.
static void underline(const struct page *p, str line, str expected) {
  str first = expected;
  str_cut(expected, '\n', &first, &expected);
  uint32_t at = find_place(line, first), width = utf8_count(first);
  if (at == line.len)
    return;
  out_str(p->out, STR("     | "));
  out_repeat(p->out, ' ', utf8_count(str_slice(line, 0, at)));
  color(p, bold);
  out_char(p->out, '^');
  out_repeat(p->out, '~', width ? width - 1 : 0);
  color(p, plain);
  out_char(p->out, '\n');
}

static void write_file(const struct page *p, str file, const struct rule_example *example) {
  str line;
  for (uint32_t number = 1; str_next(&file, '\n', &line); number++) {
    color(p, faint);
    out_format(p->out, "%4" PRIu32 " | ", number);
    color(p, plain);
    text(p, line);
    out_char(p->out, '\n');
    for (uint32_t i = 0; example && i < example->expected_count; i++)
      if (example->expected[i].line_1based == number)
        underline(p, line, example->expected[i].text);
  }
}

static void write_examples(const struct page *p, const struct rule_manual *manual) {
  for (uint32_t i = 0; i < manual->example_count; i++) {
    const struct rule_example *example = &manual->examples[i];
    heading(p, example->good ? "Nothing is found here" : "Found here");
    write_file(p, example->text, example);
    if (!example->is_fixed)
      continue;
    heading(p, "The same, mended");
    write_file(p, example->fixed, NULL);
  }
}

static void write_references(const struct page *p, const struct rule_manual *manual) {
  if (manual->references.len)
    heading(p, "Read more");
  for (uint32_t i = 0; i < manual->references.len; i++) {
    out_str(p->out, STR("  "));
    text(p, manual->references.at[i]);
    out_char(p->out, '\n');
  }
}

void explain_rule(struct arena *a, struct out *o, enum report_color shade, const struct rule_set *set, uint32_t rule) {
  struct page p = {a, o, shade};
  struct rule_manual manual = rule_manual(a, set, rule);
  write_head(&p, rule_at(set, rule));
  write_why(&p, manual.why);
  write_options(&p, rule_at(set, rule));
  write_examples(&p, &manual);
  write_references(&p, &manual);
}
