#include "shell/parser.h"

struct shell_part *new_part(struct parser *p, enum shell_part_kind kind, uint32_t from) {
  struct shell_part *part = NEW(p->a, struct shell_part);
  part->kind = kind;
  part->span.off = from;
  return part;
}

static void end_part(struct parser *p, struct shell_part *part, uint32_t end) {
  part->span = span_to(part->span.off, end);
  p->raw_end = end;
}

struct shell_part *literal_part(struct parser *p, uint32_t from, str text) {
  struct shell_part *part = new_part(p, PART_LITERAL, from);
  part->text = text;
  end_part(p, part, p->pos);
  part->span = literal_span(p, from, text);
  return part;
}

struct shell_word *word_of(struct parser *p, struct shell_part *part) {
  struct shell_word *w = NEW(p->a, struct shell_word);
  w->parts = list_of(p, part);
  finish_word(p, w);
  return w;
}

struct shell_parts list_of(struct parser *p, struct shell_part *part) {
  struct shell_part **at = NEW(p->a, struct shell_part *);
  *at = part;
  return (struct shell_parts){at, 1};
}

struct shell_word *parse_literal_word(struct parser *p) {
  struct shell_part *part = literal_part(p, p->tok_pos, p->val);
  next_token(p);
  return word_of(p, part);
}

static struct shell_part *parse_single_quoted(struct parser *p) {
  struct shell_part *part = new_part(p, PART_SINGLE, p->tok_pos);
  part->dollar = p->tok == TOKEN_DOLLAR_SINGLE;
  for (literal_begin(p); p->ch != '\''; read_char(p)) {
    if (p->ch == CHAR_EOF) {
      p->literal = LITERAL_NONE;
      p->tok = TOKEN_EOF;
      fail_at(p, part->span.off, "a single quote is not closed");
      return NULL;
    }
    if (p->ch == CHAR_SPLICE)
      literal_keep_splice(p);
    else if (p->ch == '\\' && part->dollar)
      read_escaped(p);
    else
      skip_class(p, CLASS_SINGLE);
  }
  uint32_t end = p->next;
  part->text = literal_end(p);
  read_char(p);
  next_token(p);
  end_part(p, part, end);
  return part;
}

static struct shell_part *parse_double_quoted(struct parser *p) {
  struct shell_part *part = new_part(p, PART_DOUBLE, p->tok_pos);
  part->dollar = p->tok == TOKEN_DOLLAR_DOUBLE;
  enum mode mode = p->mode;
  bool in_word = p->in_word;
  p->mode = MODE_DOUBLE;
  next_token(p);
  part->parts = parse_parts(p);
  p->mode = mode;
  p->in_word = in_word;
  uint32_t end = p->tok_pos + 1;
  if (!take(p, TOKEN_DOUBLE_QUOTE))
    fail_at(p, part->span.off, "a double quote is not closed");
  end_part(p, part, end);
  return part;
}

static uint32_t need_rparen(struct parser *p, uint32_t from, const char *left) {
  uint32_t end = p->tok_pos + 1;
  if (!take(p, TOKEN_RPAREN))
    fail_at(p, from, "%s is not closed with )", left);
  return end;
}

// $( … )   <( … )   >( … )
static struct shell_part *parse_substitution(struct parser *p, enum shell_part_kind kind) {
  struct shell_part *part = new_part(p, kind, p->tok_pos);
  str opener = token_text(p->tok);
  if (kind == PART_PROCSUB)
    part->op = opener.at[0];
  struct nested outer = nest(p, MODE_SUBSHELL);
  next_token(p);
  part->body = parse_list(p, 0);
  unnest(p, outer);
  end_part(p, part, need_rparen(p, part->span.off, opener.at));
  return part;
}

