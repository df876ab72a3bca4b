#include "facts/offset_index.h"
#include "facts/variables.h"

// Facts about what sets variables: ARG, ENV and assignments of scripts.

// What BuildKit sets by itself once a stage declares it (dockerfile2llb, defaultArgs), and how to tell its value.
static const struct automatic {
  str name;
  bool target; // of the target platform, else of the build platform
  enum { AUTO_PLATFORM, AUTO_OS, AUTO_ARCH, AUTO_VARIANT, AUTO_OTHER } part;
} automatics[] = {
    {STR_INIT("TARGETPLATFORM"), true, AUTO_PLATFORM}, {STR_INIT("TARGETOS"), true, AUTO_OS},
    {STR_INIT("TARGETARCH"), true, AUTO_ARCH},         {STR_INIT("TARGETVARIANT"), true, AUTO_VARIANT},
    {STR_INIT("TARGETOSVERSION"), true, AUTO_OTHER},   {STR_INIT("TARGETSTAGE"), true, AUTO_OTHER},
    {STR_INIT("BUILDPLATFORM"), false, AUTO_PLATFORM}, {STR_INIT("BUILDOS"), false, AUTO_OS},
    {STR_INIT("BUILDARCH"), false, AUTO_ARCH},         {STR_INIT("BUILDVARIANT"), false, AUTO_VARIANT},
    {STR_INIT("BUILDOSVERSION"), false, AUTO_OTHER},
};

static const struct automatic *automatic_named(str name) {
  if (!str_has_prefix(name, STR("TARGET")) && !str_has_prefix(name, STR("BUILD")))
    return NULL;
  for (uint32_t i = 0; i < COUNT_OF(automatics); i++)
    if (str_eq(automatics[i].name, name))
      return &automatics[i];
  return NULL;
}

bool is_automatic_argument(str name) {
  return automatic_named(name) != NULL;
}

// Whether BuildKit would give the variable that very value in a scenario.
static bool is_automatic_value(struct maker *m, const struct automatic *automatic, uint32_t scenario, str value) {
  const struct eval_scenario *s = &m->eval->scenarios[scenario];
  platform p = automatic->target ? s->target : s->build;
  switch (automatic->part) {
  case AUTO_PLATFORM:
    return str_eq(value, platform_name(m->a, p));
  case AUTO_OS:
    return str_eq(value, p.os);
  case AUTO_ARCH:
    return str_eq(value, p.arch);
  case AUTO_VARIANT:
    return str_eq(value, p.variant);
  case AUTO_OTHER:
    break;
  }
  return true;
}

// What is to be said of one place that sets a variable.
struct setting {
  const char *set_by;
  struct place at; // of all scenarios
  struct fact_value name, spelled;
  bool has_value, legacy, global, conditional;
  span where;
  uint32_t first; // its first fact in m->all
};

// What it is in some of the scenarios.
struct set_value {
  struct fact_value value;
  str masked;
  platforms scenarios;
};

static struct fact_variable *add_variable(struct maker *m, const struct setting *s, const struct set_value *v,
                                          const struct arch_named *named, platforms scenarios) {
  struct place at = s->at;
  at.scenarios = scenarios;
  struct fact_variable *f = ADD_FACT(m, VARIABLE, variable, at, s->where);
  f->set_by = field_word(s->set_by);
  f->name = s->name;
  f->value = v->value;
  f->spelled = s->spelled;
  f->legacy = s->legacy;
  f->global = s->global;
  f->conditional = s->conditional;
  f->platform_argument = is_automatic_argument(s->name.text);
  f->redeclares = !s->global && map_get(&m->globals, s->name.text) != NULL;
  f->arch_word = arch_field_word(m, named, s->spelled.span);
  f->arch = arch_field_arch(named);
  f->whole = named->found && named->word.len == v->masked.len;
  if (at.stage != FACT_NONE)
    f->stage = &m->stages[at.stage].fact->head;
  return f;
}

// The scenarios in which the default takes the place of what BuildKit would set.
static platforms hiding(struct maker *m, const struct setting *s, const struct set_value *v) {
  const struct automatic *automatic = automatic_named(s->name.text);
  platforms hides = 0;
  if (!automatic || !s->has_value || v->value.state != FACT_KNOWN || !str_eq(str_of(s->set_by), STR("arg")))
    return 0;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++)
    if (v->scenarios >> i & 1 && !is_automatic_value(m, automatic, i, v->value.text))
      hides |= (platforms)1 << i;
  return hides;
}

// The architecture that a value names; only one that is spelled here counts, not one that comes from elsewhere.
static struct arch_named named_here(struct maker *m, const struct setting *s, const struct set_value *v) {
  struct arch_named none = {.suits = v->scenarios}, named;
  if (!s->has_value)
    return none;
  named = arch_read_whole(m, v->masked, s->at.stage, v->scenarios, USE_ON_EITHER);
  if (!named.found)
    named = arch_read(m, v->masked, s->at.stage, v->scenarios, USE_ON_EITHER);
  return named.found && str_contains(s->spelled.text, named.word.word) ? named : none;
}

