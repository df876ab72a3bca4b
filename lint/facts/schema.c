#include <stddef.h>

#include "base/assert.h"
#include "facts/facts.h"

#define FACT_BEGIN(struct_name) static const struct field struct_name##_fields[] = {
#define FACT_END                                                                                                       \
  }                                                                                                                    \
  ;
#define FIELD(struct_name, name, member, TYPE, target, doc)                                                            \
  {name, FIELD_##TYPE, FACT_##target, offsetof(struct struct_name, member), doc},
#include "facts/fields.def"

static const struct fact_schema schemas[FACT_KIND_COUNT] = {
#define FACT(KIND, name, struct_name, doc)                                                                             \
  [FACT_##KIND] = {name, doc, struct_name##_fields, COUNT_OF(struct_name##_fields)},
#include "facts/fields.def"
};

const struct fact_schema *fact_schema(enum fact_kind kind) {
  assert(kind < FACT_KIND_COUNT);
  return &schemas[kind];
}

enum fact_kind fact_kind_named(str name) {
  for (enum fact_kind kind = 0; kind < FACT_KIND_COUNT; kind++)
    if (str_eq(str_of(schemas[kind].name), name))
      return kind;
  return FACT_KIND_COUNT;
}

const struct field *fact_field_named(enum fact_kind kind, str name) {
  const struct fact_schema *schema = fact_schema(kind);
  for (uint32_t i = 0; i < schema->field_count; i++)
    if (str_eq(str_of(schema->fields[i].name), name))
      return &schema->fields[i];
  return NULL;
}

static const void *member(const struct fact *f, const struct field *field, enum field_type type) {
  assert(field->type == type);
  return (const char *)f + field->offset;
}

bool fact_bool(const struct fact *f, const struct field *field) {
  return *(const bool *)member(f, field, FIELD_BOOL);
}

uint32_t fact_number(const struct fact *f, const struct field *field) {
  return *(const uint32_t *)member(f, field, FIELD_NUMBER);
}

const struct fact_value *fact_value(const struct fact *f, const struct field *field) {
  return member(f, field, FIELD_VALUE);
}

const struct fact_values *fact_values(const struct fact *f, const struct field *field) {
  return member(f, field, FIELD_VALUES);
}

const struct fact *fact_related(const struct fact *f, const struct field *field) {
  return *(const struct fact *const *)member(f, field, FIELD_FACT);
}
