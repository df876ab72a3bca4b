#include <string.h>

#include "base/assert.h"
#include "base/char_class.h"
#include "base/vec.h"
#include "eval/models/models.h"

// cut and tr.

enum { CUT_MAX = 1024 };

// A list of positions: `1`, `2-`, `-3`, `4-6`, commas between.
struct ranges {
  bool has[CUT_MAX + 1]; // by position
  uint32_t open;         // all from here on; 0: none
};

static bool read_range(struct ranges *r, str item) {
  uint32_t from = 1, to;
  str left, right;
  if (!str_cut(item, '-', &left, &right)) {
    if (!filter_number(item, &from) || !from || from > CUT_MAX)
      return false;
    r->has[from] = true;
    return true;
  }
  if (left.len && (!filter_number(left, &from) || !from))
    return false;
  if (!right.len) {
    r->open = !r->open || from < r->open ? from : r->open;
    return left.len > 0;
  }
  if (!filter_number(right, &to) || to > CUT_MAX || from > to)
    return false;
  for (uint32_t i = from; i <= to; i++)
    r->has[i] = true;
  return true;
}

static bool read_ranges(struct ranges *r, str list) {
  str item;
  if (!list.len)
    return false;
  while (str_next(&list, ',', &item))
    if (!read_range(r, item))
      return false;
  return true;
}

static bool in_ranges(const struct ranges *r, uint32_t n, bool complement) {
  bool in = (n <= CUT_MAX && r->has[n]) || (r->open && n >= r->open);
  return in != complement;
}

struct cut {
  char what; // f, c, b
  char delimiter;
  bool only_delimited, complement, has_output;
  str output;
  struct ranges ranges;
};

static void cut_fields(const struct cut *cut, str line, struct buf *out) {
  bool first = true;
  str delimiter = {&cut->delimiter, 1}, field;
  for (uint32_t i = 1;; i++) {
    uint32_t end = str_find_char(line, cut->delimiter);
    bool last = end == line.len;
    field = str_slice(line, 0, end);
    if (in_ranges(&cut->ranges, i, cut->complement)) {
      buf_add(out, first ? STR("") : cut->has_output ? cut->output : delimiter);
      buf_add(out, field);
      first = false;
    }
    if (last)
      break;
    line = str_skip(line, end + 1);
  }
}

static void cut_line(const struct cut *cut, str line, struct buf *out) {
  if (cut->what == 'f' && str_find_char(line, cut->delimiter) == line.len) {
    if (cut->only_delimited)
      return;
    buf_add(out, line);
  } else if (cut->what == 'f') {
    cut_fields(cut, line, out);
  } else {
    for (uint32_t i = 0; i < line.len; i++)
      if (in_ranges(&cut->ranges, i + 1, cut->complement))
        buf_add_char(out, line.at[i]);
  }
  buf_add_char(out, '\n');
}

// The value of a short option, glued to it or in the next word.
static bool short_value(const struct filter *f, uint32_t *i, uint32_t at, str *value) {
  *value = str_skip(f->args[*i], at + 1);
  if (value->len)
    return true;
  if (*i + 1 >= f->argc)
    return false;
  *value = f->args[++*i];
  return true;
}

static bool cut_long_option(struct cut *cut, str word) {
  static const struct {
    str name;
    char what;
  } longs[] = {{STR_INIT("--fields="), 'f'}, {STR_INIT("--characters="), 'c'}, {STR_INIT("--bytes="), 'b'}};
  for (uint32_t i = 0; i < COUNT_OF(longs); i++)
    if (str_has_prefix(word, longs[i].name)) {
      cut->what = longs[i].what;
      return read_ranges(&cut->ranges, str_skip(word, longs[i].name.len));
    }
  if (str_has_prefix(word, STR("--delimiter="))) {
    cut->delimiter = word.len == 13 ? word.at[12] : '\t';
    return word.len == 13;
  }
  if (str_has_prefix(word, STR("--output-delimiter="))) {
    cut->has_output = true;
    cut->output = str_skip(word, 19);
    return true;
  }
  cut->complement = cut->complement || str_eq(word, STR("--complement"));
  return str_eq(word, STR("--complement"));
}

static bool cut_short_options(struct filter *f, struct cut *cut, uint32_t *i) {
  str word = f->args[*i], value;
  for (uint32_t at = 1; at < word.len; at++) {
    char c = word.at[at];
    if (c == 's') {
      cut->only_delimited = true;
      continue;
    }
    if (!short_value(f, i, at, &value))
      return false;
    if (c == 'd') {
      cut->delimiter = value.len ? value.at[0] : '\t';
      return value.len == 1;
    }
    cut->what = c;
    return (c == 'f' || c == 'c' || c == 'b') && read_ranges(&cut->ranges, value);
  }
  return true;
}

