#ifndef DLINT_DOCKERFILE_DOCKERFILE_H
#define DLINT_DOCKERFILE_DOCKERFILE_H

#include "base/map.h"
#include "source/source.h"

/// The syntax of a Dockerfile, read exactly as BuildKit does (frontend/dockerfile/parser, instructions and shell of
/// moby/buildkit v0.34.2). Two layers, both kept: nodes, what the line parser sees; and instructions, typed, collected
/// into stages. The parser is total: what BuildKit refuses is a `struct problem` and parsing goes on behind it.
///
/// Texts (`struct text`) know for each of their bytes where it stands in the file: through joined lines, quotes that
/// were removed and JSON escapes. All lines are 1-based. Everything lives in the arena given to dockerfile_parse().

enum instr_kind {
#define INSTR(KEYWORD, SYNTAX, flags, WHERE) INSTR_##KEYWORD,
#include "dockerfile/instr.def"
  INSTR_UNKNOWN, // a word that is no keyword
  INSTR_KIND_COUNT
};

/// The keyword in capitals; "" for INSTR_UNKNOWN.
str instr_keyword(enum instr_kind kind);

/// Which layer of BuildKit refuses the text.
enum problem_layer {
  PROBLEM_PARSE,        // parser.Parse: BuildKit reads nothing behind it
  PROBLEM_INSTRUCTIONS, // instructions.Parse
};

/// A reason why the build would stop.
struct problem {
  enum problem_layer layer;
  uint32_t line, end_line; // where BuildKit reports it
  span span;               // the very words, for people
  str message;             // one sentence without a full stop
  bool follows;            // only from an earlier one: that its stage is missing was said before
  bool behind_all;         // a line is too long for BuildKit, which tells only when it has read all before it
};

/// `# name=value` at the head of the file.
struct directive {
  str name; // lower case: syntax, escape, check
  str value;
  uint32_t line;
  span span;       // the line's text from `#` on
  span value_span; // the value alone
};

/// A comment line, whether alone or between continued lines. Directives are none.
struct comment {
  span span; // from `#` to the end of the line's text
  str text;  // after the `#`, white space around it removed; but see `comments` of a node
  uint32_t line;
};

/// A here-document of RUN, COPY or ADD.
struct heredoc {
  str name;            // the delimiter without quotes
  uint64_t fd;         // the number before `<<`; 0 where there is none
  bool expand;         // COPY and ADD: variables in it are replaced
  bool chomp;          // `<<-`: leading tabs do not count
  struct text content; // the body's raw lines, line ends included
  span word;           // `<<EOF`
  span terminator;     // the line that ends it, without line end; empty where there is none
};

/// The body as the instruction gets it: without leading tabs where `<<-` says so.
struct text heredoc_body(struct arena *a, const struct heredoc *h);

/// `--name=value` or `--name`.
struct node_flag {
  struct text text;  // as a whole, quotes and escapes removed
  str name;          // without the dashes
  bool has_value;    // there is a `=`
  struct text value; // what follows it
  span span;
};

/// What the line parser makes of one instruction.
struct node {
  enum instr_kind kind;
  str keyword; // lower case; empty for a file that ends in a lone escape character
  str spelled; // as written
  span keyword_span;
  uint32_t start_line, end_line; // skipped comments, blank lines and here-documents included
  span span;                     // from the keyword to the end of the last argument, without here-document bodies
  struct text original;          // the joined line
  struct node_flag *flags;
  uint32_t flag_count;
  struct text *args; // ENV and LABEL: key, value, separator ("=" or "") three by three
  uint32_t arg_count;
  bool json; // the exec form
  struct heredoc *heredocs;
  uint32_t heredoc_count;
  struct node *child; // ONBUILD: its trigger; else NULL
  /// Those that BuildKit gives to this instruction: the comment lines since the one before, but only what follows the
  /// last empty comment. Their `text` lacks the first byte of the line, whatever it is: an indented `#` stays.
  const struct comment *comments;
  uint32_t comment_count;
  uint32_t text_end_line;        // the last of its lines before the bodies of here-documents
  uint32_t blank_line;           // the first blank line between its continued lines; 0 where there is none
  const struct problem *problem; // why the line parser refuses it; NULL. Arguments may then be missing
};

/// The description of `name` in the comments before ARG or FROM: what follows the name in the first that begins with
/// it; empty where there is none. Looks at the first LIMIT_DOC_COMMENTS of them.
str node_doc(const struct node *node, str name);

