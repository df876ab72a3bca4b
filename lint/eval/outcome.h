#ifndef DLINT_EVAL_OUTCOME_H
#define DLINT_EVAL_OUTCOME_H

#include <stdbool.h>

/// How a command ends, or what a condition is.
enum outcome {
  OUTCOME_YES,     // it succeeds
  OUTCOME_NO,      // it fails
  OUTCOME_MAYBE,   // nothing in the file tells
  OUTCOME_ASSUMED, // a program that is not modelled: it succeeds, unless the script asks whether it does
};

/// The outcome as an answer: what is assumed is not known.
static inline enum outcome outcome_answer(enum outcome o) {
  return o == OUTCOME_ASSUMED ? OUTCOME_MAYBE : o;
}

static inline enum outcome outcome_not(enum outcome o) {
  return o == OUTCOME_YES ? OUTCOME_NO : o == OUTCOME_NO ? OUTCOME_YES : OUTCOME_MAYBE;
}

static inline enum outcome outcome_of(bool b) {
  return b ? OUTCOME_YES : OUTCOME_NO;
}

/// Of a command that may have ended in either way.
static inline enum outcome outcome_join(enum outcome x, enum outcome y) {
  return x == y ? x : OUTCOME_MAYBE;
}

#endif
