#ifndef DLINT_DOCKERFILE_STATEMENT_H
#define DLINT_DOCKERFILE_STATEMENT_H

#include "base/vec.h"
#include "dockerfile/dockerfile.h"
#include "dockerfile/instr_table.h"

/// One instruction taken from its joined line: keyword, flags and arguments (BuildKit's newNodeFromLine).

/// Where lists grow before their length is known; used again for each instruction.
struct statement_lists {
  VEC(struct text) args;
  VEC(struct node_flag) flags;
};

struct statement {
  struct arena *arena;
  char escape;
  uint32_t depth;    // how many ONBUILD are around it
  struct node *node; // its `original` is set
  uint32_t at, end;  // the part of the line that is still to be read, white space around it removed
  struct statement_lists *lists;
  str refusal;       // why BuildKit's parser stops here; empty where it does not
  span refusal_span; // of the file
};

/// Fills the node's keyword, flags, arguments and child from `node->original`. `refusal` may be set then.
void statement_read(struct statement *s);

/// The parts of it.
void flags_read(struct statement *s);
void arguments_read(struct statement *s);

enum exec_form {
  EXEC_FORM_NONE,        // no JSON array
  EXEC_FORM_READ,        // its strings were added to the arguments
  EXEC_FORM_NOT_STRINGS, // refused: an array with something else in it
};
/// Reads what is left as a JSON array.
enum exec_form exec_form_read(struct statement *s);

/// Appends bytes `from` to `to` of the line.
void statement_add_arg(struct statement *s, uint32_t from, uint32_t to);
void statement_refuse(struct statement *s, uint32_t from, uint32_t to, str why);
/// Moves `*from` and `*to` inwards, over white space as Unicode has it.
void trim_range(str text, uint32_t *from, uint32_t *to);

#endif
