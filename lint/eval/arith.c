#include "eval/expand.h"

enum { ARITH_DEPTH_MAX = 64 };

static struct number known(int64_t n) {
  return (struct number){.known = true, .n = n};
}

static struct number unknown(str origin) {
  return (struct number){.origin = origin};
}

static uint32_t digit_of(char c) {
  if (is_ascii_digit(c))
    return (uint32_t)(c - '0');
  return is_ascii_alpha(c) ? (uint32_t)(ascii_lower(c) - 'a') + 10 : UINT32_MAX;
}

static bool parse_digits(str s, uint32_t base, uint64_t *n) {
  *n = 0;
  for (uint32_t i = 0; i < s.len; i++) {
    uint32_t digit = digit_of(s.at[i]);
    if (digit >= base)
      return false;
    *n = *n * base + digit; // wraps, as the shells do
  }
  return s.len > 0;
}

bool arith_parse(str text, int64_t *n) {
  text = str_trim(text);
  bool negative = text.len && text.at[0] == '-';
  if (negative || (text.len && text.at[0] == '+'))
    text = str_skip(text, 1);
  uint32_t base = 10;
  if (str_has_prefix(text, STR("0x")) || str_has_prefix(text, STR("0X"))) {
    base = 16;
    text = str_skip(text, 2);
  } else if (text.len > 1 && text.at[0] == '0') {
    base = 8;
  }
  uint64_t value;
  if (!parse_digits(text, base, &value))
    return false;
  *n = (int64_t)(negative ? 0 - value : value);
  return true;
}

// `16#ff`: bash.
static bool parse_with_base(str text, int64_t *n) {
  str base_text, digits;
  int64_t base;
  uint64_t value;
  if (!str_cut(text, '#', &base_text, &digits) || !arith_parse(base_text, &base) || base < 2 || base > 36)
    return arith_parse(text, n);
  if (!parse_digits(digits, (uint32_t)base, &value))
    return false;
  *n = (int64_t)value;
  return true;
}

static bool is_name(str s) {
  if (!s.len || is_ascii_digit(s.at[0]))
    return false;
  for (uint32_t i = 0; i < s.len; i++)
    if (!is_ascii_alnum(s.at[i]) && s.at[i] != '_')
      return false;
  return true;
}

void arith_forget(struct machine *m, struct state *st, str text, span at) {
  bool assigns = str_find_char(text, '=') < text.len || str_contains(text, STR("++")) || str_contains(text, STR("--"));
  for (uint32_t i = 0, end; assigns && i < text.len; i = end + 1) {
    for (end = i; end < text.len && (is_ascii_alnum(text.at[end]) || text.at[end] == '_');)
      end++;
    str name = str_slice(text, i, end);
    if (is_name(name))
      state_assign(m, st, name, value_unknown(m->a, STR("arithmetic")), at);
  }
}

// A text as an operand: a number, a name whose value is one, nothing (0).
static struct number operand(struct machine *m, struct state *st, str text, uint32_t depth) {
  int64_t n;
  text = str_trim(text);
  if (!text.len)
    return known(0);
  if (parse_with_base(text, &n))
    return known(n);
  if (!is_name(text) || depth > ARITH_DEPTH_MAX) {
    arith_forget(m, st, text, (span){0});
    return unknown(STR("arithmetic"));
  }
  struct value v = state_value(m, st, text);
  if (value_is_empty(&v))
    return known(0);
  if (!value_is_known(&v, &text))
    return unknown(value_has_unknown(&v) ? value_origin(&v) : STR("one of several values"));
  return operand(m, st, text, depth + 1);
}

// The variable that an operand names, and its index.
static bool operand_name(const struct shell_arith *e, str *name, const struct shell_arith **index) {
  while (e && e->kind == ARITH_PAREN)
    e = e->x;
  if (!e || e->kind != ARITH_WORD || !e->word)
    return false;
  const struct shell_word *w = e->word;
  *index = NULL;
  if (w->literal && is_name(w->value)) {
    *name = w->value;
    return true;
  }
  const struct shell_param *p = w->parts.len == 1 && w->parts.at[0]->kind == PART_PARAM ? w->parts.at[0]->param : NULL;
  if (!p || !p->is_short || !p->index || !is_name(p->name))
    return false;
  *name = p->name;
  *index = p->index;
  return true;
}

static struct number eval_word(struct machine *m, struct state *st, const struct shell_word *word) {
  str text;
  struct value v = expand_word(m, st, word, EXPAND_STRING);
  if (value_is_empty(&v))
    return known(0);
  if (!value_is_known(&v, &text))
    return unknown(value_has_unknown(&v) ? value_origin(&v) : STR("one of several values"));
  return operand(m, st, text, 0);
}

static struct number assign(struct machine *m, struct state *st, const struct shell_arith *target, struct number n) {
  str name;
  const struct shell_arith *index;
  if (!operand_name(target, &name, &index))
    return n;
  struct value v = n.known ? value_known(m->a, str_format(m->a, "%ld", (long)n.n)) : value_unknown(m->a, n.origin);
  param_assign(m, st, name, index, v, machine_span(m, target->span));
  return n;
}

static struct number power(int64_t base, int64_t exponent) {
  uint64_t result = 1, square = (uint64_t)base;
  if (exponent < 0)
    return unknown(STR("negative exponent"));
  for (uint64_t rest = (uint64_t)exponent; rest; rest >>= 1, square *= square)
    result *= rest & 1 ? square : 1;
  return known((int64_t)result);
}

