#include "eval/expand.h"
#include "eval/wildcard.h"

// if

static span list_span(struct machine *m, const struct shell_list *list) {
  if (!list->len)
    return (span){0};
  return machine_span(m, span_join(list->at[0]->span, list->at[list->len - 1]->span));
}

// What an if has found out so far.
struct branching {
  const struct shell_cmd *cmd;
  struct choice_scope choice;
  struct fork fork;
  bool forked; // a condition before was undecided
};

static void begin(struct machine *m, struct branching *b, const struct state *st, const struct shell_cmd *cmd) {
  *b = (struct branching){.cmd = cmd};
  b->choice = (struct choice_scope){.index = UINT32_MAX, .outer = m->choice, .control = st->control};
}

// The first condition that depends on the architecture opens the choice.
static void open_choice(struct machine *m, struct branching *b, const struct state *st, span at,
                        const struct value *subject) {
  if (!b->choice.open)
    choice_open(m, &b->choice, st, b->cmd, at, subject);
}

// The branch that is certainly taken: alone, or as the last one of those that may be.
static void last_branch(struct machine *m, struct branching *b, struct state *st, uint32_t number,
                        struct shell_list body) {
  if (b->forked) {
    b->fork.before = *st;
    fork_branch(&b->fork, st);
  }
  choice_enter(m, &b->choice, st);
  exec_list(m, st, body);
  choice_leave(m, &b->choice, st);
  if (b->forked) {
    fork_end_branch(m, &b->fork, st, number);
    fork_end(&b->fork, st);
  } else {
    choice_decided(m, &b->choice, number, state_failed(st));
  }
}

// A branch that may be taken; `st` goes on as if it were not. `yes` is the state in which it is.
static void maybe_branch(struct machine *m, struct branching *b, struct state *st, const struct state *yes,
                         uint32_t number, struct shell_list body) {
  if (!b->forked)
    fork_begin(m, &b->fork, st);
  b->forked = true;
  struct state before = *st;
  b->fork.before = *yes;
  fork_branch(&b->fork, st);
  choice_enter(m, &b->choice, st);
  exec_list(m, st, body);
  choice_leave(m, &b->choice, st);
  fork_end_branch(m, &b->fork, st, number);
  *st = before;
  st->maybe = true;
}

// No branch is left: the state is what it was.
static void no_branch(struct machine *m, struct branching *b, struct state *st) {
  state_set_status(st, OUTCOME_YES);
  if (b->forked) {
    fork_end_branch(m, &b->fork, st, b->cmd->branch_count + b->cmd->case_count);
    fork_end(&b->fork, st);
  } else {
    choice_decided(m, &b->choice, UINT32_MAX, false);
  }
}

void exec_if(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct branching b;
  begin(m, &b, st, cmd);
  for (uint32_t i = 0; i < cmd->branch_count; i++) {
    const struct shell_branch *branch = &cmd->branches[i];
    exec_condition(m, st, branch->cond);
    const struct condition *c = st->condition;
    enum outcome o = outcome_answer(st->status);
    if (st->dead)
      break;
    if (c)
      open_choice(m, &b, st, list_span(m, &branch->cond), &c->subject);
    if (o == OUTCOME_YES) {
      last_branch(m, &b, st, i, branch->body);
      return;
    }
    if (o == OUTCOME_NO)
      continue;
    struct state yes = *st;
    state_refine(m, &yes, c, true);
    state_refine(m, st, c, false);
    maybe_branch(m, &b, st, &yes, i, branch->body);
  }
  if (cmd->has_else && !st->dead)
    last_branch(m, &b, st, cmd->branch_count, cmd->other);
  else
    no_branch(m, &b, st);
}

// case

// Which alternatives of the subject the patterns of an item match.
struct matches {
  enum outcome all;         // of the subject as a whole
  struct value_set yes, no; // what it is if they do, and if they do not
};

static enum outcome match_alternative(struct machine *m, const struct alternative *subject,
                                      const struct value *patterns, str *literal) {
  enum outcome sum = OUTCOME_NO;
  for (uint32_t i = 0; i < patterns->len; i++) {
    str text, known;
    enum outcome o;
    bool is_literal = wildcard_is_literal(m->a, &patterns->at[i], &text);
    if (is_literal && alternative_is_known(subject, &known))
      o = outcome_of(str_eq(text, known));
    else
      o = machine_match(m, &patterns->at[i], subject);
    if (is_literal && o == OUTCOME_MAYBE)
      *literal = text;
    if (patterns->len > 1 && o == OUTCOME_YES)
      o = OUTCOME_MAYBE;
    sum = !i ? o : outcome_join(sum, o);
  }
  return sum;
}

static enum outcome either(enum outcome x, enum outcome y) {
  if (x == OUTCOME_YES || y == OUTCOME_YES)
    return OUTCOME_YES;
  return x == OUTCOME_NO ? y : OUTCOME_MAYBE;
}

static void add_text(struct machine *m, struct value_set *s, str text, const struct alternative *like) {
  struct value v = value_known(m->a, text);
  struct alternative alt = *v.at;
  alt.decision = like->decision;
  alt.branch = like->branch;
  value_set_add(s, &alt);
}

