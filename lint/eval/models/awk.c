#include <string.h>

#include "base/map.h"
#include "base/vec.h"
#include "eval/models/models.h"
#include "eval/posix_regex.h"

// awk: enough of it for the one-line programs of scripts: patterns, print, printf, if, assignments, the functions on
// texts. It is executed from its text, line by line; what it does not know makes the output unknown. Numbers are
// integers: a fraction is not known.

struct cell {
  str text;
  bool number; // a constant or the result of arithmetic
  bool field;  // from the input: a number if it looks like one
  int64_t n;
};

struct awk {
  struct arena *a;
  struct buf *out;
  str program;
  uint32_t at;
  bool bad, live, next, exit;
  uint32_t depth, steps;
  str line, separator;
  struct {
    str *at;
    uint32_t len, cap;
  } fields; // of the line; made when asked for
  bool split;
  uint32_t line_number;
  struct map vars; // struct cell
};

enum { AWK_DEPTH_MAX = 64, AWK_STEPS_MAX = 100000 };

static struct cell text_cell(str text) {
  return (struct cell){.text = text};
}

// Larger numbers, which mawk prints as 6e+09 and others as 6000000000, are not known.
static struct cell number_cell(struct awk *w, int64_t n) {
  w->bad = w->bad || (w->live && (n > INT32_MAX || n < -INT32_MAX));
  return (struct cell){.text = str_format(w->a, "%ld", (long)n), .number = true, .n = n};
}

static struct cell bad(struct awk *w) {
  w->bad = true;
  return text_cell(STR(""));
}

// Reading the program

static char peek_at(const struct awk *w, uint32_t ahead) {
  return w->at + ahead < w->program.len ? w->program.at[w->at + ahead] : 0;
}

static char peek(const struct awk *w) {
  return peek_at(w, 0);
}

static void skip_blanks(struct awk *w) {
  while (peek(w) == ' ' || peek(w) == '\t' || (peek(w) == '\\' && peek_at(w, 1) == '\n'))
    w->at += peek(w) == '\\' ? 2 : 1;
}

static void skip_newlines(struct awk *w) {
  for (skip_blanks(w); peek(w) == '\n' || peek(w) == ';'; skip_blanks(w))
    w->at++;
}

static bool take(struct awk *w, str token) {
  skip_blanks(w);
  if (!str_has_prefix(str_skip(w->program, w->at), token))
    return false;
  w->at += token.len;
  return true;
}

static bool is_name_char(char c) {
  return is_ascii_alnum(c) || c == '_';
}

static bool take_keyword(struct awk *w, str word) {
  skip_blanks(w);
  str rest = str_skip(w->program, w->at);
  if (!str_has_prefix(rest, word) || (rest.len > word.len && is_name_char(rest.at[word.len])))
    return false;
  w->at += word.len;
  return true;
}

static str take_name(struct awk *w) {
  uint32_t start = w->at;
  while (is_name_char(peek(w)))
    w->at++;
  return str_slice(w->program, start, w->at);
}

static str take_string(struct awk *w) {
  struct buf b;
  buf_init(&b, w->a);
  for (w->at++; peek(w) && peek(w) != '"'; w->at++) {
    char c = peek(w);
    if (c == '\\') {
      static const char names[] = "nt\\\"/", values[] = "\n\t\\\"/";
      const char *name = peek_at(w, 1) ? strchr(names, peek_at(w, 1)) : NULL;
      if (!name) {
        buf_add_char(&b, c);
        continue;
      }
      c = values[name - names];
      w->at++;
    }
    buf_add_char(&b, c);
  }
  w->bad = w->bad || peek(w) != '"';
  w->at++;
  return buf_str(&b);
}

static str take_regex(struct awk *w) {
  struct buf b;
  bool bracket = false;
  buf_init(&b, w->a);
  for (w->at++; peek(w) && (peek(w) != '/' || bracket); w->at++) {
    bracket = peek(w) == '[' || (bracket && peek(w) != ']');
    if (peek(w) == '\\' && peek_at(w, 1) == '/')
      w->at++;
    buf_add_char(&b, peek(w));
    if (peek(w) == '\\' && peek_at(w, 1))
      buf_add_char(&b, w->program.at[++w->at]);
  }
  w->bad = w->bad || peek(w) != '/';
  w->at++;
  return buf_str(&b);
}

