#include "eval/expand.h"

enum { ROUNDS_MAX = 1024 };

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
  struct state *st;
  uint32_t changed;
};

static void widen_variable(void *ctx, str name, const void *px, const void *py) {
  (void)px;
  (void)py;
  struct widening *w = ctx;
  struct machine *m = w->m;
  const struct variable *old = env_get(w->st->vars, name);
  bool array = old && old->kind != VARIABLE_SCALAR;
  str origin = str_format(m->a, "variable " STR_FMT " in a loop", STR_ARG(name));
  struct variable var = {.kind = array ? VARIABLE_UNKNOWN_ARRAY : VARIABLE_SCALAR,
                         .exported = old && old->exported,
                         .value = value_unknown(m->a, origin)};
  w->st->vars = env_put(m->a, w->st->vars, name, &var);
  w->changed++;
}

// Makes unknown in `st` what differs in `after`.
static void widen(struct machine *m, struct state *st, const struct state *after) {
  struct widening w = {.m = m, .st = st};
  const struct trie *before = st->vars;
  if (after->dead)
    return;
  trie_compare(before, after->vars, widen_variable, &w);
  st->in = VALUE_UNSET;
  if (!value_same(&st->cwd, &after->cwd))
    st->cwd = value_unknown(m->a, STR("a folder that a loop enters"));
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
  const struct variable *var = env_get(f->st->vars, name);
  if (!var || var->kind != VARIABLE_SCALAR)
    return;
  struct variable copy = *var;
  copy.value = value_forget(f->m->a, var->value, f->first);
  f->st->vars = env_put(f->m->a, f->st->vars, name, &copy);
}

// A round that stands for any number of them. What it changes is found out in a quiet run and is unknown from its start
// on; inside of another quiet run, where only that matters, one run does for both.
static void exec_any_rounds(struct machine *m, struct state *st, struct shell_list body, struct shell_list cond) {
  struct state before = *st;
  struct fork f;
  if (!m->quiet && !machine_exhausted(m)) {
    struct state after = *st;
    m->quiet++;
    exec_round(m, &after, body);
    if (!after.dead)
      exec_condition(m, &after, cond);
    m->quiet--;
    widen(m, st, &after);
  }
  uint32_t first = m->decisions + 1;
  const struct trie *widened = st->vars;
  fork_begin(m, &f, st);
  fork_branch(&f, st);
  exec_round(m, st, body);
  if (m->quiet)
    widen(m, &before, st);
  fork_end_branch(m, &f, st, 0);
  f.before.vars = m->quiet ? before.vars : f.before.vars;
  fork_branch(&f, st);
  fork_end_branch(m, &f, st, 1);
  fork_end(&f, st);
  // Decisions of one round say nothing of another: what they kept apart may meet.
  struct forget forget = {m, st, first};
  if (!st->dead)
    trie_compare(widened, st->vars, forget_decisions, &forget);
}

// for

struct for_loop {
  const struct shell_cmd *cmd;
  span at;
};

static void set_variable(struct machine *m, struct state *st, const struct for_loop *loop, struct value v) {
  state_assign(m, st, loop->cmd->name, v, loop->at);
}

// A word that stands for any number of them.
static bool is_many(const struct eval_word *w) {
  if (!value_is_opaque(&w->value))
    return false;
  if (!w->word)
    return true;
  return w->word->parts.len != 1 || w->word->parts.at[0]->kind != PART_DOUBLE;
}

static void exec_for_words(struct machine *m, struct state *st, const struct for_loop *loop,
                           const struct words *words) {
  static const struct shell_list none = {0};
  for (uint32_t i = 0; i < words->len && !st->dead; i++) {
    bool last = i >= ROUNDS_MAX || machine_exhausted(m);
    if (last || is_many(&words->at[i])) {
      str origin = last ? STR("one of many words") : value_origin(&words->at[i].value);
      set_variable(m, st, loop, value_unknown(m->a, origin));
      exec_any_rounds(m, st, loop->cmd->body, none);
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
  state_set_status(m, st, OUTCOME_YES);
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

// Rounds as long as each condition is decided; then one that stands for the others.
static void exec_while_rounds(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  for (uint32_t i = 0; !st->dead; i++) {
    enum outcome o = check(m, st, cmd);
    if (o == OUTCOME_NO || st->dead)
      return;
    bool left = st->lost == m->frame->level; // a round before may have been the last one
    if (o != OUTCOME_YES || left || i >= ROUNDS_MAX || machine_exhausted(m)) {
      exec_any_rounds(m, st, cmd->body, cmd->cond);
      return;
    }
    exec_round(m, st, cmd->body);
  }
}

void exec_while(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct frame f;
  bool tail = m->tail;
  m->tail = false;
  frame_push(m, &f, FRAME_LOOP, st);
  exec_while_rounds(m, st, cmd);
  if (!st->dead)
    state_set_status(m, st, OUTCOME_YES);
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
  static const struct shell_list none = {0};
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
      exec_any_rounds(m, st, cmd->body, none);
      break;
    }
    exec_round(m, st, cmd->body);
    arith_eval(m, st, cmd->post);
  }
  frame_pop(m, &f, st);
  state_set_status(m, st, OUTCOME_YES);
  m->tail = tail;
}
