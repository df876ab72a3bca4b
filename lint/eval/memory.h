#ifndef DLINT_EVAL_MEMORY_H
#define DLINT_EVAL_MEMORY_H

#include "eval/machine.h"

/// See struct exec_memory.

/// Fills `out` with what the script did before with the same inputs; false where it must be executed.
bool memory_recall(const struct exec_context *x, const struct script *script, struct eval_instr *out);
/// `m` has executed the script; it began with `steps` in the budget, and `out` has what it did.
void memory_keep(const struct machine *m, const struct script *script, uint32_t steps, const struct eval_instr *out);

#endif
