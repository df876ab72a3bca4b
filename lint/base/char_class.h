#ifndef DLINT_BASE_CHAR_CLASS_H
#define DLINT_BASE_CHAR_CLASS_H

#include "base/str.h"

/// The ASCII characters of POSIX' `[:name:]`, as pairs of a first and a last one in the order of their codes; NULL
/// where no class has that name.
const char *char_class_ranges(str name);

#endif
