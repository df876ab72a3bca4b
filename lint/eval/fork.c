#include "eval/machine.h"

#include "base/assert.h"

// Joins

struct join {
  struct machine *m;
  struct state *x;
  const struct state *y;
  uint32_t decision, bx, by;
};

static struct value join_values(const struct join *j, struct value x, struct value y) {
  return value_join_at(j->m->a, x, y, j->decision, j->bx, j->by);
}

static bool same_keys(const struct variable *x, const struct variable *y) {
  if (x->kind != y->kind || x->element_count != y->element_count)
    return false;
  for (uint32_t i = 0; i < x->element_count; i++)
    if (!str_eq(x->elements[i].key, y->elements[i].key))
      return false;
  return true;
}

static struct variable join_arrays(const struct join *j, const struct variable *x, const struct variable *y) {
  if (!same_keys(x, y) || x->kind == VARIABLE_UNKNOWN_ARRAY)
    return (struct variable){.kind = VARIABLE_UNKNOWN_ARRAY};
  struct variable sum = *x;
  struct element *elements = NEW_ARRAY(j->m->a, struct element, x->element_count);
  for (uint32_t i = 0; i < x->element_count; i++)
    elements[i] = (struct element){x->elements[i].key, join_values(j, x->elements[i].value, y->elements[i].value)};
  sum.elements = elements;
  return sum;
}

// What a variable of which nothing is known may be.
static struct variable foreign(const struct join *j, const struct state *st, str name) {
  return (struct variable){.value = state_value(j->m, st, name), .exported = true};
}

// What a variable was before conditions told something of it.
static const struct variable *before(const struct variable *v) {
  return !v ? env_foreign() : v->before ? v->before : v;
}

static void join_variable(void *ctx, str name, const void *px, const void *py) {
  (void)px;
  (void)py;
  const struct join *j = ctx;
  const struct variable *vx = state_variable(j->m, j->x, name), *vy = state_variable(j->m, j->y, name);
  if (!vx && !vy)
    return;
  const struct variable *bx = before(vx), *by = before(vy);
  if (bx == by) { // one of them is only better known in its branch
    j->x->vars = bx == env_foreign() ? env_forget(j->m->a, j->x->vars, name) : env_put(j->m->a, j->x->vars, name, bx);
    return;
  }
  struct variable x = vx ? *vx : foreign(j, j->x, name), y = vy ? *vy : foreign(j, j->y, name);
  struct variable sum = x;
  if (x.kind == VARIABLE_SCALAR && y.kind == VARIABLE_SCALAR)
    sum.value = join_values(j, x.value, y.value);
  else
    sum = join_arrays(j, &x, &y);
  sum.exported = x.exported || y.exported;
  sum.before = NULL;
  j->x->vars = env_put(j->m->a, j->x->vars, name, &sum);
}

enum { FUNCTIONS_MAX = 8 }; // of one name

static uint32_t function_count(const struct function *f) {
  uint32_t n = 0;
  for (; f; f = f->other)
    n++;
  return n;
}

// One that a single branch defines: who calls it took that branch, or fails.
static void join_function(void *ctx, str name, const void *px, const void *py) {
  static const struct function unknown = {0};
  const struct join *j = ctx;
  const struct function *x = px, *y = py, *sum = x ? x : y;
  if (x && y)
    sum = function_count(x) + function_count(y) > FUNCTIONS_MAX ? &unknown : x;
  for (; x && y && sum == x; y = y->other) {
    struct function *made = NEW(j->m->a, struct function);
    *made = *y;
    made->other = sum;
    sum = x = made;
  }
  j->x->functions = trie_set(j->m->a, j->x->functions, name, sum);
}

// A file that one side wrote alone: who reads it took that side, or fails.
static void join_file(void *ctx, str name, const void *px, const void *py) {
  const struct join *j = ctx;
  const struct value *x = px, *y = py;
  struct value *sum = NEW(j->m->a, struct value);
  if (!x || !y)
    *sum = x ? *x : *y;
  else if (value_is_set(x) && value_is_set(y))
    *sum = join_values(j, *x, *y);
  j->x->files = trie_set(j->m->a, j->x->files, name, sum);
}

static const struct output *common_output(const struct output *x, const struct output *y) {
  while (x != y) {
    uint32_t nx = x ? x->count : 0, ny = y ? y->count : 0;
    if (nx >= ny)
      x = x->before;
    if (ny >= nx)
      y = y->before;
  }
  return x;
}

static void join_output(const struct join *j) {
  const struct output *base = common_output(j->x->out, j->y->out);
  if (j->x->out == j->y->out)
    return;
  struct value sum = join_values(j, output_since(j->m, j->x->out, base), output_since(j->m, j->y->out, base));
  j->x->out = base;
  state_print(j->m, j->x, sum);
}

