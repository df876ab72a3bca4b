#ifndef DLINT_CLI_BASELINE_H
#define DLINT_CLI_BASELINE_H

#include "base/out.h"
#include "diag/diag.h"

/// A baseline: findings that a project knows and does not count, one a line with its fingerprint. Lines may move
/// without a known finding becoming a new one.

struct baseline {
  struct map known;  // by fingerprint
  struct out *write; // where findings go that are to be known; NULL without
};

/// Reads a file. False with `*why`.
bool baseline_read(struct arena *a, str path, struct baseline *b, struct fault *why);
/// Starts a file: its head.
void baseline_begin(struct baseline *b, struct out *out);

/// Writes all findings down where that was asked for, and takes the known ones out of `diags`.
void baseline_apply(struct arena *a, struct baseline *b, const struct source *src, struct diags *diags);

#endif
