#include "cli/verdict.h"

#include "base/vec.h"
#include "facts/facts.h"

static const str names[VERDICT_COUNT] = {
    [VERDICT_BUILDS] = STR_INIT("builds"),     [VERDICT_UNKNOWN] = STR_INIT("unknown"),
    [VERDICT_EMULATED] = STR_INIT("emulated"), [VERDICT_BREAKS] = STR_INIT("breaks"),
    [VERDICT_OTHER_OS] = STR_INIT("n/a"),
};

str verdict_name(enum verdict verdict) {
  return names[verdict];
}

struct reasons {
  struct verdict_reason *at;
  uint32_t len, cap;
};

// The verdict on one platform while it is made: the worst so far, and the reasons for it.
struct judging {
  struct arena *arena;
  const struct lint *lint;
  span range;
  platform platform;
  str name;
  enum verdict verdict;
  struct reasons reasons;
};

static bool is_inside(span s, span range) {
  return s.off >= range.off && s.off < span_end(range);
}

static void judge(struct judging *j, enum verdict verdict, struct verdict_reason reason) {
  if (verdict < j->verdict)
    return;
  if (verdict > j->verdict)
    j->reasons.len = 0;
  j->verdict = verdict;
  VEC_PUSH(j->arena, &j->reasons, reason);
}

static bool concerns(const struct diag *d, str name) {
  for (uint32_t i = 0; i < d->platform_count; i++)
    if (str_eq(d->platforms[i], name))
      return true;
  return d->platform_count == 0; // what stops the build does so everywhere
}

static void judge_finding(struct judging *j, const struct diag *d) {
  static const enum verdict meaning[EFFECT_COUNT] = {
      [EFFECT_NONE] = VERDICT_BUILDS,
      [EFFECT_EMULATED] = VERDICT_EMULATED,
      [EFFECT_WRONG] = VERDICT_BREAKS,
      [EFFECT_BREAKS] = VERDICT_BREAKS,
  };
  enum verdict verdict = meaning[d->rule->effect];
  if (verdict != VERDICT_BUILDS && is_inside(d->span, j->range) && concerns(d, j->name))
    judge(j, verdict, (struct verdict_reason){d->rule->id, d->message, d->span});
}

// Whether a fact holds in a build for the platform.
static bool holds(const struct judging *j, const struct fact *f) {
  const struct facts *facts = j->lint->facts;
  for (uint32_t i = 0; i < facts->scenario_count; i++)
    if ((!f->scenarios || f->scenarios >> i & 1) && platform_eq(facts->scenarios[i].target, j->platform))
      return true;
  return false;
}

static bool decides(const struct judging *j, const struct fact *f) {
  return is_inside(f->span, j->range) && holds(j, f);
}

static void judge_images(struct judging *j) {
  const struct fact_list *all = &j->lint->facts->of[FACT_IMAGE];
  for (uint32_t i = 0; i < all->len; i++) {
    const struct fact_image *image = (const struct fact_image *)(const void *)all->at[i];
    const struct fact_stage *stage = (const struct fact_stage *)(const void *)image->stage;
    bool external = str_eq(image->image_kind.text, STR("external"));
    bool known = image->image_kind.state == FACT_KNOWN && (!external || image->exists_for.len || image->arch.text.len);
    if (known || !stage->needed || !decides(j, all->at[i]))
      continue;
    const struct fact_value *name = image->reference.state == FACT_KNOWN ? &image->reference : &image->spelled;
    str why = str_format(j->arena, "nothing is known of the platforms of " STR_FMT, STR_ARG(name->text));
    judge(j, VERDICT_UNKNOWN, (struct verdict_reason){STR(""), why, image->spelled.span});
  }
}

static void judge_downloads(struct judging *j) {
  const struct fact_list *all = &j->lint->facts->of[FACT_DOWNLOAD];
  for (uint32_t i = 0; i < all->len; i++) {
    const struct fact_download *download = (const struct fact_download *)(const void *)all->at[i];
    const struct fact_stage *stage = (const struct fact_stage *)(const void *)download->stage;
    if (download->url.state != FACT_UNKNOWN || !download->executable || !stage->needed || !decides(j, all->at[i]))
      continue;
    judge(j, VERDICT_UNKNOWN,
          (struct verdict_reason){STR(""), STR("what is fetched here is not known"), all->at[i]->span});
  }
}

// Whether what is shipped is an image for Windows.
static bool is_for_windows(const struct lint *lint) {
  const struct fact_list *all = &lint->facts->of[FACT_STAGE];
  for (uint32_t i = 0; i < all->len; i++) {
    const struct fact_stage *stage = (const struct fact_stage *)(const void *)all->at[i];
    if (stage->final && stage->windows)
      return true;
  }
  return false;
}

static struct platform_verdict verdict_on(struct arena *a, const struct lint *lint, span range, platform p) {
  struct judging j = {.arena = a, .lint = lint, .range = range, .platform = p, .name = platform_name(a, p)};
  bool other = is_for_windows(lint) != str_eq(p.os, STR("windows"));
  if (other) {
    j.verdict = VERDICT_OTHER_OS;
  } else {
    judge_images(&j);
    judge_downloads(&j);
    for (uint32_t i = 0; i < lint->diags.len; i++)
      judge_finding(&j, &lint->diags.at[i]);
  }
  return (struct platform_verdict){p, j.name, j.verdict, j.reasons.at, j.reasons.len};
}

struct verdicts verdict_make(struct arena *a, const struct lint *lint, span range) {
  uint32_t count = 0;
  struct platform_verdict *at = NEW_ARRAY(a, struct platform_verdict, lint->eval->scenario_count);
  for (uint32_t i = 0; i < lint->eval->scenario_count; i++) {
    platform p = lint->eval->scenarios[i].target;
    bool seen = false;
    for (uint32_t k = 0; k < count; k++)
      seen = seen || platform_eq(at[k].platform, p);
    if (!seen)
      at[count++] = verdict_on(a, lint, range, p);
  }
  return (struct verdicts){at, count};
}
