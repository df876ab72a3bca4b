#ifndef DLINT_LSP_VALUES_H
#define DLINT_LSP_VALUES_H

#include "facts/facts.h"
#include "lsp/server.h"

/// What a place of the file stands for, on each wanted platform.

/// A value for each scenario of the file's facts; no bytes at all: it has none there.
struct values {
  const struct facts *facts;
  str *in;
};

struct values values_new(struct arena *a, const struct analysis *of);
/// Adds what one fact says; several things that are possible are all shown.
void values_add(struct arena *a, struct values *v, const struct fact *f, const struct fact_value *value);

/// The platforms that have one value, for people.
struct value_row {
  str platforms, value;
  bool cross; // only builds on another platform have it
};

struct value_rows {
  struct value_row *at;
  uint32_t len, cap;
};

/// Equal ones together. A build on another platform has a row only where it differs from the build for itself.
struct value_rows values_rows(struct arena *a, const struct values *v);
/// `text` without its end, where it is long.
str value_brief(struct arena *a, str text);

/// The variable that is used or set at a byte of the document.
struct variable {
  str name;
  span span;
};
bool variable_at(const struct analysis *of, uint32_t off, struct variable *out);

/// The facts of the places that give a variable the value that it has there in one scenario: the last one in the text,
/// and those before it while it is not certain. They live in `a`.
struct setters {
  const struct fact **at;
  uint32_t len, cap;
};
struct setters variable_setters(struct arena *a, const struct analysis *of, const struct variable *v,
                                uint32_t scenario);

/// The instruction, or the trigger of ONBUILD, that a byte lies in; NULL in a comment.
const struct instr *instr_at(const struct analysis *of, uint32_t off);

#endif
