#include "api/api.h"

// Findings about syntax: what BuildKit refuses.
static const struct diag_rule syntax_error = {
    .id = STR_INIT("syntax-error"),
    .category = STR_INIT("correctness"),
    .severity = SEVERITY_ERROR,
    .effect = EFFECT_BREAKS,
    .summary = STR_INIT("The build stops here, because the text is not valid"),
};

static void add_problems(struct arena *a, const struct dockerfile *df, struct diags *diags) {
  for (uint32_t i = 0; i < df->problem_count; i++) {
    const struct problem *p = &df->problems[i];
    struct diag diag = {.rule = &syntax_error, .severity = SEVERITY_ERROR, .message = p->message, .span = p->span};
    diags_add(a, diags, diag);
  }
}

static void run_steps(struct arena *a, const struct lint_job *job, struct lint *lint) {
  str bytes = job->bytes;
  if (!job->in_memory && !source_read(a, job->path, &bytes, &lint->why)) {
    lint->status = LINT_UNREADABLE;
    return;
  }
  lint->src = source_new(a, job->path, bytes);
  lint->df = dockerfile_parse(a, lint->src);
  add_problems(a, lint->df, &lint->diags);
  struct diags unused = {0};
  suppress(a, lint->df, &lint->diags, &unused);
  diags_sort(&lint->diags);
}

struct lint lint_file(struct arena *a, const struct lint_job *job) {
  jmp_buf failure, *outer = a->on_failure;
  struct lint lint = {0};
  a->on_failure = &failure;
  if (setjmp(failure) == 0)
    run_steps(a, job, &lint);
  else
    lint = (struct lint){
        .status = LINT_EXHAUSTED,
        .why = {.path = job->path, .message = STR("needs more memory than there is for one file")},
    };
  a->on_failure = outer;
  return lint;
}
