#include "lsp/ignore.h"

const struct node *lsp_node_at(const struct dockerfile *df, uint32_t line_1based) {
  uint32_t low = 0, high = df->node_count; // the first that does not end before the line
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (df->nodes[mid]->end_line < line_1based)
      low = mid + 1;
    else
      high = mid;
  }
  return low < df->node_count && df->nodes[low]->start_line <= line_1based ? df->nodes[low] : NULL;
}

// What a comment line says; false where the line is none.
static bool comment_on(const struct source *src, uint32_t line, str *text) {
  str all = str_trim(source_line(src, line));
  *text = str_trim(str_skip(all, 1));
  return str_has_prefix(all, STR("#"));
}

// Puts the rule first into the list of a comment that begins so. The list may go on in several ways; it begins in one.
static bool join(struct arena *a, str comment, str words, const struct source *src, str id, struct diag_edit *edit) {
  if (!str_has_prefix(comment, words))
    return false;
  uint32_t off = (uint32_t)(comment.at - src->bytes.at) + words.len;
  *edit = (struct diag_edit){.span = {off, 0}, .text = str_concat(a, id, STR(","))};
  return true;
}

static str indentation(str line) {
  uint32_t len = 0;
  while (len < line.len && (line.at[len] == ' ' || line.at[len] == '\t'))
    len++;
  return str_slice(line, 0, len);
}

static bool is_crlf(const struct source *src, uint32_t line) {
  str all = source_text(src, source_line_span(src, line));
  return str_has_suffix(all, STR("\r\n"));
}

// A comment of its own above a line, indented as that is.
static struct diag_edit line_above(struct arena *a, const struct source *src, uint32_t line, str indent, str comment) {
  uint32_t off = source_line_span(src, line).off;
  if (off == 0 && str_has_prefix(src->bytes, STR("\xEF\xBB\xBF")))
    off = 3;
  str end = is_crlf(src, line) ? STR("\r\n") : STR("\n");
  return (struct diag_edit){.span = {off, 0}, .text = str_join(a, (str[]){indent, comment, end}, 3)};
}

// The last line of the head in which a comment would end the directives.
static uint32_t directives_end(const struct dockerfile *df) {
  uint32_t last = str_has_prefix(df->src->bytes, STR("#!")) ? 1 : 0;
  const struct directive *lone[] = {&df->syntax, &df->check};
  for (uint32_t i = 0; i < COUNT_OF(lone); i++)
    if (lone[i]->name.len && lone[i]->line > last)
      last = lone[i]->line;
  for (uint32_t i = 0; i < df->directive_count; i++)
    if (df->directives[i].line > last)
      last = df->directives[i].line;
  return last;
}

// BuildKit takes the comment directly above ARG and FROM for a description, which has to stay there.
static bool is_described(const struct node *n) {
  return (n->kind == INSTR_ARG || n->kind == INSTR_FROM) && n->comment_count > 0;
}

bool lsp_ignore_here(struct arena *a, const struct analysis *of, const struct diag *diag, str reason,
                     struct diag_edit *edit) {
  const struct source *src = of->lint.src;
  const struct node *n = lsp_node_at(of->lint.df, source_line_of(src, diag->span.off));
  if (!n)
    return false;
  uint32_t head = directives_end(of->lint.df), line = n->start_line;
  for (str text; line > head + 1 && comment_on(src, line - 1, &text); line--)
    if (join(a, text, STR("dlint ignore="), src, diag->rule->id, edit))
      return reason.len == 0;
  str comment = str_format(a, "# dlint ignore=" STR_FMT "%s" STR_FMT, STR_ARG(diag->rule->id), reason.len ? " " : "",
                           STR_ARG(reason));
  *edit =
      line_above(a, src, is_described(n) ? line : n->start_line, indentation(source_line(src, n->start_line)), comment);
  return true;
}

void lsp_ignore_in_file(struct arena *a, const struct analysis *of, const struct diag *diag, struct diag_edit *edit) {
  const struct dockerfile *df = of->lint.df;
  str id = diag->rule->id;
  for (uint32_t i = 0; i < df->comment_count; i++)
    if (join(a, df->comments[i].text, STR("dlint global ignore="), df->src, id, edit) ||
        join(a, df->comments[i].text, STR("dlint file-ignore="), df->src, id, edit))
      return;
  *edit = line_above(a, df->src, directives_end(df) + 1, STR(""), str_concat(a, STR("# dlint global ignore="), id));
}
