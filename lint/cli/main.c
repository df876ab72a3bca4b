#include "cli/commands.h"
#include "cli/help.h"

static int print_help(void) {
  struct out o;
  out_init_fd(&o, 1);
  help_program(&o);
  return out_flush(&o) ? EXIT_CLEAN : EXIT_USAGE;
}

// `dlint PATH…` is `dlint check PATH…`; a file that has a command's name is written ./version.
int main(int argc, char **argv) {
  str first = argc > 1 ? str_of(argv[1]) : (str){0};
  if (str_eq(first, STR("--help")) || str_eq(first, STR("-h")) || str_eq(first, STR("help")))
    return print_help();
  if (str_eq(first, STR("--version")) || str_eq(first, STR("-V")))
    return cmd_version.run(1, argv);
  const struct command *command = command_named(first);
  if (command)
    return command->run(argc - 1, argv + 1);
  uint32_t count;
  return commands(&count)[0]->run(argc, argv);
}
