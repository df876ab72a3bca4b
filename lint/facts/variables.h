#ifndef DLINT_FACTS_VARIABLES_H
#define DLINT_FACTS_VARIABLES_H

#include "facts/run.h"

/// Variables: what sets them, what uses them, and what they reach.

/// What the value of a variable may end up in.
enum sink { SINK_DOWNLOAD, SINK_BUILD, SINK_PACKAGE, SINK_IMAGE, SINK_COPY, SINK_PATH, SINK_SWITCH, SINK_COUNT };

/// One place that sets a variable.
struct variable {
  str name;
  uint32_t stage; // FACT_NONE before the first FROM
  struct fact_variable *const *facts;
  uint32_t fact_count;
  const str *uses; // names in its value
  uint32_t use_count;
  struct variable *older; // in a script: the one of that name that was set before
  struct variable *outer; // `ARG name`: the one before the first FROM; NULL
  bool in_script;
  uint32_t sinks; // bit by bit, those that it reaches
};

/// Facts of ARG and ENV, in a stage or before the first one.
void make_variables(struct maker *m, const struct instr *in);
/// Facts of the assignments of a script.
void make_assignments(struct maker *m, struct run *run);
/// Facts of the uses in the words that BuildKit expands.
void make_uses(struct maker *m, const struct instr *in);
/// Facts of the uses in a script of what BuildKit would set, and of global arguments.
void make_script_uses(struct maker *m, const struct run *run);

/// The latest place that sets a name for a stage: in it, or in one that it starts from. NULL where there is none.
struct variable *find_variable(const struct maker *m, uint32_t stage, str name);

/// What a text of `in` names reaches `sink`.
void reach_from_text(struct maker *m, const struct instr *in, const struct text *text, enum sink sink);
/// The same for what a range of a script names.
void reach_from_script(struct maker *m, const struct run *run, span where, enum sink sink);
/// The same for one name.
void reach(struct maker *m, const struct run *run, uint32_t stage, str name, enum sink sink);

/// Says of each variable what it reached.
void finish_variables(struct maker *m);

#endif
