#ifndef DLINT_DOCKERFILE_INSTR_READER_H
#define DLINT_DOCKERFILE_INSTR_READER_H

#include "dockerfile/dockerfile.h"

/// An instruction being typed. The functions that take one return false once it is refused, and fill what can be filled
/// all the same.
struct instr_reader {
  struct arena *arena;
  const struct text *file; // the text that the node's places are in
  const struct node *node;
  struct instr *in;
};

/// Keeps the first reason; always false.
bool instr_refuse(struct instr_reader *r, span place, str why);
/// `what` follows the keyword in the sentence.
bool instr_refuse_keyword(struct instr_reader *r, const char *what);
/// The flag's name follows `what`.
bool instr_refuse_flag(struct instr_reader *r, const struct node_flag *flag, const char *what);

/// BuildKit's BFlags.Parse: names, values and repetitions, by the row of instr.def.
bool instr_check_flags(struct instr_reader *r);
/// Takes all arguments as they are.
void instr_take_args(struct instr_reader *r);
/// The same, with the form.
void instr_read_command(struct instr_reader *r);

/// Whether a word is `capitals` once Go has made capitals of it.
bool instr_upper_is(str word, str capitals);

/// The instructions that take more than a few lines.
bool instr_read_copy(struct instr_reader *r); // ADD too
bool instr_read_run(struct instr_reader *r);
bool instr_read_healthcheck(struct instr_reader *r);
bool instr_read_onbuild(struct instr_reader *r);

#endif
