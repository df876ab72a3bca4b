#ifndef DLINT_EVAL_MACHINE_H
#define DLINT_EVAL_MACHINE_H

#include "base/vec.h"
#include "eval/exec.h"
#include "eval/outcome.h"

/// The abstract shell: a machine that walks a script, and the state that its commands change. There is one state; an
/// undecided condition copies it, runs each side on a copy and joins them. A state that left (exit, return, break)
/// waits in the frame that it left to.

/// What was written to standard output, latest last.
struct output {
  const struct output *before;
  struct value text;
  uint32_t count; // of these, to this one
};

/// `$1`, `$2`, …
struct params {
  const struct value *at;
  uint32_t len;
  bool unknown; // neither how many nor which
};

struct function {
  const struct shell_cmd *body; // NULL: one of several
  const struct script *script;
  const str *holes;             // as in struct machine
  const struct function *other; // it may be this one, too: from another branch; NULL
};

/// What is known of a variable once a condition is decided.
struct refinement {
  str name;
  struct value yes, no;
};

/// What a status came from, where that is known.
struct condition {
  struct value subject; // what was compared
  const struct refinement *refinement;
};

enum jump_level { LEVEL_NONE = 0xffff }; // of no frame

struct state {
  const struct trie *vars;      // struct variable
  const struct trie *functions; // struct function
  const struct trie *files;     // by absolute path: struct value
  const struct output *out;
  struct value in; // what is left of standard input; not set: nothing is known of it
  struct value cwd;
  const struct params *params;
  struct value zero;                 // `$0`
  enum outcome status;               // of the latest command
  struct value code;                 // `$?`
  const struct condition *condition; // of the latest command; NULL where nothing is known
  const struct eval_source *control; // the question that decides whether we are here; NULL
  bool dead;                         // nothing gets here
  bool maybe, fallback;              // whether it gets here is not decided; only when a command failed
  bool errexit, nounset, pipefail;
  uint32_t lost; // the level of the outermost frame to which some runs left, so that not all get here
};

enum frame_kind {
  FRAME_SHELL, // a script, a subshell, a command substitution
  FRAME_FUNCTION,
  FRAME_LOOP,
  FRAME_ROUND, // one round of a loop
};

struct saved_variable {
  str name;
  const struct variable *old; // NULL: nothing was known
};

/// Where exit, return, break and continue lead to.
struct frame {
  enum frame_kind kind;
  struct frame *outer;
  uint32_t level;
  bool fatal;           // SHELL: if it fails, the RUN fails
  bool left;            // something left to here
  struct state sum;     // all of them
  bool maybe, fallback; // of the state that came in
  const struct redirected *redirects;
  VEC(struct saved_variable) locals; // FUNCTION
};

/// The standard streams as they were before a redirection, for who leaves it by a jump.
struct redirected {
  const struct redirected *outer;
  bool input, output; // which of them it changes
  const struct output *out;
  struct value in;
};

struct machine {
  const struct exec_context *x;
  struct arena *a;
  const struct script *script; // that is executed now
  uint32_t near;               // the piece of its text that the latest span began in
  struct frame *frame;
  const struct redirected *redirects;
  uint32_t depth;                     // of commands, functions and nested scripts
  uint32_t calls;                     // of functions and nested scripts alone
  uint32_t unchecked;                 // in so many conditions, where a failure does not end the script
  bool tail;                          // the status of this command is that of the script
  uint32_t captures;                  // so many want the output
  uint32_t quiet;                     // nothing is recorded
  bool captured;                      // a command substitution was executed
  const str *holes;                   // the origins of unknown pieces of the nested script that is executed; NULL
  const struct eval_word *exec_words; // of the exec form that is executed, with the texts that they are; NULL
  const struct text *exec_texts;
  uint32_t exec_count;
  uint32_t loops, conditions, substitutions;
  uint32_t decisions;  // undecided conditions so far
  uint32_t choice;     // the innermost one; UINT32_MAX
  uint32_t wrapper;    // what runs the nested script; COMMAND_NONE
  uint32_t piped_from; // the command before in the pipeline; COMMAND_NONE
  struct {
    struct eval_command *at;
    uint32_t len, cap;
  } commands;
  struct {
    struct eval_choice *at;
    uint32_t len, cap;
  } choices;
  struct {
    struct eval_assign *at;
    uint32_t len, cap;
  } assigns;
  bool asked_platform;
  const struct trie *asked; // the names of variables that were looked at
  /// For each of commands: how deep in substitutions it stands, to know what belongs to a pipeline.
  struct {
    uint32_t *at;
    uint32_t len, cap;
  } nesting;
};