// Matches one alternative against all patterns of an item; what it is then goes to the sets. An unknown text that is
// matched by literal patterns alone is one of them.
static enum outcome sort_alternative(struct machine *m, const struct alternative *subject, const struct value *patterns,
                                     uint32_t count, struct matches *found) {
  enum outcome sum = OUTCOME_NO;
  bool literals_only = true;
  for (uint32_t i = 0; i < count; i++) {
    str literal = {0};
    enum outcome o = match_alternative(m, subject, &patterns[i], &literal);
    sum = either(sum, o);
    literals_only = literals_only && (o == OUTCOME_NO || literal.at);
  }
  if (sum != OUTCOME_YES)
    value_set_add(&found->no, subject);
  if (sum == OUTCOME_YES || (sum != OUTCOME_NO && !literals_only))
    value_set_add(&found->yes, subject);
  for (uint32_t i = 0; i < count && sum == OUTCOME_MAYBE && literals_only; i++) {
    str literal = {0};
    match_alternative(m, subject, &patterns[i], &literal);
    if (literal.at)
      add_text(m, &found->yes, literal, subject);
  }
  return sum;
}

static void match_item(struct machine *m, struct state *st, const struct shell_case_item *item,
                       const struct value *subject, struct matches *found) {
  struct value *patterns = NEW_ARRAY(m->a, struct value, item->patterns.len);
  machine_step(m, item->patterns.len);
  for (uint32_t i = 0; i < item->patterns.len; i++)
    patterns[i] = expand_word(m, st, item->patterns.at[i], EXPAND_PATTERN);
  value_set_init(&found->yes, m->a);
  value_set_init(&found->no, m->a);
  found->yes.source = found->no.source = subject->source;
  for (uint32_t i = 0; i < subject->len; i++) {
    enum outcome o = sort_alternative(m, &subject->at[i], patterns, item->patterns.len, found);
    found->all = i ? outcome_join(found->all, o) : o;
  }
}

static void narrow(struct machine *m, struct state *st, str name, struct value_set *to) {
  struct refinement r = {.name = name, .yes = value_set_done(to)};
  if (name.len && value_is_set(&r.yes))
    state_refine(m, st, &(struct condition){.refinement = &r}, true);
}

// The item whose body is the last to be done with that of `i`: `;&` goes on to the next.
static uint32_t last_item(const struct shell_cmd *cmd, uint32_t i) {
  while (i + 1 < cmd->case_count && str_eq(cmd->cases[i].op, STR(";&")))
    i++;
  return i;
}

// The bodies from `i` to `last`.
static struct shell_list bodies(struct machine *m, const struct shell_cmd *cmd, uint32_t i, uint32_t last) {
  VEC(struct shell_cmd *) all = {0};
  if (i == last)
    return cmd->cases[i].body;
  for (; i <= last; i++)
    for (uint32_t j = 0; j < cmd->cases[i].body.len; j++)
      VEC_PUSH(m->a, &all, cmd->cases[i].body.at[j]);
  return (struct shell_list){all.at, all.len};
}

struct case_walk {
  struct branching b;
  struct value subject;
  str name;
};

// Item `*i`, which is then the last one that was looked at; true when no other can be taken any more.
static bool exec_case_item(struct machine *m, struct state *st, struct case_walk *w, uint32_t *i) {
  uint32_t item = *i, last = last_item(w->b.cmd, item);
  bool goes_on = str_eq(w->b.cmd->cases[last].op, STR(";;&"));
  struct matches found;
  match_item(m, st, &w->b.cmd->cases[item], &w->subject, &found);
  if (found.all == OUTCOME_NO)
    return false;
  struct shell_list body = bodies(m, w->b.cmd, item, last);
  if (found.all == OUTCOME_YES && !goes_on) {
    narrow(m, st, w->name, &found.yes);
    last_branch(m, &w->b, st, item, body);
    return true;
  }
  if (found.all == OUTCOME_YES && !w->b.forked) { // `;;&`: this one, and perhaps others
    exec_list(m, st, body);
    *i = last;
    return st->dead;
  }
  struct state yes = *st;
  narrow(m, &yes, w->name, &found.yes);
  maybe_branch(m, &w->b, st, &yes, item, body);
  if (!goes_on) {
    narrow(m, st, w->name, &found.no);
    w->subject = found.no.len ? value_set_done(&found.no) : w->subject;
  }
  return false;
}

void exec_case(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct case_walk w = {.subject = expand_word(m, st, cmd->word, EXPAND_STRING), .name = param_variable(cmd->word)};
  begin(m, &w.b, st, cmd);
  if (!value_is_set(&w.subject))
    w.subject = value_empty();
  span head = {cmd->span.off, cmd->word ? span_end(cmd->word->span) - cmd->span.off : 0};
  open_choice(m, &w.b, st, machine_span(m, head), &w.subject);
  for (uint32_t i = 0; i < cmd->case_count; i++)
    if (exec_case_item(m, st, &w, &i))
      return;
  no_branch(m, &w.b, st);
}
