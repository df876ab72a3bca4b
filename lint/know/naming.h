#ifndef DLINT_KNOW_NAMING_H
#define DLINT_KNOW_NAMING_H

#include "know/arch_word.h"

/// How names of architectures go together: who calls one `x86_64` calls another `aarch64`, or, in some places, `arm64`.

/// Where a name of an architecture stands.
struct naming_place {
  str around;             // what tells whose name it is: a URL, a path
  const platform *wanted; // what the name is needed for, too
  uint32_t wanted_count;
};

/// The naming that `word`, found in `text`, belongs to: what is known of such a place (rules/data/asset-namings.yaml),
/// or the first naming of platforms.yaml that has the word. Where a target triplet is called otherwise for a wanted
/// platform than by its first part (`i386-linux-gnu` goes with `x86_64-linux-gnu`, `arm-linux-gnueabihf` with both),
/// the word becomes all of it. False where there is no naming, or no file for others.
bool naming_find(const struct naming_place *place, str text, struct arch_word *word, enum arch_scheme *scheme);

/// `text` with each word that names an architecture replaced by what `scheme` calls that architecture; of alternatives
/// that become equal (`aarch64|arm64`) the first stays. False where a word has no such name, or no word names one.
bool naming_translate(struct arena *a, str text, enum arch_scheme scheme, str *out);
/// The same, each word in its own naming, for platform `p` in place of the architecture `from`. False also where a word
/// names another architecture than `from`.
bool naming_move(struct arena *a, str text, str from, platform p, str *out);

#endif
