#include "rules/mend.h"

#include <string.h>

#include "base/limits.h"

// Edits of the simple kinds, and what all kinds need.

static bool ends_in_crlf(const struct mend *m, uint32_t off) {
  span line = source_line_span(m->src, source_line_of(m->src, off));
  return str_has_suffix(source_text(m->src, line), STR("\r\n"));
}

static str with_line_ends(struct mend *m, uint32_t off, str text) {
  if (str_find_char(text, '\n') == text.len || !ends_in_crlf(m, off))
    return text;
  struct buf b;
  buf_init(&b, m->arena);
  for (uint32_t i = 0; i < text.len; i++) {
    if (text.at[i] == '\n' && (i == 0 || text.at[i - 1] != '\r'))
      buf_add_char(&b, '\r');
    buf_add_char(&b, text.at[i]);
  }
  return buf_str(&b);
}

// In proportion to the file: a fix may look through all of it, and there may be one a line.
static uint32_t work_limit(const struct mend *m) {
  uint64_t limit = LIMIT_MEND_WORK_LEAST + (uint64_t)LIMIT_MEND_WORK_A_BYTE * m->src->bytes.len;
  return limit < LIMIT_MEND_WORK ? (uint32_t)limit : LIMIT_MEND_WORK;
}

bool mend_spend(struct mend *m, uint32_t steps) {
  struct run *r = m->run;
  uint32_t limit = work_limit(m);
  r->mend_work = steps < limit - r->mend_work ? r->mend_work + steps : limit;
  return r->mend_work < limit;
}

void mend_add(struct mend *m, span where, str text) {
  VEC_PUSH(m->arena, &m->edits, (struct diag_edit){.span = where, .text = with_line_ends(m, where.off, text)});
}

const struct instr *mend_instr_at(const struct mend *m, uint32_t off) {
  uint32_t line = source_line_of(m->src, off), low = 0, high = m->df->instr_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (m->df->instrs[middle]->node->end_line < line)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == m->df->instr_count || m->df->instrs[low]->node->start_line > line)
    return NULL;
  const struct instr *in = m->df->instrs[low];
  return in->trigger ? in->trigger : in;
}

// Where byte `off` of the file stands in a text that is spelled there.
static bool text_at(const struct text *t, uint32_t off, uint32_t *at) {
  for (uint32_t i = 0; i < t->piece_count; i++) {
    uint32_t end = i + 1 < t->piece_count ? t->pieces[i + 1].at : t->bytes.len;
    const struct piece *p = &t->pieces[i];
    if (p->atom || off < p->off || off - p->off >= end - p->at)
      continue;
    *at = p->at + (off - p->off);
    return true;
  }
  return false;
}

const struct script *mend_script_at(struct mend *m, const struct instr *in, uint32_t off, uint32_t *at) {
  for (uint32_t i = 0; i < m->scripts->len && mend_spend(m, 1); i++) {
    const struct script *script = &m->scripts->at[i];
    if (script->instr->index > in->index)
      break;
    if (script->instr == in && mend_spend(m, script->text.bytes.len / 4) && text_at(&script->text, off, at))
      return script;
  }
  return NULL;
}

const struct script *mend_first_script(struct mend *m, const struct instr *in, uint32_t *count) {
  const struct script *first = NULL;
  *count = 0;
  for (uint32_t i = 0; i < m->scripts->len && mend_spend(m, 1); i++) {
    const struct script *script = &m->scripts->at[i];
    if (script->instr->index > in->index)
      break;
    if (script->instr == in && (*count)++ == 0)
      first = script;
  }
  return first;
}

static const struct node *outer_node(const struct mend *m, const struct instr *in) {
  return m->df->instrs[in->index]->node;
}

str mend_indent(const struct mend *m, const struct instr *in) {
  return mend_indent_at(m, outer_node(m, in)->keyword_span.off);
}

static bool is_comment_line(const struct mend *m, uint32_t line) {
  return str_has_prefix(str_trim(source_line(m->src, line)), STR("#"));
}

uint32_t mend_line_above(const struct mend *m, const struct instr *in) {
  uint32_t line = outer_node(m, in)->start_line;
  uint32_t after = in->index > 0 ? m->df->instrs[in->index - 1]->node->end_line : 0;
  while (line > after + 1 && is_comment_line(m, line - 1))
    line--;
  return source_line_span(m->src, line).off;
}

