#include <sys/stat.h>

#include "cli/choice.h"
#include "cli/commands.h"
#include "cli/compat_hadolint.h"
#include "cli/complain.h"
#include "cli/help.h"

static int print_help(void) {
  struct out o;
  out_init_fd(&o, 1);
  help_program(&o);
  return flush_stdout(&o) ? EXIT_CLEAN : EXIT_USAGE;
}

// Whether the program is asked to be hadolint: by its name, or by --compat=hadolint, which is then taken out.
static bool is_hadolint(int *argc, char **argv) {
  str name = str_of(*argc ? argv[0] : NULL);
  uint32_t slash = str_find_last_char(name, '/');
  bool found = str_eq(slash < name.len ? str_skip(name, slash + 1) : name, STR("hadolint"));
  int kept = 1;
  for (int i = 1; i < *argc; i++)
    if (str_eq(str_of(argv[i]), STR("--compat=hadolint")))
      found = true;
    else
      argv[kept++] = argv[i];
  *argc = *argc ? kept : 0;
  return found;
}

// `dlint PATH…` is `dlint check PATH…`; a file that has a command's name is written ./version.
int main(int argc, char **argv) {
  if (is_hadolint(&argc, argv))
    return compat_hadolint(argc, argv);
  str first = argc > 1 ? str_of(argv[1]) : (str){0};
  if (str_eq(first, STR("--help")) || str_eq(first, STR("-h")) || str_eq(first, STR("help")))
    return print_help();
  if (str_eq(first, STR("--version")) || str_eq(first, STR("-V")))
    return cmd_version.run(1, argv);
  const struct command *command = command_named(first);
  if (command)
    return command->run(argc - 1, argv + 1);
  struct stat st;
  if (first.len && first.at[0] != '-' && stat(first.at, &st) != 0 && complain_of_command(first))
    return EXIT_USAGE;
  uint32_t count;
  return commands(&count)[0]->run(argc, argv);
}
