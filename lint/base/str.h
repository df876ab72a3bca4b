#ifndef DLINT_BASE_STR_H
#define DLINT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// A view of bytes that somebody else owns. It need not end in NUL and may hold NUL; {NULL, 0} is the empty one.
typedef struct str {
  const char *at;
  uint32_t len;
} str;

/// A half-open range of the source file. Offsets are bytes from 0.
typedef struct span {
  uint32_t off, len;
} span;

#define STR(literal) ((str){"" literal, sizeof(literal) - 1})
/// The same as an initializer of a static table.
#define STR_INIT(literal)                                                                                              \
  { "" literal, sizeof(literal) - 1 }
/// For printf: `printf("<" STR_FMT ">", STR_ARG(s))`.
#define STR_FMT    "%.*s"
#define STR_ARG(s) (int)(s).len, (s).len ? (s).at : ""
/// The same, cut to what a person needs to recognise a name in a message.
#define STR_BRIEF(s)    (int)((s).len < 80 ? (s).len : 80), (s).len ? (s).at : ""
#define COUNT_OF(array) (uint32_t)(sizeof(array) / sizeof *(array))

static inline bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

static inline bool is_ascii_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool is_ascii_alnum(char c) {
  return is_ascii_alpha(c) || is_ascii_digit(c);
}

static inline char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}
static inline char ascii_upper(char c) {
  return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

static inline bool str_eq(str a, str b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/// Bytes `from` to `to` (exclusive) of `s`; both are cut to its length.
static inline str str_slice(str s, uint32_t from, uint32_t to) {
  if (to > s.len)
    to = s.len;
  if (from > to)
    from = to;
  return s.at ? (str){s.at + from, to - from} : (str){0};
}

/// Without its first `n` bytes.
static inline str str_skip(str s, uint32_t n) {
  return str_slice(s, n, s.len);
}

/// A view of a NUL-terminated string; NULL gives the empty view.
str str_of(const char *cstr);

/// Equal but for the case of ASCII letters.
bool str_eq_nocase(str a, str b);
/// Order by byte, a prefix first: <0, 0, >0.
int str_compare(str a, str b);
/// The same, but runs of digits count as numbers: 3.9 before 3.10.
int str_compare_versions(str a, str b);
/// As str_compare(), without looking at ASCII case.
int str_compare_nocase(str a, str b);
bool str_has_prefix(str s, str prefix);
bool str_has_suffix(str s, str suffix);
bool str_contains(str s, str part);
/// Where `part` first stands in `s`; `s.len` where it does not.
uint32_t str_find(str s, str part);
/// Where `c` first (last) stands in `s`; `s.len` where it does not.
uint32_t str_find_char(str s, char c);
uint32_t str_find_last_char(str s, char c);

/// Without spaces, tabs, CR, LF, VT and FF at both ends.
str str_trim(str s);
/// Cuts at the first `sep`: true with the text before and after it; else false and nothing is written.
/// `head` and `tail` may be the address of `s` itself in the caller.
bool str_cut(str s, char sep, str *head, str *tail);
/// Cuts off the next piece before `sep` (the rest where there is none); false when `rest` is empty.
bool str_next(str *rest, char sep, str *piece);

/// Reads all of `s` as a decimal number. False, and nothing is written, where it is none or does not fit.
bool str_to_u32(str s, uint32_t *n);
/// How many digits of that base (up to 16) `s` starts with, at most `max`; `*n` is their number.
uint32_t str_digits(str s, uint32_t base, uint32_t max, uint32_t *n);

/// An FNV-1a hash; stable, so that tables can be made at build time. For names of our own: see str_hash_strong().
uint32_t str_hash(str s);
/// SipHash-1-3 with a key of zeros: names of one hash cannot be made up in number, as those of FNV-1a can. The same on
/// every machine.
uint64_t str_hash_strong(str s);

/// How many insertions, deletions, replacements and swaps of neighbours turn `a` into `b`, without looking at ASCII
/// case; `limit + 1` where it is more than `limit` (at most 7) or one is longer than 64 bytes.
uint32_t str_distance(str a, str b, uint32_t limit);

static inline uint32_t span_end(span s) {
  return s.off + s.len;
}

/// From the start of `a` to the end of `b`, which does not end before `a` starts.
static inline span span_join(span a, span b) {
  return (span){a.off, b.off + b.len - a.off};
}

#endif
