#include <inttypes.h>

#include "base/assert.h"
#include "rules/match.h"

const struct fact *path_fact(const struct path_record *path, const struct fact *f) {
  for (uint32_t i = 0; f && i < path->hop_count; i++)
    f = fact_related(f, &fact_schema(f->kind)->fields[path->hops[i]]);
  return f;
}

static const platform *stage_platform(const struct matcher *m, const struct fact *f) {
  const struct facts *facts = m->view->facts;
  if (f->stage >= facts->stage_count)
    return NULL;
  const platform *p = &facts->scenarios[m->scenario].stages[f->stage];
  return p->os.len ? p : NULL;
}

// The platform that a virtual field is about; NULL where it is not known.
static const platform *virtual_platform(const struct matcher *m, uint32_t field, const struct fact *f) {
  if (m->scenario == SCENARIO_NONE)
    return NULL;
  if (field == VIRTUAL_TARGET || field == VIRTUAL_TARGET_NAME)
    return &m->view->facts->scenarios[m->scenario].target;
  return stage_platform(m, f);
}

static void read_virtual(const struct matcher *m, uint32_t field, const struct fact *f, struct subject *s) {
  s->type = FIELD_VALUE;
  s->len = 1;
  s->values = &s->own;
  if (field == VIRTUAL_ITEM) {
    s->values = m->item;
    return;
  }
  const platform *p = virtual_platform(m, field, f);
  if (!p) {
    s->own = (struct fact_value){.state = FACT_UNKNOWN};
    return;
  }
  bool whole = field == VIRTUAL_PLATFORM_NAME || field == VIRTUAL_TARGET_NAME;
  s->own = (struct fact_value){.state = FACT_KNOWN, .text = whole ? platform_name(m->arena, *p) : p->arch};
}

static void read_field(const struct field *field, const struct fact *f, struct subject *s) {
  s->type = field->type;
  switch (field->type) {
  case FIELD_BOOL:
    s->number = fact_bool(f, field);
    break;
  case FIELD_NUMBER:
    s->number = fact_number(f, field);
    break;
  case FIELD_VALUE:
    s->values = fact_value(f, field);
    s->len = 1;
    break;
  case FIELD_VALUES:
    s->values = fact_values(f, field)->at;
    s->len = fact_values(f, field)->len;
    break;
  case FIELD_FACT:
    assert(field->type != FIELD_FACT); // the loader lets no path end there
  }
}

void path_read(const struct matcher *m, const struct path_record *path, const struct fact *f, struct subject *s) {
  *s = (struct subject){.type = FIELD_VALUE};
  f = path_fact(path, f);
  if (!f) { // as a value that is missing
    s->values = &s->own;
    s->len = 1;
  } else if (path->field >= VIRTUAL_PLATFORM) {
    read_virtual(m, path->field, f, s);
  } else {
    read_field(&fact_schema(f->kind)->fields[path->field], f, s);
  }
}

static bool value_place(const struct fact_value *value, span *place) {
  *place = value->span;
  return value->span.len > 0;
}

bool path_place(struct matcher *m, const struct path_record *path, const struct fact *f, uint32_t condition,
                span *place) {
  struct subject s;
  f = path_fact(path, f);
  if (!f)
    return false;
  if (path->field == VIRTUAL_FACT) {
    *place = f->span;
    return true;
  }
  struct path_record last = *path;
  last.hop_count = 0;
  path_read(m, &last, f, &s);
  for (uint32_t i = 0; condition != RECORD_NONE && i < s.len; i++) {
    struct subject one = {.type = FIELD_VALUE, .values = &s.values[i], .len = 1};
    if (match_value(m, condition, &one) == TRUTH_YES && value_place(&s.values[i], place))
      return true;
  }
  for (uint32_t i = 0; i < s.len; i++)
    if (value_place(&s.values[i], place))
      return true;
  return false;
}

const struct rule_value *matcher_option(const struct matcher *m, uint32_t option) {
  return &m->options[option - m->rule->options.first];
}

void matcher_fault(struct matcher *m, str why) {
  if (m->faulted[m->rule_number])
    return;
  m->faulted[m->rule_number] = true;
  str message = str_format(m->arena, "rule '" STR_FMT "' is not decided everywhere: " STR_FMT,
                           STR_ARG(image_text(m->image, m->rule->id)), STR_ARG(why));
  VEC_PUSH(m->arena, m->faults, (struct fault){.path = m->path, .message = message});
}

bool fact_applies(const struct matcher *m, const struct fact *f) {
  return m->scenario == SCENARIO_NONE || f->scenarios == 0 || (f->scenarios >> m->scenario & 1);
}