enum instr_form {
  FORM_NONE, // neither of the two is asked for
  FORM_SHELL,
  FORM_EXEC,
};

/// `key=value` of ENV, LABEL and ARG. Nothing in it is expanded or unquoted.
struct instr_pair {
  struct text key;
  struct text value;
  bool has_value; // false only for `ARG name`
  bool legacy;    // `ENV key value`
  span span;      // key and value
};

/// One `--mount=` of RUN, read without replacing variables; `*_set` says whether a value is given.
struct mount {
  str type; // bind, cache, tmpfs, secret, ssh
  struct text from, source, target, id;
  bool readonly, required;
  const struct node_flag *flag;
  struct mount_numbers {
    bool mode_set, uid_set, gid_set;
    int64_t size; // bytes
    uint32_t mode, uid, gid;
  } numbers;
  str sharing; // shared, private, locked; empty by default
  str env;
  bool env_set;
};

/// One `--device=` of RUN.
struct device {
  str name;
  bool required;
  const struct node_flag *flag;
};

/// One file of COPY or ADD whose content is a here-document.
struct inline_file {
  str path;
  bool expand;
  const struct heredoc *heredoc; // the one that BuildKit takes for this name; NULL where no body follows (JSON form)
  struct text data;              // its body, tabs removed where this word asks for it
  struct text word;              // `<<EOF`
};

#define STAGE_NONE UINT32_MAX

/// A typed instruction. Which members are set depends on `kind`; others are zero.
struct instr {
  enum instr_kind kind;
  const struct node *node;
  uint32_t index;                // among the file's instructions; a trigger has its ONBUILD's
  uint32_t stage;                // index of its stage; STAGE_NONE before the first FROM, and for a refused FROM
  const struct problem *problem; // why BuildKit refuses it; NULL where it does not. Members may then be missing
  bool onbuild;                  // it is the trigger of an ONBUILD

  enum instr_form form; // RUN CMD ENTRYPOINT HEALTHCHECK SHELL
  /// RUN CMD ENTRYPOINT SHELL: the words of the exec form, or the one text of the shell form. HEALTHCHECK: the test,
  /// `CMD`, `CMD-SHELL` or `NONE` first (which stands for the word in the file). EXPOSE VOLUME: the list, in the file's
  /// order. USER WORKDIR STOPSIGNAL MAINTAINER: one. COPY ADD: the sources, here-documents left out.
  struct text *args;
  uint32_t arg_count;

  struct text image, name;     // FROM: the base, and what follows AS as written (empty without)
  struct text dest;            // COPY ADD
  struct inline_file *inlines; // COPY ADD
  uint32_t inline_count;
  struct instr_pair *pairs; // ENV LABEL ARG
  uint32_t pair_count;
  struct mount *mounts; // RUN; those before the one that cannot be read
  uint32_t mount_count;
  str mounts_problem;     // RUN: why a mount's options cannot be read as they stand; empty
  struct device *devices; // RUN
  uint32_t device_count;
  struct {
    int64_t interval, timeout, start_period, start_interval; // nanoseconds
    int32_t retries;
  } health;
  struct instr *trigger;                 // ONBUILD; NULL where it cannot be read
  const struct problem *trigger_problem; // ONBUILD: why a build on top of this image would stop at it; NULL
  struct text expression;                // ONBUILD: the trigger as BuildKit stores it
};

/// The flag of that name (the last one, as BuildKit takes it); NULL where it is not given.
const struct node_flag *instr_flag(const struct instr *in, str name);

/// A build stage: FROM and what follows up to the next one.
struct stage {
  uint32_t index;
  str name; // lower case; empty where there is none
  const struct instr *from;
  const struct node_flag *platform;  // NULL without --platform
  const struct instr *const *instrs; // FROM is not among them
  uint32_t instr_count;
  uint32_t base; // the earlier stage that its base names literally; STAGE_NONE where it is an image or has variables
  uint32_t last_line;
};

