#include "shell/parser.h"

// [[ … ]]

struct test_operator {
  str word, op; // as written, and the name it goes by in the tree
};

static const struct test_operator unary[] = {
    {STR_INIT("!"), STR_INIT("!")},   {STR_INIT("-e"), STR_INIT("-e")}, {STR_INIT("-a"), STR_INIT("-e")},
    {STR_INIT("-f"), STR_INIT("-f")}, {STR_INIT("-d"), STR_INIT("-d")}, {STR_INIT("-c"), STR_INIT("-c")},
    {STR_INIT("-b"), STR_INIT("-b")}, {STR_INIT("-p"), STR_INIT("-p")}, {STR_INIT("-S"), STR_INIT("-S")},
    {STR_INIT("-L"), STR_INIT("-L")}, {STR_INIT("-h"), STR_INIT("-L")}, {STR_INIT("-k"), STR_INIT("-k")},
    {STR_INIT("-g"), STR_INIT("-g")}, {STR_INIT("-u"), STR_INIT("-u")}, {STR_INIT("-G"), STR_INIT("-G")},
    {STR_INIT("-O"), STR_INIT("-O")}, {STR_INIT("-N"), STR_INIT("-N")}, {STR_INIT("-r"), STR_INIT("-r")},
    {STR_INIT("-w"), STR_INIT("-w")}, {STR_INIT("-x"), STR_INIT("-x")}, {STR_INIT("-s"), STR_INIT("-s")},
    {STR_INIT("-t"), STR_INIT("-t")}, {STR_INIT("-z"), STR_INIT("-z")}, {STR_INIT("-n"), STR_INIT("-n")},
    {STR_INIT("-o"), STR_INIT("-o")}, {STR_INIT("-v"), STR_INIT("-v")}, {STR_INIT("-R"), STR_INIT("-R")},
};

static const struct test_operator binary[] = {
    {STR_INIT("="), STR_INIT("=")},     {STR_INIT("=="), STR_INIT("==")},   {STR_INIT("!="), STR_INIT("!=")},
    {STR_INIT("=~"), STR_INIT("=~")},   {STR_INIT("-nt"), STR_INIT("-nt")}, {STR_INIT("-ot"), STR_INIT("-ot")},
    {STR_INIT("-ef"), STR_INIT("-ef")}, {STR_INIT("-eq"), STR_INIT("-eq")}, {STR_INIT("-ne"), STR_INIT("-ne")},
    {STR_INIT("-le"), STR_INIT("-le")}, {STR_INIT("-ge"), STR_INIT("-ge")}, {STR_INIT("-lt"), STR_INIT("-lt")},
    {STR_INIT("-gt"), STR_INIT("-gt")},
};

// The operator's name; empty where the word is none.
static str find_operator(const struct test_operator *table, uint32_t count, str word) {
  for (uint32_t i = 0; i < count; i++)
    if (str_eq(table[i].word, word))
      return table[i].op;
  return (str){0};
}

static struct shell_test *new_test(struct parser *p, enum shell_test_kind kind, uint32_t from) {
  struct shell_test *x = NEW(p->a, struct shell_test);
  x->kind = kind;
  x->span.off = from;
  return x;
}

static void end_test(struct parser *p, struct shell_test *x) {
  x->span = span_to(x->span.off, p->raw_end);
}

static struct shell_test *parse_test_word(struct parser *p) {
  struct shell_word *word = parse_word(p);
  if (!word)
    return NULL;
  struct shell_test *x = new_test(p, TEST_WORD, word->span.off);
  x->span = word->span;
  x->word = word;
  return x;
}

static struct shell_test *need_test(struct parser *p, struct shell_test *x, uint32_t off, str after) {
  if (!x)
    fail_at(p, off, STR_FMT " must be followed by an expression", STR_ARG(after));
  return x;
}

static struct shell_test *need_test_word(struct parser *p, uint32_t off, str after) {
  struct shell_test *x = parse_test_word(p);
  if (!x)
    fail_at(p, off, STR_FMT " must be followed by a word", STR_ARG(after));
  return x;
}

static struct shell_test *parse_expression(struct parser *p);

static struct shell_test *parse_deeper(struct parser *p) {
  struct shell_test *x = enter(p) ? parse_expression(p) : NULL;
  leave(p);
  return x;
}

