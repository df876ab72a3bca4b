#include "eval/models/models.h"

#include "base/vec.h"
#include "eval/posix_regex.h"

// grep, and expr's matching.

struct grep {
  bool quiet, invert, only, count, list, fixed, extended, ignore_case, whole_word, whole_line, perl, no_name;
  uint32_t max;
  VEC(str) patterns;
};

static const struct {
  char letter;
  size_t offset;
} grep_flags[] = {
    {'q', offsetof(struct grep, quiet)},      {'v', offsetof(struct grep, invert)},
    {'o', offsetof(struct grep, only)},       {'c', offsetof(struct grep, count)},
    {'l', offsetof(struct grep, list)},       {'F', offsetof(struct grep, fixed)},
    {'E', offsetof(struct grep, extended)},   {'i', offsetof(struct grep, ignore_case)},
    {'w', offsetof(struct grep, whole_word)}, {'x', offsetof(struct grep, whole_line)},
    {'P', offsetof(struct grep, perl)},       {'h', offsetof(struct grep, no_name)},
    {'s', offsetof(struct grep, no_name)},
};

static bool set_flag(struct grep *g, char letter) {
  for (uint32_t i = 0; i < COUNT_OF(grep_flags); i++)
    if (grep_flags[i].letter == letter) {
      *(bool *)((char *)g + grep_flags[i].offset) = true;
      return true;
    }
  return false;
}

static bool long_flag(struct grep *g, str word) {
  static const struct {
    str name;
    char letter;
  } names[] = {
      {STR_INIT("--quiet"), 'q'},         {STR_INIT("--silent"), 'q'},          {STR_INIT("--invert-match"), 'v'},
      {STR_INIT("--only-matching"), 'o'}, {STR_INIT("--count"), 'c'},           {STR_INIT("--fixed-strings"), 'F'},
      {STR_INIT("--ignore-case"), 'i'},   {STR_INIT("--extended-regexp"), 'E'}, {STR_INIT("--word-regexp"), 'w'},
      {STR_INIT("--line-regexp"), 'x'},   {STR_INIT("--perl-regexp"), 'P'},     {STR_INIT("--no-messages"), 's'},
  };
  if (str_eq(word, STR("--color=never")))
    return true;
  for (uint32_t i = 0; i < COUNT_OF(names); i++)
    if (str_eq(names[i].name, word))
      return set_flag(g, names[i].letter);
  return false;
}

static void add_patterns(struct filter *f, struct grep *g, str text) {
  str line;
  if (!text.len)
    VEC_PUSH(f->a, &g->patterns, text);
  while (str_next(&text, '\n', &line))
    VEC_PUSH(f->a, &g->patterns, line);
}

// The value of -e or -m: the rest of the word, or the next one.
static bool take_value(struct filter *f, uint32_t *i, uint32_t at, str *value) {
  *value = str_skip(f->args[*i], at + 1);
  if (value->len)
    return true;
  if (++*i >= f->argc)
    return false;
  *value = f->args[*i];
  return true;
}

static bool read_word(struct filter *f, struct grep *g, uint32_t *i) {
  str word = f->args[*i], value;
  if (str_has_prefix(word, STR("--")))
    return long_flag(g, word);
  for (uint32_t at = 1; at < word.len; at++) {
    char c = word.at[at];
    if (c == 'e' || c == 'm') {
      if (!take_value(f, i, at, &value))
        return false;
      if (c == 'e')
        add_patterns(f, g, value);
      return c == 'e' || filter_number(value, &g->max);
    }
    if (!set_flag(g, c))
      return false;
  }
  return true;
}

struct matcher {
  str fixed;
  const struct posix_regex *regex;
};

static bool compile(struct filter *f, const struct grep *g, struct matcher *m) {
  for (uint32_t i = 0; i < g->patterns.len; i++) {
    m[i].fixed = g->patterns.at[i];
    if (g->fixed && !g->ignore_case)
      continue;
    if (g->fixed)
      return false;
    m[i].regex =
        posix_regex_compile(f->a, g->patterns.at[i], g->extended ? REGEX_EXTENDED : REGEX_BASIC, g->ignore_case);
    if (!m[i].regex)
      return false;
  }
  return true;
}

static bool is_word_char(str s, uint32_t at) {
  return at < s.len && (is_ascii_alnum(s.at[at]) || s.at[at] == '_');
}

static bool fits(const struct grep *g, str line, uint32_t from, uint32_t to) {
  if (g->whole_line)
    return from == 0 && to == line.len;
  return !g->whole_word || (!(from && is_word_char(line, from - 1)) && !is_word_char(line, to));
}

// The next match at or after `at`. False where there is none; `*known` is false where that is not known.
static bool find_one(const struct grep *g, const struct matcher *m, str line, uint32_t at, uint32_t *from, uint32_t *to,
                     bool *known) {
  for (; at <= line.len; at = *from + 1) {
    if (m->regex) {
      struct posix_match found;
      enum posix_result r = posix_regex_find(m->regex, line, at, &found);
      *known = *known && r != REGEX_TOO_DEAR;
      if (r != REGEX_MATCH)
        return false;
      *from = found.group[0].from;
      *to = found.group[0].to;
    } else {
      str rest = str_skip(line, at);
      uint32_t found = str_find(rest, m->fixed);
      if (found == rest.len && m->fixed.len)
        return false;
      *from = at + found;
      *to = *from + m->fixed.len;
    }
    if (fits(g, line, *from, *to))
      return true;
  }
  return false;
}

