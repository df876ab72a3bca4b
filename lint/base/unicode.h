#ifndef DLINT_BASE_UNICODE_H
#define DLINT_BASE_UNICODE_H

#include "base/arena.h"

/// What Unicode says about code points, as far as the grammar of a Dockerfile asks for it (Unicode 15.0, as Go 1.21 and
/// later).

bool unicode_is_letter(uint32_t c);
/// A decimal digit of any script.
bool unicode_is_digit(uint32_t c);
uint32_t unicode_lower(uint32_t c);

/// A copy in lower case, as Go's strings.ToLower: a byte that is not UTF-8 becomes U+FFFD.
str unicode_lower_str(struct arena *a, str s);

#endif
