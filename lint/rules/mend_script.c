#include "rules/mend.h"

// Commands at the start and at the end of a script, in the script's own style.

// The commands of a script that stand next to an edge of it, and that edge.
struct ends {
  const struct shell_cmd *outer, *inner; // at the edge; the one next to it, NULL for a lone command
};

static struct shell_list items_of(struct shell_cmd *const *cmd) {
  return (*cmd)->kind == CMD_ANDOR ? (*cmd)->items : (struct shell_list){cmd, 1};
}

static struct ends first_ends(struct shell_list body) {
  struct shell_list items = items_of(&body.at[0]);
  const struct shell_cmd *next = body.len > 1 ? items_of(&body.at[1]).at[0] : NULL;
  return (struct ends){items.at[0], items.len > 1 ? items.at[1] : next};
}

static struct ends last_ends(struct shell_list body) {
  struct shell_list items = items_of(&body.at[body.len - 1]);
  const struct shell_cmd *before = NULL;
  if (body.len > 1) {
    struct shell_list others = items_of(&body.at[body.len - 2]);
    before = others.at[others.len - 1];
  }
  return (struct ends){items.at[items.len - 1], items.len > 1 ? items.at[items.len - 2] : before};
}

// The script of the finding: the one that it stands in, else the only one of its instruction.
static const struct script *script_of(struct mend *m) {
  uint32_t off = m->finding->span.off, at;
  const struct instr *in = mend_instr_at(m, off);
  const struct script *found = in ? mend_script_at(m, in, off, &at) : NULL;
  uint32_t count = 0;
  for (uint32_t i = 0; in && !found && i < m->scripts->len && mend_spend(m, 1); i++)
    if (m->scripts->at[i].instr == in && ++count)
      found = &m->scripts->at[i];
  bool usable = found && count < 2 && found->instr->kind == INSTR_RUN && found->instr->form == FORM_SHELL;
  return usable && found->tree && found->tree->ok && found->tree->body.len ? found : NULL;
}

static uint32_t start_in_file(const struct script *script, const struct shell_cmd *cmd) {
  return text_offset(&script->text, cmd->span.off);
}

static uint32_t end_in_file(const struct script *script, const struct shell_cmd *cmd) {
  return text_offset(&script->text, span_end(cmd->span) - 1) + 1;
}

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

static bool joins(const struct mend *m, str gap) {
  uint32_t lines = 0;
  for (uint32_t i = 0; i < gap.len; i++) {
    char c = gap.at[i];
    lines += c == '\n';
    if (!is_blank(c) && c != '\n' && c != '\r' && c != m->df->escape && c != '&' && c != ';')
      return false;
  }
  return gap.len > 0 && lines < 2;
}

// What stands between the two commands, when that is nothing but what joins them; empty otherwise.
static str gap_between(const struct mend *m, const struct script *script, const struct shell_cmd *x,
                       const struct shell_cmd *y) {
  uint32_t from = end_in_file(script, x), to = start_in_file(script, y);
  str gap = from < to && !x->background ? str_slice(m->src->bytes, from, to) : STR("");
  return joins(m, gap) ? gap : STR("");
}

// Without CR, which is added again where the text is inserted, and with `&&` for each `;` where a failure has to end
// the script.
static str adapted(struct mend *m, str gap, bool and) {
  struct buf b;
  buf_init(&b, m->arena);
  for (uint32_t i = 0; i < gap.len; i++) {
    if (and&&gap.at[i] == ';')
      buf_add(&b, STR(" &&"));
    else if (gap.at[i] != '\r')
      buf_add_char(&b, gap.at[i]);
  }
  return buf_str(&b);
}

static str blanks_from(const struct mend *m, uint32_t off) {
  uint32_t end = off;
  while (end < m->src->bytes.len && is_blank(m->src->bytes.at[end]))
    end++;
  return str_slice(m->src->bytes, off, end);
}

static str indent_at(const struct mend *m, uint32_t off) {
  return blanks_from(m, source_line_span(m->src, source_line_of(m->src, off)).off);
}

// Whether the script begins with `set -e`.
static bool ends_on_failure(const struct script *script) {
  const struct shell_cmd *first = first_ends(script->tree->body).outer;
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

static str default_end_gap(struct mend *m, const struct script *script, const struct shell_cmd *last) {
  uint32_t end = end_in_file(script, last);
  if (script->kind == SCRIPT_HEREDOC)
    return str_format(m->arena, "%s\n" STR_FMT, ends_on_failure(script) ? "" : " &&",
                      STR_ARG(indent_at(m, start_in_file(script, last))));
  uint32_t line = source_line_of(m->src, end - 1);
  if (line == script->instr->node->start_line)
    return STR(" && ");
  return str_format(m->arena, " %c\n" STR_FMT "&& ", m->df->escape, STR_ARG(indent_at(m, end - 1)));
}

bool mend_end_script(struct mend *m, str command) {
  const struct script *script = script_of(m);
  if (!script || script->kind == SCRIPT_LINE_AND_HEREDOC)
    return false;
  struct ends ends = last_ends(script->tree->body);
  if (is_last_word(ends.outer) || is_last_word(script->tree->body.at[script->tree->body.len - 1]) ||
      !ends_there(script, ends.outer))
    return false;
  str gap = ends.inner ? gap_between(m, script, ends.inner, ends.outer) : STR("");
  bool lines_only = str_trim(gap).len == 0; // of a here-document
  if (gap.len == 0 || (lines_only && !ends_on_failure(script)))
    gap = default_end_gap(m, script, ends.outer);
  else
    gap = adapted(m, gap, !ends_on_failure(script));
  uint32_t off = end_in_file(script, ends.outer);
  mend_add(m, (span){off, 0}, str_format(m->arena, STR_FMT STR_FMT, STR_ARG(gap), STR_ARG(command)));
  return true;
}

static str default_begin_gap(struct mend *m, const struct script *script, uint32_t off) {
  if (script->kind == SCRIPT_HEREDOC)
    return str_format(m->arena, "\n" STR_FMT, STR_ARG(indent_at(m, off)));
  return script->tree->body.len > 1 ? STR("; ") : STR(" && ");
}

bool mend_begin_script(struct mend *m, str command) {
  const struct script *script = script_of(m);
  if (!script)
    return false;
  struct ends ends = first_ends(script->tree->body);
  uint32_t off = start_in_file(script, ends.outer);
  str gap = ends.inner ? gap_between(m, script, ends.outer, ends.inner) : STR("");
  gap = gap.len ? adapted(m, gap, false) : default_begin_gap(m, script, off);
  mend_add(m, (span){off, 0}, str_format(m->arena, STR_FMT STR_FMT, STR_ARG(command), STR_ARG(gap)));
  return true;
}
