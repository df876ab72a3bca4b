#ifndef DLINT_BASE_PATH_H
#define DLINT_BASE_PATH_H

#include "base/arena.h"

/// Paths with forward slashes, as Go's package path has them. What is made lives in `a`.

/// path.Clean: no empty element and no `.`; `..` takes the element before it away where there is one.
str path_clean(struct arena *a, str path);
/// path.Join of two elements.
str path_join(struct arena *a, str x, str y);

/// The folder that a path names a thing in, a view: what stands before the last slash; `.` without one, `/` for what
/// stands there.
str path_folder(str path);
/// What stands behind the last slash, a view.
str path_name(str path);

#endif
