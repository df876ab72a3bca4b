#include "gen/gen.h"

static const char *const type_names[] = {
    [FIELD_BOOL] = "true or false", [FIELD_NUMBER] = "number", [FIELD_VALUE] = "text",
    [FIELD_VALUES] = "texts",       [FIELD_FACT] = "fact",
};

// A bar would end the cell of the table.
static void write_cell(struct out *o, const char *text) {
  for (; *text; text++) {
    if (*text == '|')
      out_char(o, '\\');
    out_char(o, *text);
  }
}

static void write_field(struct out *o, const struct field *field) {
  out_format(o, "| `%s` | ", field->name);
  if (field->type == FIELD_FACT)
    out_format(o, "[%s](#%s)", fact_schema(field->target)->name, fact_schema(field->target)->name);
  else
    out_str(o, str_of(type_names[field->type]));
  out_str(o, STR(" | "));
  write_cell(o, field->doc);
  out_str(o, STR(" |\n"));
}

void gen_write_reference(struct out *o) {
  for (enum fact_kind kind = 0; kind < FACT_KIND_COUNT; kind++) {
    const struct fact_schema *schema = fact_schema(kind);
    out_format(o, "### %s\n\n%s.\n\n| field | type | |\n| --- | --- | --- |\n", schema->name, schema->doc);
    for (uint32_t i = 0; i < schema->field_count; i++)
      write_field(o, &schema->fields[i]);
    out_char(o, '\n');
  }
}
