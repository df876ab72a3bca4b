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

enum { PATTERN_LITERALS_MAX = 8 };

/// Texts, parts of a pattern.
struct literals {
  str at[PATTERN_LITERALS_MAX];
  uint32_t len;
};

/// Texts one of which stands in every subject that matches, so that most subjects need no pattern; none where no such
/// ones can be told.
struct literals pattern_literals(str pattern);

#endif
