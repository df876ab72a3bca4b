#ifndef DLINT_TESTS_FACTS_YAML_H
#define DLINT_TESTS_FACTS_YAML_H

#include "base/vec.h"
#include "dockerfile/dockerfile.h"
#include "facts/facts.h"
#include "source/yaml.h"
#include "unit.h"

/// Facts of a file that does not exist, from YAML: a list of `KIND: {field: value, …}` in the order of the text.
///
/// A scalar is a known value, found in the source where it stands first after the fact's own `at` (a text of the
/// source, which the fact spans); `{unknown: text}` and `{partly: text}` are what they say; of a field that leads to a
/// fact the value is that fact's number in the list. `in: [stage, instruction]`, `scenarios: [0, 2]`.

static inline str facts_source_after(str source, uint32_t from, str text, span *where) {
  uint32_t at = from + str_find(str_skip(source, from), text);
  *where = at + text.len <= source.len && text.len ? (span){at, text.len} : (span){0, 0};
  return text;
}

static inline struct fact_value facts_value(const struct yaml_node *n, str source, uint32_t from) {
  struct fact_value v = {.state = FACT_KNOWN};
  const struct yaml_node *unknown = yaml_get(n, STR("unknown")), *partly = yaml_get(n, STR("partly"));
  const struct yaml_node *text = unknown ? unknown : partly ? partly : n;
  if (unknown)
    v.state = FACT_UNKNOWN;
  if (partly)
    v.state = FACT_PARTLY;
  v.text = facts_source_after(source, from, text->text, &v.span);
  return v;
}

static inline uint32_t facts_number(const struct yaml_node *n) {
  uint32_t number = 0;
  assert_true(yaml_is_number(n, &number));
  return number;
}

static inline void facts_set(struct arena *a, char *fact, const struct field *field, const struct yaml_node *n,
                             str source, uint32_t from, struct fact *const *all) {
  void *at = fact + field->offset;
  switch (field->type) {
  case FIELD_BOOL:
    assert_true(yaml_is_bool(n, at) || n->kind == YAML_SCALAR);
    break;
  case FIELD_NUMBER:
    *(uint32_t *)at = facts_number(n);
    break;
  case FIELD_VALUE:
    *(struct fact_value *)at = facts_value(n, source, from);
    break;
  case FIELD_VALUES: {
    struct fact_value *values = NEW_ARRAY(a, struct fact_value, n->len);
    for (uint32_t i = 0; i < n->len; i++)
      values[i] = facts_value(n->items[i], source, from);
    *(struct fact_values *)at = (struct fact_values){values, n->len};
    break;
  }
  case FIELD_FACT:
    *(const struct fact **)at = all[facts_number(n)];
    break;
  }
}

static inline void facts_head(struct fact *f, const struct yaml_node *n, str source) {
  const struct yaml_node *in = yaml_get(n, STR("in")), *scenarios = yaml_get(n, STR("scenarios"));
  const struct yaml_node *at = yaml_get(n, STR("at"));
  f->stage = in ? facts_number(in->items[0]) : FACT_NONE;
  f->instruction = in ? facts_number(in->items[1]) : FACT_NONE;
  for (uint32_t i = 0; scenarios && i < scenarios->len; i++)
    f->scenarios |= (platforms)1 << facts_number(scenarios->items[i]);
  if (at)
    facts_source_after(source, 0, at->text, &f->span);
}

static inline void facts_fill(struct arena *a, struct fact *f, const struct yaml_node *n, str source,
                              struct fact *const *all) {
  for (uint32_t i = 0; i < n->len; i++) {
    str key = yaml_key(n, i)->text;
    const struct field *field = fact_field_named(f->kind, key);
    if (field)
      facts_set(a, (char *)f, field, yaml_value(n, i), source, f->span.off, all);
    else if (!str_eq(key, STR("in")) && !str_eq(key, STR("scenarios")) && !str_eq(key, STR("at")))
      fail_msg("no field " STR_FMT, STR_ARG(key));
  }
}

/// `struct_sizes`: large enough for a fact of any kind.
enum { FACT_BYTES_MAX = 2048 };

/// Two scenarios, both ways of building for arm64 and amd64 natively: 0 is linux/amd64, 1 linux/arm64, 2 linux/arm/v7;
/// every stage runs on the target.
static inline struct facts *facts_from_yaml(struct arena *a, const char *yaml, str source) {
  static const platform machines[] = {
      {STR_INIT("linux"), STR_INIT("amd64"), {0}},
      {STR_INIT("linux"), STR_INIT("arm64"), {0}},
      {STR_INIT("linux"), STR_INIT("arm"), STR_INIT("v7")},
  };
  const struct yaml_node *root;
  struct fault why = {0};
  if (!yaml_read(a, STR("facts"), str_of(yaml), &root, &why))
    fail_msg("%u:%u: " STR_FMT, why.line, why.column, STR_ARG(why.message));
  struct facts *facts = NEW(a, struct facts);
  facts->df = NEW(a, struct dockerfile); // without instructions
  struct fact **all = NEW_ARRAY(a, struct fact *, root->len);
  VEC(const struct fact *) lists[FACT_KIND_COUNT] = {0};
  for (uint32_t i = 0; i < root->len; i++) {
    all[i] = arena_alloc(a, FACT_BYTES_MAX);
    all[i]->kind = fact_kind_named(yaml_key(root->items[i], 0)->text);
    all[i]->order = i;
    assert_true(all[i]->kind < FACT_KIND_COUNT);
    facts_head(all[i], yaml_value(root->items[i], 0), source);
    if (all[i]->stage != FACT_NONE && all[i]->stage >= facts->stage_count)
      facts->stage_count = all[i]->stage + 1;
    VEC_PUSH(a, &lists[all[i]->kind], all[i]);
  }
  for (uint32_t i = 0; i < root->len; i++)
    facts_fill(a, all[i], yaml_value(root->items[i], 0), source, all);
  for (uint32_t kind = 0; kind < FACT_KIND_COUNT; kind++)
    facts->of[kind] = (struct fact_list){lists[kind].at, lists[kind].len};
  struct fact_scenario *scenarios = NEW_ARRAY(a, struct fact_scenario, 3);
  for (uint32_t i = 0; i < 3; i++) {
    platform *stages = NEW_ARRAY(a, platform, facts->stage_count);
    for (uint32_t s = 0; s < facts->stage_count; s++)
      stages[s] = machines[i];
    scenarios[i] = (struct fact_scenario){machines[i], machines[i], stages};
  }
  facts->scenarios = scenarios;
  facts->scenario_count = 3;
  return facts;
}

#endif
