#ifndef DLINT_EVAL_EVAL_H
#define DLINT_EVAL_EVAL_H

#include "know/platform.h"
#include "shell/shell.h"

/// Interpretation: what a build runs, and with which values, for each wanted platform. A file is executed abstractly,
/// stage by stage, as BuildKit's dockerfile2llb would (v0.34.2), and each script by an abstract shell. What is not
/// known is unknown, with its origin; past a limit a value becomes unknown, never wrong.

/// A piece of a value: known text, or something unknown.
struct value_piece {
  bool unknown;
  str text; // the text; for an unknown piece where it comes from, for people: "output of jq", "build argument VERSION"
};

/// One thing that a value may be: its pieces in order; none is the empty string, and no two known ones are neighbours.
struct alternative {
  const struct value_piece *pieces;
  uint32_t len;
  uint32_t decision; // it is this only where that undecided condition of the script went to `branch`; 0: always
  uint32_t branch;
};

/// A question about the architecture that a value comes from.
struct eval_source {
  str name;   // uname, arch, dpkg, apk, rpm, getconf, go, rustc, gcc, python, node, xx, TARGETARCH, TARGETPLATFORM, …
  span asked; // the words that ask, in the file; empty for a variable that the build sets, until it is used
  bool indirect; // the value was set in a branch that depends on the answer
};

enum { VALUE_ALTERNATIVES_MAX = 8 };

/// What a word may be: 1 to VALUE_ALTERNATIVES_MAX alternatives. `len` 0: it is not set.
struct value {
  const struct alternative *at;
  uint32_t len;
  const struct eval_source *source; // NULL where it does not depend on the architecture
};

/// Whether the value is one known string, and which.
bool value_is_known(const struct value *v, str *text);
/// The value for people and rules: alternatives joined by `|`, an unknown piece as `${origin}`.
str value_show(struct arena *a, const struct value *v);

enum eval_when {
  WHEN_ALWAYS,   // whenever the RUN is executed and ends well
  WHEN_MAYBE,    // in a branch or loop that may not be taken
  WHEN_FALLBACK, // on the right of `||`, when something before it failed
};

/// A word of a command and the place of the file that it comes from.
struct eval_word {
  struct value value;
  span span;                     // in the file
  const struct shell_word *word; // its syntax; NULL in exec form and for words that a field splitting made
};

struct eval_redir {
  const struct shell_redir *redir;
  struct value target; // the file; for here-documents and strings their text
  span span;
};

#define COMMAND_NONE UINT32_MAX

/// One command that a script runs.
struct eval_command {
  span span; // in the file: the whole command
  const struct script *script;
  const struct shell_cmd *cmd; // its syntax; NULL for the command of an exec form
  const struct eval_word *argv;
  uint32_t argc;
  const struct eval_word *assigns; // `A=x cmd`: the whole words, values of the form A=x
  uint32_t assign_count;
  const struct eval_redir *redirs;
  uint32_t redir_count;
  enum eval_when when;
  bool in_loop, in_condition;
  bool in_wrapper; // its wrapper does its work, and no program of that name is started: `python -m pip`
  bool asks;       // it asks the system for its architecture and does nothing else; the answer is in the values
  uint32_t piped_from, piped_to; // index in the run's commands; COMMAND_NONE
  uint32_t wrapper;              // the command (sudo, env, sh -c, …) that runs this one; COMMAND_NONE
  uint32_t chosen_by;            // the innermost choice (see eval_choice) that it stands in; UINT32_MAX
};

/// A case or if that depends on the architecture: what its subject came from, which branch each platform takes.
struct eval_choice {
  span span;  // of `case WORD in`, or of the condition
  span whole; // of all of it
  const struct shell_cmd *cmd;
  str source;    // uname, arch, dpkg, apk, rpm, go, TARGETARCH, TARGETPLATFORM, …
  span asked;    // the words that ask for it, where they stand
  bool indirect; // the subject was set in a branch of another choice
  struct value subject;
  uint32_t branch; // the one taken here; UINT32_MAX for none, or where it is not known
  bool branch_known;
  bool branch_fails; // the branch taken ends the script with an error
  uint32_t outer;    // the choice around it; UINT32_MAX
};

