#ifndef DLINT_BASE_FAULT_H
#define DLINT_BASE_FAULT_H

#include "base/str.h"

/// Why some input of the user other than the Dockerfile (a rule file, a configuration, a path) cannot be used.
struct fault {
  str path;        // empty where there is none
  uint32_t line;   // 1-based; 0 where no place is meant
  uint32_t column; // 1-based, in code points
  str message;     // one sentence without a full stop
};

/// Several of them, in an arena.
struct faults {
  struct fault *at;
  uint32_t len, cap;
};

#endif
