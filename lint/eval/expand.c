#include "eval/expand.h"

#include <string.h>

#include "base/assert.h"
#include "base/utf8.h"
#include "eval/call.h"
#include "eval/wildcard.h"

// Literals

enum literal_place {
  PLACE_BARE,
  PLACE_QUOTES,
  PLACE_HEREDOC,
  PLACE_OPERAND, // the word of `${x:-word}` in quotes or in a here-document
};

static bool escapable_in_quotes(char c, enum literal_place place) {
  return c == '$' || c == '`' || c == '\\' || c == '\n' || (c == '"' && place != PLACE_HEREDOC) ||
         (c == '}' && place == PLACE_OPERAND);
}

// Without its backslashes, as far as they escape something there.
static str unescape(struct arena *a, str text, enum literal_place place) {
  if (str_find_char(text, '\\') == text.len)
    return text;
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < text.len; i++) {
    bool escape = text.at[i] == '\\' && i + 1 < text.len;
    if (escape && place != PLACE_BARE)
      escape = escapable_in_quotes(text.at[i + 1], place);
    i += escape;
    if (!escape || text.at[i] != '\n')
      buf_add_char(&b, text.at[i]);
  }
  return buf_str(&b);
}

static uint32_t add_code_point(struct buf *b, uint32_t c) {
  char bytes[4];
  uint32_t len = utf8_encode(c, bytes);
  buf_add(b, (str){bytes, len});
  return len;
}

// `\n`, `\x41`, `\101`, `\cA`, `\u00e9` in $'…'. Returns how many bytes of `s`, which is behind the backslash, it
// takes; 0 where it is no escape. `*sure` becomes false where the locale decides: in that of a container, mostly C,
// bash leaves the escape of a character beyond ASCII as it is.
static uint32_t ansi_escape(str s, struct buf *out, bool *sure) {
  assert(s.at && s.len);
  static const char names[] = "abefnrtvE\\'\"?", values[] = "\a\b\033\f\n\r\t\v\033\\'\"?";
  const char *name = s.at[0] ? strchr(names, s.at[0]) : NULL;
  uint32_t n, len;
  if (name) {
    buf_add_char(out, values[name - names]);
    return 1;
  }
  str digits = str_skip(s, 1);
  if (s.at[0] == 'c' && digits.len) {
    buf_add_char(out, (char)(digits.at[0] & 0x1F));
    return 2;
  }
  if (s.at[0] == 'u' || s.at[0] == 'U') {
    len = str_digits(digits, 16, s.at[0] == 'u' ? 4 : 8, &n);
    *sure = *sure && (!len || n < 0x80);
    return len && n && add_code_point(out, n) ? 1 + len : 0;
  }
  bool hex = s.at[0] == 'x';
  len = hex ? str_digits(digits, 16, 2, &n) : str_digits(s, 8, 3, &n);
  if (len)
    buf_add_char(out, (char)(uint8_t)n);
  return len ? hex + len : 0;
}

static str ansi_decode(struct arena *a, str text, bool *sure) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < text.len; i++) {
    char c = text.at[i];
    uint32_t len = c == '\\' && i + 1 < text.len ? ansi_escape(str_skip(text, i + 1), &b, sure) : 0;
    if (!len)
      buf_add_char(&b, c);
    i += len;
  }
  str all = buf_str(&b);
  return str_slice(all, 0, str_find_char(all, '\0')); // C's texts end there
}

static str regex_quote(struct arena *a, str text) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < text.len; i++) {
    if (text.at[i] && strchr("\\^$.[]|()*+?{}", text.at[i]))
      buf_add_char(&b, '\\');
    buf_add_char(&b, text.at[i]);
  }
  return buf_str(&b);
}

static str quote_for(struct arena *a, str text, enum expand_mode mode) {
  switch (mode) {
  case EXPAND_STRING:
  case EXPAND_QUOTED:
    return text;
  case EXPAND_PATTERN:
    return wildcard_quote(a, text);
  case EXPAND_REGEX:
    return regex_quote(a, text);
  }
  return text;
}