bool filter_cut(struct filter *f) {
  struct cut *cut = NEW(f->a, struct cut);
  uint32_t i = 0;
  str text, line;
  bool ended;
  cut->delimiter = '\t';
  for (; i < f->argc && f->args[i].len > 1 && f->args[i].at[0] == '-'; i++) {
    bool is_long = f->args[i].at[1] == '-';
    if (is_long ? !cut_long_option(cut, f->args[i]) : !cut_short_options(f, cut, &i))
      return false;
  }
  if (!cut->what || !filter_text(f, i, &text))
    return false;
  while (filter_next_line(&text, &line, &ended)) {
    for (uint32_t j = 0; cut->what == 'c' && j < line.len; j++)
      if (line.at[j] & 0x80) // bytes in GNU cut, characters elsewhere
        return false;
    cut_line(cut, line, &f->out);
  }
  return true;
}

// tr

struct set {
  uint8_t *at;
  uint32_t len, cap;
};

static bool add_named(struct arena *a, struct set *set, str name) {
  const char *ranges = char_class_ranges(name);
  for (const char *r = ranges; r && *r; r += 2)
    for (int c = r[0]; c <= r[1]; c++)
      VEC_PUSH(a, set, (uint8_t)c);
  return ranges;
}

// One character, its escape decoded; the bytes it takes.
static uint32_t set_char(str s, uint8_t *c) {
  static const char names[] = "abfnrtv\\", values[] = "\a\b\f\n\r\t\v\\";
  assert(s.at && s.len);
  *c = (uint8_t)s.at[0];
  if (s.at[0] != '\\' || s.len < 2)
    return 1;
  const char *name = s.at[1] ? strchr(names, s.at[1]) : NULL;
  if (name) {
    *c = (uint8_t)values[name - names];
    return 2;
  }
  uint32_t n = 0, len = 1;
  while (len < 4 && len < s.len && s.at[len] >= '0' && s.at[len] <= '7')
    n = n * 8 + (uint32_t)(s.at[len++] - '0');
  *c = len > 1 ? (uint8_t)n : (uint8_t)s.at[1];
  return len > 1 ? len : 2;
}

// `[x*]`, `[x*5]`, `[=x=]`
static bool is_repeated(str s) {
  return s.len > 3 && s.at[0] == '[' && ((s.at[2] == '*' && str_find_char(s, ']') < s.len) || s.at[1] == '=');
}

static bool read_set(struct arena *a, str s, struct set *set) {
  while (s.len) {
    if (is_repeated(s))
      return false;
    if (str_has_prefix(s, STR("[:"))) {
      uint32_t end = str_find(s, STR(":]"));
      if (end == s.len || !add_named(a, set, str_slice(s, 2, end)))
        return false;
      s = str_skip(s, end + 2);
      continue;
    }
    uint8_t low, high;
    s = str_skip(s, set_char(s, &low));
    high = low;
    if (s.len > 1 && s.at[0] == '-') {
      s = str_skip(s, 1);
      s = str_skip(s, set_char(s, &high));
    }
    if (high & 0x80 || high < low)
      return false;
    for (uint32_t c = low; c <= high; c++)
      VEC_PUSH(a, set, (uint8_t)c);
  }
  return true;
}

struct translation {
  bool delete, squeeze, complement;
  struct set from, to;
};

static bool tr_options(struct filter *f, struct translation *t, uint32_t *first) {
  for (; *first < f->argc && f->args[*first].len > 1 && f->args[*first].at[0] == '-'; ++*first)
    for (uint32_t i = 1; i < f->args[*first].len; i++)
      switch (f->args[*first].at[i]) {
      case 'd':
        t->delete = true;
        break;
      case 's':
        t->squeeze = true;
        break;
      case 'c':
      case 'C':
        t->complement = true;
        break;
      default:
        return false;
      }
  return *first < f->argc && f->argc - *first <= 2;
}

// Where a character stands in a set, the last time; `len` where it does not.
static uint32_t last_place(const struct set *set, uint8_t c) {
  for (uint32_t i = set->len; i-- > 0;)
    if (set->at[i] == c)
      return i;
  return set->len;
}

static void translate(const struct translation *t, str text, struct buf *out) {
  int last = -1; // squeezed character
  const struct set *squeezed = t->to.len ? &t->to : &t->from;
  for (uint32_t i = 0; i < text.len; i++) {
    uint8_t c = (uint8_t)text.at[i];
    uint32_t at = last_place(&t->from, c);
    bool in = (at < t->from.len) != t->complement;
    if (in && t->delete)
      continue;
    if (in && t->to.len)
      c = t->to.at[t->complement || at >= t->to.len ? t->to.len - 1 : at];
    bool in_squeezed = t->to.len ? last_place(squeezed, c) < squeezed->len : in;
    if (t->squeeze && in_squeezed && last == c)
      continue;
    last = in_squeezed ? c : -1;
    buf_add_char(out, (char)c);
  }
}

bool filter_tr(struct filter *f) {
  struct translation t = {0};
  uint32_t first = 0;
  if (!tr_options(f, &t, &first) || !f->has_input || !read_set(f->a, f->args[first], &t.from))
    return false;
  bool two = f->argc - first == 2;
  if (two && (!read_set(f->a, f->args[first + 1], &t.to) || !t.to.len))
    return false;
  if (!two && !t.delete &&!t.squeeze)
    return false;
  translate(&t, f->input, &f->out);
  return true;
}
