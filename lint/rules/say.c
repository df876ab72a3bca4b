#include "rules/mend.h"

// What is said of a finding: message, severity, labels, fix.

enum { LABELS_MAX = 16 };

typedef VEC(struct diag_label) label_list;

static void take_finding(struct run *r, const struct finding *finding) {
  run_take_rule(r, finding->rule);
  struct matcher *m = &r->matcher;
  m->fact = finding->fact;
  m->item = finding->item;
  for (uint32_t i = 0; finding->scenarios && m->scenario == SCENARIO_NONE; i++)
    if (finding->scenarios >> i & 1)
      m->scenario = i;
}

static enum severity severity_of(struct run *r, const struct finding *finding) {
  struct matcher *m = &r->matcher;
  const struct rule_setting *setting = run_setting(r, finding->rule);
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
    if (run_place(m, add->record->of, &place))
      add_label(add, place);
    break;
  case LABEL_ALL:
  case LABEL_NEAREST:
    search_each(m, add->record->of, m->fact, add_found, add);
    break;
  }
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

// The first fix that applies and can be made: all its values are known and have a place.
static void add_fix(struct run *r, const struct finding *finding, struct diag *diag) {
  struct matcher *m = &r->matcher;
  for (uint32_t i = 0; i < m->rule->fixes.len; i++) {
    const struct fix_record *record = IMAGE_AT(m->image, FIXES, m->rule->fixes.first + i);
    if (record->when != RECORD_NONE && match_fact(m, record->when, m->fact) != TRUTH_YES)
      continue;
    struct diag_fix *fix = NEW(m->arena, struct diag_fix);
    fix->safe = record->safe;
    if (!mend_edits(r, record, finding, fix) ||
        !render(m, record->description, finding, RENDER_PEOPLE, &fix->description))
      continue;
    if (fix->description.len == 0)
      fix->description = describe(r, fix->edits);
    diag->fixes = fix;
    diag->fix_count = 1;
    return;
  }
}

void run_say(struct run *r, const struct finding *finding, const struct finding *others, uint32_t other_count) {
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
  run_leave_rule(r);
  diags_add(m->arena, r->diags, diag);
}
