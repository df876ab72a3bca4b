#ifndef DLINT_CLI_COMPLETION_H
#define DLINT_CLI_COMPLETION_H

#include "base/out.h"

/// Completions for shells, made from the tables of commands and options.

struct shell_completion {
  const char *shell;
  void (*write)(struct out *o);
};

/// One for each shell; `*count` is how many.
const struct shell_completion *shell_completions(uint32_t *count);

#endif
