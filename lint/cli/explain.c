#include "cli/explain_form.h"

#include "cli/rule_example.h"

static const struct explain_style *const styles[] = {
    [EXPLAIN_TERMINAL] = &explain_terminal,
    [EXPLAIN_MARKDOWN] = &explain_markdown,
};

const char *explain_effect(enum effect effect) {
  static const char *const sentences[EFFECT_COUNT] = {
      [EFFECT_EMULATED] = "it works, under emulation that could be avoided",
      [EFFECT_WRONG] = "the build ends well, the image does not work",
      [EFFECT_BREAKS] = "the build fails",
  };
  return sentences[effect];
}

const str *explain_sets(struct arena *a, const struct rule *rule) {
  str *names = NEW_ARRAY(a, str, rule->set_count);
  for (uint32_t i = 0; i < rule->set_count; i++) {
    const struct rule_membership *in = &rule->sets[i];
    names[i] = in->set;
    if (in->severity != SEVERITY_COUNT)
      names[i] = str_format(a, STR_FMT " (" STR_FMT ")", STR_ARG(in->set), STR_ARG(severity_name(in->severity)));
  }
  return names;
}

static str texts(struct arena *a, const struct strs *list) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < list->len; i++) {
    buf_add(&b, i ? STR(", ") : STR(""));
    buf_add(&b, list->at[i]);
  }
  return list->len ? buf_str(&b) : STR("an empty list");
}

str explain_value(struct arena *a, enum option_type type, const struct rule_value *value) {
  switch (type) {
  case OPTION_BOOL:
    return value->number ? STR("true") : STR("false");
  case OPTION_NUMBER:
    return str_format(a, "%u", (unsigned)value->number);
  case OPTION_TEXT:
  case OPTION_TEXTS:
    break;
  }
  return texts(a, &value->texts);
}

// What an example sets beside the defaults: `, with labels: a, b`, `, for linux/arm64`.
static str title_of(struct arena *a, const struct rule *rule, const struct rule_example *example) {
  struct buf b;
  buf_init(&b, a);
  buf_add(&b, example->good ? STR("Nothing is found here") : STR("Found here"));
  for (uint32_t i = 0; example->options && i < rule->option_count; i++) {
    const struct rule_option *option = &rule->options[i];
    str value = explain_value(a, option->type, &example->options[i]);
    if (!str_eq(value, explain_value(a, option->type, &option->value)))
      buf_add_format(&b, ", with " STR_FMT ": " STR_FMT, STR_ARG(option->name), STR_ARG(value));
  }
  if (example->platforms.len)
    buf_add_format(&b, ", for " STR_FMT, STR_ARG(texts(a, &example->platforms)));
  return buf_str(&b);
}

static void write_example(const struct explanation *e, struct lint_worker *w, const struct settings *settings,
                          uint32_t number, const struct rule_example *example) {
  const struct rule *rule = rule_at(settings->rules, number);
  str bad;
  const struct settings *own = rule_example_settings(e->arena, settings, number, example, EXAMPLE_ALONE, &bad);
  if (!own)
    return; // `dlint test` tells of it
  struct lint lint = rule_example_lint(w, e->arena, own, example, example->text);
  if (lint.status == LINT_NO_MEMORY)
    arena_fail(e->arena);
  if (lint.status != LINT_DONE)
    return;
  struct diags found = rule_example_diags(e->arena, &lint, &rule->head);
  styles[e->form]->file(e, &(struct explain_file){title_of(e->arena, rule, example), lint.src, &found});
  if (!example->is_fixed)
    return;
  const struct source *fixed = source_new(e->arena, STR("Dockerfile"), example->fixed);
  styles[e->form]->file(e, &(struct explain_file){STR("The same, mended"), fixed, NULL});
}

static void write_examples(const struct explanation *e, const struct settings *settings, uint32_t rule,
                           const struct rule_manual *manual) {
  struct lint_worker w;
  lint_worker_init(&w);
  for (uint32_t i = 0; i < manual->example_count; i++)
    write_example(e, &w, settings, rule, &manual->examples[i]);
  lint_worker_done(&w);
}

void explain_rule(const struct explanation *e, const struct settings *settings, uint32_t number) {
  const struct explain_style *style = styles[e->form];
  const struct rule *rule = rule_at(settings->rules, number);
  struct rule_manual manual = rule_manual(e->arena, settings->rules, number);
  style->head(e, rule);
  style->why(e, str_trim(manual.why));
  if (rule->option_count)
    style->options(e, rule->options, rule->option_count);
  write_examples(e, settings, number, &manual);
  if (manual.references.len)
    style->references(e, &manual.references);
}

static str level_of(const struct settings *settings, uint32_t i) {
  const struct rule_setting *setting = &settings->rule_settings[i];
  if (!setting->enabled)
    return STR("off");
  return severity_name(setting->severity == SEVERITY_COUNT ? rule_at(settings->rules, i)->head.severity
                                                           : setting->severity);
}

static uint32_t id_width(const struct rule_set *set) {
  uint32_t width = 0;
  for (uint32_t i = 0; i < rule_count(set); i++)
    width = rule_at(set, i)->head.id.len > width ? rule_at(set, i)->head.id.len : width;
  return width;
}

// Categories come in the order in which their first rules do.
void explain_list(const struct explanation *e, const struct settings *settings) {
  const struct rule_set *set = settings->rules;
  uint32_t count = rule_count(set), width = id_width(set);
  bool *written = NEW_ARRAY(e->arena, bool, count);
  for (uint32_t first = 0; first < count; first++) {
    if (written[first])
      continue;
    str category = rule_at(set, first)->head.category;
    styles[e->form]->category(e, category);
    for (uint32_t i = first; i < count; i++)
      if (str_eq(rule_at(set, i)->head.category, category)) {
        styles[e->form]->row(e, rule_at(set, i), level_of(settings, i), width);
        written[i] = true;
      }
  }
}
