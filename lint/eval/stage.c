#include "eval/stage.h"

#include "base/limits.h"
#include "base/path.h"
#include "eval/from.h"
#include "eval/run.h"
#include "eval/substitute.h"
#include "eval/workdir.h"

// Executing an instruction: what it says, in the state before it.
struct job {
  const struct build *build;
  const struct eval_stage *stage;
  struct stage_state *state;
  const struct instr *instr;
  struct eval_instr *out;
};

struct substitution build_substitute(const struct build *b, str word, const struct scope *scope) {
  bool has_variable = str_find_char(word, '$') < word.len;
  if (has_variable && !b->budget->steps)
    return (struct substitution){.ok = true, .value = value_unknown(b->arena, word)};
  struct substitution s = substitute(b->arena, word, b->df->escape, scope);
  if (has_variable)
    budget_take_value(b->budget, &s.value);
  return s;
}

struct eval_word build_word(const struct build *b, const struct text *text, const struct scope *scope) {
  struct substitution s = build_substitute(b, text->bytes, scope);
  return (struct eval_word){.value = s.value, .span = text_span(text, 0, text->bytes.len)};
}

static struct eval_word *make_values(struct job *j, uint32_t count) {
  struct eval_word *values = NEW_ARRAY(j->build->arena, struct eval_word, count);
  j->out->values = values;
  j->out->value_count = count;
  return values;
}

static void expand_args(struct job *j) {
  const struct instr *in = j->instr;
  struct eval_word *values = make_values(j, in->arg_count);
  for (uint32_t i = 0; i < in->arg_count; i++)
    values[i] = build_word(j->build, &in->args[i], &j->state->scope);
}

// A here-document becomes a file that later scripts may run.
static void add_file(struct job *j, const struct inline_file *file, str dest) {
  struct arena *a = j->build->arena;
  bool is_folder = str_has_suffix(dest, STR("/")) || j->instr->arg_count + j->instr->inline_count > 1;
  str path = is_folder ? path_join(a, dest, file->path) : dest, folder;
  str body = file->data.bytes;
  struct value *content = NEW(a, struct value);
  *content = file->expand ? substitute_heredoc(a, body, &j->state->scope).value : value_known(a, body);
  if (value_is_known(&j->state->cwd_value, &folder) && workdir_resolve(a, folder, path, j->stage->platform.os, &path))
    j->state->files = trie_set(a, j->state->files, path, content);
}

static void do_copy(struct job *j) {
  const struct instr *in = j->instr;
  struct eval_word *values = make_values(j, in->arg_count + 1);
  for (uint32_t i = 0; i < in->arg_count; i++)
    values[i] = build_word(j->build, &in->args[i], &j->state->scope);
  values[in->arg_count] = build_word(j->build, &in->dest, &j->state->scope);
  str dest;
  for (uint32_t i = 0; i < in->inline_count && value_is_known(&values[in->arg_count].value, &dest); i++)
    add_file(j, &in->inlines[i], dest);
}

static void do_label(struct job *j) {
  struct eval_word *values = make_values(j, j->instr->pair_count);
  for (uint32_t i = 0; i < j->instr->pair_count; i++)
    values[i] = build_word(j->build, &j->instr->pairs[i].value, &j->state->scope);
}

// All pairs are expanded before any is set.
static void do_env(struct job *j) {
  struct arena *a = j->build->arena;
  struct eval_word *values = make_values(j, j->instr->pair_count);
  const struct scope before = j->state->scope;
  for (uint32_t i = 0; i < j->instr->pair_count; i++) {
    const struct instr_pair *pair = &j->instr->pairs[i];
    struct substitution key = build_substitute(j->build, pair->key.bytes, &before);
    struct substitution s = build_substitute(j->build, pair->value.bytes, &before);
    values[i] = (struct eval_word){.value = s.value, .span = text_span(&pair->value, 0, pair->value.bytes.len)};
    scope_set_env(a, &j->state->scope, key.text, s.text, s.value);
  }
}

