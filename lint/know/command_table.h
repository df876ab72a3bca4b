#ifndef DLINT_KNOW_COMMAND_TABLE_H
#define DLINT_KNOW_COMMAND_TABLE_H

#include "know/table.h"

/// The rows of rules/data/commands.yaml, for the modules that cut command lines up. A row may be WORD_NONE of
/// command.h: it has empty cells.

/// The row of a program, or of a program and its subcommands with single spaces between; WORD_NONE.
uint32_t command_table_find(str key);
know_cell command_table_cell(uint32_t row, str column);
/// The first text of a cell.
str command_table_text(uint32_t row, str column);
/// Whether a cell holds `text`.
bool command_table_has(uint32_t row, str column, str text);

#endif
