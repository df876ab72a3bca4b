#include "config/names.h"

#define RECOMMENDED STR("recommended")

typedef bool rule_test(const struct rule *rule, str word);

static bool is_one_of(struct strs list, str word) {
  for (uint32_t i = 0; i < list.len; i++)
    if (str_eq_nocase(list.at[i], word))
      return true;
  return false;
}

// One set is named nowhere: the rules that are enabled without any configuration.
static bool is_in_set(const struct rule *rule, str word) {
  return is_one_of(rule->sets, word) || (rule->enabled && str_eq_nocase(word, RECOMMENDED));
}

static str without_tool(str alias) {
  str tool, name = alias;
  str_cut(alias, ':', &tool, &name);
  return name;
}

static bool has_name(const struct rule *rule, str word) {
  const struct diag_rule *head = &rule->head;
  if (str_eq_nocase(head->id, word) || str_eq_nocase(head->category, word) || is_in_set(rule, word))
    return true;
  for (uint32_t i = 0; i < head->alias_count; i++)
    if (str_eq_nocase(head->aliases[i], word) || str_eq_nocase(without_tool(head->aliases[i]), word))
      return true;
  return false;
}

static bool begins(str name, str word) {
  return name.len >= word.len && str_eq_nocase(str_slice(name, 0, word.len), word);
}

static bool has_beginning(const struct rule *rule, str word) {
  if (str_has_suffix(word, STR("*")))
    word.len--;
  if (begins(rule->head.id, word))
    return true;
  for (uint32_t i = 0; i < rule->head.alias_count; i++)
    if (begins(rule->head.aliases[i], word) || begins(without_tool(rule->head.aliases[i]), word))
      return true;
  return false;
}

static bool is_any(const struct rule *rule, str word) {
  (void)rule;
  return str_eq(word, STR("all"));
}

static bool find(struct arena *a, const struct rule_set *set, str word, rule_test *test, struct rule_numbers *found) {
  uint32_t before = found->len;
  for (uint32_t i = 0; i < rule_count(set); i++)
    if (test(rule_at(set, i), word))
      VEC_PUSH(a, found, i);
  return found->len > before;
}

bool names_find(struct arena *a, const struct rule_set *set, str word, struct rule_numbers *found) {
  if (word.len == 0)
    return false;
  if (str_eq(word, UNUSED_SUPPRESSION)) {
    VEC_PUSH(a, found, rule_count(set));
    return true;
  }
  return find(a, set, word, is_any, found) || find(a, set, word, has_name, found) ||
         find(a, set, word, has_beginning, found);
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
      for (uint32_t k = 0; k < rule->sets.len; k++)
        if (is_near(rule->sets.at[k], word, distance, &nearest))
          return nearest;
    }
  is_near(RECOMMENDED, word, 2, &nearest);
  return nearest;
}