/// Takes `n` steps of the budget; false when nothing is left.
bool machine_step(struct machine *m, uint32_t n);
bool machine_exhausted(const struct machine *m);
/// `${v#p}` and `${v/p/w}` with their kin, and whether a pattern matches a text: what eval/wildcard.h does, its moves
/// paid from the budget.
struct value machine_trim(struct machine *m, struct value v, str op, struct value pattern);
struct value machine_replace(struct machine *m, struct value v, str op, struct value pattern, struct value with);
enum outcome machine_match(struct machine *m, const struct alternative *pattern, const struct alternative *subject);
/// The platform that the script runs on, and its name in a scheme: empty where it has none or is not known. What asks
/// for it is not the same on other platforms.
const platform *machine_platform(struct machine *m);
str machine_arch(struct machine *m, enum arch_scheme scheme);
/// Whether bash is known to execute the script; `sh` may be any shell.
bool machine_is_bash(const struct machine *m);
/// A range of the script, in the file.
span machine_span(struct machine *m, span in_script);
/// The script's status is lost where this command fails: what follows needs no mark.
bool machine_failure_ends(const struct machine *m, const struct state *st);

// Status

void state_set_status(struct state *st, enum outcome o);
void state_set_code(struct machine *m, struct state *st, int code);
/// A condition whose subject and refinement are known.
void state_set_condition(struct machine *m, struct state *st, enum outcome o, const struct value *subject,
                         const struct refinement *refinement);
/// Applies what the condition tells, once it is taken as decided.
void state_refine(struct machine *m, struct state *st, const struct condition *c, bool yes);

// Variables

/// The variable; NULL where nothing is known of it. Any look at the variables goes through here: see exec_memory.
const struct variable *state_variable(struct machine *m, const struct state *st, str name);
/// What `name` is; unset where it is known not to be, unknown where something else may have set it.
struct value state_value(struct machine *m, const struct state *st, str name);
void state_assign(struct machine *m, struct state *st, str name, struct value v, span at);
void state_put(struct machine *m, struct state *st, str name, const struct variable *var, span at);
/// The first character of IFS matters to `"$*"`, all of them to splitting.
str state_ifs(struct machine *m, const struct state *st);
/// Whether it is certain what that is.
bool state_knows_ifs(struct machine *m, const struct state *st);

// Output

void state_print(struct machine *m, struct state *st, struct value text);
/// All that was written since `base`.
struct value output_since(struct machine *m, const struct output *out, const struct output *base);
/// As a shell takes output: without NUL.
struct value value_without_nul(struct arena *a, struct value v);
/// Without newlines at its end.
struct value value_without_newlines(struct arena *a, struct value v);

// Files

/// An absolute path, where the value and the working directory are known.
bool state_path(struct machine *m, const struct state *st, const struct value *path, str *out);
/// What a file holds; not set where that is not known.
struct value state_file(struct machine *m, const struct state *st, const struct value *path);
void state_write_file(struct machine *m, struct state *st, const struct value *path, struct value text, bool append);

// Branches

/// An undecided condition: each branch begins with what was before it, the end joins them.
struct fork {
  struct state before, sum; // `before` may be changed between branches
  uint32_t decision, branches, first;
  bool maybe, fallback;
  const struct eval_source *control;
};
void fork_begin(struct machine *m, struct fork *f, const struct state *st);
/// `st` becomes what the branch begins with.
void fork_branch(struct fork *f, struct state *st);
/// The branch ended so.
void fork_end_branch(struct machine *m, struct fork *f, const struct state *st, uint32_t branch);
/// `st` becomes the join.
void fork_end(struct fork *f, struct state *st);

