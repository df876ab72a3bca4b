#ifndef DLINT_EVAL_CALL_H
#define DLINT_EVAL_CALL_H

#include "eval/machine.h"

/// Running a program: a function of the script, a builtin, a modelled program, or one of which nothing is known.

/// A command that is being run.
struct call {
  struct machine *m;
  struct state *st;
  const struct eval_command *about; // its syntax and place
  const struct eval_word *argv;
  uint32_t argc;
  str name;       // without folder; empty where it is not known
  uint32_t index; // in the record; COMMAND_NONE
};

/// A model sets the status, prints, and changes the state as the program would.
typedef void model_fn(struct call *c);

/// Runs `argv`: records it, then does what it does. `about` says where it stands.
void call_argv(struct machine *m, struct state *st, const struct eval_command *about, const struct eval_word *argv,
               uint32_t argc);
/// The same where a function of that name does not count: `command f`, `sudo f`.
void call_program(struct machine *m, struct state *st, const struct eval_command *about, const struct eval_word *argv,
                  uint32_t argc);

/// A word that stands for any number of words: nothing is known of it, and it was split.
bool word_is_many(const struct eval_word *word);

/// The i-th word where all of it is known.
bool call_word(const struct call *c, uint32_t i, str *text);
/// Whether a word is that text.
bool call_word_is(const struct call *c, uint32_t i, str text);
void call_succeed(struct call *c);
void call_print(struct call *c, struct value text);
/// Prints "output of NAME": nothing is known of it, nor of the status.
void call_unknown(struct call *c);
/// What runs another program, as far as rules/data/commands.yaml knows it: sudo, env, sh -c. False where it is none.
bool call_wrapper(struct call *c);
/// A call whose words from `first` on are joined by spaces.
struct value call_joined(const struct call *c, uint32_t first);

// Scripts in values (nested.c)

enum nested_shell {
  NESTED_HERE,    // eval, `.`
  NESTED_PROCESS, // sh -c
};

struct nested {
  enum nested_shell how;
  struct value text;
  span span;                   // of the words that hold it
  const struct text *in_place; // where quoting lets each byte be placed; NULL
  enum shell_dialect dialect;
  str shell; // the program that executes it; empty: the same as now
  struct params params;
  struct value zero; // not set: the shell
  uint32_t wrapper;
  bool errexit, pipefail;
};
/// Executes a script that is a value; an unknown piece in it is a word, or part of one.
void exec_nested(struct machine *m, struct state *st, const struct nested *n);

/// A known text of a script: the places in it that stand for unknown pieces are that again.
struct value nested_text(struct machine *m, str text);

/// Sets the options that the letters stand for: -e, -u.
void state_set_options(struct state *st, str letters, bool on);

// Redirections (redirect.c)

struct redirection {
  struct redirected saved;
  const struct eval_redir *redirs;
  uint32_t count;
  bool to_file, append;
  struct value path;
};
void redirect_begin(struct machine *m, struct state *st, const struct shell_cmd *cmd, struct redirection *r);
void redirect_end(struct machine *m, struct state *st, struct redirection *r);

// Conditions (test.c)

void exec_test(struct machine *m, struct state *st, const struct shell_test *test);

#endif
