#include "lsp/values.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "lsp/ignore.h"

struct values values_new(struct arena *a, const struct analysis *of) {
  const struct facts *facts = of->lint.facts;
  return (struct values){.facts = facts, .in = NEW_ARRAY(a, str, facts->scenario_count + 1)};
}

static bool holds_in(const struct fact *f, uint32_t scenario) {
  return f->scenarios == 0 || f->scenarios >> scenario & 1;
}

static str join(struct arena *a, str all, str more) {
  static const str separator = STR_INIT(" or ");
  if (!all.at)
    return more;
  for (str rest = all; rest.len;) {
    uint32_t end = str_find(rest, separator);
    if (str_eq(str_slice(rest, 0, end), more))
      return all;
    rest = str_skip(rest, end + separator.len);
  }
  return str_join(a, (str[]){all, separator, more}, 3);
}

void values_add(struct arena *a, struct values *v, const struct fact *f, const struct fact_value *value) {
  if (value->state == FACT_ABSENT)
    return;
  str text = value->state == FACT_UNKNOWN ? STR("not known") : value->text.len ? value->text : STR("(empty)");
  for (uint32_t i = 0; i < v->facts->scenario_count; i++)
    if (holds_in(f, i))
      v->in[i] = join(a, v->in[i], text);
}

static bool is_native(const struct facts *facts, uint32_t i) {
  return platform_eq(facts->scenarios[i].target, facts->scenarios[i].build);
}

// The value of the native build for the same target.
static str native_value(const struct values *v, uint32_t scenario) {
  for (uint32_t i = 0; i < v->facts->scenario_count; i++)
    if (is_native(v->facts, i) && platform_eq(v->facts->scenarios[i].target, v->facts->scenarios[scenario].target))
      return v->in[i];
  return (str){0};
}

static str scenario_name(struct arena *a, const struct facts *facts, uint32_t i) {
  str target = platform_name(a, facts->scenarios[i].target);
  if (is_native(facts, i))
    return target;
  str build = platform_name(a, facts->scenarios[i].build);
  return str_format(a, STR_FMT " built on " STR_FMT, STR_ARG(target), STR_ARG(build));
}

static struct value_row *row_of(const struct value_rows *rows, str value) {
  for (uint32_t i = 0; i < rows->len; i++)
    if (str_eq(rows->at[i].value, value))
      return &rows->at[i];
  return NULL;
}

struct value_rows values_rows(struct arena *a, const struct values *v) {
  struct value_rows rows = {0};
  for (uint32_t i = 0; i < v->facts->scenario_count; i++) {
    if (!v->in[i].at || (!is_native(v->facts, i) && str_eq(v->in[i], native_value(v, i))))
      continue;
    str name = scenario_name(a, v->facts, i);
    struct value_row *row = row_of(&rows, v->in[i]);
    if (row)
      row->platforms = str_join(a, (str[]){row->platforms, STR(", "), name}, 3);
    else
      VEC_PUSH(a, &rows, (struct value_row){name, v->in[i], !is_native(v->facts, i)});
  }
  return rows;
}

str value_brief(struct arena *a, str text) {
  enum { MOST = 300 };
  if (text.len <= MOST)
    return text;
  uint32_t end = MOST;
  while (end > 0 && ((unsigned char)text.at[end] & 0xC0) == 0x80)
    end--;
  return str_concat(a, str_slice(text, 0, end), STR("…"));
}

// Variables

static bool is_name_byte(char c) {
  return is_ascii_alnum(c) || c == '_';
}

// The name that a byte is part of, or that follows it in `$name` and `${name`.
static span name_around(str text, uint32_t off) {
  if (off < text.len && text.at[off] == '$')
    off++;
  if (off < text.len && text.at[off] == '{')
    off++;
  uint32_t from = off, to = off;
  while (from > 0 && is_name_byte(text.at[from - 1]))
    from--;
  while (to < text.len && is_name_byte(text.at[to]))
    to++;
  return (span){from, to - from};
}

// `$name`, `${name`, `${#name`, `${!name`
static bool is_use(str text, uint32_t off) {
  if (off >= 2 && (text.at[off - 1] == '#' || text.at[off - 1] == '!') && text.at[off - 2] == '{')
    off--;
  if (off >= 2 && text.at[off - 1] == '{')
    off--;
  return off >= 1 && text.at[off - 1] == '$';
}

static const struct fact_variable *variable_of(const struct fact *f) {
  return (const struct fact_variable *)f;
}

static bool is_set_at(const struct fact_list *all, str name, uint32_t off) {
  for (uint32_t i = 0; i < all->len; i++)
    if (all->at[i]->span.off == off && str_eq(variable_of(all->at[i])->name.text, name))
      return true;
  return false;
}

bool variable_at(const struct analysis *of, uint32_t off, struct variable *out) {
  str text = of->document->text;
  span where = name_around(text, off < text.len ? off : text.len);
  *out = (struct variable){str_slice(text, where.off, span_end(where)), where};
  return where.len && !is_ascii_digit(text.at[where.off]) && of->lint.facts &&
         (is_use(text, where.off) || is_set_at(&of->lint.facts->of[FACT_VARIABLE], out->name, where.off));
}

const struct instr *instr_at(const struct analysis *of, uint32_t off) {
  const struct node *n = lsp_node_at(of->lint.df, source_line_of(of->lint.src, off));
  uint32_t low = 0, high = of->lint.df->instr_count;
  while (n && low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (of->lint.df->instrs[mid]->node->start_line < n->start_line)
      low = mid + 1;
    else
      high = mid;
  }
  return n && low < of->lint.df->instr_count ? of->lint.df->instrs[low] : NULL;
}

// Whether a stage starts, over any number of others, from an earlier one.
static bool starts_from(const struct dockerfile *df, uint32_t stage, uint32_t earlier) {
  while (stage < df->stage_count && stage > earlier)
    stage = df->stages[stage].base;
  return stage == earlier;
}

// Whether what a fact sets is seen in the instruction.
static bool reaches(const struct analysis *of, const struct fact *f, const struct instr *in) {
  const struct fact_variable *v = variable_of(f);
  bool in_stage = in->kind != INSTR_FROM && in->stage != STAGE_NONE;
  if (!in_stage || f->stage == FACT_NONE)
    return !in_stage && f->stage == FACT_NONE;
  if (str_eq(v->set_by.text, STR("shell")))
    return f->instruction == in->index;
  return f->stage == in->stage || (str_eq(v->set_by.text, STR("env")) && starts_from(of->lint.df, in->stage, f->stage));
}

struct setters variable_setters(struct arena *a, const struct analysis *of, const struct variable *v,
                                uint32_t scenario) {
  struct setters setters = {0};
  const struct fact_list *all = &of->lint.facts->of[FACT_VARIABLE];
  const struct instr *in = instr_at(of, v->span.off);
  bool certain = !in;
  for (uint32_t i = all->len; i > 0 && !certain; i--) {
    const struct fact *f = all->at[i - 1];
    if (f->span.off > v->span.off || !str_eq(variable_of(f)->name.text, v->name) || !holds_in(f, scenario) ||
        !reaches(of, f, in))
      continue;
    VEC_PUSH(a, &setters, f);
    certain = !variable_of(f)->conditional;
  }
  return setters;
}
