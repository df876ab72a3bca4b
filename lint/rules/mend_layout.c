#include "rules/mend.h"

// How the commands of a script stand in the file: new ones are written alike.

bool mend_is_space(const struct mend *m, char c) {
  return mend_is_blank(c) || c == '\r' || c == '\n' || c == m->df->escape;
}

str mend_blanks_at(const struct mend *m, uint32_t off) {
  uint32_t end = off;
  while (end < m->src->bytes.len && mend_is_blank(m->src->bytes.at[end]))
    end++;
  return str_slice(m->src->bytes, off, end);
}

str mend_indent_at(const struct mend *m, uint32_t off) {
  return mend_blanks_at(m, source_line_span(m->src, source_line_of(m->src, off)).off);
}

struct shell_list mend_items_of(struct shell_cmd *const *cmd) {
  return (*cmd)->kind == CMD_ANDOR ? (*cmd)->items : (struct shell_list){cmd, 1};
}

struct mend_ends mend_first_ends(struct shell_list body) {
  struct shell_list items = mend_items_of(&body.at[0]);
  const struct shell_cmd *next = body.len > 1 ? mend_items_of(&body.at[1]).at[0] : NULL;
  return (struct mend_ends){items.at[0], items.len > 1 ? items.at[1] : next};
}

struct mend_ends mend_last_ends(struct shell_list body) {
  struct shell_list items = mend_items_of(&body.at[body.len - 1]);
  const struct shell_cmd *before = NULL;
  if (body.len > 1) {
    struct shell_list others = mend_items_of(&body.at[body.len - 2]);
    before = others.at[others.len - 1];
  }
  return (struct mend_ends){items.at[items.len - 1], items.len > 1 ? items.at[items.len - 2] : before};
}

uint32_t mend_start_of(const struct script *script, const struct shell_cmd *cmd) {
  return text_offset(&script->text, cmd->span.off);
}

uint32_t mend_end_of(const struct script *script, const struct shell_cmd *cmd) {
  return text_offset(&script->text, span_end(cmd->span) - 1) + 1;
}

static bool joins(const struct mend *m, str gap) {
  uint32_t lines = 0;
  for (uint32_t i = 0; i < gap.len; i++) {
    char c = gap.at[i];
    lines += c == '\n';
    if (!mend_is_space(m, c) && c != '&' && c != ';')
      return false;
  }
  return gap.len > 0 && lines < 2;
}

str mend_gap_between(const struct mend *m, const struct script *script, const struct shell_cmd *x,
                     const struct shell_cmd *y) {
  uint32_t from = mend_end_of(script, x), to = mend_start_of(script, y);
  str gap = from < to && !x->background ? str_slice(m->src->bytes, from, to) : STR("");
  return joins(m, gap) ? gap : STR("");
}

str mend_without_cr(struct mend *m, str text) {
  struct buf b;
  buf_init(&b, m->arena);
  for (uint32_t i = 0; i < text.len; i++)
    if (text.at[i] != '\r')
      buf_add_char(&b, text.at[i]);
  return buf_str(&b);
}
