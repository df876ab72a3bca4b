#ifndef DLINT_REPORT_REPORT_H
#define DLINT_REPORT_REPORT_H

#include "base/buf.h"
#include "base/map.h"
#include "base/out.h"
#include "base/vec.h"
#include "diag/diag.h"
#include "source/source.h"

/// Output formats. A format is a row of formats.def and a struct report_format; it gets the files one by one, in order,
/// and writes to one sink. All bytes of the input reach the sink through the format's own escaping.

enum report_color {
  REPORT_PLAIN,
  REPORT_COLORED,
};

enum report_links {
  REPORT_UNLINKED,
  REPORT_LINKED, // to what there is to read about a rule (OSC 8)
};

/// What the terminal that shows a report understands.
struct report_style {
  enum report_color color;
  enum report_links links;
};

/// A rule that a report has spoken of.
struct report_rule {
  const struct diag_rule *rule;
  uint32_t index;    // in the order of their first findings
  uint32_t findings; // so far
};

/// What reports say of dlint itself.
struct report_tool {
  const char *version;
  const char *homepage; // empty where nobody has said where it is hosted
};

/// What a format writes to and has to remember between files.
struct report {
  const struct report_format *format;
  struct out *out;
  struct arena *kept;  // for what lasts until the end
  struct arena *arena; // for one file's output
  struct report_style style;
  struct report_tool tool;
  uint32_t files;                  // written so far
  uint32_t findings;               // so far, those of the file being written among them
  uint32_t count[SEVERITY_COUNT];  // of them
  VEC(struct report_rule *) rules; // that they came from
  struct map rules_by_id;          // the same
};

/// How a format is written.
struct report_format {
  void (*begin)(struct report *r);
  void (*file)(struct report *r, const struct source *src, const struct diags *diags);
  void (*end)(struct report *r);
};

/// One row of formats.def.
struct report_format_row {
  const char *name;
  const char *doc; // one line for --help
  const struct report_format *format;
};

/// All formats; `*count` is how many.
const struct report_format_row *report_formats(uint32_t *count);
/// NULL where no format has that name.
const struct report_format *report_format_named(str name);

/// The names of all formats: one of text gcc json …
extern const char report_format_names[];

/// The formats that hadolint has, as it writes them; NULL where it has none of that name. A finding's rule has
/// hadolint's code as its id.
const struct report_format *report_hadolint_format_named(str name);

/// `s` as it may be shown on a terminal or in a log, on one line: see report/terminal.h.
str report_plain(struct arena *a, str s);
/// The same for a path that a line begins with: no CI runner takes it for a command.
str report_path(struct arena *a, str path);
/// The same for other text that a line begins with.
str report_line(struct arena *a, str line);

/// Appends a line: `2 files: 1 error, 3 warnings`.
void report_add_summary(const struct report *r, struct buf *b);

/// `kept` outlives the report.
void report_begin(struct report *r, struct arena *kept, const struct report_format *format, struct out *out,
                  struct report_style style, struct report_tool tool);
/// The rules of the diagnostics must outlive the report.
void report_file(struct report *r, struct arena *a, const struct source *src, const struct diags *diags);
/// Ends the document. Whether all of it could be written, the sink knows: out_flush().
void report_end(struct report *r);

#endif
