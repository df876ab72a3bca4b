#include "eval/exec.h"

#include "eval/call.h"
#include "eval/expand.h"
#include "eval/memory.h"

enum { COMMAND_DEPTH_MAX = 320 };

void exec_list(struct machine *m, struct state *st, struct shell_list list) {
  bool tail = m->tail;
  for (uint32_t i = 0; i < list.len && !st->dead; i++) {
    m->tail = tail && i + 1 == list.len;
    exec_cmd(m, st, list.at[i]);
  }
  m->tail = tail;
}

void exec_check_failure(struct machine *m, struct state *st) {
  if (st->dead || !st->errexit || m->unchecked)
    return;
  if (st->status == OUTCOME_NO) {
    state_exit(m, st, true);
  } else if (st->status == OUTCOME_MAYBE) { // where it fails, nothing more is done
    state_refine(m, st, st->condition, true);
    state_set_status(st, OUTCOME_ASSUMED);
  }
}

void exec_condition(struct machine *m, struct state *st, struct shell_list list) {
  bool tail = m->tail;
  m->tail = false;
  m->unchecked++;
  m->conditions++;
  exec_list(m, st, list);
  m->conditions--;
  m->unchecked--;
  m->tail = tail;
}

// Shells in the shell

// What comes back from a copy of the shell.
static void return_from(struct state *st, const struct state *sub) {
  st->files = sub->files;
  st->out = sub->out;
  st->status = sub->status;
  st->code = sub->code;
  st->condition = sub->condition;
  st->dead = sub->dead;
  st->lost = sub->lost;
}

void exec_subshell(struct machine *m, struct state *st, struct shell_list list) {
  struct state sub = *st;
  struct frame f;
  frame_push(m, &f, FRAME_SHELL, st);
  f.fatal = machine_failure_ends(m, st);
  exec_list(m, &sub, list);
  frame_pop(m, &f, &sub);
  return_from(st, &sub);
}

// `$(<file)`
static bool is_file_content(const struct shell_list *list) {
  const struct shell_cmd *c = list->len == 1 ? list->at[0] : NULL;
  return c && c->kind == CMD_SIMPLE && !c->words.len && !c->assign_count && c->redir_count == 1 &&
         str_eq(c->redirs[0]->op, STR("<"));
}

static struct value file_content(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct value path = expand_word(m, st, cmd->redirs[0]->target, EXPAND_STRING);
  struct value v = state_file(m, st, &path);
  state_set_status(st, value_is_set(&v) ? OUTCOME_YES : OUTCOME_ASSUMED);
  return value_is_set(&v) ? v : value_unknown(m->a, str_concat(m->a, STR("content of "), value_show(m->a, &path)));
}

// What belongs to the place of a command and not to the commands in its words.
struct place {
  bool tail;
  uint32_t piped_from, conditions;
};

struct value exec_capture(struct machine *m, struct state *st, struct shell_list list) {
  struct place place = {m->tail, m->piped_from, m->conditions};
  struct state sub = *st;
  struct frame f;
  sub.out = NULL;
  m->tail = false;
  m->piped_from = COMMAND_NONE;
  m->conditions = 0;
  m->captures++;
  m->substitutions++;
  frame_push(m, &f, FRAME_SHELL, st);
  if (is_file_content(&list))
    state_print(m, &sub, file_content(m, &sub, list.at[0]));
  else
    exec_list(m, &sub, list);
  frame_pop(m, &f, &sub);
  struct value v = sub.dead ? value_empty() : output_since(m, sub.out, NULL);
  m->substitutions--;
  m->captures--;
  m->conditions = place.conditions;
  m->piped_from = place.piped_from;
  m->tail = place.tail;
  m->captured = true;
  st->files = sub.files;
  st->status = sub.dead ? OUTCOME_NO : sub.status;
  st->code = sub.code;
  st->condition = NULL;
  return value_without_newlines(m->a, value_without_nul(m->a, v));
}

void exec_function(struct machine *m, struct state *st, const struct function *f, const struct params *args) {
  const struct params *params = st->params;
  const struct script *script = m->script;
  const str *holes = m->holes;
  struct frame frame;
  st->params = args;
  m->script = f->script;
  m->holes = f->holes;
  m->calls++;
  frame_push(m, &frame, FRAME_FUNCTION, st);
  exec_cmd(m, st, f->body);
  frame_pop(m, &frame, st);
  m->calls--;
  m->script = script;
  m->holes = holes;
  st->params = params;
}

static void define_function(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct function *f = NEW(m->a, struct function);
  *f = (struct function){cmd->inner, m->script, m->holes, NULL};
  st->functions = trie_set(m->a, st->functions, cmd->name, f);
  state_set_status(st, OUTCOME_YES);
}

// And-or lists

