#include <string.h>

#include "eval/expand.h"
#include "eval/wildcard.h"

// Positional parameters and arrays

static bool is_number(str s) {
  for (uint32_t i = 0; i < s.len; i++)
    if (!is_ascii_digit(s.at[i]))
      return false;
  return s.len > 0;
}

static uint32_t small_number(str s) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s.len && n < 100000; i++)
    n = n * 10 + (uint32_t)(s.at[i] - '0');
  return n;
}

// `@` or `*` as an index.
static bool index_is_all(const struct shell_arith *index) {
  const struct shell_word *w = index && index->kind == ARITH_WORD ? index->word : NULL;
  return w && w->literal && w->value.len == 1 && (w->value.at[0] == '@' || w->value.at[0] == '*');
}

static bool is_all(str name) {
  return name.len == 1 && (name.at[0] == '@' || name.at[0] == '*');
}

bool param_is_list(const struct shell_param *p) {
  return !p->length && (p->names || is_all(p->name) || index_is_all(p->index));
}

str param_variable(const struct shell_word *word) {
  const struct shell_part *part = word && word->parts.len == 1 ? word->parts.at[0] : NULL;
  if (part && part->kind == PART_DOUBLE && part->parts.len == 1)
    part = part->parts.at[0];
  const struct shell_param *p = part && part->kind == PART_PARAM ? part->param : NULL;
  bool plain = p && p->name.len && !p->op.len && !p->length && !p->indirect && !p->index && !p->offset;
  return plain && (is_ascii_alpha(p->name.at[0]) || p->name.at[0] == '_') ? p->name : STR("");
}

// `$*` and `${a[*]}` become one field in quotes.
static bool is_star(const struct shell_param *p) {
  if (p->index)
    return str_eq(p->index->word->value, STR("*"));
  return p->names ? p->names == '*' : p->name.len && p->name.at[0] == '*';
}

static bool array_list(struct machine *m, struct state *st, str name, bool keys, struct params *out) {
  const struct variable *var = state_variable(m, st, name);
  *out = (struct params){0};
  if (var && var->kind == VARIABLE_UNKNOWN_ARRAY)
    return false;
  if (var && var->kind != VARIABLE_SCALAR) {
    struct value *at = NEW_ARRAY(m->a, struct value, var->element_count);
    for (uint32_t i = 0; i < var->element_count; i++)
      at[i] = keys ? value_known(m->a, var->elements[i].key) : var->elements[i].value;
    *out = (struct params){.at = at, .len = var->element_count};
    return true;
  }
  struct value *v = NEW(m->a, struct value);
  *v = state_value(m, st, name);
  if (value_is_set(v))
    *out = (struct params){.at = v, .len = 1};
  if (keys && out->len)
    *v = value_known(m->a, STR("0"));
  return var || !value_has_unknown(v);
}

static bool whole_list(struct machine *m, struct state *st, const struct shell_param *p, struct params *out) {
  if (p->names)
    return false;
  if (p->index)
    return array_list(m, st, p->name, p->indirect, out);
  *out = *st->params;
  return !out->unknown;
}

// The arguments with `$0` before them.
static struct params with_zero(struct machine *m, const struct state *st, const struct params *list) {
  struct value *at = NEW_ARRAY(m->a, struct value, (size_t)list->len + 1);
  at[0] = st->zero;
  for (uint32_t i = 0; i < list->len; i++)
    at[i + 1] = list->at[i];
  return (struct params){.at = at, .len = list->len + 1};
}

// `${@:2:3}`: position 0 is `$0` there. Nothing is left where it begins before the first.
static bool slice_list(struct machine *m, struct state *st, const struct shell_param *p, struct params *list) {
  struct number from = arith_eval(m, st, p->offset), count = {.known = true, .n = INT32_MAX};
  if (p->count)
    count = arith_eval(m, st, p->count);
  if (!from.known || !count.known || count.n < 0)
    return false;
  if (!p->index)
    *list = with_zero(m, st, list);
  int64_t at = from.n < 0 ? from.n + list->len : from.n;
  at = at < 0 || at > list->len ? list->len : at;
  int64_t len = list->len - at;
  list->at += at;
  list->len = (uint32_t)(count.n < len ? count.n : len);
  return true;
}

