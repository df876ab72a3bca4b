#ifndef DLINT_KNOW_TABLE_H
#define DLINT_KNOW_TABLE_H

#include "source/yaml.h"

/// What the world calls things: the tables of rules/data/*.yaml as constant data. A file has `columns` (name: what it
/// means) and `rows` (column: a scalar or a list of scalars; every row has the first column). The build turns them into
/// C (gen/rulec), by the very code that reads them at run time.

enum { KNOW_STARTS = 1024 };

/// A table is one block of memory without pointers, so that nothing is relocated when the program starts: this head,
/// then `word_count` numbers, then the bytes of all texts.
struct know_table {
  uint32_t column_count, row_count;
  // Where things lie among the words; for table.c only. Text i is the bytes from texts[i] to texts[i + 1]; text 0 is
  // the table's name, then come the columns, then the cells; cell i has the texts from cells[i] to cells[i + 1].
  uint32_t texts, cells;
  // A hash table by the texts of the first column: pairs of row + 1, 0 being a free one, and text.
  uint32_t index, index_len;
  uint32_t open, open_len; // pairs of row and text: those of the first column that hold a `*`
  uint32_t word_count, byte_count;
  uint32_t starts[KNOW_STARTS / 32]; // bits by the first two bytes of the texts of the first column
};

/// What lies behind the head.
static inline const uint32_t *know_table_words(const struct know_table *table) {
  return (const uint32_t *)(const void *)(table + 1);
}

/// A cell: a scalar is a list of one text, an absent cell a list of none.
typedef struct know_cell {
  uint32_t first, len;
} know_cell;

/// The built-in tables, in the order of their names: TABLE(NAME, its file's name without .yaml). Finding one by its
/// name costs more than what is then looked up in it.
#define KNOW_TABLES(TABLE)                                                                                             \
  TABLE(ARCH_PACKAGES, "arch-packages")                                                                                \
  TABLE(ASSET_NAMINGS, "asset-namings")                                                                                \
  TABLE(BASE_IMAGES, "base-images")                                                                                    \
  TABLE(BUILD_PACKAGES, "build-packages")                                                                              \
  TABLE(COMMANDS, "commands")                                                                                          \
  TABLE(END_OF_LIFE, "end-of-life")                                                                                    \
  TABLE(HADOLINT_LEVELS, "hadolint-levels")                                                                            \
  TABLE(IMAGE_VARIABLES, "image-variables")                                                                            \
  TABLE(IMAGES, "images")                                                                                              \
  TABLE(NAME_WORDS, "name-words")                                                                                      \
  TABLE(PLATFORMS, "platforms")                                                                                        \
  TABLE(PYTHON_WHEELS, "python-wheels")                                                                                \
  TABLE(RELEASES, "releases")                                                                                          \
  TABLE(SIGNALS, "signals")                                                                                            \
  TABLE(SINGLE_ARCH_DOWNLOADS, "single-arch-downloads")                                                                \
  TABLE(SOURCE_BUILDS, "source-builds")

enum know_builtin {
#define TABLE(NAME, name) KNOW_##NAME,
  KNOW_TABLES(TABLE)
#undef TABLE
      KNOW_BUILTIN_COUNT
};

/// The built-in table of that name (its file's, without .yaml); NULL where there is none.
const struct know_table *know_table_named(str name);
/// The i-th built-in table, see enum know_builtin; NULL past the last one.
const struct know_table *know_table_at(uint32_t i);

str know_table_name(const struct know_table *table);
/// The column's name, in the file's order.
str know_column_name(const struct know_table *table, uint32_t column);
/// The column's number; `table->column_count` where there is none.
uint32_t know_column(const struct know_table *table, str name);

static inline know_cell know_cell_at(const struct know_table *table, uint32_t row, uint32_t column) {
  const uint32_t *cell = know_table_words(table) + table->cells + row * table->column_count + column;
  return (know_cell){cell[0], cell[1] - cell[0]};
}

/// The i-th text of a cell, `i` < cell.len.
str know_cell_text(const struct know_table *table, know_cell cell, uint32_t i);
/// Whether one of the cell's texts is `text`.
bool know_cell_has(const struct know_table *table, know_cell cell, str text);
/// The first text of a cell; empty where it has none.
str know_text(const struct know_table *table, uint32_t row, uint32_t column);

/// The first row whose first column holds `key`; `table->row_count` where there is none. Constant time.
uint32_t know_find(const struct know_table *table, str key);

/// The first row from `from` on whose first column holds `key`; `table->row_count` where there is none.
uint32_t know_find_from(const struct know_table *table, str key, uint32_t from);

/// The i-th text of the first column that holds a `*`, `i` < table->open_len, and its row; in the order of rows.
static inline str know_open(const struct know_table *table, uint32_t i, uint32_t *row) {
  const uint32_t *words = know_table_words(table), *pair = words + table->open + 2 * i;
  const uint32_t *text = words + table->texts + pair[1];
  *row = pair[0];
  return (str){(const char *)(words + table->word_count) + text[0], text[1] - text[0]};
}

/// Makes a table of a file's tree. False with `*why` where it is none.
bool know_table_read(struct arena *a, str name, str path, const struct yaml_node *root, const struct know_table **out,
                     struct fault *why);

/// The bit of `starts` that stands for a text.
static inline uint32_t know_start(str text) {
  uint32_t first = text.len > 0 ? (uint8_t)text.at[0] : 0, second = text.len > 1 ? (uint8_t)text.at[1] : 0;
  return (first << 5 ^ second) % KNOW_STARTS;
}

/// What lies behind the words, for whoever writes a table out.
str know_table_bytes(const struct know_table *table);

#endif
