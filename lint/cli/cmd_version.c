#include "base/out.h"
#include "cli/commands.h"

int cmd_version(int argc, char **argv) {
  (void)argc, (void)argv;
  struct out o;
  out_init_fd(&o, 1);
  out_str(&o, STR("dlint " DLINT_VERSION "\n"));
  return out_flush(&o) ? EXIT_CLEAN : EXIT_USAGE;
}
