#ifndef DLINT_DIAG_DIAG_H
#define DLINT_DIAG_DIAG_H

#include "base/map.h"
#include "source/source.h"

/// A diagnostic: what a rule found at one place of a file. Reporters and fixers read these and nothing of rules.

enum severity {
  SEVERITY_STYLE,
  SEVERITY_INFO,
  SEVERITY_WARNING,
  SEVERITY_ERROR,
  SEVERITY_COUNT,
};

/// `style`, `info`, `warning`, `error`.
str severity_name(enum severity severity);
/// False where `name` is none of them.
bool severity_named(str name, enum severity *severity);

/// What a finding means for the platforms it names.
enum effect {
  EFFECT_NONE,     // nothing breaks
  EFFECT_EMULATED, // it works, under emulation that could be avoided
  EFFECT_WRONG,    // the build ends well, and the image does not work there
  EFFECT_BREAKS,   // the build fails
  EFFECT_COUNT,
};

/// `none`, `emulated`, `wrong`, `breaks`.
str effect_name(enum effect effect);
bool effect_named(str name, enum effect *effect);

/// How an editor may show the text that a rule's findings are about.
enum diag_tag {
  TAG_NONE,
  TAG_UNNECESSARY, // it could be left out: faded
  TAG_DEPRECATED,  // there is a newer way: struck through
  TAG_COUNT,
};

/// `none`, `unnecessary`, `deprecated`.
str diag_tag_name(enum diag_tag tag);

/// What all findings of one rule share.
struct diag_rule {
  str id;
  str category;
  enum severity severity; // the default
  enum effect effect;
  enum diag_tag tag;
  const str *aliases; // "hadolint:DL3008", "buildkit:StageNameCasing", older ids
  uint32_t alias_count;
  str summary;
  str why; // what is wrong about it, in Markdown; may be empty
  str url; // where to read more; empty where there is nothing
};

/// A second place that a diagnostic speaks of.
struct diag_label {
  span span;
  str message;
};

/// Replaces the bytes of `span` (empty: inserts before them) by `text`.
struct diag_edit {
  span span;
  str text;
  str once; // of the insertions that share this name, in whichever fixes, the first in the file serves all; empty
  // One of `parts` of what stands at `whole` goes, which cannot do without all of them; 0: none of these.
  span whole;
  uint32_t parts;
};

/// A way to mend a finding. `safe`: the image stays the same, or a build that was broken now works.
struct diag_fix {
  str description;
  bool safe;
  const struct diag_edit *edits; // in order, not overlapping
  uint32_t edit_count;
};

struct diag {
  const struct diag_rule *rule;
  enum severity severity;
  str message; // one sentence without a full stop; bytes of the file in it are raw: every sink escapes for itself
  span span;
  const str *platforms; // "linux/arm64"; none where the finding does not depend on a platform
  uint32_t platform_count;
  const struct diag_label *labels;
  uint32_t label_count;
  const struct diag_fix *fixes;
  uint32_t fix_count;
};

struct diags {
  struct diag *at;
  uint32_t len, cap;
};

void diags_add(struct arena *a, struct diags *diags, struct diag diag);

/// Orders by place, then rule, then message, and drops a diagnostic that says what the one before it says.
void diags_sort(struct diags *diags);

/// A name of a finding that stays the same when lines above it come and go: made of the path, the rule, the text of its
/// line without white space at both ends, and which finding with all these it is in the file. Zero is the start of a
/// file.
struct fingerprints {
  struct map seen;
};

/// 32 hexadecimal digits, in `a`. To be called for the findings of a file in their order.
str fingerprint_next(struct arena *a, struct fingerprints *f, const struct source *src, const struct diag *d);

#endif
