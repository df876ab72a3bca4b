#include "api/api.h"
#include "base/limits.h"

void lint_worker_init(struct lint_worker *w) {
  *w = (struct lint_worker){0};
  arena_init(&w->arena, NULL, 0);
}

void lint_worker_done(struct lint_worker *w) {
  arena_done(&w->arena);
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
  return lint;
}

// Findings about syntax: what BuildKit refuses.
static void add_problems(struct arena *a, const struct settings *settings, struct lint *lint) {
  uint32_t number = rule_named(settings->rules, STR("syntax-error"), 0);
  const struct rule_setting *setting = &settings->rule_settings[number];
  for (uint32_t i = 0; i < lint->df->problem_count && setting->enabled; i++) {
    const struct problem *p = &lint->df->problems[i];
    struct diag diag = {.rule = &rule_at(settings->rules, number)->head, .message = p->message, .span = p->span};
    diag.severity = setting->severity == SEVERITY_COUNT ? diag.rule->severity : setting->severity;
    diags_add(a, &lint->diags, diag);
  }
}

static void find(struct arena *a, const struct lint_job *job, struct lint *lint) {
  struct diags unused = {0};
  add_problems(a, job->settings, lint);
  if (!job->settings->no_suppressions)
    suppress(a, lint->df, &lint->diags, &unused);
  for (uint32_t i = 0; job->settings->unused_suppressions && i < unused.len; i++)
    diags_add(a, &lint->diags, unused.at[i]);
  diags_sort(&lint->diags);
}

struct lint lint_file(struct lint_worker *w, struct arena *a, const struct lint_job *job) {
  jmp_buf failure, *outer = a->on_failure;
  struct lint lint;
  a->on_failure = w->arena.on_failure = &failure;
  if (setjmp(failure) == 0) {
    lint = lint_facts(a, job);
    if (lint.status == LINT_DONE)
      find(a, job, &lint);
  } else {
    lint_worker_done(w); // what it was making may be half made
    lint = (struct lint){
        .status = LINT_EXHAUSTED,
        .why = {.path = job->path, .message = STR("needs more memory than there is for one file")},
    };
  }
  a->on_failure = outer;
  w->arena.on_failure = NULL;
  return lint;
}
