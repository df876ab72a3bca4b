#include "diag/diag.h"

#include <stdlib.h>

#include "base/vec.h"

static const str severity_names[SEVERITY_COUNT] = {
    [SEVERITY_STYLE] = STR_INIT("style"),
    [SEVERITY_INFO] = STR_INIT("info"),
    [SEVERITY_WARNING] = STR_INIT("warning"),
    [SEVERITY_ERROR] = STR_INIT("error"),
};

static const str effect_names[EFFECT_COUNT] = {
    [EFFECT_NONE] = STR_INIT("none"),
    [EFFECT_EMULATED] = STR_INIT("emulated"),
    [EFFECT_WRONG] = STR_INIT("wrong"),
    [EFFECT_BREAKS] = STR_INIT("breaks"),
};

static const str tag_names[TAG_COUNT] = {
    [TAG_NONE] = STR_INIT("none"),
    [TAG_UNNECESSARY] = STR_INIT("unnecessary"),
    [TAG_DEPRECATED] = STR_INIT("deprecated"),
};

static uint32_t index_of(const str *names, uint32_t count, str name) {
  uint32_t i = 0;
  while (i < count && !str_eq(names[i], name))
    i++;
  return i;
}

str severity_name(enum severity severity) {
  return severity_names[severity];
}

bool severity_named(str name, enum severity *severity) {
  uint32_t i = index_of(severity_names, SEVERITY_COUNT, name);
  if (i == SEVERITY_COUNT)
    return false;
  *severity = (enum severity)i;
  return true;
}

str effect_name(enum effect effect) {
  return effect_names[effect];
}

bool effect_named(str name, enum effect *effect) {
  uint32_t i = index_of(effect_names, EFFECT_COUNT, name);
  if (i == EFFECT_COUNT)
    return false;
  *effect = (enum effect)i;
  return true;
}

str diag_tag_name(enum diag_tag tag) {
  return tag_names[tag];
}

void diags_add(struct arena *a, struct diags *diags, struct diag diag) {
  VEC_PUSH(a, diags, diag);
}

static int compare(const void *left, const void *right) {
  const struct diag *x = left, *y = right;
  if (x->span.off != y->span.off)
    return x->span.off < y->span.off ? -1 : 1;
  int order = str_compare(x->rule->id, y->rule->id);
  if (order == 0)
    order = str_compare(x->message, y->message);
  if (order == 0 && x->span.len != y->span.len)
    order = x->span.len < y->span.len ? -1 : 1;
  return order;
}

void diags_sort(struct diags *diags) {
  if (diags->len)
    qsort(diags->at, diags->len, sizeof *diags->at, compare);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < diags->len; i++)
    if (kept == 0 || compare(&diags->at[kept - 1], &diags->at[i]) != 0)
      diags->at[kept++] = diags->at[i];
  diags->len = kept;
}
