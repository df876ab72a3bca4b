#ifndef DLINT_EVAL_WILDCARD_H
#define DLINT_EVAL_WILDCARD_H

#include "eval/outcome.h"
#include "eval/value.h"

/// Patterns of a shell (POSIX XCU 2.13; bash's extended ones but `!(…)`), matched against values: an unknown piece may
/// be any text. A pattern is given as text in which what was quoted is escaped by a backslash.
///
/// `moves` says how much matching may cost: it is taken from, and where it is used up the result is not known. A move
/// is one place in the pattern at one byte of the text.

struct wildcard;

/// Never NULL. A pattern that is not understood, or too big, matches maybe.
const struct wildcard *wildcard_compile(struct arena *a, const struct alternative *text);
/// Whether it stands for one text only, and which.
bool wildcard_is_literal(struct arena *a, const struct alternative *pattern, str *text);

enum outcome wildcard_match(struct arena *a, const struct wildcard *p, const struct alternative *subject,
                            uint32_t *moves);

/// `text` with a backslash before each character that a pattern would take for its own.
str wildcard_quote(struct arena *a, str text);

/// `${v#p}` `##` `%` `%%` (op) of every alternative.
struct value wildcard_trim(struct arena *a, struct value v, str op, struct value pattern, uint32_t *moves);
/// `${v/p/w}` `//` `/#` `/%`.
struct value wildcard_replace(struct arena *a, struct value v, str op, struct value pattern, struct value with,
                              uint32_t *moves);

#endif
