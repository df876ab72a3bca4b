#include "shell/parser.h"

// Arithmetic: operators climb by their rank, as in C.

enum rank {
  RANK_NONE,
  RANK_COMMA,
  RANK_ASSIGN,
  RANK_TERNARY,
  RANK_OR,
  RANK_AND,
  RANK_BIT_OR,
  RANK_BIT_XOR,
  RANK_BIT_AND,
  RANK_EQUAL,
  RANK_COMPARE,
  RANK_SHIFT,
  RANK_ADD,
  RANK_MULTIPLY,
  RANK_POWER,
};

static const uint8_t ranks[TOKEN_COUNT] = {
    [TOKEN_COMMA] = RANK_COMMA,
    [TOKEN_EQUAL] = RANK_ASSIGN,
    [TOKEN_PLUS_EQUAL] = RANK_ASSIGN,
    [TOKEN_MINUS_EQUAL] = RANK_ASSIGN,
    [TOKEN_STAR_EQUAL] = RANK_ASSIGN,
    [TOKEN_SLASH_EQUAL] = RANK_ASSIGN,
    [TOKEN_PERCENT_EQUAL] = RANK_ASSIGN,
    [TOKEN_AND_EQUAL] = RANK_ASSIGN,
    [TOKEN_OR_EQUAL] = RANK_ASSIGN,
    [TOKEN_CARET_EQUAL] = RANK_ASSIGN,
    [TOKEN_DLESS_EQUAL] = RANK_ASSIGN,
    [TOKEN_DGREAT_EQUAL] = RANK_ASSIGN,
    [TOKEN_QUEST] = RANK_TERNARY,
    [TOKEN_OR_OR] = RANK_OR,
    [TOKEN_DCARET] = RANK_OR,
    [TOKEN_AND_AND] = RANK_AND,
    [TOKEN_OR] = RANK_BIT_OR,
    [TOKEN_CARET] = RANK_BIT_XOR,
    [TOKEN_AND] = RANK_BIT_AND,
    [TOKEN_EQ] = RANK_EQUAL,
    [TOKEN_NE] = RANK_EQUAL,
    [TOKEN_LESS] = RANK_COMPARE,
    [TOKEN_GREAT] = RANK_COMPARE,
    [TOKEN_LE] = RANK_COMPARE,
    [TOKEN_GE] = RANK_COMPARE,
    [TOKEN_DLESS] = RANK_SHIFT,
    [TOKEN_DGREAT] = RANK_SHIFT,
    [TOKEN_PLUS] = RANK_ADD,
    [TOKEN_MINUS] = RANK_ADD,
    [TOKEN_STAR] = RANK_MULTIPLY,
    [TOKEN_SLASH] = RANK_MULTIPLY,
    [TOKEN_PERCENT] = RANK_MULTIPLY,
    [TOKEN_POWER] = RANK_POWER,
};

/// White space around operators, which ends an argument of `let`.
enum spacing { SPACING_FREE, SPACING_COMPACT };

static struct shell_arith *parse_operators(struct parser *p, enum spacing spacing, enum rank lowest);

static struct shell_arith *new_arith(struct parser *p, enum shell_arith_kind kind, uint32_t from) {
  struct shell_arith *x = NEW(p->a, struct shell_arith);
  x->kind = kind;
  x->span.off = from;
  return x;
}

static void need_operand(struct parser *p, const struct shell_arith *x, uint32_t off) {
  if (!x)
    fail_at(p, off, "an expression must follow");
}

static void skip_newline(struct parser *p, enum spacing spacing) {
  if (spacing == SPACING_FREE)
    take(p, TOKEN_NEWLINE);
}

static void skip_operator(struct parser *p, enum spacing spacing) {
  uint32_t from = p->tok_pos;
  next_token(p);
  if (spacing == SPACING_COMPACT && p->spaced)
    need_operand(p, NULL, from);
  skip_newline(p, spacing);
}

// `name` or `name[index]`, which may stand left of `=` and beside `++`.
static bool is_assignable(const struct shell_arith *x) {
  if (!x || x->kind != ARITH_WORD || x->word->parts.len != 1)
    return false;
  const struct shell_part *part = x->word->parts.at[0];
  if (part->kind == PART_LITERAL)
    return is_name(part->text);
  return part->kind == PART_PARAM && part->param->index && part->param->is_short;
}

static struct shell_arith *word_operand(struct parser *p, struct shell_word *word) {
  struct shell_arith *x = new_arith(p, ARITH_WORD, word->span.off);
  x->span = word->span;
  x->word = word;
  return x;
}

