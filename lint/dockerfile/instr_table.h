#ifndef DLINT_DOCKERFILE_INSTR_TABLE_H
#define DLINT_DOCKERFILE_INSTR_TABLE_H

#include "dockerfile/dockerfile.h"

/// The rows of instr.def.

/// How the arguments of an instruction are taken from its line.
enum instr_syntax {
  SYNTAX_NONE,          // no instruction: one empty argument
  SYNTAX_JSON_OR_WORDS, // a JSON array, else words between blanks
  SYNTAX_JSON_OR_TEXT,  // a JSON array, else one text
  SYNTAX_WORDS,         // between blanks
  SYNTAX_QUOTED_WORDS,  // quotes keep a word together
  SYNTAX_PAIRS,         // quoted words `key=value`, or `key value`
  SYNTAX_TEXT,          // all of it
  SYNTAX_HEALTHCHECK,   // a word, then as JSON_OR_TEXT
  SYNTAX_INSTRUCTION,   // another instruction
};

/// Where an instruction may stand.
enum instr_place {
  PLACE_IN_STAGE,
  PLACE_OPENS_STAGE,
  PLACE_ANYWHERE,
};

struct instr_row {
  str keyword; // in capitals
  enum instr_syntax syntax;
  const char *flags; // as in instr.def
  enum instr_place place;
};

/// `kind` may be INSTR_UNKNOWN.
const struct instr_row *instr_row(enum instr_kind kind);
/// The instruction of that keyword, in lower case.
enum instr_kind instr_kind_named(str keyword);
/// The one that somebody who wrote `keyword` may have meant; INSTR_UNKNOWN where none is near.
enum instr_kind instr_kind_near(str keyword);

#endif
