#include "eval/call.h"
#include "eval/expand.h"

enum { WORDS_MAX = 1024, ROUNDS_MAX = 128 };

// One round of a loop; `break` leaves to the loop's frame, `continue` to the round's.
static void exec_round(struct machine *m, struct state *st, struct shell_list body) {
  struct frame f;
  frame_push(m, &f, FRAME_ROUND, st);
  m->loops++;
  exec_list(m, st, body);
  m->loops--;
  frame_pop(m, &f, st);
}

// Rounds of which it is not known how many there are

struct widening {
  struct machine *m;
  struct state *st; // before the rounds; becomes what is true before any of them
  const struct state *after;
  bool give_up; // what still changes is unknown
  bool changed;
};

static struct variable unknown_variable(struct machine *m, str name, const struct variable *old) {
  str origin = str_join(m->a, (str[]){STR("variable "), name, STR(" in a loop")}, 3);
  return (struct variable){.exported = old && old->exported, .value = value_unknown(m->a, origin)};
}

static bool may_be_anything(const struct value *v) {
  for (uint32_t i = 0; i < v->len; i++)
    if (v->at[i].len == 1 && v->at[i].pieces->unknown)
      return true;
  return false;
}

// What a variable is before any round: what it was before the first, or what a round made of it.
static void widen_variable(void *ctx, str name, const void *px, const void *py) {
  (void)px;
  (void)py;
  struct widening *w = ctx;
  struct machine *m = w->m;
  const struct variable *x = state_variable(m, w->st, name), *y = state_variable(m, w->after, name);
  struct variable sum = unknown_variable(m, name, x);
  bool scalars = (!x || x->kind == VARIABLE_SCALAR) && (!y || y->kind == VARIABLE_SCALAR);
  if (!scalars) {
    sum.kind = VARIABLE_UNKNOWN_ARRAY;
    w->changed = w->changed || !x || x->kind != VARIABLE_UNKNOWN_ARRAY;
  } else {
    struct value before = state_value(m, w->st, name);
    struct value both = value_join(m->a, before, state_value(m, w->after, name));
    if (x && (value_same(&before, &both) || value_is_opaque(&before)))
      return;
    if (!w->give_up && (both.len == 1 || !may_be_anything(&both)))
      sum.value = both;
    w->changed = true;
  }
  w->st->vars = env_put(m->a, w->st->vars, name, &sum);
}

// Joins the state before the rounds with that after one. False where that changes nothing more.
static bool widen(struct machine *m, struct state *st, const struct state *after, bool give_up) {
  struct widening w = {.m = m, .st = st, .after = after, .give_up = give_up};
  if (after->dead)
    return false;
  trie_compare(st->vars, after->vars, widen_variable, &w);
  if (!value_same(&st->in, &after->in))
    st->in = VALUE_UNSET;
  if (!value_same(&st->cwd, &after->cwd))
    st->cwd = value_unknown(m->a, STR("a folder that a loop enters"));
  return w.changed;
}

enum { WIDENINGS_MAX = 3 };

// What is done from one round to the next: all but `body` may be absent.
struct rounds {
  struct shell_list body, cond;
  const struct shell_arith *step, *check; // of `for ((…; check; step))`
};

// A quiet round from `st`, whose end `after` gets.
static void try_round(struct machine *m, const struct state *st, struct state *after, const struct rounds *rounds) {
  *after = *st;
  m->quiet++;
  exec_round(m, after, rounds->body);
  if (!after->dead) {
    arith_eval(m, after, rounds->step);
    if (rounds->cond.len)
      exec_condition(m, after, rounds->cond);
    arith_eval(m, after, rounds->check);
  }
  m->quiet--;
}

struct forget {
  struct machine *m;
  struct state *st;
  uint32_t first;
};

static void forget_decisions(void *ctx, str name, const void *px, const void *py) {
  (void)px;
  (void)py;
  const struct forget *f = ctx;
  const struct variable *var = state_variable(f->m, f->st, name);
  if (!var || var->kind != VARIABLE_SCALAR)
    return;
  struct variable copy = *var;
  copy.value = value_forget(f->m->a, var->value, f->first);
  f->st->vars = env_put(f->m->a, f->st->vars, name, &copy);
}

// A round that stands for any number of them. What is true before any of them is found by quiet rounds until these
// change nothing more; inside of a quiet round, where only that matters, one does.
static void exec_any_rounds(struct machine *m, struct state *st, const struct rounds *rounds) {
  struct state after;
  struct fork f;
  uint32_t first = m->decisions + 1;
  const struct trie *before = st->vars;
  bool changes = !machine_exhausted(m);
  for (uint32_t i = 0; changes && i <= WIDENINGS_MAX; i++) {
    try_round(m, st, &after, rounds);
    changes = widen(m, st, &after, i == WIDENINGS_MAX - 1 || m->quiet) && !m->quiet && !machine_exhausted(m);
  }
  fork_begin(m, &f, st);
  fork_branch(&f, st);
  if (!m->quiet)
    exec_round(m, st, rounds->body);
  fork_end_branch(m, &f, st, 0);
  fork_branch(&f, st);
  fork_end_branch(m, &f, st, 1);
  fork_end(&f, st);
  // Decisions of one round say nothing of another: what they kept apart may meet.
  struct forget forget = {m, st, first};
  if (!st->dead)
    trie_compare(before, st->vars, forget_decisions, &forget);
}