static bool value_identical(const struct value *x, const struct value *y) {
  return x->len == y->len && (x->at == y->at || value_same(x, y));
}

static void join_rest(const struct join *j) {
  static const struct params unknown = {.unknown = true};
  struct state *x = j->x;
  const struct state *y = j->y;
  if (!value_identical(&x->in, &y->in))
    x->in = VALUE_UNSET;
  if (!value_identical(&x->cwd, &y->cwd))
    x->cwd = join_values(j, x->cwd, y->cwd);
  if (x->params != y->params)
    x->params = &unknown;
  if (!value_identical(&x->code, &y->code))
    x->code = join_values(j, x->code, y->code);
  x->status = outcome_join(x->status, y->status);
  if (x->condition != y->condition)
    x->condition = NULL;
  x->errexit = x->errexit && y->errexit;
  x->nounset = x->nounset && y->nounset;
  x->pipefail = x->pipefail && y->pipefail;
}

void state_join(struct machine *m, struct state *x, const struct state *y, uint32_t decision, uint32_t bx,
                uint32_t by) {
  uint32_t lost = x->lost < y->lost ? x->lost : y->lost;
  struct join j = {m, x, y, decision, bx, by};
  if (x->dead) {
    *x = *y;
  } else if (!y->dead) {
    trie_compare(x->vars, y->vars, join_variable, &j);
    trie_compare(x->functions, y->functions, join_function, &j);
    trie_compare(x->files, y->files, join_file, &j);
    join_output(&j);
    join_rest(&j);
  }
  x->lost = lost;
}

// Forks

void fork_begin(struct machine *m, struct fork *f, const struct state *st) {
  *f = (struct fork){
      .before = *st, .decision = ++m->decisions, .maybe = st->maybe, .fallback = st->fallback, .control = st->control};
}

void fork_branch(struct fork *f, struct state *st) {
  *st = f->before;
  st->maybe = true;
}

void fork_end_branch(struct machine *m, struct fork *f, const struct state *st, uint32_t branch) {
  if (!f->branches++) {
    f->sum = *st;
    f->first = branch;
    return;
  }
  bool only_one = f->branches == 2;
  state_join(m, &f->sum, st, f->decision, only_one ? f->first : BRANCH_ANY, branch);
}

void fork_end(struct fork *f, struct state *st) {
  *st = f->sum;
  st->maybe = f->maybe;
  st->fallback = f->fallback;
  st->control = f->control;
}

// Frames

void frame_push(struct machine *m, struct frame *f, enum frame_kind kind, const struct state *st) {
  *f = (struct frame){.kind = kind,
                      .outer = m->frame,
                      .level = m->frame ? m->frame->level + 1 : 0,
                      .maybe = st->maybe,
                      .fallback = st->fallback,
                      .redirects = m->redirects};
  m->frame = f;
}

static void restore_locals(struct machine *m, struct frame *f, struct state *st) {
  for (uint32_t i = f->locals.len; i-- > 0;) {
    const struct saved_variable *saved = &f->locals.at[i];
    if (saved->old)
      st->vars = env_put(m->a, st->vars, saved->name, saved->old);
    else
      st->vars = env_forget(m->a, st->vars, saved->name);
  }
}

void frame_pop(struct machine *m, struct frame *f, struct state *st) {
  m->frame = f->outer;
  if (f->left)
    state_join(m, st, &f->sum, 0, 0, 0);
  restore_locals(m, f, st);
  st->maybe = f->maybe;
  st->fallback = f->fallback;
  if (st->lost >= f->level)
    st->lost = LEVEL_NONE;
}

void frame_leave(struct machine *m, struct frame *f, struct state *st) {
  struct state left = *st;
  for (const struct redirected *r = m->redirects; r != f->redirects; r = r->outer) {
    left.out = r->output ? r->out : left.out;
    left.in = r->input ? r->in : left.in;
  }
  if (f->left)
    state_join(m, &f->sum, &left, 0, 0, 0);
  else
    f->sum = left;
  f->left = true;
  st->dead = true;
  st->lost = st->lost < f->level ? st->lost : f->level;
}

struct frame *frame_find(struct machine *m, enum frame_kind kind) {
  for (struct frame *f = m->frame; f; f = f->outer) {
    if (f->kind == kind)
      return f;
    if (f->kind == FRAME_SHELL)
      break;
  }
  return NULL;
}

void state_exit(struct machine *m, struct state *st, bool fails) {
  struct frame *f = frame_find(m, FRAME_SHELL);
  assert(f); // a script begins with one
  if (fails && f->fatal)
    st->dead = true;
  else
    frame_leave(m, f, st);
}

bool state_failed(const struct state *st) {
  return st->dead && st->lost == LEVEL_NONE;
}
