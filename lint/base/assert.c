#include "base/assert.h"

#include <stdio.h>
#include <stdlib.h>

void assert_failed(const char *condition, const char *file, int line) {
  fprintf(stderr, "dlint: a bug in dlint: %s:%d: not true: %s\n", file, line, condition);
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
  abort(); // a fuzzer takes an exit for the program's own wish to end
#endif
  _Exit(3);
}
