#include "rules/mend.h"

// Commands at the start and at the end of a script, in the script's own style.

// The script of the finding: the one that it stands in, else the only one of its instruction.
static const struct script *script_of(struct mend *m) {
  uint32_t off = m->finding->span.off, at;
  const struct instr *in = mend_instr_at(m, off);
  const struct script *found = in ? mend_script_at(m, in, off, &at) : NULL;
  uint32_t count = 0;
  if (in && !found)
    found = mend_first_script(m, in, &count);
  bool usable = found && count < 2 && found->instr->kind == INSTR_RUN && found->instr->form == FORM_SHELL;
  return usable && found->tree && found->tree->ok && found->tree->body.len ? found : NULL;
}

// `&&` for each `;`: a failure then ends the script.
static str with_and(struct mend *m, str gap) {
  struct buf b;
  buf_init(&b, m->arena);
  for (uint32_t i = 0; i < gap.len; i++) {
    if (gap.at[i] == ';')
      buf_add(&b, STR(" &&"));
    else
      buf_add_char(&b, gap.at[i]);
  }
  return buf_str(&b);
}

// Whether the script begins with `set -e`.
static bool ends_on_failure(const struct script *script) {
  const struct shell_cmd *first = mend_first_ends(script->tree->body).outer;
  if (first->kind != CMD_SIMPLE || first->words.len < 2 || !str_eq(first->words.at[0]->value, STR("set")))
    return false;
  str options = first->words.at[1]->value;
  return str_has_prefix(options, STR("-")) && str_find_char(options, 'e') < options.len;
}

// A command behind which nothing is run, or of which another one is no part.
static bool is_last_word(const struct shell_cmd *cmd) {
  if (cmd->background || cmd->kind == CMD_FUNC)
    return true;
  str name = cmd->kind == CMD_SIMPLE && cmd->words.len ? cmd->words.at[0]->value : STR("");
  return str_eq(name, STR("exit")) || str_eq(name, STR("exec")) || str_eq(name, STR("return"));
}

static bool ends_there(const struct script *script, const struct shell_cmd *last) {
  str tail = str_skip(script->text.bytes, span_end(last->span));
  return str_trim(tail).len == 0;
}

static bool is_of_lines(const struct mend *m, const struct script *script, const struct shell_cmd *cmd) {
  return source_line_of(m->src, mend_start_of(script, cmd)) != source_line_of(m->src, mend_end_of(script, cmd) - 1);
}

static str default_end_gap(struct mend *m, const struct script *script, const struct shell_cmd *last) {
  uint32_t end = mend_end_of(script, last);
  if (script->kind == SCRIPT_HEREDOC)
    return str_format(m->arena, "%s\n" STR_FMT, ends_on_failure(script) ? "" : " &&",
                      STR_ARG(mend_indent_at(m, mend_start_of(script, last))));
  uint32_t line = source_line_of(m->src, end - 1);
  if (line == script->instr->node->start_line)
    return STR(" && ");
  return str_format(m->arena, " %c\n" STR_FMT "&& ", m->df->escape, STR_ARG(mend_indent_at(m, end - 1)));
}

bool mend_end_script(struct mend *m, str command) {
  const struct script *script = script_of(m);
  if (!script || script->kind == SCRIPT_LINE_AND_HEREDOC)
    return false;
  struct mend_ends ends = mend_last_ends(script->tree->body);
  if (is_last_word(ends.outer) || is_last_word(script->tree->body.at[script->tree->body.len - 1]) ||
      !ends_there(script, ends.outer))
    return false;
  str gap = ends.inner ? mend_gap_between(m, script, ends.inner, ends.outer) : STR("");
  if (is_of_lines(m, script, ends.outer) && str_find_char(gap, '\n') == gap.len)
    gap = STR("");                          // what stands in a line with others there does so for it is short
  bool lines_only = str_trim(gap).len == 0; // of a here-document
  if (gap.len == 0 || (lines_only && !ends_on_failure(script)))
    gap = default_end_gap(m, script, ends.outer);
  else
    gap = ends_on_failure(script) ? mend_without_cr(m, gap) : with_and(m, mend_without_cr(m, gap));
  uint32_t off = mend_end_of(script, ends.outer);
  mend_add(m, (span){off, 0}, str_format(m->arena, STR_FMT STR_FMT, STR_ARG(gap), STR_ARG(command)));
  return true;
}

// The options of a `set`.
static bool are_options(const struct shell_cmd *cmd) {
  for (uint32_t i = 1; i < cmd->words.len; i++)
    if (!cmd->words.at[i]->literal || str_eq(cmd->words.at[i]->value, STR("--")))
      return false;
  return cmd->words.len > 1;
}

// More options for the `set` that a script begins with.
static bool add_to_set(struct mend *m, const struct script *script, const struct shell_cmd *first, str command) {
  const str set = STR("set ");
  if (!str_has_prefix(command, set) || first->kind != CMD_SIMPLE || first->assign_count || first->redir_count ||
      first->words.len == 0 || !str_eq(first->words.at[0]->value, STR("set")) || !are_options(first))
    return false;
  str options = str_skip(command, set.len);
  mend_add(m, (span){mend_end_of(script, first), 0}, str_format(m->arena, " " STR_FMT, STR_ARG(options)));
  return true;
}

static str default_begin_gap(struct mend *m, const struct script *script, uint32_t off) {
  if (script->kind == SCRIPT_HEREDOC)
    return str_format(m->arena, "\n" STR_FMT, STR_ARG(mend_indent_at(m, off)));
  return script->tree->body.len > 1 ? STR("; ") : STR(" && ");
}

bool mend_begin_script(struct mend *m, str command) {
  const struct script *script = script_of(m);
  if (!script)
    return false;
  struct mend_ends ends = mend_first_ends(script->tree->body);
  if (add_to_set(m, script, ends.outer, command))
    return true;
  uint32_t off = mend_start_of(script, ends.outer);
  str gap = ends.inner ? mend_gap_between(m, script, ends.outer, ends.inner) : STR("");
  gap = gap.len ? mend_without_cr(m, gap) : default_begin_gap(m, script, off);
  mend_add(m, (span){off, 0}, str_format(m->arena, STR_FMT STR_FMT, STR_ARG(command), STR_ARG(gap)));
  return true;
}
