#ifndef DLINT_KNOW_NAMING_H
#define DLINT_KNOW_NAMING_H

#include "know/arch_word.h"

/// How names of architectures go together: who calls one `x86_64` calls another `aarch64`, or, in some places, `arm64`.

/// The naming that `word`, found in `text`, belongs to: what is known of such a text (rules/data/asset-namings.yaml),
/// or the first naming of platforms.yaml that has the word. False where there is none.
bool naming_find(str text, const struct arch_word *word, enum arch_scheme *scheme);

/// `text` with each word that names an architecture replaced by what `scheme` calls that architecture; of alternatives
/// that become equal (`aarch64|arm64`) the first stays. False where a word has no such name, or no word names one.
bool naming_translate(struct arena *a, str text, enum arch_scheme scheme, str *out);
/// The same, each word in its own naming, for platform `p` in place of the architecture `from`. False also where a word
/// names another architecture than `from`.
bool naming_move(struct arena *a, str text, str from, platform p, str *out);

#endif
