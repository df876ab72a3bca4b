#ifndef DLINT_CLI_HELP_H
#define DLINT_CLI_HELP_H

#include "base/out.h"
#include "cli/commands.h"

/// What --help prints, made from the tables of commands and options.

/// The program as a whole: its commands, and the options of the first one.
void help_program(struct out *o);
void help_command(struct out *o, const struct command *command);
/// `head`, then the options.
void help_groups(struct out *o, const char *head, const struct option_group *groups);

#endif
