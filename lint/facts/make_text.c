#include "base/near.h"
#include "facts/maker.h"

// Facts about the text itself: the file, what is wrong with its syntax, directives and comments.

enum casing { CASING_NONE, CASING_UPPER, CASING_LOWER, CASING_MIXED };

static enum casing casing_of(str word) {
  bool upper = false, lower = false;
  for (uint32_t i = 0; i < word.len; i++) {
    if (!is_ascii_alpha(word.at[i]))
      continue;
    bool is_lower = ascii_lower(word.at[i]) == word.at[i];
    lower |= is_lower;
    upper |= !is_lower;
  }
  return upper ? (lower ? CASING_MIXED : CASING_UPPER) : lower ? CASING_LOWER : CASING_NONE;
}

struct fact_value field_casing(str word) {
  static const char *const names[] = {
      [CASING_UPPER] = "upper", [CASING_LOWER] = "lower", [CASING_MIXED] = "mixed", [CASING_NONE] = NULL};
  enum casing casing = casing_of(word);
  return casing == CASING_NONE ? (struct fact_value){0} : field_word(names[casing]);
}

// As BuildKit's ConsistentInstructionCasing counts them.
static bool mostly_lower(const struct dockerfile *df) {
  uint32_t lower = 0, upper = 0;
  for (uint32_t i = 0; i < df->node_count; i++) {
    enum casing casing = casing_of(df->nodes[i]->spelled);
    lower += casing == CASING_LOWER;
    upper += casing == CASING_UPPER;
  }
  return lower > upper;
}

void make_file(struct maker *m) {
  struct place nowhere = {FACT_NONE, FACT_NONE, 0};
  struct fact_file *f = m->file = ADD_FACT(m, FILE, file, nowhere, ((span){0}));
  f->path = field_known(m->df->src->path, (span){0});
  f->casing = field_word(mostly_lower(m->df) ? "lower" : "upper");
  f->stage_count = m->df->stage_count;
  f->lines = m->df->src->line_count;
}

// The instruction that stands on a line; NULL where none does.
static const struct instr *instr_on_line(const struct dockerfile *df, uint32_t line) {
  uint32_t low = 0, high = df->instr_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (df->instrs[middle]->node->end_line < line)
      low = middle + 1;
    else
      high = middle;
  }
  return low < df->instr_count && df->instrs[low]->node->start_line <= line ? df->instrs[low] : NULL;
}

static bool same_span(span x, span y) {
  return x.off == y.off && x.len == y.len;
}

// What is wrong with an instruction, where it is one of the mistakes that have a name.
static const char *cause_of(const struct instr *in, span where) {
  if (!in)
    return "other";
  if (in->kind == INSTR_UNKNOWN && same_span(where, in->node->keyword_span))
    return "keyword";
  if (in->kind == INSTR_ONBUILD && in->node->child && same_span(where, in->node->child->keyword_span))
    return "trigger";
  bool placed = in->kind == INSTR_UNKNOWN || in->kind == INSTR_FROM || in->kind == INSTR_ARG;
  return placed || in->stage != STAGE_NONE ? "other" : "order";
}

// The instruction that may have been meant; empty where none is near.
static str nearest_keyword(struct maker *m, str spelled) {
  struct near near;
  near_init(&near, m->a, spelled);
  for (int i = 0; i < INSTR_UNKNOWN; i++)
    near_add(&near, instr_keyword((enum instr_kind)i));
  bool lower = spelled.len && ascii_upper(spelled.at[0]) != spelled.at[0];
  return lower ? str_lower(m->a, near.best) : near.best;
}

static void describe_keyword(struct maker *m, struct fact_syntax_error *f, const struct node *node) {
  str nearest = nearest_keyword(m, node->spelled);
  f->spelled = field_known(node->spelled, node->keyword_span);
  if (nearest.len)
    f->nearest = field_known(nearest, (span){0});
}

static void add_syntax_error(struct maker *m, const struct instr *in, span where, const char *language, str message) {
  struct place at = in ? maker_place(m, in) : (struct place){FACT_NONE, FACT_NONE, 0};
  struct fact_syntax_error *f = ADD_FACT(m, SYNTAX_ERROR, syntax_error, at, where);
  f->message = field_known(message, (span){0});
  f->language = field_word(language);
  f->cause = field_word(str_eq(f->language.text, STR("dockerfile")) ? cause_of(in, where) : "other");
  if (in && in->kind != INSTR_UNKNOWN)
    f->keyword = field_known(instr_keyword(in->kind), in->node->keyword_span);
  if (in && str_eq(f->cause.text, STR("keyword")))
    describe_keyword(m, f, in->node);
  f->file = &m->file->head;
}