static struct value joined(struct machine *m, const struct params *list, str separator) {
  struct value sum = value_empty();
  for (uint32_t i = 0; i < list->len; i++) {
    if (i && separator.len)
      sum = value_concat(m->a, sum, value_known(m->a, separator));
    sum = value_concat(m->a, sum, list->at[i]);
  }
  return sum;
}

// Elements

// The key that an index stands for; false where it is not known.
static bool element_key(struct machine *m, struct state *st, const struct variable *var,
                        const struct shell_arith *index, str *key) {
  if (var && var->kind == VARIABLE_ASSOC) {
    struct value v = index->kind == ARITH_WORD ? expand_word(m, st, index->word, EXPAND_STRING) : VALUE_UNSET;
    return value_is_set(&v) && value_is_known(&v, key);
  }
  struct number n = arith_eval(m, st, index);
  if (n.known && n.n < 0 && var && var->element_count) {
    int64_t last;
    if (!arith_parse(var->elements[var->element_count - 1].key, &last))
      return false;
    n.n += last + 1;
  }
  *key = str_format(m->a, "%ld", (long)n.n);
  return n.known;
}

// The text that an associative array is asked for in `${a[$k]}`, whose alternatives may each name an element.
static struct value elements_of(struct machine *m, const struct variable *var, const struct value *keys) {
  struct value_set s;
  value_set_init(&s, m->a);
  for (uint32_t i = 0; i < keys->len; i++) {
    str key;
    struct value found = keys->len > 1 ? value_empty() : VALUE_UNSET;
    if (!alternative_is_known(&keys->at[i], &key))
      return value_unknown(m->a, value_origin(keys));
    for (uint32_t j = 0; j < var->element_count; j++)
      if (str_eq(var->elements[j].key, key))
        found = var->elements[j].value;
    value_set_add_value(&s, &found);
  }
  s.source = source_join(s.source, keys->source);
  return value_set_done(&s);
}

struct value param_element(struct machine *m, struct state *st, str name, const struct shell_arith *index) {
  const struct variable *var = state_variable(m, st, name);
  str key;
  if (!index || !var)
    return state_value(m, st, name);
  if (var->kind == VARIABLE_UNKNOWN_ARRAY)
    return value_unknown(m->a, str_concat(m->a, STR("array "), name));
  if (var->kind == VARIABLE_ASSOC && index->kind == ARITH_WORD) {
    struct value keys = expand_word(m, st, index->word, EXPAND_STRING);
    return elements_of(m, var, &keys);
  }
  if (!element_key(m, st, var, index, &key))
    return value_unknown(m->a, str_concat(m->a, STR("array "), name));
  if (var->kind == VARIABLE_SCALAR)
    return str_eq(key, STR("0")) ? var->value : VALUE_UNSET;
  for (uint32_t i = 0; i < var->element_count; i++)
    if (str_eq(var->elements[i].key, key))
      return var->elements[i].value;
  return VALUE_UNSET;
}

struct elements {
  struct element *at;
  uint32_t len, cap;
};

static int64_t number_of_key(str key) {
  int64_t n = 0;
  arith_parse(key, &n);
  return n;
}

static void put_element(struct machine *m, struct elements *list, bool ordered, str key, struct value v) {
  for (uint32_t i = 0; i < list->len; i++)
    if (str_eq(list->at[i].key, key)) {
      list->at[i].value = v;
      return;
    }
  VEC_PUSH(m->a, list, (struct element){key, v});
  for (uint32_t i = list->len - 1; ordered && i > 0; i--) {
    if (number_of_key(list->at[i - 1].key) <= number_of_key(list->at[i].key))
      break;
    struct element swap = list->at[i];
    list->at[i] = list->at[i - 1];
    list->at[i - 1] = swap;
  }
}

