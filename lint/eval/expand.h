#ifndef DLINT_EVAL_EXPAND_H
#define DLINT_EVAL_EXPAND_H

#include "eval/machine.h"

/// Word expansion over values: POSIX XCU 2.6 and bash's additions. Commands in substitutions are executed.

enum expand_mode {
  EXPAND_STRING,  // quotes removed
  EXPAND_PATTERN, // for wildcard.h: what was quoted is escaped
  EXPAND_REGEX,   // likewise, for posix_regex.h
  EXPAND_QUOTED,  // the word of an operator in double quotes
};

/// One word, not split: the right side of an assignment, the subject of a case, the target of a redirection. NULL is
/// the empty word.
struct value expand_word(struct machine *m, struct state *st, const struct shell_word *word, enum expand_mode mode);
/// The right side of an assignment: a tilde stands for a home behind each `:`, too.
struct value expand_assigned(struct machine *m, struct state *st, const struct shell_word *word);
/// The body of a here-document.
struct value expand_heredoc(struct machine *m, struct state *st, const struct shell_heredoc *heredoc);

/// Words after splitting.
struct words {
  struct eval_word *at;
  uint32_t len;
};

enum { VARIANTS_MAX = 8 };

/// What a list of words may become, where the number of words depends on what is not known. At least one.
struct variants {
  struct words at[VARIANTS_MAX];
  uint32_t len;
};

void expand_words(struct machine *m, struct state *st, const struct shell_words *words, struct variants *out);

/// Cuts a text into fields as splitting and `read` do: white space of `ifs` joins, other characters of it separate.
/// At most `limit` fields, the last with all that is left (0: no limit).
struct fields {
  VEC(str) at;
  bool open_start, open_end; // no separator at that end
};
void expand_split(struct arena *a, str text, str ifs, struct fields *out);

/// The words that brace expansion makes of one (bash). None where there are too many.
struct shell_words brace_expand(struct arena *a, const struct shell_word *word);

// Parameters (param.c)

/// The variable whose value is all of a word: `$x`, `"${x}"`. Empty for any other word; NULL is allowed.
str param_variable(const struct shell_word *word);
/// `"$@"`, `${a[@]}`, `${!a[@]}`: several values.
bool param_is_list(const struct shell_param *p);
/// Their values; false where it is not known how many.
bool param_list(struct machine *m, struct state *st, const struct shell_part *part, struct params *out);
struct value param_value(struct machine *m, struct state *st, const struct shell_part *part, enum expand_mode mode);
/// Whether `${x:-w}`, `${x:+w}` and their kin use their word. NO for other parameters.
enum outcome param_uses_word(struct machine *m, struct state *st, const struct shell_part *part, struct value *without);
/// The value of `name[index]`; NULL: the variable itself.
struct value param_element(struct machine *m, struct state *st, str name, const struct shell_arith *index);
/// `name=v`, `name[index]=v`.
void param_assign(struct machine *m, struct state *st, str name, const struct shell_arith *index, struct value v,
                  span at);
/// `name=(…)`, `name+=(…)`, and the elements of a declaration of that kind.
void param_assign_array(struct machine *m, struct state *st, const struct shell_assign *assign,
                        enum variable_kind kind);

// Arithmetic (arith.c)

struct number {
  bool known;
  int64_t n;
  str origin; // where !known
};
struct number arith_eval(struct machine *m, struct state *st, const struct shell_arith *e);
struct value arith_value(struct machine *m, struct state *st, const struct shell_arith *e);
/// A number as `test -eq` and `$(( ))` read it: decimal, 0x, 0octal, sign, blanks around.
bool arith_parse(str text, int64_t *n);
/// What is assigned by an expression that only its value shows: each name in it is unknown where it assigns anything.
void arith_forget(struct machine *m, struct state *st, str text, span at);

#endif