void make_syntax_errors(struct maker *m) {
  for (uint32_t i = 0; i < m->df->problem_count; i++) {
    const struct problem *p = &m->df->problems[i];
    if (p->follows)
      continue;
    add_syntax_error(m, instr_on_line(m->df, p->line), p->span, "dockerfile", p->message);
  }
  for (uint32_t i = 0; i < m->scripts->len; i++) {
    const struct script *script = &m->scripts->at[i];
    if (!script->tree || script->tree->ok)
      continue;
    const struct shell_error *error = &script->tree->error;
    span where =
        text_span(&script->text, error->off, error->off + 1 <= script->text.bytes.len ? error->off + 1 : error->off);
    if (!where.len)
      where = script->instr->node->keyword_span;
    add_syntax_error(m, script->instr, where, "shell", error->message);
  }
}

void make_directives(struct maker *m) {
  for (uint32_t i = 0; i < m->df->directive_count; i++) {
    const struct directive *d = &m->df->directives[i];
    struct fact_directive *f = ADD_FACT(m, DIRECTIVE, directive, ((struct place){FACT_NONE, FACT_NONE, 0}), d->span);
    f->name = field_known(d->name, (span){d->span.off, d->span.len});
    f->value = field_known(d->value, d->value_span);
  }
}

static bool is_directive_name(str s) {
  for (uint32_t i = 0; i < s.len; i++)
    if (!is_ascii_alnum(s.at[i]))
      return false;
  return s.len > 0 && is_ascii_alpha(s.at[0]);
}

// Where `part`, a view of the file's bytes, stands.
static span span_in_file(const struct maker *m, str part) {
  return (span){(uint32_t)(part.at - m->df->src->bytes.at), part.len};
}

static bool is_view_of_file(const struct maker *m, str s) {
  str file = m->df->src->bytes;
  return s.at >= file.at && s.at + s.len <= file.at + file.len;
}

static void read_assignment(struct maker *m, struct fact_comment *f, str text) {
  str name, value;
  if (!str_cut(text, '=', &name, &value) || !is_directive_name(str_trim(name)) || !is_view_of_file(m, text))
    return;
  name = str_trim(name), value = str_trim(value);
  f->name = field_known(name, span_in_file(m, name));
  f->value = field_known(value, span_in_file(m, value));
}

static void add_comment(struct maker *m, const struct comment *c, uint32_t stage, bool at_head) {
  struct fact_comment *f = ADD_FACT(m, COMMENT, comment, ((struct place){stage, FACT_NONE, 0}), c->span);
  f->text = field_known(c->text, c->span);
  f->place = field_word("line");
  f->at_head = at_head;
  read_assignment(m, f, c->text);
  if (stage != FACT_NONE)
    f->stage = &m->stages[stage].fact->head;
}

// The comment's part of the line that it begins in, without the escape character and blanks at its end.
static struct fact_value first_line(const struct maker *m, span where) {
  span line = source_line_span(m->df->src, source_line_of(m->df->src, where.off));
  str text = str_trim(str_slice(m->df->src->bytes, where.off, span_end(line)));
  if (text.len && text.at[text.len - 1] == m->df->escape)
    text = str_trim(str_slice(text, 0, text.len - 1));
  return field_known(text, (span){where.off, text.len});
}

static void make_script_comments(struct maker *m, const struct script *script) {
  for (uint32_t i = 0; script->tree && i < script->tree->comment_count; i++) {
    const struct shell_comment *c = &script->tree->comments[i];
    span where = text_span(&script->text, c->span.off, span_end(c->span));
    struct fact_comment *f = ADD_FACT(m, COMMENT, comment, place_of(script->instr), where);
    f->text = field_known(str_trim(c->text), where);
    f->place = field_word("script");
    f->swallows = source_line_of(m->df->src, where.off) != source_line_of(m->df->src, span_end(where));
    if (f->swallows)
      f->first_line = first_line(m, where);
    if (script->instr->stage != STAGE_NONE)
      f->stage = &m->stages[script->instr->stage].fact->head;
  }
}

void make_comments(struct maker *m) {
  const struct dockerfile *df = m->df;
  uint32_t first = df->node_count ? df->nodes[0]->start_line : UINT32_MAX, next = 0;
  for (uint32_t i = 0; i < df->comment_count; i++) {
    const struct comment *c = &df->comments[i];
    while (next < df->stage_count && df->stages[next].from->node->start_line < c->line)
      next++;
    add_comment(m, c, next ? next - 1 : FACT_NONE, c->line < first);
  }
  for (uint32_t i = 0; i < m->scripts->len; i++)
    make_script_comments(m, &m->scripts->at[i]);
}
