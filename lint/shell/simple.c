#include "shell/parser.h"

// Simple commands, assignments and declarations.

// Whether the token is `name=`, `name+=` or `name[`.
bool starts_assignment(const struct parser *p) {
  if (!is_literal(p->tok))
    return false;
  if (p->equal != EQUAL_NONE && p->equal > 0) {
    uint32_t end = p->equal;
    if (p->val.at[end - 1] == '+' && p->bash)
      end--;
    if (is_name(str_slice(p->val, 0, end)))
      return true;
  } else if (!is_name(p->val)) {
    return false;
  }
  return p->ch == '[';
}

static bool is_array_end(const struct parser *p) {
  return p->tok == TOKEN_EOF || p->tok == TOKEN_RPAREN;
}

// One element of ( … ); false where it is none.
static bool parse_element(struct parser *p, struct shell_element *element) {
  if (p->tok == TOKEN_LBRACKET) {
    uint32_t from = p->tok_pos;
    element->index = parse_subscript(p);
    if (p->tok == TOKEN_ASSIGN_PAREN)
      fail(p, "arrays are not nested");
    if (!take(p, TOKEN_EQUAL))
      fail_at(p, from, "[index] must be followed by =");
  }
  element->value = parse_word(p);
  if (element->value ||
      (element->index && (p->tok == TOKEN_NEWLINE || p->tok == TOKEN_RPAREN || p->tok == TOKEN_LBRACKET)))
    return true;
  if (p->tok != TOKEN_NEWLINE && p->tok != TOKEN_RPAREN && p->tok != TOKEN_LBRACKET)
    fail(p, "an array has words only");
  return false;
}

static void parse_array(struct parser *p, struct shell_assign *as) {
  uint32_t from = p->tok_pos;
  if (!need_bash(p, from, "an array"))
    return;
  VEC(struct shell_element) elements = {0};
  struct nested outer = nest(p, MODE_ARRAY);
  next_token(p);
  take(p, TOKEN_NEWLINE);
  while (!is_array_end(p)) {
    struct shell_element element = {0};
    if (parse_element(p, &element))
      VEC_PUSH(p->a, &elements, element);
    take(p, TOKEN_NEWLINE);
  }
  unnest(p, outer);
  as->array = true;
  as->elements = elements.at;
  as->element_count = elements.len;
  as->span = span_to(as->span.off, p->tok_pos + 1);
  if (!take(p, TOKEN_RPAREN))
    fail_at(p, from, "( is not closed with )");
}

// The word that starts with `first`, which may be NULL, and goes on at the token.
static struct shell_word *parse_value(struct parser *p, struct shell_part *first) {
  struct shell_parts rest = parse_parts(p);
  if (p->failed || (!first && rest.len == 0))
    return NULL;
  struct shell_word *word = NEW(p->a, struct shell_word);
  word->parts = rest;
  if (first) {
    struct shell_part **parts = NEW_ARRAY(p->a, struct shell_part *, rest.len + 1);
    parts[0] = first;
    for (uint32_t i = 0; i < rest.len; i++)
      parts[i + 1] = rest.at[i];
    word->parts = (struct shell_parts){parts, rest.len + 1};
  }
  finish_word(p, word);
  return word;
}

static void end_assign(struct parser *p, struct shell_assign *as, struct shell_part *first, uint32_t end) {
  as->span = span_to(as->span.off, end);
  if (p->spaced || stops_command(p)) {
    if (first)
      as->value = word_of(p, first);
  } else if (!first && p->tok == TOKEN_LPAREN) {
    parse_array(p, as);
  } else {
    as->value = parse_value(p, first);
  }
  if (as->value)
    as->span = span_to(as->span.off, span_end(as->value->span));
}

// name=…   name+=…
static void parse_plain_assign(struct parser *p, struct shell_assign *as) {
  uint32_t from = p->tok_pos, name_len = p->equal, end = p->equal_pos + 1;
  as->append = p->bash && p->val.at[name_len - 1] == '+';
  name_len -= as->append;
  as->name = str_slice(p->val, 0, name_len);
  as->name_span = span_to(from, end - 1);
  if (str_eq(str_slice(p->src, from, from + name_len), as->name))
    as->name_span.len = name_len;
  str value = str_skip(p->val, p->equal + 1);
  struct shell_part *first = value.len ? literal_part(p, end, value) : NULL;
  next_token(p);
  end_assign(p, as, first, end);
}

// What stands behind name[index]: reads `=` or `+=`.
static bool take_assign_sign(struct parser *p, struct shell_assign *as, uint32_t from) {
  if (p->tok == TOKEN_ASSIGN_PAREN) {
    fail(p, "arrays are not nested");
    return false;
  }
  if (p->val.len && p->val.at[0] == '+') {
    as->append = true;
    p->val = str_skip(p->val, 1);
    p->tok_pos++;
  }
  if (p->val.len == 0 || p->val.at[0] != '=') {
    fail_at(p, from, "name[index] must be followed by =");
    return false;
  }
  p->tok_pos++;
  p->val = str_skip(p->val, 1);
  if (p->val.len == 0)
    next_token(p);
  return true;
}

enum assign_place { IN_COMMAND, IN_DECLARATION };

