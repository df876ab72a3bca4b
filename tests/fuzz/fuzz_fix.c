#include "base/assert.h"
#include "fix/fix.h"
#include "fuzz.h"
#include "linting.h"

// The input is a Dockerfile. What can be mended is, until nothing is left: that ends, and makes no new error of syntax.

enum { ROUNDS_MAX = 10 }; // as `dlint fix`

// Mends as long as that changes something; `*rounds` counts how often.
static str mend(struct linting *l, struct arena *a, str bytes, enum fix_level level, uint32_t *rounds) {
  for (*rounds = 0; *rounds < ROUNDS_MAX; ++*rounds) {
    struct lint lint = linting_run(l, a, bytes);
    uint32_t applied;
    str next = fix_apply(a, bytes, &lint.diags, level, &applied);
    if (str_eq(next, bytes))
      return bytes;
    bytes = next;
  }
  return bytes;
}

static void try_level(struct linting *l, struct arena *a, str bytes, enum fix_level level) {
  uint32_t rounds;
  struct fuzz_output o;
  str mended = mend(l, a, bytes, level, &rounds);
  assert(rounds < ROUNDS_MAX);
  if (rounds == 0)
    return;
  struct lint before = linting_run(l, a, bytes), after = linting_run(l, a, mended);
  assert(after.df->problem_count <= before.df->problem_count);
  fuzz_output_init(&o, a);
  fix_diff(a, &o.out, STR("Dockerfile"), bytes, mended);
  assert(fuzz_output_text(&o).len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct linting l;
  struct arena a;
  linting_init(&l);
  arena_init(&a, NULL, 0);
  try_level(&l, &a, fuzz_input(data, size), FIX_SAFE);
  try_level(&l, &a, fuzz_input(data, size), FIX_ALL);
  arena_done(&a);
  linting_done(&l);
  return 0;
}
