#include "shell/parser.h"

// $name and ${name…}. The parser reads characters here: what is an operator depends on what stands before it.

static bool is_special(int ch) {
  switch (ch) {
  case '@':
  case '*':
  case '#':
  case '$':
  case '?':
  case '!':
  case '-':
    return true;
  default:
    return false;
  }
}

static bool starts_name(int ch) {
  return is_special(ch) || has_class(ch, CLASS_NAME);
}

// Reads `#` or `!` before a name; where no name follows, it is the parameter itself.
static bool take_prefix(struct parser *p) {
  int behind = peek(p);
  if (!starts_name(behind) && behind != '"' && behind != CHAR_EOF)
    return false;
  read_char(p);
  return true;
}

static bool read_prefix(struct parser *p, struct shell_part *part) {
  uint32_t from = part->span.off;
  switch (p->ch) {
  case '#':
    part->param->length = take_prefix(p);
    return true;
  case '!':
    part->param->indirect = take_prefix(p);
    return !part->param->indirect || need_bash(p, from, "${!name}");
  case '%':
    if (take_prefix(p))
      fail_foreign(p, from, "${%name}");
    break;
  case '+':
    if (take_prefix(p))
      fail_foreign(p, from, "${+name}");
    break;
  case '(':
    fail_foreign(p, from, "${(flags)name}");
    break;
  default:
    break;
  }
  return !p->failed;
}

// zsh's nested expansions.
static bool is_nested_param(struct parser *p, uint32_t from) {
  uint32_t at = p->pos;
  if (p->ch == '"') {
    read_char(p);
    if (p->ch != '$') {
      fail_at(p, from, "${\" is no expansion");
      return true;
    }
    at = p->pos;
  }
  if (p->ch != '$' || (peek(p) != '{' && peek(p) != '('))
    return false;
  fail_foreign(p, at, "an expansion as a parameter");
  return true;
}

static bool read_long_name(struct parser *p, struct shell_param *param) {
  uint32_t from = p->pos;
  literal_begin(p);
  while (has_class(p->ch, CLASS_NAME) || p->ch == CHAR_SPLICE)
    read_char(p);
  param->name = p->val = literal_end(p);
  if (is_name(param->name) || is_number(param->name))
    return true;
  if (!param->is_short)
    fail_at(p, from, "no name of a parameter");
  return false;
}

static str read_one(struct parser *p) {
  str name = str_slice(p->src, p->pos, p->pos + 1);
  read_char(p);
  return name;
}

// False where there is none.
static bool read_name(struct parser *p, struct shell_param *param) {
  if (param->length && (p->ch == '?' || p->ch == '-') && peek(p) != '}') {
    param->length = false; // ${#-default}: `#` is the parameter
    param->name = STR("#");
    return true;
  }
  if (is_special(p->ch)) {
    param->name = read_one(p);
    return true;
  }
  if (param->is_short && p->ch >= '0' && p->ch <= '9') { // $12 is ${1}2
    param->name = p->val = read_one(p);
    return true;
  }
  return read_long_name(p, param);
}

static void set_op(struct shell_param *param, enum token t) {
  param->op = token_text(t);
}

static void parse_operator_word(struct parser *p, struct shell_param *param, enum token op) {
  if (op == TOKEN_COLON_HASH || op == TOKEN_COLON_PIPE || op == TOKEN_COLON_STAR) {
    fail_foreign(p, p->tok_pos, "this operator of ${ }");
    return;
  }
  set_op(param, op);
  p->mode = MODE_PARAM_WORD;
  next_token(p);
  if (op == TOKEN_AT) {
    if (!is_literal(p->tok))
      fail(p, "${name@ needs one letter");
    else if (str_eq(p->val, STR("#")))
      fail_foreign(p, p->tok_pos, "${name@#}");
    else if (p->val.len != 1 || str_find_char(STR("akuAEKLPUQ"), p->val.at[0]) == 10)
      fail(p, "${name@ has no such operator");
  }
  param->arg = parse_word(p);
}

static void parse_replacement(struct parser *p, struct shell_param *param, enum token op) {
  if (!need_bash(p, p->tok_pos, "${name/pattern/text}"))
    return;
  set_op(param, op);
  p->mode = MODE_PATTERN;
  next_token(p);
  param->pattern = parse_word(p);
  p->mode = MODE_PARAM_WORD;
  if (take(p, TOKEN_SLASH))
    param->with = parse_word(p);
}

// ${name:offset:count}; reads the closing brace.
static void parse_slice(struct parser *p, struct shell_part *part, enum mode mode) {
  struct shell_param *param = part->param;
  if (!need_bash(p, p->tok_pos, "${name:offset}"))
    return;
  uint32_t colon = p->tok_pos;
  p->mode = MODE_SLICE;
  next_token(p);
  if (p->tok != TOKEN_COLON)
    param->offset = need_arith(p, colon, ":");
  colon = p->tok_pos;
  if (take(p, TOKEN_COLON))
    param->count = need_arith(p, colon, ":");
  p->mode = mode;
  part->span = span_to(part->span.off, p->tok_pos + 1);
  need_arith_end(p, part->span.off, TOKEN_RBRACE);
}

