#include "eval/value.h"

#include <string.h>

#include "base/buf.h"
#include "base/vec.h"

static const struct alternative EMPTY = {0};
// A known text is an alternative and its piece in one allocation.
struct single {
  struct alternative alternative;
  struct value_piece piece;
};

static struct value single_piece(struct arena *a, bool unknown, str text) {
  struct single *s = NEW(a, struct single);
  s->piece = (struct value_piece){unknown, text};
  s->alternative = (struct alternative){.pieces = &s->piece, .len = 1};
  return (struct value){.at = &s->alternative, .len = 1};
}

void value_known_words(struct arena *a, struct eval_word *words, uint32_t count) {
  struct single *all = NEW_ARRAY(a, struct single, count);
  for (uint32_t i = 0; i < count; i++) {
    str text = words[i].word->value;
    all[i].piece.text = text;
    all[i].alternative = (struct alternative){.pieces = &all[i].piece, .len = text.len > 0};
    words[i].value = (struct value){.at = &all[i].alternative, .len = 1};
  }
}

struct value value_empty(void) {
  return (struct value){.at = &EMPTY, .len = 1};
}

struct value value_known(struct arena *a, str text) {
  return text.len ? single_piece(a, false, text) : value_empty();
}

struct value value_unknown(struct arena *a, str origin) {
  return single_piece(a, true, origin);
}

struct value value_output_of(struct arena *a, str name) {
  return value_unknown(a, str_concat(a, STR("output of "), name));
}

bool value_is_set(const struct value *v) {
  return v->len > 0;
}

bool value_is_empty(const struct value *v) {
  return v->len == 0 || (v->len == 1 && v->at->len == 0);
}

bool value_is_opaque(const struct value *v) {
  return v->len == 1 && v->at->len == 1 && v->at->pieces->unknown;
}

bool alternative_is_known(const struct alternative *alt, str *text) {
  if (alt->len > 1 || (alt->len && alt->pieces->unknown))
    return false;
  *text = alt->len ? alt->pieces->text : STR("");
  return true;
}

bool value_is_known(const struct value *v, str *text) {
  return v->len == 1 && alternative_is_known(v->at, text);
}

str value_origin(const struct value *v) {
  for (uint32_t i = 0; i < v->len; i++)
    for (uint32_t j = 0; j < v->at[i].len; j++)
      if (v->at[i].pieces[j].unknown)
        return v->at[i].pieces[j].text;
  return STR("");
}

bool value_has_unknown(const struct value *v) {
  for (uint32_t i = 0; i < v->len; i++)
    for (uint32_t j = 0; j < v->at[i].len; j++)
      if (v->at[i].pieces[j].unknown)
        return true;
  return false;
}

static bool alternative_same(const struct alternative *x, const struct alternative *y) {
  if (x->len != y->len)
    return false;
  if (x->pieces == y->pieces)
    return true;
  for (uint32_t i = 0; i < x->len; i++)
    if (x->pieces[i].unknown != y->pieces[i].unknown || !str_eq(x->pieces[i].text, y->pieces[i].text))
      return false;
  return true;
}

bool value_same(const struct value *x, const struct value *y) {
  if (x->len != y->len)
    return false;
  for (uint32_t i = 0; i < x->len && x->at != y->at; i++)
    if (!alternative_same(&x->at[i], &y->at[i]))
      return false;
  return true;
}

static bool source_same(const struct eval_source *x, const struct eval_source *y) {
  if (x == y)
    return true;
  return x && y && str_eq(x->name, y->name) && x->indirect == y->indirect && x->asked.off == y->asked.off &&
         x->asked.len == y->asked.len;
}

bool value_same_as(const struct value *x, const struct value *y) {
  return value_same(x, y) && source_same(x->source, y->source);
}

struct value value_of_alternative(struct arena *a, const struct value *v, uint32_t i) {
  if (v->len == 1)
    return *v;
  struct alternative *alt = NEW(a, struct alternative);
  *alt = v->at[i];
  return (struct value){.at = alt, .len = 1, .source = v->source};
}

str value_show(struct arena *a, const struct value *v) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < v->len; i++) {
    if (i)
      buf_add_char(&b, '|');
    for (uint32_t j = 0; j < v->at[i].len; j++) {
      const struct value_piece *p = &v->at[i].pieces[j];
      buf_add(&b, p->unknown ? STR("${") : STR(""));
      buf_add(&b, p->text);
      buf_add(&b, p->unknown ? STR("}") : STR(""));
    }
  }
  return buf_str(&b);
}

