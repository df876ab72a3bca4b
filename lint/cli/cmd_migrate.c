#include <unistd.h>

#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/outfile.h"
#include "cli/settings_out.h"

enum { OPTION_OUTPUT_FILE = 1 };

static const struct option options[] = {
    {OPTION_OUTPUT_FILE, 'o', "output", "FILE", "what to write; else .dlint.yaml; - for standard output"},
};

struct migrate {
  struct arena arena;
  str from, to;
};

static bool print_settings(struct migrate *m, const struct settings *settings) {
  struct out o;
  out_init_fd(&o, STDOUT_FILENO);
  settings_write(&m->arena, &o, settings, SETTINGS_CHANGED);
  return out_flush(&o) || !complain("standard output: cannot write all of it");
}

static bool write_settings(struct migrate *m, const struct settings *settings) {
  if (str_eq(m->to, STR("-")))
    return print_settings(m, settings);
  struct outfile f;
  if (!outfile_begin(&f, &m->arena, m->to, OUTFILE_IS_NEW))
    return false;
  settings_write(&m->arena, &f.out, settings, SETTINGS_CHANGED);
  return outfile_end(&f);
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
  return faults.len || !write_settings(m, settings) ? EXIT_USAGE : EXIT_CLEAN;
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
