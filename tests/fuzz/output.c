#include "base/assert.h"
#include "base/json.h"
#include "fuzz.h"

static bool keep(void *ctx, const char *at, size_t len) {
  buf_add(ctx, (str){at, (uint32_t)len});
  return true;
}

static uint32_t sum_of(str input) {
  uint32_t sum = input.len;
  for (uint32_t i = 0; i < input.len; i++)
    sum = sum * 31 + (uint8_t)input.at[i];
  return sum;
}

uint32_t fuzz_choice(str input, uint32_t count) {
  return sum_of(input) % count;
}

bool fuzz_is_sampled(str input) {
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
  return (sum_of(input) >> 16) % 8 == 0;
#else
  (void)input;
  return true;
#endif
}

void fuzz_output_init(struct fuzz_output *o, struct arena *a) {
  buf_init(&o->bytes, a);
  out_init(&o->out, keep, &o->bytes);
  json_out_init(&o->json, &o->out);
}

str fuzz_output_text(struct fuzz_output *o) {
  out_flush(&o->out);
  return buf_str(&o->bytes);
}

void fuzz_check_json_lines(struct arena *a, str text) {
  for (str line; str_next(&text, '\n', &line);)
    assert(line.len == 0 || json_parse(a, line));
}
