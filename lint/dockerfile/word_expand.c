#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "dockerfile/dockerfile.h"
#include "dockerfile/joiner.h"
#include "dockerfile/word_level.h"
#include "dockerfile/word_pattern.h"

// Names, each once, in the order of their first use.
struct name_set {
  VEC(str) names;
  struct map seen;
};

struct expansion {
  struct arena *arena;
  str source; // all of the text that is expanded
  struct word_env env;
  bool skip_unset;
  uint32_t steps; // made to match patterns
  struct name_set matched, unmatched;
  str error;
  // The words of ProcessWords, and the one being put together.
  VEC(str) words;
  VEC(span) places;
  struct joiner pending;
  span pending_place;
  uint32_t quote_from; // where the quoted region being read starts in `pending`
};

#define JOIN(e, ...) str_join((e)->arena, (str[]){__VA_ARGS__}, COUNT_OF(((str[]){__VA_ARGS__})))

static bool fail(struct expansion *e, str why) {
  e->error = why;
  return false;
}

enum { FEW_NAMES = 8 }; // that are searched one by one

static void see_names(struct arena *a, struct name_set *set, uint32_t from) {
  for (uint32_t i = from; i < set->names.len; i++)
    map_put(a, &set->seen, set->names.at[i], set); // any address will do
}

static bool has_name(const struct name_set *set, str name) {
  if (set->names.len > FEW_NAMES)
    return map_get(&set->seen, name);
  for (uint32_t i = 0; i < set->names.len; i++)
    if (str_eq(set->names.at[i], name))
      return true;
  return false;
}

static void note_name(struct arena *a, struct name_set *set, str name) {
  if (has_name(set, name))
    return;
  VEC_PUSH(a, &set->names, name);
  if (set->names.len > FEW_NAMES)
    see_names(a, set, set->names.len == FEW_NAMES + 1 ? 0 : set->names.len - 1);
}

static bool get_variable(struct expansion *e, str name, str *value) {
  *value = (str){0};
  bool set = e->env.get && e->env.get(e->env.ctx, name, value);
  note_name(e->arena, set ? &e->matched : &e->unmatched, name);
  return set;
}

static void add_pending(struct expansion *e, str text, span place) {
  if (e->pending.text.len == 0)
    e->pending_place.off = place.off;
  e->pending_place.len = span_end(place) - e->pending_place.off;
  joiner_add(&e->pending, text);
}

static void end_pending(struct expansion *e) {
  if (e->pending.text.len == 0)
    return;
  VEC_PUSH(e->arena, &e->words, e->pending.text);
  VEC_PUSH(e->arena, &e->places, e->pending_place);
  joiner_restart(&e->pending);
}

// Text in which white space separates words. Where it is the source's own, each has its own place.
static void add_separated(struct expansion *e, str text, span place) {
  bool own = joiner_is_source(&e->pending, text);
  uint32_t from = 0, len;
  for (uint32_t i = 0; i < text.len; i += len) {
    len = 1;
    uint32_t c = (uint8_t)text.at[i] < 0x80 ? (uint8_t)text.at[i] : utf8_decode(str_skip(text, i), &len);
    bool space = utf8_is_space(c);
    if (!space && i + len < text.len)
      continue;
    str word = str_slice(text, from, space ? i : i + len);
    if (word.len)
      add_pending(e, word, own ? (span){place.off + from, word.len} : place);
    if (space)
      end_pending(e);
    from = i + len;
  }
}

static void add_unseparated(struct expansion *e, str text, span place, enum word_quoting quoting) {
  if (quoting == WORD_QUOTE_OPENS)
    e->quote_from = e->pending.text.len;
  add_pending(e, text, place);
}

// BuildKit's ProcessWords loses what stands before a variable with an operator in the same word, as both are put
// together in one buffer: `8${X:-0}` gives `0`. What is inside the same quotes is not lost.
static void lose_pending(struct expansion *e, enum word_quoting quoting) {
  str kept = quoting == WORD_QUOTED ? str_skip(e->pending.text, e->quote_from) : (str){0};
  joiner_restart(&e->pending);
  joiner_add(&e->pending, kept);
  e->quote_from = 0;
}

static bool expand_word(struct expansion *e, const struct word *w, str *result);

static bool read_pattern(struct expansion *e, str text, struct word_pattern *p) {
  if (!word_pattern_read(e->arena, text, p))
    return fail(e, str_format(e->arena, "invalid pattern (" STR_FMT ") in substitution", STR_ARG(text)));
  p->steps = e->steps;
  return true;
}

static bool end_pattern(struct expansion *e, const struct word_pattern *p) {
  e->steps = p->steps;
  return !p->exhausted || fail(e, STR("the pattern of a substitution takes too long to match"));
}

