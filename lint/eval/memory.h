#ifndef DLINT_EVAL_MEMORY_H
#define DLINT_EVAL_MEMORY_H

#include "eval/machine.h"

/// See struct exec_memory.

/// Fills `out` with what the script, or the words of an exec form, did before with the same inputs; false where it must
/// be executed. It is known by where it lies in memory, which is the same in all scenarios.
bool memory_recall(const struct exec_context *x, const void *script, struct eval_instr *out);
/// `m` has executed it; it began with `steps` in the budget, and `out`, which lasts as long as the memory does, has
/// what it did. So lasts what the context points to.
void memory_keep(const struct machine *m, const void *script, uint32_t steps, const struct eval_instr *out);

#endif
