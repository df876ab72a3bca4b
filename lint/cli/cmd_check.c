#include <unistd.h>

#include "cli/baseline.h"
#include "cli/choice.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/request.h"
#include "cli/watch.h"

enum {
  OPTION_FAIL_ON = 1,
  OPTION_EXIT_ZERO,
  OPTION_SUMMARY,
  OPTION_STATISTICS,
  OPTION_BASELINE,
  OPTION_WRITE_BASELINE,
  OPTION_JOBS,
  OPTION_WATCH,
  OPTION_SHOW_FILES,
  OPTION_COMPAT,
};

static const struct option options[] = {
    {OPTION_FAIL_ON, 0, "fail-on", "LEVEL", "end with 1 from it on: error, warning (default), info, style, never"},
    {OPTION_EXIT_ZERO, 0, "exit-zero", NULL, "end with 0 whatever is found"},
    {OPTION_BASELINE, 0, "baseline", "FILE", "findings in it are known and do not count"},
    {OPTION_WRITE_BASELINE, 0, "write-baseline", "FILE", "write the findings there, to be known from now on"},
    {OPTION_SUMMARY, 0, "summary", NULL, "say on stderr how many findings there are"},
    {OPTION_STATISTICS, 0, "statistics", NULL, "say on stderr how many each rule has"},
    {OPTION_JOBS, 'j', "jobs", "N", "threads to use; else one a processor"},
    {OPTION_WATCH, 0, "watch", NULL, "lint again whenever a file changes, until it is interrupted"},
    {OPTION_SHOW_FILES, 0, "show-files", NULL, "list the files that would be linted, and lint none"},
    {OPTION_COMPAT, 0, "compat", "TOOL", "--compat=hadolint: take that tool's options and print what it prints"},
};

struct check {
  struct arena arena;
  struct request request;
  struct outputs outputs;
  struct baseline baseline;
  struct outfile baseline_file;
  str baseline_path, write_baseline_path; // empty without
  bool fail_on_given;
  enum severity fail_on; // SEVERITY_COUNT: never
  bool summary, statistics;
  uint32_t threads;
  struct progress progress;
  struct watch *watch;
  bool watching, show_files;
  bool again; // another run is to follow as soon as something has changed
  bool found; // something at that level
};

static void take_fail_on(struct check *c, str name) {
  static const struct level {
    const char *name;
    enum severity fail_on;
  } levels[] = {{"error", SEVERITY_ERROR},
                {"warning", SEVERITY_WARNING},
                {"info", SEVERITY_INFO},
                {"style", SEVERITY_STYLE},
                {"never", SEVERITY_COUNT}};
  uint32_t level = choose("--fail-on", name, CHOICES(levels));
  c->fail_on_given = true;
  if (level < COUNT_OF(levels))
    c->fail_on = levels[level].fail_on;
  else
    c->request.failed = true;
}

static void take_jobs(struct check *c, str number) {
  if (!str_to_u32(number, &c->threads))
    c->request.failed = complain("--jobs: not a number: " STR_FMT, STR_BRIEF(number));
}

static bool take(struct check *c, int id, str value) {
  switch (id) {
  case OPTION_FAIL_ON:
    take_fail_on(c, value);
    return true;
  case OPTION_EXIT_ZERO:
    take_fail_on(c, STR("never"));
    return true;
  case OPTION_SUMMARY:
    c->summary = true;
    return true;
  case OPTION_STATISTICS:
    c->statistics = true;
    return true;
  case OPTION_BASELINE:
    c->baseline_path = value;
    return true;
  case OPTION_WRITE_BASELINE:
    c->write_baseline_path = value;
    return true;
  case OPTION_JOBS:
    take_jobs(c, value);
    return true;
  case OPTION_WATCH:
    c->watching = true;
    return true;
  case OPTION_SHOW_FILES:
    c->show_files = true;
    return true;
  case OPTION_COMPAT: // main() has seen to --compat=hadolint
    c->request.failed = complain("--compat: written --compat=hadolint, the only tool there is");
    return true;
  default:
    return outputs_take(&c->outputs, id, value, &c->request.failed) || request_take(&c->request, id, value);
  }
}

static void take_result(struct check *c, struct arena *a, const struct lint_job *job, struct lint *lint) {
  if (lint->status != LINT_DONE) {
    request_complain(&c->request, lint);
    return;
  }
  for (uint32_t i = 0; i < lint->faults.len; i++)
    c->request.failed = complain_fault(&lint->faults.at[i]);
  if (c->baseline_path.len || c->write_baseline_path.len)
    baseline_apply(a, &c->baseline, lint->src, &lint->diags);
  outputs_file(&c->outputs, a, lint->src, &lint->diags);
  enum severity fail_on = c->fail_on_given ? c->fail_on : job->settings->fail_on;
  for (uint32_t i = 0; i < lint->diags.len; i++)
    c->found = c->found || lint->diags.at[i].severity >= fail_on;
}

static void file_done(void *ctx, struct arena *a, const struct lint_job *job, struct lint *lint) {
  struct check *c = ctx;
  if (lint->status != LINT_DONE || lint->diags.len || lint->faults.len)
    progress_hide(&c->progress);
  take_result(c, a, job, lint);
  if (c->progress.active)
    outputs_show(&c->outputs);
  progress_step(&c->progress);
}

