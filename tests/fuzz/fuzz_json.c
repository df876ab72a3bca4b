#include "base/assert.h"
#include "base/json.h"
#include "fuzz.h"

// The input is JSON. What is read of it is written, and reads the same.

static str written(struct arena *a, const struct json_value *v) {
  struct fuzz_output o;
  fuzz_output_init(&o, a);
  json_copy(a, &o.json, v);
  return fuzz_output_text(&o);
}

// The reader of tokens and the reader of trees agree on what JSON is.
static bool reads_to_the_end(str text) {
  struct json_reader r;
  enum json_token token;
  json_reader_init(&r, text);
  do
    token = json_next(&r);
  while (token != JSON_ERROR && token != JSON_END);
  return token == JSON_END;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a;
  str text = fuzz_input(data, size);
  arena_init(&a, NULL, 0);
  const struct json_value *v = json_parse(&a, text);
  assert(!v || reads_to_the_end(text));
  if (v) {
    str once = written(&a, v);
    const struct json_value *again = json_parse(&a, once);
    assert(again && str_eq(written(&a, again), once));
  }
  arena_done(&a);
  return 0;
}
