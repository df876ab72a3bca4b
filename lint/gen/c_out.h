#ifndef DLINT_GEN_C_OUT_H
#define DLINT_GEN_C_OUT_H

#include "base/out.h"

/// Constant data as C text: the same bytes on every host.

/// The items of a brace initializer, several a line.
void c_out_words(struct out *o, const uint32_t *words, uint32_t count);
/// String literals of one line each that make up `bytes`.
void c_out_bytes(struct out *o, str bytes);

#endif
