#include "base/out.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "know/image_table.h"

static int run(int argc, char **argv) {
  struct args args;
  args_init(&args, argc, argv, cmd_version.groups);
  int id = args_next(&args);
  if (id != ARGS_END)
    return command_stop(&cmd_version, &args, id);
  struct out o;
  out_init_fd(&o, 1);
  out_str(&o, STR("dlint " DLINT_VERSION " (official images as of "));
  out_str(&o, image_table_day());
  out_str(&o, STR(")\n"));
  return flush_stdout(&o) ? EXIT_CLEAN : EXIT_USAGE;
}

const struct command cmd_version = {
    .name = "version",
    .doc = "print the version, and the day of the table of images",
    .operands = "",
    .example = "dlint version",
    .run = run,
};
