#include <string.h>

#include "eval/models/models.h"

static const struct model models[] = {
#define MODEL(name, function)  {STR_INIT(name), function, NULL, false},
#define FILTER(name, function) {STR_INIT(name), NULL, function, false},
#define ASKS(name, function)   {STR_INIT(name), NULL, function, true},
#include "eval/models/models.def"
};

// The first model whose name begins with `first`, or with what comes behind it.
static uint32_t first_with(char first) {
  uint32_t low = 0, high = COUNT_OF(models);
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (models[middle].name.at[0] < first)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

// The few names of a letter are compared one by one: most differ in length.
const struct model *model_find(str name) {
  char first = name.at[0];
  for (uint32_t i = first_with(first); i < COUNT_OF(models) && models[i].name.at[0] == first; i++)
    if (str_eq(models[i].name, name))
      return &models[i];
  return NULL;
}

// Filters: each combination of alternatives of the arguments and the input is tried.

struct lift {
  struct call *call;
  const struct model *model;
  const struct value **parts; // the arguments, then the input
  uint32_t part_count;
  bool has_input;
  uint32_t *picks; // an alternative of each
  struct value_set out;
  enum outcome status;
  uint32_t tried;
};

static const struct alternative *pick(const struct lift *l, uint32_t part) {
  return &l->parts[part]->at[l->picks[part]];
}

// Alternatives of one decision that exclude each other never meet.
static bool is_possible(const struct lift *l, const struct alternative **tag) {
  static const struct alternative none = {0};
  *tag = &none;
  for (uint32_t i = 0; i < l->part_count; i++) {
    const struct alternative *alt = pick(l, i);
    if (!alt->decision)
      continue;
    if ((*tag)->decision == alt->decision && (*tag)->branch != alt->branch)
      return false;
    *tag = alt;
  }
  return true;
}

static void add_unknown(struct lift *l, str origin, const struct alternative *tag) {
  struct value v = value_unknown(l->call->m->a, origin);
  struct alternative alt = *v.at;
  alt.decision = tag->decision;
  alt.branch = tag->branch;
  value_set_add(&l->out, &alt);
}

static void add_status(struct lift *l, enum outcome o) {
  l->status = l->tried++ ? outcome_join(l->status, o) : o;
}

static str output_origin(const struct lift *l) {
  return str_concat(l->call->m->a, STR("output of "), l->call->name);
}

// The texts of this combination; false, with the origin of what is unknown, where there is one.
static bool known_texts(const struct lift *l, str *texts, str *origin) {
  for (uint32_t i = 0; i < l->part_count; i++)
    if (!alternative_is_known(pick(l, i), &texts[i])) {
      struct value v = {.at = pick(l, i), .len = 1};
      *origin = value_origin(&v);
      return false;
    }
  return true;
}

static void try_combination(struct lift *l) {
  struct arena *a = l->call->m->a;
  const struct alternative *tag;
  str *texts = NEW_ARRAY(a, str, l->part_count + 1), origin;
  if (!is_possible(l, &tag))
    return;
  enum outcome unknown = l->model->asks ? OUTCOME_MAYBE : OUTCOME_ASSUMED;
  if (!known_texts(l, texts, &origin)) {
    add_unknown(l, origin, tag);
    add_status(l, unknown);
    return;
  }
  uint32_t argc = l->part_count - l->has_input;
  struct filter f = {.a = a, .call = l->call, .args = texts, .argc = argc, .has_input = l->has_input};
  f.input = l->has_input ? texts[argc] : STR("");
  buf_init(&f.out, a);
  if (!l->model->filter(&f)) {
    add_unknown(l, output_origin(l), tag);
    add_status(l, unknown);
    return;
  }
  struct value v = value_known(a, buf_str(&f.out));
  struct alternative alt = *v.at;
  alt.decision = tag->decision;
  alt.branch = tag->branch;
  value_set_add(&l->out, &alt);
  add_status(l, f.status);
}

// The next combination; false after the last one.
static bool advance(struct lift *l) {
  for (uint32_t i = 0; i < l->part_count; i++) {
    if (++l->picks[i] < l->parts[i]->len)
      return true;
    l->picks[i] = 0;
  }
  return false;
}

// The parts, and how many combinations they have.
static uint64_t gather(struct lift *l, struct call *c) {
  uint64_t combinations = 1;
  uint32_t count = c->argc - 1;
  l->has_input = value_is_set(&c->st->in);
  l->part_count = count + l->has_input;
  l->parts = NEW_ARRAY(c->m->a, const struct value *, l->part_count);
  l->picks = NEW_ARRAY(c->m->a, uint32_t, l->part_count);
  for (uint32_t i = 0; i < l->part_count; i++) {
    l->parts[i] = i < count ? &c->argv[i + 1].value : &c->st->in;
    l->out.source = source_join(l->out.source, l->parts[i]->source);
    combinations *= l->parts[i]->len && combinations < 1000 ? l->parts[i]->len : 1;
  }
  return combinations;
}

static const struct value *subject_of(const struct lift *l) {
  const struct value *subject = NULL;
  for (uint32_t i = 0; i < l->part_count; i++)
    if (l->parts[i]->source && (!subject || !subject->source))
      subject = l->parts[i];
  return subject ? subject : l->has_input ? &l->call->st->in : NULL;
}

enum { COMBINATIONS_MAX = VALUE_ALTERNATIVES_MAX * 2 };

static void run_filter(struct call *c, const struct model *model) {
  struct lift l = {.call = c, .model = model, .status = OUTCOME_ASSUMED};
  if (!c->m->captures && !model->asks) {
    call_succeed(c);
    return;
  }
  value_set_init(&l.out, c->m->a);
  uint64_t combinations = gather(&l, c);
  machine_step(c->m, 1 + (uint32_t)combinations);
  if (combinations > COMBINATIONS_MAX || machine_exhausted(c->m)) {
    call_unknown(c);
    return;
  }
  do
    try_combination(&l);
  while (advance(&l));
  struct value out = value_set_done(&l.out);
  if (value_is_set(&out))
    call_print(c, out);
  if (model->asks) {
    const struct value *subject = subject_of(&l);
    struct value line = subject ? value_without_newlines(c->m->a, *subject) : VALUE_UNSET;
    state_set_condition(c->m, c->st, l.status, &line, NULL);
  }
  if (!model->asks)
    state_set_status(c->st, l.status);
}

void model_run(struct call *c, const struct model *model) {
  if (model->run)
    model->run(c);
  else
    run_filter(c, model);
}

// What filters share

bool filter_text(struct filter *f, uint32_t first, str *text) {
  struct buf b;
  if (first >= f->argc) {
    *text = f->input;
    return f->has_input;
  }
  buf_init(&b, f->a);
  for (uint32_t i = first; i < f->argc; i++) {
    str part = f->input;
    bool known = f->has_input;
    if (!str_eq(f->args[i], STR("-"))) {
      struct value path = value_known(f->a, f->args[i]);
      struct value content = state_file(f->call->m, f->call->st, &path);
      known = value_is_set(&content) && value_is_known(&content, &part);
    }
    if (!known)
      return false;
    buf_add(&b, part);
  }
  *text = buf_str(&b);
  return true;
}

bool filter_next_line(str *rest, str *line, bool *ended) {
  if (!rest->len)
    return false;
  uint32_t end = str_find_char(*rest, '\n');
  *ended = end < rest->len;
  *line = str_slice(*rest, 0, end);
  *rest = str_skip(*rest, end + 1);
  return true;
}

bool filter_number(str text, uint32_t *n) {
  *n = 0;
  for (uint32_t i = 0; i < text.len; i++) {
    if (!is_ascii_digit(text.at[i]) || *n > 100000000)
      return false;
    *n = *n * 10 + (uint32_t)(text.at[i] - '0');
  }
  return text.len > 0;
}
