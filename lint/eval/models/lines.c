#include <string.h>

#include "eval/models/models.h"

// Filters that take lines as they are: head, tail, sort, uniq, wc, rev, tac, cat, tee.

// The number of `-n N`, `-nN`, `-N`, `--lines=N`; `*i` moves behind it. False for another option.
static bool line_count(const struct filter *f, uint32_t *i, str *number) {
  str word = f->args[*i];
  if (str_eq(word, STR("-n")) || str_eq(word, STR("--lines"))) {
    if (++*i >= f->argc)
      return false;
    *number = f->args[*i];
  } else if (str_has_prefix(word, STR("--lines="))) {
    *number = str_skip(word, 8);
  } else {
    *number = str_skip(word, str_has_prefix(word, STR("-n")) ? 2 : 1);
  }
  ++*i;
  return number->len > 0;
}

// The options of head and tail: a number of lines, maybe with a sign.
static bool read_count(struct filter *f, uint32_t *first, char *sign, uint32_t *count) {
  str number;
  *count = 10;
  *sign = 0;
  while (*first < f->argc && f->args[*first].len > 1 && f->args[*first].at[0] == '-') {
    if (!line_count(f, first, &number))
      return false;
    if (number.at[0] == '+' || number.at[0] == '-') {
      *sign = number.at[0];
      number = str_skip(number, 1);
    }
    if (!filter_number(number, count))
      return false;
  }
  return true;
}

static uint32_t count_lines(str text) {
  uint32_t n = 0;
  str line;
  bool ended;
  while (filter_next_line(&text, &line, &ended))
    n++;
  return n;
}

static void print_lines(struct filter *f, str text, uint32_t from, uint32_t to) {
  str line;
  bool ended;
  for (uint32_t i = 0; i < to && filter_next_line(&text, &line, &ended); i++) {
    if (i < from)
      continue;
    buf_add(&f->out, line);
    buf_add(&f->out, ended ? STR("\n") : STR(""));
  }
}

bool filter_head(struct filter *f) {
  uint32_t first = 0, count;
  char sign;
  str text;
  if (!read_count(f, &first, &sign, &count) || first + 1 < f->argc || !filter_text(f, first, &text))
    return false;
  uint32_t lines = count_lines(text);
  if (sign == '-')
    count = lines > count ? lines - count : 0;
  print_lines(f, text, 0, count);
  return true;
}

bool filter_tail(struct filter *f) {
  uint32_t first = 0, count;
  char sign;
  str text;
  if (first < f->argc && str_has_prefix(f->args[0], STR("+"))) // the old form
    return false;
  if (!read_count(f, &first, &sign, &count) || first + 1 < f->argc || !filter_text(f, first, &text))
    return false;
  uint32_t lines = count_lines(text);
  uint32_t from = lines > count ? lines - count : 0;
  if (sign == '+')
    from = count ? count - 1 : 0;
  print_lines(f, text, from, lines);
  return true;
}

struct lines {
  str *at;
  uint32_t len;
};

static struct lines lines_of(struct arena *a, str text) {
  struct lines l = {NEW_ARRAY(a, str, count_lines(text)), 0};
  bool ended;
  while (filter_next_line(&text, &l.at[l.len], &ended))
    l.len++;
  return l;
}

bool filter_tac(struct filter *f) {
  str text;
  if (!filter_text(f, 0, &text) || !str_has_suffix(text, STR("\n"))) // else two lines would become one
    return false;
  struct lines l = lines_of(f->a, text);
  for (uint32_t i = l.len; i-- > 0;) {
    buf_add(&f->out, l.at[i]);
    buf_add_char(&f->out, '\n');
  }
  return true;
}

bool filter_rev(struct filter *f) {
  str text, line;
  bool ended;
  if (!filter_text(f, 0, &text))
    return false;
  while (filter_next_line(&text, &line, &ended)) {
    for (uint32_t i = line.len; i-- > 0;) {
      if (line.at[i] & 0x80) // code points, not bytes
        return false;
      buf_add_char(&f->out, line.at[i]);
    }
    buf_add(&f->out, ended ? STR("\n") : STR(""));
  }
  return true;
}

// sort: by whole lines, by the first number, versions apart.
struct order {
  bool numeric, reverse, unique;
};

static bool leading_number(str line, int64_t *n) {
  line = str_trim(line);
  uint32_t len = line.len && line.at[0] == '-' ? 1 : 0;
  uint32_t start = len;
  while (len < line.len && is_ascii_digit(line.at[len]))
    len++;
  *n = 0;
  for (uint32_t i = start; i < len && i < start + 18; i++)
    *n = *n * 10 + (line.at[i] - '0');
  *n = start ? -*n : *n;
  return len == line.len; // fractions are not compared here
}

static int compare_lines(const struct order *o, str x, str y) {
  int64_t nx = 0, ny = 0;
  int order = 0;
  if (o->numeric) {
    leading_number(x, &nx);
    leading_number(y, &ny);
    order = nx < ny ? -1 : nx > ny;
  }
  if (!order)
    order = str_compare(x, y);
  return o->reverse ? -order : order;
}

static bool read_order(struct filter *f, struct order *o, uint32_t *first) {
  for (; *first < f->argc && f->args[*first].len > 1 && f->args[*first].at[0] == '-'; ++*first)
    for (uint32_t i = 1; i < f->args[*first].len; i++)
      switch (f->args[*first].at[i]) {
      case 'n':
        o->numeric = true;
        break;
      case 'r':
        o->reverse = true;
        break;
      case 'u':
        o->unique = true;
        break;
      default:
        return false;
      }
  return true;
}