// Arguments that BuildKit reads for itself and keeps out of the environment (convert.go, nonEnvArgs).
static bool is_hidden_argument(str name) {
  return str_eq(name, STR("BUILDKIT_SBOM_SCAN_CONTEXT")) || str_eq(name, STR("BUILDKIT_SBOM_SCAN_STAGE"));
}

// As dispatchArg: --build-arg, else its own default, else the value from before the first FROM, else nothing.
static struct value set_argument(struct job *j, const struct instr_pair *pair) {
  const struct build *b = j->build;
  struct scope *scope = &j->state->scope;
  str name = pair->key.bytes, text;
  struct value value;
  const struct binding *global = scope_get(&b->globals, name);
  if (build_argument(b, name, &text)) {
    value = value_known(b->arena, text);
  } else if (pair->has_value) {
    struct substitution s = build_substitute(b, pair->value.bytes, scope);
    text = s.text;
    value = s.value;
  } else if (global && global->set) {
    text = global->text;
    value = global->value;
  } else {
    scope_declare(b->arena, scope, name);
    scope_value(b->arena, scope, name, &value);
    return value;
  }
  if (!is_hidden_argument(name))
    scope_set_arg(b->arena, scope, name, text, value);
  return value;
}

static void do_arg(struct job *j) {
  struct eval_word *values = make_values(j, j->instr->pair_count);
  for (uint32_t i = 0; i < j->instr->pair_count; i++) {
    const struct instr_pair *pair = &j->instr->pairs[i];
    values[i] = (struct eval_word){.value = set_argument(j, pair), .span = pair->span};
  }
}

static bool is_absolute(const struct value *v) {
  for (uint32_t i = 0; i < v->len; i++) {
    const struct alternative *alternative = &v->at[i];
    if (alternative->len == 0 || alternative->pieces[0].unknown || alternative->pieces[0].text.at[0] != '/')
      return false;
  }
  return true;
}

static void do_workdir(struct job *j) {
  if (j->instr->arg_count == 0)
    return;
  struct arena *a = j->build->arena;
  struct stage_state *state = j->state;
  const struct text *word = &j->instr->args[0];
  struct substitution s = build_substitute(j->build, word->bytes, &state->scope);
  struct eval_word *values = make_values(j, 1);
  values[0] = (struct eval_word){.value = s.value, .span = text_span(word, 0, word->bytes.len)};
  // The two readings agree as long as no word on the way to here said otherwise.
  str known, current;
  bool agree = value_is_known(&s.value, &known) && str_eq(known, s.text) && value_is_known(&state->cwd_value, &current);
  if (!workdir_resolve(a, state->cwd, s.text, j->stage->platform.os, &state->cwd))
    return;
  if (agree)
    state->cwd_value = value_known(a, state->cwd);
  else if (is_absolute(&s.value))
    state->cwd_value = s.value;
  else
    state->cwd_value = value_unknown(a, str_concat(a, STR("WORKDIR "), word->bytes));
}

static void do_user(struct job *j) {
  expand_args(j);
  if (j->out->value_count)
    j->state->user = j->out->values[0].value;
}

static void do_shell(struct job *j) {
  str *shell = NEW_ARRAY(j->build->arena, str, j->instr->arg_count);
  for (uint32_t i = 0; i < j->instr->arg_count; i++)
    shell[i] = j->instr->args[i].bytes;
  j->state->shell = shell;
  j->state->shell_count = j->instr->arg_count;
  j->state->windows = j->state->windows || (j->instr->arg_count && is_windows_shell(shell[0]));
}

static void do_run(struct job *j) {
  run_instr(j->build, j->stage, j->state, j->instr, j->out);
}

static void do_onbuild(struct job *j);

