#ifndef DLINT_DOCKERFILE_WORD_PATTERN_H
#define DLINT_DOCKERFILE_WORD_PATTERN_H

#include "base/arena.h"

/// The patterns of `${name#pattern}` and its like: `*` and `?` stand for what is not a newline, a backslash goes before
/// `* ? \ } /` only. As BuildKit, which makes regular expressions of them (shell/lex.go: convertShellPatternToRegex).

struct word_pattern {
  struct arena *arena;
  uint32_t *tokens; // code points, or one of the two kinds of wildcard
  uint32_t len;
  uint32_t steps; // comparisons made so far
  bool exhausted; // LIMIT_PATTERN_STEPS was reached: nothing matches any more
};

/// False where `text` is no pattern.
bool word_pattern_read(struct arena *a, str text, struct word_pattern *p);

enum word_greed { WORD_SHORTEST, WORD_LONGEST };

/// The end of the match that starts at `from` in `s`; false where there is none.
bool word_pattern_match(struct word_pattern *p, str s, uint32_t from, enum word_greed greed, uint32_t *end);

/// `s` with its code points in reverse order, so that what ends it can be matched from the start. Escapes stay before
/// what they escape if `escapes`.
str word_pattern_reverse(struct arena *a, str s, bool escapes);

#endif
