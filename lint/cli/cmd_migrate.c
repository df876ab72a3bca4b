#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/settings_out.h"

enum { OPTION_OUTPUT_FILE = 1 };

static const struct option options[] = {
    {OPTION_OUTPUT_FILE, 'o', "output", "FILE", "what to write; else .dlint.yaml; - for standard output"},
};

struct migrate {
  struct arena arena;
  str from, to;
};

// Nothing that exists is overwritten.
static int open_output(const struct migrate *m) {
  if (str_eq(m->to, STR("-")))
    return STDOUT_FILENO;
  int fd = open(m->to.at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0)
    complain(STR_FMT ": cannot create: %s", STR_ARG(m->to), strerror(errno));
  return fd;
}

static int write_settings(struct migrate *m, const struct settings *settings) {
  int fd = open_output(m);
  if (fd < 0)
    return EXIT_USAGE;
  struct out o;
  out_init_fd(&o, fd);
  settings_write(&m->arena, &o, settings, SETTINGS_CHANGED);
  bool good = out_flush(&o);
  if (fd != STDOUT_FILENO)
    good = close(fd) == 0 && good;
  if (!good)
    complain(STR_FMT ": cannot write all of it", STR_ARG(m->to));
  return good ? EXIT_CLEAN : EXIT_USAGE;
}

static int migrate(struct migrate *m) {
  // hadolint has ShellCheck in it.
  struct overrides overrides = {
      .config = m->from, .isolated = true, .shellcheck_given = true, .shellcheck = SHELLCHECK_AUTO};
  struct faults faults = {0};
  struct config *config = config_new(&m->arena, &overrides, &faults);
  const struct settings *settings = config_settings(config, m->from);
  for (uint32_t i = 0; i < faults.len; i++)
    complain_fault(&faults.at[i]);
  return faults.len ? EXIT_USAGE : write_settings(m, settings);
}

static int read_arguments(struct migrate *m, int argc, char **argv) {
  struct args args;
  args_init(&args, argc, argv, cmd_migrate.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;)
    switch (id) {
    case ARGS_OPERAND:
      m->from = args.value;
      break;
    case OPTION_OUTPUT_FILE:
      m->to = args.value;
      break;
    default:
      return command_stop(&cmd_migrate, &args, id);
    }
  return migrate(m);
}

static int run(int argc, char **argv) {
  struct migrate m = {.from = STR(".hadolint.yaml"), .to = STR(".dlint.yaml")};
  arena_init(&m.arena, NULL, 0);
  int code = read_arguments(&m, argc, argv);
  arena_done(&m.arena);
  return code;
}

const struct command cmd_migrate = {
    .name = "migrate",
    .doc = "write a .dlint.yaml that means what a .hadolint.yaml does",
    .operands = "[.hadolint.yaml]",
    .example = "dlint migrate --output -",
    .groups = {{.at = options, .len = COUNT_OF(options)}},
    .run = run,
};
