#ifndef DLINT_SHELL_SHELL_H
#define DLINT_SHELL_SHELL_H

#include "dockerfile/dockerfile.h"

/// The shell language: POSIX (IEEE 1003.1-2017, XCU chapter 2) and the parts of bash that occur in RUN. Read as
/// mvdan/sh v3.14.1 reads it, which agrees with `bash -n` on all scripts of 4,792 Dockerfiles.
///
/// Spans in a tree are ranges of the *script's* bytes; text_span(&script->text, …) maps them to the file. A command's
/// span includes its redirections but no here-document body. Everything lives in the arena given to shell_parse().

enum shell_dialect {
  SHELL_POSIX, // sh, dash, ash
  SHELL_BASH,
};

struct shell_list { // commands one after the other
  struct shell_cmd *const *at;
  uint32_t len;
};

struct shell_parts {
  struct shell_part *const *at;
  uint32_t len;
};

/// Parts that stand together without white space.
struct shell_word {
  span span;
  struct shell_parts parts;
  bool glob;    // it has an unquoted `* ? [` or an extended glob
  bool brace;   // bash expands its braces
  bool literal; // nothing in it needs expanding: `value` is it, quotes removed
  str value;
};

struct shell_words {
  struct shell_word *const *at;
  uint32_t len;
};

enum shell_part_kind {
  PART_LITERAL, // foo, \x; backslash-newline removed
  PART_SINGLE,  // '…'   $'…'
  PART_DOUBLE,  // "…"   $"…"
  PART_PARAM,   // $x   ${x…}
  PART_CMDSUB,  // $(…)   `…`
  PART_ARITH,   // $((…))   $[…]
  PART_PROCSUB, // <(…)   >(…)
  PART_EXTGLOB, // @(…)   ?(…)   *(…)   +(…)   !(…)
};

/// `${name…}`; at most one of the operators.
struct shell_param {
  str name;      // a name, digits, or one of @ * # ? - $ ! 0
  bool is_short; // without braces
  bool bad;      // no operator or name that a shell has: an error when it runs. The part's `text` is what stands in the
                 // braces
  bool indirect; // ${!name}
  bool length;   // ${#name}
  struct shell_arith *index;  // ${name[x]}; NULL without
  struct shell_arith *offset; // ${name:x}; NULL without
  struct shell_arith *count;  // ${name:x:y}; NULL without
  str op;                     // ":-" "-" ":=" "=" ":?" "?" ":+" "+" "#" "##" "%" "%%" "/" "//" "^" "^^" "," ",," "@"
  struct shell_word *arg;     // of that operator; NULL where it is empty
  struct shell_word *pattern; // of / and //; NULL where it is empty. `#` or `%` at its start is part of it
  struct shell_word *with;    // their replacement; NULL where it is empty
  char names;                 // ${!prefix*} or ${!prefix@}: that character; else 0
};

struct shell_part {
  enum shell_part_kind kind;
  span span;
  bool dollar;  // SINGLE DOUBLE: `$` before the quote
  bool variant; // CMDSUB: backquotes; ARITH: $[…]
  char op;      // PROCSUB: < or >; EXTGLOB: one of @ ? * + !
  str text;     // LITERAL SINGLE: source text; EXTGLOB: its pattern, still quoted; a bad PARAM
  union {
    struct shell_parts parts;  // DOUBLE
    struct shell_param *param; // PARAM
    struct shell_list body;    // CMDSUB PROCSUB
    struct shell_arith *arith; // ARITH; NULL where it is empty
  };
};

enum shell_arith_kind {
  ARITH_WORD,   // a number, a name, an expansion
  ARITH_BINARY, // x op y; `?` and `:` too: x ? (y : z)
  ARITH_UNARY,  // op x   x op
  ARITH_PAREN,  // (x)
};

struct shell_arith {
  enum shell_arith_kind kind;
  span span;
  str op;
  bool post; // UNARY: behind its operand
  struct shell_arith *x, *y;
  struct shell_word *word;
};

/// What stands between `[[` and `]]`.
enum shell_test_kind {
  TEST_WORD,
  TEST_BINARY, // x op y; `&&` and `||` too
  TEST_UNARY,  // op x; `!` too
  TEST_PAREN,  // ( x )
};

struct shell_test {
  enum shell_test_kind kind;
  span span;
  str op;
  struct shell_test *x, *y;
  struct shell_word *word;
};