// Division by zero, and what the machine could not do, is an error of the script: not known.
static struct number divide(char op, int64_t x, int64_t y) {
  if (!y || (x == INT64_MIN && y == -1))
    return unknown(STR("division"));
  return known(op == '/' ? x / y : x % y);
}

static struct number shift(char op, int64_t x, int64_t y) {
  uint32_t by = (uint32_t)(y & 63);
  return known(op == '<' ? (int64_t)((uint64_t)x << by) : x >> by);
}

static struct number calculate(str op, int64_t x, int64_t y) {
  char c = op.at[0];
  if (op.len == 2) {
    if (op.at[1] == '=')
      return known(c == '=' ? x == y : c == '!' ? x != y : c == '<' ? x <= y : x >= y);
    return c == '*' ? power(x, y) : c == '<' || c == '>' ? shift(c, x, y) : unknown(STR("arithmetic"));
  }
  switch (c) {
  case '+':
    return known((int64_t)((uint64_t)x + (uint64_t)y));
  case '-':
    return known((int64_t)((uint64_t)x - (uint64_t)y));
  case '*':
    return known((int64_t)((uint64_t)x * (uint64_t)y));
  case '/':
  case '%':
    return divide(c, x, y);
  case '<':
    return known(x < y);
  case '>':
    return known(x > y);
  case '&':
    return known(x & y);
  case '|':
    return known(x | y);
  case '^':
    return known(x ^ y);
  case ',':
    return known(y);
  }
  return unknown(STR("arithmetic"));
}

static struct number calculate_known(str op, struct number x, struct number y) {
  if (!x.known)
    return x;
  return y.known ? calculate(op, x.n, y.n) : y;
}

// `x && y`, `x || y`: the right side may not be evaluated.
static struct number eval_logic(struct machine *m, struct state *st, const struct shell_arith *e) {
  struct number x = arith_eval(m, st, e->x);
  bool is_or = e->op.at[0] == '|';
  if (x.known && (x.n != 0) == is_or)
    return known(is_or);
  struct number y = arith_eval(m, st, e->y);
  if (y.known && x.known)
    return known(y.n != 0);
  return x.known ? y : x;
}

static struct number eval_conditional(struct machine *m, struct state *st, const struct shell_arith *e) {
  struct number c = arith_eval(m, st, e->x);
  const struct shell_arith *sides = e->y;
  if (!sides || sides->kind != ARITH_BINARY)
    return unknown(STR("arithmetic"));
  if (c.known)
    return arith_eval(m, st, c.n ? sides->x : sides->y);
  struct number x = arith_eval(m, st, sides->x), y = arith_eval(m, st, sides->y);
  return x.known && y.known && x.n == y.n ? x : c;
}

static bool is_assignment(str op) {
  return op.len && op.at[op.len - 1] == '=' && !str_eq(op, STR("==")) && !str_eq(op, STR("!=")) &&
         !str_eq(op, STR("<=")) && !str_eq(op, STR(">="));
}

static struct number eval_binary(struct machine *m, struct state *st, const struct shell_arith *e) {
  if (str_eq(e->op, STR("?")))
    return eval_conditional(m, st, e);
  if (str_eq(e->op, STR("&&")) || str_eq(e->op, STR("||")))
    return eval_logic(m, st, e);
  if (is_assignment(e->op)) {
    struct number y = arith_eval(m, st, e->y);
    if (e->op.len > 1)
      y = calculate_known(str_slice(e->op, 0, e->op.len - 1), arith_eval(m, st, e->x), y);
    return assign(m, st, e->x, y);
  }
  struct number x = arith_eval(m, st, e->x);
  return calculate_known(e->op, x, arith_eval(m, st, e->y));
}

static struct number eval_unary(struct machine *m, struct state *st, const struct shell_arith *e) {
  struct number x = arith_eval(m, st, e->x);
  char c = e->op.len ? e->op.at[0] : 0;
  if (e->op.len == 2) { // ++ --
    struct number changed = calculate_known(c == '+' ? STR("+") : STR("-"), x, known(1));
    assign(m, st, e->x, changed);
    return e->post ? x : changed;
  }
  if (!x.known)
    return x;
  return known(c == '!' ? !x.n : c == '~' ? ~x.n : c == '-' ? (int64_t)(0 - (uint64_t)x.n) : x.n);
}

struct number arith_eval(struct machine *m, struct state *st, const struct shell_arith *e) {
  if (!e)
    return known(0);
  if (!machine_step(m, 1))
    return unknown(STR("arithmetic"));
  str name;
  const struct shell_arith *index;
  switch (e->kind) {
  case ARITH_WORD:
    if (operand_name(e, &name, &index) && index) {
      str text;
      struct value v = param_element(m, st, name, index);
      if (value_is_empty(&v))
        return known(0);
      return value_is_known(&v, &text) ? operand(m, st, text, 0) : unknown(value_origin(&v));
    }
    return eval_word(m, st, e->word);
  case ARITH_BINARY:
    return eval_binary(m, st, e);
  case ARITH_UNARY:
    return eval_unary(m, st, e);
  case ARITH_PAREN:
    return arith_eval(m, st, e->x);
  }
  return known(0);
}

struct value arith_value(struct machine *m, struct state *st, const struct shell_arith *e) {
  struct number n = arith_eval(m, st, e);
  return n.known ? value_known(m->a, str_format(m->a, "%ld", (long)n.n)) : value_unknown(m->a, n.origin);
}
