#include "base/buf.h"
#include "base/limits.h"
#include "rules/set.h"

// What makes a pattern with nested or adjacent repeats try everything: the same again and again, and no end.
static const str baits[] = {
    STR_INIT("a"), STR_INIT("x86_64-"), STR_INIT(" "), STR_INIT("/"), STR_INIT("0"), STR_INIT("a.b-"), STR_INIT("a=1 "),
};

static str bait_of(struct arena *a, str part) {
  struct buf b;
  buf_init(&b, a);
  while (b.len + part.len < LIMIT_BAIT_BYTES)
    buf_add(&b, part);
  buf_add_char(&b, '!');
  return buf_str(&b);
}

// False where the pattern was refused.
static bool try_pattern(struct arena *a, const struct rule_image *image, struct regex_cache *cache, uint32_t i,
                        str bait, struct faults *faults) {
  const struct pattern_record *record = IMAGE_AT(image, PATTERNS, i);
  struct regex regex = {i, image_text(image, record->text), record->ignores_case};
  span where;
  uint32_t steps;
  str why;
  if (regex_find(cache, &regex, bait, 0, &where, &steps, &why) != REGEX_FAULT)
    return true;
  str message = str_format(a, "rule '" STR_FMT "': pattern /" STR_FMT "/ on '" STR_FMT "…': " STR_FMT,
                           STR_ARG(image_text(image, record->rule)), STR_ARG(regex.text),
                           STR_ARG(str_slice(bait, 0, 8)), STR_ARG(why));
  VEC_PUSH(a, faults, (struct fault){.message = message});
  return false;
}

void rule_patterns_try(struct arena *a, const struct rule_set *set, struct faults *faults) {
  str texts[COUNT_OF(baits)];
  uint32_t refused = 0;
  for (uint32_t k = 0; k < COUNT_OF(baits); k++)
    texts[k] = bait_of(a, baits[k]);
  for (uint32_t p = 0; p < set->part_count; p++) {
    const struct rule_image *image = set->parts[p].image;
    struct regex_cache *cache = regex_cache_new(a, IMAGE_COUNT(image, PATTERNS), REGEX_ON_TRIAL);
    for (uint32_t i = 0; i < IMAGE_COUNT(image, PATTERNS); i++) {
      bool good = true;
      for (uint32_t k = 0; good && k < COUNT_OF(baits); k++)
        good = try_pattern(a, image, cache, i, texts[k], faults);
      refused += !good;
      if (refused > LIMIT_BAIT_FAULTS) {
        str message = str_format(a, "more than %d slow patterns; the rest is not tried", LIMIT_BAIT_FAULTS);
        VEC_PUSH(a, faults, (struct fault){.message = message});
        return;
      }
    }
  }
}
