#include <inttypes.h>

#include "base/limits.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/request.h"

enum {
  OPTION_UNSAFE = 1,
  OPTION_RULE,
  OPTION_DIFF,
};

static const struct option options[] = {
    {OPTION_UNSAFE, 0, "unsafe", NULL, "apply suggestions too; read what they change"},
    {OPTION_RULE, 0, "rule", "RULES", "mend only what these find"},
    {OPTION_DIFF, 0, "diff", NULL, "print what would change, and change nothing"},
};

struct mend {
  struct arena arena; // of the run
  struct request request;
  struct lint_worker worker;
  struct out out; // standard output
  enum fix_level level;
  bool diff;
  bool found; // something was mended, is to be with --diff, or is left over
};

static bool refuse(const struct lint_job *job, const char *message) {
  return !complain_fault(&(struct fault){.path = job->path, .message = str_of(message)});
}

static bool is_stdin(const struct lint_job *job) {
  return str_eq(job->path, STR("-"));
}

// False, after a message, where the file cannot be mended as a whole.
static bool settle(struct mend *m, struct arena *a, const struct lint_job *job, struct lint_mended *file) {
  struct lint_job one = *job;
  one.bytes = file->bytes;
  one.in_memory = true;
  file->last = lint_file(&m->worker, a, &one);
  switch (lint_mend(&m->worker, a, &one, m->level, file)) {
  case MEND_DONE:
    return true;
  case MEND_NOT_LINTED:
    request_complain(&m->request, &file->last);
    return false;
  case MEND_ENDLESS:
    return refuse(job, "what its fixes make of it has to be fixed again, without an end; it is left as it is");
  case MEND_BREAKS:
    return refuse(job, "its fixes would make a file that does not build; it is left as it is");
  }
  return false;
}

// Hands the mended file to where it belongs.
static bool deliver(struct mend *m, struct arena *a, const struct lint_job *job, str before,
                    const struct lint_mended *file) {
  if (m->diff) {
    fix_diff(a, &m->out, job->path, before, file->bytes);
    m->found = m->found || file->fixes > 0;
    return true;
  }
  if (is_stdin(job)) {
    out_str(&m->out, file->bytes);
    return true;
  }
  struct fault why;
  if (file->fixes == 0)
    return true;
  if (!fix_write(a, job->path, before, file->bytes, &why))
    return !complain_fault(&why);
  complain(STR_FMT ": %" PRIu32 " mended", STR_ARG(job->path), file->fixes);
  m->found = true; // as hooks want it: the commit does not have what was mended
  return true;
}

static void note_rest(struct mend *m, const struct lint_job *job, const struct lint_mended *file) {
  for (uint32_t i = 0; i < file->last.diags.len; i++)
    m->found = m->found || file->last.diags.at[i].severity >= job->settings->fail_on;
}

static bool read_job(struct arena *a, const struct lint_job *job, str *bytes) {
  struct fault why;
  *bytes = job->bytes;
  return job->in_memory || source_read(a, job->path, bytes, &why) || !complain_fault(&why);
}

static void mend_in(struct mend *m, struct arena *a, const struct lint_job *job) {
  str before;
  struct lint_mended file = {0};
  if (!m->diff && !is_stdin(job))
    fix_sweep(a, job->path);
  bool good = read_job(a, job, &before);
  file.bytes = before;
  good = good && settle(m, a, job, &file) && deliver(m, a, job, before, &file);
  if (!good)
    m->request.failed = true;
  else if (!m->diff)
    note_rest(m, job, &file);
}

static void mend_file(struct mend *m, const struct lint_job *job) {
  struct arena a;
  jmp_buf failure;
  arena_init(&a, &failure, LIMIT_FILE_MEMORY);
  if (setjmp(failure) == 0) {
    mend_in(m, &a, job);
  } else {
    struct lint lint = lint_without_memory(&a, job);
    request_complain(&m->request, &lint);
  }
  arena_done(&a);
}

static int mend(struct mend *m) {
  m->request.mends = !m->diff;
  struct job_list jobs = request_jobs(&m->request);
  if (m->request.faults.len && !m->diff) { // which files are meant, or what of them, is not known
    complain("nothing is mended");
    return EXIT_USAGE;
  }
  for (uint32_t i = 0; i < jobs.len; i++)
    mend_file(m, &jobs.at[i]);
  if (!flush_stdout(&m->out))
    m->request.failed = true;
  return request_exit_code(&m->request, m->found);
}

static bool take(struct mend *m, int id, str value) {
  switch (id) {
  case OPTION_UNSAFE:
    m->level = FIX_ALL;
    return true;
  case OPTION_RULE:
    return request_take(&m->request, OPTION_OVERRIDES + OVERRIDE_ONLY, value);
  case OPTION_DIFF:
    m->diff = true;
    return true;
  default:
    return request_take(&m->request, id, value);
  }
}

static int read_arguments(struct mend *m, int argc, char **argv) {
  struct args args;
  request_args(&args, argc, argv, cmd_fix.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;)
    if (!take(m, id, args.value))
      return command_stop(&cmd_fix, &args, id);
  return m->request.failed ? EXIT_USAGE : mend(m);
}

static int run(int argc, char **argv) {
  struct mend m = {0};
  arena_init(&m.arena, NULL, 0);
  request_init(&m.request, &m.arena);
  lint_worker_init(&m.worker);
  out_init_fd(&m.out, 1);
  int code = read_arguments(&m, argc, argv);
  lint_worker_done(&m.worker);
  arena_done(&m.arena);
  return code;
}

const struct command cmd_fix = {
    .name = "fix",
    .doc = "mend what has one obvious mending",
    .operands = "[PATH…]",
    .example = "dlint fix --diff Dockerfile | git apply",
    .groups = {{.at = options, .len = COUNT_OF(options)},
               REQUEST_BUILD_GROUP,
               REQUEST_RULES_GROUP,
               REQUEST_FILES_GROUP},
    .run = run,
};