// Those that are not here set nothing that this looks at.
static const struct {
  void (*execute)(struct job *);
  bool sets;     // something in the state
  bool platform; // even in the same state it may do one thing on one platform, another on the next
} dispatch[INSTR_KIND_COUNT] = {
    [INSTR_ADD] = {do_copy, .sets = true},           [INSTR_ARG] = {do_arg, .sets = true}, // see same_arguments()
    [INSTR_CMD] = {do_run, .platform = true},        [INSTR_COPY] = {do_copy, .sets = true},
    [INSTR_ENTRYPOINT] = {do_run, .platform = true}, [INSTR_ENV] = {do_env, .sets = true},
    [INSTR_EXPOSE] = {.execute = expand_args},       [INSTR_HEALTHCHECK] = {do_run, .platform = true},
    [INSTR_LABEL] = {.execute = do_label},           [INSTR_ONBUILD] = {do_onbuild, .platform = true},
    [INSTR_RUN] = {do_run, .platform = true},        [INSTR_SHELL] = {do_shell, .sets = true},
    [INSTR_STOPSIGNAL] = {.execute = expand_args},   [INSTR_USER] = {do_user, .sets = true},
    [INSTR_VOLUME] = {.execute = expand_args},       [INSTR_WORKDIR] = {do_workdir, .sets = true},
};

static void execute(struct job *j) {
  if (dispatch[j->instr->kind].execute)
    dispatch[j->instr->kind].execute(j);
}

// What the trigger would do here, in a state that goes away with it.
static void do_onbuild(struct job *j) {
  const struct instr *trigger = j->instr->trigger;
  if (!trigger || trigger->kind == INSTR_ONBUILD)
    return;
  struct stage_state state = *j->state;
  execute(&(struct job){j->build, j->stage, &state, trigger, j->out});
}

static bool scope_same(const struct scope *x, const struct scope *y) {
  return x->names == y->names && x->env == y->env && x->image == y->image && x->settings == y->settings &&
         x->has_shell == y->has_shell && str_eq(x->outer, y->outer);
}

// In all that an instruction may look at. What is compared by address was made by the same instruction.
static bool state_same(const struct stage_state *x, const struct stage_state *y) {
  return scope_same(&x->scope, &y->scope) && x->shell == y->shell && x->shell_count == y->shell_count &&
         x->files == y->files && x->windows == y->windows && str_eq(x->cwd, y->cwd) &&
         value_same_as(&x->cwd_value, &y->cwd_value) && value_same_as(&x->user, &y->user);
}

static bool binding_same(const struct binding *x, const struct binding *y) {
  if (x == y)
    return true;
  return x && y && x->set == y->set && x->maybe_unset == y->maybe_unset && str_eq(x->text, y->text) &&
         value_same_as(&x->value, &y->value);
}

// Whether ARG finds the same values before the first FROM as it did in the model.
static bool same_arguments(const struct build *b, const struct instr *arg) {
  for (uint32_t i = 0; i < arg->pair_count; i++) {
    str name = arg->pairs[i].key.bytes;
    if (!binding_same(scope_get(&b->globals, name), scope_get(&b->model->globals, name)))
      return false;
  }
  return true;
}

// Executes instructions one after the other.
struct sequence {
  struct build *build;
  struct eval_stage *stage;
  const struct stage_state *state; // never changed: a copy is, and takes its place
  // The same stage of the model, on the same kind of system; NULL where there is none.
  const struct eval_stage *model;
  const struct stage_state *const *model_states;
};

static void set_state(struct sequence *s, const struct stage_state *now) {
  struct stage_state *copy = NEW(s->build->arena, struct stage_state);
  *copy = *now;
  s->state = copy;
}

static void execute_next(struct sequence *s, const struct instr *instr, struct eval_instr *out) {
  struct stage_state state = *s->state;
  out->instr = instr;
  out->escape = s->build->df->escape;
  out->scope = &s->state->scope;
  execute(&(struct job){s->build, s->stage, &state, instr, out});
  if (!s->build->budget->steps && !s->build->budget->stopped)
    s->build->budget->stopped = instr;
  if (dispatch[instr->kind].sets && !state_same(&state, s->state))
    set_state(s, &state);
}

static bool does_as_model(const struct sequence *s, uint32_t i, const struct instr *instr) {
  return s->model && s->state == s->model_states[i] && !dispatch[instr->kind].platform &&
         (instr->kind != INSTR_ARG || same_arguments(s->build, instr));
}

