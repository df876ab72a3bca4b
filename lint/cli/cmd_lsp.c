#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/confine.h"
#include "lsp/lsp.h"

static int run(int argc, char **argv) {
  struct args args;
  args_init(&args, argc, argv, cmd_lsp.groups);
  int id = args_next(&args);
  if (id != ARGS_END)
    return command_stop(&cmd_lsp, &args, id);
  confine_server();
  int code = lsp_serve(0, 1);
  if (code == EXIT_USAGE)
    complain("cannot read from the editor, or not write to it");
  return code;
}

const struct command cmd_lsp = {
    .name = "lsp",
    .doc = "serve an editor over the Language Server Protocol, on standard input and output",
    .operands = "",
    .example = "dlint lsp",
    .run = run,
};
