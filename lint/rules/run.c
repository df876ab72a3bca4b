#include "rules/run.h"

#include <stdlib.h>

#include "base/limits.h"

// One image of rules over the facts of one file: every rule that may match a fact is tried on it; what holds is a
// finding. Findings of one rule at one place that differ in their platforms become one; then they are put into words.

const struct rule_setting *run_setting(const struct run *r, uint32_t rule) {
  return r->given->settings ? &r->given->settings[r->part->first + rule] : NULL;
}

static bool is_enabled(const struct run *r, uint32_t rule) {
  const struct rule_setting *setting = run_setting(r, rule);
  return setting ? setting->enabled : r->set->rules[r->part->first + rule].enabled;
}

void run_take_rule(struct run *r, uint32_t rule) {
  const struct rule_setting *setting = run_setting(r, rule);
  struct matcher *m = &r->matcher;
  m->rule_number = rule;
  m->rule = IMAGE_AT(m->image, RULES, rule);
  m->options = setting && setting->options ? setting->options : r->set->defaults[r->part->first + rule];
  m->item = NULL;
  m->scenario = SCENARIO_NONE;
  m->work = r->works[rule];
  m->work_limit = UINT64_MAX;
  if (r->part->trust == REGEX_FOREIGN)
    m->work_limit = m->work + (r->work < LIMIT_LOADED_WORK ? LIMIT_LOADED_WORK - r->work : 0);
}

void run_leave_rule(struct run *r) {
  struct matcher *m = &r->matcher;
  r->work += m->work - r->works[m->rule_number];
  r->works[m->rule_number] = m->work;
}

// The condition of the rule on the field at `path`, if there is one: of several values it tells the one that is meant.
static uint32_t condition_on(const struct matcher *m, uint32_t path) {
  const struct path_record *wanted = IMAGE_AT(m->image, PATHS, path);
  const struct node_record *match = IMAGE_AT(m->image, NODES, m->rule->match);
  for (uint32_t i = match->child; i != RECORD_NONE; i = IMAGE_AT(m->image, NODES, i)->next) {
    const struct node_record *n = IMAGE_AT(m->image, NODES, i);
    if (n->op == NODE_FIELD && wanted->hop_count == 0 && IMAGE_AT(m->image, PATHS, n->a)->field == wanted->field)
      return n->child;
  }
  return RECORD_NONE;
}

bool run_place(struct matcher *m, uint32_t path, span *place) {
  return path_place(m, IMAGE_AT(m->image, PATHS, path), m->fact, condition_on(m, path), place);
}

static void add_finding(struct run *r, uint32_t rule, uint32_t item_number, platforms scenarios, bool depends) {
  struct matcher *m = &r->matcher;
  if (r->findings.len == LIMIT_FINDINGS) {
    r->stopped = str_format(m->arena, "more than %d findings; the rest is not shown", LIMIT_FINDINGS);
    return;
  }
  struct finding finding = {rule, m->fact, m->item, item_number, scenarios, depends, m->fact->span};
  if (m->rule->underline != RECORD_NONE && !run_place(m, m->rule->underline, &finding.span))
    finding.span = m->fact->span; // a default, for instance, stands nowhere
  VEC_PUSH(m->arena, &r->findings, finding);
}

// Whether the answer may be another one in another scenario in which the fact holds.
static bool varies(const struct run *r) {
  const struct matcher *m = &r->matcher;
  if (m->rule->flags & RULE_READS_SCENARIO)
    return true;
  return (m->rule->flags & RULE_SEARCHES) && m->view->varies;
}

// Whether what is the same in every scenario does not rule the fact out.
static bool may_hold(struct run *r) {
  struct matcher *m = &r->matcher;
  uint32_t node = IMAGE_AT(m->image, NODES, m->rule->match)->child;
  for (uint32_t i = 0; i < m->rule->steady; i++, node = IMAGE_AT(m->image, NODES, node)->next)
    if (match_fact(m, node, m->fact) == TRUTH_NO)
      return false;
  return true;
}

static void try_scenarios(struct run *r, uint32_t rule, uint32_t item_number) {
  struct matcher *m = &r->matcher;
  if (!may_hold(r))
    return;
  const struct facts *facts = m->view->facts;
  platforms holds = 0, all = 0;
  for (uint32_t i = 0; i < facts->scenario_count; i++) {
    m->scenario = i;
    if (!fact_applies(m, m->fact))
      continue;
    all |= (platforms)1 << i;
    if (match_fact(m, m->rule->match, m->fact) == TRUTH_YES)
      holds |= (platforms)1 << i;
  }
  bool depends = (m->rule->flags & RULE_READS_SCENARIO) || m->fact->scenarios || holds != all;
  if (holds)
    add_finding(r, rule, item_number, holds, depends);
}

