#ifndef DLINT_DOCKERFILE_LINES_H
#define DLINT_DOCKERFILE_LINES_H

#include "source/source.h"

/// The physical lines of a text, as BuildKit's scanner hands them out.

/// A range of the text.
struct line {
  uint32_t from, to;
};

struct lines {
  str text;
  uint32_t pos;   // where the next line starts
  uint32_t count; // lines handed out so far
};

void lines_init(struct lines *l, str text);
/// The next line, its line end included, a byte order mark at the start of the text not. False at the end of the text,
/// and at a line that is longer than BuildKit's scanner takes (65,536 bytes with the line end).
bool lines_next(struct lines *l, struct line *line);
/// The same, but a line may have any length.
bool lines_next_any(struct lines *l, struct line *line);
bool lines_at_end(const struct lines *l);

/// Without the CR and LF at its end, however many.
struct line line_content(str text, struct line line);
/// Without white space (Unicode's) at the start.
struct line line_trim_left(str text, struct line line);
/// Whether its first character that is no white space is `#`.
bool line_is_comment(str text, struct line line);

/// White space between keyword and arguments: TAB VT FF CR SP.
bool is_blank(char c);

#endif
