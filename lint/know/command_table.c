#include "know/command_table.h"

#include "know/command.h"

const struct know_table *command_table(void) {
  return know_table_at(KNOW_COMMANDS);
}

uint32_t command_table_find(const struct know_table *table, str key) {
  uint32_t row = know_find(table, key);
  return row < table->row_count ? row : WORD_NONE;
}

know_cell command_table_cell(const struct know_table *table, uint32_t row, enum command_column column) {
  return row == WORD_NONE ? (know_cell){0} : know_cell_at(table, row, column);
}

str command_table_text(const struct know_table *table, uint32_t row, enum command_column column) {
  return row == WORD_NONE ? (str){0} : know_text(table, row, column);
}

bool command_table_has(const struct know_table *table, uint32_t row, enum command_column column, str text) {
  return row != WORD_NONE && know_cell_has(table, know_cell_at(table, row, column), text);
}