static void try_item(struct run *r, uint32_t rule, uint32_t item_number) {
  struct matcher *m = &r->matcher;
  if (varies(r)) {
    try_scenarios(r, rule, item_number);
    return;
  }
  m->scenario = SCENARIO_NONE;
  if (match_fact(m, m->rule->match, m->fact) == TRUTH_YES)
    add_finding(r, rule, item_number, m->fact->scenarios, m->fact->scenarios != 0);
}

static void try_options(struct run *r, uint32_t rule) {
  struct matcher *m = &r->matcher;
  const struct strs *texts = &matcher_option(m, m->rule->each_of)->texts;
  for (uint32_t i = 0; i < texts->len; i++) {
    struct fact_value *item = NEW(m->arena, struct fact_value);
    *item = (struct fact_value){.state = FACT_KNOWN, .text = texts->at[i]};
    m->item = item;
    try_item(r, rule, i);
  }
}

static void try_values(struct run *r, uint32_t rule) {
  struct matcher *m = &r->matcher;
  struct subject s;
  path_read(m, IMAGE_AT(m->image, PATHS, m->rule->each_of), m->fact, &s);
  for (uint32_t i = 0; i < s.len; i++) {
    m->item = &s.values[i];
    try_item(r, rule, i);
  }
}

static void try_items(struct run *r, uint32_t rule) {
  switch ((enum rule_each)r->matcher.rule->each) {
  case EACH_NOTHING:
    try_item(r, rule, 0);
    break;
  case EACH_OPTION:
    try_options(r, rule);
    break;
  case EACH_FIELD:
    try_values(r, rule);
    break;
  }
}

static void try_rule(struct run *r, uint32_t rule, const struct fact *f) {
  struct matcher *m = &r->matcher;
  if (!is_enabled(r, rule) || r->stopped.len)
    return;
  run_take_rule(r, rule);
  m->fact = f;
  try_items(r, rule);
  run_leave_rule(r);
  if (r->part->trust == REGEX_FOREIGN && r->work >= LIMIT_LOADED_WORK)
    r->stopped = STR("the loaded rules take too long on this file; the rest is not tried");
}

// The first key of the index that is not less than `text`.
static uint32_t first_key(const struct rule_image *image, const struct index_record *index, str text) {
  uint32_t from = index->keys.first, to = from + index->keys.len;
  while (from < to) {
    uint32_t middle = from + (to - from) / 2;
    if (str_compare(image_text(image, IMAGE_AT(image, KEYS, middle)->text), text) < 0)
      from = middle + 1;
    else
      to = middle;
  }
  return from;
}

static void try_keyed(struct run *r, const struct index_record *index, const struct fact *f) {
  const struct rule_image *image = r->matcher.image;
  const struct fact_value *value = fact_value(f, &fact_schema(f->kind)->fields[index->field]);
  if (value->state != FACT_KNOWN) // it is equal to no text
    return;
  uint32_t end = index->keys.first + index->keys.len;
  for (uint32_t i = first_key(image, index, value->text); i < end; i++) {
    const struct key_record *key = IMAGE_AT(image, KEYS, i);
    if (!str_eq(image_text(image, key->text), value->text))
      break;
    try_rule(r, key->rule, f);
  }
}

static void try_fact(struct run *r, const struct kind_record *kind, const struct fact *f) {
  for (uint32_t i = 0; i < kind->keyless.len; i++)
    try_rule(r, *IMAGE_AT(r->matcher.image, RULE_LIST, kind->keyless.first + i), f);
  for (uint32_t i = 0; i < kind->indexes.len; i++)
    try_keyed(r, IMAGE_AT(r->matcher.image, INDEXES, kind->indexes.first + i), f);
}

static void try_all(struct run *r) {
  const struct facts *facts = r->matcher.view->facts;
  for (enum fact_kind kind = 0; kind < FACT_KIND_COUNT; kind++)
    for (uint32_t i = 0; i < facts->of[kind].len && r->stopped.len == 0; i++)
      try_fact(r, IMAGE_AT(r->matcher.image, KINDS, kind), facts->of[kind].at[i]);
}

// Merging.

static int compare_findings(const void *left, const void *right) {
  const struct finding *x = left, *y = right;
  int order = compare_numbers(x->rule, y->rule);
  if (order == 0)
    order = compare_numbers(x->span.off, y->span.off);
  if (order == 0)
    order = compare_numbers(x->span.len, y->span.len);
  if (order == 0)
    order = compare_numbers(x->item_number, y->item_number);
  if (order == 0)
    order = compare_numbers(x->fact->order, y->fact->order);
  if (order == 0)
    order = compare_numbers(x->scenarios, y->scenarios);
  return order;
}