// A name, a number, or name[index].
static struct shell_arith *parse_literal_operand(struct parser *p) {
  struct shell_part *part = literal_part(p, p->tok_pos, p->val);
  uint32_t raw_end = p->raw_end;
  next_token(p);
  p->raw_end = raw_end;
  if (p->tok != TOKEN_LBRACKET)
    return word_operand(p, word_of(p, part));
  struct shell_part *element = new_part(p, PART_PARAM, part->span.off);
  element->param = NEW(p->a, struct shell_param);
  element->param->is_short = true;
  element->param->name = part->text;
  element->param->index = parse_subscript(p);
  p->raw_end++; // the bracket
  element->span = span_to(part->span.off, p->raw_end);
  return word_operand(p, word_of(p, element));
}

static struct shell_arith *parse_paren(struct parser *p, enum spacing spacing) {
  struct shell_arith *x = new_arith(p, ARITH_PAREN, p->tok_pos);
  skip_operator(p, spacing);
  x->x = enter(p) ? need_arith(p, x->span.off, "(") : NULL;
  leave(p);
  uint32_t end = p->tok_pos + 1;
  if (!take(p, TOKEN_RPAREN))
    fail_at(p, x->span.off, "( is not closed with )");
  if (p->mode == MODE_SUBSCRIPT && p->tok == TOKEN_LITWORD)
    fail_foreign(p, x->span.off, "flags of an index");
  x->span = span_to(x->span.off, end);
  p->raw_end = end;
  return x;
}

static struct shell_arith *parse_word_operand(struct parser *p) {
  if (p->tok == TOKEN_BACKQUOTE && p->mode == MODE_LET && p->backquotes > 0)
    return NULL;
  struct shell_word *word = parse_word(p);
  return word ? word_operand(p, word) : NULL;
}

static struct shell_arith *parse_operand(struct parser *p, enum spacing spacing) {
  switch (p->tok) {
  case TOKEN_LPAREN:
    return parse_paren(p, spacing);
  case TOKEN_LBRACKET:
    fail(p, "[ must follow a name");
    return NULL;
  case TOKEN_COLON:
    fail(p, "? is missing before :");
    return NULL;
  case TOKEN_LITWORD:
    return parse_literal_operand(p);
  default:
    return parse_word_operand(p);
  }
}

static bool is_increment(const struct parser *p) {
  return p->tok == TOKEN_INCREMENT || p->tok == TOKEN_DECREMENT;
}

static struct shell_arith *parse_value(struct parser *p, enum spacing spacing);

static struct shell_arith *parse_pre_increment(struct parser *p, enum spacing spacing) {
  struct shell_arith *x = new_arith(p, ARITH_UNARY, p->tok_pos);
  x->op = token_text(p->tok);
  next_token(p);
  if (spacing == SPACING_FREE || !p->spaced)
    skip_newline(p, spacing);
  if (p->tok != TOKEN_LITWORD)
    fail_at(p, x->span.off, "a name must follow " STR_FMT, STR_ARG(x->op));
  x->x = parse_value(p, spacing);
  need_operand(p, x->x, x->span.off);
  x->span = span_to(x->span.off, p->raw_end);
  return x;
}

static struct shell_arith *parse_post_increment(struct parser *p, struct shell_arith *operand, enum spacing spacing) {
  if (!is_assignable(operand))
    fail(p, STR_FMT " must follow a name", STR_ARG(token_text(p->tok)));
  struct shell_arith *x = new_arith(p, ARITH_UNARY, operand->span.off);
  x->op = token_text(p->tok);
  x->post = true;
  x->x = operand;
  uint32_t end = p->tok_pos + 2;
  next_token(p);
  skip_newline(p, spacing);
  x->span = span_to(x->span.off, end);
  p->raw_end = end;
  return x;
}

static struct shell_arith *parse_value(struct parser *p, enum spacing spacing) {
  if (is_increment(p))
    return parse_pre_increment(p, spacing);
  struct shell_arith *x = parse_operand(p, spacing);
  if (!x || (spacing == SPACING_COMPACT && p->spaced))
    return x;
  uint32_t raw_end = p->raw_end;
  skip_newline(p, spacing);
  p->raw_end = raw_end;
  return is_increment(p) ? parse_post_increment(p, x, spacing) : x;
}

static struct shell_arith *parse_unary(struct parser *p, enum spacing spacing) {
  skip_newline(p, spacing);
  if (p->tok != TOKEN_BANG && p->tok != TOKEN_TILDE && p->tok != TOKEN_PLUS && p->tok != TOKEN_MINUS)
    return parse_value(p, spacing);
  struct shell_arith *x = new_arith(p, ARITH_UNARY, p->tok_pos);
  x->op = token_text(p->tok);
  skip_operator(p, spacing);
  x->x = enter(p) ? parse_unary(p, spacing) : NULL;
  leave(p);
  need_operand(p, x->x, x->span.off);
  x->span = span_to(x->span.off, p->raw_end);
  return x;
}

static struct shell_arith *join(struct parser *p, str op, struct shell_arith *x, struct shell_arith *y) {
  struct shell_arith *both = new_arith(p, ARITH_BINARY, x ? x->span.off : 0);
  both->op = op;
  both->x = x;
  both->y = y;
  both->span = span_to(both->span.off, p->raw_end);
  return both;
}

