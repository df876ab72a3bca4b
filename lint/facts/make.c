#include <string.h>

#include "base/limits.h"
#include "facts/variables.h"

// How many bytes a fact of each kind takes.
static const size_t sizes[FACT_KIND_COUNT] = {
#define FACT(KIND, name, struct_name, doc) [FACT_##KIND] = sizeof(struct struct_name),
#include "facts/fields.def"
};

struct fact *maker_add(struct maker *m, enum fact_kind kind, struct place at, span where) {
  struct fact *f = arena_alloc(m->a, sizes[kind]);
  *f = (struct fact){kind, 0, at.stage, at.instruction, at.scenarios, where};
  VEC_PUSH(m->a, &m->all, f);
  return f;
}

const struct eval_stage *maker_stage_in(const struct maker *m, uint32_t scenario, uint32_t stage) {
  return &m->eval->scenarios[scenario].stages[stage];
}

bool maker_spend(struct maker *m, uint64_t work) {
  m->work += work;
  return m->work <= LIMIT_FACT_WORK;
}

static const uint32_t *stages_of_instructions(struct arena *a, const struct dockerfile *df) {
  uint32_t *stages = NEW_ARRAY(a, uint32_t, df->instr_count), before = FACT_NONE;
  for (uint32_t i = 0; i < df->instr_count; i++) {
    if (df->instrs[i]->stage != STAGE_NONE)
      before = df->instrs[i]->stage;
    stages[i] = before;
  }
  return stages;
}

struct place maker_place(const struct maker *m, const struct instr *in) {
  return (struct place){m->stage_at[in->index], in->index, 0};
}

struct place place_of(const struct instr *in) {
  return (struct place){in->stage, in->index, 0};
}

static bool stands_before(const struct fact *x, const struct fact *y) {
  return x->span.off < y->span.off;
}

// Merges the runs [from, middle) and [middle, to), which are in order; facts at the same place keep their order.
static void merge(struct fact **at, struct fact **spare, uint32_t from, uint32_t middle, uint32_t to) {
  // The walk goes along the text, so that most runs are in order already.
  if (middle >= to || !stands_before(at[middle], at[middle - 1]))
    return;
  memcpy(spare + from, at + from, (middle - from) * sizeof *at);
  uint32_t left = from, right = middle;
  for (uint32_t i = from; left < middle; i++)
    at[i] = right < to && stands_before(at[right], spare[left]) ? at[right++] : spare[left++];
}

static void sort(struct maker *m) {
  uint32_t len = m->all.len;
  struct fact **spare = NEW_ARRAY(m->a, struct fact *, len);
  for (uint32_t width = 1; width < len; width *= 2)
    for (uint32_t from = 0; from + width < len; from += 2 * width) {
      uint32_t to = len - from > 2 * width ? from + 2 * width : len;
      merge(m->all.at, spare, from, from + width, to);
    }
}

// Hands the facts out by kind.
static void distribute(struct maker *m, struct facts *facts) {
  uint32_t counts[FACT_KIND_COUNT] = {0};
  for (uint32_t i = 0; i < m->all.len; i++)
    counts[m->all.at[i]->kind]++;
  const struct fact **slots[FACT_KIND_COUNT];
  for (enum fact_kind kind = 0; kind < FACT_KIND_COUNT; kind++)
    facts->of[kind].at = slots[kind] = NEW_ARRAY(m->a, const struct fact *, counts[kind]);
  for (uint32_t i = 0; i < m->all.len; i++) {
    struct fact *f = m->all.at[i];
    f->order = i;
    slots[f->kind][facts->of[f->kind].len++] = f;
  }
}

static void describe_scenarios(struct maker *m, struct facts *facts) {
  uint32_t count = m->eval ? m->eval->scenario_count : 0;
  struct fact_scenario *scenarios = NEW_ARRAY(m->a, struct fact_scenario, count);
  for (uint32_t i = 0; i < count; i++) {
    const struct eval_scenario *s = &m->eval->scenarios[i];
    platform *stages = NEW_ARRAY(m->a, platform, s->stage_count);
    for (uint32_t j = 0; j < s->stage_count; j++)
      if (s->stages[j].platform_known)
        stages[j] = s->stages[j].platform;
    scenarios[i] = (struct fact_scenario){s->target, s->build, stages};
  }
  facts->scenarios = scenarios;
  facts->scenario_count = count;
  facts->stage_count = m->df->stage_count;
}