// The known texts of a value that stood in quotes.
static struct value quote_value(struct machine *m, struct value v, enum expand_mode mode) {
  if (mode == EXPAND_STRING)
    return v;
  struct value_set s;
  value_set_init(&s, m->a);
  s.source = v.source;
  for (uint32_t i = 0; i < v.len; i++) {
    struct alternative alt = v.at[i];
    struct value_piece *pieces = NEW_ARRAY(m->a, struct value_piece, alt.len);
    for (uint32_t j = 0; j < alt.len; j++) {
      pieces[j] = alt.pieces[j];
      if (!pieces[j].unknown)
        pieces[j].text = quote_for(m->a, pieces[j].text, mode);
    }
    alt.pieces = pieces;
    value_set_add(&s, &alt);
  }
  return value_set_done(&s);
}

// Parts

static struct value literal_value(struct machine *m, str text, enum literal_place place, enum expand_mode mode) {
  if (place == PLACE_BARE && mode != EXPAND_STRING)
    return nested_text(m, text); // its backslashes escape in the pattern, too
  return nested_text(m, quote_for(m->a, unescape(m->a, text, place), mode));
}

static struct value process_substitution(struct machine *m, struct state *st, const struct shell_part *part) {
  m->captures++;
  m->substitutions++;
  exec_subshell(m, st, part->body);
  m->substitutions--;
  m->captures--;
  return value_unknown(m->a, STR("process substitution"));
}

static struct value parts_value(struct machine *m, struct state *st, const struct shell_parts *parts,
                                enum literal_place place, enum expand_mode mode);

// $'…'; dash has no such quotes.
static struct value dollar_value(struct machine *m, str text, enum expand_mode mode) {
  bool sure = true;
  str decoded = ansi_decode(m->a, text, &sure);
  if (!sure)
    return value_unknown(m->a, STR("a character that the locale decides"));
  struct value v = nested_text(m, quote_for(m->a, decoded, mode));
  if (machine_is_bash(m) || str_contains(text, STR("\\'"))) // elsewhere that is another script
    return v;
  return value_join(m->a, v, nested_text(m, quote_for(m->a, str_concat(m->a, STR("$"), text), mode)));
}

// A single quote in double quotes is a character like others.
static struct value single_value(struct machine *m, str text, enum literal_place place, enum expand_mode mode) {
  if (place != PLACE_OPERAND)
    return nested_text(m, quote_for(m->a, text, mode));
  for (uint32_t i = 0; i < text.len; i++)
    if (strchr("\"\\$`", text.at[i]))
      return value_unknown(m->a, STR("what is quoted in quotes"));
  return nested_text(m, quote_for(m->a, str_format(m->a, "'" STR_FMT "'", STR_ARG(text)), mode));
}

static struct value part_value(struct machine *m, struct state *st, const struct shell_part *part,
                               enum literal_place place, enum expand_mode mode) {
  struct value v;
  switch (part->kind) {
  case PART_LITERAL:
    return literal_value(m, part->text, place, mode);
  case PART_SINGLE:
    return part->dollar ? dollar_value(m, part->text, mode) : single_value(m, part->text, place, mode);
  case PART_DOUBLE:
    return parts_value(m, st, &part->parts, PLACE_QUOTES, mode);
  case PART_PARAM:
    if (place != PLACE_BARE)
      return quote_value(m, param_value(m, st, part, EXPAND_QUOTED), mode);
    v = param_value(m, st, part, mode);
    break;
  case PART_CMDSUB:
    v = exec_capture(m, st, part->body);
    break;
  case PART_ARITH:
    v = arith_value(m, st, part->arith);
    break;
  case PART_PROCSUB:
    return process_substitution(m, st, part);
  case PART_EXTGLOB:
    return value_known(m->a, str_format(m->a, "%c(" STR_FMT ")", part->op, STR_ARG(part->text)));
  }
  return place == PLACE_BARE ? v : quote_value(m, v, mode);
}

static struct value parts_value(struct machine *m, struct state *st, const struct shell_parts *parts,
                                enum literal_place place, enum expand_mode mode) {
  if (parts->len == 1)
    return part_value(m, st, parts->at[0], place, mode);
  struct value *values = NEW_ARRAY(m->a, struct value, parts->len);
  for (uint32_t i = 0; i < parts->len; i++)
    values[i] = part_value(m, st, parts->at[i], place, mode);
  return value_concat_all(m->a, values, parts->len);
}

