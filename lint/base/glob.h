#ifndef DLINT_BASE_GLOB_H
#define DLINT_BASE_GLOB_H

#include "base/str.h"

/// Patterns for paths, as in .gitignore: `*` and `?` stand for characters other than `/`, `[a-z]` and `[!a-z]` for one
/// of a class, `**` as a whole part of the path for any number of parts, and a backslash takes away a character's
/// meaning. Takes time in proportion to the product of the lengths, whatever the pattern.

enum { GLOB_PATTERN_MAX = 1024 }; // bytes; a longer one matches nothing

/// Whether all of `path` matches all of `pattern`. Bytes count, not characters.
bool glob_match(str pattern, str path);

/// As a line of .gitignore or an entry of `exclude` is meant: a pattern without a `/` (one at the end apart) is about
/// the last part of the path at any depth, another about the whole path. `/` at the start is no more than such a `/`;
/// one at the end makes it speak of folders only.
bool glob_match_ignore(str pattern, str path, bool is_folder);
/// The same for the path or any folder that it lies in.
bool glob_covers(str pattern, str path, bool is_folder);

#endif
