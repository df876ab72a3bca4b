#ifndef DLINT_DOCKERFILE_INSTR_H
#define DLINT_DOCKERFILE_INSTR_H

#include "dockerfile/dockerfile.h"

/// The second layer: a node as a typed instruction (BuildKit's instructions.ParseInstruction). `file` is the text that
/// the node's places are in. `problem` is set where BuildKit refuses it, at either layer.
struct instr *instr_read(struct arena *a, const struct text *file, const struct node *node);

#endif
