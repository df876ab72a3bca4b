#include "api/api.h"
#include "base/ignore.h"
#include "base/limits.h"

struct lint_patterns {
  const struct rule_set *set;
  struct rule_worker *worker;
  struct lint_patterns *next;
};

void lint_worker_init(struct lint_worker *w) {
  *w = (struct lint_worker){0};
  arena_init(&w->arena, NULL, 0);
}

void lint_worker_done(struct lint_worker *w) {
  arena_done(&w->arena);
  w->patterns = NULL;
}

// There are as many sets as configurations with rules of their own: few.
static struct rule_worker *patterns_of(struct lint_worker *w, const struct rule_set *set) {
  for (struct lint_patterns *p = w->patterns; p; p = p->next)
    if (p->set == set)
      return p->worker;
  struct lint_patterns *p = NEW(&w->arena, struct lint_patterns);
  *p = (struct lint_patterns){set, rule_worker_new(&w->arena, set), w->patterns};
  w->patterns = p;
  return p->worker;
}

static bool copies_files(const struct dockerfile *df) {
  bool copies = false;
  for (uint32_t i = 0; i < df->instr_count; i++) {
    enum instr_kind kind = df->instrs[i]->kind;
    copies = copies || kind == INSTR_ADD || kind == INSTR_COPY || kind == INSTR_ONBUILD;
  }
  return copies;
}

// What the build leaves out of its folder; NULL where nothing says so, or nothing is taken from there.
static const struct ignore *ignore_of(struct arena *a, const struct lint_job *job, struct lint *lint) {
  str bytes = job->ignore;
  if (!copies_files(lint->df))
    return NULL;
  if (!job->in_memory && !settings_ignore(a, job->settings, job->path, &bytes, &lint->faults))
    return NULL;
  struct ignore *ignore = NEW(a, struct ignore);
  *ignore = ignore_read(a, bytes);
  return ignore;
}

static void add_fault(struct arena *a, struct faults *faults, const struct source *src, uint32_t line, str message) {
  VEC_PUSH(a, faults, (struct fault){src->path, line, 1, message});
}

void lint_limit_faults(struct arena *a, const struct dockerfile *df, const struct eval *eval, struct faults *faults) {
  if (df->unread)
    add_fault(
        a, faults, df->src, df->unread,
        str_format(a, "it has more than %d instructions; what stands from here on was not read", LIMIT_INSTRUCTIONS));
  if (!eval || !eval->stopped)
    return;
  position at = source_position(df->src, eval->stopped->node->span.off);
  str message = str_format(a, "executing it takes more than %u steps; values are not known from here on", eval->steps);
  VEC_PUSH(a, faults, (struct fault){df->src->path, at.line, at.column, message});
}

static void interpret(struct arena *a, const struct lint_job *job, const struct scripts *scripts, struct lint *lint) {
  lint->scripts = scripts;
  struct eval_options build = settings_build(a, job->settings, lint->df, &lint->platforms_named);
  lint->eval = eval_run(a, lint->df, lint->scripts, &build);
  lint_limit_faults(a, lint->df, lint->eval, &lint->faults);
  lint->facts = facts_make(a, lint->df, lint->scripts, lint->eval, ignore_of(a, job, lint));
}

static void interpret_some(struct arena *a, const struct lint_job *job, struct lint *lint) {
  struct scripts *scripts = NEW(a, struct scripts);
  *scripts = shell_scripts_within(a, lint->df);
  const struct script *unread = shell_first_unread(scripts);
  if (unread)
    add_fault(a, &lint->faults, lint->src, unread->instr->node->start_line,
              STR("it needs more memory than one file may take; scripts from here on were not looked at"));
  interpret(a, job, scripts, lint);
}

static void interpret_none(struct arena *a, struct lint *lint) {
  lint->scripts = NEW(a, struct scripts);
  lint->eval = NEW(a, struct eval);
  lint->facts = facts_make_errors(a, lint->df, lint->scripts);
  lint_limit_faults(a, lint->df, NULL, &lint->faults);
  add_fault(a, &lint->faults, lint->src, 0,
            STR("it needs more memory than one file may take; only errors of its syntax were looked for"));
}