// The elements of a variable, to be changed; a scalar is its element 0.
static struct elements elements_to_change(struct machine *m, const struct variable *var) {
  struct elements list = {0};
  if (var && var->kind == VARIABLE_SCALAR && value_is_set(&var->value))
    VEC_PUSH(m->a, &list, (struct element){STR("0"), var->value});
  for (uint32_t i = 0; var && var->kind != VARIABLE_SCALAR && i < var->element_count; i++)
    VEC_PUSH(m->a, &list, var->elements[i]);
  return list;
}

// The elements so far are copied at each change, which counts as work.
static void put_array(struct machine *m, struct state *st, str name, enum variable_kind kind,
                      const struct elements *list, span at) {
  machine_step(m, 1 + list->len);
  state_put(m, st, name,
            &(struct variable){.kind = kind, .elements = list->at, .element_count = list->len, .value = VALUE_UNSET},
            at);
}

void param_assign(struct machine *m, struct state *st, str name, const struct shell_arith *index, struct value v,
                  span at) {
  const struct variable *var = state_variable(m, st, name);
  str key;
  bool is_array = var && var->kind != VARIABLE_SCALAR;
  if (!index && !is_array) {
    state_assign(m, st, name, v, at);
    return;
  }
  if (var && var->kind == VARIABLE_UNKNOWN_ARRAY)
    return;
  key = STR("0");
  if (index && !element_key(m, st, var, index, &key)) {
    state_put(m, st, name, &(struct variable){.kind = VARIABLE_UNKNOWN_ARRAY}, at);
    return;
  }
  enum variable_kind kind = is_array ? var->kind : VARIABLE_ARRAY;
  struct elements list = elements_to_change(m, var);
  put_element(m, &list, kind == VARIABLE_ARRAY, key, v);
  put_array(m, st, name, kind, &list, at);
}

// One word of `(…)`: all that it becomes. False where it is not known how many.
static bool add_words(struct machine *m, struct state *st, const struct shell_word *word, struct elements *list,
                      int64_t *next) {
  struct variants v;
  struct shell_word *const words[] = {(struct shell_word *)(uintptr_t)word};
  expand_words(m, st, &(struct shell_words){words, 1}, &v);
  if (v.len > 1)
    return false;
  for (uint32_t i = 0; i < v.at[0].len; i++) {
    const struct value *item = &v.at[0].at[i].value;
    if (value_is_opaque(item) && !word->literal && word->parts.at[0]->kind != PART_DOUBLE)
      return false;
    put_element(m, list, true, str_format(m->a, "%ld", (long)*next), *item);
    ++*next;
  }
  return true;
}

static bool add_keyed(struct machine *m, struct state *st, const struct shell_element *e, enum variable_kind kind,
                      struct elements *list, int64_t *next) {
  struct variable shape = {.kind = kind};
  str key;
  if (!element_key(m, st, &shape, e->index, &key))
    return false;
  put_element(m, list, kind == VARIABLE_ARRAY, key, expand_word(m, st, e->value, EXPAND_STRING));
  *next = number_of_key(key) + 1;
  return true;
}

void param_assign_array(struct machine *m, struct state *st, const struct shell_assign *assign,
                        enum variable_kind kind) {
  const struct variable *old = state_variable(m, st, assign->name);
  span at = machine_span(m, assign->span);
  if (old && old->kind == VARIABLE_ASSOC)
    kind = VARIABLE_ASSOC;
  struct elements list = {0};
  if (assign->append)
    list = elements_to_change(m, old);
  int64_t next = list.len && kind == VARIABLE_ARRAY ? number_of_key(list.at[list.len - 1].key) + 1 : 0;
  bool known = !assign->append || !old || old->kind != VARIABLE_UNKNOWN_ARRAY;
  for (uint32_t i = 0; i < assign->element_count && known; i++) {
    const struct shell_element *e = &assign->elements[i];
    machine_step(m, 1 + list.len / 16);
    known = !machine_exhausted(m) && (e->index ? add_keyed(m, st, e, kind, &list, &next)
                                               : kind == VARIABLE_ARRAY && add_words(m, st, e->value, &list, &next));
  }
  if (known)
    put_array(m, st, assign->name, kind, &list, at);
  else
    state_put(m, st, assign->name, &(struct variable){.kind = VARIABLE_UNKNOWN_ARRAY}, at);
}