static bool find_any(const struct grep *g, const struct matcher *m, str line, uint32_t at, uint32_t *from, uint32_t *to,
                     bool *known) {
  bool found = false;
  for (uint32_t i = 0; i < g->patterns.len; i++) {
    uint32_t f, t;
    if (!find_one(g, &m[i], line, at, &f, &t, known) || (found && (f > *from || (f == *from && t <= *to))))
      continue;
    *from = f;
    *to = t;
    found = true;
  }
  return found;
}

static void print_matches(struct filter *f, const struct grep *g, const struct matcher *m, str line, bool *known) {
  uint32_t at = 0, from, to;
  while (at <= line.len && find_any(g, m, line, at, &from, &to, known)) {
    if (to > from) {
      buf_add(&f->out, str_slice(line, from, to));
      buf_add_char(&f->out, '\n');
    }
    at = to > from ? to : to + 1;
  }
}

static bool search(struct filter *f, const struct grep *g, const struct matcher *m, str text) {
  str line;
  bool ended, known = true;
  uint32_t count = 0, from, to;
  while (known && (!g->max || count < g->max) && filter_next_line(&text, &line, &ended)) {
    if (find_any(g, m, line, 0, &from, &to, &known) == g->invert)
      continue;
    count++;
    if (g->quiet || g->count)
      continue;
    if (g->only) {
      print_matches(f, g, m, line, &known);
      continue;
    }
    buf_add(&f->out, line);
    buf_add_char(&f->out, '\n');
  }
  if (g->count && !g->quiet)
    buf_add_format(&f->out, "%u\n", count);
  f->status = outcome_of(count > 0);
  return known;
}

bool filter_grep(struct filter *f) {
  struct grep g = {0};
  uint32_t i = 0;
  str text;
  g.extended = str_eq(f->call->name, STR("egrep"));
  g.fixed = str_eq(f->call->name, STR("fgrep"));
  for (; i < f->argc && f->args[i].len > 1 && f->args[i].at[0] == '-'; i++) {
    if (str_eq(f->args[i], STR("--"))) {
      i++;
      break;
    }
    if (!read_word(f, &g, &i))
      return false;
  }
  if (!g.patterns.len) {
    if (i >= f->argc)
      return false;
    add_patterns(f, &g, f->args[i++]);
  }
  if (g.perl || g.list || (f->argc > i + 1 && !g.no_name && !g.quiet) || !filter_text(f, i, &text))
    return false;
  if (str_find_char(text, '\0') < text.len) // of such a file grep says only that it matches
    return false;
  struct matcher *m = NEW_ARRAY(f->a, struct matcher, g.patterns.len);
  return compile(f, &g, m) && search(f, &g, m, text);
}

// expr

static bool expr_match(struct filter *f, str text, str pattern) {
  struct posix_match m;
  const struct posix_regex *r = posix_regex_compile(f->a, pattern, REGEX_BASIC, false);
  enum posix_result found = r ? posix_regex_find(r, text, 0, &m) : REGEX_TOO_DEAR;
  if (found == REGEX_TOO_DEAR)
    return false;
  bool matches = found == REGEX_MATCH && m.group[0].from == 0;
  bool has_group = str_find(pattern, STR("\\(")) < pattern.len;
  if (!matches)
    buf_add(&f->out, has_group ? STR("") : STR("0"));
  else if (has_group)
    buf_add(&f->out, m.group[1].to == UINT32_MAX ? STR("") : str_slice(text, m.group[1].from, m.group[1].to));
  else
    buf_add_format(&f->out, "%u", m.group[0].to);
  return true;
}

static bool expr_number(str text, int64_t *n) {
  uint32_t magnitude;
  bool negative = str_has_prefix(text, STR("-"));
  if (!filter_number(str_skip(text, negative), &magnitude))
    return false;
  *n = negative ? -(int64_t)magnitude : magnitude;
  return true;
}

static bool expr_calculate(struct filter *f, str x, char op, str y) {
  int64_t n, k;
  bool numbers = expr_number(x, &n) && expr_number(y, &k);
  if (op == '=' || op == '<' || op == '>') {
    int order = numbers ? (n < k ? -1 : n > k) : str_compare(x, y);
    buf_add_format(&f->out, "%d", op == '=' ? order == 0 : op == '<' ? order < 0 : order > 0);
    return true;
  }
  if (!numbers || ((op == '/' || op == '%') && !k))
    return false;
  int64_t result = op == '+' ? n + k : op == '-' ? n - k : op == '*' ? n * k : op == '/' ? n / k : n % k;
  buf_add_format(&f->out, "%ld", (long)result);
  return true;
}

// Three words at most; what is longer is seldom.
static bool expr_result(struct filter *f) {
  if (f->argc == 2 && str_eq(f->args[0], STR("length"))) {
    buf_add_format(&f->out, "%u", f->args[1].len);
    return true;
  }
  if (f->argc == 3 && str_eq(f->args[0], STR("match")))
    return expr_match(f, f->args[1], f->args[2]);
  if (f->argc == 3 && str_eq(f->args[1], STR(":")))
    return expr_match(f, f->args[0], f->args[2]);
  static const str operators = STR_INIT("+-*/%=<>");
  if (f->argc == 3 && f->args[1].len == 1 && str_find_char(operators, f->args[1].at[0]) < operators.len)
    return expr_calculate(f, f->args[0], f->args[1].at[0], f->args[2]);
  if (f->argc != 1)
    return false;
  buf_add(&f->out, f->args[0]);
  return true;
}

bool filter_expr(struct filter *f) {
  if (!expr_result(f))
    return false;
  str result = buf_str(&f->out);
  f->status = outcome_of(result.len && !str_eq(result, STR("0")));
  buf_add_char(&f->out, '\n');
  return true;
}
