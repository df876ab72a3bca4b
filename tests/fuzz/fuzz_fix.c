#include "base/assert.h"
#include "fix/fix.h"
#include "fuzz.h"
#include "linting.h"

// The input is a Dockerfile. What can be mended is, until nothing is left: that ends, and makes no new error of syntax.

enum { ROUNDS_MAX = 10 }; // as `dlint fix`

struct mended {
  str bytes;
  struct lint lint; // of `bytes`
  uint32_t rounds;
};

static struct mended lint_again(struct arena *a, str bytes, uint32_t rounds) {
  return (struct mended){bytes, linting_run(linting_shared(), a, bytes), rounds};
}

// Mends as long as that changes something.
static struct mended mend(struct arena *a, struct mended file, enum fix_level level) {
  while (file.rounds < ROUNDS_MAX) {
    uint32_t applied;
    str next = fix_apply(a, file.bytes, &file.lint.diags, level, &applied);
    if (str_eq(next, file.bytes))
      break;
    file = lint_again(a, next, file.rounds + 1);
  }
  return file;
}

static void try_level(struct arena *a, const struct mended *first, enum fix_level level) {
  struct fuzz_output o;
  struct mended last = mend(a, *first, level);
  assert(last.rounds < ROUNDS_MAX);
  assert(last.lint.df->problem_count <= first->lint.df->problem_count);
  if (last.rounds == 0)
    return;
  fuzz_output_init(&o, a);
  fix_diff(a, &o.out, STR("Dockerfile"), first->bytes, last.bytes);
  assert(fuzz_output_text(&o).len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a;
  arena_init(&a, NULL, 0);
  struct mended first = lint_again(&a, fuzz_input(data, size), 0);
  try_level(&a, &first, FIX_SAFE);
  try_level(&a, &first, FIX_ALL);
  arena_done(&a);
  return 0;
}