// Tilde

// `~` or `~/…` at the start of a word: the home folder and what follows the tilde.
static bool take_tilde(struct machine *m, const struct state *st, const struct shell_word *word, struct value *home,
                       str *rest) {
  const struct shell_part *first = word->parts.len ? word->parts.at[0] : NULL;
  if (!first || first->kind != PART_LITERAL || !str_has_prefix(first->text, STR("~")))
    return false;
  *rest = str_skip(first->text, 1);
  if (rest->len ? rest->at[0] == '/' : word->parts.len == 1) {
    *home = state_value(m, st, STR("HOME"));
    return true;
  }
  if (!str_has_prefix(*rest, STR("root")) || (rest->len > 4 && rest->at[4] != '/'))
    return false;
  *home = value_known(m->a, STR("/root"));
  *rest = str_skip(*rest, 4);
  return true;
}

// What has too many bytes costs more.
static struct value charged(struct machine *m, struct value v) {
  budget_take_value(m->x->budget, &v);
  return v;
}

static bool has_list(const struct shell_parts *parts) {
  bool found = false;
  for (uint32_t i = 0; i < parts->len; i++) {
    const struct shell_part *part = parts->at[i];
    found = found || (part->kind == PART_PARAM && param_is_list(part->param));
    for (uint32_t j = 0; part->kind == PART_DOUBLE && j < part->parts.len; j++)
      found = found || (part->parts.at[j]->kind == PART_PARAM && param_is_list(part->parts.at[j]->param));
  }
  return found;
}

struct value expand_word(struct machine *m, struct state *st, const struct shell_word *word, enum expand_mode mode) {
  struct value home;
  str rest;
  if (!word)
    return value_empty();
  if (machine_exhausted(m))
    return word->literal ? nested_text(m, word->value) : value_unknown(m->a, STR("a script that does too much"));
  if (mode == EXPAND_QUOTED && has_list(&word->parts))
    return value_unknown(m->a, STR("a list of words")); // of which bash makes several, in quotes, too
  if (mode == EXPAND_QUOTED)
    return charged(m, parts_value(m, st, &word->parts, PLACE_OPERAND, EXPAND_STRING));
  if (take_tilde(m, st, word, &home, &rest)) {
    struct shell_parts others = {word->parts.at + 1, word->parts.len - 1};
    struct value parts[] = {home, literal_value(m, rest, PLACE_BARE, mode),
                            parts_value(m, st, &others, PLACE_BARE, mode)};
    return value_concat_all(m->a, parts, others.len ? 3 : 2);
  }
  if (word->literal && mode == EXPAND_STRING)
    return nested_text(m, word->value);
  return charged(m, parts_value(m, st, &word->parts, PLACE_BARE, mode));
}

static bool has_tilde_within(const struct shell_word *word) {
  bool found = false;
  for (uint32_t i = 0; i < word->parts.len; i++) {
    const struct shell_part *p = word->parts.at[i];
    if (p->kind != PART_LITERAL)
      continue;
    if (str_find_char(p->text, '\\') < p->text.len) // may escape what follows
      return false;
    found = found || str_contains(p->text, STR(":~"));
  }
  return found;
}

// What stands between two colons, and what stands before it.
struct stretch {
  struct shell_part **at;
  uint32_t len, cap;
  struct value before;
};

static void end_stretch(struct machine *m, struct state *st, struct stretch *s) {
  struct shell_word word = {.parts = {s->at, s->len}};
  if (s->len)
    s->before = value_concat(m->a, s->before, expand_word(m, st, &word, EXPAND_STRING));
  s->len = 0;
}

static void add_literal(struct machine *m, struct stretch *s, const struct shell_part *whole, str text) {
  struct shell_part *part = NEW(m->a, struct shell_part);
  *part = (struct shell_part){.kind = PART_LITERAL, .text = text, .span = whole->span};
  if (text.len)
    VEC_PUSH(m->a, s, part);
}

