#ifndef DLINT_EVAL_POSIX_REGEX_H
#define DLINT_EVAL_POSIX_REGEX_H

#include "base/arena.h"

/// Regular expressions of POSIX (XBD chapter 9) as sed, grep, awk, expr and `[[ =~ ]]` use them, with GNU's `\+ \? \|`,
/// `\w \s \b \< \>` and character classes. On known texts, one line at a time.

enum posix_dialect { REGEX_BASIC, REGEX_EXTENDED };

struct posix_regex;
enum { REGEX_GROUPS = 10 };

struct posix_match {
  struct {
    uint32_t from, to;
  } group[REGEX_GROUPS]; // [0]: the whole; UINT32_MAX where a group took no part
};

/// NULL where it is not understood.
const struct posix_regex *posix_regex_compile(struct arena *a, str pattern, enum posix_dialect dialect,
                                              bool ignore_case);

/// How many groups it has.
uint32_t posix_regex_groups(const struct posix_regex *r);

enum posix_result { REGEX_NO_MATCH, REGEX_MATCH, REGEX_TOO_DEAR };
/// The leftmost match at or after byte `from`, the longest one there.
enum posix_result posix_regex_find(const struct posix_regex *r, str text, uint32_t from, struct posix_match *m);

#endif
