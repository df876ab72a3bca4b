#include "base/assert.h"
#include "check/check.h"
#include "cli/parse_views.h"
#include "fuzz.h"

// The input is a Dockerfile, which is parsed.

static void print(struct arena *a, const struct dockerfile *df) {
  struct fuzz_output o;
  fuzz_output_init(&o, a);
  dump_dockerfile(a, &o.json, df);
  fuzz_check_json_lines(a, fuzz_output_text(&o));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a;
  str bytes = fuzz_input(data, size);
  arena_init(&a, NULL, 0);
  const struct dockerfile *df = dockerfile_parse(&a, source_new(&a, STR("Dockerfile"), bytes));
  check_dockerfile(&a, df);
  if (fuzz_is_sampled(bytes) && !str_contains(bytes, STR("\r")))
    check_line_ends(&a, df);
  print(&a, df);
  arena_done(&a);
  return 0;
}
