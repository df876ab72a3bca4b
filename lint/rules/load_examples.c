#include "rules/load.h"

// The Dockerfiles that show a rule.

struct example_draft {
  struct example_record record;
  uint32_t texts;
  bool has_at;
};

static bool read_example_text(struct loader *l, const struct yaml_node *n, void *into, bool is_good) {
  struct example_draft *d = into;
  d->record.is_good = is_good;
  d->texts++;
  return load_text(l, n, &d->record.text);
}

static bool read_bad(struct loader *l, const struct yaml_node *n, void *into) {
  return read_example_text(l, n, into, false);
}

static bool read_good(struct loader *l, const struct yaml_node *n, void *into) {
  return read_example_text(l, n, into, true);
}

static bool read_fixed(struct loader *l, const struct yaml_node *n, void *into) {
  struct example_draft *d = into;
  d->record.is_fixed = true;
  return load_text(l, n, &d->record.fixed);
}

static bool read_ignore(struct loader *l, const struct yaml_node *n, void *into) {
  return load_text(l, n, &((struct example_draft *)into)->record.ignore);
}

static bool add_expectations(struct loader *l, uint32_t line, const struct yaml_node *n) {
  const struct yaml_node *const *items = n->kind == YAML_LIST ? n->items : &n;
  uint32_t len = n->kind == YAML_LIST ? n->len : 1;
  for (uint32_t i = 0; i < len; i++) {
    struct expectation_record record = {.line = line};
    if (!load_text(l, items[i], &record.text))
      return false;
    DRAFT_PUSH(l->draft, EXPECTATIONS, record);
  }
  return true;
}

static bool read_at(struct loader *l, const struct yaml_node *n, void *into) {
  struct example_draft *d = into;
  d->has_at = true;
  d->record.expectations.first = l->draft->EXPECTATIONS.len;
  if (n->kind != YAML_MAP || n->len == 0)
    return load_fault(l, n->at, "'at' says what is underlined in which line: {2: curl}");
  for (uint32_t i = 0; i < n->len; i++) {
    uint32_t line;
    if (!yaml_is_number(yaml_key(n, i), &line) || line == 0)
      return load_fault(l, yaml_key(n, i)->at, "the number of a line is expected here");
    if (!add_expectations(l, line, yaml_value(n, i)))
      return false;
  }
  d->record.expectations.len = l->draft->EXPECTATIONS.len - d->record.expectations.first;
  return true;
}

static bool read_others(struct loader *l, const struct yaml_node *n, void *into) {
  return load_texts(l, n, &((struct example_draft *)into)->record.others);
}

static bool read_platforms(struct loader *l, const struct yaml_node *n, void *into) {
  return load_texts(l, n, &((struct example_draft *)into)->record.platforms);
}

static bool read_settings(struct loader *l, const struct yaml_node *n, void *into) {
  return load_settings(l, n, &((struct example_draft *)into)->record.settings);
}

static const struct load_key example_keys[] = {
    {"bad", read_bad, false},          {"good", read_good, false},          {"at", read_at, false},
    {"fixed", read_fixed, false},      {"others", read_others, false},      {"platforms", read_platforms, false},
    {"options", read_settings, false}, {"ignore-file", read_ignore, false},
};

static bool load_example(struct loader *l, const struct yaml_node *n) {
  struct example_draft d = {.record = {.line = n->at.line}};
  if (!load_map(l, n, "an example", example_keys, COUNT_OF(example_keys), &d))
    return false;
  if (d.texts != 1)
    return load_fault(l, n->at, "an example is either 'bad' or 'good'");
  if (d.record.is_good == d.has_at)
    return load_fault(l, n->at,
                      d.has_at ? "nothing is underlined in a good example"
                               : "a bad example needs 'at', what is underlined in it");
  if (d.record.is_good && d.record.is_fixed)
    return load_fault(l, n->at, "a good example needs no 'fixed'");
  DRAFT_PUSH(l->draft, EXAMPLES, d.record);
  return true;
}

bool load_examples(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  rule->examples.first = l->draft->EXAMPLES.len;
  if (n->kind != YAML_LIST)
    return load_fault(l, n->at, "'examples' is a list");
  if (!load_each(l, n, load_example))
    return false;
  rule->examples.len = l->draft->EXAMPLES.len - rule->examples.first;
  return true;
}