// The same said of other platforms.
static bool is_same_elsewhere(const struct finding *x, const struct finding *y) {
  return x->rule == y->rule && x->span.off == y->span.off && x->span.len == y->span.len &&
         x->item_number == y->item_number && x->scenarios && y->scenarios && (x->scenarios & y->scenarios) == 0;
}

static void merge_findings(struct run *r) {
  if (r->findings.len)
    qsort(r->findings.at, r->findings.len, sizeof *r->findings.at, compare_findings);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < r->findings.len; i++) {
    struct finding *last = kept ? &r->findings.at[kept - 1] : NULL;
    if (last && is_same_elsewhere(last, &r->findings.at[i]))
      last->scenarios |= r->findings.at[i].scenarios;
    else
      r->findings.at[kept++] = r->findings.at[i];
  }
  r->findings.len = kept;
}

// Whether the rule speaks only once of both.
static bool is_same_group(const struct run *r, const struct finding *x, const struct finding *y) {
  if (x->rule != y->rule)
    return false;
  switch ((enum rule_once)IMAGE_AT(r->matcher.image, RULES, x->rule)->once) {
  case ONCE_NEVER:
    return false;
  case ONCE_FILE:
    return true;
  case ONCE_STAGE:
    return x->fact->stage == y->fact->stage;
  case ONCE_RUN:
    return x->fact->instruction == y->fact->instruction;
  }
  return false;
}

static void add_diags(struct run *r) {
  for (uint32_t i = 0, end; i < r->findings.len; i = end) {
    const struct finding *first = &r->findings.at[i];
    end = i + 1;
    while (end < r->findings.len && is_same_group(r, first, &r->findings.at[end]))
      end++;
    run_say(r, first, first + 1, end - i - 1);
  }
}

static void run_part(struct arena *a, const struct rule_run *given, uint32_t part, const struct source *src,
                     const struct file_view *view, struct diags *diags, struct faults *faults) {
  struct run r = {.set = given->set, .part = &given->set->parts[part], .given = given, .src = src, .diags = diags};
  r.matcher = (struct matcher){.arena = a,
                               .image = r.part->image,
                               .regexes = given->worker->regexes[part],
                               .view = view,
                               .faults = faults,
                               .path = src->path,
                               .search_limit = LIMIT_RULE_WORK + (uint64_t)LIMIT_RULE_WORK_A_FACT * view->fact_count,
                               .faulted = NEW_ARRAY(a, bool, IMAGE_COUNT(r.part->image, RULES))};
  r.works = NEW_ARRAY(a, uint64_t, IMAGE_COUNT(r.part->image, RULES));
  try_all(&r);
  merge_findings(&r);
  add_diags(&r);
  if (r.stopped.len)
    VEC_PUSH(a, faults, (struct fault){.path = src->path, .message = r.stopped});
}

// What searches need to know about the file.
static struct file_view view_of(struct arena *a, const struct facts *facts) {
  struct file_view view = {.facts = facts};
  view.bases = NEW_ARRAY(a, uint32_t, facts->stage_count);
  view.target_names = NEW_ARRAY(a, str, facts->scenario_count);
  for (uint32_t i = 0; i < facts->stage_count; i++)
    view.bases[i] = FACT_NONE;
  const struct fact_list *stages = &facts->of[FACT_STAGE];
  const struct field *parent = fact_field_named(FACT_STAGE, STR("parent"));
  for (uint32_t i = 0; i < stages->len; i++) {
    const struct fact *base = fact_related(stages->at[i], parent);
    if (base && base->stage < stages->at[i]->stage)
      view.bases[stages->at[i]->stage] = base->stage;
  }
  for (uint32_t i = 0; i < facts->scenario_count; i++)
    view.target_names[i] = platform_name(a, facts->scenarios[i].target);
  for (enum fact_kind kind = 0; kind < FACT_KIND_COUNT; kind++) {
    view.fact_count += facts->of[kind].len;
    for (uint32_t i = 0; i < facts->of[kind].len && !view.varies; i++)
      view.varies = facts->of[kind].at[i]->scenarios != 0;
  }
  return view;
}

void rules_run(struct arena *a, const struct rule_run *run, const struct source *src, const struct facts *facts,
               struct diags *diags, struct faults *faults) {
  struct file_view view = view_of(a, facts);
  for (uint32_t part = 0; part < run->set->part_count; part++)
    run_part(a, run, part, src, &view, diags, faults);
  diags_sort(diags);
}
