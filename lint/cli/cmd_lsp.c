#include "cli/commands.h"
#include "lsp/lsp.h"

static int run(int argc, char **argv) {
  struct args args;
  args_init(&args, argc, argv, cmd_lsp.groups);
  int id = args_next(&args);
  return id == ARGS_END ? lsp_serve(0, 1) : command_stop(&cmd_lsp, &args, id);
}

const struct command cmd_lsp = {
    .name = "lsp",
    .doc = "serve an editor over the Language Server Protocol, on standard input and output",
    .operands = "",
    .example = "dlint lsp",
    .run = run,
};
