#ifndef DLINT_KNOW_BUILTIN_H
#define DLINT_KNOW_BUILTIN_H

#include "know/table.h"

/// What gen/rulec writes: the i-th table of rules/data, in the order of their names; NULL past the last one.
const struct know_table *know_builtin_table(uint32_t i);

#endif