// What the stage says of a variable before an instruction.
enum meaning { MEANS_NOTHING, MEANS_ARGUMENT, MEANS_OTHER };

static enum meaning meaning_in(struct mend *m, const struct instr *in, str name) {
  if (in->kind != INSTR_ARG && in->kind != INSTR_ENV)
    return MEANS_NOTHING;
  if (!mend_spend(m, in->pair_count))
    return MEANS_OTHER;
  const struct instr_pair *pair = instr_pair_named(in, name);
  if (!pair)
    return MEANS_NOTHING;
  return in->kind == INSTR_ARG && !pair->has_value ? MEANS_ARGUMENT : MEANS_OTHER;
}

// An ARG before the first FROM hides what BuildKit would set; of any other name it is what the stage's ARG takes over.
static bool is_hidden(struct mend *m, str name) {
  bool hidden = false;
  for (uint32_t i = 0; i < m->df->global_count && !hidden && is_automatic_argument(name); i++)
    hidden = meaning_in(m, m->df->globals[i], name) == MEANS_OTHER;
  return hidden;
}

static enum meaning meaning_of(struct mend *m, const struct instr *before, str name) {
  enum meaning meaning = is_hidden(m, name) ? MEANS_OTHER : MEANS_NOTHING;
  for (uint32_t s = before->stage; s != STAGE_NONE; s = m->df->stages[s].base)
    for (uint32_t i = 0; i < m->df->stages[s].instr_count; i++) {
      const struct instr *in = m->df->stages[s].instrs[i];
      if (in->index >= before->index)
        break;
      if (before->onbuild) // runs in another build, which has the triggers alone
        in = in->trigger;
      enum meaning here = in ? meaning_in(m, in, name) : MEANS_NOTHING;
      meaning = here > meaning ? here : meaning;
    }
  return meaning;
}

const char *mend_keyword(const struct mend *m, const struct instr *in, const char *upper, const char *lower) {
  char first = outer_node(m, in)->spelled.at[0];
  return first >= 'a' && first <= 'z' ? lower : upper;
}

// An ARG of that name alone that stands further down in the stage says nothing more.
static void drop_later(struct mend *m, const struct instr *before, str name) {
  const struct stage *stage = &m->df->stages[before->stage];
  for (uint32_t i = 0; i < stage->instr_count; i++) {
    const struct instr *in = stage->instrs[i];
    if (in->index <= before->index || in->pair_count != 1 || in->node->start_line != in->node->end_line ||
        meaning_in(m, in, name) != MEANS_ARGUMENT)
      continue;
    mend_add(m, source_line_span(m->src, in->node->start_line), STR(""));
    return;
  }
}

bool mend_declare(struct mend *m, const struct instr *in, str name) {
  if (in->stage == STAGE_NONE || in->kind == INSTR_FROM) // there BuildKit's arguments need no ARG
    return true;
  if (!mend_spend(m, m->df->instr_count))
    return false;
  enum meaning meaning = meaning_of(m, in, name);
  if (meaning != MEANS_NOTHING)
    return meaning == MEANS_ARGUMENT;
  uint32_t off = mend_line_above(m, in);
  const char *keyword =
      in->onbuild ? mend_keyword(m, in, "ONBUILD ARG", "onbuild arg") : mend_keyword(m, in, "ARG", "arg");
  str text = str_format(m->arena, STR_FMT "%s " STR_FMT "\n", STR_ARG(mend_indent(m, in)), keyword, STR_ARG(name));
  mend_add(m, (span){off, 0}, text);
  m->edits.at[m->edits.len - 1].once =
      str_format(m->arena, "%u%s " STR_FMT, (unsigned)in->stage, in->onbuild ? " onbuild" : "", STR_ARG(name));
  if (!in->onbuild)
    drop_later(m, in, name);
  return true;
}

static bool render_over(struct mend *m, const struct edit_record *record, span place, str *text) {
  return render_edit(&m->run->matcher, record->with, m->finding, source_text(m->src, place), text);
}

static bool replace(struct mend *m, const struct edit_record *record, span place) {
  str text;
  if (!render_over(m, record, place, &text))
    return false;
  mend_add(m, place, text);
  return true;
}

