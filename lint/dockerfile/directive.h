#ifndef DLINT_DOCKERFILE_DIRECTIVE_H
#define DLINT_DOCKERFILE_DIRECTIVE_H

#include "dockerfile/dockerfile.h"
#include "dockerfile/lines.h"

/// Directives, `# name=value` lines at the head of the file. BuildKit reads them twice, and not in the same way:
/// parser.Parse, for `escape`, trims a line; ParseDirective and DetectSyntax do not, but pass over a `#!` line.

enum directive_result {
  DIRECTIVE_NONE,
  DIRECTIVE_FOUND,
  DIRECTIVE_REPEATED, // the name was there before, which is an error
};

struct directive_reader {
  struct arena *arena;
  const struct text *input;
  str mark;      // how such a line starts
  uint32_t seen; // a bit a name
  bool done;     // a line was no directive: there are no more
};

/// Reads one line, whose number is `line_1based`. Once a line is none, none that follows is one.
enum directive_result directive_read(struct directive_reader *r, struct line line, uint32_t line_1based,
                                     struct directive *out);

/// The directive as BuildKit's other reader finds it; `name` is empty where there is none. `out->value` ends at the
/// first space, `*full` is all of it. `any_format` allows for `// name=value` and for a file that is a JSON object.
void directive_find(struct arena *a, const struct text *input, str name, bool any_format, struct directive *out,
                    str *full);

#endif
