#ifndef DLINT_FACTS_SCAN_H
#define DLINT_FACTS_SCAN_H

#include "base/map.h"
#include "base/vec.h"
#include "shell/shell.h"

/// What the syntax of a script says that its interpretation does not: which variables stand in it, and what stands in
/// substitutions, in subshells, or where a failure is passed over. One walk over the tree.

/// An expansion of a variable.
struct scan_use {
  str name;
  span span;     // in the file, from `$` on
  bool fallback; // it says what to take where there is no value
};

/// Ranges of the script that do not overlap, in order.
struct scan_ranges {
  span *at;
  uint32_t len, cap;
};

struct scan {
  const struct script *script;
  struct scan_uses {
    struct scan_use *at;
    uint32_t len, cap;
  } uses;          // in the order of the text
  struct map sets; // names that something in the script sets, perhaps: assignments, for, read, export, …
  struct scan_ranges substitutions, subshells, guarded;
};

/// Reads a script that has a tree.
struct scan *scan_script(struct arena *a, const struct script *script);
/// Whether commands end the script with an error, as `exit 1` does.
bool scan_ends_script(struct shell_list list);
/// Whether `where` begins in one of the ranges.
bool scan_holds(const struct scan_ranges *ranges, span where);
bool scan_sets(const struct scan *scan, str name);

/// The uses that stand within a range of the file: `*count` of them.
const struct scan_use *scan_uses_in(const struct scan *scan, span where, uint32_t *count);

#endif