struct value expand_assigned(struct machine *m, struct state *st, const struct shell_word *word) {
  if (!word || !has_tilde_within(word))
    return expand_word(m, st, word, EXPAND_STRING);
  struct stretch s = {.before = value_empty()};
  for (uint32_t i = 0; i < word->parts.len; i++) {
    struct shell_part *part = word->parts.at[i];
    if (part->kind != PART_LITERAL) {
      VEC_PUSH(m->a, &s, part);
      continue;
    }
    str rest = part->text, text;
    while (str_cut(rest, ':', &text, &rest)) {
      add_literal(m, &s, part, text);
      end_stretch(m, st, &s);
      s.before = value_concat(m->a, s.before, value_known(m->a, STR(":")));
    }
    add_literal(m, &s, part, rest);
  }
  end_stretch(m, st, &s);
  return s.before;
}

struct value expand_heredoc(struct machine *m, struct state *st, const struct shell_heredoc *heredoc) {
  if (machine_exhausted(m))
    return value_unknown(m->a, STR("a script that does too much"));
  if (!heredoc->quoted)
    return charged(m, parts_value(m, st, &heredoc->parts, PLACE_HEREDOC, EXPAND_STRING));
  struct value *values = NEW_ARRAY(m->a, struct value, heredoc->parts.len);
  for (uint32_t i = 0; i < heredoc->parts.len; i++)
    values[i] = nested_text(m, heredoc->parts.at[i]->text);
  return charged(m, value_concat_all(m->a, values, heredoc->parts.len));
}

// Splitting

static bool is_ifs(str ifs, char c) {
  for (uint32_t i = 0; i < ifs.len; i++)
    if (ifs.at[i] == c)
      return true;
  return false;
}

static bool is_ifs_space(str ifs, char c) {
  return (c == ' ' || c == '\t' || c == '\n') && is_ifs(ifs, c);
}

void expand_split(struct arena *a, str text, str ifs, struct fields *out) {
  *out = (struct fields){0};
  uint32_t i = 0;
  while (i < text.len && is_ifs_space(ifs, text.at[i]))
    i++;
  out->open_start = i == 0;
  out->open_end = true;
  while (i < text.len) {
    uint32_t start = i;
    while (i < text.len && !is_ifs(ifs, text.at[i]))
      i++;
    VEC_PUSH(a, &out->at, str_slice(text, start, i));
    out->open_end = i == text.len;
    bool hard = false; // one character that is no white space separates, with white space around it
    while (i < text.len && (is_ifs_space(ifs, text.at[i]) || (!hard && is_ifs(ifs, text.at[i])))) {
      hard = hard || !is_ifs_space(ifs, text.at[i]);
      i++;
    }
  }
}

// The words that one word becomes, while it is put together.
struct shape {
  VEC(struct value) done;
  VEC(struct value) parts; // of the field that is open; put together once it is whole, as there may be many
  bool open;               // there is a field, even if it is empty
  uint32_t decision, branch;
};

struct shapes {
  struct shape at[VARIANTS_MAX];
  uint32_t len;
};

static void append(struct machine *m, struct shape *s, struct value v) {
  if (!s->open)
    s->parts.len = 0;
  VEC_PUSH(m->a, &s->parts, v);
  s->open = true;
}

static struct value open_field(struct machine *m, const struct shape *s) {
  return value_concat_all(m->a, s->parts.at, s->parts.len);
}

static void close_field(struct machine *m, struct shape *s) {
  if (s->open)
    VEC_PUSH(m->a, &s->done, open_field(m, s));
  s->open = false;
}

static void append_to_all(struct machine *m, struct shapes *all, struct value v) {
  for (uint32_t i = 0; i < all->len; i++)
    append(m, &all->at[i], v);
}

// A copy that can grow by itself.
static struct shape copy_shape(struct machine *m, const struct shape *s) {
  struct shape copy = *s;
  copy.done.at = NULL;
  copy.done.len = copy.done.cap = 0;
  for (uint32_t i = 0; i < s->done.len; i++)
    VEC_PUSH(m->a, &copy.done, s->done.at[i]);
  copy.parts.at = NULL;
  copy.parts.len = copy.parts.cap = 0;
  if (s->open)
    append(m, &copy, open_field(m, s));
  return copy;
}

