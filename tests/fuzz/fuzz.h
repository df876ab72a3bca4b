#ifndef DLINT_TESTS_FUZZ_H
#define DLINT_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/json_out.h"

/// What libFuzzer and AFL++ call with each input, and replay.c with each file.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/// What libFuzzer calls with two inputs to make a third of them; the number of bytes that it has.
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t data_size, const uint8_t *other, size_t other_size,
                                 uint8_t *out, size_t out_size, unsigned seed);

/// The input as a view.
static inline str fuzz_input(const uint8_t *data, size_t size) {
  return (str){(const char *)data, (uint32_t)size};
}

/// A number below `count` that the bytes decide: of several things to do with an input, one is done.
uint32_t fuzz_choice(str input, uint32_t count);

/// Whether what is costly is tried with this input: where inputs are replayed always, else with one of eight.
bool fuzz_is_sampled(str input);

/// Output that is kept, to be looked at.
struct fuzz_output {
  struct buf bytes;
  struct out out;
  struct json_out json;
};
void fuzz_output_init(struct fuzz_output *o, struct arena *a);
/// All of it.
str fuzz_output_text(struct fuzz_output *o);

/// Each line of `text` is JSON.
void fuzz_check_json_lines(struct arena *a, str text);

#endif