static struct shell_part *parse_backquoted(struct parser *p) {
  struct shell_part *part = new_part(p, PART_CMDSUB, p->tok_pos);
  part->variant = true;
  bool quoted = p->mode == MODE_DOUBLE;
  struct nested outer = nest(p, MODE_BACKQUOTE);
  p->backquotes++;
  p->quoted_backquotes += quoted;
  read_char(p); // the lexer left the backquote, so that what follows is read one level deeper
  next_token(p);
  part->body = parse_list(p, 0);
  if (p->tok == TOKEN_BACKQUOTE && p->escapes + 1 < p->backquotes) {
    p->tok = TOKEN_EOF; // an outer one closes before this one
    fail_at(p, part->span.off, "a backquote is not closed");
  }
  unnest(p, outer);
  p->backquotes--;
  p->quoted_backquotes -= quoted;
  uint32_t end = p->tok_pos + 1;
  read_char(p);
  if (!take(p, TOKEN_BACKQUOTE))
    fail_at(p, part->span.off, "a backquote is not closed");
  end_part(p, part, end);
  return part;
}

// $(( … ))   $[ … ]
static struct shell_part *parse_arith_expansion(struct parser *p) {
  struct shell_part *part = new_part(p, PART_ARITH, p->tok_pos);
  part->variant = p->tok == TOKEN_DOLLAR_BRACKET;
  struct nested outer = nest(p, MODE_ARITH);
  next_token(p);
  if (p->tok == TOKEN_HASH)
    fail_foreign(p, part->span.off, "unsigned arithmetic");
  part->arith = need_arith(p, part->span.off, part->variant ? "$[" : "$((");
  if (!part->variant) {
    end_part(p, part, close_arith(p, part->span.off, outer) + 2);
    return part;
  }
  if (p->tok != TOKEN_RBRACKET)
    need_arith_end(p, part->span.off, TOKEN_RBRACKET);
  unnest(p, outer);
  uint32_t end = p->tok_pos + 1;
  next_token(p);
  end_part(p, part, end);
  return part;
}

// ${ commands; }   ${| commands; }
static struct shell_part *parse_brace_substitution(struct parser *p) {
  struct shell_part *part = new_part(p, PART_CMDSUB, p->tok_pos);
  if (!need_bash(p, part->span.off, "${ commands; }"))
    return NULL;
  struct nested outer = nest(p, MODE_BRACE_SUBST);
  read_char(p);
  next_token(p);
  part->body = parse_list(p, STOP(RBRACE));
  unnest(p, outer);
  uint32_t end = p->tok_pos + 1;
  if (!take_reserved(p, RESERVED_RBRACE))
    fail_at(p, part->span.off, "${ is not closed with }");
  end_part(p, part, end);
  return part;
}

// @(…) and its like: the pattern is kept as text.
static struct shell_part *parse_glob(struct parser *p) {
  struct shell_part *part = new_part(p, PART_EXTGLOB, p->tok_pos);
  if (!need_bash(p, part->span.off, "an extended glob"))
    return NULL;
  part->op = token_text(p->tok).at[0];
  uint32_t parens = 1;
  for (literal_begin(p); p->ch != CHAR_EOF; read_char(p)) {
    if (p->ch == '(')
      parens++;
    else if (p->ch == ')' && --parens == 0)
      break;
  }
  part->text = literal_end(p);
  uint32_t end = p->pos + 1;
  read_char(p);
  next_token(p);
  if (parens)
    fail_at(p, part->span.off, "%c( is not closed with )", part->op);
  end_part(p, part, end);
  return part;
}

static struct shell_part *parse_dollar(struct parser *p) {
  uint32_t from = p->tok_pos;
  struct shell_part *part = parse_param(p);
  if (part) {
    if (p->plain_word)
      fail_at(p, from, "the word behind << is not expanded");
    return part;
  }
  part = literal_part(p, from, str_slice(p->src, from, from + 1));
  uint32_t end = p->raw_end;
  next_token(p);
  p->raw_end = end;
  return part;
}

static struct shell_part *parse_literal(struct parser *p) {
  struct shell_part *part = literal_part(p, p->tok_pos, p->val);
  uint32_t end = p->raw_end;
  next_token(p);
  p->raw_end = end; // reading on may have read here-documents
  return part;
}

