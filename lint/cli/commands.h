#ifndef DLINT_CLI_COMMANDS_H
#define DLINT_CLI_COMMANDS_H

#include "cli/args.h"

/// The commands of the program. A command is a row of commands.def and a `struct command` in cmd_NAME.c:
///
///     int run(int argc, char **argv) {
///       struct args args;
///       args_init(&args, argc, argv, cmd_NAME.groups);
///       for (int id; (id = args_next(&args)) != ARGS_END;)
///         switch (id) {
///         case OPTION_X: … args.value … break;
///         case ARGS_OPERAND: … args.value … break;
///         default: return command_stop(&cmd_NAME, &args, id);
///         }

/// Exit codes of every command.
enum exit_code {
  EXIT_CLEAN = 0,    // nothing to report at the asked level
  EXIT_FINDINGS = 1, // findings, or a wanted platform breaks
  EXIT_USAGE = 2,    // usage, configuration, I/O, or a limit reached
  EXIT_INTERNAL = 3, // a bug or lack of resources
};

struct command {
  const char *name;
  const char *doc;      // what it does, in one line
  const char *operands; // `[PATH…]`; empty for none
  const char *example;  // one line to type
  struct option_group groups[OPTION_GROUPS_MAX];
  int (*run)(int argc, char **argv); // argv[1] is the first argument; returns the exit code
};

#define COMMAND(name) extern const struct command cmd_##name;
#include "cli/commands.def"

/// All commands; `*count` is how many.
const struct command *const *commands(uint32_t *count);
/// NULL where no command has that name.
const struct command *command_named(str name);

/// For ARGS_HELP prints the command's help; for ARGS_BAD says what is wrong with the arguments. Returns the exit code.
int command_stop(const struct command *command, const struct args *args, int id);

#endif
