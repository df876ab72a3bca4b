#include "config/names.h"

#include "shellcheck/shellcheck.h"

#define RECOMMENDED STR("recommended")

// Whether a word means a rule; `*as` is where it means it as a member of a set.
typedef bool rule_test(const struct rule *rule, str word, const struct rule_membership **as);

static const struct rule_membership *membership(const struct rule *rule, str set) {
  for (uint32_t i = 0; i < rule->set_count; i++)
    if (str_eq_nocase(rule->sets[i].set, set))
      return &rule->sets[i];
  return NULL;
}

// One set is named nowhere: the rules that are enabled without any configuration.
static bool is_in_set(const struct rule *rule, str word, const struct rule_membership **as) {
  *as = membership(rule, word);
  return *as || (rule->enabled && str_eq_nocase(word, RECOMMENDED));
}

// The tool of an alias, and what it calls the rule: `hadolint:DL3008`.
struct alias {
  str tool, name;
};

static struct alias cut_alias(str alias) {
  struct alias cut = {.name = alias};
  if (!str_cut(alias, ':', &cut.tool, &cut.name))
    cut = (struct alias){.name = alias};
  return cut;
}

static bool is_alias(const struct rule *rule, str word, bool (*test)(str name, str word),
                     const struct rule_membership **as) {
  for (uint32_t i = 0; i < rule->head.alias_count; i++) {
    struct alias alias = cut_alias(rule->head.aliases[i]);
    if (!test(rule->head.aliases[i], word) && !test(alias.name, word))
      continue;
    *as = membership(rule, alias.tool);
    return true;
  }
  return false;
}

static bool has_name(const struct rule *rule, str word, const struct rule_membership **as) {
  const struct diag_rule *head = &rule->head;
  if (str_eq_nocase(head->id, word) || str_eq_nocase(head->category, word))
    return true;
  return is_in_set(rule, word, as) || is_alias(rule, word, str_eq_nocase, as);
}

static bool begins(str name, str word) {
  return name.len >= word.len && str_eq_nocase(str_slice(name, 0, word.len), word);
}

static bool has_beginning(const struct rule *rule, str word, const struct rule_membership **as) {
  if (str_has_suffix(word, STR("*")))
    word.len--;
  return begins(rule->head.id, word) || is_alias(rule, word, begins, as);
}

static bool is_any(const struct rule *rule, str word, const struct rule_membership **as) {
  (void)rule, (void)as;
  return str_eq(word, STR("all"));
}

static bool find(struct arena *a, const struct rule_set *set, str word, rule_test *test, struct rule_numbers *found) {
  uint32_t before = found->len;
  for (uint32_t i = 0; i < rule_count(set); i++) {
    struct rule_number number = {.rule = i};
    if (test(rule_at(set, i), word, &number.as))
      VEC_PUSH(a, found, number);
  }
  return found->len > before;
}

// `SC2086`, `SC20*`, `shellcheck:SC2086`, `hadolint:SC2086`, `shellcheck`.
static bool find_codes(struct arena *a, str word, struct rule_numbers *found) {
  static const str tools[] = {STR_INIT("shellcheck:"), STR_INIT("hadolint:")};
  if (str_eq_nocase(word, SHELLCHECK_CATEGORY) || str_eq(word, STR("all"))) {
    VEC_PUSH(a, &found->codes, STR("SC"));
    return true;
  }
  for (uint32_t i = 0; i < COUNT_OF(tools); i++)
    if (begins(word, tools[i]))
      word = str_skip(word, tools[i].len);
  if (str_has_suffix(word, STR("*")))
    word.len--;
  bool good = begins(word, STR("SC")) && word.len > 2;
  for (uint32_t i = 2; good && i < word.len; i++)
    good = is_ascii_digit(word.at[i]);
  if (good)
    VEC_PUSH(a, &found->codes, str_concat(a, STR("SC"), str_skip(word, 2)));
  return good;
}

bool names_find(struct arena *a, const struct rule_set *set, str word, struct rule_numbers *found) {
  if (word.len == 0)
    return false;
  if (str_eq(word, UNUSED_SUPPRESSION)) {
    VEC_PUSH(a, found, (struct rule_number){.rule = rule_count(set)});
    return true;
  }
  bool codes = find_codes(a, word, found);
  bool is_tool = str_eq_nocase(word, SHELLCHECK_CATEGORY); // not what begins so: a rule's alias `shellcheck:SC3010`
  return find(a, set, word, is_any, found) || find(a, set, word, has_name, found) ||
         (!is_tool && find(a, set, word, has_beginning, found)) || codes;
}

bool names_find_set(struct arena *a, const struct rule_set *set, str name, struct rule_numbers *found) {
  return find(a, set, name, is_any, found) || find(a, set, name, is_in_set, found);
}

static bool is_near(str name, str word, uint32_t distance, str *nearest) {
  if (str_distance(name, word, distance) > distance)
    return false;
  *nearest = name;
  return true;
}

str names_nearest(const struct rule_set *set, str word) {
  str nearest = {0};
  for (uint32_t distance = 1; distance <= 2; distance++)
    for (uint32_t i = 0; i < rule_count(set); i++) {
      const struct rule *rule = rule_at(set, i);
      if (is_near(rule->head.id, word, distance, &nearest) || is_near(rule->head.category, word, distance, &nearest))
        return nearest;
      for (uint32_t k = 0; k < rule->set_count; k++)
        if (is_near(rule->sets[k].set, word, distance, &nearest))
          return nearest;
    }
  is_near(RECOMMENDED, word, 2, &nearest);
  return nearest;
}