// The steps up to the facts.
static struct lint read_to(struct arena *a, const struct lint_job *job, str bytes, enum lint_depth depth) {
  struct lint lint = {.depth = depth, .memory = a};
  lint.src = source_new(a, job->path, bytes);
  lint.df = dockerfile_parse(a, lint.src);
  struct scripts *scripts;
  switch (depth) {
  case LINT_WHOLE:
    scripts = NEW(a, struct scripts);
    *scripts = shell_scripts(a, lint.df);
    interpret(a, job, scripts, &lint);
    break;
  case LINT_SOME_SCRIPTS:
    interpret_some(a, job, &lint);
    break;
  case LINT_SYNTAX:
  case LINT_DEPTH_COUNT:
    interpret_none(a, &lint);
    break;
  }
  return lint;
}

static bool read_bytes(struct arena *a, const struct lint_job *job, str *bytes, struct lint *lint) {
  *bytes = job->bytes;
  if (!job->in_memory && !source_read(a, job->path, bytes, &lint->why))
    lint->status = LINT_UNREADABLE;
  return lint->status == LINT_DONE;
}

struct lint lint_facts(struct arena *a, const struct lint_job *job) {
  struct lint lint = {0};
  str bytes;
  return read_bytes(a, job, &bytes, &lint) ? read_to(a, job, bytes, LINT_WHOLE) : lint;
}

// Scenarios whose target was asked for by name: all or none.
static platforms asked(const struct lint *lint) {
  return lint->platforms_named ? (platforms)((UINT64_C(1) << lint->eval->scenario_count) - 1) : 0;
}

static void find(struct lint_worker *w, struct arena *a, const struct lint_job *job, struct lint *lint) {
  const struct settings *settings = job->settings;
  struct rule_run run = {
      .set = settings->rules,
      .worker = patterns_of(w, settings->rules),
      .settings = settings->rule_settings,
      .asked = asked(lint),
  };
  rules_run(a, &run, lint->src, lint->facts, &lint->diags, &lint->faults);
  if (settings->shellcheck) {
    struct diags found = {0};
    shellcheck_run(a, settings->shellcheck, lint->facts, &found, &lint->faults);
    settings_take_codes(a, settings, &found, &lint->diags);
  }
  raise_checks(lint->df, &lint->diags);
  struct diags unused = {0};
  if (!settings->no_suppressions)
    suppress(a, lint->df, &lint->diags, &unused);
  for (uint32_t i = 0; settings->unused_suppressions && i < unused.len; i++)
    diags_add(a, &lint->diags, unused.at[i]);
  diags_sort(&lint->diags);
}

struct lint lint_without_memory(const struct arena *a, const struct lint_job *job) {
  struct lint lint = {.status = a->over_limit ? LINT_EXHAUSTED : LINT_NO_MEMORY, .why.path = job->path};
  lint.why.message = a->over_limit ? STR("needs more memory than one file may take") : STR("out of memory");
  return lint;
}

// Lints in memory of its own; gives that back, and returns false, where there is none left.
static bool try_to(struct lint_worker *w, struct arena *a, const struct lint_job *job, str bytes, enum lint_depth depth,
                   struct lint *lint) {
  struct arena *volatile part = NULL;
  jmp_buf failure;
  a->on_failure = w->arena.on_failure = &failure;
  if (setjmp(failure) == 0) {
    part = arena_part(a);
    *lint = read_to(part, job, bytes, depth);
    find(w, part, job, lint);
    return true;
  }
  lint_worker_done(w); // what it was making may be half made
  if (part)
    arena_done(part);
  return false;
}

static struct lint lint_bytes(struct lint_worker *w, struct arena *a, const struct lint_job *job, str bytes) {
  struct lint lint;
  for (enum lint_depth depth = LINT_WHOLE; depth < LINT_DEPTH_COUNT; depth++) {
    if (try_to(w, a, job, bytes, depth, &lint))
      return lint;
    if (!a->over_limit)
      break;
  }
  return lint_without_memory(a, job);
}

// False with the reason in `lint`.
static bool try_to_read(struct arena *a, const struct lint_job *job, str *bytes, struct lint *lint) {
  jmp_buf failure;
  a->on_failure = &failure;
  if (setjmp(failure) == 0)
    return read_bytes(a, job, bytes, lint);
  *lint = lint_without_memory(a, job);
  return false;
}

struct lint lint_file(struct lint_worker *w, struct arena *a, const struct lint_job *job) {
  jmp_buf *outer = a->on_failure;
  struct lint lint = {0};
  str bytes;
  a->over_limit = false; // the worker's arena has no limit
  if (try_to_read(a, job, &bytes, &lint))
    lint = lint_bytes(w, a, job, bytes);
  a->on_failure = outer;
  w->arena.on_failure = NULL;
  return lint;
}
