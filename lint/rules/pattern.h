#ifndef DLINT_RULES_PATTERN_H
#define DLINT_RULES_PATTERN_H

#include "base/arena.h"

/// The patterns that rules may write: PCRE2's syntax without what lets a short one take forever, look outside its
/// subject or run code. Rule files come from strangers' repositories.

struct pattern_fault {
  uint32_t at; // byte of the pattern
  str message;
};

/// Whether `pattern` keeps to that syntax: at most LIMIT_PATTERN_BYTES, no backreferences, recursion, conditions,
/// callouts, (*VERBS), named groups, \C, \K, \G, \X, \p, \Q. What else may be wrong with it, regex_check() tells.
bool pattern_is_allowed(str pattern, struct pattern_fault *why);

/// The longest text that stands in every subject that matches; empty where none can be told. A part of `pattern`.
str pattern_literal(str pattern);

#endif
