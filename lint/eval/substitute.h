#ifndef DLINT_EVAL_SUBSTITUTE_H
#define DLINT_EVAL_SUBSTITUTE_H

#include "eval/scope.h"

/// What BuildKit makes of a word of FROM, ENV, COPY, …: quotes removed, variables replaced.
struct substitution {
  bool ok; // BuildKit accepts the word
  str text;
  str error;          // where it does not
  struct value value; // what it may be
};

struct substitution substitute(struct arena *a, str word, char escape, const struct scope *scope);
/// The same for the body of a here-document of COPY and ADD: quotes are ordinary there, the escape is a backslash.
struct substitution substitute_heredoc(struct arena *a, str body, const struct scope *scope);

#endif
