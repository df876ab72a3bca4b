#ifndef DLINT_CLI_ARGS_H
#define DLINT_CLI_ARGS_H

#include "base/str.h"

/// Options of a command, read from argv by tables. `--help`, the man page and the completions come from the same rows.

struct option {
  int id;               // what args_next() returns for it; > 0
  char letter;          // 0: it has no short form
  const char *name;     // without the dashes
  const char *argument; // what --help calls its value, which is also how it is completed; NULL: it takes none
  const char *help;     // a few words
};

/// Options that belong together. Several commands may have the same group; its ids are then known to all of them.
struct option_group {
  const char *title; // the heading in --help; NULL: "Options"
  const struct option *at;
  uint32_t len;
};

enum { OPTION_GROUPS_MAX = 6 };

enum {
  ARGS_END = 0,      // nothing is left
  ARGS_OPERAND = -1, // `value` is an operand
  ARGS_BAD = -2,     // `problem` says why, and which option may have been meant
  ARGS_HELP = -3,    // --help or -h, which every command has
};

struct args {
  int argc, next;
  char **argv;
  const struct option_group *groups; // up to the first without options
  const char *cluster;               // letters of `-abc` that are still to be read, or NULL
  bool operands_only;                // `--` was read
  bool (*is_operand)(str word);      // whether a word that looks like an option is none; NULL: never
  str value;                         // of the option or operand just returned
  char problem[160];
};

/// Reads argv[1] and what follows. `groups` has OPTION_GROUPS_MAX places.
void args_init(struct args *args, int argc, char **argv, const struct option_group *groups);

/// The next option's id, or one of the above. `--name=value`, `--name value`, `-xvalue`, `-x value`, `-abc` and `--`
/// are understood, operands may stand between options; `-` is an operand.
int args_next(struct args *args);

/// Calls `fn` for each option until it returns true; whether it did.
bool args_each_option(const struct option_group *groups, bool (*fn)(void *ctx, const struct option *o), void *ctx);

#endif
