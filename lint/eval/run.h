#ifndef DLINT_EVAL_RUN_H
#define DLINT_EVAL_RUN_H

#include "eval/stage.h"

/// Executes the command of a RUN, CMD, ENTRYPOINT or HEALTHCHECK (`instr`, perhaps a trigger) into `out`.
void run_instr(const struct build *b, const struct eval_stage *stage, const struct stage_state *state,
               const struct instr *instr, struct eval_instr *out);

#endif