/// A variable that a script sets.
struct eval_assign {
  span span;
  str name;
  struct value value;
  enum eval_when when;
};

/// An instruction of a stage with its values.
struct eval_instr {
  const struct instr *instr;
  const struct scope *scope; // the variables in force before it; see eval_variable()
  char escape;
  /// Expanded, in the order of the members of `instr`: ENV LABEL ARG: the values of the pairs; COPY ADD: sources, then
  /// the destination; WORKDIR USER EXPOSE VOLUME STOPSIGNAL: their words. Others: none.
  const struct eval_word *values;
  uint32_t value_count;
  /// RUN CMD ENTRYPOINT HEALTHCHECK: what is executed. ONBUILD: what its trigger would execute here.
  const struct eval_command *commands;
  uint32_t command_count;
  const struct eval_choice *choices;
  uint32_t choice_count;
  const struct eval_assign *assigns;
  uint32_t assign_count;
  /// What runs it where that is no POSIX shell; else empty. `commands` are then none, but for cmd on a Windows base
  /// that is built for Linux: what Linux' shell would make of its script.
  str opaque;
  /// RUN: what BuildKit would run with no --build-arg on a base image that sets nothing but PATH. See also
  /// eval_environment().
  const str *args;
  uint32_t arg_count;
  str cwd;
};

/// What `name` is in front of an instruction. False where it is not set, for all that is known: neither by the file
/// nor, perhaps, by the base image.
bool eval_variable(struct arena *a, const struct eval_instr *in, str name, struct value *value);

/// RUN: the environment that goes with `args`, each K=V, as BuildKit orders it. Made when asked for, because its size
/// is that of all ENV and ARG before.
const str *eval_environment(struct arena *a, const struct eval_instr *run, uint32_t *count);

enum eval_base {
  BASE_IMAGE, // `image` names it
  BASE_STAGE, // `base_stage`
  BASE_SCRATCH,
  BASE_UNKNOWN, // a variable without value decides
};

struct eval_stage {
  const struct stage *stage;
  bool needed;  // the target stage needs it
  bool shipped; // it is the target stage, or one that this starts from
  bool windows; // Linux platforms do not apply to it
  enum eval_base base;
  struct value image; // FROM's word
  uint32_t base_stage;
  bool platform_known;
  platform platform;               // that its RUNs are executed on
  bool on_build;                   // that is the build platform, because it was asked for
  struct value user;               // the last USER; len 0 without
  const struct eval_instr *instrs; // one for each of stage->instrs
  uint32_t instr_count;
  /// What the ONBUILD instructions of the stage that it starts from do here, before its own instructions.
  const struct eval_instr *triggers;
  uint32_t trigger_count;
  str error; // why BuildKit stops here ("failed to parse platform"); empty
};

/// One build: from a machine of platform `build`, for platform `target`.
struct eval_scenario {
  platform target, build;
  const struct eval_stage *stages; // all of the file's
  uint32_t stage_count;
};

struct eval_options {
  const platform *targets; // wanted; at least one
  uint32_t target_count;
  const platform *build; // NULL: native, and from amd64 and arm64 where the file names a BUILD* variable
  bool native_only;      // without the latter
  const struct eval_build_arg { str name, value; } * build_args;
  uint32_t build_arg_count;
  str target_stage; // empty: the last one
};

struct eval {
  const struct eval_scenario *scenarios; // native ones first, in the order of the targets; at most PLATFORMS_MAX
  uint32_t scenario_count;
  /// The first instruction that took more steps than there were (see LIMIT_EVAL_STEPS): from there on values are
  /// unknown in one of the scenarios. NULL.
  const struct instr *stopped;
  uint32_t steps; // that there were
};

/// Executes a file. Lives in `a`.
const struct eval *eval_run(struct arena *a, const struct dockerfile *df, const struct scripts *scripts,
                            const struct eval_options *options);

#endif