/// `<<word` and its body.
struct shell_heredoc {
  bool quoted; // nothing in the body is expanded
  bool strip;  // `<<-`
  bool has_body;
  span span; // the body, without its terminator
  struct shell_parts parts;
};

struct shell_redir {
  span span;
  str op; // < > >> >| <> <& >& &> &>> << <<- <<<
  str fd; // digits or {name}; empty without
  struct shell_word *target;
  struct shell_heredoc *heredoc; // NULL for other redirections
};

/// One element of `(…)` in an array assignment.
struct shell_element {
  struct shell_arith *index; // [index]=; NULL without
  struct shell_word *value;  // NULL for `[index]=`
};

/// `name=value`, `name+=value`, `name[index]=value`, `name=(…)`; in declarations also `name`, an option or any word.
struct shell_assign {
  span span;
  struct shell_word *word; // declarations: an option or a dynamic word; then nothing else is set
  str name;
  span name_span;
  bool append;
  bool naked; // declarations: a name without `=`
  struct shell_arith *index;
  struct shell_word *value; // NULL for `name=`
  bool array;
  struct shell_element *elements;
  uint32_t element_count;
};

enum shell_cmd_kind {
  CMD_SIMPLE,   // assigns words redirs
  CMD_ANDOR,    // items[0] ops[0] items[1] …, ops `&&` `||`
  CMD_PIPE,     // items, ops `|` `|&`; `! cmd` is one with `negated` and one item
  CMD_SUBSHELL, // ( body )
  CMD_BLOCK,    // { body }
  CMD_IF,       // branches else
  CMD_WHILE,    // while cond do body
  CMD_UNTIL,
  CMD_FOR, // for name [in words] do body
  CMD_SELECT,
  CMD_CFOR,   // for ((init; test; post)) do body
  CMD_CASE,   // case word in items esac
  CMD_FUNC,   // name() body
  CMD_DECL,   // declare local export readonly typeset nameref; bash only
  CMD_TEST,   // [[ … ]]
  CMD_ARITH,  // (( … ))
  CMD_LET,    // let …
  CMD_TIME,   // time [-p] [cmd]
  CMD_COPROC, // coproc [name] cmd
  CMD_KIND_COUNT
};

struct shell_branch {
  struct shell_list cond, body;
};

struct shell_case_item {
  struct shell_words patterns;
  struct shell_list body;
  str op; // ;; ;& ;;& or empty at the end
};

/// What only some kinds have lies in one place: look at `kind` first.
struct shell_cmd {
  enum shell_cmd_kind kind;
  span span;
  uint32_t redir_count;
  struct shell_redir *const *redirs;
  bool background; // `&` behind it
  bool negated;    // PIPE
  bool in;         // FOR SELECT: `in` is there
  bool keyword;    // FUNC: the word `function`; TIME: -p
  bool has_else;   // IF
  str name;        // FOR SELECT FUNC COPROC: the name; DECL: which builtin
  span name_span;
  struct shell_list body; // SUBSHELL BLOCK WHILE UNTIL FOR SELECT CFOR
  union {
    struct {                               // SIMPLE DECL FOR SELECT
      struct shell_words words;            // but DECL
      struct shell_assign *const *assigns; // SIMPLE DECL
      uint32_t assign_count;
    };
    struct { // ANDOR PIPE
      struct shell_list items;
      const str *ops; // one less than items
    };
    struct { // IF
      struct shell_branch *branches;
      uint32_t branch_count;
      struct shell_list other; // the else part
    };
    struct {                   // CASE FUNC TIME COPROC
      struct shell_word *word; // CASE; COPROC: its name, NULL without
      struct shell_case_item *cases;
      uint32_t case_count;
      struct shell_cmd *inner; // FUNC TIME COPROC; NULL for a lone `time`
    };
    struct shell_list cond;    // WHILE UNTIL
    struct shell_test *test;   // TEST
    struct shell_arith *arith; // ARITH
    struct {                   // CFOR; NULL where empty
      struct shell_arith *init, *cond_arith, *post;
    };
    struct { // LET
      struct shell_arith *const *exprs;
      uint32_t expr_count;
    };
  };
};

struct shell_comment {
  span span;
  str text; // after the `#`
};

struct shell_error {
  uint32_t off;    // in the script
  bool incomplete; // the script ended too early
  bool limit;      // LIMIT_SHELL_DEPTH: nothing need be wrong with the script
  str message;     // one sentence without a full stop
};

