#ifndef DLINT_SHELLCHECK_ANSWER_H
#define DLINT_SHELLCHECK_ANSWER_H

#include "shellcheck/script.h"

/// Reads what ShellCheck printed in its format json1 about scripts that it knew as /dev/fd/NUMBER, the first of them
/// being `first_fd`. Findings outside of the scripts, and those that make no sense in a Dockerfile, are left out. False
/// where it is not in that format; nothing is added then.
bool answer_read(struct arena *a, struct shellcheck *s, str json, const struct checked_scripts *scripts,
                 uint32_t first_fd, struct diags *diags);

#endif
