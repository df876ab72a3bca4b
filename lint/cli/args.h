#ifndef DLINT_CLI_ARGS_H
#define DLINT_CLI_ARGS_H

#include "base/str.h"

/// Options of one command, read from argv by a table; `--help` is printed from the same rows.

struct option {
  int id;               // what args_next() returns for it; > 0
  char letter;          // 0: it has no short form
  const char *name;     // without the dashes
  const char *argument; // what --help calls its value; NULL: it takes none
  const char *help;     // one line
};

enum {
  ARGS_END = 0,      // nothing is left
  ARGS_OPERAND = -1, // `value` is an operand
  ARGS_BAD = -2,     // `problem` says why, and which option may have been meant
};

struct args {
  int argc, next;
  char **argv;
  const struct option *options;
  uint32_t option_count;
  const char *cluster; // letters of `-abc` that are still to be read, or NULL
  bool operands_only;  // `--` was read
  str value;           // of the option or operand just returned
  char problem[160];
};

/// Reads from argv[first] on.
void args_init(struct args *args, int argc, char **argv, int first, const struct option *options, uint32_t count);

/// The next option's id, or one of the above. `--name=value`, `--name value`, `-xvalue`, `-x value`, `-abc` and `--`
/// are understood; `-` is an operand.
int args_next(struct args *args);

#endif
