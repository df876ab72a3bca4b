#ifndef DLINT_EVAL_WILDCARD_H
#define DLINT_EVAL_WILDCARD_H

#include "eval/outcome.h"
#include "eval/value.h"

/// Patterns of a shell (POSIX XCU 2.13; bash's extended ones but `!(…)`), matched against values: an unknown piece may
/// be any text. A pattern is given as text in which what was quoted is escaped by a backslash.

struct wildcard;

/// Never NULL. A pattern that is not understood, or too big, matches maybe.
const struct wildcard *wildcard_compile(struct arena *a, const struct alternative *text);
/// Whether it stands for one text only, and which.
bool wildcard_is_literal(struct arena *a, const struct alternative *pattern, str *text);

enum outcome wildcard_match(struct arena *a, const struct wildcard *p, const struct alternative *subject);

/// Where the pattern can end that starts at byte `from` of a known text: the shortest or longest. False where it does
/// not match there; `*sure` is false where that is not known.
enum wildcard_length { WILDCARD_SHORTEST, WILDCARD_LONGEST };
bool wildcard_match_prefix(struct arena *a, const struct wildcard *p, str text, uint32_t from,
                           enum wildcard_length length, uint32_t *end, bool *sure);

/// `text` with a backslash before each character that a pattern would take for its own.
str wildcard_quote(struct arena *a, str text);

/// `${v#p}` `##` `%` `%%` (op) of every alternative.
struct value wildcard_trim(struct arena *a, struct value v, str op, struct value pattern);
/// `${v/p/w}` `//` `/#` `/%`.
struct value wildcard_replace(struct arena *a, struct value v, str op, struct value pattern, struct value with);

#endif