static struct shell_test *parse_test_unary(struct parser *p, str op) {
  struct shell_test *x = new_test(p, TEST_UNARY, p->tok_pos);
  x->op = op;
  next_token(p);
  if (str_eq(op, STR("!")))
    x->x = need_test(p, parse_deeper(p), x->span.off, op);
  else
    x->x = need_test_word(p, x->span.off, op);
  end_test(p, x);
  return x;
}

static struct shell_test *parse_test_paren(struct parser *p) {
  struct shell_test *x = new_test(p, TEST_PAREN, p->tok_pos);
  next_token(p);
  x->x = need_test(p, parse_deeper(p), x->span.off, STR("("));
  uint32_t end = p->tok_pos + 1;
  if (!take(p, TOKEN_RPAREN))
    fail_at(p, x->span.off, "( is not closed with )");
  p->raw_end = end;
  end_test(p, x);
  return x;
}

static struct shell_test *parse_primary(struct parser *p) {
  if (p->tok == TOKEN_EOF || p->tok == TOKEN_RPAREN || reserved_word(p) == RESERVED_RTEST)
    return NULL;
  if (p->tok == TOKEN_LPAREN)
    return parse_test_paren(p);
  str op = p->tok == TOKEN_LITWORD ? find_operator(unary, COUNT_OF(unary), p->val) : (str){0};
  return op.len ? parse_test_unary(p, op) : parse_test_word(p);
}

// The binary operator that the token is; empty, with an error, where it is none.
static str binary_operator(struct parser *p) {
  str op = {0};
  switch (p->tok) {
  case TOKEN_AND_AND:
  case TOKEN_OR_OR:
  case TOKEN_LESS:
  case TOKEN_GREAT:
    return token_text(p->tok);
  case TOKEN_LITWORD:
    op = find_operator(binary, COUNT_OF(binary), p->val);
    break;
  default:
    break;
  }
  if (!op.len)
    fail(p, "no operator of [[ ]]");
  return op;
}

// What stands right of the operator.
static struct shell_test *parse_right_side(struct parser *p, const struct shell_test *left, str op) {
  uint32_t from = p->tok_pos;
  if (p->tok == TOKEN_AND_AND || p->tok == TOKEN_OR_OR) {
    next_token(p);
    return need_test(p, parse_deeper(p), from, op);
  }
  if (str_eq(op, STR("=~"))) {
    p->regex_parens = 0;
    p->regex_start = true;
    p->mode = MODE_REGEX;
  }
  if (left->kind != TEST_WORD)
    fail(p, "&&, || or ]] must follow");
  next_token(p);
  return need_test_word(p, from, op);
}

// `left op right` behind left, where there is an operator.
static struct shell_test *parse_test_operator(struct parser *p, struct shell_test *left) {
  uint32_t raw_end = p->raw_end;
  take(p, TOKEN_NEWLINE);
  p->raw_end = raw_end;
  if (p->tok == TOKEN_EOF || p->tok == TOKEN_RPAREN || reserved_word(p) == RESERVED_RTEST)
    return left;
  str op = binary_operator(p);
  if (!op.len)
    return left;
  struct shell_test *x = new_test(p, TEST_BINARY, left->span.off);
  x->op = op;
  x->x = left;
  x->y = parse_right_side(p, left, op);
  end_test(p, x);
  return x;
}

// `a op b` binds closer than && and ||, which take all that follows.
static struct shell_test *parse_expression(struct parser *p) {
  take(p, TOKEN_NEWLINE);
  struct shell_test *left = parse_primary(p);
  if (left)
    left = parse_test_operator(p, left);
  return left ? parse_test_operator(p, left) : NULL;
}

void parse_test(struct parser *p, struct shell_cmd *cmd) {
  uint32_t from = p->tok_pos;
  struct nested outer = nest(p, MODE_TEST);
  next_token(p);
  cmd->test = need_test(p, parse_expression(p), from, STR("[["));
  cmd->span = span_to(from, p->tok_pos + 2);
  if (!take_reserved(p, RESERVED_RTEST))
    fail_at(p, from, "[[ is not closed with ]]");
  unnest(p, outer);
}
