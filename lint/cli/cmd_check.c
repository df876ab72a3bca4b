#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/request.h"

enum { OPTION_FAIL_ON = 1, OPTION_JOBS };

static const struct option options[] = {
    {OPTION_FAIL_ON, 0, "fail-on", "LEVEL", "end with 1 from it on: error, warning (default), info, style, never"},
    {OPTION_JOBS, 'j', "jobs", "N", "threads to use; else one a processor"},
};

struct check {
  struct request request;
  struct outputs outputs;
  enum severity fail_on; // SEVERITY_COUNT: never
  uint32_t threads;
  bool found; // something at that level
};

static void take_fail_on(struct check *c, str name) {
  if (str_eq(name, STR("never")))
    c->fail_on = SEVERITY_COUNT;
  else if (!severity_named(name, &c->fail_on))
    c->request.failed = complain("--fail-on: not a level: " STR_FMT, STR_ARG(name));
}

static void take_jobs(struct check *c, str number) {
  if (!str_to_u32(number, &c->threads))
    c->request.failed = complain("--jobs: not a number: " STR_FMT, STR_ARG(number));
}

static bool take(struct check *c, int id, str value) {
  switch (id) {
  case OPTION_FAIL_ON:
    take_fail_on(c, value);
    return true;
  case OPTION_JOBS:
    take_jobs(c, value);
    return true;
  default:
    return outputs_take(&c->outputs, id, value, &c->request.failed) || request_take(&c->request, id, value);
  }
}

static void file_done(void *ctx, struct arena *a, const struct lint_job *job, const struct lint *lint) {
  struct check *c = ctx;
  (void)job;
  if (lint->status != LINT_DONE) {
    c->request.failed = complain_fault(&lint->why);
    return;
  }
  outputs_file(&c->outputs, a, lint->src, &lint->diags);
  for (uint32_t i = 0; i < lint->diags.len; i++)
    c->found = c->found || lint->diags.at[i].severity >= c->fail_on;
}

static int check(struct check *c) {
  struct job_list jobs = request_jobs(&c->request);
  if (!outputs_begin(&c->outputs))
    return EXIT_USAGE;
  lint_files(jobs.at, jobs.len, c->threads, file_done, c);
  if (!outputs_end(&c->outputs) || c->request.failed)
    return EXIT_USAGE;
  return c->found ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int read_arguments(struct check *c, int argc, char **argv) {
  struct args args;
  args_init(&args, argc, argv, cmd_check.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;)
    if (!take(c, id, args.value))
      return command_stop(&cmd_check, &args, id);
  // A wrong option is an error of the whole run; what a path is wrong about comes later and concerns it alone.
  return c->request.failed ? EXIT_USAGE : check(c);
}

static int run(int argc, char **argv) {
  struct arena a;
  arena_init(&a, NULL, 0);
  struct check c = {.fail_on = SEVERITY_WARNING};
  request_init(&c.request, &a);
  outputs_init(&c.outputs, &a);
  int code = read_arguments(&c, argc, argv);
  arena_done(&a);
  return code;
}

const struct command cmd_check = {
    .name = "check",
    .doc = "lint Dockerfiles; what dlint does when no command is named",
    .operands = "[PATH…]",
    .example = "dlint --platform linux/amd64,linux/arm64 Dockerfile services/",
    .groups = {{.at = options, .len = COUNT_OF(options)}, OUTPUT_GROUP, REQUEST_BUILD_GROUP, REQUEST_FILES_GROUP},
    .run = run,
};
