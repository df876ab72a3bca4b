#include "api/api.h"

// What one round mends may show what the next one can; a file that is not at rest after these is left as it is.
enum { ROUNDS_MAX = 10 };

enum lint_mend_status lint_mend(struct lint_worker *w, struct arena *a, const struct lint_job *job,
                                enum fix_level level, struct lint_mended *file) {
  for (uint32_t round = 0; file->last.status == LINT_DONE; round++) {
    uint32_t applied;
    str next = fix_apply(a, file->bytes, &file->last.diags, level, &applied);
    if (applied == 0 || str_eq(next, file->bytes))
      return MEND_DONE;
    if (round == ROUNDS_MAX)
      return MEND_ENDLESS;
    struct lint_job one = *job;
    one.bytes = next;
    one.in_memory = true;
    struct lint lint = lint_file(w, a, &one);
    if (lint.status == LINT_DONE && lint.df->problem_count > file->last.df->problem_count)
      return MEND_BREAKS;
    file->fixes += applied;
    file->bytes = next;
    file->last = lint;
  }
  return MEND_NOT_LINTED;
}