// Scalars

static struct value special_value(struct machine *m, struct state *st, char name) {
  switch (name) {
  case '?':
    return st->code;
  case '#':
    return st->params->unknown ? value_unknown(m->a, STR("number of arguments"))
                               : value_known(m->a, str_format(m->a, "%u", st->params->len));
  case '0':
    return st->zero;
  case '*':
  case '@':
    return st->params->unknown ? value_unknown(m->a, STR("arguments"))
                               : joined(m, st->params, str_slice(state_ifs(m, st), 0, 1));
  }
  return value_unknown(m->a, str_format(m->a, "variable $%c", name));
}

static struct value positional(struct machine *m, const struct state *st, uint32_t n) {
  if (st->params->unknown)
    return value_unknown(m->a, str_format(m->a, "argument %u", n));
  return n <= st->params->len ? st->params->at[n - 1] : VALUE_UNSET;
}

// The source of a variable that the build sets is asked where it is used.
static struct value asked_here(struct machine *m, struct value v, const struct shell_part *part) {
  if (!v.source || v.source->asked.len)
    return v;
  struct eval_source *source = NEW(m->a, struct eval_source);
  *source = *v.source;
  source->asked = machine_span(m, part->span);
  v.source = source;
  return v;
}

static struct value named_value(struct machine *m, struct state *st, str name, const struct shell_arith *index) {
  if (is_number(name)) {
    uint32_t n = small_number(name);
    return n ? positional(m, st, n) : special_value(m, st, '0');
  }
  if (name.len == 1 && !is_ascii_alpha(name.at[0]) && name.at[0] != '_')
    return special_value(m, st, name.at[0]);
  return index ? param_element(m, st, name, index) : state_value(m, st, name);
}

static struct value plain_value(struct machine *m, struct state *st, const struct shell_part *part) {
  const struct shell_param *p = part->param;
  struct value v = asked_here(m, named_value(m, st, p->name, p->index), part);
  if (p->indirect && !p->names && !p->index) {
    str name;
    if (!value_is_known(&v, &name) || !name.len)
      return value_unknown(m->a, str_concat(m->a, STR("variable that is named by "), p->name));
    v = value_with_source(named_value(m, st, name, NULL), v.source);
  }
  return v;
}

// Defaults

// Whether an alternative counts as not set for an operator with a colon, or without.
static enum outcome is_missing(const struct alternative *alt, bool colon) {
  for (uint32_t i = 0; i < alt->len; i++)
    if (!alt->pieces[i].unknown)
      return OUTCOME_NO;
  if (!alt->len)
    return outcome_of(colon);
  return OUTCOME_MAYBE;
}

static bool is_default_operator(str op) {
  return op.len && strchr("-=?+", op.at[op.len - 1]) && (op.len == 1 || op.at[0] == ':');
}

// The alternatives that are there, and whether the word is for the others.
static enum outcome split_missing(struct machine *m, const struct value *v, bool colon, struct value *there) {
  struct value_set s;
  value_set_init(&s, m->a);
  uint32_t missing = 0, maybe = 0;
  for (uint32_t i = 0; i < v->len; i++) {
    enum outcome o = is_missing(&v->at[i], colon);
    missing += o == OUTCOME_YES;
    maybe += o == OUTCOME_MAYBE;
    if (o != OUTCOME_YES)
      value_set_add(&s, &v->at[i]);
  }
  s.source = v->source;
  *there = value_set_done(&s);
  if (missing == v->len)
    return OUTCOME_YES;
  return missing || maybe ? OUTCOME_MAYBE : OUTCOME_NO;
}

