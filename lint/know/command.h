#ifndef DLINT_KNOW_COMMAND_H
#define DLINT_KNOW_COMMAND_H

#include "base/arena.h"
#include "know/table.h"

/// What the words of a command line mean. rules/data/commands.yaml knows the options, subcommands and operands of the
/// programs that builds run; of another program only what looks like an option is taken for one.
///
/// A word may hold pieces that nobody knows: each stands in it as one COMMAND_UNKNOWN, a byte that no argument can
/// hold. A word that is nothing else counts as an operand.
#define COMMAND_UNKNOWN '\0'
#define WORD_NONE       UINT32_MAX

enum command_form {
  COMMAND_PLAIN,
  COMMAND_SUBCOMMANDS, // its first operand says what to do: git, apt-get
  COMMAND_WRAPPER,     // its operands are another command, which it runs: sudo, xargs
  COMMAND_MODULE,      // an option names what it acts as, within itself: `python -m pip`
  COMMAND_SHELL,       // it reads a script from a word: `sh -c`, `su -c`
};

/// What a command does with packages.
enum command_action {
  ACTION_NONE,
  ACTION_INSTALL,
  ACTION_REMOVE,
  ACTION_REFRESH, // the list of what there is: apt-get update
  ACTION_UPGRADE, // all that is installed
  ACTION_CLEAN,   // what was downloaded
  ACTION_COUNT
};

struct command_option {
  str name;            // with its dashes, short ones that stand together one by one: `-q`, `-y`
  str value;           // empty where it has none
  uint32_t word;       // the word that holds the name
  uint32_t value_word; // the word that holds the value: the same one in `--name=value` and `-ofile`; WORD_NONE
  uint32_t value_at;   // where in that word it begins
};

/// A command line cut up. Numbers of words count from the program, which is word 0.
struct command_line {
  const str *words;
  uint32_t word_count;
  str name;   // the program without its folder and without a version: pip for /usr/bin/pip3.11
  bool known; // the table has it
  enum command_form form;
  uint32_t subcommand; // the last word of it where it has several: install of `uv pip install`; WORD_NONE
  const struct command_option *options;
  uint32_t option_count;
  const uint32_t *operands; // their words, without the subcommand
  uint32_t operand_count;
  uint32_t inner, inner_count; // WRAPPER, MODULE: the words of the other command; count 0 where there is none
  bool inner_surely;           // it is run once and in this place (not so below xargs, find, `conda run`)
  uint32_t script;             // SHELL: the word that is the script; WORD_NONE
  str manager;                 // the package manager that it drives: apt, apk, dnf, …; empty for other programs
  enum command_action action;
  bool says_yes;                  // an option answers what the package manager would ask
  const struct know_table *table; // rules/data/commands.yaml
  uint32_t row, sub_row;          // of it, for the functions below
};

/// The form of the program alone, by its name without folder; PLAIN where the table lacks it.
enum command_form command_form_of(str name);
/// Cuts up a command line of at least one word. Lives in `a`, as do the `words`.
void command_parse(struct arena *a, const str *words, uint32_t word_count, struct command_line *out);
/// The last option of that name; NULL where it is not given.
const struct command_option *command_option_named(const struct command_line *line, str name);

/// A URL that a command fetches.
struct command_download {
  str url;
  uint32_t word, at;    // the word it stands in, and where
  str output;           // the file it is written to, `-` for standard output; as the URL ends where none is named
  uint32_t output_word; // WORD_NONE where no word names it
};

/// What the command fetches: operands and options of curl, wget, git clone, pip, …
struct command_downloads {
  const struct command_download *at;
  uint32_t len;
};
struct command_downloads command_downloads(struct arena *a, const struct command_line *line);

/// A package that a command names for its action.
struct command_package {
  str name;          // without version and architecture
  str version;       // empty where it is not given; with its relation where that is not equality: `>=2`
  str arch;          // amd64 of `libc6:amd64`; empty
  str text;          // the whole operand
  uint32_t word, at; // where the name begins
};

struct command_packages {
  const struct command_package *at;
  uint32_t len;
};
/// The packages that the command installs or removes; URLs, files and requirement files are none.
struct command_packages command_packages(struct arena *a, const struct command_line *line);

#endif
