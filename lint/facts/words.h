#ifndef DLINT_FACTS_WORDS_H
#define DLINT_FACTS_WORDS_H

#include "base/buf.h"
#include "base/vec.h"
#include "eval/eval.h"
#include "facts/facts.h"
#include "know/command.h"
#include "know/table.h"

/// Values of fields, from texts of the file and from values of the interpretation.

struct fact_value field_known(str text, span where);
/// A constant of ours, such as `shell`.
struct fact_value field_word(const char *word);
struct fact_value field_unknown(str shown, span where);
/// All of a text of the file; absent for NULL or an empty text.
struct fact_value field_text(const struct text *t);
/// The part `part` of the text `t`, of whose bytes it is a view.
struct fact_value field_part(const struct text *t, str part);
/// Absent where the value is not set.
struct fact_value field_of_value(struct arena *a, const struct value *v, span where);

/// A text in which each unknown piece is one COMMAND_UNKNOWN: what the tables of know/ read.
bool is_masked(str text);
str alternative_masked(struct arena *a, const struct alternative *alt);
/// All unknown where there are several alternatives.
str value_masked(struct arena *a, const struct value *v);
struct fact_value field_of_masked(struct arena *a, str masked, span where);

bool value_equal(const struct value *x, const struct value *y);
/// A number that equal values have in common and few others share.
uint32_t value_number(const struct value *v);

/// One value after the other.
struct field_list {
  struct fact_value *at;
  uint32_t len, cap;
};
struct fact_values fields_of(const struct field_list *list);
/// The texts of a cell of a table of know/.
struct fact_values fields_of_cell(struct arena *a, str table, know_cell cell);
/// Whether both are known and `before` comes later in the alphabet, case aside.
bool is_unsorted(const struct fact_value *before, const struct fact_value *value);
/// Whether one of the values is known and equal to `text`.
bool fields_have(const struct fact_values *values, str text);

/// Where `part` is spelled within `where`; all of `where` if it is put together from elsewhere.
span span_of_part(const struct source *src, span where, str part);

#endif
