#include "eval/eval.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/vec.h"
#include "eval/stage.h"
#include "eval/substitute.h"

// Which stages the target needs: those it starts from, and those that it copies or mounts from.

struct needs {
  const struct dockerfile *df;
  struct eval_stage *stages;
  uint32_t *pending; // needed stages whose own needs are still to be looked at
  uint32_t count;
};

static void need(struct needs *n, uint32_t stage) {
  if (stage == STAGE_NONE || n->stages[stage].needed)
    return;
  n->stages[stage].needed = true;
  n->pending[n->count++] = stage;
}

static void need_sources(struct needs *n, const struct eval_instr *instrs, uint32_t count, uint32_t stage) {
  for (uint32_t i = 0; i < count; i++) {
    const struct instr *in = instrs[i].instr;
    const struct node_flag *from = in->kind == INSTR_COPY ? instr_flag(in, STR("from")) : NULL;
    if (from)
      need(n, dockerfile_stage_for_copy(n->df, from->value.bytes, stage));
    for (uint32_t m = 0; m < in->mount_count; m++)
      if (in->mounts[m].from.bytes.len)
        need(n, dockerfile_stage_for_copy(n->df, in->mounts[m].from.bytes, stage));
  }
}

static void mark_needed(struct arena *a, const struct dockerfile *df, struct eval_stage *stages, uint32_t target) {
  struct needs n = {df, stages, NEW_ARRAY(a, uint32_t, df->stage_count), 0};
  need(&n, target);
  while (n.count) {
    uint32_t index = n.pending[--n.count];
    const struct eval_stage *stage = &stages[index];
    if (stage->base == BASE_STAGE)
      need(&n, stage->base_stage);
    need_sources(&n, stage->triggers, stage->trigger_count, index);
    need_sources(&n, stage->instrs, stage->instr_count, index);
  }
  for (uint32_t i = target;; i = stages[i].base_stage) {
    stages[i].shipped = true;
    if (stages[i].base != BASE_STAGE)
      return;
  }
}

static uint32_t target_index(const struct dockerfile *df, str name) {
  uint32_t found = name.len ? dockerfile_stage_for_copy(df, name, df->stage_count) : STAGE_NONE;
  return found == STAGE_NONE ? df->stage_count - 1 : found;
}

// A run of the file, of which each scenario uses what does not depend on the platforms.
struct run {
  struct arena *arena;
  const struct dockerfile *df;
  const struct eval_options *options;
  struct build_shared shared;
  struct exec_memory memory;
  const struct build *model;
  struct eval_scenario *scenarios;
  uint32_t count;
  uint32_t steps; // that each scenario may take
  const struct instr *stopped;
};

#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
enum { STEPS = 2000 }; // many inputs a second find more than long ones
#else
enum { STEPS = LIMIT_EVAL_STEPS };
#endif

// The same for CR LF as for LF.
static uint32_t steps_of(const struct dockerfile *df) {
  uint32_t more = 0, most = LIMIT_EVAL_STEPS_MOST - STEPS;
  str bytes = df->src->bytes;
  for (uint32_t i = 0; i < bytes.len && more < most; i++)
    more += bytes.at[i] != '\r';
  return STEPS + more;
}

static void execute(struct run *r, struct eval_scenario *scenario) {
  uint32_t count = r->df->stage_count;
  struct build *b = NEW(r->arena, struct build);
  struct exec_budget budget = {.steps = r->steps};
  *b = (struct build){
      .model = r->model,
      .arena = r->arena,
      .df = r->df,
      .options = r->options,
      .shared = &r->shared,
      .budget = &budget,
      .memory = &r->memory,
      .target = scenario->target,
      .machine = scenario->build,
      .stages = NEW_ARRAY(r->arena, struct eval_stage, count),
      .images = NEW_ARRAY(r->arena, struct substitution, count),
      .states = NEW_ARRAY(r->arena, const struct stage_state *const *, count),
  };
  build_globals(b);
  for (uint32_t i = 0; i < count; i++)
    build_stage(b, i);
  if (count)
    mark_needed(r->arena, r->df, b->stages, target_index(r->df, r->options->target_stage));
  if (budget.stopped && (!r->stopped || budget.stopped->index < r->stopped->index))
    r->stopped = budget.stopped;
  scenario->stages = b->stages;
  scenario->stage_count = count;
  if (!r->model)
    r->model = b;
}