// Whether splitting leaves it as it is: one field, with no separator in it.
static bool is_simple(const struct alternative *alt, str ifs) {
  for (uint32_t i = 0; i < alt->len; i++)
    for (uint32_t j = 0; !alt->pieces[i].unknown && j < alt->pieces[i].text.len; j++)
      if (is_ifs(ifs, alt->pieces[i].text.at[j]))
        return false;
  return alt->len > 0;
}

static void append_split(struct machine *m, struct shape *s, const struct alternative *alt, str ifs,
                         const struct eval_source *source) {
  for (uint32_t i = 0; i < alt->len; i++) {
    if (alt->pieces[i].unknown) {
      append(m, s, value_unknown(m->a, alt->pieces[i].text));
      continue;
    }
    struct fields f;
    expand_split(m->a, alt->pieces[i].text, ifs, &f);
    if (!f.open_start)
      close_field(m, s);
    for (uint32_t j = 0; j < f.at.len; j++) {
      if (j)
        close_field(m, s);
      append(m, s, value_with_source(value_known(m->a, f.at.at[j]), source));
    }
    if (f.at.len && !f.open_end)
      close_field(m, s);
  }
}

// Adds a shape where there is room; where there is none the others stand for it, too: a word that may be anything.
static void add_shape(struct machine *m, struct shapes *all, const struct shape *s) {
  if (all->len < VARIANTS_MAX) {
    all->at[all->len++] = *s;
    return;
  }
  struct shape *last = &all->at[VARIANTS_MAX - 1];
  *last = (struct shape){.open = false};
  append(m, last, value_unknown(m->a, STR("one of several lists of words")));
}

// The alternatives of `v` that stay one field, as one value; unset where there are none.
static struct value simple_part(struct machine *m, const struct value *v, str ifs) {
  struct value_set s;
  value_set_init(&s, m->a);
  for (uint32_t i = 0; i < v->len; i++)
    if (is_simple(&v->at[i], ifs))
      value_set_add(&s, &v->at[i]);
  s.source = v->source;
  return value_set_done(&s);
}

// Whether no IFS that somebody would set separates anything in it.
static bool is_one_word(const struct value *v) {
  for (uint32_t i = 0; i < v->len; i++)
    for (uint32_t j = 0; j < v->at[i].len; j++)
      for (uint32_t k = 0; k < v->at[i].pieces[j].text.len && !v->at[i].pieces[j].unknown; k++)
        if (!is_ascii_alnum(v->at[i].pieces[j].text.at[k]))
          return false;
  return true;
}

// An unquoted expansion.
static void append_unquoted(struct machine *m, struct state *st, struct shapes *all, struct value v) {
  str ifs = state_ifs(m, st);
  uint32_t simple_count = 0;
  if (!v.len)
    return;
  if (!state_knows_ifs(m, st) && !is_one_word(&v))
    v = value_unknown(m->a, STR("words that IFS separates"));
  for (uint32_t i = 0; i < v.len; i++)
    simple_count += is_simple(&v.at[i], ifs);
  if (simple_count == v.len) {
    append_to_all(m, all, v);
    return;
  }
  struct value simple = simple_part(m, &v, ifs);
  struct shapes sum;
  sum.len = 0;
  for (uint32_t i = 0; i < all->len; i++) {
    if (simple_count) {
      struct shape s = copy_shape(m, &all->at[i]);
      append(m, &s, simple);
      add_shape(m, &sum, &s);
    }
    for (uint32_t j = 0; j < v.len; j++) {
      if (is_simple(&v.at[j], ifs))
        continue;
      struct shape s = v.len == 1 ? all->at[i] : copy_shape(m, &all->at[i]);
      s.decision = v.at[j].decision ? v.at[j].decision : s.decision;
      s.branch = v.at[j].decision ? v.at[j].branch : s.branch;
      append_split(m, &s, &v.at[j], ifs, v.source);
      add_shape(m, &sum, &s);
    }
  }
  *all = sum;
}