// A list while it is executed.
struct list_run {
  const struct shell_cmd *cmd;
  uint32_t after_or; // the first item that only `&&` follows: a failure from here on is one of the list
  /// The choice that a condition of the list opened; `a && b || c` is one of two branches, 0 and 1.
  const struct condition *condition;
  struct choice_scope choice;
};

static uint32_t first_after_or(const struct shell_cmd *cmd) {
  uint32_t i = cmd->items.len - 1;
  while (i > 0 && str_eq(cmd->ops[i - 1], STR("&&")))
    i--;
  return i;
}

// Executes an item; the last one alone can end the script where it fails.
static void exec_item(struct machine *m, struct state *st, const struct list_run *run, uint32_t i) {
  bool last = i + 1 == run->cmd->items.len, tail = m->tail;
  m->tail = tail && i >= run->after_or;
  m->unchecked += !last;
  exec_cmd(m, st, run->cmd->items.at[i]);
  m->unchecked -= !last;
  m->tail = tail;
}

// The right side of an undecided left one: it may be executed.
static void exec_item_maybe(struct machine *m, struct state *st, const struct list_run *run, uint32_t i, bool is_or) {
  bool assumed = st->status == OUTCOME_ASSUMED;
  const struct condition *c = st->condition;
  struct fork f;
  fork_begin(m, &f, st);
  fork_branch(&f, st);
  st->fallback = st->fallback || assumed;
  state_refine(m, st, c, !is_or);
  exec_item(m, st, run, i);
  fork_end_branch(m, &f, st, 0);
  fork_branch(&f, st);
  state_refine(m, st, c, is_or);
  state_set_status(st, assumed ? OUTCOME_ASSUMED : outcome_of(is_or));
  fork_end_branch(m, &f, st, 1);
  fork_end(&f, st);
}

// Whether `op` goes on after that status: yes, no, maybe.
static enum outcome goes_on(enum outcome status, bool is_or, bool failure_ends) {
  if (is_or)
    return status == OUTCOME_ASSUMED ? OUTCOME_MAYBE : outcome_not(status);
  if (status == OUTCOME_MAYBE)
    return failure_ends ? OUTCOME_YES : OUTCOME_MAYBE;
  return status == OUTCOME_ASSUMED ? OUTCOME_YES : status;
}

static void open_list_choice(struct machine *m, struct state *st, struct list_run *run, uint32_t i) {
  struct value none = VALUE_UNSET;
  const struct condition *c = st->condition;
  if (c && c == run->condition)
    return;
  run->condition = c;
  span at = c ? machine_span(m, run->cmd->items.at[i - 1]->span) : (span){0};
  choice_open(m, &run->choice, st, run->cmd, at, c ? &c->subject : &none);
}

static void exec_andor_item(struct machine *m, struct state *st, struct list_run *run, uint32_t i) {
  bool is_or = str_eq(run->cmd->ops[i - 1], STR("||"));
  bool failure_ends = m->tail && i > run->after_or;
  enum outcome status = st->status, on = goes_on(status, is_or, failure_ends);
  const struct condition *c = st->condition;
  open_list_choice(m, st, run, i);
  choice_enter(m, &run->choice, st);
  if (on == OUTCOME_YES) {
    if (status == OUTCOME_MAYBE)
      state_refine(m, st, c, true);
    exec_item(m, st, run, i);
  } else if (on == OUTCOME_MAYBE) {
    exec_item_maybe(m, st, run, i, is_or);
  }
  choice_leave(m, &run->choice, st);
  if (status != OUTCOME_MAYBE && on != OUTCOME_MAYBE)
    choice_decided(m, &run->choice, on == OUTCOME_YES ? i - 1 : UINT32_MAX, state_failed(st));
}

static void exec_andor(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct list_run run = {.cmd = cmd, .after_or = first_after_or(cmd), .choice = {.index = UINT32_MAX}};
  exec_item(m, st, &run, 0);
  for (uint32_t i = 1; i < cmd->items.len && !st->dead; i++)
    exec_andor_item(m, st, &run, i);
}

// Pipelines

// Tells the commands from `from` to `to` that their output goes to the first one from `to` on.
static void connect(struct machine *m, uint32_t from, uint32_t to) {
  uint32_t reader = to;
  while (reader < m->commands.len && m->nesting.at[reader] != m->substitutions)
    reader++;
  if (reader == m->commands.len)
    return;
  for (uint32_t i = from; i < to; i++)
    if (m->nesting.at[i] == m->substitutions)
      m->commands.at[i].piped_to = reader;
}

// The last command from `from` on that is no part of a word; COMMAND_NONE.
static uint32_t last_command(const struct machine *m, uint32_t from) {
  for (uint32_t i = m->commands.len; i > from; i--)
    if (m->nesting.at[i - 1] == m->substitutions)
      return i - 1;
  return COMMAND_NONE;
}

