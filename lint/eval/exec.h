#ifndef DLINT_EVAL_EXEC_H
#define DLINT_EVAL_EXEC_H

#include "eval/env.h"

/// The shell's half of interpretation: executes scripts abstractly. The Dockerfile's half says with which variables,
/// in which folder and on which platform, and gets the commands, choices and assignments of an instruction.

/// How much may still be done for one scenario of a file: see LIMIT_EVAL_STEPS. Once nothing is left, values are
/// unknown, and neither loops nor functions nor nested scripts are followed any more.
struct exec_budget {
  uint32_t steps;
  const struct instr *stopped; // the instruction that took the last of them; NULL
};
/// Takes `n` steps; false when nothing is left.
bool budget_take(struct exec_budget *budget, uint32_t n);
/// Takes what a value costs that was put together: see LIMIT_EVAL_BYTES_A_STEP.
void budget_take_value(struct exec_budget *budget, const struct value *v);

/// What scripts and exec forms did, so that one that does the same in another scenario is not executed again: it must
/// not have asked for the platform, and the variables that it looked at must have the values that they had then. Zero
/// is empty.
struct exec_memory {
  struct map scripts; // struct memory, the latest of each
};

struct exec_context {
  struct arena *a;
  struct exec_budget *budget;
  struct exec_memory *memory; // of all scenarios of a file; NULL: none
  const platform *runs_on;    // the platform that `uname` and its kin answer for; NULL: not known
  const struct trie *env;     // variables; those that are exported are the environment
  /// Who may have set a variable that `env` does not know, for people: "the base image". Empty: it is not set.
  str other_variables;
  struct value cwd; // the working directory
  /// Files whose content is known, by absolute path: `const struct value *`. NULL: none.
  const struct trie *files;
};

/// Executes the script of a RUN, CMD, ENTRYPOINT or HEALTHCHECK: fills the commands, choices and assignments of `out`.
void exec_script(const struct exec_context *x, const struct script *script, struct eval_instr *out);
/// Executes the words of an exec form (of a HEALTHCHECK: those after CMD). Likewise.
void exec_argv(const struct exec_context *x, const struct instr *instr, const struct text *argv, uint32_t argc,
               struct eval_instr *out);

#endif
