#include "rules/mend.h"

// What is left of a line when a part of it goes.

static uint32_t skip_blanks_back(const struct mend *m, uint32_t off) {
  while (off > 0 && mend_is_blank(m->src->bytes.at[off - 1]))
    off--;
  return off;
}

static str without_escape(const struct mend *m, str line) {
  line = str_trim(line);
  return line.len && line.at[line.len - 1] == m->df->escape ? str_trim(str_slice(line, 0, line.len - 1)) : line;
}

// An instruction without arguments is none: whether `place` is all that this one says.
static bool is_all_of(const struct node *node, span place) {
  if (span_end(place) != span_end(node->span))
    return false;
  return place.off <= node->keyword_span.off || (node->arg_count && place.off <= text_place(&node->args[0]).off);
}

// The instruction that a place is all of, with ONBUILD.
static const struct node *whole_at(const struct mend *m, span place) {
  const struct instr *in = mend_instr_at(m, place.off);
  return in && is_all_of(in->node, place) ? m->df->instrs[in->index]->node : NULL;
}

static void delete_lines(struct mend *m, uint32_t first, uint32_t last) {
  uint32_t from = source_line_span(m->src, first).off, to = span_end(source_line_span(m->src, last));
  mend_add(m, (span){from, to - from}, STR(""));
}

static bool is_blank_line(const struct mend *m, uint32_t line) {
  return line > 0 && line <= m->src->line_count && str_trim(source_line(m->src, line)).len == 0;
}

// With the blank line behind it, where it stands between two.
static void delete_node(struct mend *m, const struct node *node) {
  bool apart = is_blank_line(m, node->start_line - 1) && is_blank_line(m, node->end_line + 1);
  delete_lines(m, node->start_line, node->end_line + apart);
}

// A line of which nothing is left, at the end of an instruction: then the line before it is continued no more.
static bool delete_last(struct mend *m, uint32_t line, span place) {
  if (line == 1)
    return false;
  span before = source_line_span(m->src, line - 1);
  str text = str_trim(source_text(m->src, before)), rest = without_escape(m, text);
  if (rest.len == 0 || rest.len == text.len || rest.at[0] == '#')
    return false; // a comment or a blank line stands between
  uint32_t from = (uint32_t)(rest.at + rest.len - m->src->bytes.at);
  mend_add(m, (span){from, span_end(place) - from}, STR(""));
  return true;
}

static bool delete_part(struct mend *m, span place) {
  uint32_t line = source_line_of(m->src, place.off), end = span_end(place);
  span all = source_line_span(m->src, line);
  uint32_t from = skip_blanks_back(m, place.off);
  if (from > all.off || end > span_end(all)) {
    mend_add(m, (span){from, end - from}, STR(""));
    return true;
  }
  str rest = str_trim(str_slice(m->src->bytes, end, span_end(all)));
  if (rest.len == 0)
    return delete_last(m, line, place);
  if (without_escape(m, rest).len == 0) {
    mend_add(m, all, STR(""));
    return true;
  }
  while (mend_is_blank(m->src->bytes.at[end]))
    end++;
  mend_add(m, (span){place.off, end - place.off}, STR(""));
  return true;
}

// Whether the instruction would then begin with a word that looks like one of its flags: `RUN RUN --x`.
static bool uncovers_flag(const struct mend *m, const struct instr *in, span place) {
  if (!in || !in->node->arg_count || text_place(&in->node->args[0]).off != place.off)
    return false;
  uint32_t at = span_end(place);
  while (at < m->src->bytes.len && mend_is_space(m, m->src->bytes.at[at]))
    at++;
  return str_has_prefix(str_skip(m->src->bytes, at), STR("--"));
}

bool mend_delete(struct mend *m, span place) {
  const struct node *whole = whole_at(m, place);
  const struct instr *in = mend_instr_at(m, place.off);
  if (whole) {
    delete_node(m, whole);
    return true;
  }
  if (uncovers_flag(m, in, place))
    return false;
  uint32_t first = m->edits.len;
  if (!delete_part(m, place))
    return false;
  for (; in && in->pair_count && first < m->edits.len; first++) {
    m->edits.at[first].whole = in->node->span;
    m->edits.at[first].parts = in->pair_count;
  }
  return true;
}

// The commands that a script runs one after another: those of its lists of `&&` and `||`, too.
static uint32_t steps_of(struct mend *m, const struct script *script, const struct shell_cmd ***steps) {
  struct shell_list body = script->tree->body;
  uint32_t count = 0;
  for (uint32_t i = 0; i < body.len; i++)
    count += mend_items_of(&body.at[i]).len;
  const struct shell_cmd **step = *steps = NEW_ARRAY(m->arena, const struct shell_cmd *, count);
  for (uint32_t i = 0; i < body.len; i++) {
    struct shell_list items = mend_items_of(&body.at[i]);
    for (uint32_t k = 0; k < items.len; k++)
      *step++ = items.at[k];
  }
  return mend_spend(m, count) ? count : 0;
}

static bool is_joined(const struct mend *m, const struct script *script, const struct shell_cmd *x,
                      const struct shell_cmd *y) {
  return mend_gap_between(m, script, x, y).len > 0;
}

// A step with the joint before it; the first one with the joint behind it. False where a joint is no plain one.
static bool delete_step(struct mend *m, const struct script *script, const struct shell_cmd **steps, uint32_t count,
                        uint32_t i) {
  uint32_t from = mend_start_of(script, steps[i]), to = mend_end_of(script, steps[i]);
  if ((i > 0 && !is_joined(m, script, steps[i - 1], steps[i])) ||
      (i + 1 < count && !is_joined(m, script, steps[i], steps[i + 1])))
    return false;
  if (i > 0)
    from = mend_end_of(script, steps[i - 1]);
  else
    to = mend_start_of(script, steps[1]);
  mend_add(m, (span){from, to - from}, STR(""));
  return true;
}

bool mend_delete_command(struct mend *m, span place) {
  const struct instr *in = mend_instr_at(m, place.off);
  uint32_t at, of_instr;
  const struct script *script = in ? mend_script_at(m, in, place.off, &at) : NULL;
  if (!script || in->kind != INSTR_RUN || in->form != FORM_SHELL || !script->tree || !script->tree->ok ||
      script->tree->comment_count || !mend_first_script(m, in, &of_instr) || of_instr > 1)
    return false;
  const struct shell_cmd **steps;
  uint32_t count = steps_of(m, script, &steps);
  for (uint32_t i = 0; i < count; i++) {
    bool is_it = steps[i]->span.off == at && mend_end_of(script, steps[i]) == span_end(place);
    if (is_it && count > 1)
      return delete_step(m, script, steps, count, i);
    if (is_it && !in->onbuild && script->kind == SCRIPT_LINE) {
      delete_node(m, in->node);
      return true;
    }
  }
  return false;
}

bool mend_delete_line(struct mend *m, span place) {
  uint32_t first = source_line_of(m->src, place.off), last = first;
  while (is_blank_line(m, last + 1))
    last++;
  delete_lines(m, first, last);
  return true;
}
