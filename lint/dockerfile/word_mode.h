#ifndef DLINT_DOCKERFILE_WORD_MODE_H
#define DLINT_DOCKERFILE_WORD_MODE_H

#include "dockerfile/dockerfile.h"

/// What the modes of word expansion do: the settings of BuildKit's shell.Lex.
struct word_mode_rules {
  bool raw_quotes;    // quotes stay
  bool raw_escapes;   // escape characters stay
  bool no_quotes;     // quotes are ordinary characters
  bool skip_unset;    // variables that are not set stay as they are written
  bool own_backslash; // the escape character is a backslash whatever the file says
};

struct word_mode_rules word_mode_rules(enum word_mode mode);

#endif