// What sorts alike in the C locale and in any other: lower-case letters, digits and dots need no care, mixed case does.
static bool is_plain(str text) {
  bool upper = false, lower = false;
  for (uint32_t i = 0; i < text.len; i++) {
    upper = upper || (text.at[i] >= 'A' && text.at[i] <= 'Z');
    lower = lower || (text.at[i] >= 'a' && text.at[i] <= 'z');
    if (text.at[i] & 0x80)
      return false;
  }
  return !upper || !lower;
}

enum { SORT_LINES_MAX = 1000 };

bool filter_sort(struct filter *f) {
  struct order o = {0};
  uint32_t first = 0;
  str text;
  if (!read_order(f, &o, &first) || !filter_text(f, first, &text) || !is_plain(text))
    return false;
  struct lines l = lines_of(f->a, text);
  if (l.len > SORT_LINES_MAX)
    return false;
  for (uint32_t i = 1; i < l.len; i++)
    for (uint32_t j = i; j > 0 && compare_lines(&o, l.at[j - 1], l.at[j]) > 0; j--) {
      str swap = l.at[j];
      l.at[j] = l.at[j - 1];
      l.at[j - 1] = swap;
    }
  for (uint32_t i = 0; i < l.len; i++) {
    if (o.unique && i && str_eq(l.at[i], l.at[i - 1]))
      continue;
    buf_add(&f->out, l.at[i]);
    buf_add_char(&f->out, '\n');
  }
  return true;
}

bool filter_uniq(struct filter *f) {
  str text;
  if (f->argc > 1 || (f->argc && str_has_prefix(f->args[0], STR("-"))) || !filter_text(f, 0, &text))
    return false;
  struct lines l = lines_of(f->a, text);
  for (uint32_t i = 0; i < l.len; i++) {
    if (i && str_eq(l.at[i], l.at[i - 1]))
      continue;
    buf_add(&f->out, l.at[i]);
    buf_add_char(&f->out, '\n');
  }
  return true;
}

// wc with one option, of standard input: GNU and busybox print the bare number then.
bool filter_wc(struct filter *f) {
  uint32_t n = 0;
  bool in_word = false;
  if (f->argc != 1 || !f->has_input || f->args[0].len != 2 || f->args[0].at[0] != '-')
    return false;
  char what = f->args[0].at[1];
  for (uint32_t i = 0; i < f->input.len; i++) {
    char c = f->input.at[i];
    bool space = c == ' ' || c == '\n' || c == '\t';
    n += what == 'l' ? c == '\n' : what == 'w' ? !space && !in_word : 1;
    in_word = !space;
  }
  if (what != 'l' && what != 'w' && what != 'c')
    return false;
  buf_add_format(&f->out, "%u\n", n);
  return true;
}

// seq LAST, seq FIRST LAST, seq FIRST STEP LAST
bool filter_seq(struct filter *f) {
  uint32_t n[3], step = 1;
  if (f->argc < 1 || f->argc > 3)
    return false;
  for (uint32_t i = 0; i < f->argc; i++)
    if (!filter_number(f->args[i], &n[i]))
      return false;
  uint32_t from = f->argc == 1 ? 1 : n[0], to = n[f->argc - 1];
  step = f->argc == 3 ? n[1] : 1;
  if (!step || (to > from && (to - from) / step > 4096))
    return false;
  for (uint32_t i = from; i <= to; i += step)
    buf_add_format(&f->out, "%u\n", i);
  return true;
}

// cat and tee work on values: what is not known passes through them.

static struct value unknown_content(struct call *c, const struct value *path) {
  str origin = str_concat(c->m->a, STR("content of "), value_show(c->m->a, path));
  return value_unknown(c->m->a, origin);
}

static struct value input_of(struct call *c) {
  return value_is_set(&c->st->in) ? c->st->in : value_unknown(c->m->a, STR("standard input"));
}

void model_cat(struct call *c) {
  str word;
  bool any = false;
  call_succeed(c);
  for (uint32_t i = 1; i < c->argc; i++) {
    bool known = call_word(c, i, &word);
    if (known && word.len > 1 && word.at[0] == '-') {
      if (!str_eq(word, STR("-u"))) {
        call_unknown(c);
        return;
      }
      continue;
    }
    any = true;
    if (known && str_eq(word, STR("-"))) {
      call_print(c, input_of(c));
      continue;
    }
    struct value text = state_file(c->m, c->st, &c->argv[i].value);
    if (!value_is_set(&text))
      state_set_status(c->st, OUTCOME_ASSUMED);
    struct value content = value_is_set(&text) ? text : unknown_content(c, &c->argv[i].value);
    if (content.source && !content.source->asked.len)
      content.source = source_asked(c->m->a, content.source->name, c->about->span);
    call_print(c, content);
  }
  if (!any)
    call_print(c, input_of(c));
}

void model_tee(struct call *c) {
  bool append = call_word_is(c, 1, STR("-a"));
  struct value in = input_of(c);
  for (uint32_t i = append ? 2 : 1; i < c->argc; i++)
    state_write_file(c->m, c->st, &c->argv[i].value, in, append);
  call_print(c, in);
  call_succeed(c);
}
