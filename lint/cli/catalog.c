#include "cli/catalog.h"

#include "cli/complain.h"
#include "cli/confine.h"

const struct option catalog_options[] = {
    {OPTION_OVERRIDES + OVERRIDE_RULES, 0, "rules", "PATH", "more rules: a YAML file, or a folder of them"},
};

const struct settings *catalog_settings(struct request *r) {
  confine_early(r);
  r->config = config_new(r->arena, &r->overrides, &r->faults);
  const struct settings *settings = config_settings(r->config, STR("Dockerfile"));
  for (uint32_t i = 0; i < r->faults.len; i++)
    r->failed = complain_fault(&r->faults.at[i]);
  return settings;
}

// A rule's texts while words are looked for in them.
struct rule_texts {
  str id, summary;
  struct rule_manual manual;
};

static bool contains_nocase(str text, str word) {
  for (uint32_t i = 0; i + word.len <= text.len; i++)
    if (str_eq_nocase(str_slice(text, i, i + word.len), word))
      return true;
  return false;
}

static bool has_word(const struct rule_texts *t, str word) {
  return contains_nocase(t->id, word) || contains_nocase(t->summary, word) || contains_nocase(t->manual.why, word);
}

static bool has_words(const struct rule_texts *t, str words) {
  str word;
  bool all = true;
  while (all && str_next(&words, ' ', &word))
    all = has_word(t, word);
  return all;
}

// The very text, as an error message is pasted, counts before its single words.
static void find_text(struct arena *a, const struct rule_set *set, str text, bool whole, struct rule_numbers *found) {
  for (uint32_t i = 0; i < rule_count(set); i++) {
    struct rule_texts texts = {rule_at(set, i)->head.id, rule_at(set, i)->head.summary, rule_manual(a, set, i)};
    if (whole ? has_word(&texts, text) : has_words(&texts, text))
      VEC_PUSH(a, found, i);
  }
}

struct rule_numbers catalog_find(struct arena *a, const struct rule_set *set, str text) {
  struct rule_numbers found = {0};
  text = str_trim(text);
  for (uint32_t i = rule_named(set, text, 0); i < rule_count(set); i = rule_named(set, text, i + 1))
    VEC_PUSH(a, &found, i);
  if (found.len == 0 && text.len)
    find_text(a, set, text, true, &found);
  if (found.len == 0 && text.len)
    find_text(a, set, text, false, &found);
  return found;
}

struct nearest {
  str name, best;
  uint32_t distance;
};

static void try_name(struct nearest *n, str name) {
  uint32_t distance = str_distance(n->name, name, n->distance - 1);
  if (distance < n->distance) {
    n->best = name;
    n->distance = distance;
  }
}

str catalog_nearest(const struct rule_set *set, str name) {
  struct nearest n = {.name = name, .distance = 4};
  for (uint32_t i = 0; i < rule_count(set); i++) {
    const struct diag_rule *rule = &rule_at(set, i)->head;
    try_name(&n, rule->id);
    for (uint32_t k = 0; k < rule->alias_count; k++)
      try_name(&n, rule->aliases[k]);
  }
  return n.best;
}
