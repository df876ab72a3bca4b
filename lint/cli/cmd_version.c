#include "base/out.h"
#include "cli/commands.h"

static int run(int argc, char **argv) {
  struct args args;
  args_init(&args, argc, argv, cmd_version.groups);
  int id = args_next(&args);
  if (id != ARGS_END)
    return command_stop(&cmd_version, &args, id);
  struct out o;
  out_init_fd(&o, 1);
  out_str(&o, STR("dlint " DLINT_VERSION "\n"));
  return out_flush(&o) ? EXIT_CLEAN : EXIT_USAGE;
}

const struct command cmd_version = {
    .name = "version",
    .doc = "print the version",
    .operands = "",
    .example = "dlint version",
    .run = run,
};
