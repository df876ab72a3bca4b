#include <string.h>

#include "fuzz.h"

// What libFuzzer does to an input besides changing its bytes: pieces of another input, whole lines, commands or words,
// take the place of some of its pieces or come between them.

struct random {
  uint32_t state;
};

static uint32_t below(struct random *r, uint32_t count) {
  r->state = r->state * 1664525 + 1013904223;
  return (r->state >> 16) % count;
}

// What ends a piece of each size; `%` parts messages of an editor.
static const str ends[] = {STR_INIT("\n"), STR_INIT("%"), STR_INIT("\n;&|"), STR_INIT("\n;&| \t")};

// Where a piece begins at or behind a place chosen at random, or the end.
static uint32_t some_start(struct random *r, str text, str end) {
  uint32_t at = below(r, text.len + 1);
  while (at > 0 && at < text.len && !str_contains(end, (str){text.at + at - 1, 1}))
    at++;
  return at;
}

static uint32_t behind_pieces(str text, uint32_t at, str end, uint32_t count) {
  for (; count > 0 && at < text.len; at++)
    count -= str_contains(end, (str){text.at + at, 1});
  return at;
}

struct joint {
  uint32_t from, to;
};

static struct joint some_pieces(struct random *r, str text, str end, uint32_t least) {
  uint32_t from = some_start(r, text, end);
  return (struct joint){from, behind_pieces(text, from, end, least + below(r, 3))};
}

static size_t add(uint8_t *out, size_t at, size_t size, str text, struct joint part) {
  size_t len = part.to - part.from < size - at ? part.to - part.from : size - at;
  if (len)
    memcpy(out + at, text.at + part.from, len);
  return at + len;
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t data_size, const uint8_t *other, size_t other_size,
                                 uint8_t *out, size_t out_size, unsigned seed) {
  struct random r = {seed};
  str text = fuzz_input(data, data_size), donor = fuzz_input(other, other_size);
  str end = ends[below(&r, COUNT_OF(ends))];
  struct joint gap = some_pieces(&r, text, end, 0), graft = some_pieces(&r, donor, end, 1);
  size_t at = add(out, 0, out_size, text, (struct joint){0, gap.from});
  at = add(out, at, out_size, donor, graft);
  return add(out, at, out_size, text, (struct joint){gap.to, text.len});
}