// `"$@"`: each value a field; the first and the last join what stands beside them.
static void append_list(struct machine *m, struct state *st, struct shapes *all, const struct shell_part *part,
                        bool quoted) {
  struct params list;
  if (!param_list(m, st, part, &list)) {
    append_to_all(m, all, value_unknown(m->a, STR("a list of words")));
    return;
  }
  for (uint32_t i = 0; i < list.len; i++) { // an unquoted `$*` without arguments is one empty value: no field
    for (uint32_t j = 0; i && j < all->len; j++)
      close_field(m, &all->at[j]);
    if (quoted)
      append_to_all(m, all, list.at[i]);
    else
      append_unquoted(m, st, all, list.at[i]);
  }
}

static void append_parts(struct machine *m, struct state *st, struct shapes *all, const struct shell_parts *parts,
                         bool split_literals);

static void append_word(struct machine *m, struct state *st, struct shapes *all, const struct shell_word *word) {
  if (word)
    append_parts(m, st, all, &word->parts, true);
}

// `${x:-a "b c"}`: its word is split outside its quotes.
static void append_param(struct machine *m, struct state *st, struct shapes *all, const struct shell_part *part) {
  struct value without;
  switch (param_uses_word(m, st, part, &without)) {
  case OUTCOME_YES:
    append_word(m, st, all, part->param->arg);
    return;
  case OUTCOME_NO:
    append_unquoted(m, st, all, without);
    return;
  case OUTCOME_MAYBE:
  case OUTCOME_ASSUMED:
    break;
  }
  struct shapes with;
  with.len = all->len;
  for (uint32_t i = 0; i < all->len; i++)
    with.at[i] = copy_shape(m, &all->at[i]);
  bool maybe = st->maybe;
  st->maybe = true;
  append_word(m, st, &with, part->param->arg);
  st->maybe = maybe;
  append_unquoted(m, st, all, without);
  for (uint32_t i = 0; i < with.len; i++)
    add_shape(m, all, &with.at[i]);
}

static void append_double(struct machine *m, struct state *st, struct shapes *all, const struct shell_part *part) {
  bool only_lists = part->parts.len > 0;
  for (uint32_t i = 0; i < part->parts.len; i++) {
    const struct shell_part *p = part->parts.at[i];
    if (p->kind == PART_PARAM && param_is_list(p->param)) {
      append_list(m, st, all, p, true);
      continue;
    }
    only_lists = false;
    append_to_all(m, all, part_value(m, st, p, PLACE_QUOTES, EXPAND_STRING));
  }
  if (!only_lists) // `""` is a field
    append_to_all(m, all, value_empty());
}

// A literal that is split, as that in `${x:-a b}`; what a backslash escapes does not separate.
static void append_split_literal(struct machine *m, struct state *st, struct shapes *all, str text) {
  while (text.len) {
    uint32_t len = str_find_char(text, '\\');
    append_unquoted(m, st, all, len ? nested_text(m, str_slice(text, 0, len)) : VALUE_UNSET);
    if (len < text.len)
      append_to_all(m, all, literal_value(m, str_slice(text, len, len + 2), PLACE_BARE, EXPAND_STRING));
    text = str_skip(text, len + 2);
  }
}

static void append_part(struct machine *m, struct state *st, struct shapes *all, const struct shell_part *part,
                        bool split_literals) {
  switch (part->kind) {
  case PART_LITERAL:
    if (split_literals)
      append_split_literal(m, st, all, part->text);
    else
      append_to_all(m, all, literal_value(m, part->text, PLACE_BARE, EXPAND_STRING));
    return;
  case PART_DOUBLE:
    append_double(m, st, all, part);
    return;
  case PART_PARAM:
    if (param_is_list(part->param))
      append_list(m, st, all, part, false);
    else
      append_param(m, st, all, part);
    return;
  case PART_CMDSUB:
  case PART_ARITH:
    append_unquoted(m, st, all, part_value(m, st, part, PLACE_BARE, EXPAND_STRING));
    return;
  case PART_SINGLE:
  case PART_PROCSUB:
  case PART_EXTGLOB:
    append_to_all(m, all, part_value(m, st, part, PLACE_BARE, EXPAND_STRING));
    return;
  }
}

static void append_parts(struct machine *m, struct state *st, struct shapes *all, const struct shell_parts *parts,
                         bool split_literals) {
  for (uint32_t i = 0; i < parts->len; i++)
    append_part(m, st, all, parts->at[i], split_literals);
}

// Words to rows of words