// What an instruction gives rise to beside the fact of itself.
static const struct maker_row {
  void (*make)(struct maker *m, const struct instr *in);
  bool of_trigger; // also where it is the trigger of an ONBUILD, which nothing executes here
} makers[INSTR_KIND_COUNT] = {
    [INSTR_ADD] = {make_copies, false},    [INSTR_ARG] = {make_variables, false},
    [INSTR_CMD] = {make_run, false},       [INSTR_COPY] = {make_copies, false},
    [INSTR_ENV] = {make_variables, false}, [INSTR_ENTRYPOINT] = {make_run, false},
    [INSTR_EXPOSE] = {make_ports, true},   [INSTR_HEALTHCHECK] = {make_run, false},
    [INSTR_LABEL] = {make_labels, true},   [INSTR_ONBUILD] = {make_run, false},
    [INSTR_RUN] = {make_run, false},       [INSTR_SHELL] = {follow_shell, false},
    [INSTR_USER] = {follow_user, false},   [INSTR_WORKDIR] = {follow_workdir, false},
};

static void make_all_of(struct maker *m, const struct instr *in) {
  const struct maker_row *row = &makers[in->kind];
  bool known = !in->problem && (in->stage != STAGE_NONE || in->kind == INSTR_ARG);
  m->instruction = make_instruction(m, in);
  if (!known)
    return;
  if (!in->onbuild)
    make_uses(m, in);
  if (in->kind == INSTR_RUN)
    make_mounts(m, in);
  if (row->make && (row->of_trigger || !in->onbuild))
    row->make(m, in);
}

// Finds what the scenarios say of an instruction.
static void look_up(struct maker *m, const struct instr *in) {
  struct maker_stage *stage = in->stage == STAGE_NONE ? NULL : &m->stages[in->stage];
  bool has_values = stage && stage->seen < stage->syntax->instr_count && stage->syntax->instrs[stage->seen] == in;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    const struct eval_stage *eval = has_values ? maker_stage_in(m, i, in->stage) : NULL;
    m->now[i] = eval && stage->live >> i & 1 && stage->seen < eval->instr_count ? &eval->instrs[stage->seen] : NULL;
  }
  if (has_values)
    stage->seen++;
}

static void walk(struct maker *m) {
  const struct dockerfile *df = m->df;
  for (uint32_t i = 0; i < df->instr_count; i++) {
    const struct instr *in = df->instrs[i];
    if (in->kind == INSTR_FROM && in->stage != STAGE_NONE)
      make_stage(m, &df->stages[in->stage]);
    look_up(m, in);
    make_all_of(m, in);
    if (in->trigger)
      make_all_of(m, in->trigger);
  }
}

static struct facts *hand_out(struct maker *m) {
  struct facts *facts = NEW(m->a, struct facts);
  facts->df = m->df;
  facts->scripts = m->scripts;
  describe_scenarios(m, facts);
  distribute(m, facts);
  return facts;
}

struct facts *facts_make(struct arena *a, const struct dockerfile *df, const struct scripts *scripts,
                         const struct eval *eval, const struct ignore *ignore) {
  struct maker m = {.a = a, .brief = arena_part(a), .df = df, .scripts = scripts, .eval = eval, .ignore = ignore};
  m.stages = NEW_ARRAY(a, struct maker_stage, df->stage_count);
  m.stage_at = stages_of_instructions(a, df);
  make_file(&m);
  make_syntax_errors(&m);
  make_directives(&m);
  walk(&m);
  make_comments(&m);
  finish_facts(&m);
  sort(&m);
  finish_sorted_facts(&m);
  return hand_out(&m);
}

struct facts *facts_make_errors(struct arena *a, const struct dockerfile *df, const struct scripts *scripts) {
  static const struct eval none = {0};
  struct maker m = {.a = a, .df = df, .scripts = scripts, .eval = &none};
  m.stage_at = stages_of_instructions(a, df);
  make_file(&m);
  m.all.len = 0; // the file is not among them
  make_syntax_errors(&m);
  sort(&m);
  return hand_out(&m);
}
