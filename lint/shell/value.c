#include "shell/parser.h"

// What a word is without looking at any variable: its value, and whether file names or braces make more of it.

static bool is_static(const struct shell_part *part) {
  if (part->kind == PART_LITERAL)
    return true;
  if (part->dollar || (part->kind != PART_SINGLE && part->kind != PART_DOUBLE))
    return false;
  for (uint32_t i = 0; i < part->parts.len; i++)
    if (part->parts.at[i]->kind != PART_LITERAL)
      return false;
  return true;
}

static bool escapes_in_double(char c) {
  return c == '$' || c == '`' || c == '"' || c == '\\';
}

enum quotes { QUOTES_NONE, QUOTES_DOUBLE };

static void add_unescaped(struct buf *b, str text, enum quotes quotes) {
  while (text.len) {
    uint32_t plain = str_find_char(text, '\\');
    buf_add(b, str_slice(text, 0, plain));
    text = str_skip(text, plain);
    if (text.len >= 2 && (quotes == QUOTES_NONE || escapes_in_double(text.at[1])))
      text = str_skip(text, 1);
    if (text.len == 0)
      return;
    buf_add_char(b, text.at[0]);
    text = str_skip(text, 1);
  }
}

static void add_value(struct buf *b, const struct shell_part *part) {
  switch (part->kind) {
  case PART_LITERAL:
    add_unescaped(b, part->text, QUOTES_NONE);
    return;
  case PART_SINGLE:
    buf_add(b, part->text);
    return;
  case PART_DOUBLE:
    for (uint32_t i = 0; i < part->parts.len; i++)
      add_unescaped(b, part->parts.at[i]->text, QUOTES_DOUBLE);
    return;
  case PART_PARAM:
  case PART_CMDSUB:
  case PART_ARITH:
  case PART_PROCSUB:
  case PART_EXTGLOB:
    return;
  }
}

// The text that is the part's value as it stands, if there is one.
static bool has_plain_value(const struct shell_part *part, str *value) {
  if (part->kind == PART_DOUBLE && part->parts.len == 0) {
    *value = STR("");
    return true;
  }
  const struct shell_part *text = part->kind == PART_DOUBLE && part->parts.len == 1 ? part->parts.at[0] : part;
  *value = text->text;
  return part->kind == PART_SINGLE || (text->kind == PART_LITERAL && str_find_char(*value, '\\') == value->len);
}

static void set_value(struct parser *p, struct shell_word *w) {
  for (uint32_t i = 0; i < w->parts.len; i++)
    if (!is_static(w->parts.at[i]))
      return;
  w->literal = true;
  if (w->parts.len == 1 && has_plain_value(w->parts.at[0], &w->value))
    return;
  struct buf b;
  buf_init(&b, p->a);
  for (uint32_t i = 0; i < w->parts.len; i++)
    add_value(&b, w->parts.at[i]);
  w->value = buf_str(&b);
}

static bool has_glob(str text) {
  for (uint32_t i = 0; i < text.len; i++) {
    char c = text.at[i];
    if (c == '\\')
      i++;
    else if (c == '*' || c == '?' || c == '[')
      return true;
  }
  return false;
}

// `x..y` or `x..y..step` with x and y both integers or both letters.
static bool is_integer(str s) {
  if (s.len && (s.at[0] == '-' || s.at[0] == '+'))
    s = str_skip(s, 1);
  return is_number(s) && s.len < 19;
}

static bool is_sequence(str s) {
  str first, second, step = {0};
  uint32_t at = str_find(s, STR(".."));
  if (at == s.len)
    return false;
  first = str_slice(s, 0, at);
  second = str_skip(s, at + 2);
  at = str_find(second, STR(".."));
  if (at < second.len) {
    step = str_skip(second, at + 2);
    second = str_slice(second, 0, at);
    if (!is_integer(step))
      return false;
  }
  bool letters = first.len == 1 && second.len == 1 && is_ascii_alpha(first.at[0]) && is_ascii_alpha(second.at[0]);
  return letters || (is_integer(first) && is_integer(second));
}

enum { BRACES_OPEN_MAX = 64 }; // deeper ones are not looked at

// Whether bash makes several words of it: `{a,b}` or `{1..3}`.
static bool has_braces(const struct shell_word *w) {
  struct {
    const struct shell_part *part;
    uint32_t from;
    bool comma;
  } open[BRACES_OPEN_MAX];
  uint32_t depth = 0;
  for (uint32_t i = 0; i < w->parts.len; i++) {
    const struct shell_part *part = w->parts.at[i];
    if (part->kind != PART_LITERAL)
      continue;
    for (uint32_t k = 0; k < part->text.len; k++) {
      char c = part->text.at[k];
      if (c == '\\') {
        k++;
      } else if (c == '{' && depth < BRACES_OPEN_MAX) {
        open[depth].part = part;
        open[depth].from = k + 1;
        open[depth++].comma = false;
      } else if (c == ',' && depth) {
        open[depth - 1].comma = true;
      } else if (c == '}' && depth) {
        depth--;
        if (open[depth].comma || (open[depth].part == part && is_sequence(str_slice(part->text, open[depth].from, k))))
          return true;
      }
    }
  }
  return false;
}

void finish_word(struct parser *p, struct shell_word *w) {
  w->span = span_join(w->parts.at[0]->span, w->parts.at[w->parts.len - 1]->span);
  set_value(p, w);
  bool brace = false;
  for (uint32_t i = 0; i < w->parts.len; i++) {
    const struct shell_part *part = w->parts.at[i];
    if (part->kind == PART_EXTGLOB)
      w->glob = true;
    if (part->kind != PART_LITERAL)
      continue;
    w->glob = w->glob || has_glob(part->text);
    brace = brace || str_find_char(part->text, '{') < part->text.len;
  }
  w->brace = brace && has_braces(w);
}