enum braces { BRACES_UNSEEN, BRACES_EXPANDED, BRACES_PLAIN };

struct row {
  VEC(struct eval_word) words;
  uint32_t decision, branch;
  enum braces braces; // how they are read in it, where that is not known
};

struct rows {
  struct row at[VARIANTS_MAX];
  uint32_t len;
};

static void push_word(struct machine *m, struct row *row, struct value v, const struct shell_word *word, bool whole) {
  struct eval_word w = {.value = v, .span = machine_span(m, word->span), .word = whole ? word : NULL};
  VEC_PUSH(m->a, &row->words, w);
}

static void push_shape(struct machine *m, struct row *row, const struct shape *s, const struct shell_word *word) {
  uint32_t count = s->done.len + s->open;
  for (uint32_t i = 0; i < s->done.len; i++)
    push_word(m, row, s->done.at[i], word, count == 1);
  if (s->open)
    push_word(m, row, open_field(m, s), word, count == 1);
  if (s->decision && !row->decision) {
    row->decision = s->decision;
    row->branch = s->branch;
  }
}

static bool excluded(const struct row *row, const struct shape *s) {
  return row->decision && row->decision == s->decision && row->branch != s->branch;
}

static struct row copy_row(struct machine *m, const struct row *row) {
  struct row copy = {.decision = row->decision, .branch = row->branch, .braces = row->braces};
  for (uint32_t i = 0; i < row->words.len; i++)
    VEC_PUSH(m->a, &copy.words, row->words.at[i]);
  return copy;
}

// Each row goes on with each shape; where that gives too many, with a word that may be anything.
static void multiply(struct machine *m, struct rows *rows, const struct shapes *shapes, const struct shell_word *word) {
  if (rows->len * shapes->len > VARIANTS_MAX) {
    struct value any = value_unknown(m->a, STR("one of several lists of words"));
    for (uint32_t i = 0; i < rows->len; i++)
      push_word(m, &rows->at[i], any, word, false);
    return;
  }
  struct rows sum;
  sum.len = 0;
  for (uint32_t i = 0; i < rows->len; i++)
    for (uint32_t j = 0; j < shapes->len; j++) {
      if (excluded(&rows->at[i], &shapes->at[j]))
        continue;
      struct row row = shapes->len == 1 ? rows->at[i] : copy_row(m, &rows->at[i]);
      push_shape(m, &row, &shapes->at[j], word);
      sum.at[sum.len++] = row;
    }
  if (sum.len)
    *rows = sum;
}

// The field that is still open counts, too; it is put together here.
static void charge_field(struct machine *m, struct shape *s) {
  struct value whole = charged(m, open_field(m, s));
  s->parts.at[0] = whole;
  s->parts.len = 1;
}

static void expand_shapes(struct machine *m, struct state *st, const struct shell_word *word, struct rows *rows) {
  struct value home;
  str rest;
  struct shapes shapes;
  shapes.len = 1;
  shapes.at[0] = (struct shape){.open = false};
  struct shell_parts parts = word->parts;
  if (take_tilde(m, st, word, &home, &rest)) {
    append_to_all(m, &shapes, home);
    append_to_all(m, &shapes, literal_value(m, rest, PLACE_BARE, EXPAND_STRING));
    parts = (struct shell_parts){word->parts.at + 1, word->parts.len - 1};
  }
  append_parts(m, st, &shapes, &parts, false);
  for (uint32_t i = 0; i < shapes.len; i++)
    if (shapes.at[i].open)
      charge_field(m, &shapes.at[i]);
  multiply(m, rows, &shapes, word);
}

static void expand_one(struct machine *m, struct state *st, const struct shell_word *word, struct rows *rows) {
  machine_step(m, 1);
  if (!machine_exhausted(m) && (!word->literal || (word->value.len && word->value.at[0] == '~'))) {
    expand_shapes(m, st, word, rows);
    return;
  }
  struct value v = expand_word(m, st, word, EXPAND_STRING);
  for (uint32_t i = 0; i < rows->len; i++)
    push_word(m, &rows->at[i], v, word, true);
}

