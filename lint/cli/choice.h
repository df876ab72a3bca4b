#ifndef DLINT_CLI_CHOICE_H
#define DLINT_CLI_CHOICE_H

#include "base/str.h"

/// The words that a value may be: a table whose rows begin with them.
struct choices {
  const void *rows; // each begins with a `const char *`
  size_t row_size;
  uint32_t count;
};
#define CHOICES(table) ((struct choices){(table), sizeof *(table), COUNT_OF(table)})

/// The row that `value` names; `choices.count`, after a message on stderr with what may have been meant, where none is
/// called so. `what` is what had that value: "--format".
uint32_t choose(const char *what, str value, struct choices choices);

/// Complains of `word`, which stands where the name of a command may, if it is nearly one. Whether it did.
bool complain_of_command(str word);

#endif