static bool begin_baseline(struct check *c) {
  struct fault why;
  if (c->baseline_path.len && !baseline_read(&c->arena, c->baseline_path, &c->baseline, &why))
    return !complain_fault(&why);
  if (c->write_baseline_path.len == 0)
    return true;
  if (!outfile_begin(&c->baseline_file, &c->arena, c->write_baseline_path, OUTFILE_REPLACES))
    return false;
  baseline_begin(&c->baseline, &c->baseline_file.out);
  return true;
}

// A baseline of a part of the findings would hide none of the others: after a failure it stays what it was.
static bool end_baseline(struct check *c) {
  if (c->write_baseline_path.len && c->request.failed)
    outfile_drop(&c->baseline_file);
  return c->write_baseline_path.len == 0 || c->request.failed || outfile_end(&c->baseline_file);
}

// False after a message; then nothing is left of what was begun.
static bool begin_output(struct check *c) {
  if (!begin_baseline(c))
    return false;
  bool good = outputs_begin(&c->outputs);
  if (!good && c->write_baseline_path.len)
    outfile_drop(&c->baseline_file);
  return good;
}

// What will be touched besides Dockerfiles. The next round of a watch may need more.
static void name_files(struct check *c) {
  struct request *r = &c->request;
  outputs_name_files(&c->outputs, r->arena, &r->written);
  if (c->write_baseline_path.len)
    VEC_PUSH(r->arena, &r->written, c->write_baseline_path);
  if (c->baseline_path.len)
    VEC_PUSH(r->arena, &r->read_later, c->baseline_path);
  if (c->watching)
    r->sandbox = SANDBOX_OFF;
}

static struct job_list find(struct check *c) {
  if (c->watching && isatty(STDOUT_FILENO))
    fd_write(STDOUT_FILENO, STR("\x1b[H\x1b[2J"));
  name_files(c);
  struct job_list jobs = request_jobs(&c->request);
  if (c->watching)
    watch_request(c->watch, &c->request, &jobs);
  return jobs;
}

static int show_files(struct request *r) {
  struct job_list jobs = request_jobs(r);
  struct out o;
  out_init_fd(&o, STDOUT_FILENO);
  for (uint32_t i = 0; i < jobs.len; i++) {
    out_str(&o, report_plain(r->arena, jobs.at[i].path));
    out_char(&o, '\n');
  }
  return flush_stdout(&o) && !r->failed ? EXIT_CLEAN : EXIT_USAGE;
}

static void end_output(struct check *c) {
  if (c->request.no_memory) {
    outputs_give_up(&c->outputs);
    end_baseline(c);
    return;
  }
  bool written = outputs_end(&c->outputs);
  c->request.failed = !end_baseline(c) || !written || c->request.failed;
  if (c->statistics)
    outputs_print_statistics(&c->outputs);
  if (c->summary || c->watching)
    outputs_print_summary(&c->outputs);
}

static int check(struct check *c) {
  struct job_list jobs = find(c);
  if (c->request.unconfined || !begin_output(c))
    return EXIT_USAGE;
  progress_begin(&c->progress, jobs.len);
  lint_files(jobs.at, jobs.len, c->threads, file_done, c);
  end_output(c);
  c->again = c->watching && complain("watching; Ctrl-C ends it");
  // What was just written down as known is nothing to fail for.
  return request_exit_code(&c->request, c->found && c->write_baseline_path.len == 0);
}

static bool has_stdin(const struct request *r) {
  for (uint32_t i = 0; i < r->operands.len; i++)
    if (str_eq(r->operands.at[i], STR("-")))
      return true;
  return false;
}

static int read_arguments(struct check *c, int argc, char **argv) {
  struct args args;
  request_args(&args, argc, argv, cmd_check.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;)
    if (!take(c, id, args.value))
      return command_stop(&cmd_check, &args, id);
  if (c->watching && c->request.sandbox == SANDBOX_REQUIRE)
    c->request.failed = complain("--watch: has no sandbox, for the next round may read other files");
  if (c->watching && has_stdin(&c->request))
    c->request.failed = complain("--watch: standard input (-) is read but once");
  // A wrong option is an error of the whole run; what is wrong with a path comes later and concerns it alone.
  if (c->request.failed)
    return EXIT_USAGE;
  return c->show_files ? show_files(&c->request) : check(c);
}

static int run_once(struct watch *watch, int argc, char **argv, bool *again) {
  struct check c = {.watch = watch};
  arena_init(&c.arena, NULL, 0);
  request_init(&c.request, &c.arena);
  outputs_init(&c.outputs, &c.arena);
  int code = read_arguments(&c, argc, argv);
  *again = c.again;
  arena_done(&c.arena);
  return code;
}

static int run(int argc, char **argv) {
  struct watch watch;
  bool again;
  watch_init(&watch, WATCH_BY_EVENTS);
  int code = run_once(&watch, argc, argv, &again);
  while (again) {
    watch_wait(&watch);
    code = run_once(&watch, argc, argv, &again);
  }
  watch_done(&watch);
  return code;
}

const struct command cmd_check = {
    .name = "check",
    .doc = "lint Dockerfiles; what dlint does when no command is named",
    .operands = "[PATH…]",
    .example = "dlint --platform linux/amd64,linux/arm64 Dockerfile services/",
    .groups = {{.at = options, .len = COUNT_OF(options)},
               OUTPUT_GROUP,
               REQUEST_BUILD_GROUP,
               REQUEST_RULES_GROUP,
               REQUEST_FILES_GROUP},
    .run = run,
};
