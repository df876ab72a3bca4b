#ifndef DLINT_CLI_VERDICT_H
#define DLINT_CLI_VERDICT_H

#include "api/api.h"

/// Whether a Dockerfile builds on a platform, and what stops it: what its findings mean, put together.

enum verdict {
  VERDICT_BUILDS,
  VERDICT_UNKNOWN,  // an image or a download that decides it is not known
  VERDICT_EMULATED, // it works, under emulation that could be avoided
  VERDICT_BREAKS,   // the build fails, or the image does not work there
  VERDICT_OTHER_OS, // it is for another operating system
  VERDICT_COUNT
};

/// `builds`, `unknown`, `emulated`, `breaks`, `n/a`.
str verdict_name(enum verdict verdict);

struct verdict_reason {
  str rule; // the id of the rule; empty for what is not known
  str message;
  span span;
};

/// A platform and what is said of it.
struct platform_verdict {
  platform platform;
  str name;
  enum verdict verdict;
  const struct verdict_reason *reasons; // those for the verdict, in the order of the file
  uint32_t reason_count;
};

struct verdicts {
  const struct platform_verdict *at; // one for each wanted platform
  uint32_t len;
};

/// The verdicts on a file that was linted, or on the part of it within `range` (a stage). They live in `a`.
struct verdicts verdict_make(struct arena *a, const struct lint *lint, span range);

#endif