enum outcome param_uses_word(struct machine *m, struct state *st, const struct shell_part *part,
                             struct value *without) {
  const struct shell_param *p = part->param;
  bool defaults = !p->length && !p->offset && is_default_operator(p->op);
  char op = defaults ? p->op.at[p->op.len - 1] : 0;
  if (op != '-' && op != '+') {
    *without = param_value(m, st, part, EXPAND_STRING);
    return OUTCOME_NO;
  }
  struct value v = plain_value(m, st, part);
  enum outcome missing = split_missing(m, &v, p->op.len == 2, without);
  if (op == '-')
    return missing;
  *without = value_with_source(value_empty(), v.source);
  return outcome_not(missing);
}

// The word of an operator; what it does is done only maybe.
static struct value word_maybe(struct machine *m, struct state *st, const struct shell_word *word, enum outcome used,
                               enum expand_mode mode) {
  bool maybe = st->maybe;
  st->maybe = maybe || used == OUTCOME_MAYBE;
  struct value v = expand_word(m, st, word, mode);
  st->maybe = maybe;
  return v;
}

static void refuse(struct machine *m, struct state *st, enum outcome missing) {
  if (missing == OUTCOME_YES)
    state_exit(m, st, true);
}

static struct value with_default(struct machine *m, struct state *st, const struct shell_part *part, struct value v,
                                 enum expand_mode mode) {
  const struct shell_param *p = part->param;
  char op = p->op.at[p->op.len - 1];
  struct value there;
  enum outcome missing = split_missing(m, &v, p->op.len == 2, &there);
  enum outcome used = op == '+' ? outcome_not(missing) : missing;
  if (op == '?') {
    refuse(m, st, missing);
    return value_is_set(&there) ? there : value_empty();
  }
  if (op == '+')
    there = value_with_source(value_empty(), v.source);
  if (used == OUTCOME_NO)
    return there;
  struct value word = value_with_source(word_maybe(m, st, p->arg, used, mode), v.source);
  struct value sum = used == OUTCOME_YES ? word : value_join(m->a, there, word);
  if (op == '=')
    param_assign(m, st, p->name, p->index, sum, machine_span(m, part->span));
  return sum;
}

// Texts

static bool text_length(void *ctx, str in, struct buf *out) {
  (void)ctx;
  uint32_t count = 0; // code points, as bash counts in UTF-8
  for (uint32_t i = 0; i < in.len; i++)
    count += ((uint8_t)in.at[i] & 0xC0) != 0x80;
  buf_add_format(out, "%u", count);
  return true;
}

struct slice {
  struct number from, count;
  bool has_count;
};

static bool cut_slice(void *ctx, str in, struct buf *out) {
  const struct slice *s = ctx;
  int64_t from = s->from.n < 0 ? s->from.n + in.len : s->from.n, to = in.len;
  if (!s->from.known || (s->has_count && !s->count.known))
    return false;
  if (s->has_count)
    to = s->count.n < 0 ? in.len + s->count.n : from + s->count.n;
  if (from < 0 || from > in.len || to < from)
    return true;
  buf_add(out, str_slice(in, (uint32_t)from, to > in.len ? in.len : (uint32_t)to));
  return true;
}

static char change_case(char c, char op) {
  if (op == '^')
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
  return ascii_lower(c);
}

static bool map_case(void *ctx, str in, struct buf *out) {
  const str *op = ctx;
  for (uint32_t i = 0; i < in.len; i++)
    buf_add_char(out, i && op->len == 1 ? in.at[i] : change_case(in.at[i], op->at[0]));
  return true;
}

static struct value apply_slice(struct machine *m, struct state *st, const struct shell_param *p, struct value v) {
  struct slice s = {.from = arith_eval(m, st, p->offset), .has_count = p->count != NULL};
  if (p->count)
    s.count = arith_eval(m, st, p->count);
  return value_map(m->a, v, cut_slice, &s, STR("part of a text"));
}