// `x ? y : z` behind x.
static struct shell_arith *parse_ternary(struct parser *p, struct shell_arith *x, enum spacing spacing) {
  uint32_t quest = p->tok_pos;
  skip_operator(p, spacing);
  if (p->tok == TOKEN_COLON)
    need_operand(p, NULL, quest);
  struct shell_arith *yes = parse_operators(p, spacing, RANK_COMMA);
  need_operand(p, yes, quest);
  if (p->tok != TOKEN_COLON)
    fail_at(p, quest, ": is missing behind ?");
  uint32_t colon = p->tok_pos;
  skip_operator(p, spacing);
  struct shell_arith *no = parse_operators(p, spacing, RANK_TERNARY);
  need_operand(p, no, colon);
  return join(p, STR("?"), x, join(p, STR(":"), yes, no));
}

static struct shell_arith *parse_operator_behind(struct parser *p, struct shell_arith *x, enum spacing spacing) {
  enum token op = p->tok;
  enum rank rank = (enum rank)ranks[op];
  if (rank == RANK_ASSIGN && !is_assignable(x))
    fail(p, STR_FMT " must follow a name", STR_ARG(token_text(op)));
  if (!x)
    fail(p, STR_FMT " must follow an expression", STR_ARG(token_text(op)));
  if (rank == RANK_TERNARY)
    return parse_ternary(p, x, spacing);
  uint32_t from = p->tok_pos;
  skip_operator(p, spacing);
  bool to_the_right = rank == RANK_ASSIGN || rank == RANK_POWER;
  struct shell_arith *y = parse_operators(p, spacing, to_the_right ? rank : (enum rank)(rank + 1));
  need_operand(p, y, from);
  return join(p, token_text(op), x, y);
}

// An expression of operators of that rank and above. A chain `a+b+c` makes a tree as deep as it is long.
static struct shell_arith *parse_operators(struct parser *p, enum spacing spacing, enum rank lowest) {
  uint32_t depth = p->depth;
  struct shell_arith *x = parse_unary(p, spacing);
  while (!p->failed && ranks[p->tok] != RANK_NONE && ranks[p->tok] >= lowest &&
         !(spacing == SPACING_COMPACT && p->spaced) && enter(p))
    x = parse_operator_behind(p, x, spacing);
  p->depth = depth;
  return p->failed ? NULL : x;
}

struct shell_arith *parse_arith(struct parser *p) {
  return parse_operators(p, SPACING_FREE, RANK_COMMA);
}

struct shell_arith *parse_compact_arith(struct parser *p) {
  return parse_operators(p, SPACING_COMPACT, RANK_COMMA);
}

struct shell_arith *need_arith(struct parser *p, uint32_t from, const char *after) {
  struct shell_arith *x = parse_arith(p);
  if (!x)
    fail_at(p, from, "%s must be followed by an expression", after);
  return x;
}

void need_arith_end(struct parser *p, uint32_t from, enum token right) {
  if (take(p, right))
    return;
  switch (p->tok) {
  case TOKEN_LIT:
  case TOKEN_LITWORD:
    fail(p, "no arithmetic operator");
    break;
  case TOKEN_LBRACKET:
    fail(p, "[ must follow a name");
    break;
  case TOKEN_COLON:
    fail(p, "? is missing before :");
    break;
  case TOKEN_DOT:
    fail_foreign(p, p->tok_pos, "a number with a point");
    break;
  default:
    if (p->tok != TOKEN_RPAREN && p->tok != TOKEN_EOF && p->mode >= MODE_ARITH && p->mode <= MODE_SLICE)
      fail(p, "no arithmetic operator");
    else
      fail_at(p, from, "the expression is not closed with " STR_FMT, STR_ARG(token_text(right)));
  }
}

uint32_t close_arith(struct parser *p, uint32_t from, struct nested outer) {
  if (p->tok != TOKEN_RPAREN || p->ch != ')')
    need_arith_end(p, from, TOKEN_DRPAREN); // never there: says what is wrong
  read_char(p);
  unnest(p, outer);
  uint32_t at = p->tok_pos;
  next_token(p);
  return at;
}

struct shell_arith *parse_subscript(struct parser *p) {
  enum mode mode = p->mode;
  uint32_t from = p->tok_pos;
  p->mode = MODE_SUBSCRIPT;
  next_token(p);
  if (p->tok == TOKEN_STAR || p->tok == TOKEN_AT) { // all elements
    p->val = token_text(p->tok);
    p->tok = TOKEN_LITWORD;
  }
  struct shell_arith *x = enter(p) ? need_arith(p, from, "[") : NULL;
  leave(p);
  p->mode = mode;
  uint32_t raw_end = p->raw_end;
  need_arith_end(p, from, TOKEN_RBRACKET);
  p->raw_end = raw_end;
  return x;
}
