#ifndef DLINT_CLI_COMPLETION_H
#define DLINT_CLI_COMPLETION_H

#include "base/out.h"

/// Completions for shells, made from the tables of commands and options.

/// Lists of words that values are completed with.
enum completion_list {
  COMPLETION_FORMATS,
  COMPLETION_LEVELS,
  COMPLETION_WHEN,
  COMPLETION_RULES, // and categories and sets
  COMPLETION_PLATFORMS,
  COMPLETION_COUNT
};

struct completion_words {
  str of[COMPLETION_COUNT]; // with blanks between; letters, digits and `/_-` only
};

struct shell_completion {
  const char *shell;
  void (*write)(struct out *o, const struct completion_words *words);
};

/// One for each shell; `*count` is how many.
const struct shell_completion *shell_completions(uint32_t *count);

#endif
