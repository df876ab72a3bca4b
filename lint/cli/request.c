#include "cli/request.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/glob.h"
#include "base/limits.h"
#include "base/map.h"
#include "cli/choice.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/confine.h"

#define OVERRIDE(ID, name, argument, help) {OPTION_OVERRIDES + OVERRIDE_##ID, 0, name, argument, help},
const struct option request_build_options[] = {OVERRIDES_OF_BUILD(OVERRIDE)};
const struct option request_rules_options[] = {OVERRIDES_OF_RULES(OVERRIDE)};
const struct option request_files_options[] = {
    OVERRIDES_OF_CONFIG(OVERRIDE){OPTION_EXCLUDE, 0, "exclude", "GLOB", "leave these out of folders; may be repeated"},
    {OPTION_FORCE_EXCLUDE, 0, "force-exclude", NULL, "leave them out also where they are named"},
    {OPTION_NO_IGNORE, 0, "no-ignore", NULL, "search what .gitignore leaves out, too"},
    {OPTION_SANDBOX, 0, "sandbox", "WHEN", "rights given up: auto (default), off, require"},
    {OPTION_STDIN_FILENAME, 0, "stdin-filename", "PATH", "what to call standard input (-) in messages"},
};
#undef OVERRIDE

void request_init(struct request *r, struct arena *a) {
  *r = (struct request){.arena = a};
}

static bool is_file(str word) {
  struct stat st;
  uint32_t slash = str_find_last_char(word, '/');
  return is_dockerfile_name(slash < word.len ? str_skip(word, slash + 1) : word) && lstat(word.at, &st) == 0;
}

void request_args(struct args *args, int argc, char **argv, const struct option_group *groups) {
  args_init(args, argc, argv, groups);
  args->is_operand = is_file;
}

static void take_override(struct request *r, enum override which, str value) {
  struct fault why;
  if (!overrides_set(r->arena, &r->overrides, which, value, &why))
    r->failed = complain_fault(&why);
}

static void take_sandbox(struct request *r, str value) {
  static const char *const uses[] = {[SANDBOX_AUTO] = "auto", [SANDBOX_OFF] = "off", [SANDBOX_REQUIRE] = "require"};
  uint32_t chosen = choose("--sandbox", value, CHOICES(uses));
  if (chosen == COUNT_OF(uses))
    r->failed = true;
  else
    r->sandbox = (enum sandbox_use)chosen;
}

bool request_take(struct request *r, int id, str value) {
  if (id == ARGS_OPERAND)
    VEC_PUSH(r->arena, &r->operands, value);
  else if (id == OPTION_STDIN_FILENAME)
    r->stdin_filename = value;
  else if (id == OPTION_SANDBOX)
    take_sandbox(r, value);
  else if (id == OPTION_EXCLUDE)
    VEC_PUSH(r->arena, &r->excludes, value);
  else if (id == OPTION_FORCE_EXCLUDE)
    r->force_exclude = true;
  else if (id == OPTION_NO_IGNORE)
    r->no_ignore = true;
  else if (id >= OPTION_OVERRIDES && id < OPTION_OVERRIDES + OVERRIDE_COUNT)
    take_override(r, (enum override)(id - OPTION_OVERRIDES), value);
  else
    return false;
  return true;
}

static void add_job(struct request *r, struct job_list *jobs, struct lint_job job) {
  job.settings = config_settings(r->config, job.path);
  VEC_PUSH(r->arena, jobs, job);
}

// Whether --exclude or the configuration leaves a path out.
static bool is_excluded(void *ctx, str path, bool is_folder) {
  struct request *r = ctx;
  str shown = path;
  while (str_has_prefix(shown, STR("./")))
    shown = str_skip(shown, 2);
  for (uint32_t i = 0; i < r->excludes.len; i++)
    if (glob_covers(r->excludes.at[i], shown, is_folder))
      return true;
  return config_excludes(r->config, path, is_folder);
}

static void add_stdin(struct request *r, struct job_list *jobs) {
  struct fault why;
  struct lint_job job = {.path = STR("-"), .in_memory = true};
  if (r->stdin_filename.len)
    job.path = r->stdin_filename;
  if (source_read(r->arena, STR("-"), &job.bytes, &why))
    add_job(r, jobs, job);
  else
    r->failed = complain_fault(&why);
}

static void add_folder(struct request *r, struct job_list *jobs, str folder) {
  struct discovery found = {.is_excluded = is_excluded,
                            .ctx = r,
                            .files = config_files(r->config),
                            .no_ignore = r->no_ignore || r->overrides.isolated,
                            .names_only = r->overrides.isolated};
  uint32_t faults = r->faults.len;
  if (!r->overrides.isolated)
    found.where = config_locate(r->config, folder);
  discover(folder, &found);
  if (r->faults.len == faults && found.paths.len == 0 && found.excluded == 0)
    r->failed = complain(STR_FMT ": no Dockerfile in this folder", STR_ARG(folder));
  for (uint32_t i = 0; i < found.folders.len; i++)
    VEC_PUSH(r->arena, &r->folders, found.folders.at[i]);
  for (uint32_t i = 0; i < found.paths.len; i++)
    add_job(r, jobs, (struct lint_job){.path = found.paths.at[i]});
}