static void exec_pipe_item(struct machine *m, struct state *sub, const struct shell_cmd *item, bool last) {
  struct frame f;
  bool tail = m->tail;
  m->tail = tail && last;
  m->captures += !last;
  frame_push(m, &f, FRAME_SHELL, sub);
  f.fatal = last && machine_failure_ends(m, sub);
  exec_cmd(m, sub, item);
  frame_pop(m, &f, sub);
  m->captures -= !last;
  m->tail = tail;
}

static enum outcome worse(enum outcome x, enum outcome y) {
  if (x == OUTCOME_NO || y == OUTCOME_NO)
    return OUTCOME_NO;
  if (x == OUTCOME_MAYBE || y == OUTCOME_MAYBE)
    return OUTCOME_MAYBE;
  return x == OUTCOME_ASSUMED ? x : y;
}

static void exec_items(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  uint32_t from = m->commands.len, piped_from = m->piped_from;
  enum outcome all = OUTCOME_YES;
  struct value in = st->in;
  m->unchecked++;
  for (uint32_t i = 0; i < cmd->items.len && !st->dead; i++) {
    bool last = i + 1 == cmd->items.len;
    uint32_t start = m->commands.len;
    struct state sub = *st;
    sub.in = in;
    sub.out = last ? st->out : NULL;
    m->unchecked -= last;
    exec_pipe_item(m, &sub, cmd->items.at[i], last);
    m->unchecked += last;
    if (i)
      connect(m, from, start);
    from = start;
    m->piped_from = last_command(m, start);
    in = sub.dead ? value_empty() : output_since(m, last ? NULL : sub.out, NULL);
    all = worse(all, sub.dead ? OUTCOME_NO : sub.status);
    if (last)
      return_from(st, &sub);
    else
      st->files = sub.files;
  }
  m->unchecked--;
  m->piped_from = piped_from;
  if (st->pipefail && st->status != all)
    state_set_status(st, all);
}

static const struct condition *negated(struct machine *m, const struct condition *c) {
  if (!c)
    return NULL;
  struct condition *turned = NEW(m->a, struct condition);
  struct refinement *r = NEW(m->a, struct refinement);
  *turned = *c;
  if (c->refinement) {
    *r = (struct refinement){c->refinement->name, c->refinement->no, c->refinement->yes};
    turned->refinement = r;
  }
  return turned;
}

static void exec_pipe(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  if (!cmd->negated) {
    exec_items(m, st, cmd);
    return;
  }
  bool tail = m->tail;
  m->tail = false;
  m->unchecked++;
  if (cmd->items.len == 1)
    exec_cmd(m, st, cmd->items.at[0]);
  else
    exec_items(m, st, cmd);
  m->unchecked--;
  m->tail = tail;
  const struct condition *c = negated(m, st->condition);
  state_set_status(st, outcome_not(st->status));
  st->condition = c;
}

// Others

static void exec_arith(struct machine *m, struct state *st, const struct shell_arith *e) {
  struct number n = arith_eval(m, st, e);
  state_set_status(st, !n.known ? OUTCOME_MAYBE : outcome_of(n.n != 0));
}

static void exec_let(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  for (uint32_t i = 0; i < cmd->expr_count; i++)
    exec_arith(m, st, cmd->exprs[i]);
}

static void exec_inner(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  if (cmd->inner)
    exec_cmd(m, st, cmd->inner);
}

static void exec_kind(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  switch (cmd->kind) {
  case CMD_SIMPLE:
    exec_simple(m, st, cmd);
    break;
  case CMD_ANDOR:
    exec_andor(m, st, cmd);
    return; // its items have been looked at
  case CMD_PIPE:
    exec_pipe(m, st, cmd);
    if (cmd->negated)
      return;
    break;
  case CMD_SUBSHELL:
    exec_subshell(m, st, cmd->body);
    break;
  case CMD_BLOCK:
    exec_list(m, st, cmd->body);
    return;
  case CMD_IF:
    exec_if(m, st, cmd);
    return;
  case CMD_WHILE:
  case CMD_UNTIL:
    exec_while(m, st, cmd);
    return;
  case CMD_FOR:
  case CMD_SELECT:
    exec_for(m, st, cmd);
    return;
  case CMD_CFOR:
    exec_cfor(m, st, cmd);
    return;
  case CMD_CASE:
    exec_case(m, st, cmd);
    return;
  case CMD_FUNC:
    define_function(m, st, cmd);
    return;
  case CMD_DECL:
    exec_decl(m, st, cmd);
    break;
  case CMD_TEST:
    exec_test(m, st, cmd->test);
    break;
  case CMD_ARITH:
    exec_arith(m, st, cmd->arith);
    break;
  case CMD_LET:
    exec_let(m, st, cmd);
    break;
  case CMD_TIME:
  case CMD_COPROC:
    exec_inner(m, st, cmd);
    return;
  case CMD_KIND_COUNT:
    return;
  }
  exec_check_failure(m, st);
}