// Fields

static void add_field(struct awk *w, str field) {
  VEC_PUSH(w->a, &w->fields, field);
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

static void split_spaces(struct awk *w) {
  for (uint32_t i = 0; i < w->line.len;) {
    uint32_t start = i;
    while (i < w->line.len && !is_space(w->line.at[i]))
      i++;
    if (i > start)
      add_field(w, str_slice(w->line, start, i));
    while (i < w->line.len && is_space(w->line.at[i]))
      i++;
  }
}

// A separator of one character is itself, but for the blank; a longer one is a regular expression.
static void split_regex(struct awk *w) {
  const struct posix_regex *r = posix_regex_compile(w->a, w->separator, REGEX_EXTENDED, false);
  struct posix_match m;
  uint32_t at = 0;
  enum posix_result found = r ? REGEX_MATCH : REGEX_TOO_DEAR;
  while (found == REGEX_MATCH && (found = posix_regex_find(r, w->line, at, &m)) == REGEX_MATCH) {
    if (m.group[0].to == m.group[0].from)
      break;
    add_field(w, str_slice(w->line, at, m.group[0].from));
    at = m.group[0].to;
  }
  w->bad = w->bad || found == REGEX_TOO_DEAR;
  add_field(w, str_skip(w->line, at));
}

static void split_line(struct awk *w) {
  if (w->split)
    return;
  w->split = true;
  w->fields.len = 0;
  str rest = w->line, field;
  if (str_eq(w->separator, STR(" ")))
    split_spaces(w);
  else if (w->separator.len != 1 && w->line.len)
    split_regex(w);
  else if (w->line.len) {
    while (str_find_char(rest, w->separator.at[0]) < rest.len) {
      str_cut(rest, w->separator.at[0], &field, &rest);
      add_field(w, field);
    }
    add_field(w, rest);
  }
}

static struct cell field_at(struct awk *w, int64_t n) {
  struct cell c = {.field = true};
  if (n == 0) {
    c.text = w->line;
    return c;
  }
  split_line(w);
  if (n < 0)
    return bad(w);
  c.text = n <= w->fields.len ? w->fields.at[n - 1] : STR("");
  return c;
}

// Numbers

static bool integer(str text, int64_t *n) {
  bool negative = str_has_prefix(text, STR("-"));
  text = str_skip(text, negative);
  *n = 0;
  for (uint32_t i = 0; i < text.len; i++) {
    if (!is_ascii_digit(text.at[i]) || i > 17)
      return false;
    *n = *n * 10 + (text.at[i] - '0');
  }
  *n = negative ? -*n : *n;
  return text.len > 0;
}

// As a number: the digits at its start. What goes on with a fraction or an exponent is not known.
static int64_t to_number(struct awk *w, struct cell c) {
  int64_t n = 0;
  str text = str_trim(c.text);
  uint32_t len = text.len && (text.at[0] == '-' || text.at[0] == '+');
  if (c.number)
    return c.n;
  while (len < text.len && is_ascii_digit(text.at[len]))
    len++;
  if (len < text.len && (text.at[len] == '.' || text.at[len] == 'e' || text.at[len] == 'E'))
    bad(w);
  integer(str_slice(text, text.len && text.at[0] == '+', len), &n);
  return n;
}

static bool truth(struct awk *w, struct cell c) {
  int64_t n;
  if (c.number)
    return c.n != 0;
  if (c.field && integer(str_trim(c.text), &n))
    return n != 0;
  if (c.field && c.text.len && (is_ascii_digit(c.text.at[0]) || c.text.at[0] == '.'))
    bad(w);
  return c.text.len > 0;
}

// Whether it takes part in a comparison of numbers; a fraction is not known.
static bool is_numeric(struct awk *w, struct cell c, int64_t *n) {
  if (c.number) {
    *n = c.n;
    return true;
  }
  if (!c.field)
    return false;
  str text = str_trim(c.text);
  if (integer(text, n))
    return true;
  uint32_t i = 0, dots = 0;
  for (; i < text.len && (is_ascii_digit(text.at[i]) || text.at[i] == '.'); i++)
    dots += text.at[i] == '.';
  if (text.len && i == text.len && dots == 1)
    bad(w);
  return false;
}

static int compare(struct awk *w, struct cell x, struct cell y) {
  int64_t n, k;
  bool numbers = is_numeric(w, x, &n), both = is_numeric(w, y, &k) && numbers;
  if (both)
    return n < k ? -1 : n > k;
  return str_compare(x.text, y.text);
}

// Expressions

static struct cell expression(struct awk *w);

static bool match(struct awk *w, str text, str pattern) {
  struct posix_match m;
  const struct posix_regex *r = posix_regex_compile(w->a, pattern, REGEX_EXTENDED, false);
  enum posix_result found = r ? posix_regex_find(r, text, 0, &m) : REGEX_TOO_DEAR;
  if (found == REGEX_TOO_DEAR)
    bad(w);
  return found == REGEX_MATCH;
}

static struct cell *variable(struct awk *w, str name) {
  struct cell *c = map_get(&w->vars, name);
  if (!c) {
    c = NEW(w->a, struct cell);
    c->field = true; // not set: nothing, and zero
    map_put(w->a, &w->vars, name, c);
  }
  return c;
}

static void set_variable(struct awk *w, str name, struct cell c) {
  if (!w->live)
    return;
  if (str_eq(name, STR("FS")))
    w->separator = c.text;
  *variable(w, name) = c;
}

static uint32_t arguments(struct awk *w, struct cell *args, uint32_t max) {
  uint32_t n = 0;
  if (take(w, STR(")")))
    return 0;
  do {
    if (n == max) {
      bad(w);
      return n;
    }
    args[n++] = expression(w);
  } while (!w->bad && take(w, STR(",")));
  if (!take(w, STR(")")))
    bad(w);
  return n;
}

static struct cell call_substr(struct awk *w, const struct cell *args, uint32_t n) {
  int64_t from = to_number(w, args[1]), len = n > 2 ? to_number(w, args[2]) : INT32_MAX;
  int64_t to = from + len;
  if (from < 1) // mawk 1.3.4 counts from 1 on then, others from where it says
    return bad(w);
  int64_t end = (int64_t)args[0].text.len + 1;
  to = to > end ? end : to;
  if (to <= from)
    return text_cell(STR(""));
  return text_cell(str_slice(args[0].text, (uint32_t)from - 1, (uint32_t)to - 1));
}

static struct cell change_case(struct awk *w, str text, bool upper) {
  struct buf b;
  buf_init(&b, w->a);
  for (uint32_t i = 0; i < text.len; i++) {
    char c = text.at[i];
    buf_add_char(&b, upper ? (c >= 'a' && c <= 'z' ? (char)(c - 32) : c) : ascii_lower(c));
  }
  return text_cell(buf_str(&b));
}

static struct cell call_function(struct awk *w, str name) {
  struct cell args[4] = {{.text = {0}}};
  uint32_t n = arguments(w, args, COUNT_OF(args));
  if (str_eq(name, STR("length")))
    return number_cell(w, n ? args[0].text.len : w->line.len);
  if (str_eq(name, STR("substr")) && n >= 2)
    return call_substr(w, args, n);
  if (str_eq(name, STR("toupper")) && n == 1)
    return change_case(w, args[0].text, true);
  if (str_eq(name, STR("tolower")) && n == 1)
    return change_case(w, args[0].text, false);
  if (str_eq(name, STR("index")) && n == 2) {
    uint32_t at = str_find(args[0].text, args[1].text);
    return number_cell(w, at < args[0].text.len ? at + 1 : 0);
  }
  return bad(w);
}

static str replace(struct awk *w, str text, str pattern, str with, bool all) {
  const struct posix_regex *r = posix_regex_compile(w->a, pattern, REGEX_EXTENDED, false);
  struct posix_match m;
  struct buf b;
  uint32_t at = 0;
  bool first = true; // an empty match right behind another is none: left to the unknown
  buf_init(&b, w->a);
  while (at <= text.len) {
    enum posix_result found = r ? posix_regex_find(r, text, at, &m) : REGEX_TOO_DEAR;
    w->bad = w->bad || found == REGEX_TOO_DEAR || str_find_char(with, '\\') < with.len;
    if (found != REGEX_MATCH || w->bad)
      break;
    w->bad = w->bad || (!first && m.group[0].to == m.group[0].from);
    first = false;
    buf_add(&b, str_slice(text, at, m.group[0].from));
    for (uint32_t i = 0; i < with.len; i++)
      buf_add(&b, with.at[i] == '&' ? str_slice(text, m.group[0].from, m.group[0].to) : str_slice(with, i, i + 1));
    at = m.group[0].to;
    if (m.group[0].to == m.group[0].from)
      buf_add(&b, str_slice(text, at, at + 1));
    at += m.group[0].to == m.group[0].from;
    if (!all)
      break;
  }
  buf_add(&b, str_skip(text, at));
  return buf_str(&b);
}

// sub and gsub: the first argument is a pattern, the third, where it is there, a variable or field.
static struct cell call_sub(struct awk *w, bool all) {
  skip_blanks(w);
  str pattern = peek(w) == '/' ? take_regex(w) : expression(w).text;
  if (!take(w, STR(",")))
    return bad(w);
  struct cell with = expression(w);
  str name = {0};
  bool is_field = false;
  int64_t field = 0;
  if (take(w, STR(","))) {
    is_field = take(w, STR("$"));
    skip_blanks(w);
    name = take_name(w);
    if (is_field && !integer(name, &field))
      return bad(w);
  }
  if (!take(w, STR(")")))
    return bad(w);
  if (!w->live)
    return text_cell(STR(""));
  if (name.len && !is_field) {
    set_variable(w, name, text_cell(replace(w, variable(w, name)->text, pattern, with.text, all)));
  } else if (field == 0) {
    w->line = replace(w, w->line, pattern, with.text, all);
    w->split = false;
  } else {
    return bad(w); // the line would have to be put together again
  }
  return number_cell(w, 1);
}

static struct cell assign_or_value(struct awk *w, str name) {
  skip_blanks(w);
  if (peek(w) == '=' && peek_at(w, 1) != '=') {
    w->at++;
    struct cell c = expression(w);
    set_variable(w, name, c);
    return c;
  }
  if ((peek(w) == '+' && peek_at(w, 1) == '+') || (peek(w) == '-' && peek_at(w, 1) == '-')) {
    struct cell old = *variable(w, name);
    int64_t n = to_number(w, old);
    set_variable(w, name, number_cell(w, n + (peek(w) == '+' ? 1 : -1)));
    w->at += 2;
    return number_cell(w, n);
  }
  if (peek_at(w, 1) == '=' && strchr("+-*/%^", peek(w)) && peek(w))
    return bad(w);
  return *variable(w, name);
}

static struct cell named(struct awk *w) {
  str name = take_name(w);
  bool call = peek(w) == '(';
  if (str_eq(name, STR("NF"))) {
    split_line(w);
    return number_cell(w, w->fields.len);
  }
  if (str_eq(name, STR("NR")) || str_eq(name, STR("FNR")))
    return number_cell(w, w->line_number);
  if (call) {
    w->at++;
    if (str_eq(name, STR("sub")) || str_eq(name, STR("gsub")))
      return call_sub(w, name.at[0] == 'g');
    return call_function(w, name);
  }
  if (str_eq(name, STR("length")))
    return number_cell(w, w->line.len);
  if (str_eq(name, STR("getline")) || peek(w) == '[')
    return bad(w);
  return assign_or_value(w, name);
}

static struct cell primary(struct awk *w) {
  skip_blanks(w);
  char c = peek(w);
  if (c == '"')
    return text_cell(take_string(w));
  if (c == '/')
    return number_cell(w, match(w, w->line, take_regex(w)));
  if (is_ascii_digit(c)) {
    int64_t n;
    str digits = take_name(w);
    if (!integer(digits, &n) || peek(w) == '.')
      return bad(w);
    return number_cell(w, n);
  }
  if (is_name_char(c))
    return named(w);
  w->at++;
  if (c == '$') {
    struct cell f = field_at(w, to_number(w, primary(w)));
    skip_blanks(w);
    if (peek(w) == '=' && peek_at(w, 1) != '=') // it would change the line
      return bad(w);
    return f;
  }
  if (c == '(') {
    struct cell inside = expression(w);
    return take(w, STR(")")) ? inside : bad(w);
  }
  if (c == '!')
    return number_cell(w, !truth(w, primary(w)));
  if (c == '-')
    return number_cell(w, -to_number(w, primary(w)));
  return bad(w);
}

static struct cell product(struct awk *w) {
  struct cell x = primary(w);
  for (;;) {
    skip_blanks(w);
    char op = peek(w);
    if ((op != '*' && op != '/' && op != '%') || w->bad)
      return x;
    w->at++;
    int64_t n = to_number(w, x), k = to_number(w, primary(w));
    if (op != '*' && (!k || (op == '/' && n % k)))
      return w->live ? bad(w) : x;
    x = number_cell(w, op == '*' ? n * k : op == '/' ? n / k : n % k);
  }
}

static struct cell sum(struct awk *w) {
  struct cell x = product(w);
  for (;;) {
    skip_blanks(w);
    char op = peek(w);
    if ((op != '+' && op != '-') || w->bad)
      return x;
    w->at++;
    int64_t n = to_number(w, x), k = to_number(w, product(w));
    x = number_cell(w, op == '+' ? n + k : n - k);
  }
}

// Whether another operand follows without an operator: then both are put together.
static bool starts_operand(const struct awk *w) {
  char c = peek(w);
  if (is_name_char(c)) {
    str rest = str_skip(w->program, w->at);
    return !str_has_prefix(rest, STR("in "));
  }
  return c == '"' || c == '$' || c == '(';
}

static struct cell concatenation(struct awk *w) {
  struct cell x = sum(w);
  for (skip_blanks(w); starts_operand(w) && !w->bad; skip_blanks(w))
    x = text_cell(str_concat(w->a, x.text, sum(w).text));
  return x;
}

static struct cell comparison(struct awk *w) {
  static const str operators[] = {STR_INIT("=="), STR_INIT("!="), STR_INIT("<="),
                                  STR_INIT(">="), STR_INIT("<"),  STR_INIT(">")};
  struct cell x = concatenation(w);
  skip_blanks(w);
  bool negated = peek(w) == '!' && peek_at(w, 1) == '~';
  if (peek(w) == '~' || negated) {
    w->at += 1 + negated;
    skip_blanks(w);
    str pattern = peek(w) == '/' ? take_regex(w) : concatenation(w).text;
    return number_cell(w, match(w, x.text, pattern) != negated);
  }
  for (uint32_t i = 0; i < COUNT_OF(operators); i++)
    if (take(w, operators[i])) {
      int order = compare(w, x, concatenation(w));
      bool results[] = {order == 0, order != 0, order <= 0, order >= 0, order<0, order> 0};
      return number_cell(w, results[i]);
    }
  return x;
}

static struct cell conjunction(struct awk *w) {
  struct cell x = comparison(w);
  while (!w->bad && take(w, STR("&&"))) {
    bool left = truth(w, x);
    struct cell y = comparison(w);
    x = number_cell(w, left && truth(w, y));
  }
  return x;
}

static struct cell disjunction(struct awk *w) {
  struct cell x = conjunction(w);
  while (!w->bad && take(w, STR("||"))) {
    bool left = truth(w, x);
    struct cell y = conjunction(w);
    x = number_cell(w, truth(w, y) || left);
  }
  return x;
}

static struct cell expression(struct awk *w) {
  if (++w->depth > AWK_DEPTH_MAX || ++w->steps > AWK_STEPS_MAX)
    return bad(w);
  struct cell x = disjunction(w);
  if (!w->bad && take(w, STR("?"))) {
    bool yes = truth(w, x);
    struct cell a = expression(w);
    if (!take(w, STR(":")))
      return bad(w);
    struct cell b = expression(w);
    x = yes ? a : b;
  }
  w->depth--;
  return x;
}

// Statements

static bool at_end_of_statement(struct awk *w) {
  skip_blanks(w);
  char c = peek(w);
  return !c || c == ';' || c == '}' || c == '\n';
}

static void print(struct awk *w) {
  struct buf b;
  buf_init(&b, w->a);
  if (at_end_of_statement(w)) {
    buf_add(&b, w->line);
  } else {
    bool first = true;
    do {
      struct cell c = expression(w);
      buf_add(&b, first ? STR("") : map_get(&w->vars, STR("OFS")) ? variable(w, STR("OFS"))->text : STR(" "));
      buf_add(&b, c.text);
      first = false;
    } while (!w->bad && take(w, STR(",")));
  }
  if (!at_end_of_statement(w)) // a redirection
    bad(w);
  buf_add(&b, map_get(&w->vars, STR("ORS")) ? variable(w, STR("ORS"))->text : STR("\n"));
  if (w->live)
    buf_add(w->out, buf_str(&b));
}

enum { PRINTF_ARGS_MAX = 16 };

// %s and %d alone, without widths.
static void format(struct awk *w, str text, const struct cell *args, uint32_t count) {
  uint32_t next = 0;
  for (uint32_t i = 0; i < text.len; i++) {
    if (text.at[i] != '%') {
      buf_add_char(w->out, text.at[i]);
      continue;
    }
    char c = ++i < text.len ? text.at[i] : 0;
    if (c == '%')
      buf_add_char(w->out, '%');
    else if (c == 's' && next < count)
      buf_add(w->out, args[next++].text);
    else if (c == 'd' && next < count)
      buf_add_format(w->out, "%ld", (long)to_number(w, args[next++]));
    else
      bad(w);
  }
}

static void print_formatted(struct awk *w) {
  struct cell args[PRINTF_ARGS_MAX];
  uint32_t n = 0;
  bool parenthesis = take(w, STR("("));
  do {
    if (n == PRINTF_ARGS_MAX) {
      bad(w);
      return;
    }
    args[n++] = expression(w);
  } while (!w->bad && take(w, STR(",")));
  if ((parenthesis && !take(w, STR(")"))) || !at_end_of_statement(w))
    bad(w);
  if (w->live && !w->bad)
    format(w, args[0].text, args + 1, n - 1);
}

static void statement(struct awk *w);

static void block(struct awk *w) {
  for (skip_newlines(w); !w->bad && !take(w, STR("}")); skip_newlines(w)) {
    if (!peek(w))
      bad(w);
    statement(w);
  }
}

static void conditional(struct awk *w) {
  bool live = w->live;
  if (!take(w, STR("("))) {
    bad(w);
    return;
  }
  bool yes = truth(w, expression(w));
  if (!take(w, STR(")")))
    bad(w);
  w->live = live && yes;
  skip_newlines(w);
  statement(w);
  uint32_t at = w->at;
  skip_newlines(w);
  if (take_keyword(w, STR("else"))) {
    w->live = live && !yes && !w->next && !w->exit;
    skip_newlines(w);
    statement(w);
  } else {
    w->at = at;
  }
  w->live = live && !w->next && !w->exit;
}

static void leave(struct awk *w, bool *flag) {
  if (w->live)
    *flag = true;
  w->live = false;
}

static bool takes_other_statement(struct awk *w) {
  return take_keyword(w, STR("for")) || take_keyword(w, STR("while")) || take_keyword(w, STR("do")) ||
         take_keyword(w, STR("delete")) || take_keyword(w, STR("function"));
}

static void statement(struct awk *w) {
  if (++w->depth > AWK_DEPTH_MAX || ++w->steps > AWK_STEPS_MAX || takes_other_statement(w)) {
    bad(w);
  } else if (take(w, STR("{"))) {
    block(w);
  } else if (take_keyword(w, STR("print"))) {
    print(w);
  } else if (take_keyword(w, STR("printf"))) {
    print_formatted(w);
  } else if (take_keyword(w, STR("if"))) {
    conditional(w);
  } else if (take_keyword(w, STR("next"))) {
    leave(w, &w->next);
  } else if (take_keyword(w, STR("exit"))) {
    if (!at_end_of_statement(w))
      bad(w);
    leave(w, &w->exit);
  } else {
    expression(w);
  }
  w->depth--;
}

enum phase { PHASE_BEGIN, PHASE_LINE, PHASE_END };

// `/a/,/b/` and the like are left to the unknown.
static bool pattern_holds(struct awk *w, enum phase phase) {
  enum phase own = PHASE_LINE;
  bool holds = true;
  if (take_keyword(w, STR("BEGIN")))
    own = PHASE_BEGIN;
  else if (take_keyword(w, STR("END")))
    own = PHASE_END;
  else if (peek(w) != '{') {
    w->live = phase == PHASE_LINE;
    holds = truth(w, expression(w));
  }
  skip_blanks(w);
  if (peek(w) == ',')
    bad(w);
  return holds && own == phase;
}

// All rules of the program, once.
static void run_rules(struct awk *w, enum phase phase) {
  w->at = 0;
  w->next = false;
  for (skip_newlines(w); peek(w) && !w->bad; skip_newlines(w)) {
    bool holds = pattern_holds(w, phase) && !w->next && !w->exit;
    w->live = holds;
    if (take(w, STR("{"))) {
      block(w);
    } else if (holds && phase == PHASE_LINE) {
      buf_add(w->out, w->line);
      buf_add_char(w->out, '\n');
    }
  }
}

static bool read_options(struct filter *f, struct awk *w, uint32_t *first) {
  uint32_t i = 0;
  for (; i < f->argc && f->args[i].len > 1 && f->args[i].at[0] == '-'; i++) {
    char option = f->args[i].at[1];
    str value = str_skip(f->args[i], 2), name, text;
    if (option != 'F' && option != 'v')
      return false;
    if (!value.len && ++i < f->argc)
      value = f->args[i];
    if (option == 'F')
      w->separator = str_eq(value, STR("\\t")) || str_eq(value, STR("t")) ? STR("\t") : value;
    else if (str_cut(value, '=', &name, &text))
      set_variable(w, name, (struct cell){.text = text, .field = true});
    if (!value.len || str_find_char(w->separator, '\\') < w->separator.len)
      return false;
  }
  if (i >= f->argc)
    return false;
  w->program = f->args[i];
  *first = i + 1;
  return true;
}

static bool has_word(str program, str word) {
  return str_find(program, word) < program.len;
}

bool filter_awk(struct filter *f) {
  struct awk w = {.a = f->a, .out = &f->out, .separator = STR(" "), .live = true};
  uint32_t first;
  str text = {0}, line;
  bool ended;
  if (!read_options(f, &w, &first))
    return false;
  run_rules(&w, PHASE_BEGIN);
  bool only_begin = !has_word(w.program, STR("END")) && str_has_prefix(str_trim(w.program), STR("BEGIN")) &&
                    str_find_char(w.program, '}') == str_find_last_char(w.program, '}');
  if (!only_begin && !filter_text(f, first, &text))
    return false;
  while (!w.bad && !w.exit && filter_next_line(&text, &line, &ended)) {
    w.line = line;
    w.split = false;
    w.line_number++;
    run_rules(&w, PHASE_LINE);
  }
  bool left = w.exit;
  w.exit = false;
  if (!w.bad && has_word(w.program, STR("END")) && !left)
    run_rules(&w, PHASE_END);
  return !w.bad && !(left && has_word(w.program, STR("END")));
}