static void add_parts(struct maker *m, const struct setting *s, const struct set_value *v) {
  struct arch_named named = named_here(m, s, v);
  platforms hides = hiding(m, s, v);
  for (int i = 0; i < ARCH_PARTS; i++) {
    platforms part = arch_part(&named, hides, v->scenarios, i);
    if (!part)
      continue;
    struct fact_variable *f = add_variable(m, s, v, &named, part);
    f->suits = arch_part_suits(i);
    f->hides_automatic = arch_part_lacks(i);
  }
}

// Paths and options in a value.
static void make_spoken(struct maker *m, const struct setting *s, const struct set_value *v) {
  struct spoken spoken = {.at = s->at, .keyword = m->instruction->keyword, .conditional = s->conditional};
  spoken.at.scenarios = v->scenarios;
  if (!s->has_value)
    return;
  make_paths(m, &spoken, v->masked, s->spelled.span);
  if (speaks_to_compiler(s->name.text))
    make_cpu_flags(m, &spoken, v->masked, s->spelled.span);
}

// The place, whose facts have just been made.
static struct variable *variable_new(struct maker *m, const struct setting *s) {
  struct variable *v = NEW(m->a, struct variable);
  struct fact_variable **facts = NEW_ARRAY(m->a, struct fact_variable *, m->all.len - s->first);
  for (uint32_t i = s->first; i < m->all.len; i++)
    if (m->all.at[i]->kind == FACT_VARIABLE)
      facts[v->fact_count++] = (struct fact_variable *)(void *)m->all.at[i];
  v->facts = facts;
  v->name = s->name.text;
  v->stage = s->at.stage;
  VEC_PUSH(m->a, &m->variables, v);
  return v;
}

// What is behind the instruction finds this one.
static void remember(struct maker *m, struct variable *v) {
  struct maker_stage *stage = v->stage == FACT_NONE ? NULL : &m->stages[v->stage];
  if (stage)
    stage->variables = trie_set(m->a, stage->variables, v->name, v);
  else
    map_put(m->a, &m->globals, v->name, v);
}

static void remember_in_script(struct maker *m, struct run *run, struct variable *v) {
  v->in_script = true;
  v->older = map_get(&run->variables, v->name);
  map_put(m->brief, &run->variables, v->name, v);
}

static void set_uses(struct maker *m, struct variable *v, const str *names, uint32_t count) {
  struct field_list list = {0};
  for (uint32_t i = 0; i < count; i++)
    VEC_PUSH(m->a, &list, field_known(names[i], (span){0}));
  v->uses = names;
  v->use_count = count;
  for (uint32_t i = 0; i < v->fact_count; i++)
    v->facts[i]->uses = fields_of(&list);
}

// The values of pair `i` of the instruction at hand, one for each group of scenarios that agree.
static void add_expanded(struct maker *m, const struct setting *s, uint32_t pair) {
  platforms left = s->at.scenarios;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    if (!(left >> i & 1) || !m->now[i] || pair >= m->now[i]->value_count)
      continue;
    const struct eval_word *word = &m->now[i]->values[pair];
    struct set_value v = {field_of_value(m->a, &word->value, s->spelled.span), value_masked(m->a, &word->value), 0};
    for (uint32_t j = i; j < m->eval->scenario_count; j++)
      if (left >> j & 1 && m->now[j] && value_equal(&m->now[j]->values[pair].value, &word->value))
        v.scenarios |= (platforms)1 << j;
    left &= ~v.scenarios;
    add_parts(m, s, &v);
    make_spoken(m, s, &v);
  }
}

// ARG before the first FROM: its value is what is written, as far as no variable stands in it.
static void add_global(struct maker *m, const struct setting *s) {
  struct set_value v = {.scenarios = s->at.scenarios};
  if (s->has_value && str_find_char(s->spelled.text, '$') < s->spelled.text.len)
    v = (struct set_value){field_unknown(s->spelled.text, s->spelled.span), STR("\0"), s->at.scenarios};
  else if (s->has_value)
    v = (struct set_value){s->spelled, s->spelled.text, s->at.scenarios};
  add_parts(m, s, &v);
}

static platforms all_scenarios(const struct maker *m) {
  return m->eval->scenario_count == PLATFORMS_MAX ? UINT32_MAX : ((platforms)1 << m->eval->scenario_count) - 1;
}

static struct setting setting_of(struct maker *m, const struct instr *in, const struct instr_pair *pair) {
  struct setting s = {
      .set_by = in->kind == INSTR_ARG ? "arg" : "env",
      .at = place_of(in),
      .name = field_text(&pair->key),
      .has_value = pair->has_value,
      .legacy = pair->legacy && in->kind == INSTR_ENV,
      .global = in->stage == STAGE_NONE,
      .where = pair->span,
      .first = m->all.len,
  };
  if (pair->has_value)
    s.spelled = field_known(pair->value.bytes, text_span(&pair->value, 0, pair->value.bytes.len));
  s.at.scenarios = s.global ? all_scenarios(m) : m->stages[in->stage].live;
  return s;
}