// `${name#pattern}` and `${name##pattern}`.
static bool trim_prefix(struct expansion *e, str pattern, enum word_greed greed, str *value) {
  struct word_pattern p;
  uint32_t end;
  if (!read_pattern(e, pattern, &p))
    return false;
  if (word_pattern_match(&p, *value, 0, greed, &end))
    *value = str_skip(*value, end);
  return end_pattern(e, &p);
}

// `${name%pattern}` and `${name%%pattern}`: a prefix of the value read backwards.
static bool trim_suffix(struct expansion *e, str pattern, enum word_greed greed, str *value) {
  str reversed = word_pattern_reverse(e->arena, *value, false);
  if (!trim_prefix(e, word_pattern_reverse(e->arena, pattern, true), greed, &reversed))
    return false;
  value->len = reversed.len;
  return true;
}

// What Go's regexp.Expand takes for the name of a group: `$1`, `${1}`, `$name`; `rest` is then behind it.
static bool take_group(str *rest, str *name) {
  bool brace = str_has_prefix(*rest, STR("{"));
  str s = brace ? str_skip(*rest, 1) : *rest;
  uint32_t i = 0, len;
  for (; i < s.len; i += len) {
    uint32_t c = utf8_decode(str_skip(s, i), &len);
    if (!unicode_is_letter(c) && !unicode_is_digit(c) && c != '_')
      break;
  }
  if (i == 0 || (brace && (i == s.len || s.at[i] != '}')))
    return false;
  *name = str_slice(s, 0, i);
  *rest = str_skip(s, i + brace);
  return true;
}

// The replacement of `//` is a template of Go's: `$0` is what matched, other groups are empty, `$$` is a dollar.
static void add_template(struct buf *out, str template, str match) {
  str before, name;
  while (str_cut(template, '$', &before, &template)) {
    buf_add(out, before);
    if (str_has_prefix(template, STR("$"))) {
      buf_add_char(out, '$');
      template = str_skip(template, 1);
    } else if (!take_group(&template, &name)) {
      buf_add_char(out, '$');
    } else if (str_eq(name, STR("0"))) {
      buf_add(out, match);
    }
  }
  buf_add(out, template);
}

static bool find_match(struct word_pattern *p, str s, uint32_t from, uint32_t *start, uint32_t *end) {
  for (uint32_t len; !p->exhausted; from += len) {
    if (word_pattern_match(p, s, from, WORD_LONGEST, end)) {
      *start = from;
      return true;
    }
    if (from == s.len)
      break;
    utf8_decode(str_skip(s, from), &len);
  }
  return false;
}

static void replace_first(struct word_pattern *p, str replacement, str *value) {
  uint32_t start, end;
  if (!find_match(p, *value, 0, &start, &end))
    return;
  str parts[] = {str_slice(*value, 0, start), replacement, str_skip(*value, end)};
  *value = str_join(p->arena, parts, COUNT_OF(parts));
}

// As Go's regexp.ReplaceAllString: an empty match right behind another one is left out.
static void replace_all(struct word_pattern *p, str replacement, str *value) {
  struct buf out;
  buf_init(&out, p->arena);
  uint32_t copied = 0, from = 0, start, end, len;
  while (!p->exhausted && from <= value->len && find_match(p, *value, from, &start, &end)) {
    buf_add(&out, str_slice(*value, copied, start));
    uint32_t before = out.len;
    if (end > copied || start == 0)
      add_template(&out, replacement, str_slice(*value, start, end));
    p->steps += out.len - before; // else `${a///${a///…}}` would grow exponentially with its depth
    p->exhausted = p->exhausted || p->steps > LIMIT_PATTERN_STEPS;
    copied = end;
    len = 1;
    if (from < value->len)
      utf8_decode(str_skip(*value, from), &len);
    from = from + len > end ? from + len : end;
  }
  buf_add(&out, str_skip(*value, copied));
  *value = buf_str(&out);
}

static bool replace(struct expansion *e, bool all, str pattern, str replacement, str *value) {
  struct word_pattern p;
  if (!read_pattern(e, pattern, &p))
    return false;
  if (all)
    replace_all(&p, replacement, value);
  else
    replace_first(&p, replacement, value);
  return end_pattern(e, &p);
}

static bool expand_replacement(struct expansion *e, const struct word_part *part, str *result) {
  str pattern, with;
  if (!expand_word(e, part->arg, &pattern) || !expand_word(e, part->replacement, &with))
    return false;
  bool set = get_variable(e, part->name, result);
  if (set || !e->skip_unset)
    return replace(e, part->op.len == 2, pattern, with, result);
  *result = JOIN(e, STR("${"), part->name, STR("/"), pattern, STR("/"), with, STR("}"));
  return true;
}

