#ifndef DLINT_CONFIG_HINTS_H
#define DLINT_CONFIG_HINTS_H

#include "base/arena.h"

/// What somebody may have meant by a name that is none: "; did you mean 'error'?", "; known: …", or empty.

/// A level, or one of the `more` words that may stand in its place.
str hint_of_level(struct arena *a, str word, const char *const *more, uint32_t more_count);
/// A platform. Empty for one that dlint knows, and for one that is nearly none of those: there are others.
str hint_of_platform(struct arena *a, str word);

#endif
