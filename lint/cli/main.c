#include <stdio.h>

#include "cli/commands.h"

static const struct command table[] = {
#define COMMAND(name, doc) {#name, cmd_##name, doc},
#include "cli/commands.def"
};

const struct command *commands(uint32_t *count) {
  *count = COUNT_OF(table);
  return table;
}

int main(int argc, char **argv) {
  for (uint32_t i = 0; argc > 1 && i < COUNT_OF(table); i++)
    if (str_eq(str_of(argv[1]), str_of(table[i].name)))
      return table[i].run(argc - 1, argv + 1);
  fputs("usage: dlint COMMAND [ARGUMENT…]\n", stderr);
  return EXIT_USAGE;
}
