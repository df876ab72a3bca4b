#ifndef DLINT_CLI_TRACE_H
#define DLINT_CLI_TRACE_H

#include "base/out.h"
#include "base/vec.h"
#include "eval/eval.h"
#include "report/report.h"

/// What `dlint trace` prints: what each RUN executes, with values filled in.

/// One file, executed.
struct trace {
  struct arena *arena;
  const struct source *src;
  const struct eval *eval;
  struct out *out;
  enum report_color color;
  uint32_t width_cols; // of the terminal; 0: it is none
};

/// One JSON object a line for each RUN and scenario.
void trace_json(const struct trace *t);
/// Each scenario, stage by stage.
void trace_text(const struct trace *t);
/// What differs between the first two scenarios.
void trace_diff(const struct trace *t);

/// How a part of a line is shown.
enum trace_style {
  STYLE_PLAIN,
  STYLE_FAINT,    // line numbers, notes
  STYLE_KEYWORD,  // of an instruction
  STYLE_VALUE,    // computed, not written so in the file
  STYLE_UNKNOWN,  // not known, with its origin
  STYLE_MAYBE,    // what may run
  STYLE_FALLBACK, // what runs when something fails
  STYLE_LEFT,     // what only one of two platforms has
  STYLE_RIGHT,
  STYLE_COUNT
};

/// Text in parts, safe for a terminal.
struct styled {
  str text;
  const struct trace_part {
    uint32_t from; // up to the next part
    enum trace_style style;
  } * parts;
  uint32_t part_count;
};

/// One line of the trace.
struct trace_line {
  uint32_t number; // in the file
  span place;      // what it shows; the same on every platform
  uint32_t depth;  // of indentation
  enum eval_when when;
  struct styled text;
};

struct trace_lines {
  struct trace_line *at;
  uint32_t len, cap;
};

/// FROM, with what is known about its stage.
struct trace_line trace_stage_line(struct arena *a, const struct source *src, const struct eval_scenario *scenario,
                                   uint32_t stage);
/// An instruction and the commands that it runs; nothing for one that changes nothing in the build.
struct trace_lines trace_instr_lines(struct arena *a, const struct source *src, const struct eval_instr *in);

/// Prints a part of a styled text.
void trace_print(const struct trace *t, const struct styled *s, uint32_t from, uint32_t to);
void trace_print_styled(const struct trace *t, str text, enum trace_style style);
/// `dlint.Dockerfile for linux/arm64, built on linux/amd64`
void trace_print_title(const struct trace *t, const struct eval_scenario *scenario);

#endif
