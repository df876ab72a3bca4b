#include "rules/mend.h"

#include <string.h>

// A `case` on TARGETARCH at the start of a script, written as the rest of the script is.

enum { SCRIPT_INDENT = 4 }; // where the script gives no example

// How a script is laid out.
struct layout {
  const struct script *script;
  uint32_t off; // of the file: where the `case` goes
  str line_end; // within a command: ` \` and a line end
  str indent;   // of continued lines
  str step;     // deeper by one
  str gap;      // what separates two commands
};

static bool is_set(const struct shell_cmd *cmd) {
  return cmd->kind == CMD_SIMPLE && cmd->words.len && str_eq(cmd->words.at[0]->value, STR("set"));
}

// The indentation of the first line after the script's first that is neither blank nor a comment; empty without one.
static str continued_indent(const struct mend *m, const struct layout *l, bool *found) {
  const struct node *node = l->script->instr->node;
  uint32_t first = source_line_of(m->src, text_offset(&l->script->text, 0));
  for (uint32_t line = first + 1; line <= node->text_end_line; line++) {
    str text = str_trim(source_line(m->src, line));
    if (text.len == 0 || text.at[0] == '#')
      continue;
    *found = true;
    return mend_blanks_at(m, source_line_span(m->src, line).off);
  }
  *found = false;
  return STR("");
}

static str default_gap(struct mend *m, const struct layout *l, const struct shell_script *tree) {
  // A failure of the last command alone ends a here-document; one that has just begun to have others keeps that.
  if (l->script->kind == SCRIPT_HEREDOC)
    return str_format(m->arena, "%s\n" STR_FMT, tree->body.len > 1 ? "" : " &&", STR_ARG(l->indent));
  const char *joint = tree->body.len > 1 ? ";" : " &&";
  return str_format(m->arena, "%s" STR_FMT STR_FMT, joint, STR_ARG(l->line_end), STR_ARG(l->indent));
}

static str gap_of(struct mend *m, const struct layout *l, const struct mend_ends *first) {
  str between = first->inner ? mend_gap_between(m, l->script, first->outer, first->inner) : STR("");
  bool two_lines = str_find_char(between, '\n') < between.len;
  return two_lines ? mend_without_cr(m, between) : default_gap(m, l, l->script->tree);
}

static str indent_step(str indent) {
  return indent.len && indent.at[0] == '\t' ? STR("\t") : STR("  ");
}

// Whether lines begin with `&& `, so that the `case` stands three columns further in.
static bool starts_with_joint(const struct layout *l) {
  return str_has_suffix(l->gap, STR("&& ")) && str_find_char(l->gap, '\n') < l->gap.len;
}

static bool read_layout(struct mend *m, const struct script *script, struct layout *l) {
  if (!script->tree || !script->tree->ok || script->tree->body.len == 0)
    return false;
  struct mend_ends ends = mend_first_ends(script->tree->body);
  *l = (struct layout){.script = script};
  bool heredoc = script->kind == SCRIPT_HEREDOC, found = false;
  bool after_set = ends.inner && is_set(ends.outer);
  l->off = mend_start_of(script, after_set ? ends.inner : ends.outer);
  l->line_end = heredoc ? STR("\n") : str_format(m->arena, " %c\n", m->df->escape);
  if (heredoc)
    l->indent = mend_indent_at(m, l->off);
  else
    l->indent = continued_indent(m, l, &found);
  l->gap = gap_of(m, l, &ends);
  if (!heredoc && (l->indent.len < 2 && (l->indent.len == 0 || l->indent.at[0] != '\t'))) {
    // Lines that begin with `&&` stand further out than the commands.
    str spaces = STR("        ");
    l->indent = str_format(m->arena, STR_FMT STR_FMT, STR_ARG(mend_indent(m, script->instr)),
                           STR_ARG(str_slice(spaces, 0, SCRIPT_INDENT)));
    if (!found)
      l->gap = default_gap(m, l, script->tree);
  }
  l->step = indent_step(l->indent);
  if (after_set && starts_with_joint(l))
    l->indent = str_format(m->arena, STR_FMT "%s", STR_ARG(l->indent), l->step.at[0] == '\t' ? "\t" : "   ");
  return true;
}

static str write_case(struct mend *m, const struct layout *l, const struct arch_choice *choice) {
  struct buf b;
  buf_init(&b, m->arena);
  buf_add_format(&b, "case \"$TARGETARCH\" in" STR_FMT, STR_ARG(l->line_end));
  for (uint32_t i = 0; i < choice->arm_count; i++)
    buf_add_format(&b, STR_FMT STR_FMT STR_FMT ") " STR_FMT "=" STR_FMT " ;;" STR_FMT, STR_ARG(l->indent),
                   STR_ARG(l->step), STR_ARG(choice->arms[i].arch), STR_ARG(choice->variable),
                   STR_ARG(choice->arms[i].name), STR_ARG(l->line_end));
  buf_add_format(&b, STR_FMT STR_FMT "*) " STR_FMT " ;;" STR_FMT, STR_ARG(l->indent), STR_ARG(l->step),
                 STR_ARG(choice->otherwise), STR_ARG(l->line_end));
  buf_add_format(&b, STR_FMT "esac" STR_FMT, STR_ARG(l->indent), STR_ARG(l->gap));
  return buf_str(&b);
}

static bool is_name_char(char c) {
  return is_ascii_alnum(c) || c == '_';
}

// Whether the script has a variable of that name.
static bool is_taken(const struct script *script, str name) {
  str text = script->text.bytes;
  for (uint32_t from = 0; from < text.len;) {
    uint32_t at = from + str_find(str_skip(text, from), name);
    if (at >= text.len)
      return false;
    char before = at ? text.at[at - 1] : ' ', after = at + name.len < text.len ? text.at[at + name.len] : ' ';
    if (!is_name_char(after) && (before == '$' || before == '{' || (after == '=' && !is_name_char(before))))
      return true;
    from = at + name.len;
  }
  return false;
}

bool mend_choose(struct mend *m, const struct instr *in, uint32_t off, const struct arch_choice *choice,
                 str *variable) {
  uint32_t at;
  const struct script *script = mend_script_at(m, in, off, &at);
  struct layout layout;
  if (mend_find_chosen(m, in, off, choice, variable))
    return true;
  if (!script || !read_layout(m, script, &layout) || layout.off > off)
    return false;
  struct arch_choice named = *choice;
  if (is_taken(script, named.variable))
    named.variable = str_format(m->arena, "target_" STR_FMT, STR_ARG(choice->variable));
  if (is_taken(script, named.variable))
    return false;
  *variable = named.variable;
  mend_add(m, (span){layout.off, 0}, write_case(m, &layout, &named));
  return true;
}
