#ifndef DLINT_REPORT_FINGERPRINT_H
#define DLINT_REPORT_FINGERPRINT_H

#include "base/map.h"
#include "diag/diag.h"
#include "source/source.h"

/// A name of a finding that stays the same when lines above it come and go: made of the path, the rule, the text of its
/// line without white space at both ends, and which finding with all these it is in the file.

/// Fingerprints of one file; the findings are given in order. Zero is the start of a file.
struct fingerprints {
  struct map seen;
};

/// 32 hexadecimal digits, in `a`.
str fingerprint_next(struct arena *a, struct fingerprints *f, const struct source *src, const struct diag *d);

#endif
