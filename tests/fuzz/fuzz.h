#ifndef DLINT_TESTS_FUZZ_H
#define DLINT_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/// What libFuzzer calls with each input, and replay.c with each file.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
