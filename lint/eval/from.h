#ifndef DLINT_EVAL_FROM_H
#define DLINT_EVAL_FROM_H

#include "eval/stage.h"

/// Begins a stage: what its FROM names, on which platform, and what it inherits. Fills the stage's part about these and
/// `state`.
void from_begin(const struct build *b, uint32_t index, struct stage_state *state);

/// Whether a program of SHELL is one of Windows: cmd or powershell (pwsh is at home elsewhere too).
bool is_windows_shell(str program);

#endif
