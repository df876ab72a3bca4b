#include <stdlib.h>

#include "base/limits.h"
#include "rules/render.h"
#include "rules/set.h"

// One image of rules over the facts of one file: every rule that may match a fact is tried on it; what holds is a
// finding. Findings of one rule at one place that differ in their platforms become one; then they are put into words.

struct run {
  struct matcher matcher;
  const struct rule_set *set;
  const struct rule_part *part;
  const struct rule_run *given;
  const struct source *src;
  struct diags *diags;
  VEC(struct finding) findings;
  bool too_many;
};

static const struct rule_setting *setting_of(const struct run *r, uint32_t rule) {
  return r->given->settings ? &r->given->settings[r->part->first + rule] : NULL;
}

static bool is_enabled(const struct run *r, uint32_t rule) {
  const struct rule_setting *setting = setting_of(r, rule);
  return setting ? setting->enabled : r->set->rules[r->part->first + rule].enabled;
}

static void take_rule(struct run *r, uint32_t rule) {
  const struct rule_setting *setting = setting_of(r, rule);
  struct matcher *m = &r->matcher;
  m->rule_number = rule;
  m->rule = IMAGE_AT(m->image, RULES, rule);
  m->options = setting && setting->options ? setting->options : r->set->defaults[r->part->first + rule];
  m->item = NULL;
  m->scenario = SCENARIO_NONE;
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

static bool place_of(struct matcher *m, uint32_t path, span *place) {
  return path_place(m, IMAGE_AT(m->image, PATHS, path), m->fact, condition_on(m, path), place);
}

static void add_finding(struct run *r, uint32_t rule, uint32_t item_number, platforms scenarios, bool depends) {
  struct matcher *m = &r->matcher;
  if (r->findings.len == LIMIT_FINDINGS) {
    r->too_many = true;
    return;
  }
  struct finding finding = {rule, m->fact, m->item, item_number, scenarios, depends, m->fact->span};
  if (m->rule->underline != RECORD_NONE && !place_of(m, m->rule->underline, &finding.span))
    finding.span = m->fact->span; // a default, for instance, stands nowhere
  VEC_PUSH(m->arena, &r->findings, finding);
}

// Whether the answer may be another one in another scenario in which the fact holds.
static bool varies(const struct run *r) {
  const struct matcher *m = &r->matcher;
  if (m->rule->flags & RULE_READS_SCENARIO)
    return true;
  if (!(m->rule->flags & RULE_SEARCHES))
    return false;
  for (enum fact_kind kind = 0; kind < FACT_KIND_COUNT; kind++)
    if (m->view->varies[kind])
      return true;
  return false;
}

static void try_scenarios(struct run *r, uint32_t rule, uint32_t item_number) {
  struct matcher *m = &r->matcher;
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

static void try_rule(struct run *r, uint32_t rule, const struct fact *f) {
  if (!is_enabled(r, rule))
    return;
  take_rule(r, rule);
  r->matcher.fact = f;
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

// The first key of the kind that is not less than `text`.
static uint32_t first_key(const struct rule_image *image, const struct kind_record *kind, str text) {
  uint32_t from = kind->keys.first, to = from + kind->keys.len;
  while (from < to) {
    uint32_t middle = from + (to - from) / 2;
    if (str_compare(image_text(image, IMAGE_AT(image, KEYS, middle)->text), text) < 0)
      from = middle + 1;
    else
      to = middle;
  }
  return from;
}

static void try_keyed(struct run *r, const struct kind_record *kind, const struct fact *f) {
  const struct rule_image *image = r->matcher.image;
  const struct fact_value *value = fact_value(f, &fact_schema(f->kind)->fields[kind->key_field]);
  if (value->state != FACT_KNOWN) // it is equal to no text
    return;
  uint32_t end = kind->keys.first + kind->keys.len;
  for (uint32_t i = first_key(image, kind, value->text); i < end; i++) {
    const struct key_record *key = IMAGE_AT(image, KEYS, i);
    if (!str_eq(image_text(image, key->text), value->text))
      break;
    try_rule(r, key->rule, f);
  }
}

static void try_fact(struct run *r, const struct kind_record *kind, const struct fact *f) {
  for (uint32_t i = 0; i < kind->keyless.len; i++)
    try_rule(r, *IMAGE_AT(r->matcher.image, RULE_LIST, kind->keyless.first + i), f);
  if (kind->keys.len)
    try_keyed(r, kind, f);
}

static void try_all(struct run *r) {
  const struct facts *facts = r->matcher.view->facts;
  for (enum fact_kind kind = 0; kind < FACT_KIND_COUNT; kind++)
    for (uint32_t i = 0; i < facts->of[kind].len && !r->too_many; i++)
      try_fact(r, IMAGE_AT(r->matcher.image, KINDS, kind), facts->of[kind].at[i]);
}

// Merging.

static int compare_numbers(uint32_t x, uint32_t y) {
  return x < y ? -1 : x > y;
}

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

// Into words.

enum { LABELS_MAX = 16 };

typedef VEC(struct diag_label) label_list;

static void take_finding(struct run *r, const struct finding *finding) {
  take_rule(r, finding->rule);
  struct matcher *m = &r->matcher;
  m->fact = finding->fact;
  m->item = finding->item;
  for (uint32_t i = 0; finding->scenarios && m->scenario == SCENARIO_NONE; i++)
    if (finding->scenarios >> i & 1)
      m->scenario = i;
}

static enum severity severity_of(struct run *r, const struct finding *finding) {
  struct matcher *m = &r->matcher;
  const struct rule_setting *setting = setting_of(r, finding->rule);
  if (setting && setting->severity != SEVERITY_COUNT)
    return setting->severity;
  uint32_t severity = m->rule->severity;
  for (uint32_t i = 0; i < m->rule->levels.len; i++) {
    const struct level_record *level = IMAGE_AT(m->image, LEVELS, m->rule->levels.first + i);
    if (match_fact(m, level->when, m->fact) == TRUTH_YES) {
      severity = level->severity;
      break;
    }
  }
  if (severity == SEVERITY_WARNING && finding->depends && (finding->scenarios & r->given->asked))
    severity = SEVERITY_ERROR;
  return (enum severity)severity;
}

struct label_adder {
  struct run *run;
  const struct finding *finding;
  label_list *labels;
  const struct label_record *record;
};

static bool add_label(struct label_adder *add, span place) {
  str text = {0};
  if (add->labels->len == LABELS_MAX ||
      !render(&add->run->matcher, add->record->text, add->finding, RENDER_PEOPLE, &text))
    return false;
  VEC_PUSH(add->run->matcher.arena, add->labels, (struct diag_label){place, text});
  return true;
}

static bool add_found(void *ctx, const struct fact *found) {
  struct label_adder *add = ctx;
  struct matcher *m = &add->run->matcher;
  uint32_t underline = add->record->underline;
  span place = found->span;
  if (underline != RECORD_NONE && !path_place(m, IMAGE_AT(m->image, PATHS, underline), found, RECORD_NONE, &place))
    place = found->span;
  return add_label(add, place) && add->record->source == LABEL_ALL;
}

static void add_labels(struct label_adder *add, const struct finding *others, uint32_t other_count) {
  struct matcher *m = &add->run->matcher;
  span place;
  switch ((enum label_source)add->record->source) {
  case LABEL_OTHERS:
    for (uint32_t i = 0; i < other_count; i++)
      add_label(add, others[i].span);
    break;
  case LABEL_PLACE:
    if (place_of(m, add->record->of, &place))
      add_label(add, place);
    break;
  case LABEL_ALL:
  case LABEL_NEAREST:
    search_each(m, add->record->of, m->fact, add_found, add);
    break;
  }
}

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

static bool make_edit(struct run *r, const struct edit_record *record, const struct finding *finding,
                      struct diag_edit *edit) {
  struct matcher *m = &r->matcher;
  if (!place_of(m, record->path, &edit->span) || !render(m, record->with, finding, RENDER_FILE, &edit->text))
    return false;
  switch ((enum edit_verb)record->verb) {
  case EDIT_REPLACE:
    break;
  case EDIT_INSERT_BEFORE:
    edit->span.len = 0;
    break;
  case EDIT_INSERT_AFTER:
    edit->span = (span){span_end(edit->span), 0};
    break;
  case EDIT_DELETE: // with the blanks before it
    while (edit->span.off > 0 && is_blank(r->src->bytes.at[edit->span.off - 1]))
      edit->span = (span){edit->span.off - 1, edit->span.len + 1};
    break;
  }
  return true;
}

static int compare_edits(const void *left, const void *right) {
  const struct diag_edit *x = left, *y = right;
  int order = compare_numbers(x->span.off, y->span.off);
  return order ? order : compare_numbers(x->span.len, y->span.len);
}

static bool make_edits(struct run *r, const struct fix_record *fix, const struct finding *finding,
                       struct diag_edit *edits) {
  for (uint32_t i = 0; i < fix->edits.len; i++)
    if (!make_edit(r, IMAGE_AT(r->matcher.image, EDITS, fix->edits.first + i), finding, &edits[i]))
      return false;
  qsort(edits, fix->edits.len, sizeof *edits, compare_edits);
  for (uint32_t i = 1; i < fix->edits.len; i++)
    if (span_end(edits[i - 1].span) > edits[i].span.off)
      return false;
  return true;
}

// What an edit does, where the rule does not say it.
static str describe(struct run *r, const struct diag_edit *edit) {
  str old = source_text(r->src, edit->span);
  struct arena *a = r->matcher.arena;
  if (edit->text.len == 0)
    return str_format(a, "delete '" STR_FMT "'", STR_ARG(str_trim(old)));
  if (old.len == 0)
    return str_format(a, "insert '" STR_FMT "'", STR_ARG(str_trim(edit->text)));
  return str_format(a, "replace '" STR_FMT "' by '" STR_FMT "'", STR_ARG(old), STR_ARG(edit->text));
}

// The first fix that applies, if all its values are known and have a place.
static void add_fix(struct run *r, const struct finding *finding, struct diag *diag) {
  struct matcher *m = &r->matcher;
  for (uint32_t i = 0; i < m->rule->fixes.len; i++) {
    const struct fix_record *record = IMAGE_AT(m->image, FIXES, m->rule->fixes.first + i);
    if (record->when != RECORD_NONE && match_fact(m, record->when, m->fact) != TRUTH_YES)
      continue;
    struct diag_edit *edits = NEW_ARRAY(m->arena, struct diag_edit, record->edits.len);
    struct diag_fix *fix = NEW(m->arena, struct diag_fix);
    *fix = (struct diag_fix){.safe = record->safe, .edits = edits, .edit_count = record->edits.len};
    if (!make_edits(r, record, finding, edits) ||
        !render(m, record->description, finding, RENDER_PEOPLE, &fix->description))
      return;
    if (fix->description.len == 0)
      fix->description = describe(r, edits);
    diag->fixes = fix;
    diag->fix_count = 1;
    return;
  }
}

static void add_diag(struct run *r, const struct finding *finding, const struct finding *others, uint32_t other_count) {
  take_finding(r, finding);
  struct matcher *m = &r->matcher;
  struct diag diag = {.rule = &r->set->rules[r->part->first + finding->rule].head, .span = finding->span};
  diag.severity = severity_of(r, finding);
  render(m, m->rule->message, finding, RENDER_PEOPLE, &diag.message);
  if (finding->depends)
    diag.platforms = render_platforms(m, finding->scenarios, &diag.platform_count);
  label_list labels = {0};
  for (uint32_t i = 0; i < m->rule->labels.len; i++) {
    struct label_adder add = {r, finding, &labels, IMAGE_AT(m->image, LABELS, m->rule->labels.first + i)};
    add_labels(&add, others, other_count);
  }
  diag.labels = labels.at;
  diag.label_count = labels.len;
  add_fix(r, finding, &diag);
  diags_add(m->arena, r->diags, diag);
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
    add_diag(r, first, first + 1, end - i - 1);
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
                               .faulted = NEW_ARRAY(a, bool, IMAGE_COUNT(r.part->image, RULES))};
  try_all(&r);
  merge_findings(&r);
  add_diags(&r);
  if (r.too_many) {
    str message = str_format(a, "more than %d findings; the rest is not shown", LIMIT_FINDINGS);
    VEC_PUSH(a, faults, (struct fault){.path = src->path, .message = message});
  }
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
  for (enum fact_kind kind = 0; kind < FACT_KIND_COUNT; kind++)
    for (uint32_t i = 0; i < facts->of[kind].len && !view.varies[kind]; i++)
      view.varies[kind] = facts->of[kind].at[i]->scenarios != 0;
  return view;
}

void rules_run(struct arena *a, const struct rule_run *run, const struct source *src, const struct facts *facts,
               struct diags *diags, struct faults *faults) {
  struct file_view view = view_of(a, facts);
  for (uint32_t part = 0; part < run->set->part_count; part++)
    run_part(a, run, part, src, &view, diags, faults);
  diags_sort(diags);
}
