#ifndef DLINT_SHELL_PARSER_H
#define DLINT_SHELL_PARSER_H

#include "base/buf.h"
#include "base/vec.h"
#include "shell/shell.h"

/// The inside of the shell parser: a reader of characters, a lexer that is told by `mode` which language to read next,
/// and one recursive function a construct. Tokens are made on demand, one ahead; nothing is read twice (but see
/// shell/lenient.c).

enum token {
#define TOKEN(NAME, text) TOKEN_##NAME,
#include "shell/tokens.def"
  TOKEN_COUNT
};

/// How a token is written.
str token_text(enum token t);

/// Which operators there are.
enum operators { OPERATORS_OF_COMMANDS, OPERATORS_IN_QUOTES, OPERATORS_OF_ARITH, OPERATORS_OF_PARAMS };

/// What the lexer reads: which characters have a meaning, and where a literal ends.
enum mode {
  MODE_COMMAND,      // commands of the script
  MODE_SUBSHELL,     // in ( ), $( ), <( ): `)` ends it
  MODE_BACKQUOTE,    // in ` `
  MODE_BRACE_SUBST,  // in ${ cmd; }: a `}` where a word may start ends it
  MODE_CASE_BODY,    // commands of a case item: `;;` ends them
  MODE_ARRAY,        // name=( … )
  MODE_HEREDOC_WORD, // behind <<
  MODE_TEST,         // [[ … ]]
  MODE_REGEX,        // behind =~
  MODE_DOUBLE,       // " … "
  MODE_HEREDOC,      // a body
  MODE_ARITH,        // $(( )), (( )), $[ ]
  MODE_LET,
  MODE_SUBSCRIPT,   // name[ … ]
  MODE_SLICE,       // ${name: … : … }
  MODE_PATTERN,     // ${name/ …
  MODE_PARAM_WORD,  // ${name:- …
  MODE_BY_CHARACTER // the parser reads characters itself
};

enum { CHAR_EOF = -1, CHAR_SPLICE = -2 }; // a splice is a backslash with a newline

/// How the text of the literal being read is kept.
enum literal_state {
  LITERAL_NONE,
  LITERAL_CLEAN,  // as it stands in the script so far
  LITERAL_GAP,    // something is left out at its end
  LITERAL_COPIED, // something was left out in it: it is in `copy`
};

#define EQUAL_NONE UINT32_MAX

struct parser {
  struct arena *a;
  bool bash;
  bool lenient; // see lenient.c
  str src;

  int ch;                     // the character at `pos`, not yet used
  uint32_t pos;               // where it stands; for a splice, its newline
  uint32_t next;              // the byte behind it
  uint32_t backquotes;        // open ones
  uint32_t quoted_backquotes; // of these, those in double quotes
  uint32_t escapes;           // how many levels of backquotes protected the last backquote read
  uint32_t backslashes_end;   // where the last row of backslashes counted ends
  uint32_t valid_utf8;        // up to here

  enum literal_state literal;
  uint32_t literal_from, literal_to;
  struct buf copy;

  enum mode mode;
  bool in_word; // a part of a word was just read: `#` starts no comment
  enum token tok;
  uint32_t tok_pos;
  str val;            // of the last literal
  uint32_t equal;     // where its first `=` is; EQUAL_NONE
  uint32_t equal_pos; // where that stands in the script
  bool spaced;        // white space stands before the token

  const struct pending *heredocs; // whose bodies are still to come
  const struct pending *buried;   // of these, those of outer constructs
  struct heredoc_end *heredoc;    // of the body being read
  bool plain_word;                // expansions are not allowed here
  uint32_t regex_parens;
  bool regex_start;

  uint32_t raw_end; // of the last part or expression, splices behind it included
  uint32_t depth;
  uint32_t open; // commands and words being read: the end of the script then comes too early
  bool failed;
  struct shell_error error;
  bool warned;
  struct shell_error warning;
  VEC(struct shell_comment) comments;
};