/// A parsed script. A script with an error has the commands before it.
struct shell_script {
  struct text text;
  enum shell_dialect dialect;
  bool ok;
  struct shell_error error; // where !ok
  bool warned;              // bash takes it, with a warning or an error only when it runs
  struct shell_error warning;
  struct shell_list body;
  const struct shell_comment *comments;
  uint32_t comment_count;
};

/// Reads a script. Never fails; nesting past LIMIT_SHELL_DEPTH is an error of the script. SHELL_BASH reads both: what
/// bash refuses and POSIX does not (`a[[b`) is read as POSIX, and `dialect` of the result says so.
const struct shell_script *shell_parse(struct arena *a, struct text text, enum shell_dialect dialect);

/// Called for each command, before its parts. Returns whether to go down.
typedef bool shell_visitor(void *ctx, const struct shell_cmd *cmd);
/// Visits every command of a list, those in substitutions, functions and bodies included, in the order of the text.
void shell_walk(struct shell_list list, shell_visitor *visit, void *ctx);

/// Where the scripts of a Dockerfile are.

enum script_kind {
  SCRIPT_LINE,             // the shell form
  SCRIPT_HEREDOC,          // RUN <<EOF
  SCRIPT_LINE_AND_HEREDOC, // RUN cmd <<EOF
};

/// One script of an instruction, and what is known about who runs it.
struct script {
  enum script_kind kind;
  const struct instr *instr;
  struct text text; // what the shell is given (dockerfile2llb/convert.go, dispatchRun)
  const str *shell; // words of the SHELL in force or of the `#!` line; NULL without either
  uint32_t shell_count;
  str shell_name;                  // the program among them, lower case: "bash"; empty without any
  enum shell_dialect runs_as;      // BASH where the shell is called so; a base image's /bin/sh may be bash, too
  bool opaque;                     // no POSIX shell runs it, as far as the file says
  bool foreign;                    // SHELL or `#!` names a program that is no POSIX shell
  bool windows;                    // its stage starts from a Windows image; opaque then whatever SHELL says
  str opaque_why;                  // "powershell", "cmd", or the program's name
  bool unread;                     // see shell_scripts_within(); opaque then
  const struct shell_script *tree; // NULL for an opaque one
};

struct scripts {
  struct script *at;
  uint32_t len;
};

/// The scripts of RUN, CMD, ENTRYPOINT and HEALTHCHECK in shell form and of ONBUILD triggers, in order, parsed as
/// SHELL_BASH. SHELL is followed through `FROM stage`. Instructions that BuildKit refuses have none. (The script inside
/// an exec-form `["sh", "-c", "…"]`: shell_nested_exec(); in `sh -c '…'`: shell_nested().)
struct scripts shell_scripts(struct arena *a, const struct dockerfile *df);
/// Likewise, but parses them only up to LIMIT_SCRIPTS_READ, so that their trees take little memory whatever the file
/// has.
struct scripts shell_scripts_within(struct arena *a, const struct dockerfile *df);
/// The first one that was left unread; NULL.
const struct script *shell_first_unread(const struct scripts *scripts);

/// The value of a literal word of a script as a text, with its place in the file byte by byte, quotes and escapes
/// left out.
struct text shell_word_text(struct arena *a, const struct text *script, const struct shell_word *word);
/// The body of a here-document as its reader gets it, likewise. False where something in it is expanded.
bool shell_heredoc_text(struct arena *a, const struct text *script, const struct shell_heredoc *doc, struct text *text);

/// The script that a command hands to a shell: the argument of `sh -c SCRIPT`, `bash -ec`, `su USER -c`; the
/// here-document or here-string of `bash <<EOF`. False where there is none, or where it is not literal. `dialect` is
/// what to read it as.
bool shell_nested(struct arena *a, const struct script *outer, const struct shell_cmd *cmd, struct text *text,
                  enum shell_dialect *dialect);
/// The same for those of a command's words that follow a wrapper: `sh -c x` in `sudo -u me sh -c x`.
bool shell_nested_words(struct arena *a, const struct text *script, const struct shell_cmd *cmd,
                        struct shell_words words, struct text *text);
/// The same for an instruction in exec form: RUN, CMD, ENTRYPOINT or HEALTHCHECK.
bool shell_nested_exec(struct arena *a, const struct instr *instr, struct text *text, enum shell_dialect *dialect);

#endif
