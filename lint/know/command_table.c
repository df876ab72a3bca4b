#include "know/command_table.h"

#include "know/command.h"

static const struct know_table *commands(void) {
  return know_table_named(STR("commands"));
}

uint32_t command_table_find(str key) {
  uint32_t row = know_find(commands(), key);
  return row < commands()->row_count ? row : WORD_NONE;
}

know_cell command_table_cell(uint32_t row, enum command_column column) {
  return row == WORD_NONE ? (know_cell){0} : know_cell_at(commands(), row, column);
}

str command_table_text(uint32_t row, enum command_column column) {
  return row == WORD_NONE ? (str){0} : know_text(commands(), row, column);
}

bool command_table_has(uint32_t row, enum command_column column, str text) {
  if (row == WORD_NONE)
    return false;
  const struct know_table *table = commands();
  return know_cell_has(table, know_cell_at(table, row, column), text);
}
