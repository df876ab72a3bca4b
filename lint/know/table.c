#include "know/table.h"

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

// Most differ in length, which is seen without looking at the bytes.
static bool text_is(const struct know_table *table, uint32_t i, str text) {
  const uint32_t *texts = know_table_words(table) + table->texts;
  return texts[i + 1] - texts[i] == text.len && str_eq(text_at(table, i), text);
}

uint32_t know_column(const struct know_table *table, str name) {
  uint32_t i = 0;
  while (i < table->column_count && !text_is(table, 1 + i, name))
    i++;
  return i;
}

str know_cell_text(const struct know_table *table, know_cell cell, uint32_t i) {
  return text_at(table, cell.first + i);
}

bool know_cell_has(const struct know_table *table, know_cell cell, str text) {
  for (uint32_t i = 0; i < cell.len; i++)
    if (text_is(table, cell.first + i, text))
      return true;
  return false;
}

str know_text(const struct know_table *table, uint32_t row, uint32_t column) {
  know_cell cell = know_cell_at(table, row, column);
  return cell.len ? know_cell_text(table, cell, 0) : (str){0};
}

uint32_t know_find(const struct know_table *table, str key) {
  return know_find_from(table, key, 0);
}

uint32_t know_find_from(const struct know_table *table, str key, uint32_t from) {
  const uint32_t *index = know_table_words(table) + table->index;
  uint32_t start = know_start(key);
  if (!(table->starts[start / 32] >> start % 32 & 1))
    return table->row_count;
  // There is always a free slot, and rows of one key are met in their order: see know_table_read().
  for (uint32_t i = str_hash(key) & (table->index_len - 1); index[2 * i]; i = (i + 1) & (table->index_len - 1))
    if (index[2 * i] > from && text_is(table, index[2 * i + 1], key))
      return index[2 * i] - 1;
  return table->row_count;
}