// Whether a place is a word of an exec form, to which words cannot be added as a shell's are.
static bool is_json_word(const struct mend *m, span place) {
  const struct instr *in = mend_instr_at(m, place.off);
  str bytes = m->src->bytes;
  return in && in->node->json && span_end(place) < bytes.len && bytes.at[span_end(place)] == '"';
}

static bool is_apart(str text) {
  return text.len && (mend_is_blank(text.at[0]) || mend_is_blank(text.at[text.len - 1]));
}

static bool insert(struct mend *m, const struct edit_record *record, span place, uint32_t off) {
  str text;
  if (!render_over(m, record, place, &text) || (is_apart(text) && is_json_word(m, place)))
    return false;
  mend_add(m, (span){off, 0}, text);
  return true;
}

static bool insert_above(struct mend *m, const struct edit_record *record, span place) {
  const struct instr *in = mend_instr_at(m, place.off);
  str text;
  if (!in || in->onbuild || in->stage == STAGE_NONE || !render_over(m, record, place, &text))
    return false;
  str once = str_format(m->arena, "%u " STR_FMT, (unsigned)in->stage, STR_ARG(text));
  text = str_format(m->arena, STR_FMT STR_FMT "\n", STR_ARG(mend_indent(m, in)), STR_ARG(text));
  mend_add(m, (span){mend_line_above(m, in), 0}, text);
  m->edits.at[m->edits.len - 1].once = once;
  return true;
}

static bool insert_line(struct mend *m, const struct edit_record *record, span place) {
  str text;
  if (!render_over(m, record, place, &text))
    return false;
  uint32_t off = source_line_span(m->src, source_line_of(m->src, place.off)).off;
  mend_add(m, (span){off, 0},
           str_format(m->arena, STR_FMT STR_FMT "\n", STR_ARG(mend_indent_at(m, off)), STR_ARG(text)));
  return true;
}

static bool expand(struct mend *m, const struct edit_record *record, span place) {
  str text;
  return render_over(m, record, place, &text) && mend_expand(m, place, text);
}

bool mend_values(struct mend *m, const struct edit_record *record, struct subject *s) {
  struct matcher *matcher = &m->run->matcher;
  path_read(matcher, IMAGE_AT(matcher->image, PATHS, record->path), matcher->fact, s);
  return (s->type == FIELD_VALUES || s->type == FIELD_VALUE) && s->len > 0;
}

static bool replace_each(struct mend *m, const struct edit_record *record) {
  struct subject s;
  if (!mend_values(m, record, &s))
    return false;
  for (uint32_t i = 0; i < s.len; i++)
    if (s.values[i].span.len == 0 || !replace(m, record, s.values[i].span))
      return false;
  return true;
}

// What separates the last two of the values: it separates new words, too. One blank where that is no line end.
static str gap_of(const struct mend *m, const struct subject *s) {
  if (s->len < 2)
    return STR(" ");
  uint32_t from = span_end(s->values[s->len - 2].span), to = s->values[s->len - 1].span.off;
  str gap = from < to ? str_slice(m->src->bytes, from, to) : STR("");
  uint32_t line_end = str_find_char(gap, '\n');
  bool one_line_end = line_end < gap.len && str_find_char(str_skip(gap, line_end + 1), '\n') == gap.len - line_end - 1;
  for (uint32_t i = 0; one_line_end && i < gap.len; i++)
    one_line_end = mend_is_space(m, gap.at[i]);
  return one_line_end ? gap : STR(" ");
}

static bool append(struct mend *m, const struct edit_record *record) {
  struct subject s;
  str words, word;
  if (!mend_values(m, record, &s) || s.values[s.len - 1].span.len == 0 ||
      !render_edit(&m->run->matcher, record->with, m->finding, STR(""), &words))
    return false;
  struct buf b;
  buf_init(&b, m->arena);
  str gap = gap_of(m, &s);
  while (str_next(&words, ' ', &word)) {
    buf_add(&b, gap);
    buf_add(&b, word);
  }
  mend_add(m, (span){span_end(s.values[s.len - 1].span), 0}, buf_str(&b));
  return b.len > 0;
}

