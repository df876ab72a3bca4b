#ifndef DLINT_SHELLCHECK_SCRIPT_H
#define DLINT_SHELLCHECK_SCRIPT_H

#include "base/vec.h"
#include "shellcheck/shellcheck.h"

/// Scripts as ShellCheck gets them: a `#!` line that names the shell, a line `export NAME=1` for each variable that the
/// build sets, then the script.

struct checked_script {
  const struct script *script;
  const struct source *src; // what ShellCheck gets
  uint32_t head;            // its first bytes that are not the script's
  uint32_t skipped;         // first bytes of the script that are not in it
};

struct checked_scripts {
  struct checked_script *at;
  uint32_t len, cap;
  uint32_t too_long; // how many more there are, past LIMIT_SHELLCHECK_SCRIPT
};

/// Those that can be checked, in order. In an image whose /bin/sh is known to be bash, a script for `sh` is one for
/// bash.
struct checked_scripts checked_scripts(struct arena *a, const struct facts *facts);

/// Where a place as ShellCheck counts (lines, and code points from 1) stands in the script's bytes. False where it is
/// none of the script.
bool checked_script_offset(const struct checked_script *c, uint32_t line, uint32_t column, uint32_t *off);

#endif
