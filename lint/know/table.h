#ifndef DLINT_KNOW_TABLE_H
#define DLINT_KNOW_TABLE_H

#include "base/str.h"

/// What the world calls things: the tables of rules/data/*.yaml as constant data. A file has `columns` (name: what it
/// means) and `rows` (column: a scalar or a list of scalars). The build turns them into C (gen/rulec), by the loader
/// that reads them at run time.

/// A cell; a scalar is a list of one, an absent cell a list of none.
struct know_cell {
  const str *at;
  uint32_t len;
};

struct know_table {
  str name;           // the file's name without .yaml
  const str *columns; // in the file's order
  uint32_t column_count;
  const struct know_cell *cells; // row by row
  uint32_t row_count;
  const uint32_t *index; // see know_find(); made with the table
  uint32_t index_len;    // a power of two, or 0 for an empty table
};

/// The built-in table of that name; NULL where there is none.
const struct know_table *know_table_named(str name);
/// The column's number; `table->column_count` where there is none.
uint32_t know_column(const struct know_table *table, str name);
const struct know_cell *know_cell_at(const struct know_table *table, uint32_t row, uint32_t column);
/// The first text of a cell; empty where it has none.
str know_text(const struct know_table *table, uint32_t row, uint32_t column);
/// The first row whose first column holds `key`; `table->row_count` where there is none. Constant time.
uint32_t know_find(const struct know_table *table, str key);

#endif