static bool declare(struct mend *m, const struct edit_record *record) {
  const struct instr *in = mend_instr_at(m, m->finding->span.off);
  str name;
  return in && render_edit(&m->run->matcher, record->with, m->finding, STR(""), &name) && mend_declare(m, in, name);
}

static bool script_edit(struct mend *m, const struct edit_record *record) {
  str command;
  if (!render_edit(&m->run->matcher, record->with, m->finding, STR(""), &command))
    return false;
  return record->verb == EDIT_BEGIN_SCRIPT ? mend_begin_script(m, command) : mend_end_script(m, command);
}

// Those of the others are about one place.
static bool is_about_values(enum edit_verb verb) {
  return verb == EDIT_REPEAT || verb == EDIT_JOIN_BEFORE || verb == EDIT_JOIN_AFTER || verb == EDIT_SORT;
}

static bool make_edit(struct mend *m, const struct edit_record *record) {
  span place = {0};
  enum edit_verb verb = (enum edit_verb)record->verb;
  if (record->path != RECORD_NONE && !is_about_values(verb) && !run_place(&m->run->matcher, record->path, &place))
    return false;
  switch (verb) {
  case EDIT_REPLACE:
    return replace(m, record, place);
  case EDIT_INSERT_BEFORE:
    return insert(m, record, place, place.off);
  case EDIT_INSERT_AFTER:
    return insert(m, record, place, span_end(place));
  case EDIT_INSERT_ABOVE:
    return insert_above(m, record, place);
  case EDIT_INSERT_LINE:
    return insert_line(m, record, place);
  case EDIT_EXPAND:
    return expand(m, record, place);
  case EDIT_DELETE:
    return !is_json_word(m, place) && mend_delete(m, place);
  case EDIT_DELETE_COMMAND:
    return mend_delete_command(m, place);
  case EDIT_DELETE_LINE:
    return mend_delete_line(m, place);
  case EDIT_REPLACE_EACH:
    return replace_each(m, record);
  case EDIT_APPEND:
    return append(m, record);
  case EDIT_JOIN_BEFORE:
  case EDIT_JOIN_AFTER:
    return mend_join(m, record);
  case EDIT_SORT:
    return mend_sort(m, record);
  case EDIT_DECLARE:
    return declare(m, record);
  case EDIT_FOLLOW:
    return mend_follow(m, record, place);
  case EDIT_REPEAT:
    return mend_repeat(m, record);
  case EDIT_BEGIN_SCRIPT:
  case EDIT_END_SCRIPT:
    return script_edit(m, record);
  case EDIT_ASSIGN:
    return mend_assign(m, mend_instr_at(m, place.off));
  case EDIT_EXEC_FORM:
    return mend_exec_form(m, mend_instr_at(m, place.off));
  }
  return false;
}

// Few edits; those for one place keep their order.
static void sort_edits(struct diag_edits *edits) {
  for (uint32_t i = 1; i < edits->len; i++) {
    struct diag_edit edit = edits->at[i];
    uint32_t to = i;
    for (; to > 0 && edits->at[to - 1].span.off > edit.span.off; to--)
      edits->at[to] = edits->at[to - 1];
    edits->at[to] = edit;
  }
}

// Drops what two parts of a fix both say; false where they contradict each other.
static bool join_edits(struct diag_edits *edits) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < edits->len; i++) {
    const struct diag_edit *e = &edits->at[i], *last = kept ? &edits->at[kept - 1] : NULL;
    if (last && last->span.off == e->span.off && last->span.len == e->span.len && str_eq(last->text, e->text))
      continue;
    if (last && span_end(last->span) > e->span.off)
      return false;
    edits->at[kept++] = *e;
  }
  edits->len = kept;
  return kept > 0;
}

bool mend_edits(struct run *r, const struct fix_record *fix, const struct finding *finding, struct diag_fix *out) {
  const struct facts *facts = r->matcher.view->facts;
  struct mend m = {r, finding, r->matcher.arena, r->src, facts->df, facts->scripts, {0}};
  for (uint32_t i = 0; i < fix->edits.len; i++)
    if (!make_edit(&m, IMAGE_AT(r->matcher.image, EDITS, fix->edits.first + i)))
      return false;
  sort_edits(&m.edits);
  if (!join_edits(&m.edits))
    return false;
  out->edits = m.edits.at;
  out->edit_count = m.edits.len;
  return true;
}
