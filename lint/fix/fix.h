#ifndef DLINT_FIX_FIX_H
#define DLINT_FIX_FIX_H

#include "base/fault.h"
#include "base/out.h"
#include "diag/diag.h"

/// Mending files: edits into bytes, bytes into a file, the difference for people and `git apply`.

/// Which fixes are applied.
enum fix_level {
  FIX_SAFE, // the image stays the same, or a build that was broken now works
  FIX_ALL,  // suggestions too
};

/// `bytes` with the fixes of `diags` applied: of each diagnostic the first one of that level, all of its edits or none.
/// A fix whose edits overlap those of an earlier one is left out: the next round finds it again. Equal edits of two
/// fixes (both declare the same ARG) are made once. `*applied` counts the fixes. Lives in `a`.
str fix_apply(struct arena *a, str bytes, const struct diags *diags, enum fix_level level, uint32_t *applied);

/// Replaces the content of the file `path`, which was `before` when it was read, by `after`. At every moment the file
/// is the old or the new one, whole: a temporary file beside it is written, synchronized and renamed over it. Mode and
/// owner are kept.
///
/// False with `*why` (in `a`), the file untouched, when it cannot be written, has changed since it was read, is a link
/// or has several names (renaming would part them), is no regular file, or another process is replacing it.
bool fix_write(struct arena *a, str path, str before, str after, struct fault *why);

/// Removes the temporary file that a killed fix_write() of `path` has left beside it; one that a process is writing
/// stays.
void fix_sweep(struct arena *a, str path);

/// Writes what turns `before` into `after` as a unified diff with three lines of context; nothing where they are equal.
/// `path` stands behind `a/` and `b/`, quoted as git does where it holds other than printable characters.
void fix_diff(struct arena *a, struct out *out, str path, str before, str after);

#endif
