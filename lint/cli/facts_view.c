#include "cli/facts_view.h"

#include "base/json_out.h"
#include "report/report.h"

// `linux/arm64`, and behind `<-` the build platform where that is another one.
static str scenario_name(const struct facts_view *view, const struct fact_scenario *s) {
  str target = platform_name(view->arena, s->target);
  if (platform_eq(s->target, s->build))
    return target;
  return str_format(view->arena, STR_FMT "<-" STR_FMT, STR_ARG(target), STR_ARG(platform_name(view->arena, s->build)));
}

// JSON

static void put_value(struct json_out *j, const struct fact_value *value) {
  if (value->state == FACT_KNOWN) {
    json_str(j, value->text);
    return;
  }
  json_object_begin(j);
  json_member_str(j, value->state == FACT_PARTLY ? "partly" : "unknown", value->text);
  json_object_end(j);
}

static void put_values(struct json_out *j, const struct fact_values *values) {
  json_array_begin(j);
  for (uint32_t i = 0; i < values->len; i++)
    put_value(j, &values->at[i]);
  json_array_end(j);
}

static void put_position(struct json_out *j, position p) {
  json_member_int(j, "line", p.line);
  json_member_int(j, "column", p.column);
}

static void put_related(const struct facts_view *view, struct json_out *j, const struct fact *other) {
  json_object_begin(j);
  put_position(j, source_position(view->src, other->span.off));
  json_object_end(j);
}

static void put_field(const struct facts_view *view, struct json_out *j, const struct fact *f,
                      const struct field *field) {
  switch (field->type) {
  case FIELD_BOOL:
    json_member_bool(j, field->name, fact_bool(f, field));
    break;
  case FIELD_NUMBER:
    json_member_int(j, field->name, fact_number(f, field));
    break;
  case FIELD_VALUE:
    if (fact_value(f, field)->state == FACT_ABSENT)
      break;
    json_key(j, field->name);
    put_value(j, fact_value(f, field));
    break;
  case FIELD_VALUES:
    if (!fact_values(f, field)->len)
      break;
    json_key(j, field->name);
    put_values(j, fact_values(f, field));
    break;
  case FIELD_FACT:
    if (!fact_related(f, field))
      break;
    json_key(j, field->name);
    put_related(view, j, fact_related(f, field));
    break;
  }
}

static void put_platforms(const struct facts_view *view, struct json_out *j, const struct fact *f) {
  if (!f->scenarios)
    return;
  json_key(j, "platforms");
  json_array_begin(j);
  for (uint32_t i = 0; i < view->facts->scenario_count; i++)
    if (f->scenarios >> i & 1)
      json_str(j, scenario_name(view, &view->facts->scenarios[i]));
  json_array_end(j);
}

void facts_view_json(const struct facts_view *view, const struct fact *f) {
  const struct fact_schema *schema = fact_schema(f->kind);
  struct json_out j;
  json_out_init(&j, view->out);
  json_object_begin(&j);
  // The names before the fields are those of no field.
  json_member_str(&j, "file", view->src->path);
  json_member_str(&j, "fact", str_of(schema->name));
  put_position(&j, source_position(view->src, f->span.off));
  put_platforms(view, &j, f);
  for (uint32_t i = 0; i < schema->field_count; i++)
    if (!str_eq(str_of(schema->fields[i].name), STR("file")))
      put_field(view, &j, f, &schema->fields[i]);
  json_object_end(&j);
  json_end_line(&j);
}

// Text

static void show_value(struct buf *b, const struct fact_value *value) {
  buf_add_char(b, value->state == FACT_UNKNOWN ? '?' : '"');
  buf_add(b, report_plain(b->arena, value->text));
  buf_add_char(b, value->state == FACT_UNKNOWN ? '?' : '"');
}

static void show_values(struct buf *b, const struct fact_values *values) {
  buf_add_char(b, '[');
  for (uint32_t i = 0; i < values->len; i++) {
    if (i)
      buf_add_char(b, ' ');
    show_value(b, &values->at[i]);
  }
  buf_add_char(b, ']');
}

static void show_name(struct buf *b, const struct field *field) {
  buf_add_format(b, " %s=", field->name);
}

// Only what says something: a `false` is left out, as is a relation that every fact of the kind has.
static void show_field(struct buf *b, const struct fact *f, const struct field *field) {
  switch (field->type) {
  case FIELD_BOOL:
    if (fact_bool(f, field))
      buf_add_format(b, " %s", field->name);
    break;
  case FIELD_NUMBER:
    show_name(b, field);
    buf_add_format(b, "%u", (unsigned)fact_number(f, field));
    break;
  case FIELD_VALUE:
    if (fact_value(f, field)->state == FACT_ABSENT)
      break;
    show_name(b, field);
    show_value(b, fact_value(f, field));
    break;
  case FIELD_VALUES:
    if (!fact_values(f, field)->len)
      break;
    show_name(b, field);
    show_values(b, fact_values(f, field));
    break;
  case FIELD_FACT:
    break;
  }
}

static void show_platforms(const struct facts_view *view, struct buf *b, const struct fact *f) {
  const char *before = " [";
  if (!f->scenarios)
    return;
  for (uint32_t i = 0; i < view->facts->scenario_count; i++) {
    if (!(f->scenarios >> i & 1))
      continue;
    buf_add(b, str_of(before));
    buf_add(b, scenario_name(view, &view->facts->scenarios[i]));
    before = " ";
  }
  buf_add_char(b, ']');
}

void facts_view_text(const struct facts_view *view, const struct fact *f) {
  const struct fact_schema *schema = fact_schema(f->kind);
  position at = source_position(view->src, f->span.off);
  struct buf b;
  buf_init(&b, view->arena);
  buf_add(&b, report_path(view->arena, view->src->path));
  buf_add_format(&b, ":%u:%u: %s", (unsigned)at.line, (unsigned)at.column, schema->name);
  for (uint32_t i = 0; i < schema->field_count; i++)
    show_field(&b, f, &schema->fields[i]);
  show_platforms(view, &b, f);
  buf_add_char(&b, '\n');
  out_str(view->out, buf_str(&b));
}
