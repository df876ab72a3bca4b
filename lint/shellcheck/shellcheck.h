#ifndef DLINT_SHELLCHECK_SHELLCHECK_H
#define DLINT_SHELLCHECK_SHELLCHECK_H

#include <pthread.h>

#include "base/map.h"
#include "rules/rules.h"
#include "shell/shell.h"

/// What an installed ShellCheck (https://www.shellcheck.net) finds in the scripts of RUN. It is the only program that
/// dlint ever starts, and only where an option or the configuration asks for it.

/// Whether it is asked for.
enum shellcheck_use {
  SHELLCHECK_OFF,
  SHELLCHECK_AUTO, // where it is installed
  SHELLCHECK_ON,   // it has to be there
};

/// `off`, `auto`, `on`.
str shellcheck_use_name(enum shellcheck_use use);
/// False where `name` is none of them.
bool shellcheck_use_named(str name, enum shellcheck_use *use);

/// The category of its findings. The id of their rules is ShellCheck's code, `SC2086`.
#define SHELLCHECK_CATEGORY STR("shellcheck")

/// An installed ShellCheck. Threads may share it.
struct shellcheck {
  str program;           // absolute path
  uint32_t milliseconds; // that one call of it may take
  pthread_mutex_t lock;  // of what follows
  struct arena *arena;
  struct map rules; // by code: struct diag_rule
  uint32_t failures;
};

/// The program in the folders of `path`, written as in $PATH; folders that are not absolute do not count. NULL where it
/// is in none. Lives in `a`, with the rules of its findings.
struct shellcheck *shellcheck_find(struct arena *a, str path);

/// Has it check the scripts of RUN that a shell runs which it knows, and adds what it finds. What the build sets is
/// set: variables of ARG and ENV, those of proxies. Why a call failed is said in `faults`, the first time; after
/// LIMIT_SHELLCHECK_FAILURES there are no further ones. Lives in `a`.
void shellcheck_run(struct arena *a, struct shellcheck *s, const struct facts *facts, struct diags *diags,
                    struct faults *faults);

#endif
