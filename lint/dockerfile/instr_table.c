#include "dockerfile/instr_table.h"

static const struct instr_row rows[] = {
#define INSTR(KEYWORD, SYNTAX, flags, WHERE) {STR_INIT(#KEYWORD), SYNTAX_##SYNTAX, flags, PLACE_##WHERE},
#include "dockerfile/instr.def"
    {STR_INIT(""), SYNTAX_NONE, "", PLACE_IN_STAGE},
};

_Static_assert(sizeof rows / sizeof *rows == INSTR_KIND_COUNT, "a row for each kind");

const struct instr_row *instr_row(enum instr_kind kind) {
  return &rows[kind];
}

str instr_keyword(enum instr_kind kind) {
  return rows[kind].keyword;
}

enum instr_kind instr_kind_named(str keyword) {
  enum instr_kind kind = 0;
  while (kind < INSTR_UNKNOWN && !str_eq_nocase(keyword, rows[kind].keyword))
    kind++;
  return kind;
}

enum instr_kind instr_kind_near(str keyword) {
  uint32_t limit = keyword.len > 4 ? 2 : 1;
  for (uint32_t distance = 1; distance <= limit; distance++)
    for (enum instr_kind kind = 0; kind < INSTR_UNKNOWN; kind++)
      if (str_distance(keyword, rows[kind].keyword, distance) <= distance)
        return kind;
  return INSTR_UNKNOWN;
}
