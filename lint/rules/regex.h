#ifndef DLINT_RULES_REGEX_H
#define DLINT_RULES_REGEX_H

#include "base/arena.h"

/// The one door to PCRE2. Patterns see bytes; they are compiled when they are used first, to machine code (where
/// PCRE2 can) when they are used often, and live in the caller's cache: there is one for each thread.

/// Where patterns come from decides how far they are trusted.
enum regex_trust {
  REGEX_BUILT_IN, // tried out when dlint was built
  REGEX_FOREIGN,  // every step is counted: a few are slow enough to hold up a run without reaching another limit
  REGEX_ON_TRIAL, // likewise, with fewer of them
};

struct regex_cache;

/// A cache for `count` patterns; what is in it goes with the arena.
struct regex_cache *regex_cache_new(struct arena *a, uint32_t count, enum regex_trust trust);

enum regex_answer {
  REGEX_NO,
  REGEX_YES,
  REGEX_FAULT, // a limit was reached, so nobody knows
};

struct regex {
  uint32_t number; // in the cache
  str text;
  bool ignores_case;
};

/// Looks for the pattern in `subject` from byte `from` on. YES with its place; FAULT with `*why`, a text that needs no
/// memory. `*steps` is what it took, as far as that is counted.
enum regex_answer regex_find(struct regex_cache *cache, const struct regex *regex, str subject, uint32_t from,
                             span *where, uint32_t *steps, str *why);

/// Whether a text that begins with `beginning` may match, whatever follows. NO only where the pattern has to match from
/// the first byte on, and that much cannot be its beginning.
enum regex_answer regex_may_follow(struct regex_cache *cache, const struct regex *regex, str beginning, uint32_t *steps,
                                   str *why);

/// Whether PCRE2 takes the pattern; else where it stops, and why, in `a`.
bool regex_check(struct arena *a, str pattern, uint32_t *at, str *why);

#endif
