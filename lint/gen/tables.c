#include <inttypes.h>

#include "gen/c_out.h"
#include "gen/gen.h"

static void write_types(struct out *o, const struct gen_tables *tables) {
  out_str(o, STR("static const struct tables {\n"));
  for (uint32_t i = 0; i < tables->len; i++)
    out_format(o,
               "  struct {\n    struct know_table head;\n    uint32_t words[%" PRIu32 "];\n    char bytes[%" PRIu32
               "];\n  } t%" PRIu32 "; // " STR_FMT "\n",
               tables->at[i]->word_count, tables->at[i]->byte_count + 1, i, STR_ARG(know_table_name(tables->at[i])));
  out_str(o, STR("} tables = {\n"));
}

static void write_table(struct out *o, const struct know_table *t) {
  const uint32_t head[] = {t->column_count, t->row_count, t->texts,    t->cells,      t->index,
                           t->index_len,    t->open,      t->open_len, t->word_count, t->byte_count};
  out_str(o, STR("{{"));
  c_out_words(o, head, COUNT_OF(head));
  out_str(o, STR("{"));
  c_out_words(o, t->starts, COUNT_OF(t->starts));
  out_str(o, STR("}}, {\n"));
  c_out_words(o, know_table_words(t), t->word_count);
  out_str(o, STR("},\n"));
  c_out_bytes(o, know_table_bytes(t));
  out_str(o, STR("},\n"));
}

static char in_name(char c) {
  if (is_ascii_alpha(c))
    return (char)(ascii_lower(c) - ('a' - 'A'));
  return is_ascii_digit(c) ? c : '_';
}

// By the name that KNOW_TABLES has for the table: one that is not in it does not compile.
static void write_start(struct out *o, const struct know_table *t, uint32_t i) {
  str name = know_table_name(t);
  out_str(o, STR("[KNOW_"));
  for (uint32_t c = 0; c < name.len; c++)
    out_char(o, in_name(name.at[c]));
  out_format(o, "] = offsetof(struct tables, t%" PRIu32 "),\n", i);
}

void gen_write_tables(struct out *o, const struct gen_tables *tables) {
  out_str(o, STR("// Made by rulec from rules/data.\n#include <stddef.h>\n\n#include \"know/builtin.h\"\n\n"));
  write_types(o, tables);
  for (uint32_t i = 0; i < tables->len; i++)
    write_table(o, tables->at[i]);
  out_str(o, STR("};\n\nstatic const uint32_t starts[KNOW_BUILTIN_COUNT] = {\n"));
  for (uint32_t i = 0; i < tables->len; i++)
    write_start(o, tables->at[i], i);
  out_str(o, STR("};\n\nconst struct know_table *know_builtin_table(uint32_t i) {\n"
                 "  return i < COUNT_OF(starts) ? (const void *)((const char *)&tables + starts[i]) : NULL;\n}\n"));
}