void make_variables(struct maker *m, const struct instr *in) {
  for (uint32_t i = 0; i < in->pair_count; i++) {
    const struct instr_pair *pair = &in->pairs[i];
    struct setting s = setting_of(m, in, pair);
    if (s.global)
      add_global(m, &s);
    else
      add_expanded(m, &s, i);
    struct variable *v = variable_new(m, &s);
    remember(m, v);
    struct names names = {0};
    names_in_text(m, &pair->value, &names);
    set_uses(m, v, names.at, names.len);
    if (!s.global && !pair->has_value)
      v->outer = map_get(&m->globals, v->name);
    for (uint32_t j = 0; j < v->fact_count; j++) {
      v->facts[j]->used = in->kind == INSTR_ENV;
      make_source_build_variable(m, v->facts[j]);
    }
    m->file->multi_platform |= is_automatic_argument(v->name);
  }
}

// An assignment of a script, put together over the scenarios.
struct assignment {
  const struct eval_assign *assign;
  platforms scenarios;
  uint32_t next;
};

struct assignments {
  struct assignment *at;
  uint32_t len, cap;
};

static void add_assignments(struct maker *m, struct assignments *all, const struct offset_index *index,
                            uint32_t scenario) {
  const struct eval_instr *in = m->now[scenario];
  for (uint32_t i = 0; i < in->assign_count; i++) {
    const struct eval_assign *assign = &in->assigns[i];
    uint32_t *head = offset_index_head(index, assign->span.off + value_number(&assign->value)), at = *head;
    while (at != OFFSET_NONE && (all->at[at].assign->span.off != assign->span.off ||
                                 !value_equal(&all->at[at].assign->value, &assign->value)))
      at = all->at[at].next;
    if (at == OFFSET_NONE) {
      at = all->len;
      VEC_PUSH(m->brief, all, (struct assignment){assign, 0, *head});
      *head = at;
    }
    all->at[at].scenarios |= (platforms)1 << scenario;
  }
}

// What stands behind the `=`, as written.
static struct fact_value spelled_value(const struct maker *m, span where) {
  str text = source_text(m->df->src, where);
  uint32_t equal = str_find_char(text, '=');
  if (equal == text.len)
    return (struct fact_value){0};
  return field_known(str_skip(text, equal + 1), (span){where.off + equal + 1, where.len - equal - 1});
}

// PATH and its like act by being set: no word of a command shows what they hold.
static void speak_search_path(struct maker *m, const struct run *run, const struct assignment *x,
                              const struct set_value *v) {
  if (!str_has_suffix(x->assign->name, STR("PATH")))
    return;
  struct spoken spoken = {
      .at = {run->instr->stage, run->instr->index, x->scenarios},
      .keyword = field_known(instr_keyword(run->instr->kind), (span){0}),
      .conditional = x->assign->when != WHEN_ALWAYS,
  };
  make_paths(m, &spoken, v->masked, x->assign->span);
}

static void make_assignment(struct maker *m, struct run *run, const struct assignment *x) {
  const struct eval_assign *assign = x->assign;
  struct setting s = {
      .set_by = "shell",
      .at = {run->instr->stage, run->instr->index, x->scenarios},
      .name = field_known(assign->name, span_of_part(m->df->src, assign->span, assign->name)),
      .spelled = spelled_value(m, assign->span),
      .has_value = true,
      .conditional = assign->when != WHEN_ALWAYS,
      .where = assign->span,
      .first = m->all.len,
  };
  struct set_value v = {field_of_value(m->a, &assign->value, s.spelled.span), value_masked(m->a, &assign->value),
                        x->scenarios};
  add_parts(m, &s, &v);
  struct variable *variable = variable_new(m, &s);
  remember_in_script(m, run, variable);
  speak_search_path(m, run, x, &v);
  if (!run->scan)
    return;
  struct names names = {0};
  uint32_t count;
  const struct scan_use *uses = scan_uses_in(run->scan, assign->span, &count);
  for (uint32_t i = 0; i < count; i++)
    VEC_PUSH(m->a, &names, uses[i].name);
  set_uses(m, variable, names.at, names.len);
}

void make_assignments(struct maker *m, struct run *run) {
  uint32_t most = 0;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++)
    if (run->live >> i & 1 && m->now[i]->assign_count > most)
      most = m->now[i]->assign_count;
  struct offset_index index = offset_index_new(m->brief, most);
  struct assignments all = {0};
  for (uint32_t i = 0; i < m->eval->scenario_count; i++)
    if (run->live >> i & 1)
      add_assignments(m, &all, &index, i);
  for (uint32_t i = 0; i < all.len; i++)
    make_assignment(m, run, &all.at[i]);
}