/// A here-document that was announced, before it those announced earlier; NULL where there is none. Links are never
/// written again: a copy of the parser keeps its own, whatever is read in between (shell/lenient.c).
struct pending {
  struct shell_redir *redir;
  const struct pending *earlier;
};

/// What ends the here-document whose body is read.
struct heredoc_end {
  str word;
  bool strip;   // leading tabs do not count
  bool reached; // the end was found
  bool at_start;
  uint32_t last_len; // of the literal before the end of the script, when that came first
};

// reader.c
void read_char(struct parser *p);
/// The next character, where a backslash before a newline is one, too.
void read_unspliced(struct parser *p);
/// The character behind a backslash, likewise; but the backquote that closes what the backslash is in is left.
void read_escaped(struct parser *p);
/// Goes on to the last of the characters of that class; a literal must be clean or none.
void skip_class(struct parser *p, uint8_t class);
/// The byte behind `ch`; CHAR_EOF at the end.
int peek(const struct parser *p);
void literal_begin(struct parser *p);
/// Puts the splice just read into the literal.
void literal_keep_splice(struct parser *p);
/// How much the literal has so far, `ch` included.
uint32_t literal_len(const struct parser *p);
/// The text before `ch`.
str literal_end(struct parser *p);
/// Where a literal stands that starts at `from` and ends before `ch`. What is left out of it belongs to it; what is
/// left out behind it does not where its text stands in the script as it is.
span literal_span(const struct parser *p, uint32_t from, str text);
/// The byte of the literal at `i`.
char literal_at(const struct parser *p, uint32_t i);

enum {               // classes of characters that need no look each in …
  CLASS_WORD = 1,    // an unquoted word
  CLASS_DOUBLE = 2,  // double quotes
  CLASS_SINGLE = 4,  // single quotes
  CLASS_HEREDOC = 8, // a line of a here-document
  CLASS_COMMENT = 16,
  CLASS_NAME = 32, // names of variables
  CLASS_BLANK = 64,
};
bool has_class(int ch, uint8_t class);
bool is_name(str s);   // of a variable
bool is_number(str s); // digits only

// operators.c
/// Reads the longest operator of the set at `ch`; TOKEN_NONE, and nothing read, where none is.
enum token read_operator(struct parser *p, enum operators set);

// lex.c
void next_token(struct parser *p);
/// `$`, `"`, `${` … in double quotes and here-documents.
enum token quoted_token(struct parser *p);
/// The operator of `${…}` at `ch`; TOKEN_NONE where there is none.
enum token param_token(struct parser *p);
bool take(struct parser *p, enum token t);
bool is_literal(enum token t);
/// Whether a backquote that was just read closes the innermost substitution.
bool closes_backquote(const struct parser *p);
/// Whether the token ends a simple command.
bool stops_command(const struct parser *p);

// errors.c: the first one counts; the rest of the script is then not read.
__attribute__((format(printf, 3, 4))) void fail_at(struct parser *p, uint32_t off, const char *format, ...);
/// At the token.
__attribute__((format(printf, 2, 3))) void fail(struct parser *p, const char *format, ...);
/// What bash takes, but a strict reader does not. Only the first one is kept.
__attribute__((format(printf, 4, 5))) void warn_at(struct parser *p, uint32_t off, bool incomplete, const char *format,
                                                   ...);
/// A construct of another shell.
void fail_foreign(struct parser *p, uint32_t off, const char *what);
/// The same where the dialect is not bash; returns whether it is.
bool need_bash(struct parser *p, uint32_t off, const char *what);
/// One level down; false, with an error, past LIMIT_SHELL_DEPTH. Followed by leave() either way.
bool enter(struct parser *p);
void leave(struct parser *p);
span span_to(uint32_t from, uint32_t to);

/// Reading something nested: here-documents that are pending now come behind it.
struct nested {
  enum mode mode;
  const struct pending *buried;
  bool in_word;
};
struct nested nest(struct parser *p, enum mode mode);
void unnest(struct parser *p, struct nested outer);