// `${x@U}` and its kin.
static struct value transform(struct machine *m, const struct shell_param *p, struct value v) {
  static const struct {
    char letter;
    str op;
  } cases[] = {{'U', STR_INIT("^^")}, {'u', STR_INIT("^")}, {'L', STR_INIT(",,")}};
  for (uint32_t i = 0; i < COUNT_OF(cases); i++)
    if (p->arg && p->arg->literal && p->arg->value.len == 1 && p->arg->value.at[0] == cases[i].letter) {
      str op = cases[i].op;
      return value_map(m->a, v, map_case, &op, STR(""));
    }
  return value_unknown(m->a, str_concat(m->a, STR("variable "), p->name));
}

// Without its first byte, which stands in known text.
static struct value without_first(struct machine *m, struct value v) {
  struct value_set s;
  value_set_init(&s, m->a);
  s.source = v.source;
  for (uint32_t i = 0; i < v.len; i++) {
    struct value_builder b;
    value_builder_init(&b, m->a);
    value_builder_text(&b, str_skip(v.at[i].pieces[0].text, 1));
    struct alternative rest = {.pieces = v.at[i].pieces + 1, .len = v.at[i].len - 1};
    value_builder_pieces(&b, &rest);
    struct alternative made = value_builder_done(&b);
    made.decision = v.at[i].decision;
    made.branch = v.at[i].branch;
    value_set_add(&s, &made);
  }
  return value_set_done(&s);
}

// Whether `&` stands in it unquoted: from bash 5.2 on that is what was matched, before it is a character like others.
static bool has_match_sign(const struct shell_word *with) {
  for (uint32_t i = 0; with && i < with->parts.len; i++) {
    const struct shell_part *part = with->parts.at[i];
    for (uint32_t j = 0; part->kind == PART_LITERAL && j < part->text.len; j++)
      if (part->text.at[j] == '\\')
        j++;
      else if (part->text.at[j] == '&')
        return true;
  }
  return false;
}

// `${x/#p/w}` and `${x/%p/w}`: the pattern's first character, unquoted, says at which end.
static struct value apply_replacement(struct machine *m, struct state *st, const struct shell_param *p,
                                      struct value v) {
  const struct shell_part *first = p->pattern && p->pattern->parts.len ? p->pattern->parts.at[0] : NULL;
  struct value pattern = expand_word(m, st, p->pattern, EXPAND_PATTERN);
  str op = p->op;
  bool bare = op.len == 1 && first && first->kind == PART_LITERAL && first->text.len && !m->holes;
  if (bare && (first->text.at[0] == '#' || first->text.at[0] == '%')) {
    op = first->text.at[0] == '#' ? STR("/#") : STR("/%");
    pattern = without_first(m, pattern);
  }
  struct value with = expand_word(m, st, p->with, EXPAND_STRING);
  if (has_match_sign(p->with))
    with = value_unknown(m->a, STR("what & stands for"));
  return machine_replace(m, v, op, pattern, with);
}

// An operator that works on the text.
static struct value apply_operator(struct machine *m, struct state *st, const struct shell_param *p, struct value v) {
  if (p->offset)
    return param_is_list(p) ? v : apply_slice(m, st, p, v);
  if (!p->op.len || is_default_operator(p->op))
    return v;
  if (p->op.at[0] == '#' || p->op.at[0] == '%')
    return machine_trim(m, v, p->op, expand_word(m, st, p->arg, EXPAND_PATTERN));
  if (p->op.at[0] == '/')
    return apply_replacement(m, st, p, v);
  if (p->op.at[0] == '@')
    return transform(m, p, v);
  str op = p->op;
  if (!p->arg || str_eq(p->arg->value, STR("?")))
    return value_map(m->a, v, map_case, &op, STR(""));
  return value_unknown(m->a, str_concat(m->a, STR("variable "), p->name));
}

static struct value list_length(struct machine *m, struct state *st, const struct shell_param *p) {
  struct params list;
  if (!whole_list(m, st, p, &list))
    return value_unknown(m->a, STR("length of a list"));
  return value_known(m->a, str_format(m->a, "%u", list.len));
}

// With set -u, a variable that is not set ends the script.
static void check_unset(struct machine *m, struct state *st, const struct shell_param *p, const struct value *v) {
  if (st->nounset && !v->len && !is_default_operator(p->op))
    state_exit(m, st, true);
}

