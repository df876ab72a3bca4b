#ifndef DLINT_BASE_UTF8_INDEX_H
#define DLINT_BASE_UTF8_INDEX_H

#include "base/arena.h"

/// How many characters stand before any byte of a text, told in about the same time wherever that is.
struct utf8_index {
  str text;
  const struct utf8_mark *marks; // see utf8_index.c
};

/// Reads all of `text`, which must outlive the result.
struct utf8_index *utf8_index_new(struct arena *a, str text);
/// As utf8_count() and utf8_count_utf16() of the first `off` bytes.
uint32_t utf8_index_count(const struct utf8_index *x, uint32_t off);
uint32_t utf8_index_count_utf16(const struct utf8_index *x, uint32_t off);

#endif