static void add_file(struct request *r, struct job_list *jobs, str path) {
  if (!r->force_exclude || !is_excluded(r, path, false))
    add_job(r, jobs, (struct lint_job){.path = path});
}

// A missing file is told of when it is to be read.
static void add_unseen(struct request *r, struct job_list *jobs, str path, int error) {
  if (file_is_missing(error))
    add_file(r, jobs, path);
  else
    r->failed = complain(STR_FMT ": cannot read: %s", STR_ARG(path), strerror(error));
}

static void add_operand(struct request *r, struct job_list *jobs, str path) {
  struct stat st;
  if (str_eq(path, STR("-")))
    add_stdin(r, jobs);
  else if (stat(path.at, &st) != 0)
    add_unseen(r, jobs, path, errno);
  else if (S_ISDIR(st.st_mode))
    add_folder(r, jobs, path);
  else
    add_file(r, jobs, path);
}

// A file may be named, and lie in a named folder as well.
static void drop_repeated(struct request *r, struct job_list *jobs) {
  struct map seen = {0};
  uint32_t kept = 0;
  for (uint32_t i = 0; i < jobs->len; i++) {
    if (map_get(&seen, jobs->at[i].path))
      continue;
    jobs->at[kept] = jobs->at[i];
    map_put(r->arena, &seen, jobs->at[kept].path, r);
    kept++;
  }
  jobs->len = kept;
}

struct job_list request_jobs(struct request *r) {
  struct job_list jobs = {0};
  if (r->operands.len == 0)
    VEC_PUSH(r->arena, &r->operands, STR("."));
  if (!confine_early(r))
    return jobs;
  r->config = config_new(r->arena, &r->overrides, &r->faults);
  for (uint32_t i = 0; i < r->operands.len; i++)
    add_operand(r, &jobs, r->operands.at[i]);
  drop_repeated(r, &jobs);
  for (uint32_t i = 0; i < r->faults.len; i++)
    r->failed = complain_fault(&r->faults.at[i]);
  if (!confine_to(r, &jobs))
    jobs.len = 0;
  return jobs;
}

int request_run(int argc, char **argv, int (*body)(struct request *r, int argc, char **argv)) {
  struct arena a;
  struct request r;
  arena_init(&a, NULL, 0);
  request_init(&r, &a);
  int code = body(&r, argc, argv);
  arena_done(&a);
  return code;
}

void request_complain(struct request *r, const struct lint *lint) {
  r->failed = complain_fault(&lint->why);
  r->no_memory = r->no_memory || lint->status == LINT_NO_MEMORY;
}

int request_exit_code(const struct request *r, bool found) {
  return r->no_memory ? EXIT_INTERNAL : r->failed ? EXIT_USAGE : found ? EXIT_FINDINGS : EXIT_CLEAN;
}

struct printing {
  struct request *request;
  request_printer *print;
  void *ctx;
  struct out out;
};

// Reads what is read beside the file; that this cannot be is said.
static void read_ignore(struct printing *p, struct arena *a, struct lint_job *job) {
  struct faults faults = {0};
  if (!settings_ignore(a, job->settings, job->path, &job->ignore, &faults))
    job->ignore = STR("");
  for (uint32_t i = 0; i < faults.len; i++)
    p->request->failed = complain_fault(&faults.at[i]);
}

static void print_file(struct printing *p, struct arena *a, const struct lint_job *job) {
  jmp_buf failure;
  struct fault why;
  struct lint_job read = *job;
  a->on_failure = &failure;
  if (setjmp(failure) != 0) {
    struct lint lint = lint_without_memory(a, job);
    request_complain(p->request, &lint);
  } else if (!job->in_memory && !source_read(a, job->path, &read.bytes, &why)) {
    p->request->failed = complain_fault(&why);
  } else {
    struct faults faults = {0};
    if (!job->in_memory)
      read_ignore(p, a, &read);
    read.in_memory = true;
    p->print(p->ctx, &read, a, &p->out, &faults);
    for (uint32_t i = 0; i < faults.len; i++)
      p->request->failed = complain_fault(&faults.at[i]);
  }
  a->on_failure = NULL; // `failure` is no more
}

int request_print_files(struct request *r, str between, request_printer *print, void *ctx) {
  struct arena a;
  struct printing p = {.request = r, .print = print, .ctx = ctx};
  struct job_list jobs = request_jobs(r);
  arena_init(&a, NULL, LIMIT_FILE_MEMORY);
  out_init_fd(&p.out, STDOUT_FILENO);
  for (uint32_t i = 0; i < jobs.len; i++) {
    out_str(&p.out, i ? between : STR(""));
    print_file(&p, &a, &jobs.at[i]);
    arena_reset(&a);
  }
  arena_done(&a);
  r->failed = !flush_stdout(&p.out) || r->failed;
  return request_exit_code(r, false);
}
