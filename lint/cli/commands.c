#include "cli/commands.h"

#include "cli/complain.h"
#include "cli/help.h"

static const struct command *const table[] = {
#define COMMAND(name) &cmd_##name,
#include "cli/commands.def"
};

const struct command *const *commands(uint32_t *count) {
  *count = COUNT_OF(table);
  return table;
}

const struct command *command_named(str name) {
  for (uint32_t i = 0; i < COUNT_OF(table); i++)
    if (str_eq(str_of(table[i]->name), name))
      return table[i];
  return NULL;
}

int command_stop(const struct command *command, const struct args *args, int id) {
  if (id == ARGS_HELP) {
    struct out o;
    out_init_fd(&o, 1);
    help_command(&o, command);
    return flush_stdout(&o) ? EXIT_CLEAN : EXIT_USAGE;
  }
  if (id == ARGS_OPERAND)
    complain("%s takes no argument: " STR_FMT, command->name, STR_ARG(args->value));
  else
    complain("%s", args->problem);
  complain("dlint %s --help lists the options", command->name);
  return EXIT_USAGE;
}
