#ifndef DLINT_CLI_COMMANDS_H
#define DLINT_CLI_COMMANDS_H

#include "base/str.h"

/// The commands of the program. A command is a row of commands.def and a function in cmd_NAME.c.

/// Exit codes of every command.
enum exit_code {
  EXIT_CLEAN = 0,    // nothing to report at the asked level
  EXIT_FINDINGS = 1, // findings, or a wanted platform breaks
  EXIT_USAGE = 2,    // usage, configuration, I/O, or a limit reached
  EXIT_INTERNAL = 3, // a bug or lack of resources
};

#define COMMAND(name, doc) int cmd_##name(int argc, char **argv);
#include "cli/commands.def"

struct command {
  const char *name;
  int (*run)(int argc, char **argv);
  const char *doc;
};

/// All commands; `*count` is how many.
const struct command *commands(uint32_t *count);

#endif
