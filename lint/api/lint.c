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

void lint_eval_faults(struct arena *a, const struct source *src, const struct eval *eval, struct faults *faults) {
  if (!eval->stopped)
    return;
  position at = source_position(src, eval->stopped->node->span.off);
  str message = str_format(a, "executing it takes more than %u steps; values are not known from here on", eval->steps);
  VEC_PUSH(a, faults, (struct fault){src->path, at.line, at.column, message});
}

struct lint lint_facts(struct arena *a, const struct lint_job *job) {
  struct lint lint = {0};
  str bytes = job->bytes;
  if (!job->in_memory && !source_read(a, job->path, &bytes, &lint.why)) {
    lint.status = LINT_UNREADABLE;
    return lint;
  }
  lint.src = source_new(a, job->path, bytes);
  lint.df = dockerfile_parse(a, lint.src);
  struct scripts *scripts = NEW(a, struct scripts);
  *scripts = shell_scripts(a, lint.df);
  lint.scripts = scripts;
  struct eval_options build = settings_build(a, job->settings, lint.df, &lint.platforms_named);
  lint.eval = eval_run(a, lint.df, scripts, &build);
  lint_eval_faults(a, lint.src, lint.eval, &lint.faults);
  lint.facts = facts_make(a, lint.df, scripts, lint.eval, ignore_of(a, job, &lint));
  return lint;
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
    shellcheck_run(a, settings->shellcheck, lint->df, lint->scripts, &found, &lint->faults);
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

struct lint lint_file(struct lint_worker *w, struct arena *a, const struct lint_job *job) {
  jmp_buf failure, *outer = a->on_failure;
  struct lint lint;
  a->on_failure = w->arena.on_failure = &failure;
  a->over_limit = false; // the worker's arena has no limit
  if (setjmp(failure) == 0) {
    lint = lint_facts(a, job);
    if (lint.status == LINT_DONE)
      find(w, a, job, &lint);
  } else {
    lint_worker_done(w); // what it was making may be half made
    lint = lint_without_memory(a, job);
  }
  a->on_failure = outer;
  w->arena.on_failure = NULL;
  return lint;
}
