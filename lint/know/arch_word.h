#ifndef DLINT_KNOW_ARCH_WORD_H
#define DLINT_KNOW_ARCH_WORD_H

#include "know/platform.h"

/// A word of a URL, file name, path, image or package that names an architecture.
struct arch_word {
  uint32_t at, len; // in the text that was searched
  str word;         // as written
  str arch;         // as Docker calls it: amd64, arm64, arm, 386, …
  str variant;      // v5, v6, v7 of arm; empty where the word does not say
};

/// The first word of `text`, from byte `from` on, that says for which architecture a file, an image or a package is.
/// False where there is none: neither a name that only looks so (`x64dbg`, `wasm32`, `armor`), nor one for another
/// system (`win64`, `darwin-amd64`), nor what a cross compiler makes code for (`gcc-aarch64-linux-gnu`).
bool arch_word_find(str text, uint32_t from, struct arch_word *out);
/// The whole of `text` names an architecture, in any scheme: also `x86_64-linux-gnu` and `linux/arm64`.
bool arch_word_is(str text, struct arch_word *out);
/// Whether a file for `w` runs on `p`: amd64 does not run on arm64; arm/v6 runs on arm/v7, 386 on amd64.
bool arch_word_suits(const struct arch_word *w, platform p);

#endif