/// `x` becomes what is true of both; decision 0: nothing decides between them.
void state_join(struct machine *m, struct state *x, const struct state *y, uint32_t decision, uint32_t bx, uint32_t by);

// Frames

void frame_push(struct machine *m, struct frame *f, enum frame_kind kind, const struct state *st);
/// `st` gets those that left to the frame, too.
void frame_pop(struct machine *m, struct frame *f, struct state *st);
/// The state leaves to the frame.
void frame_leave(struct machine *m, struct frame *f, struct state *st);
/// The innermost frame of that kind within this shell; NULL where there is none.
struct frame *frame_find(struct machine *m, enum frame_kind kind);
/// The shell ends; `fails`: with an error.
void state_exit(struct machine *m, struct state *st, bool fails);
/// Whether the script ended with an error: what leaves a loop, a function or the script in good order is dead, too.
bool state_failed(const struct state *st);

// Commands (exec.c and its parts)

void exec_list(struct machine *m, struct state *st, struct shell_list list);
void exec_cmd(struct machine *m, struct state *st, const struct shell_cmd *cmd);
void exec_if(struct machine *m, struct state *st, const struct shell_cmd *cmd);
void exec_case(struct machine *m, struct state *st, const struct shell_cmd *cmd);
void exec_for(struct machine *m, struct state *st, const struct shell_cmd *cmd);
void exec_while(struct machine *m, struct state *st, const struct shell_cmd *cmd);
void exec_cfor(struct machine *m, struct state *st, const struct shell_cmd *cmd);
void exec_simple(struct machine *m, struct state *st, const struct shell_cmd *cmd);
/// What a declaration does beside assigning. CHANGING: what is assigned is another variable's, is calculated, or gets
/// another case.
enum { DECL_EXPORT = 1, DECL_LOCAL = 2, DECL_ARRAY = 4, DECL_ASSOC = 8, DECL_CHANGING = 16 };
/// A word of a declaration that only its value shows to assign something: `export "$name=x"`.
void declare_word(struct machine *m, struct state *st, const struct eval_word *word, uint32_t flags);
void exec_decl(struct machine *m, struct state *st, const struct shell_cmd *cmd);
void exec_function(struct machine *m, struct state *st, const struct function *f, const struct params *args);
/// A list whose failure is asked for: set -e does not apply.
void exec_condition(struct machine *m, struct state *st, struct shell_list list);
/// In a copy of the shell: only output, files and status come back.
void exec_subshell(struct machine *m, struct state *st, struct shell_list list);
/// The output of a list, without newlines at its end.
struct value exec_capture(struct machine *m, struct state *st, struct shell_list list);
/// With set -e, a failure here ends the script.
void exec_check_failure(struct machine *m, struct state *st);

/// Adds a command to the record with what the machine knows of its place; returns its index, COMMAND_NONE in a quiet
/// run.
uint32_t record_command(struct machine *m, const struct state *st, const struct eval_command *c);

void record_assign(struct machine *m, const struct state *st, str name, struct value v, span at);

/// What is recorded for a choice (see eval_choice) while its parts are executed.
struct choice_scope {
  bool open;
  uint32_t index, outer;
  const struct eval_source *source, *control; // of its branches; around it
};
/// Opens a choice where `subject` depends on the architecture.
void choice_open(struct machine *m, struct choice_scope *scope, const struct state *st, const struct shell_cmd *cmd,
                 span at, const struct value *subject);
/// `st` is in a branch of it, and no longer.
void choice_enter(struct machine *m, const struct choice_scope *scope, struct state *st);
void choice_leave(struct machine *m, const struct choice_scope *scope, struct state *st);
/// The branch taken, where that is known, and whether it ended the script with an error.
void choice_decided(struct machine *m, const struct choice_scope *scope, uint32_t branch, bool fails);

#endif