// Of what was kept apart, only the alternatives of its branch stay.
static void restrict_row(struct machine *m, struct row *row) {
  for (uint32_t i = 0; row->decision && i < row->words.len; i++) {
    struct value *v = &row->words.at[i].value;
    struct value_set s;
    value_set_init(&s, m->a);
    s.source = v->source;
    for (uint32_t j = 0; j < v->len; j++)
      if (v->at[j].decision != row->decision || v->at[j].branch == row->branch)
        value_set_add(&s, &v->at[j]);
    if (s.len && s.len < v->len)
      *v = value_set_done(&s);
  }
}

// Whether nothing in the words needs expanding, as in most commands.
static bool all_literal(const struct machine *m, const struct shell_words *words) {
  if (m->holes)
    return false;
  for (uint32_t i = 0; i < words->len; i++) {
    const struct shell_word *w = words->at[i];
    if (!w->literal || w->brace || (w->value.len && w->value.at[0] == '~'))
      return false;
  }
  return true;
}

static void literal_words(struct machine *m, const struct shell_words *words, struct variants *out) {
  struct eval_word *at = NEW_ARRAY(m->a, struct eval_word, words->len);
  machine_step(m, words->len);
  for (uint32_t i = 0; i < words->len; i++) {
    at[i].word = words->at[i];
    at[i].span = machine_span(m, words->at[i]->span);
  }
  value_known_words(m->a, at, words->len);
  out->len = 1;
  out->at[0] = (struct words){at, words->len};
}

static void expand_braces(struct machine *m, struct state *st, const struct shell_word *word, struct rows *rows) {
  struct shell_words made = brace_expand(m->a, word);
  for (uint32_t i = 0; !made.len && i < rows->len; i++)
    push_word(m, &rows->at[i], value_unknown(m->a, STR("too many words")), word, false);
  for (uint32_t i = 0; i < made.len; i++)
    expand_one(m, st, made.at[i], rows);
}

// The rows in which braces are read `as` this, or were not met so far.
static struct rows rows_with(struct machine *m, const struct rows *rows, enum braces as) {
  struct rows some;
  some.len = 0;
  for (uint32_t i = 0; i < rows->len; i++) {
    if (rows->at[i].braces != BRACES_UNSEEN && rows->at[i].braces != as)
      continue;
    some.at[some.len] = copy_row(m, &rows->at[i]);
    some.at[some.len++].braces = as;
  }
  return some;
}

// What is called sh expands braces where it is bash, and does not where it is another shell.
static void maybe_expand_braces(struct machine *m, struct state *st, const struct shell_word *word, struct rows *rows) {
  struct rows sum = rows_with(m, rows, BRACES_EXPANDED), plain = rows_with(m, rows, BRACES_PLAIN);
  expand_braces(m, st, word, &sum);
  expand_one(m, st, word, &plain);
  if (sum.len + plain.len > VARIANTS_MAX) {
    for (uint32_t i = 0; i < rows->len; i++)
      push_word(m, &rows->at[i], value_unknown(m->a, STR("one of several lists of words")), word, false);
    return;
  }
  for (uint32_t i = 0; i < plain.len; i++)
    sum.at[sum.len++] = plain.at[i];
  *rows = sum;
}

static void expand_rows(struct machine *m, struct state *st, const struct shell_words *words, struct variants *out) {
  struct rows rows;
  rows.len = 1;
  rows.at[0] = (struct row){.words = {NEW_ARRAY(m->a, struct eval_word, words->len), 0, words->len}};
  for (uint32_t i = 0; i < words->len; i++) {
    const struct shell_word *word = words->at[i];
    if (!word->brace || m->script->tree->dialect != SHELL_BASH)
      expand_one(m, st, word, &rows);
    else if (machine_is_bash(m))
      expand_braces(m, st, word, &rows);
    else
      maybe_expand_braces(m, st, word, &rows);
  }
  out->len = rows.len;
  for (uint32_t i = 0; i < rows.len; i++) {
    if (rows.len > 1)
      restrict_row(m, &rows.at[i]);
    out->at[i] = (struct words){rows.at[i].words.at, rows.at[i].words.len};
  }
}

void expand_words(struct machine *m, struct state *st, const struct shell_words *words, struct variants *out) {
  if (all_literal(m, words))
    literal_words(m, words, out);
  else
    expand_rows(m, st, words, out);
}