// reserved.c
enum reserved {
  RESERVED_NONE,
#define RESERVED(NAME, text) RESERVED_##NAME,
#include "shell/reserved.def"
  RESERVED_COUNT
};
/// The reserved word that the token is.
enum reserved reserved_word(const struct parser *p);
bool take_reserved(struct parser *p, enum reserved r);
/// A set of them.
#define STOP(NAME) (1u << RESERVED_##NAME)

// list.c
struct shell_list parse_list(struct parser *p, uint32_t stops);
/// A list that must have a command.
struct shell_list parse_body(struct parser *p, uint32_t opener, const char *after, uint32_t stops);
/// Pipelines with && and ||; NULL where none starts.
struct shell_cmd *parse_and_or(struct parser *p);
struct shell_cmd *parse_pipeline(struct parser *p);

// command.c
/// One command of a pipeline with its redirections; `from` is where the pipeline starts.
struct shell_cmd *parse_command(struct parser *p, uint32_t from);
struct commands {
  struct shell_cmd *cmd;
  VEC(struct shell_assign *) assigns;
  VEC(struct shell_word *) words;
  VEC(struct shell_redir *) redirs;
};
bool is_redirection(const struct parser *p);
void parse_redirection(struct parser *p, struct commands *c);

// simple.c
void parse_simple(struct parser *p, struct commands *c, struct shell_word *first);
void parse_declaration(struct parser *p, struct commands *c);
bool starts_assignment(const struct parser *p);

// compound.c
/// The command that the reserved word opens. False where it opens none in this dialect.
bool parse_reserved(struct parser *p, struct commands *c, enum reserved word);
void parse_subshell(struct parser *p, struct commands *c);
void parse_function_body(struct parser *p, struct shell_cmd *cmd, uint32_t from);

// heredoc.c
void read_heredocs(struct parser *p);
void next_heredoc_token(struct parser *p);

// word.c
/// NULL where the token starts no word.
struct shell_word *parse_word(struct parser *p);
/// The word that the literal token is.
struct shell_word *parse_literal_word(struct parser *p);
struct shell_part *new_part(struct parser *p, enum shell_part_kind kind, uint32_t from);
/// A literal that ends before `ch`.
struct shell_part *literal_part(struct parser *p, uint32_t from, str text);
struct shell_parts list_of(struct parser *p, struct shell_part *part);
struct shell_word *word_of(struct parser *p, struct shell_part *part);
struct shell_parts parse_parts(struct parser *p);
/// Its span, value, glob and brace from its parts.
void finish_word(struct parser *p, struct shell_word *w);

// param.c
/// `$name` or `${…}`; NULL where the dollar is just a dollar.
struct shell_part *parse_param(struct parser *p);

// arith.c
/// NULL where there is none.
struct shell_arith *parse_arith(struct parser *p);
/// A compact one has no white space around its operators: `let`.
struct shell_arith *parse_compact_arith(struct parser *p);
/// One that must be there.
struct shell_arith *need_arith(struct parser *p, uint32_t from, const char *after);
/// `[x]` at the token `[`, or at the `[` just read.
struct shell_arith *parse_subscript(struct parser *p);
void need_arith_end(struct parser *p, uint32_t from, enum token right);
/// `))`; where it stands.
uint32_t close_arith(struct parser *p, uint32_t from, struct nested outer);

// lenient.c
/// Whether `((`, the last two of the token's `open_len` characters, opens arithmetic. A strict reader has no doubt.
bool is_arithmetic(const struct parser *p, uint32_t open_len);
/// Makes of a token that ends in `((` the token `first` that ends in one `(`.
void split_parens(struct parser *p, enum token first);
/// Goes behind a `${…}` that could not be read, from where the parser was `before` it. False where it is not closed.
bool skip_bad_param(struct parser *p, const struct parser *before, struct shell_part *part);

// test.c
void parse_test(struct parser *p, struct shell_cmd *cmd);

#endif
