#ifndef DLINT_EVAL_VALUE_H
#define DLINT_EVAL_VALUE_H

#include "base/buf.h"
#include "eval/eval.h"

/// Making and joining values (see struct value of eval.h). All of them keep the promises made there: at most
/// VALUE_ALTERNATIVES_MAX alternatives, no two the same, no empty piece. What would break a limit becomes unknown.
/// Texts are views and must outlive the arena; results live in it.

enum { VALUE_BYTES_MAX = 64 * 1024 }; // known text of one alternative

#define VALUE_UNSET ((struct value){0})

/// The empty string.
struct value value_empty(void);
struct value value_known(struct arena *a, str text);
/// Sets the values of words that need no expanding, in one allocation.
void value_known_words(struct arena *a, struct eval_word *words, uint32_t count);
/// `origin`: where it comes from, for people.
struct value value_unknown(struct arena *a, str origin);
/// "output of NAME".
struct value value_output_of(struct arena *a, str name);

bool value_is_set(const struct value *v);
/// It can be nothing but the empty string (or is not set).
bool value_is_empty(const struct value *v);
/// Nothing of it is known: one alternative, one unknown piece.
bool value_is_opaque(const struct value *v);
/// There is an unknown piece in it.
bool value_has_unknown(const struct value *v);
/// The origin of its first unknown piece; empty where all is known.
str value_origin(const struct value *v);
/// The same alternatives in the same order, decisions aside.
bool value_same(const struct value *x, const struct value *y);
/// The same also in where they come from.
bool value_same_as(const struct value *x, const struct value *y);

bool alternative_is_known(const struct alternative *alt, str *text);
/// One alternative as a value of its own; keeps the source of `v`.
struct value value_of_alternative(struct arena *a, const struct value *v, uint32_t i);

/// `x` and then `y`. Alternatives of one decision that exclude each other are not put together.
struct value value_concat(struct arena *a, struct value x, struct value y);
struct value value_concat_all(struct arena *a, const struct value *parts, uint32_t count);
/// `x` or `y`.
struct value value_join(struct arena *a, struct value x, struct value y);
/// `x` where `decision` went to the branch `bx`, `y` where it went to `by`; BRANCH_ANY: to one of several, or any.
#define BRANCH_ANY UINT32_MAX
struct value value_join_at(struct arena *a, struct value x, struct value y, uint32_t decision, uint32_t bx,
                           uint32_t by);
/// The same without decisions from `first` on: what they excluded may now stand together.
struct value value_forget(struct arena *a, struct value v, uint32_t first);
/// All it can be as one alternative: what the alternatives have in common at both ends, unknown between.
struct value value_widen(struct arena *a, struct value v);

/// `v`, known to depend on `source` (no change where that is NULL, or where `v` already depends on something directly).
struct value value_with_source(struct value v, const struct eval_source *source);
/// The source of the two that tells more: a direct one before an indirect one, `x` before `y`.
const struct eval_source *source_join(const struct eval_source *x, const struct eval_source *y);
/// A new source.
const struct eval_source *source_asked(struct arena *a, str name, span asked);

/// A function from a known text to another; false where it cannot tell.
typedef bool value_fn(void *ctx, str in, struct buf *out);
/// What `fn` makes of `v`; an alternative that it cannot tell, or that is not wholly known, becomes unknown, with the
/// origin that it had, else `origin`.
struct value value_map(struct arena *a, struct value v, value_fn *fn, void *ctx, str origin);

/// Puts values together alternative by alternative.
struct value_set {
  struct arena *arena;
  struct alternative at[VALUE_ALTERNATIVES_MAX];
  uint32_t len;
  bool overflow;
  struct alternative common; // what all have in common, once there are too many
  const struct eval_source *source;
};
void value_set_init(struct value_set *s, struct arena *a);
void value_set_add(struct value_set *s, const struct alternative *alt);
void value_set_add_value(struct value_set *s, const struct value *v);
/// Unset where nothing was added.
struct value value_set_done(struct value_set *s);

/// Known text and unknown pieces in a row.
struct value_builder {
  struct arena *arena;
  struct value_piece *at;
  uint32_t len, cap;
  uint64_t bytes;
};
void value_builder_init(struct value_builder *b, struct arena *a);
void value_builder_text(struct value_builder *b, str text);
void value_builder_unknown(struct value_builder *b, str origin);
void value_builder_pieces(struct value_builder *b, const struct alternative *alt);
/// Joins neighbours; too many bytes make it one unknown piece.
struct alternative value_builder_done(struct value_builder *b);
struct value value_of_builder(struct value_builder *b);

#endif