// `${name?why}`: the value, or an error.
static bool require(struct expansion *e, str name, bool set, bool colon, str why, str value) {
  if (set && !(colon && value.len == 0))
    return true;
  if (why.len == 0)
    why = set ? STR("is not allowed to be empty") : STR("is not allowed to be unset");
  return fail(e, JOIN(e, name, STR(": "), why));
}

static bool trim(struct expansion *e, char op, bool doubled, str pattern, str *value) {
  if (!doubled && pattern.len && pattern.at[0] == op) { // quoted, or the value of a variable
    doubled = true;
    pattern = str_skip(pattern, 1);
  }
  enum word_greed greed = doubled ? WORD_LONGEST : WORD_SHORTEST;
  return op == '#' ? trim_prefix(e, pattern, greed, value) : trim_suffix(e, pattern, greed, value);
}

static bool expand_operator(struct expansion *e, const struct word_part *part, str *result) {
  str arg, op = part->op;
  if (!expand_word(e, part->arg, &arg))
    return false;
  bool set = get_variable(e, part->name, result);
  if (!set && e->skip_unset) {
    *result = JOIN(e, STR("${"), part->name, op, arg, STR("}"));
    return true;
  }
  bool colon = op.at[0] == ':', given = set && !(colon && result->len == 0);
  switch (op.at[colon]) {
  case '-':
    *result = given ? *result : arg;
    return true;
  case '+':
    *result = given ? arg : STR("");
    return true;
  case '?':
    return require(e, part->name, set, colon, arg, *result);
  case '#':
  case '%':
    return trim(e, op.at[0], op.len == 2, arg, result);
  }
  return fail(e, str_format(e->arena, "unsupported modifier (" STR_FMT ") in substitution", STR_ARG(op)));
}

static bool expand_variable(struct expansion *e, const struct word_part *part, str *result) {
  if (part->arg)
    return part->op.at[0] == '/' ? expand_replacement(e, part, result) : expand_operator(e, part, result);
  if (!get_variable(e, part->name, result) && e->skip_unset)
    *result = str_slice(e->source, part->from, part->to);
  return true;
}

static bool expand_part(struct expansion *e, const struct word_part *part, str *text) {
  *text = part->text;
  return part->kind == WORD_LITERAL || expand_variable(e, part, text);
}

// What an operator's word gives.
static bool expand_word(struct expansion *e, const struct word *w, str *result) {
  struct joiner out;
  joiner_init(&out, e->arena, e->source);
  for (uint32_t i = 0; i < w->part_count; i++) {
    str text;
    if (!expand_part(e, &w->parts[i], &text))
      return false;
    joiner_add(&out, text);
  }
  *result = out.text;
  return w->error.len == 0 || fail(e, w->error);
}

static bool add_part(struct expansion *e, const struct word_part *part, struct joiner *out) {
  span place = {part->from, part->to - part->from};
  str text;
  if (!expand_part(e, part, &text))
    return false;
  joiner_add(out, text);
  if (part->arg)
    lose_pending(e, part->quoting);
  if (part->quoting == WORD_BARE)
    add_separated(e, text, place);
  else
    add_unseparated(e, text, place, part->quoting);
  return true;
}

// The same for the outermost word, which is separated into words besides.
static bool expand_whole(struct expansion *e, struct word_reader *r, str *result) {
  struct joiner out;
  joiner_init(&out, e->arena, e->source);
  joiner_init(&e->pending, e->arena, e->source);
  struct word_level level = {.reader = r, .raw_escapes = r->rules.raw_escapes};
  while (word_level_read(&level)) {
    for (uint32_t i = 0; i < level.parts.len; i++)
      if (!add_part(e, &level.parts.at[i], &out))
        return false;
    level.parts.len = 0;
  }
  end_pending(e);
  *result = out.text;
  return level.error.len == 0 || fail(e, level.error);
}

bool word_expand(struct arena *a, str text, char escape, enum word_mode mode, struct word_env env,
                 struct word_result *result) {
  struct word_reader r;
  word_reader_init(&r, a, text, escape, mode);
  struct expansion e = {.arena = a, .source = text, .env = env, .skip_unset = r.rules.skip_unset};
  str whole = {0};
  bool ok = expand_whole(&e, &r, &whole);
  *result = (struct word_result){
      .text = ok ? whole : (str){0},
      .error = e.error,
      .matched = e.matched.names.at,
      .matched_count = e.matched.names.len,
      .unmatched = e.unmatched.names.at,
      .unmatched_count = e.unmatched.names.len,
      .words = ok ? e.words.at : NULL,
      .word_count = ok ? e.words.len : 0,
      .word_places = ok ? e.places.at : NULL,
  };
  return ok;
}
