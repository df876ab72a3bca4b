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

bool mend_delete(struct mend *m, span place) {
  const struct node *whole = whole_at(m, place);
  if (whole) {
    delete_lines(m, whole->start_line, whole->end_line);
    return true;
  }
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

bool mend_delete_line(struct mend *m, span place) {
  uint32_t first = source_line_of(m->src, place.off), last = first;
  while (last < m->src->line_count && str_trim(source_line(m->src, last + 1)).len == 0)
    last++;
  delete_lines(m, first, last);
  return true;
}