static void parse_at_or_star(struct parser *p, struct shell_part *part, enum token op) {
  struct shell_param *param = part->param;
  if (op == TOKEN_STAR && !param->indirect) {
    fail(p, "* is no operator of ${ }");
    return;
  }
  if (param->indirect && p->ch == '}') {
    if (!need_bash(p, part->span.off, "${!prefix*}"))
      return;
    param->names = op == TOKEN_AT ? '@' : '*';
    next_token(p);
    return;
  }
  if (op == TOKEN_STAR || need_bash(p, p->tok_pos, "${name@operator}"))
    parse_operator_word(p, param, op);
}

static void fail_operator(struct parser *p, const struct shell_param *param, int ch) {
  if (has_class(ch, CLASS_NAME))
    fail(p, "the special parameter " STR_FMT " ends before this", STR_ARG(param->name));
  else
    fail(p, "no operator of ${ }");
}

static void parse_operator(struct parser *p, struct shell_part *part, int ch) {
  enum token op = p->tok;
  switch (op) {
  case TOKEN_SLASH:
  case TOKEN_DSLASH:
    parse_replacement(p, part->param, op);
    return;
  case TOKEN_AT:
  case TOKEN_STAR:
    parse_at_or_star(p, part, op);
    return;
  case TOKEN_CARET:
  case TOKEN_DCARET:
  case TOKEN_COMMA:
  case TOKEN_DCOMMA:
    if (need_bash(p, p->tok_pos, "change of case in ${ }"))
      parse_operator_word(p, part->param, op);
    return;
  case TOKEN_PLUS:
  case TOKEN_COLON_PLUS:
  case TOKEN_MINUS:
  case TOKEN_COLON_MINUS:
  case TOKEN_QUEST:
  case TOKEN_COLON_QUEST:
  case TOKEN_EQUAL:
  case TOKEN_COLON_EQUAL:
  case TOKEN_PERCENT:
  case TOKEN_DPERCENT:
  case TOKEN_HASH:
  case TOKEN_DHASH:
  case TOKEN_COLON_HASH:
  case TOKEN_COLON_PIPE:
  case TOKEN_COLON_STAR:
    parse_operator_word(p, part->param, op);
    return;
  case TOKEN_EOF:
    return;
  default:
    fail_operator(p, part->param, ch);
  }
}

static void parse_index(struct parser *p, struct shell_param *param) {
  if (!need_bash(p, p->pos, "an array"))
    return;
  if (!is_name(param->name))
    fail_at(p, p->pos, "a special parameter has no index");
  p->tok_pos = p->pos;
  read_char(p);
  param->index = parse_subscript(p);
}

// What follows the name in braces; `mode` is the one outside.
static void parse_braces(struct parser *p, struct shell_part *part, enum mode mode) {
  uint32_t from = part->span.off;
  if (p->ch == '[')
    parse_index(p, part->param);
  int ch = p->ch;
  p->tok_pos = p->pos;
  p->tok = param_token(p);
  if (p->tok != TOKEN_RBRACE) {
    if (p->tok != TOKEN_EOF && part->param->length)
      fail(p, "${#name} has no operator");
    if (p->tok == TOKEN_COLON) {
      parse_slice(p, part, mode);
      return;
    }
    parse_operator(p, part, ch);
    if (p->tok != TOKEN_EOF && p->tok != TOKEN_RBRACE)
      p->tok = param_token(p);
  }
  p->mode = mode;
  part->span = span_to(from, p->tok_pos + 1);
  if (!take(p, TOKEN_RBRACE))
    fail_at(p, from, "${ is not closed with }");
}

static struct shell_part *parse_strict_param(struct parser *p, struct shell_part *part) {
  struct shell_param *param = part->param;
  enum mode mode = p->mode;
  p->mode = MODE_BY_CHARACTER;
  bool named =
      (param->is_short || (read_prefix(p, part) && !is_nested_param(p, part->span.off))) && read_name(p, param);
  if (!named) {
    p->mode = mode;
    return NULL;
  }
  part->span = span_to(part->span.off, p->pos);
  if (param->is_short) {
    p->mode = mode;
    next_token(p);
  } else {
    parse_braces(p, part, mode);
    p->mode = mode;
  }
  p->raw_end = span_end(part->span);
  return part;
}

struct shell_part *parse_param(struct parser *p) {
  struct shell_part *part = new_part(p, PART_PARAM, p->tok_pos);
  part->param = NEW(p->a, struct shell_param);
  part->param->is_short = p->tok == TOKEN_DOLLAR;
  if (!p->lenient || part->param->is_short)
    return parse_strict_param(p, part);
  struct parser before = *p;
  struct shell_part *strict = parse_strict_param(p, part);
  if (!p->failed || p->error.limit)
    return strict;
  *part->param = (struct shell_param){0};
  return skip_bad_param(p, &before, part) ? part : NULL;
}
