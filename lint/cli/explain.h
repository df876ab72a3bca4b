#ifndef DLINT_CLI_EXPLAIN_H
#define DLINT_CLI_EXPLAIN_H

#include "api/api.h"
#include "base/out.h"
#include "report/report.h"

/// All that there is to read about a rule, for a person at a terminal or as a page of Markdown.

enum explain_form {
  EXPLAIN_TERMINAL,
  EXPLAIN_MARKDOWN,
  EXPLAIN_FORM_COUNT,
};

struct explanation {
  struct arena *arena;
  struct out *out;
  enum explain_form form;
  enum report_color color; // of the terminal
};

/// Writes what there is about rule number `rule` of the settings; its examples are linted for the platforms of these.
void explain_rule(const struct explanation *e, const struct settings *settings, uint32_t rule);

/// Writes a list of all rules by category; in Markdown, with links to pages ID.md.
void explain_list(const struct explanation *e, const struct settings *settings);

#endif
