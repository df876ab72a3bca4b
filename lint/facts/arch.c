#include "facts/arch.h"

static bool suits_in(const struct maker *m, const struct arch_word *word, uint32_t stage, uint32_t scenario,
                     enum arch_use use) {
  const struct eval_scenario *s = &m->eval->scenarios[scenario];
  if (use != USE_ON_STAGE && arch_word_suits(word, s->target))
    return true;
  if (use == USE_ON_TARGET || stage == FACT_NONE)
    return false;
  const struct eval_stage *on = &s->stages[stage];
  return !on->platform_known || arch_word_suits(word, on->platform);
}

static platforms suiting(const struct maker *m, const struct arch_word *word, uint32_t stage, platforms among,
                         enum arch_use use) {
  platforms suits = 0;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++)
    if (among >> i & 1 && suits_in(m, word, stage, i, use))
      suits |= (platforms)1 << i;
  return suits;
}

// Where the last part of a path begins.
static uint32_t file_name_at(str text) {
  uint32_t slash = str_find_last_char(text, '/');
  return slash < text.len ? slash + 1 : 0;
}

struct arch_named arch_read(struct maker *m, str masked, uint32_t stage, platforms among, enum arch_use use) {
  struct arch_named named = {.suits = among};
  uint32_t file_name = file_name_at(masked);
  struct arch_word word;
  for (uint32_t from = 0; arch_word_find(masked, from, &word) && maker_spend(m, masked.len);
       from = word.at + word.len) {
    platforms suits = suiting(m, &word, stage, among, use);
    named.suits = named.found ? named.suits | suits : suits;
    if (!named.found || word.at >= file_name)
      named.word = word;
    named.found = true;
  }
  return named;
}

struct fact_value arch_field_word(const struct maker *m, const struct arch_named *named, span where) {
  if (!named->found)
    return (struct fact_value){0};
  return field_known(named->word.word, span_of_part(m->df->src, where, named->word.word));
}

struct fact_value arch_field_arch(const struct arch_named *named) {
  return named->found ? field_known(named->word.arch, (span){0}) : (struct fact_value){0};
}

platforms arch_part(const struct arch_named *named, platforms lacking, platforms among, int i) {
  platforms fitting = arch_part_suits(i) ? among & named->suits : among & ~named->suits;
  return arch_part_lacks(i) ? fitting & lacking : fitting & ~lacking;
}

bool arch_part_suits(int i) {
  return i % 2 == 0;
}

bool arch_part_lacks(int i) {
  return i / 2 == 1;
}

struct arch_named arch_read_whole(const struct maker *m, str masked, uint32_t stage, platforms among,
                                  enum arch_use use) {
  struct arch_named named = {.suits = among};
  if (!is_masked(masked) && arch_word_is(masked, &named.word)) {
    named.found = true;
    named.suits = suiting(m, &named.word, stage, among, use);
  }
  return named;
}