// name[index]=…
static void parse_element_assign(struct parser *p, struct shell_assign *as, enum assign_place place) {
  uint32_t from = p->tok_pos;
  as->name = p->val;
  as->name_span = literal_span(p, from, p->val);
  read_char(p);
  p->tok_pos++;
  as->index = parse_subscript(p);
  uint32_t index_end = p->raw_end;
  as->span = span_to(from, index_end + 1);
  if (p->spaced || stops_command(p)) {
    as->naked = true;
    if (place == IN_COMMAND)
      fail_at(p, from, "name[index] must be followed by =");
    return;
  }
  if (take_assign_sign(p, as, from))
    end_assign(p, as, NULL, index_end + 2);
}

static struct shell_assign *parse_assign(struct parser *p, enum assign_place place) {
  struct shell_assign *as = NEW(p->a, struct shell_assign);
  as->span.off = p->tok_pos;
  if (p->equal != EQUAL_NONE && p->equal > 0)
    parse_plain_assign(p, as);
  else
    parse_element_assign(p, as, place);
  return as;
}

// `function name {` is no simple command in any shell, although POSIX knows no such word.
static bool opens_function(const struct parser *p, const struct commands *c) {
  return !p->bash && c->words.len && str_eq(c->words.at[0]->value, STR("function")) &&
         reserved_word(p) == RESERVED_LBRACE;
}

// Reads on with the words and redirections of a simple command; false where it ends.
static bool parse_argument(struct parser *p, struct commands *c) {
  // `)` ends a command in a subshell; elsewhere it is out of place.
  if (p->tok == TOKEN_RPAREN ? p->mode == MODE_SUBSHELL : stops_command(p))
    return false;
  switch (p->tok) {
  case TOKEN_LITWORD:
  case TOKEN_LIT:
    if (opens_function(p, c))
      fail_foreign(p, p->tok_pos, "the word function");
    if (c->words.len == 0 && starts_assignment(p))
      VEC_PUSH(p->a, &c->assigns, parse_assign(p, IN_COMMAND));
    else
      VEC_PUSH(p->a, &c->words, p->tok == TOKEN_LITWORD ? parse_literal_word(p) : parse_word(p));
    return true;
  case TOKEN_DLPAREN:
    fail(p, "(( stands where no command starts");
    return false;
  default:
    break;
  }
  if (is_redirection(p)) {
    parse_redirection(p, c);
    return true;
  }
  struct shell_word *word = parse_word(p);
  if (!word) {
    fail(p, "a command has words and redirections only, not " STR_FMT, STR_ARG(token_text(p->tok)));
    return false;
  }
  VEC_PUSH(p->a, &c->words, word);
  return true;
}

// bash takes them, but nothing comes of them.
static void check_assigns(struct parser *p, const struct commands *c) {
  if (c->words.len == 0 || p->lenient)
    return;
  for (uint32_t i = 0; i < c->assigns.len; i++)
    if (c->assigns.at[i]->index || c->assigns.at[i]->array)
      fail_at(p, c->assigns.at[i]->span.off, "an array is assigned for one command");
}

void parse_simple(struct parser *p, struct commands *c, struct shell_word *first) {
  c->cmd->kind = CMD_SIMPLE;
  if (first)
    VEC_PUSH(p->a, &c->words, first);
  while (!p->failed && parse_argument(p, c))
    ;
  check_assigns(p, c);
  if (p->failed)
    return;
  span head = c->assigns.len ? c->assigns.at[0]->span : c->words.at[0]->span;
  span tail = c->words.len ? c->words.at[c->words.len - 1]->span : c->assigns.at[c->assigns.len - 1]->span;
  c->cmd->span = span_join(head, tail);
}

static struct shell_assign *parse_naked_name(struct parser *p) {
  struct shell_assign *as = NEW(p->a, struct shell_assign);
  as->naked = true;
  as->name = p->val;
  as->name_span = as->span = literal_span(p, p->tok_pos, p->val);
  next_token(p);
  return as;
}

static struct shell_assign *parse_declared_word(struct parser *p, str variant) {
  struct shell_word *word = parse_word(p);
  if (!word) {
    fail(p, STR_FMT " must be followed by names or assignments", STR_ARG(variant));
    return NULL;
  }
  struct shell_assign *as = NEW(p->a, struct shell_assign);
  as->naked = true;
  as->word = word;
  as->span = word->span;
  return as;
}

static struct shell_assign *parse_declared(struct parser *p, str variant) {
  if (starts_assignment(p))
    return parse_assign(p, IN_DECLARATION);
  bool has_equal = is_literal(p->tok) && p->equal != EQUAL_NONE && p->equal > 0;
  if (has_equal && str_find_char(p->val, '{') >= p->equal)
    fail(p, "no name of a variable");
  if (p->tok == TOKEN_LITWORD && is_name(p->val))
    return parse_naked_name(p);
  return parse_declared_word(p, variant);
}

void parse_declaration(struct parser *p, struct commands *c) {
  c->cmd->kind = CMD_DECL;
  c->cmd->name = p->val;
  c->cmd->name_span = c->cmd->span = literal_span(p, p->tok_pos, p->val);
  next_token(p);
  while (!stops_command(p) && !is_redirection(p)) {
    struct shell_assign *as = parse_declared(p, c->cmd->name);
    if (!as)
      return;
    VEC_PUSH(p->a, &c->assigns, as);
    c->cmd->span = span_to(c->cmd->span.off, span_end(as->span));
  }
}