// Goes on with the model's state where that is the same again.
static void rejoin_model(struct sequence *s, uint32_t i) {
  if (s->model && s->state != s->model_states[i] && state_same(s->state, s->model_states[i]))
    s->state = s->model_states[i];
}

// Follows the model as far as it goes; the number of instructions that do the same.
static uint32_t follow_model(struct sequence *s) {
  const struct stage *stage = s->stage->stage;
  uint32_t i = 0;
  rejoin_model(s, 0);
  while (i < stage->instr_count && does_as_model(s, i, stage->instrs[i]))
    s->state = s->model_states[++i];
  return i;
}

// Executes what is left behind the first `done` instructions.
static void execute_rest(struct sequence *s, uint32_t done, const struct stage_state **states, struct eval_instr *out) {
  const struct stage *stage = s->stage->stage;
  for (uint32_t i = done; i < stage->instr_count; i++) {
    states[i] = s->state;
    if (does_as_model(s, i, stage->instrs[i])) {
      out[i] = s->model->instrs[i];
      s->state = s->model_states[i + 1];
      continue;
    }
    execute_next(s, stage->instrs[i], &out[i]);
    rejoin_model(s, i + 1);
  }
  states[stage->instr_count] = s->state;
}

// Where all of a stage does the same it has the very arrays of the model.
static void execute_stage(struct sequence *s) {
  struct build *b = s->build;
  uint32_t index = s->stage->stage->index, count = s->stage->stage->instr_count, same = follow_model(s);
  s->stage->instr_count = count;
  if (s->model && same == count) {
    s->stage->instrs = s->model->instrs;
    b->states[index] = s->model_states;
    return;
  }
  struct eval_instr *out = NEW_ARRAY(b->arena, struct eval_instr, count);
  const struct stage_state **states = NEW_ARRAY(b->arena, const struct stage_state *, (size_t)count + 1);
  for (uint32_t i = 0; i < same; i++) {
    out[i] = s->model->instrs[i];
    states[i] = s->model_states[i];
  }
  execute_rest(s, same, states, out);
  s->stage->instrs = out;
  b->states[index] = states;
}

static uint32_t count_triggers(const struct stage *stage) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < stage->instr_count; i++)
    count += stage->instrs[i]->kind == INSTR_ONBUILD && stage->instrs[i]->trigger;
  return count;
}

// As initOnBuildTriggers: those of the very stage that this one starts from, before its own instructions.
static void execute_triggers(struct sequence *s) {
  const struct stage *base = s->build->stages[s->stage->base_stage].stage;
  uint32_t count = count_triggers(base), left = LIMIT_TRIGGERS - s->build->trigger_count;
  if (count > left) {
    s->stage->error = STR("too many ONBUILD instructions in the stages that others start from");
    count = left;
  }
  struct eval_instr *done = NEW_ARRAY(s->build->arena, struct eval_instr, count);
  for (uint32_t i = 0, made = 0; made < count; i++)
    if (base->instrs[i]->kind == INSTR_ONBUILD && base->instrs[i]->trigger)
      execute_next(s, base->instrs[i]->trigger, &done[made++]);
  s->build->trigger_count += count;
  s->stage->triggers = done;
  s->stage->trigger_count = count;
}

const struct stage_state *build_end_state(const struct build *b, uint32_t stage) {
  return b->states[stage][b->stages[stage].instr_count];
}

// Where paths are read alike.
static bool same_system(const struct eval_stage *x, const struct eval_stage *y) {
  return str_eq(x->platform.os, y->platform.os);
}

void build_stage(struct build *b, uint32_t index) {
  struct eval_stage *stage = &b->stages[index];
  struct stage_state state;
  from_begin(b, index, &state);
  struct sequence s = {.build = b, .stage = stage};
  set_state(&s, &state);
  if (b->model && same_system(&b->model->stages[index], stage)) {
    s.model = &b->model->stages[index];
    s.model_states = b->model->states[index];
  }
  if (stage->base == BASE_STAGE)
    execute_triggers(&s);
  execute_stage(&s);
  stage->user = s.state->user;
  stage->windows = s.state->windows;
}
