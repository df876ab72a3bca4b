#include <string.h>

#include "eval/expand.h"

// A word as a row of atoms: a character of a literal (with the backslash before it), or another part as a whole.
struct atom {
  str text;                      // of a literal; empty for another part
  const struct shell_part *part; // else NULL
};

struct atoms {
  struct atom *at;
  uint32_t len, cap;
};

struct atom_lists {
  struct atoms *at;
  uint32_t len, cap;
};

enum { BRACE_WORDS_MAX = 256, BRACE_DEPTH_MAX = 16 };

struct braces {
  struct arena *a;
  uint32_t depth;
  bool overflow; // too many words
};

static struct atoms atoms_of(struct arena *a, const struct shell_parts *parts) {
  struct atoms list = {0};
  for (uint32_t i = 0; i < parts->len; i++) {
    const struct shell_part *p = parts->at[i];
    if (p->kind != PART_LITERAL) {
      VEC_PUSH(a, &list, (struct atom){.part = p});
      continue;
    }
    for (uint32_t at = 0; at < p->text.len;) {
      uint32_t len = p->text.at[at] == '\\' && at + 1 < p->text.len ? 2 : 1;
      VEC_PUSH(a, &list, (struct atom){.text = str_slice(p->text, at, at + len)});
      at += len;
    }
  }
  return list;
}

static bool is(const struct atom *x, char c) {
  return !x->part && x->text.len == 1 && x->text.at[0] == c;
}

static struct atoms slice(const struct atoms *x, uint32_t from, uint32_t to) {
  return (struct atoms){.at = x->at + from, .len = to - from};
}

// A brace with its end, and whether a comma stands directly in it.
static bool find_group(const struct atoms *x, uint32_t open, uint32_t *close, bool *comma) {
  uint32_t depth = 0;
  *comma = false;
  for (uint32_t i = open; i < x->len; i++) {
    if (is(&x->at[i], '{'))
      depth++;
    else if (is(&x->at[i], ',') && depth == 1)
      *comma = true;
    else if (is(&x->at[i], '}') && --depth == 0) {
      *close = i;
      return true;
    }
  }
  return false;
}

static str text_of(struct arena *a, const struct atoms *x) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < x->len; i++)
    buf_add(&b, x->at[i].part ? STR("$") : x->at[i].text);
  return buf_str(&b);
}

static struct atoms concat(struct arena *a, const struct atoms *x, const struct atoms *y, const struct atoms *z) {
  struct atoms sum = {.len = x->len + y->len + z->len};
  sum.at = NEW_ARRAY(a, struct atom, sum.len);
  if (x->len)
    memcpy(sum.at, x->at, x->len * sizeof *x->at);
  if (y->len)
    memcpy(sum.at + x->len, y->at, y->len * sizeof *y->at);
  if (z->len)
    memcpy(sum.at + x->len + y->len, z->at, z->len * sizeof *z->at);
  return sum;
}

static struct atoms atoms_of_text(struct arena *a, str text) {
  struct atoms list = {0};
  for (uint32_t i = 0; i < text.len; i++)
    VEC_PUSH(a, &list, (struct atom){.text = str_slice(text, i, i + 1)});
  return list;
}

static bool is_padded(str number) {
  str digits = str_skip(number, number.len && number.at[0] == '-');
  return digits.len > 1 && digits.at[0] == '0';
}

// A zero in front says nothing of the base here.
static bool decimal(str s, int64_t *n) {
  uint32_t sign = s.len && (s.at[0] == '-' || s.at[0] == '+');
  *n = 0;
  for (uint32_t i = sign; i < s.len; i++) {
    if (!is_ascii_digit(s.at[i]) || i > 17)
      return false;
    *n = *n * 10 + (s.at[i] - '0');
  }
  *n = sign && s.at[0] == '-' ? -*n : *n;
  return s.len > sign;
}

// `1..9`, `01..10`, `a..e`, `1..9..2`: false where it is none.
static bool sequence(struct arena *a, str text, struct atom_lists *out, bool *overflow) {
  str from, to, step;
  int64_t x, y, by = 1;
  uint32_t dots = str_find(text, STR(".."));
  from = str_slice(text, 0, dots);
  to = str_skip(text, dots + 2);
  if (dots == text.len)
    return false;
  dots = str_find(to, STR(".."));
  step = str_skip(to, dots + 2);
  to = str_slice(to, 0, dots);
  if (step.len && !decimal(step, &by))
    return false;
  bool letters = from.len == 1 && to.len == 1 && is_ascii_alpha(from.at[0]) && is_ascii_alpha(to.at[0]);
  if (letters) {
    x = from.at[0];
    y = to.at[0];
  } else if (!decimal(from, &x) || !decimal(to, &y)) {
    return false;
  }
  by = by < 0 ? -by : by ? by : 1;
  int64_t count = (x < y ? y - x : x - y) / by + 1;
  if (x < -INT32_MAX || x > INT32_MAX || y < -INT32_MAX || y > INT32_MAX)
    return false;
  if (count > BRACE_WORDS_MAX) {
    *overflow = true;
    return true;
  }
  int width = is_padded(from) || is_padded(to) ? (int)(from.len > to.len ? from.len : to.len) : 0;
  for (int64_t i = 0, n = x; i < count; i++, n += x < y ? by : -by) {
    str item = letters ? str_format(a, "%c", (int)n) : str_format(a, "%0*ld", width, (long)n);
    VEC_PUSH(a, out, atoms_of_text(a, item));
  }
  return true;
}