// `cmd &`: a shell of its own, whose end nobody waits for.
static void exec_background(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct shell_cmd *copy = arena_copy(m->a, cmd, 1, sizeof *cmd); // what is recorded of it points there
  bool tail = m->tail;
  copy->background = false;
  m->tail = false;
  m->unchecked++;
  exec_subshell(m, st, (struct shell_list){&copy, 1});
  m->unchecked--;
  m->tail = tail;
  state_set_status(st, OUTCOME_YES);
}

static void exec_redirected(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct redirection r;
  redirect_begin(m, st, cmd, &r);
  exec_kind(m, st, cmd);
  redirect_end(m, st, &r);
}

void exec_cmd(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  if (st->dead)
    return;
  machine_step(m, m->depth < COMMAND_DEPTH_MAX ? 1 : UINT32_MAX);
  if (m->depth >= COMMAND_DEPTH_MAX)
    return;
  m->depth++;
  if (cmd->background) {
    exec_background(m, st, cmd);
  } else if (cmd->redir_count && cmd->kind != CMD_SIMPLE && cmd->kind != CMD_FUNC) {
    exec_redirected(m, st, cmd);
  } else {
    exec_kind(m, st, cmd);
  }
  m->depth--;
}

// The door

static void machine_init(struct machine *m, const struct exec_context *x, const struct script *script) {
  *m = (struct machine){
      .x = x,
      .a = x->a,
      .script = script,
      .tail = true,
      .choice = UINT32_MAX,
      .wrapper = COMMAND_NONE,
      .piped_from = COMMAND_NONE,
  };
}

static void state_init(struct machine *m, struct state *st) {
  static const struct params none = {0};
  *st = (struct state){.vars = m->x->env, .files = m->x->files, .cwd = m->x->cwd, .params = &none, .lost = LEVEL_NONE};
  st->zero = value_known(m->a, STR("/bin/sh"));
  state_set_status(st, OUTCOME_YES);
}

static void hand_out(const struct machine *m, struct eval_instr *out) {
  out->commands = m->commands.at;
  out->command_count = m->commands.len;
  out->choices = m->choices.at;
  out->choice_count = m->choices.len;
  out->assigns = m->assigns.at;
  out->assign_count = m->assigns.len;
}

// The options that `SHELL ["/bin/bash", "-euo", "pipefail", "-c"]` gives its scripts.
static void shell_options(struct state *st, const struct script *script) {
  for (uint32_t i = 1; i < script->shell_count; i++) {
    str word = script->shell[i];
    if (word.len > 1 && word.at[0] == '-' && word.at[1] != '-')
      state_set_options(st, str_skip(word, 1), true);
    else if (str_eq(word, STR("pipefail")))
      st->pipefail = true;
  }
}

static void run_to_end(struct machine *m, struct state *st, struct shell_list list) {
  struct frame f;
  frame_push(m, &f, FRAME_SHELL, st);
  f.fatal = true;
  exec_list(m, st, list);
  frame_pop(m, &f, st);
}

void exec_script(const struct exec_context *x, const struct script *script, struct eval_instr *out) {
  struct machine m;
  struct state st;
  uint32_t steps = x->budget->steps;
  if (!script->tree || memory_recall(x, script, out))
    return;
  machine_init(&m, x, script);
  state_init(&m, &st);
  shell_options(&st, script);
  run_to_end(&m, &st, script->tree->body);
  hand_out(&m, out);
  memory_keep(&m, script, steps, out);
}

void exec_argv(const struct exec_context *x, const struct instr *instr, const struct text *argv, uint32_t argc,
               struct eval_instr *out) {
  struct machine m;
  struct state st;
  struct frame f;
  uint32_t steps = x->budget->steps;
  if (!argc || memory_recall(x, argv, out))
    return;
  struct eval_word *words = NEW_ARRAY(x->a, struct eval_word, argc);
  for (uint32_t i = 0; i < argc; i++)
    words[i] = (struct eval_word){.value = value_known(x->a, argv[i].bytes),
                                  .span = text_span(&argv[i], 0, argv[i].bytes.len)};
  struct script *none = NEW(x->a, struct script);
  none->instr = instr;
  machine_init(&m, x, none);
  m.exec_words = words;
  m.exec_texts = argv;
  m.exec_count = argc;
  state_init(&m, &st);
  frame_push(&m, &f, FRAME_SHELL, &st);
  f.fatal = true;
  struct eval_command about = {.span = span_join(words[0].span, words[argc - 1].span), .wrapper = COMMAND_NONE};
  call_argv(&m, &st, &about, words, argc);
  frame_pop(&m, &f, &st);
  hand_out(&m, out);
  memory_keep(&m, argv, steps, out);
}
