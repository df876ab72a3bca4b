#ifndef DLINT_REPORT_TERMINAL_H
#define DLINT_REPORT_TERMINAL_H

#include "base/buf.h"

/// The one way of bytes of the input to a terminal or a log. Control characters (C0, C1, DEL), bidirectional and
/// zero-width ones and bytes that are not UTF-8 are shown as `\x1b`, `\u202e`; a tab becomes blanks up to the next
/// multiple of 4.

/// Appends `s` in that form. `column` is the 0-based column where it starts; returns the column after it, East Asian
/// wide characters counted as two.
uint32_t terminal_add(struct buf *b, str s, uint32_t column);

/// Appends a path at the start of a line: one that a CI runner could take for a command of its own ("::error::",
/// "##vso[") starts with "./".
void terminal_add_path(struct buf *b, str path);
/// Appends other text at the start of a line; of what a CI runner would take for a command the first byte is escaped.
void terminal_add_line(struct buf *b, str line);

#endif
