#include "know/table.h"

const uint32_t *know_table_words(const struct know_table *table) {
  return (const uint32_t *)(const void *)(table + 1);
}

str know_table_bytes(const struct know_table *table) {
  return (str){(const char *)(know_table_words(table) + table->word_count), table->byte_count};
}

static str text_at(const struct know_table *table, uint32_t i) {
  const uint32_t *texts = know_table_words(table) + table->texts;
  return (str){know_table_bytes(table).at + texts[i], texts[i + 1] - texts[i]};
}

str know_table_name(const struct know_table *table) {
  return text_at(table, 0);
}

str know_column_name(const struct know_table *table, uint32_t column) {
  return text_at(table, 1 + column);
}

uint32_t know_column(const struct know_table *table, str name) {
  uint32_t i = 0;
  while (i < table->column_count && !str_eq(know_column_name(table, i), name))
    i++;
  return i;
}

know_cell know_cell_at(const struct know_table *table, uint32_t row, uint32_t column) {
  const uint32_t *cell = know_table_words(table) + table->cells + row * table->column_count + column;
  return (know_cell){cell[0], cell[1] - cell[0]};
}

str know_cell_text(const struct know_table *table, know_cell cell, uint32_t i) {
  return text_at(table, cell.first + i);
}

bool know_cell_has(const struct know_table *table, know_cell cell, str text) {
  for (uint32_t i = 0; i < cell.len; i++)
    if (str_eq(know_cell_text(table, cell, i), text))
      return true;
  return false;
}

str know_text(const struct know_table *table, uint32_t row, uint32_t column) {
  know_cell cell = know_cell_at(table, row, column);
  return cell.len ? know_cell_text(table, cell, 0) : (str){0};
}

uint32_t know_find(const struct know_table *table, str key) {
  const uint32_t *index = know_table_words(table) + table->index;
  if (table->index_len == 0)
    return table->row_count;
  uint32_t i = str_hash(key) & (table->index_len - 1);
  // There is always a free slot: see know_table_read().
  for (; index[i]; i = (i + 1) & (table->index_len - 1))
    if (know_cell_has(table, know_cell_at(table, index[i] - 1, 0), key))
      return index[i] - 1;
  return table->row_count;
}