static void add_scenario(struct run *r, platform target, platform machine) {
  for (uint32_t i = 0; i < r->count; i++)
    if (platform_eq(r->scenarios[i].target, target) && platform_eq(r->scenarios[i].build, machine))
      return;
  if (r->count == PLATFORMS_MAX)
    return;
  struct eval_scenario *s = &r->scenarios[r->count++];
  s->target = target;
  s->build = machine;
  execute(r, s);
}

// The machines that most images are built on.
static void add_cross_builds(struct run *r) {
  static const str machines[] = {STR_INIT("linux/amd64"), STR_INIT("linux/arm64")};
  for (uint32_t m = 0; m < COUNT_OF(machines); m++) {
    platform machine;
    if (platform_parse(r->arena, machines[m], &machine))
      for (uint32_t i = 0; i < r->options->target_count; i++)
        add_scenario(r, r->options->targets[i], machine);
  }
}

// How many there can be: native ones, and cross builds from each machine.
static uint32_t most_scenarios(const struct eval_options *options, bool names_machine) {
  uint32_t each = names_machine ? 3 : 1;
  return options->target_count < PLATFORMS_MAX / each ? options->target_count * each : PLATFORMS_MAX;
}

const struct eval *eval_run(struct arena *a, const struct dockerfile *df, const struct scripts *scripts,
                            const struct eval_options *options) {
  struct run r = {
      .arena = a,
      .df = df,
      .options = options,
      .steps = steps_of(df),
      .shared = build_share(a, df, scripts),
  };
  r.scenarios = NEW_ARRAY(a, struct eval_scenario, most_scenarios(options, r.shared.names_machine));
  for (uint32_t i = 0; i < options->target_count; i++)
    add_scenario(&r, options->targets[i], options->build ? *options->build : options->targets[i]);
  if (!options->build && !options->native_only && r.shared.names_machine)
    add_cross_builds(&r);
  struct eval *eval = NEW(a, struct eval);
  eval->scenarios = r.scenarios;
  eval->scenario_count = r.count;
  eval->stopped = r.stopped;
  eval->steps = r.steps;
  return eval;
}

bool eval_variable(struct arena *a, const struct eval_instr *in, str name, struct value *value) {
  return scope_value(a, in->scope, name, value) != PRESENCE_UNSET;
}

// The environment in BuildKit's reading.

// BuildKit names the sockets of ssh mounts in this variable, the first one where there are several.
static const str ssh_variable = STR_INIT("SSH_AUTH_SOCK");

static str ssh_socket(struct arena *a, const struct eval_instr *run) {
  const struct instr *in = run->instr;
  for (uint32_t i = 0; i < in->mount_count; i++) {
    if (!str_eq(in->mounts[i].type, STR("ssh")))
      continue;
    str target = substitute(a, in->mounts[i].target.bytes, run->escape, run->scope).text;
    return target.len ? target : STR("/run/buildkit/ssh_agent.0");
  }
  return STR("");
}

struct binding_list {
  struct arena *arena;
  VEC(const struct binding *) bindings;
};

static void add_binding(void *ctx, str name, const void *binding, const void *other) {
  (void)name, (void)other;
  struct binding_list *list = ctx;
  const struct binding *b = binding;
  if (b->set)
    VEC_PUSH(list->arena, &list->bindings, b);
}

static int compare_order(const void *left, const void *right) {
  const struct binding *x = *(const struct binding *const *)left, *y = *(const struct binding *const *)right;
  return x->order < y->order ? -1 : x->order > y->order;
}

static str assignment(struct arena *a, str name, str text) {
  return str_concat(a, name, str_concat(a, STR("="), text));
}

const str *eval_environment(struct arena *a, const struct eval_instr *run, uint32_t *count) {
  struct binding_list list = {.arena = a};
  trie_compare(run->scope->names, NULL, add_binding, &list);
  if (list.bindings.len)
    qsort(list.bindings.at, list.bindings.len, sizeof *list.bindings.at, compare_order);
  str *env = NEW_ARRAY(a, str, list.bindings.len + 1);
  for (uint32_t i = 0; i < list.bindings.len; i++)
    env[i] = assignment(a, list.bindings.at[i]->name, list.bindings.at[i]->text);
  *count = list.bindings.len;
  str socket = ssh_socket(a, run);
  const struct binding *b = scope_get(run->scope, ssh_variable);
  if (socket.len && !(b && b->set))
    env[(*count)++] = assignment(a, ssh_variable, socket);
  return env;
}
