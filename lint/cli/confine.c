#include "cli/confine.h"

#include <stdlib.h>

#include "base/path.h"
#include "cli/complain.h"
#include "cli/sandbox.h"

// Sanitizers look for leaks with ptrace, and counters of coverage are written at the end.
#ifdef DLINT_UNCONFINED
enum { CAN_CONFINE = false };
#else
enum { CAN_CONFINE = true };
#endif

struct paths {
  struct sandbox_path *at;
  uint32_t len, cap;
};

enum right { MAY_READ, MAY_WRITE };

static void add(struct arena *a, struct paths *paths, str path, enum right right) {
  const char *copy = str_copy(a, path).at;
  VEC_PUSH(a, paths, (struct sandbox_path){copy, right == MAY_READ, right == MAY_WRITE});
}

// Once, though many files may lie in a folder.
static void add_once(struct arena *a, struct map *seen, struct paths *paths, str path, enum right right) {
  if (map_get(seen, path))
    return;
  map_put(a, seen, path, paths);
  add(a, paths, path, right);
}

static void add_written(const struct request *r, struct paths *paths) {
  for (uint32_t i = 0; i < r->written.len; i++) {
    add(r->arena, paths, r->written.at[i], MAY_WRITE); // also what it leads to
    add(r->arena, paths, path_folder(r->written.at[i]), MAY_WRITE);
  }
}

// What ShellCheck is handed lies there.
static void add_scratch(const struct request *r, struct paths *paths) {
  const char *folder = getenv("TMPDIR");
  add(r->arena, paths, folder && folder[0] == '/' ? str_of(folder) : STR("/tmp"), MAY_WRITE);
  add(r->arena, paths, STR("/dev/null"), MAY_WRITE);
}

static bool may_run_shellcheck(const struct request *r) {
  return r->overrides.shellcheck_given ? r->overrides.shellcheck != SHELLCHECK_OFF : !r->overrides.isolated;
}

static bool runs_shellcheck(const struct job_list *jobs) {
  for (uint32_t i = 0; i < jobs->len; i++)
    if (jobs->at[i].settings->shellcheck)
      return true;
  return false;
}

static bool is_wanted(const struct request *r) {
  return r->sandbox != SANDBOX_OFF && (CAN_CONFINE || r->sandbox == SANDBOX_REQUIRE);
}

static bool accept(struct request *r, bool entered, const char *why) {
  if (entered || r->sandbox != SANDBOX_REQUIRE)
    return true;
  r->failed = r->unconfined = complain("--sandbox: %s", why);
  return false;
}

static bool enter(struct request *r, const struct sandbox *s) {
  const char *why = "this program was built for tests, and has none";
  return accept(r, CAN_CONFINE && sandbox_files(s, &why), why);
}

// Files once more, for what is read before it is known which Dockerfiles there are: a quarter more than all else that
// a sandbox costs, which is worth it for rules and configurations of strangers.
static bool distrusts_configuration(const struct request *r) {
  const char *ci = getenv("CI");
  return r->sandbox == SANDBOX_REQUIRE || (ci && ci[0]) || r->overrides.config.len || r->overrides.rule_paths.len;
}

static bool confine_files_early(struct request *r, bool programs) {
  struct paths paths = {0};
  add_written(r, &paths);
  if (programs)
    add_scratch(r, &paths);
  for (uint32_t i = 0; r->mends && i < r->operands.len; i++) {
    add(r->arena, &paths, r->operands.at[i], MAY_WRITE);
    add(r->arena, &paths, path_folder(r->operands.at[i]), MAY_WRITE);
  }
  struct sandbox s = {.paths = paths.at, .path_count = paths.len, .reads_all = true, .starts_programs = programs};
  return enter(r, &s);
}

bool confine_early(struct request *r) {
  const char *why = "";
  if (!is_wanted(r))
    return true;
  bool programs = may_run_shellcheck(r);
  if (distrusts_configuration(r) && !confine_files_early(r, programs))
    return false;
  return accept(r, sandbox_calls(programs, &why), why);
}

// A rule for each of many files takes as long as reading them, so that of more operands than these only changes are
// refused, not reading.
enum { OPERANDS_MAX = 64 };

// A file brings its folder: what a build leaves out is written down there.
static void add_operands(const struct request *r, struct paths *paths) {
  struct map seen = {0};
  for (uint32_t i = 0; i < r->operands.len; i++) {
    str path = r->operands.at[i];
    if (str_eq(path, STR("-")))
      continue;
    add(r->arena, paths, path, MAY_READ);
    add_once(r->arena, &seen, paths, path_folder(path), MAY_READ);
  }
  for (uint32_t i = 0; i < r->read_later.len; i++)
    add(r->arena, paths, r->read_later.at[i], MAY_READ);
}

// What a build leaves out is written down in the folder that is built, which may lie above the Dockerfile's.
static void add_contexts(const struct request *r, const struct job_list *jobs, struct paths *paths) {
  struct map seen = {0};
  for (uint32_t i = 0; i < jobs->len; i++) {
    str context = jobs->at[i].settings->context;
    if (context.len)
      add_once(r->arena, &seen, paths, str_concat(r->arena, context, STR("/.dockerignore")), MAY_READ);
  }
}

static void add_mended(const struct request *r, const struct job_list *jobs, struct paths *paths) {
  struct map seen = {0};
  for (uint32_t i = 0; r->mends && i < jobs->len; i++)
    add_once(r->arena, &seen, paths, path_folder(jobs->at[i].path), MAY_WRITE);
}

bool confine_to(struct request *r, const struct job_list *jobs) {
  struct paths paths = {0};
  if (!is_wanted(r))
    return true;
  bool programs = runs_shellcheck(jobs), reads_all = r->operands.len > OPERANDS_MAX;
  if (!reads_all) {
    add_operands(r, &paths);
    add_contexts(r, jobs, &paths);
  }
  add_written(r, &paths);
  add_mended(r, jobs, &paths);
  if (programs)
    add_scratch(r, &paths);
  struct sandbox s = {paths.at, paths.len, .reads_all = reads_all, .starts_programs = programs};
  return enter(r, &s);
}

void confine_server(void) {
  const struct sandbox_path scratch[] = {{"/dev/null", false, true},
                                         {getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", false, true}};
  struct sandbox s = {.paths = scratch, .path_count = COUNT_OF(scratch), .reads_all = true, .starts_programs = true};
  const char *why;
  if (CAN_CONFINE && sandbox_files(&s, &why))
    sandbox_calls(true, &why);
}