// Sources

const struct eval_source *source_asked(struct arena *a, str name, span asked) {
  struct eval_source *s = NEW(a, struct eval_source);
  *s = (struct eval_source){.name = name, .asked = asked};
  return s;
}

const struct eval_source *source_join(const struct eval_source *x, const struct eval_source *y) {
  if (!x || !y)
    return x ? x : y;
  return x->indirect && !y->indirect ? y : x;
}

struct value value_with_source(struct value v, const struct eval_source *source) {
  v.source = source_join(v.source, source);
  return v;
}

// Builders

void value_builder_init(struct value_builder *b, struct arena *a) {
  *b = (struct value_builder){.arena = a};
}

// An unknown piece counts as so many bytes: `A=$A$A` doubles unknown values as well.
enum { UNKNOWN_BYTES = 16 };

static void add_piece(struct value_builder *b, struct value_piece piece) {
  if (b->bytes > VALUE_BYTES_MAX) // it is too long as a whole, whatever follows
    return;
  if (b->len == b->cap)
    b->at = vec_grow(b->arena, b->at, &b->cap, sizeof *b->at);
  b->at[b->len++] = piece;
  b->bytes += piece.unknown ? UNKNOWN_BYTES : piece.text.len;
}

void value_builder_text(struct value_builder *b, str text) {
  if (text.len)
    add_piece(b, (struct value_piece){false, text});
}

void value_builder_unknown(struct value_builder *b, str origin) {
  add_piece(b, (struct value_piece){true, origin});
}

void value_builder_pieces(struct value_builder *b, const struct alternative *alt) {
  for (uint32_t i = 0; i < alt->len; i++)
    add_piece(b, alt->pieces[i]);
}

// The text of the known pieces from `from` up to the next unknown one.
static str joined_text(struct value_builder *b, uint32_t from, uint32_t *end) {
  uint32_t len = 0, i = from;
  for (; i < b->len && !b->at[i].unknown; i++)
    len += b->at[i].text.len;
  *end = i;
  if (i == from + 1)
    return b->at[from].text;
  char *text = arena_alloc(b->arena, len);
  uint32_t at = 0;
  for (uint32_t j = from; j < i; j++) {
    memcpy(text + at, b->at[j].text.at, b->at[j].text.len);
    at += b->at[j].text.len;
  }
  return (str){text, len};
}

struct alternative value_builder_done(struct value_builder *b) {
  static const struct value_piece too_long = {true, STR_INIT("a text of more than 64 KiB")};
  if (b->bytes > VALUE_BYTES_MAX)
    return (struct alternative){.pieces = &too_long, .len = 1};
  uint32_t len = 0;
  for (uint32_t i = 0; i < b->len;) {
    struct value_piece piece = b->at[i];
    if (piece.unknown)
      i++;
    else
      piece.text = joined_text(b, i, &i);
    b->at[len++] = piece;
  }
  return (struct alternative){.pieces = len ? b->at : NULL, .len = len};
}

struct value value_of_builder(struct value_builder *b) {
  struct alternative alt = value_builder_done(b);
  if (!alt.len)
    return value_empty();
  struct alternative *copy = NEW(b->arena, struct alternative);
  *copy = alt;
  return (struct value){.at = copy, .len = 1};
}

// Sets

void value_set_init(struct value_set *s, struct arena *a) {
  *s = (struct value_set){.arena = a};
}

// The known text at the start, at the end; the whole text twice where all is known.
static str first_text(const struct alternative *alt) {
  return alt->len && !alt->pieces[0].unknown ? alt->pieces[0].text : STR("");
}

static str last_text(const struct alternative *alt) {
  return alt->len && !alt->pieces[alt->len - 1].unknown ? alt->pieces[alt->len - 1].text : STR("");
}

static uint32_t common_prefix(str x, str y) {
  uint32_t n = 0;
  while (n < x.len && n < y.len && x.at[n] == y.at[n])
    n++;
  return n;
}

static uint32_t common_suffix(str x, str y) {
  uint32_t n = 0;
  while (n < x.len && n < y.len && x.at[x.len - 1 - n] == y.at[y.len - 1 - n])
    n++;
  return n;
}

// How many bytes of the suffix are free when the first `prefix` ones of a text known as a whole are taken.
static uint32_t suffix_room(const struct alternative *alt, uint32_t prefix, uint32_t suffix) {
  if (alt->len != 1 || alt->pieces->unknown)
    return suffix;
  uint32_t rest = alt->pieces->text.len - prefix;
  return suffix < rest ? suffix : rest;
}

