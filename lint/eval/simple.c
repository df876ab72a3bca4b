#include "eval/call.h"
#include "eval/expand.h"

// Assignments

static struct value append_to(struct machine *m, const struct state *st, const struct shell_assign *assign,
                              struct value v) {
  struct value old = state_value(m, st, assign->name);
  (void)st;
  return value_is_set(&old) ? value_concat(m->a, old, v) : v;
}

static void assign_one(struct machine *m, struct state *st, const struct shell_assign *assign) {
  span at = machine_span(m, assign->span);
  if (assign->array) {
    param_assign_array(m, st, assign, VARIABLE_ARRAY);
    return;
  }
  struct value v = expand_assigned(m, st, assign->value);
  if (assign->append && !assign->index)
    v = append_to(m, st, assign, v);
  else if (assign->append)
    v = value_concat(m->a, param_element(m, st, assign->name, assign->index), v);
  param_assign(m, st, assign->name, assign->index, v, at);
}

// The status of assignments alone is that of the last substitution in them.
static void exec_assigns(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  bool captured = m->captured;
  m->captured = false;
  for (uint32_t i = 0; i < cmd->assign_count && !st->dead; i++)
    assign_one(m, st, cmd->assigns[i]);
  if (!m->captured)
    state_set_status(st, OUTCOME_YES);
  m->captured = captured;
}

// `A=x cmd`: in the environment of that command alone.
struct prefix {
  struct eval_word *words;     // A=x
  const struct variable **old; // before
};

static void prefix_begin(struct machine *m, struct state *st, const struct shell_cmd *cmd, struct prefix *p) {
  *p = (struct prefix){0};
  if (!cmd->assign_count)
    return;
  p->words = NEW_ARRAY(m->a, struct eval_word, cmd->assign_count);
  p->old = NEW_ARRAY(m->a, const struct variable *, cmd->assign_count);
  for (uint32_t i = 0; i < cmd->assign_count; i++) {
    const struct shell_assign *assign = cmd->assigns[i];
    struct value v = expand_assigned(m, st, assign->value);
    if (assign->append)
      v = append_to(m, st, assign, v);
    struct value name = value_known(m->a, str_concat(m->a, assign->name, STR("=")));
    p->words[i] = (struct eval_word){.value = value_concat(m->a, name, v), .span = machine_span(m, assign->span)};
    p->old[i] = state_variable(m, st, assign->name);
    st->vars = env_export(m->a, st->vars, assign->name, v);
  }
}

static void prefix_end(struct machine *m, struct state *st, const struct shell_cmd *cmd, const struct prefix *p) {
  for (uint32_t i = cmd->assign_count; i-- > 0;) {
    str name = cmd->assigns[i]->name;
    if (p->old[i])
      st->vars = env_put(m->a, st->vars, name, p->old[i]);
    else
      st->vars = env_forget(m->a, st->vars, name);
  }
}

// POSIX 2.14: what is assigned before one of these stays. bash does so only when it is called as `sh`.
static const str special_builtins[] = {
    STR_INIT(":"),    STR_INIT("."),     STR_INIT("break"),  STR_INIT("continue"), STR_INIT("eval"),
    STR_INIT("exec"), STR_INIT("exit"),  STR_INIT("export"), STR_INIT("readonly"), STR_INIT("return"),
    STR_INIT("set"),  STR_INIT("shift"), STR_INIT("times"),  STR_INIT("trap"),     STR_INIT("unset"),
};

static bool keeps_prefix(const struct machine *m, const struct variants *v) {
  str name;
  if (machine_is_bash(m) || v->len != 1 || v->at[0].len == 0 || !value_is_known(&v->at[0].at[0].value, &name))
    return false;
  bool special = false;
  for (uint32_t i = 0; i < COUNT_OF(special_builtins); i++)
    special = special || str_eq(name, special_builtins[i]);
  return special;
}

// Commands

static void run_variants(struct machine *m, struct state *st, const struct eval_command *about,
                         const struct variants *v) {
  struct fork f;
  if (v->len == 1) {
    call_argv(m, st, about, v->at[0].at, v->at[0].len);
    return;
  }
  fork_begin(m, &f, st);
  for (uint32_t i = 0; i < v->len; i++) {
    fork_branch(&f, st);
    call_argv(m, st, about, v->at[i].at, v->at[i].len);
    fork_end_branch(m, &f, st, i);
  }
  fork_end(&f, st);
}