struct dockerfile {
  const struct source *src;
  char escape;
  bool escape_set;
  const struct directive *directives; // those that BuildKit's Parse obeys
  uint32_t directive_count;
  struct directive syntax, check; // as BuildKit's other reader finds them, cut at the first space; no name: none
  str syntax_cmdline, check_full; // all of the value
  const struct comment *comments; // all comment lines of the file, in order
  uint32_t comment_count;
  const struct node *const *nodes;
  uint32_t node_count;
  const struct instr *const *instrs; // one a node, in order
  uint32_t instr_count;
  const struct stage *stages;
  uint32_t stage_count;
  const struct instr *const *globals; // ARG before the first FROM
  uint32_t global_count;
  const struct problem *problems; // in order; the first PROBLEM_PARSE, else the first one, is where BuildKit stops
  uint32_t problem_count;
  uint32_t unread;               // the line behind LIMIT_INSTRUCTIONS, from which on nothing was read; 0: all was
  const struct map *stage_names; // for dockerfile_stage_named()
};

/// Reads all of a file.
const struct dockerfile *dockerfile_parse(struct arena *a, const struct source *src);

/// The earlier stage (before `limit`) that `name` means in FROM: the latest of that exact name; STAGE_NONE.
uint32_t dockerfile_stage_named(const struct dockerfile *df, str name, uint32_t limit);
/// The same for `COPY --from` and mounts: by name without case, else by number.
uint32_t dockerfile_stage_for_copy(const struct dockerfile *df, str name, uint32_t limit);

/// The first pair of an instruction with that key, as it is spelled; NULL.
const struct instr_pair *instr_pair_named(const struct instr *in, str key);

/// Words: what BuildKit expands in FROM, ENV, COPY, … (shell/lex.go).

enum word_mode {
  WORD_PLAIN,   // ProcessWord: quotes and escapes are removed, variables replaced
  WORD_HEREDOC, // quotes are ordinary, the escape is a backslash
  WORD_DISPLAY, // raw quotes and escapes, unset variables kept: how here-documents are found
  WORD_SKIP_UNSET,
  WORD_RAW_QUOTES,
  WORD_RAW_ESCAPES,
  WORD_HEREDOC_NAME, // raw quotes, unset variables kept: whether the delimiter is quoted
};

enum word_part_kind {
  WORD_LITERAL,  // text, quotes and escapes as the mode leaves them
  WORD_VARIABLE, // `$name`, `${name}`, `${name op word}`
};

/// How a part stands in its word.
enum word_quoting {
  WORD_BARE,        // white space in it separates the words of ProcessWords
  WORD_ESCAPED,     // an escaped character, or `<<` with the blanks behind it
  WORD_QUOTE_OPENS, // the first part of a quoted region, maybe without text
  WORD_QUOTED,      // the others
};

/// A word as a tree, for who wants to expand it over other values than strings.
struct word_part {
  enum word_part_kind kind;
  uint32_t from, to;                    // in the word
  str text;                             // LITERAL
  str name;                             // VARIABLE
  str op;                               // ":-" "-" ":+" "+" ":?" "?" "#" "##" "%" "%%" "/" "//"; empty for a bare one.
                                        // Another one after ":" is an error, but only when it is expanded
  const struct word *arg, *replacement; // of the operator; NULL where it has none, or the word ends too early
  bool braced;                          // `${name}`
  enum word_quoting quoting;
};

struct word {
  const struct word_part *parts;
  uint32_t part_count;
  str error; // why it is no word ("… while looking for matching double-quote"); empty if it is one. The parts are then
             // those before the fault
};

const struct word *word_parse(struct arena *a, str text, char escape, enum word_mode mode);

/// Where variables come from. False where `name` is not set.
struct word_env {
  bool (*get)(void *ctx, str name, str *value);
  void *ctx;
};

struct word_result {
  str text;
  str error;          // empty where there is none
  const str *matched; // names of variables that were set, in order, each once
  uint32_t matched_count;
  const str *unmatched;
  uint32_t unmatched_count;
  const str *words; // ProcessWords
  uint32_t word_count;
  const span *word_places; // where each of them stands in the text that was expanded
};

/// False with `result->error` where BuildKit refuses the word.
bool word_expand(struct arena *a, str text, char escape, enum word_mode mode, struct word_env env,
                 struct word_result *result);

/// References of images: [registry/]repository[:tag][@digest].
struct image_ref {
  bool valid;     // distribution's grammar accepts it
  str registry;   // "docker.io" where none is written; empty where what stands there is no host
  str repository; // without "library/"
  str tag;        // empty where none is written
  str digest;     // "sha256:…"
};

/// Cuts a reference, as distribution's reference.ParseNormalizedNamed. Views of `text`; the parts of a wrong one may be
/// set.
struct image_ref image_ref_parse(str text);

#endif
