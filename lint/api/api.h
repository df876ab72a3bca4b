#ifndef DLINT_API_API_H
#define DLINT_API_API_H

#include "config/config.h"
#include "fix/fix.h"

/// The way from a file's bytes to its findings, and many files at once. The program, the language server and the public
/// API (include/dlint.h) stand on this.

/// One file to be linted.
struct lint_job {
  str path;  // as it is reported
  str bytes; // its content where `in_memory`; else it is read from `path`, "-" being standard input
  bool in_memory;
  str ignore; // content of the .dockerignore of the build, where `in_memory`; empty: there is none
  const struct settings *settings;
};

enum lint_status {
  LINT_DONE,
  LINT_UNREADABLE, // `why` says so; there are no findings
  LINT_EXHAUSTED,  // the limit of memory for one file was used up; there are no findings
  LINT_NO_MEMORY,  // the system has none; there are no findings
};

/// How much was done of a file: where all of it takes more than the memory that one file may have, less is. What was
/// left out is among the faults.
enum lint_depth {
  LINT_WHOLE,
  LINT_SOME_SCRIPTS, // scripts behind LIMIT_SCRIPTS_READ were not read
  LINT_SYNTAX,       // none was, and there are no facts but errors of the Dockerfile's syntax
  LINT_DEPTH_COUNT
};

/// What became of a job: each step's result, and the findings. A step that was not reached is NULL or empty.
struct lint {
  enum lint_status status;
  enum lint_depth depth;
  struct arena *memory; // that it lives in, a part of the one that was given
  struct fault why;
  const struct source *src;
  const struct dockerfile *df;
  const struct scripts *scripts;
  const struct eval *eval;
  const struct facts *facts;
  bool platforms_named; // somebody asked for the platforms that it was looked at for
  struct diags diags;   // in order, suppressed ones left out
  struct faults faults; // what could not be decided, since a limit was reached or a file could not be read
};

/// What one thread keeps from file to file: its compiled patterns.
struct lint_worker {
  struct arena arena;
  struct lint_patterns *patterns; // of each set of rules; in `arena`
};

void lint_worker_init(struct lint_worker *w);
void lint_worker_done(struct lint_worker *w);

/// Adds what reached a limit while a file was read or executed; `eval` may be NULL.
void lint_limit_faults(struct arena *a, const struct dockerfile *df, const struct eval *eval, struct faults *faults);

/// The steps up to the facts. All of the result lives in `a`; failed memory goes where `a` says.
struct lint lint_facts(struct arena *a, const struct lint_job *job);

/// What becomes of a job for which `a`, in which it was done, had no memory.
struct lint lint_without_memory(const struct arena *a, const struct lint_job *job);

/// Lints one file. All of the result lives in `a`. Without memory that is its status; nothing is left through `a`.
struct lint lint_file(struct lint_worker *w, struct arena *a, const struct lint_job *job);

/// A file while it is mended.
struct lint_mended {
  str bytes;
  struct lint last; // of `bytes`
  uint32_t fixes;   // that were applied
};

enum lint_mend_status {
  MEND_DONE,
  MEND_NOT_LINTED, // as `last` says
  MEND_ENDLESS,    // what the fixes make has to be fixed again, too often
  MEND_BREAKS,     // the fixes would make a file that does not build
};

/// Applies fixes and lints again until nothing is left to mend. `file` holds what is to be mended, linted already;
/// where the status is another than MEND_DONE, what had been made of it until then.
enum lint_mend_status lint_mend(struct lint_worker *w, struct arena *a, const struct lint_job *job,
                                enum fix_level level, struct lint_mended *file);

/// Called for each job in the order of the jobs, on the thread that called lint_files(). `lint`, which may be changed,
/// and `a`, in which it lives and which may be added to, last until the call returns.
typedef void lint_done(void *ctx, struct arena *a, const struct lint_job *job, struct lint *lint);

/// Lints files on up to `threads` threads (0: as many as there are processors). Memory does not grow with their number.
void lint_files(const struct lint_job *jobs, uint32_t count, uint32_t threads, lint_done *done, void *ctx);

#endif
