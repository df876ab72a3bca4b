#ifndef DLINT_KNOW_COMMAND_TABLE_H
#define DLINT_KNOW_COMMAND_TABLE_H

#include "know/table.h"

/// The rows of rules/data/commands.yaml, for the modules that cut command lines up. A row may be WORD_NONE of
/// command.h: it has empty cells.

/// The columns by number, in the file's order, because a name looked up for each word of each command costs more than
/// the rest: COLUMN(NAME, name in the file).
#define COMMAND_COLUMNS(COLUMN)                                                                                        \
  COLUMN(COMMAND, "command")                                                                                           \
  COLUMN(FORM, "form")                                                                                                 \
  COLUMN(STYLE, "style")                                                                                               \
  COLUMN(VALUE_OPTIONS, "value-options")                                                                               \
  COLUMN(ATTACHED_OPTIONS, "attached-options")                                                                         \
  COLUMN(SKIP_OPERANDS, "skip-operands")                                                                               \
  COLUMN(ASSIGNMENTS, "assignments")                                                                                   \
  COLUMN(INNER_OPTIONS, "inner-options")                                                                               \
  COLUMN(RUNS, "runs")                                                                                                 \
  COLUMN(RUNS_NOTHING, "runs-nothing")                                                                                 \
  COLUMN(MANAGER, "manager")                                                                                           \
  COLUMN(INSTALL, "install")                                                                                           \
  COLUMN(REMOVE, "remove")                                                                                             \
  COLUMN(REFRESH, "refresh")                                                                                           \
  COLUMN(UPGRADE, "upgrade")                                                                                           \
  COLUMN(CLEAN, "clean")                                                                                               \
  COLUMN(ASSUME, "assume")                                                                                             \
  COLUMN(ASSUME_TWICE, "assume-twice")                                                                                 \
  COLUMN(VERSION_OPTIONS, "version-options")                                                                           \
  COLUMN(FETCHES, "fetches")                                                                                           \
  COLUMN(FETCHES_NOTHING, "fetches-nothing")                                                                           \
  COLUMN(OUTPUT, "output")                                                                                             \
  COLUMN(OUTPUT_NAME, "output-name")                                                                                   \
  COLUMN(OUTPUT_NAME_ALL, "output-name-all")                                                                           \
  COLUMN(OUTPUT_FOLDER, "output-folder")                                                                               \
  COLUMN(WRITES, "writes")

enum command_column {
#define COLUMN(NAME, name) COLUMN_##NAME,
  COMMAND_COLUMNS(COLUMN)
#undef COLUMN
      COMMAND_COLUMN_COUNT
};

/// The table.
const struct know_table *command_table(void);
/// The row of a program, or of a program and its subcommands with single spaces between; WORD_NONE.
uint32_t command_table_find(const struct know_table *table, str key);
know_cell command_table_cell(const struct know_table *table, uint32_t row, enum command_column column);
/// The first text of a cell.
str command_table_text(const struct know_table *table, uint32_t row, enum command_column column);
/// Whether a cell holds `text`.
bool command_table_has(const struct know_table *table, uint32_t row, enum command_column column, str text);

#endif
