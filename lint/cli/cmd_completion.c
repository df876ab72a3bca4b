#include "cli/choice.h"
#include "cli/commands.h"
#include "cli/completion.h"

static int print_for(str shell) {
  uint32_t count;
  const struct shell_completion *all = shell_completions(&count);
  uint32_t row = choose("completion", shell, (struct choices){all, sizeof *all, count});
  if (row == count)
    return EXIT_USAGE;
  struct out o;
  out_init_fd(&o, 1);
  all[row].write(&o);
  return out_flush(&o) ? EXIT_CLEAN : EXIT_USAGE;
}

static int run(int argc, char **argv) {
  struct args args;
  str shell = {0};
  args_init(&args, argc, argv, cmd_completion.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;) {
    if (id != ARGS_OPERAND || shell.len)
      return command_stop(&cmd_completion, &args, id);
    shell = args.value;
  }
  return print_for(shell);
}

const struct command cmd_completion = {
    .name = "completion",
    .doc = "print completions for a shell",
    .operands = "bash|zsh|fish",
    .example = "dlint completion bash >/etc/bash_completion.d/dlint",
    .run = run,
};
