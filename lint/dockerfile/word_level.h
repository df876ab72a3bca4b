#ifndef DLINT_DOCKERFILE_WORD_LEVEL_H
#define DLINT_DOCKERFILE_WORD_LEVEL_H

#include "base/vec.h"
#include "dockerfile/dockerfile.h"

/// Reading a word part by part, for who does not keep its tree.

/// What a mode of word expansion does: the settings of BuildKit's shell.Lex.
struct word_mode_rules {
  bool raw_quotes;    // quotes stay
  bool raw_escapes;   // escape characters stay
  bool no_quotes;     // quotes are ordinary characters
  bool skip_unset;    // variables that are not set stay as they are written
  bool own_backslash; // the escape character is a backslash whatever the file says
};

struct word_mode_rules word_mode_rules(enum word_mode mode);

/// A text being read.
struct word_reader {
  struct arena *arena;
  str text;
  uint32_t pos;
  char escape;
  struct word_mode_rules rules;
  uint32_t depth; // of levels, at most LIMIT_WORD_DEPTH
};

void word_reader_init(struct word_reader *r, struct arena *a, str text, char escape, enum word_mode mode);

/// All of a text, or what follows an operator in `${}`.
struct word_level {
  struct word_reader *reader;
  VEC(struct word_part) parts; // read so far; the reader looks at none of them again
  char stop;                   // the character that ends it; NUL: the end of the text
  bool raw_escapes;            // they stay
  bool pattern;                // in quotes an escape character is doubled, as the pattern will be read once more
  str error;
};

/// Appends the next parts to `parts`; those before a fault when `error` is set by it. False at the end and behind an
/// error.
bool word_level_read(struct word_level *l);

#endif