// The list that is all of a word: `$@` and `"$@"`.
static const struct shell_part *only_list(const struct shell_word *word) {
  const struct shell_part *part = word && word->parts.len == 1 ? word->parts.at[0] : NULL;
  if (part && part->kind == PART_DOUBLE && part->parts.len == 1)
    part = part->parts.at[0];
  return part && part->kind == PART_PARAM && param_is_list(part->param) ? part : NULL;
}

static void set_only_value(struct machine *m, struct params *list, struct value v) {
  struct value *at = NEW(m->a, struct value);
  *at = v;
  *list = (struct params){.at = at, .len = 1};
}

// `${a[@]+"${a[@]}"}`: the word of a list that is there is most often that list. False where its fields are not known.
static bool list_alternative(struct machine *m, struct state *st, const struct shell_param *p, struct params *list) {
  struct value there;
  enum outcome missing = OUTCOME_NO; // as bash has it, several values are more than none, even if they are empty
  if (!list->len)
    return true;
  if (list->len == 1)
    missing = split_missing(m, &list->at[0], p->op.len == 2, &there);
  if (missing == OUTCOME_YES)
    set_only_value(m, list, value_empty());
  if (missing != OUTCOME_NO)
    return missing == OUTCOME_YES;
  const struct shell_part *word = only_list(p->arg);
  if (word)
    return param_list(m, st, word, list);
  if (p->arg && !p->arg->literal)
    return false;
  set_only_value(m, list, expand_word(m, st, p->arg, EXPAND_STRING));
  return true;
}

static bool apply_to_list(struct machine *m, struct state *st, const struct shell_part *part, struct params *list) {
  const struct shell_param *p = part->param;
  if (is_default_operator(p->op)) {
    if (p->op.at[p->op.len - 1] == '+')
      return list_alternative(m, st, p, list);
    if (list->len < 2)
      set_only_value(m, list, with_default(m, st, part, list->len ? list->at[0] : VALUE_UNSET, EXPAND_STRING));
    return true;
  }
  struct value *at = NEW_ARRAY(m->a, struct value, list->len);
  for (uint32_t i = 0; i < list->len; i++)
    at[i] = apply_operator(m, st, p, list->at[i]);
  list->at = at;
  return true;
}

bool param_list(struct machine *m, struct state *st, const struct shell_part *part, struct params *out) {
  const struct shell_param *p = part->param;
  if (!whole_list(m, st, p, out) || (p->offset && !slice_list(m, st, p, out)))
    return false;
  if (p->op.len && !apply_to_list(m, st, part, out))
    return false;
  if (is_star(p) && out->len != 1)
    set_only_value(m, out, joined(m, out, str_slice(state_ifs(m, st), 0, 1)));
  return true;
}

static struct value list_as_text(struct machine *m, struct state *st, const struct shell_part *part) {
  struct params list;
  if (!param_list(m, st, part, &list))
    return value_unknown(m->a, STR("a list of words"));
  if (list.len > 1 && !str_has_prefix(state_ifs(m, st), STR(" "))) // bash joins some by a blank, some by IFS
    return value_unknown(m->a, STR("a list of words"));
  return joined(m, &list, STR(" "));
}

struct value param_value(struct machine *m, struct state *st, const struct shell_part *part, enum expand_mode mode) {
  const struct shell_param *p = part->param;
  if (param_is_list(p))
    return list_as_text(m, st, part);
  if (p->length && (is_all(p->name) || index_is_all(p->index)))
    return list_length(m, st, p);
  struct value v = plain_value(m, st, part);
  check_unset(m, st, p, &v);
  if (p->length)
    return value_map(m->a, v.len ? v : value_empty(), text_length, NULL, STR(""));
  if (is_default_operator(p->op) && !p->offset)
    return with_default(m, st, part, v, mode);
  if (!v.len)
    return value_with_source(value_empty(), v.source);
  return apply_operator(m, st, p, v);
}
