#ifndef DLINT_CLI_OUTPUT_H
#define DLINT_CLI_OUTPUT_H

#include "base/file.h"
#include "cli/args.h"
#include "cli/outfile.h"
#include "report/report.h"

/// Where findings go: one report or several at once, each in its format, to standard output or to a file.

enum output_option {
  OPTION_OUTPUT = 2000,
  OPTION_FORMAT = OPTION_OUTPUT,
  OPTION_OUTPUT_FILE,
  OPTION_COLOR,
  OPTION_HYPERLINKS,
};

enum { OUTPUT_OPTION_COUNT = 4 };
extern const struct option output_options[OUTPUT_OPTION_COUNT];

#define OUTPUT_GROUP                                                                                                   \
  { .title = "Output", .at = output_options, .len = OUTPUT_OPTION_COUNT }

struct output {
  const struct report_format *format; // NULL: none was asked for
  str file;                           // empty: standard output
  struct outfile to;                  // that file, or standard output
  struct report report;
};

struct outputs {
  struct arena *arena;
  VEC(struct output *) list;
  struct report_style style; // of what goes to standard output
};

void outputs_init(struct outputs *o, struct arena *a);

/// Adds a report. `format` NULL: text; `file` empty: to standard output.
void outputs_add(struct outputs *o, const struct report_format *format, str file);

/// Takes one of the options above. False where `id` is none of them, or `*failed` is set after a message on stderr.
bool outputs_take(struct outputs *o, int id, str value, bool *failed);

/// Adds the files that will be written to `paths`.
void outputs_name_files(const struct outputs *o, struct arena *a, struct str_list *paths);
/// Opens the files and starts the reports. False after a message on stderr.
bool outputs_begin(struct outputs *o);
void outputs_file(struct outputs *o, struct arena *a, const struct source *src, const struct diags *diags);
/// Writes what is pending for standard output, where something else is about to be written to the same terminal.
void outputs_show(struct outputs *o);
/// Ends the reports and closes the files. False, after a message on stderr, where one could not be written as a whole.
bool outputs_end(struct outputs *o);
/// Ends them where the run cannot go on: files stay what they were.
void outputs_give_up(struct outputs *o);
/// On stderr: how many findings there are; how many each rule has, most first. After outputs_end().
void outputs_print_summary(const struct outputs *o);
void outputs_print_statistics(const struct outputs *o);

#endif
