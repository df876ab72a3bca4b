#include "api/api.h"

// What one round mends may show what the next one can; a file that is not at rest after these is left as it is.
enum { ROUNDS_MAX = 10 };

// What is not known of a file as a whole is not mended, lest a fix rests on what was left out.
static bool is_whole(const struct lint *lint) {
  return lint->status == LINT_DONE && lint->depth == LINT_WHOLE;
}

static enum lint_mend_status refuse(struct arena *a, const struct lint_job *job, struct lint *last) {
  if (last->status == LINT_DONE) {
    a->over_limit = true;
    *last = lint_without_memory(a, job);
  }
  return MEND_NOT_LINTED;
}

enum lint_mend_status lint_mend(struct lint_worker *w, struct arena *a, const struct lint_job *job,
                                enum fix_level level, struct lint_mended *file) {
  struct arena *made = NULL; // that what the round before has found lives in
  for (uint32_t round = 0; is_whole(&file->last); round++) {
    uint32_t applied, problems = file->last.df->problem_count;
    str next = fix_apply(a, file->bytes, &file->last.diags, level, &applied);
    if (applied == 0 || str_eq(next, file->bytes))
      return MEND_DONE;
    if (round == ROUNDS_MAX)
      return MEND_ENDLESS;
    struct lint_job one = *job;
    one.bytes = next;
    one.in_memory = true;
    if (made)
      arena_done(made);
    file->last = lint_file(w, a, &one);
    made = file->last.memory;
    if (is_whole(&file->last) && file->last.df->problem_count > problems)
      return MEND_BREAKS;
    file->fixes += applied;
    file->bytes = next;
  }
  return refuse(a, job, &file->last);
}