// What two alternatives have in common, the rest unknown.
static struct alternative common_of(struct arena *a, const struct alternative *x, const struct alternative *y) {
  str head = first_text(x), tail = last_text(x);
  uint32_t prefix = common_prefix(head, first_text(y)), suffix = common_suffix(tail, last_text(y));
  suffix = suffix_room(y, prefix, suffix_room(x, prefix, suffix));
  struct value_builder b;
  value_builder_init(&b, a);
  value_builder_text(&b, str_slice(head, 0, prefix));
  value_builder_unknown(&b, STR("one of several values"));
  value_builder_text(&b, str_skip(tail, tail.len - suffix));
  return value_builder_done(&b);
}

static void overflow(struct value_set *s) {
  s->overflow = true;
  s->common = s->at[0];
  for (uint32_t i = 1; i < s->len; i++)
    s->common = common_of(s->arena, &s->common, &s->at[i]);
}

void value_set_add(struct value_set *s, const struct alternative *alt) {
  for (uint32_t i = 0; i < s->len; i++)
    if (alternative_same(&s->at[i], alt)) {
      if (s->at[i].decision != alt->decision || s->at[i].branch != alt->branch)
        s->at[i].decision = s->at[i].branch = 0;
      return;
    }
  if (s->len == VALUE_ALTERNATIVES_MAX && !s->overflow)
    overflow(s);
  if (s->overflow)
    s->common = common_of(s->arena, &s->common, alt);
  else
    s->at[s->len++] = *alt;
}

void value_set_add_value(struct value_set *s, const struct value *v) {
  for (uint32_t i = 0; i < v->len; i++)
    value_set_add(s, &v->at[i]);
  s->source = source_join(s->source, v->source);
}

struct value value_set_done(struct value_set *s) {
  uint32_t len = s->overflow ? 1 : s->len;
  if (!len)
    return (struct value){.source = s->source};
  struct alternative *at = NEW_ARRAY(s->arena, struct alternative, len);
  memcpy(at, s->overflow ? &s->common : s->at, len * sizeof *at);
  return (struct value){.at = at, .len = len, .source = s->source};
}

struct value value_widen(struct arena *a, struct value v) {
  if (v.len < 2)
    return v;
  struct value_set s;
  value_set_init(&s, a);
  value_set_add_value(&s, &v);
  overflow(&s);
  return value_set_done(&s);
}

// Concatenation

static bool exclude_each_other(const struct alternative *x, const struct alternative *y) {
  return x->decision && x->decision == y->decision && x->branch != y->branch;
}

static struct alternative concat_two(struct arena *a, const struct alternative *x, const struct alternative *y) {
  struct alternative both;
  if (!x->len || !y->len) {
    both = x->len ? *x : *y;
  } else {
    struct value_builder b;
    value_builder_init(&b, a);
    value_builder_pieces(&b, x);
    value_builder_pieces(&b, y);
    both = value_builder_done(&b);
  }
  const struct alternative *decided = x->decision ? x : y;
  both.decision = decided->decision;
  both.branch = decided->branch;
  return both;
}

static uint32_t pair_count(const struct value *x, const struct value *y) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < x->len; i++)
    for (uint32_t j = 0; j < y->len; j++)
      n += !exclude_each_other(&x->at[i], &y->at[j]);
  return n;
}

static struct value concat_pairs(struct arena *a, const struct value *x, const struct value *y, uint32_t pairs) {
  struct value_set s;
  value_set_init(&s, a);
  s.source = source_join(x->source, y->source);
  for (uint32_t i = 0; i < x->len; i++)
    for (uint32_t j = 0; j < y->len; j++)
      if (!pairs || !exclude_each_other(&x->at[i], &y->at[j])) { // no pair at all: this place is never reached
        struct alternative both = concat_two(a, &x->at[i], &y->at[j]);
        value_set_add(&s, &both);
      }
  return value_set_done(&s);
}

struct value value_concat(struct arena *a, struct value x, struct value y) {
  if (value_is_empty(&x))
    return value_with_source(value_is_set(&y) ? y : value_empty(), x.source);
  if (value_is_empty(&y))
    return value_with_source(x, y.source);
  uint32_t pairs = pair_count(&x, &y);
  if (pairs > VALUE_ALTERNATIVES_MAX || (!pairs && x.len * y.len > VALUE_ALTERNATIVES_MAX)) {
    y = value_widen(a, y);
    pairs = pair_count(&x, &y);
  }
  return concat_pairs(a, &x, &y, pairs);
}

