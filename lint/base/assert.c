#include "base/assert.h"

#include <stdio.h>
#include <stdlib.h>

void assert_failed(const char *condition, const char *file, int line) {
  fprintf(stderr, "dlint: a bug in dlint: %s:%d: not true: %s\n", file, line, condition);
  _Exit(3);
}
