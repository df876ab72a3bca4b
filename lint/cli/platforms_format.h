#ifndef DLINT_CLI_PLATFORMS_FORMAT_H
#define DLINT_CLI_PLATFORMS_FORMAT_H

#include "base/out.h"
#include "cli/verdict.h"
#include "report/report.h"

/// How `dlint platforms` shows its table. A format gets the files one by one.

/// A row of the table: a file, or with -v a stage.
struct platform_row {
  str label;
  struct verdicts verdicts;
};

struct platforms_page {
  struct out *out;
  enum report_color color;
  uint32_t label_width; // of the longest path
  uint32_t files;       // so far
  uint32_t heading;     // a hash of the heading that was written last; 0 before the first
};

struct platforms_format {
  void (*begin)(struct platforms_page *p);
  /// `rows[0]` is the file's, the others are its stages'.
  void (*file)(struct platforms_page *p, struct arena *a, const struct lint *lint, const struct platform_row *rows,
               uint32_t row_count);
  void (*end)(struct platforms_page *p);
};

extern const struct platforms_format platforms_text, platforms_json, platforms_markdown, platforms_html;

/// What people call a platform, for the formats that explain it; empty for one that is not in the table.
struct platform_manual {
  const char *platform, *description, *common_names, *examples;
};
const struct platform_manual *platform_manual(str name);

#endif