// Values of one alternative, from the first on; `*count` is how many there are.
static struct value concat_singles(struct arena *a, const struct value *parts, uint32_t *count) {
  struct value_builder b;
  value_builder_init(&b, a);
  const struct eval_source *source = NULL;
  struct alternative tag = {0};
  uint32_t n = 0;
  for (; n < *count && parts[n].len < 2; n++) {
    source = source_join(source, parts[n].source);
    if (!parts[n].len)
      continue;
    value_builder_pieces(&b, parts[n].at);
    if (parts[n].at->decision && !tag.decision)
      tag = *parts[n].at;
  }
  *count = n;
  struct alternative *alt = NEW(a, struct alternative);
  *alt = value_builder_done(&b);
  alt->decision = tag.decision;
  alt->branch = tag.branch;
  return (struct value){.at = alt, .len = 1, .source = source};
}

struct value value_concat_all(struct arena *a, const struct value *parts, uint32_t count) {
  if (count == 1 && parts->len)
    return *parts;
  struct value all = value_empty();
  for (uint32_t i = 0; i < count;) {
    uint32_t n = count - i;
    if (parts[i].len > 1) {
      all = value_concat(a, all, parts[i]);
      n = 1;
    } else {
      all = value_concat(a, all, concat_singles(a, &parts[i], &n));
    }
    i += n;
  }
  return all;
}

// Joins

static void add_tagged(struct value_set *s, const struct value *v, uint32_t decision, uint32_t branch) {
  s->source = source_join(s->source, v->source);
  for (uint32_t i = 0; i < v->len; i++) {
    struct alternative alt = v->at[i];
    if (!alt.decision && decision && branch != BRANCH_ANY) {
      alt.decision = decision;
      alt.branch = branch;
    }
    value_set_add(s, &alt);
  }
}

struct value value_join_at(struct arena *a, struct value x, struct value y, uint32_t decision, uint32_t bx,
                           uint32_t by) {
  struct value unset_as_empty = value_empty();
  struct value_set s;
  value_set_init(&s, a);
  if (!x.len && !y.len)
    return value_with_source(x, y.source);
  add_tagged(&s, x.len ? &x : &unset_as_empty, decision, bx);
  add_tagged(&s, y.len ? &y : &unset_as_empty, decision, by);
  s.source = source_join(x.source, y.source);
  return value_set_done(&s);
}

struct value value_join(struct arena *a, struct value x, struct value y) {
  return value_join_at(a, x, y, 0, 0, 0);
}

struct value value_forget(struct arena *a, struct value v, uint32_t first) {
  uint32_t newest = 0;
  for (uint32_t i = 0; i < v.len; i++)
    newest = v.at[i].decision > newest ? v.at[i].decision : newest;
  if (newest < first || !newest)
    return v;
  struct alternative *at = NEW_ARRAY(a, struct alternative, v.len);
  for (uint32_t i = 0; i < v.len; i++) {
    at[i] = v.at[i];
    if (at[i].decision >= first)
      at[i].decision = at[i].branch = 0;
  }
  v.at = at;
  return v;
}

// Functions

static struct alternative map_one(struct arena *a, const struct alternative *alt, value_fn *fn, void *ctx, str origin) {
  struct alternative result = *alt;
  struct value_builder b;
  struct buf out;
  str in;
  value_builder_init(&b, a);
  buf_init(&out, a);
  if (!alternative_is_known(alt, &in)) {
    struct value v = {.at = alt, .len = 1};
    value_builder_unknown(&b, value_origin(&v));
  } else if (fn(ctx, in, &out)) {
    value_builder_text(&b, buf_str(&out));
  } else {
    value_builder_unknown(&b, origin);
  }
  struct alternative made = value_builder_done(&b);
  result.pieces = made.pieces;
  result.len = made.len;
  return result;
}

struct value value_map(struct arena *a, struct value v, value_fn *fn, void *ctx, str origin) {
  struct value_set s;
  value_set_init(&s, a);
  s.source = v.source;
  for (uint32_t i = 0; i < v.len; i++) {
    struct alternative alt = map_one(a, &v.at[i], fn, ctx, origin);
    value_set_add(&s, &alt);
  }
  return value_set_done(&s);
}
