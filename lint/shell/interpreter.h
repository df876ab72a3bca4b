#ifndef DLINT_SHELL_INTERPRETER_H
#define DLINT_SHELL_INTERPRETER_H

#include "base/arena.h"

/// Which program runs a script, read from the words of SHELL or of a `#!` line.

/// A program without its folder and `.exe`, in lower case; what `env` or `busybox` run rather than these.
str interpreter_name(struct arena *a, const str *words, uint32_t count);
/// Whether it reads POSIX shell: sh bash ash dash ksh mksh zsh.
bool interpreter_is_posix(str name);

#endif
