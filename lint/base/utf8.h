#ifndef DLINT_BASE_UTF8_H
#define DLINT_BASE_UTF8_H

#include "base/str.h"

#define UTF8_REPLACEMENT 0xFFFDu

/// The code point at the start of `s`, which must not be empty; `*len` is how many bytes it takes. A byte that is not
/// part of well-formed UTF-8 (RFC 3629: shortest form, no surrogates) gives UTF8_REPLACEMENT with `*len` 1.
uint32_t utf8_decode(str s, uint32_t *len);
/// The last code point of `s`, likewise.
uint32_t utf8_decode_last(str s, uint32_t *len);
/// Writes `c` to `dst` (room for 4 bytes) and returns its length; a surrogate or a number past 0x10FFFF is replaced.
uint32_t utf8_encode(uint32_t c, char *dst);

/// How many code points (UTF-16 units) `s` has; each byte that is not UTF-8 counts as one.
uint32_t utf8_count(str s);
uint32_t utf8_count_utf16(str s);

/// Unicode's White_Space property, which is Go's unicode.IsSpace.
bool utf8_is_space(uint32_t c);
/// Characters that show nothing or change how their neighbours are shown: controls (C0, DEL, C1), bidirectional and
/// zero-width ones, line and paragraph separators, tags, noncharacters of the first plane.
bool utf8_is_hidden(uint32_t c);
/// Without white space (as above) at the start, at the end, at both.
str utf8_trim_left(str s);
str utf8_trim_right(str s);
str utf8_trim(str s);

#endif
