#include "know/command_table.h"

#include "know/command.h"

static const struct know_table *commands(void) {
  return know_table_named(STR("commands"));
}

uint32_t command_table_find(str key) {
  uint32_t row = know_find(commands(), key);
  return row < commands()->row_count ? row : WORD_NONE;
}

know_cell command_table_cell(uint32_t row, str column) {
  return row == WORD_NONE ? (know_cell){0} : know_cell_at(commands(), row, know_column(commands(), column));
}

str command_table_text(uint32_t row, str column) {
  know_cell cell = command_table_cell(row, column);
  return cell.len ? know_cell_text(commands(), cell, 0) : (str){0};
}

bool command_table_has(uint32_t row, str column, str text) {
  return know_cell_has(commands(), command_table_cell(row, column), text);
}