static struct eval_command about_command(struct machine *m, const struct shell_cmd *cmd, const struct redirection *r) {
  return (struct eval_command){.span = machine_span(m, cmd->span),
                               .cmd = cmd,
                               .wrapper = COMMAND_NONE,
                               .redirs = r->redirs,
                               .redir_count = r->count};
}

static void exec_words(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct variants v;
  struct redirection r;
  struct prefix p;
  bool captured = m->captured;
  m->captured = false;
  expand_words(m, st, &cmd->words, &v);
  if (!m->captured)
    state_set_status(st, OUTCOME_YES); // of no command, where no word is left
  m->captured = captured;
  redirect_begin(m, st, cmd, &r);
  prefix_begin(m, st, cmd, &p);
  struct eval_command about = about_command(m, cmd, &r);
  about.assigns = p.words;
  about.assign_count = cmd->assign_count;
  if (!st->dead)
    run_variants(m, st, &about, &v);
  if (!keeps_prefix(m, &v))
    prefix_end(m, st, cmd, &p);
  redirect_end(m, st, &r);
}

void exec_simple(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  struct redirection r;
  if (cmd->words.len) {
    exec_words(m, st, cmd);
    return;
  }
  redirect_begin(m, st, cmd, &r);
  exec_assigns(m, st, cmd);
  redirect_end(m, st, &r);
}

// Declarations

static uint32_t decl_options(str word, uint32_t flags) {
  static const struct {
    char c;
    uint32_t flag;
  } letters[] = {{'x', DECL_EXPORT},   {'a', DECL_ARRAY},    {'A', DECL_ASSOC},    {'n', DECL_CHANGING},
                 {'i', DECL_CHANGING}, {'u', DECL_CHANGING}, {'l', DECL_CHANGING}, {'c', DECL_CHANGING}};
  for (uint32_t i = 1; i < word.len; i++) {
    if (word.at[i] == 'g')
      flags &= ~(uint32_t)DECL_LOCAL;
    for (uint32_t j = 0; j < COUNT_OF(letters); j++)
      if (word.at[i] == letters[j].c)
        flags |= letters[j].flag;
  }
  return flags;
}

static void export_variable(struct machine *m, struct state *st, str name) {
  const struct variable *old = state_variable(m, st, name);
  struct variable var = old ? *old : (struct variable){.value = state_value(m, st, name)};
  var.exported = true;
  st->vars = env_put(m->a, st->vars, name, &var);
}

// In a function: `name` has its old value again when that ends.
static void declare_local(struct machine *m, struct state *st, str name) {
  struct frame *f = frame_find(m, FRAME_FUNCTION);
  if (f)
    VEC_PUSH(m->a, &f->locals, (struct saved_variable){name, state_variable(m, st, name)});
}

// `local name`: not set in bash; in dash, which may be called sh, too, it has the value of the function's caller.
static void empty_local(struct machine *m, struct state *st, str name, span at) {
  const struct variable *outer = state_variable(m, st, name);
  struct value v = VALUE_UNSET;
  if (!machine_is_bash(m) && outer && value_is_set(&outer->value))
    v = value_join(m->a, outer->value, value_empty());
  state_put(m, st, name, &(struct variable){.value = v}, at);
}

static void declare(struct machine *m, struct state *st, const struct shell_assign *assign, uint32_t flags) {
  bool is_new = (flags & DECL_LOCAL) && frame_find(m, FRAME_FUNCTION);
  if (is_new)
    declare_local(m, st, assign->name);
  enum variable_kind kind = flags & DECL_ASSOC ? VARIABLE_ASSOC : VARIABLE_ARRAY;
  if (flags & DECL_CHANGING) {
    state_put(m, st, assign->name, &(struct variable){.kind = VARIABLE_UNKNOWN_ARRAY}, machine_span(m, assign->span));
  } else if (assign->array) {
    param_assign_array(m, st, assign, kind);
  } else if (!assign->naked && assign->value &&
             assign->value->brace) { // one after the other, where braces are expanded
    state_assign(m, st, assign->name, value_unknown(m->a, STR("braces in a declaration")),
                 machine_span(m, assign->span));
  } else if (!assign->naked) {
    assign_one(m, st, assign);
  } else if (flags & (DECL_ARRAY | DECL_ASSOC)) {
    state_put(m, st, assign->name, &(struct variable){.kind = kind}, machine_span(m, assign->span));
  } else if (is_new) {
    empty_local(m, st, assign->name, machine_span(m, assign->span));
  }
  if (flags & DECL_EXPORT)
    export_variable(m, st, assign->name);
}

