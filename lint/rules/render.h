#ifndef DLINT_RULES_RENDER_H
#define DLINT_RULES_RENDER_H

#include "rules/match.h"

/// What a rule says of a finding: templates filled in.

/// A rule that holds for a fact.
struct finding {
  uint32_t rule; // in the image
  const struct fact *fact;
  const struct fact_value *item; // of `for-each`; NULL
  uint32_t item_number;
  platforms scenarios; // in which it holds; 0: all
  bool depends;        // on the platform: it is said for which ones
  span span;           // underlined
};

/// Who reads the text.
enum render_for {
  RENDER_PEOPLE, // long values are cut, unknown ones shown as what they are
  RENDER_FILE,   // it becomes part of the Dockerfile
};

/// Fills in a template (PIECES) for the finding; the matcher is set to its rule, fact and item. False where a value is
/// not known and the text is for a file.
bool render(struct matcher *m, record_range template, const struct finding *finding, enum render_for who, str *text);

/// The same for a file, as the new text of an edit; `each` is the text that it replaces. False also where a word has no
/// name in the naming that is asked for.
bool render_edit(struct matcher *m, record_range template, const struct finding *finding, str each, str *text);

/// The names of the target platforms of the scenarios, each once; `*count` is how many.
const str *render_platforms(struct matcher *m, platforms scenarios, uint32_t *count);

#endif
