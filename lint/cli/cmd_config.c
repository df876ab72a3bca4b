#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/request.h"
#include "cli/settings_out.h"
#include "report/report.h"

// Files that follow each other and have the same settings are named together.
static int print_settings(struct request *r) {
  struct job_list jobs = request_jobs(r);
  struct out o;
  out_init_fd(&o, 1);
  for (uint32_t i = 0; i < jobs.len; i++) {
    out_str(&o, STR("# "));
    out_str(&o, report_plain(r->arena, jobs.at[i].path));
    out_char(&o, '\n');
    if (i + 1 == jobs.len || jobs.at[i + 1].settings != jobs.at[i].settings)
      settings_write(r->arena, &o, jobs.at[i].settings, SETTINGS_ALL);
  }
  return flush_stdout(&o) && !r->failed ? EXIT_CLEAN : EXIT_USAGE;
}

static int read_arguments(struct request *r, int argc, char **argv) {
  struct args args;
  args_init(&args, argc, argv, cmd_config.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;)
    if (!request_take(r, id, args.value))
      return command_stop(&cmd_config, &args, id);
  return r->failed ? EXIT_USAGE : print_settings(r);
}

static int run(int argc, char **argv) {
  return request_run(argc, argv, read_arguments);
}

const struct command cmd_config = {
    .name = "config",
    .doc = "print the settings that files are linted with, and where each comes from",
    .operands = "[PATH…]",
    .example = "dlint config services/api/Dockerfile",
    .groups = {REQUEST_BUILD_GROUP, REQUEST_RULES_GROUP, REQUEST_FILES_GROUP},
    .run = run,
};