// The name before `=` and the value behind it, of a word that is known up to there.
static bool split_assignment(struct arena *a, const struct value *word, str *name, struct value *v) {
  struct value_set s;
  value_set_init(&s, a);
  for (uint32_t j = 0; j < word->len; j++) {
    const struct alternative *alt = &word->at[j];
    str head, tail;
    if (!alt->len || alt->pieces->unknown || !str_cut(alt->pieces->text, '=', &head, &tail))
      return false;
    if (j && !str_eq(head, *name))
      return false;
    *name = head;
    struct value_builder b;
    struct alternative rest = {.pieces = alt->pieces + 1, .len = alt->len - 1};
    value_builder_init(&b, a);
    value_builder_text(&b, tail);
    value_builder_pieces(&b, &rest);
    struct alternative made = value_builder_done(&b);
    made.decision = alt->decision;
    made.branch = alt->branch;
    value_set_add(&s, &made);
  }
  s.source = word->source;
  *v = value_set_done(&s);
  return word->len > 0;
}

void declare_word(struct machine *m, struct state *st, const struct eval_word *word, uint32_t flags) {
  str name;
  struct value v = VALUE_UNSET;
  bool assigns = split_assignment(m->a, &word->value, &name, &v);
  if ((!assigns && !value_is_known(&word->value, &name)) || !name.len || name.at[0] == '-')
    return;
  if (flags & DECL_LOCAL)
    declare_local(m, st, name);
  if (flags & (DECL_ARRAY | DECL_ASSOC | DECL_CHANGING)) // its value may be a list: `declare -a "x=(a b)"`
    state_put(m, st, name, &(struct variable){.kind = VARIABLE_UNKNOWN_ARRAY}, word->span);
  else if (assigns)
    state_assign(m, st, name, v, word->span);
  else if (flags & DECL_LOCAL && frame_find(m, FRAME_FUNCTION))
    empty_local(m, st, name, word->span);
  if (flags & DECL_EXPORT)
    export_variable(m, st, name);
}

// The words of a declaration as a command would get them.
static struct eval_word decl_word(struct machine *m, struct state *st, const struct shell_assign *assign) {
  struct eval_word w = {.span = machine_span(m, assign->span)};
  if (assign->word) {
    w.value = expand_word(m, st, assign->word, EXPAND_STRING);
    w.word = assign->word;
  } else if (assign->naked) {
    w.value = value_known(m->a, assign->name);
  } else if (assign->array || assign->index) {
    w.value = value_known(m->a, str_slice(m->script->text.bytes, assign->span.off, span_end(assign->span)));
  } else {
    struct value name = value_known(m->a, str_concat(m->a, assign->name, STR("=")));
    w.value = value_concat(m->a, name, state_value(m, st, assign->name));
  }
  return w;
}

static uint32_t decl_flags(str name) {
  if (str_eq(name, STR("export")))
    return DECL_EXPORT;
  if (str_eq(name, STR("nameref")))
    return DECL_CHANGING;
  return str_eq(name, STR("readonly")) ? 0 : DECL_LOCAL;
}

// Its arguments are done one by one; a command in them is done before the next.
void exec_decl(struct machine *m, struct state *st, const struct shell_cmd *cmd) {
  uint32_t flags = decl_flags(cmd->name);
  struct eval_word *words = NEW_ARRAY(m->a, struct eval_word, cmd->assign_count + 1);
  words[0] = (struct eval_word){.value = value_known(m->a, cmd->name), .span = machine_span(m, cmd->name_span)};
  for (uint32_t i = 0; i < cmd->assign_count; i++) {
    const struct shell_assign *assign = cmd->assigns[i];
    str option;
    if (assign->word) {
      words[i + 1] = decl_word(m, st, assign);
      if (value_is_known(&words[i + 1].value, &option) && option.len && option.at[0] == '-')
        flags = decl_options(option, flags);
      else
        declare_word(m, st, &words[i + 1], flags);
      continue;
    }
    declare(m, st, assign, flags);
    words[i + 1] = decl_word(m, st, assign);
  }
  struct eval_command about = {.span = machine_span(m, cmd->span),
                               .cmd = cmd,
                               .argv = words,
                               .argc = cmd->assign_count + 1,
                               .wrapper = COMMAND_NONE};
  record_command(m, st, &about);
  state_set_status(st, OUTCOME_YES);
}
