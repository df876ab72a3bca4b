#include "facts/programs.h"

uint32_t row_named(const void *rows, uint32_t count, size_t row_size, str name) {
  uint32_t low = 0, high = count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    const str *found = (const str *)(const void *)((const char *)rows + middle * row_size);
    int order = found->len && name.len ? (uint8_t)found->at[0] - (uint8_t)name.at[0] : 0; // tells in most cases
    if (order == 0)
      order = str_compare(*found, name);
    if (order == 0)
      return middle;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return count;
}

uint32_t program_traits(str name) {
  static const struct {
    str name;
    uint32_t traits;
  } programs[] = {
#define PROGRAM(name, traits) {STR_INIT(name), (traits)},
#include "facts/programs.def"
  };
  uint32_t row = row_named(programs, COUNT_OF(programs), sizeof *programs, name);
  return row < COUNT_OF(programs) ? programs[row].traits : 0;
}