static struct shell_part *parse_braced(struct parser *p) {
  if (p->ch == '|' || p->ch == ' ' || p->ch == '\t' || p->ch == '\n')
    return parse_brace_substitution(p);
  return parse_param(p);
}

static struct shell_part *parse_expansion(struct parser *p) {
  switch (p->tok) {
  case TOKEN_DOLLAR_BRACE:
    return parse_braced(p);
  case TOKEN_DOLLAR_DPAREN:
    if (!is_arithmetic(p, 3)) {
      split_parens(p, TOKEN_DOLLAR_PAREN);
      return parse_substitution(p, PART_CMDSUB);
    }
    return parse_arith_expansion(p);
  case TOKEN_DOLLAR_BRACKET:
    return parse_arith_expansion(p);
  case TOKEN_DOLLAR_PAREN:
    return parse_substitution(p, PART_CMDSUB);
  case TOKEN_PROC_IN:
  case TOKEN_PROC_OUT:
    return parse_substitution(p, PART_PROCSUB);
  case TOKEN_BACKQUOTE:
    return parse_backquoted(p);
  default:
    return NULL;
  }
}

static struct shell_part *parse_nested_expansion(struct parser *p) {
  if (p->plain_word)
    fail(p, "the word behind << is not expanded");
  struct shell_part *part = enter(p) ? parse_expansion(p) : NULL;
  leave(p);
  return part;
}

// One part; NULL where the token starts none.
static struct shell_part *parse_part(struct parser *p) {
  switch (p->tok) {
  case TOKEN_LIT:
  case TOKEN_LITWORD:
  case TOKEN_LITREDIR:
    return parse_literal(p);
  case TOKEN_DOLLAR:
    return parse_dollar(p);
  case TOKEN_SINGLE_QUOTE:
  case TOKEN_DOLLAR_SINGLE:
    return parse_single_quoted(p);
  case TOKEN_DOUBLE_QUOTE:
  case TOKEN_DOLLAR_DOUBLE:
    return p->mode == MODE_DOUBLE ? NULL : parse_double_quoted(p);
  case TOKEN_ASSIGN_PAREN:
    fail_foreign(p, p->tok_pos, "=( )");
    return NULL;
  case TOKEN_GLOB_QUEST:
  case TOKEN_GLOB_STAR:
  case TOKEN_GLOB_PLUS:
  case TOKEN_GLOB_AT:
  case TOKEN_GLOB_BANG:
    return parse_glob(p);
  case TOKEN_BACKQUOTE:
    return closes_backquote(p) ? NULL : parse_nested_expansion(p);
  case TOKEN_DOLLAR_BRACE:
  case TOKEN_DOLLAR_DPAREN:
  case TOKEN_DOLLAR_BRACKET:
  case TOKEN_DOLLAR_PAREN:
  case TOKEN_PROC_IN:
  case TOKEN_PROC_OUT:
    return parse_nested_expansion(p);
  default:
    return NULL;
  }
}

struct shell_parts parse_parts(struct parser *p) {
  VEC(struct shell_part *) parts = {0};
  bool in_word = p->in_word;
  p->in_word = true;
  uint32_t raw_end = p->pos;
  for (;;) {
    p->open++;
    struct shell_part *part = parse_part(p);
    p->open--;
    if (!part)
      break;
    VEC_PUSH(p->a, &parts, part);
    raw_end = p->raw_end;
    if (p->spaced)
      break;
  }
  p->in_word = in_word;
  p->raw_end = raw_end;
  return (struct shell_parts){parts.at, parts.len};
}

struct shell_word *parse_word(struct parser *p) {
  struct shell_parts parts = parse_parts(p);
  if (parts.len == 0 || p->failed)
    return NULL;
  struct shell_word *w = NEW(p->a, struct shell_word);
  w->parts = parts;
  uint32_t end = p->raw_end;
  finish_word(p, w);
  p->raw_end = end;
  return w;
}