static bool expand_atoms(struct braces *b, const struct atoms *x, struct atom_lists *out);

static bool expand_choices(struct braces *b, const struct atoms *inside, struct atom_lists *out) {
  uint32_t start = 0, depth = 0;
  for (uint32_t i = 0; i <= inside->len; i++) {
    bool end = i == inside->len;
    if (!end && is(&inside->at[i], '{'))
      depth++;
    if (!end && is(&inside->at[i], '}'))
      depth--;
    if (!end && (depth || !is(&inside->at[i], ',')))
      continue;
    struct atoms choice = slice(inside, start, i);
    if (!expand_atoms(b, &choice, out))
      return false;
    start = i + 1;
  }
  return true;
}

// The first group from `from` on that is one; its choices.
static bool find_choices(struct braces *b, const struct atoms *x, uint32_t *open, uint32_t *close,
                         struct atom_lists *choices) {
  bool comma;
  for (uint32_t i = *open; i < x->len; i++) {
    if (!is(&x->at[i], '{') || !find_group(x, i, close, &comma))
      continue;
    *open = i;
    struct atoms inside = slice(x, i + 1, *close);
    if (comma ? expand_choices(b, &inside, choices) : sequence(b->a, text_of(b->a, &inside), choices, &b->overflow))
      return true;
  }
  return false;
}

static bool expand_atoms(struct braces *b, const struct atoms *x, struct atom_lists *out) {
  struct atom_lists choices = {0}, tails = {0};
  uint32_t open = 0, close = 0;
  if (b->depth >= BRACE_DEPTH_MAX) {
    b->overflow = true;
    return false;
  }
  b->depth++;
  bool found = find_choices(b, x, &open, &close, &choices);
  if (found) {
    struct atoms head = slice(x, 0, open), tail = slice(x, close + 1, x->len);
    b->overflow =
        b->overflow || !expand_atoms(b, &tail, &tails) || choices.len * tails.len > BRACE_WORDS_MAX - out->len;
    found = !b->overflow;
    for (uint32_t i = 0; found && i < choices.len; i++)
      for (uint32_t j = 0; j < tails.len; j++)
        VEC_PUSH(b->a, out, concat(b->a, &head, &choices.at[i], &tails.at[j]));
  }
  b->depth--;
  if (!found)
    VEC_PUSH(b->a, out, *x);
  return true;
}

static struct shell_part *literal_part(struct arena *a, str text, span at) {
  struct shell_part *p = NEW(a, struct shell_part);
  *p = (struct shell_part){.kind = PART_LITERAL, .text = text, .span = at};
  return p;
}

// Braces are expanded before anything else: `$x{a,b}` is `$xa $xb`. Takes what of the text belongs to the name.
static str lengthen_name(struct arena *a, struct shell_part *before, str text) {
  struct shell_param *p = before->kind == PART_PARAM ? before->param : NULL;
  if (!p || !p->is_short || !(is_ascii_alpha(p->name.at[0]) || p->name.at[0] == '_'))
    return text;
  uint32_t len = 0;
  while (len < text.len && (is_ascii_alnum(text.at[len]) || text.at[len] == '_'))
    len++;
  before->param = arena_copy(a, p, 1, sizeof *p);
  before->param->name = str_concat(a, p->name, str_slice(text, 0, len));
  return str_skip(text, len);
}

// A word whose parts are those of the atoms, with neighbouring characters in one literal.
static struct shell_word *word_of(struct arena *a, const struct shell_word *origin, const struct atoms *x) {
  VEC(struct shell_part *) parts = {0};
  for (uint32_t i = 0; i < x->len;) {
    if (x->at[i].part) {
      struct shell_part *copy = NEW(a, struct shell_part);
      *copy = *x->at[i++].part;
      VEC_PUSH(a, &parts, copy);
      continue;
    }
    struct buf b;
    buf_init(&b, a);
    for (; i < x->len && !x->at[i].part; i++)
      buf_add(&b, x->at[i].text);
    str text = parts.len ? lengthen_name(a, parts.at[parts.len - 1], buf_str(&b)) : buf_str(&b);
    if (text.len)
      VEC_PUSH(a, &parts, literal_part(a, text, origin->span));
  }
  struct shell_word *w = NEW(a, struct shell_word);
  *w = (struct shell_word){.span = origin->span, .parts = {parts.at, parts.len}, .glob = origin->glob};
  return w;
}

struct shell_words brace_expand(struct arena *a, const struct shell_word *word) {
  struct braces b = {.a = a};
  struct atoms all = atoms_of(a, &word->parts);
  struct atom_lists lists = {0};
  b.overflow = !expand_atoms(&b, &all, &lists) || b.overflow;
  if (b.overflow)
    return (struct shell_words){0};
  struct shell_word **words = NEW_ARRAY(a, struct shell_word *, lists.len);
  for (uint32_t i = 0; i < lists.len; i++)
    words[i] = word_of(a, word, &lists.at[i]);
  return (struct shell_words){.at = words, .len = lists.len};
}
