#ifndef DLINT_SHELLCHECK_PROCESS_H
#define DLINT_SHELLCHECK_PROCESS_H

#include "base/arena.h"

/// Running a program with bounds. This is the only file of dlint that starts one; no shell is involved.

struct process {
  str program;      // absolute path
  const str *words; // its arguments, its name first
  uint32_t word_count;
  const str *inputs;     // what it can read from /dev/fd/PROCESS_FIRST_FD and those after it
  uint32_t input_count;  // at most PROCESS_INPUTS_MAX
  uint32_t milliseconds; // after which it, and all that it has started, is ended
  uint32_t output_bytes; // after which it is, too
};

enum { PROCESS_FIRST_FD = 10, PROCESS_INPUTS_MAX = 16 };

/// What it wrote to standard output; its standard error goes nowhere, its standard input is empty. False, with one
/// sentence in `*why`, where it could not be started or reached a limit. Its exit code does not count. Lives in `a`.
bool process_run(struct arena *a, const struct process *p, str *output, str *why);

#endif