// for

struct for_loop {
  const struct shell_cmd *cmd;
  span at;
};

static void set_variable(struct machine *m, struct state *st, const struct for_loop *loop, struct value v) {
  state_assign(m, st, loop->cmd->name, v, loop->at);
}

static void exec_for_words(struct machine *m, struct state *st, const struct for_loop *loop,
                           const struct words *words) {
  for (uint32_t i = 0; i < words->len && !st->dead; i++) {
    bool last = i >= WORDS_MAX || machine_exhausted(m);
    if (last || word_is_many(&words->at[i])) {
      str origin = last ? STR("one of many words") : value_origin(&words->at[i].value);
      set_variable(m, st, loop, value_unknown(m->a, origin));
      exec_any_rounds(m, st, &(struct rounds){.body = loop->cmd->body});
      if (last)
        break;
      continue;
    }
    set_variable(m, st, loop, words->at[i].value);
    exec_round(m, st, loop->cmd->body);
  }
}

static void for_variants(struct machine *m, struct state *st, const struct for_loop *loop, const struct variants *v) {
  struct fork f;
  if (v->len == 1) {
    exec_for_words(m, st, loop, &v->at[0]);
    return;
  }
  fork_begin(m, &f, st);
  for (uint32_t i = 0; i < v->len; i++) {
    fork_branch(&f, st);
    exec_for_words(m, st, loop, &v->at[i]);
    fork_end_branch(m, &f, st, i);
  }
  fork_end(&f, st);
}

// `for x` without `in`: over the arguments.
static void for_arguments(struct machine *m, struct state *st, struct variants *out) {
  uint32_t len = st->params->unknown ? 1 : st->params->len;
  out->len = 1;
  out->at[0] = (struct words){NEW_ARRAY(m->a, struct eval_word, len), len};
  for (uint32_t i = 0; i < len; i++)
    out->at[0].at[i].value = st->params->unknown ? value_unknown(m->a, STR("arguments")) : st->params->at[i];
}

void exec_for(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct variants v;
  struct frame f;
  struct for_loop loop = {cmd, machine_span(m, cmd->name_span)};
  bool tail = m->tail;
  if (cmd->in)
    expand_words(m, st, &cmd->words, &v);
  else
    for_arguments(m, st, &v);
  state_set_status(st, OUTCOME_YES);
  m->tail = false;
  frame_push(m, &f, FRAME_LOOP, st);
  for_variants(m, st, &loop, &v);
  frame_pop(m, &f, st);
  m->tail = tail;
}

// while, until

// The condition, turned for `until`.
static enum outcome check(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  exec_condition(m, st, cmd->cond);
  enum outcome o = outcome_answer(st->status);
  return cmd->kind == CMD_UNTIL ? outcome_not(o) : o;
}

// Whether a round has changed nothing that a condition could see.
static bool same_place(const struct state *before, const struct state *after) {
  return before->vars == after->vars && before->files == after->files && before->params == after->params &&
         before->in.at == after->in.at && before->in.len == after->in.len && !after->dead;
}

// Rounds as long as each condition is decided; then one that stands for the others.
static void exec_while_rounds(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  for (uint32_t i = 0; !st->dead; i++) {
    struct state before = *st;
    enum outcome o = check(m, st, cmd);
    if (o == OUTCOME_NO || st->dead)
      return;
    bool left = st->lost == m->frame->level; // a round before may have been the last one
    if (o != OUTCOME_YES || left || i >= ROUNDS_MAX || machine_exhausted(m)) {
      exec_any_rounds(m, st, &(struct rounds){.body = cmd->body, .cond = cmd->cond});
      return;
    }
    exec_round(m, st, cmd->body);
    if (same_place(&before, st)) { // the next round would be the same, and so on for ever
      st->dead = true;
      return;
    }
  }
}

void exec_while(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct frame f;
  bool tail = m->tail;
  m->tail = false;
  frame_push(m, &f, FRAME_LOOP, st);
  exec_while_rounds(m, st, cmd);
  if (!st->dead)
    state_set_status(st, OUTCOME_YES);
  frame_pop(m, &f, st);
  m->tail = tail;
}

// for ((…))

static enum outcome arith_condition(struct machine *m, struct state *st, const struct shell_arith *e) {
  if (!e)
    return OUTCOME_YES;
  struct number n = arith_eval(m, st, e);
  return n.known ? outcome_of(n.n != 0) : OUTCOME_MAYBE;
}

void exec_cfor(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct rounds rounds = {.body = cmd->body, .step = cmd->post, .check = cmd->cond_arith};
  struct frame f;
  bool tail = m->tail;
  m->tail = false;
  arith_eval(m, st, cmd->init);
  frame_push(m, &f, FRAME_LOOP, st);
  for (uint32_t i = 0; !st->dead; i++) {
    enum outcome o = arith_condition(m, st, cmd->cond_arith);
    if (o == OUTCOME_NO)
      break;
    if (o != OUTCOME_YES || i >= ROUNDS_MAX || machine_exhausted(m) || st->lost == f.level) {
      exec_any_rounds(m, st, &rounds);
      break;
    }
    exec_round(m, st, cmd->body);
    arith_eval(m, st, cmd->post);
  }
  frame_pop(m, &f, st);
  state_set_status(st, OUTCOME_YES);
  m->tail = tail;
}
