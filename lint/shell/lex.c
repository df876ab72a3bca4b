#include "shell/parser.h"

bool is_literal(enum token t) {
  return t == TOKEN_LIT || t == TOKEN_LITWORD || t == TOKEN_LITREDIR;
}

bool take(struct parser *p, enum token t) {
  if (p->tok != t)
    return false;
  next_token(p);
  return true;
}

bool closes_backquote(const struct parser *p) {
  return p->escapes < p->backquotes;
}

bool stops_command(const struct parser *p) {
  switch (p->tok) {
  case TOKEN_EOF:
  case TOKEN_NEWLINE:
  case TOKEN_SEMI:
  case TOKEN_AND:
  case TOKEN_OR:
  case TOKEN_AND_AND:
  case TOKEN_OR_OR:
  case TOKEN_OR_AND:
  case TOKEN_DSEMI:
  case TOKEN_SEMI_AND:
  case TOKEN_DSEMI_AND:
  case TOKEN_RPAREN:
    return true;
  case TOKEN_BACKQUOTE:
    return closes_backquote(p);
  default:
    return false;
  }
}

static enum token command_token(struct parser *p) {
  if (p->ch == '`')
    return TOKEN_BACKQUOTE; // not read: whether it opens or closes decides what the backslashes behind it mean
  if (p->mode == MODE_TEST && p->ch == '(') {
    read_char(p);
    return TOKEN_LPAREN;
  }
  return read_operator(p, OPERATORS_OF_COMMANDS);
}

enum token quoted_token(struct parser *p) {
  if (p->ch == '`')
    return TOKEN_BACKQUOTE;
  return read_operator(p, OPERATORS_IN_QUOTES);
}

enum token param_token(struct parser *p) {
  if (p->ch == CHAR_EOF)
    return TOKEN_EOF;
  return read_operator(p, OPERATORS_OF_PARAMS);
}

static bool is_arith_mode(enum mode mode) {
  return mode >= MODE_ARITH && mode <= MODE_SLICE;
}

static bool is_param_mode(enum mode mode) {
  return mode >= MODE_SUBSCRIPT && mode <= MODE_PARAM_WORD;
}

static bool keeps_spaces(enum mode mode) {
  return mode == MODE_DOUBLE || mode == MODE_HEREDOC || mode >= MODE_PATTERN;
}

static void end_literal_token(struct parser *p, enum token t) {
  p->tok = t;
  p->val = literal_end(p);
}

// Whether `ch` opens an extended glob. `*()` is rather a function of that name; behind `function` it surely is.
static bool opens_glob(const struct parser *p) {
  if (p->next >= p->src.len || p->src.at[p->next] != '(' || str_eq(p->val, STR("function")))
    return false;
  return p->next + 1 >= p->src.len || p->src.at[p->next + 1] != ')';
}

// Whether the literal before a `<` or `>` at `ch` belongs to it: digits, or {name} as bash has it.
static bool is_redirected(const struct parser *p) {
  uint32_t len = literal_len(p) - 1;
  if (literal_at(p, 0) != '{') {
    for (uint32_t i = 0; i < len; i++)
      if (!is_ascii_digit(literal_at(p, i)))
        return false;
    return len > 0;
  }
  if (len < 3 || literal_at(p, len - 1) != '}')
    return false;
  uint32_t end = len - 1;
  if (p->bash && literal_at(p, end - 1) == ']')
    for (uint32_t i = 2; i < end - 2; i++)
      if (literal_at(p, i) == '[') {
        end = i;
        break;
      }
  for (uint32_t i = 1; i < end; i++)
    if (!has_class((uint8_t)literal_at(p, i), CLASS_NAME) || (i == 1 && is_ascii_digit(literal_at(p, i))))
      return false;
  return true;
}

// What a character that is not of CLASS_WORD does to the literal before it.
enum effect { EFFECT_NONE, EFFECT_END_WORD, EFFECT_END_PART, EFFECT_END_REDIRECTED };

static enum effect effect_on_word(struct parser *p) {
  switch (p->ch) {
  case ' ':
  case '\t':
  case '\n':
  case '\r':
  case '&':
  case '|':
  case ';':
  case '(':
  case ')':
    return EFFECT_END_WORD;
  case '\\':
    read_escaped(p);
    return EFFECT_NONE;
  case '<':
  case '>':
    if (peek(p) == '(')
      return EFFECT_END_PART;
    return is_redirected(p) ? EFFECT_END_REDIRECTED : EFFECT_END_WORD;
  case '`':
    return p->mode == MODE_BACKQUOTE ? EFFECT_END_WORD : EFFECT_END_PART;
  case '"':
  case '\'':
  case '$':
    return EFFECT_END_PART;
  case '?':
  case '*':
  case '+':
  case '@':
  case '!':
    return opens_glob(p) ? EFFECT_END_PART : EFFECT_NONE;
  case '=':
    if (p->equal == EQUAL_NONE) {
      p->equal = literal_len(p) - 1;
      p->equal_pos = p->pos;
    }
    return EFFECT_NONE;
  case '}':
    if (p->mode != MODE_BRACE_SUBST || literal_len(p) != 1)
      return EFFECT_NONE;
    read_char(p); // it ends `${ cmd; }` even where more follows
    return EFFECT_END_WORD;
  case '[': // {name[index]} is kept whole; `[…]` is a glob
    if (p->bash && literal_len(p) > 1 && literal_at(p, 0) != '[' && literal_at(p, 0) != '{')
      return EFFECT_END_PART;
    return EFFECT_NONE;
  default:
    return EFFECT_NONE;
  }
}

static void read_word_literal(struct parser *p) {
  static const enum token tokens[] = {[EFFECT_NONE] = TOKEN_LITWORD,
                                      [EFFECT_END_WORD] = TOKEN_LITWORD,
                                      [EFFECT_END_PART] = TOKEN_LIT,
                                      [EFFECT_END_REDIRECTED] = TOKEN_LITREDIR};
  p->equal = EQUAL_NONE;
  literal_begin(p);
  enum effect effect = EFFECT_NONE;
  while (p->ch != CHAR_EOF) {
    if (has_class(p->ch, CLASS_WORD))
      skip_class(p, CLASS_WORD);
    else if ((effect = effect_on_word(p)) != EFFECT_NONE)
      break;
    read_char(p);
  }
  end_literal_token(p, tokens[effect]);
}

static bool ends_other_literal(const struct parser *p) {
  bool arith = is_arith_mode(p->mode);
  switch (p->ch) {
  case '}':
    return is_param_mode(p->mode);
  case '/':
    return p->mode != MODE_PARAM_WORD;
  case ':':
  case '=':
  case '%':
  case '^':
  case ',':
  case '?':
  case '!':
  case '~':
  case '*':
  case '.':
    return arith;
  case '[':
  case ']':
    return (arith && p->bash) || !keeps_spaces(p->mode);
  case '+':
  case '-':
  case ' ':
  case '\t':
  case ';':
  case '&':
  case '>':
  case '<':
  case '|':
  case '(':
  case ')':
  case '\n':
  case '\r':
    return !keeps_spaces(p->mode);
  default:
    return false;
  }
}

// In arithmetic and in the words of `${…}`.
static void read_other_literal(struct parser *p) {
  enum token t = TOKEN_LITWORD;
  for (literal_begin(p); p->ch != CHAR_EOF; read_char(p)) {
    if (has_class(p->ch, CLASS_NAME)) {
      skip_class(p, CLASS_NAME);
    } else if (p->ch == '\\') {
      read_escaped(p);
    } else if (p->ch == '\'' || p->ch == '"' || p->ch == '`' || p->ch == '$') {
      t = TOKEN_LIT;
      break;
    } else if (ends_other_literal(p)) {
      break;
    }
  }
  end_literal_token(p, t);
}

static void read_double_literal(struct parser *p) {
  enum token t = TOKEN_LITWORD;
  for (literal_begin(p); p->ch != CHAR_EOF && p->ch != '"'; read_char(p)) {
    if (p->ch == CHAR_SPLICE || p->ch == '`' || p->ch == '$') {
      t = TOKEN_LIT;
      break;
    }
    if (p->ch == '\\')
      read_escaped(p);
    else
      skip_class(p, CLASS_DOUBLE);
  }
  end_literal_token(p, t);
}

// Up to where `=~ regex` ends: white space outside its parentheses.
static void read_regex_literal(struct parser *p) {
  literal_begin(p);
  for (;; read_char(p)) {
    switch (p->ch) {
    case '\\':
      read_escaped(p);
      continue;
    case '(':
      p->regex_parens++;
      continue;
    case ')':
      if (p->regex_parens > 0) {
        p->regex_parens--;
        continue;
      }
      break;
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case ';':
    case '&':
    case '>':
    case '<':
      if (p->regex_parens > 0)
        continue;
      break;
    case '"':
    case '\'':
    case '$':
    case '`':
      end_literal_token(p, TOKEN_LIT);
      return;
    case CHAR_EOF:
      break;
    default:
      continue;
    }
    p->mode = p->ch == CHAR_EOF ? MODE_COMMAND : MODE_TEST;
    end_literal_token(p, TOKEN_LITWORD);
    return;
  }
}

static void read_comment(struct parser *p) {
  uint32_t from = p->tok_pos = p->pos;
  read_char(p);
  uint32_t text_from = p->pos;
  literal_begin(p);
  while (p->ch != CHAR_EOF && p->ch != '\n' && !(p->ch == '`' && closes_backquote(p))) {
    skip_class(p, CLASS_COMMENT);
    read_unspliced(p); // a backslash at its end does not go on with it
  }
  str text = literal_end(p);
  span where = literal_span(p, text_from, text);
  VEC_PUSH(p->a, &p->comments, (struct shell_comment){span_join((span){from, 1}, where), text});
}

static void next_glob_token(struct parser *p) {
  static const struct {
    char c;
    uint8_t token;
  } globs[] = {
      {'?', TOKEN_GLOB_QUEST}, {'*', TOKEN_GLOB_STAR}, {'+', TOKEN_GLOB_PLUS},
      {'@', TOKEN_GLOB_AT},    {'!', TOKEN_GLOB_BANG},
  };
  for (uint32_t i = 0; i < COUNT_OF(globs); i++)
    if (globs[i].c == p->ch)
      p->tok = (enum token)globs[i].token;
  read_char(p);
  read_char(p);
}

static void next_equal_token(struct parser *p) {
  bool paren = peek(p) == '(';
  if (!paren && p->mode != MODE_ARRAY) {
    read_word_literal(p);
    return;
  }
  p->tok = paren ? TOKEN_ASSIGN_PAREN : TOKEN_EQUAL;
  read_char(p);
  if (paren)
    read_char(p);
}

static bool starts_comment(const struct parser *p) {
  return p->ch == '#' && p->mode <= MODE_TEST && (p->spaced || !(p->in_word || p->mode == MODE_TEST));
}

static void next_command_token(struct parser *p) {
  switch (p->ch) {
  case ';':
  case '"':
  case '\'':
  case '(':
  case ')':
  case '$':
  case '|':
  case '&':
  case '>':
  case '<':
  case '`':
    p->tok = command_token(p);
    return;
  case '[': // the index of an array's element, where a word starts
    if (p->mode == MODE_ARRAY && (p->spaced || p->tok == TOKEN_LPAREN || p->tok == TOKEN_NEWLINE)) {
      read_char(p);
      p->tok = TOKEN_LBRACKET;
      return;
    }
    read_word_literal(p);
    return;
  case '=':
    next_equal_token(p);
    return;
  case '?':
  case '*':
  case '+':
  case '@':
  case '!':
    if (opens_glob(p))
      next_glob_token(p);
    else
      read_word_literal(p);
    return;
  default:
    read_word_literal(p);
  }
}

static void next_regex_token(struct parser *p) {
  p->regex_start = false;
  switch (p->ch) {
  case ';':
  case '"':
  case '\'':
  case '$':
  case '&':
  case '>':
  case '<':
  case '`':
    p->tok = command_token(p);
    return;
  case ')':
    if (p->regex_parens == 0) {
      p->tok = TOKEN_RPAREN;
      p->mode = MODE_TEST;
      read_char(p);
      return;
    }
    break;
  default:
    break;
  }
  read_regex_literal(p);
}

// In arithmetic; there may be a quote or an expansion, too.
static void next_arith_token(struct parser *p) {
  if (p->mode == MODE_SUBSCRIPT && p->ch == '#') { // part of a key
    read_other_literal(p);
    return;
  }
  p->tok = read_operator(p, OPERATORS_OF_ARITH);
  if (p->tok == TOKEN_NONE && is_param_mode(p->mode))
    p->tok = param_token(p);
  if (p->tok == TOKEN_NONE)
    p->tok = command_token(p);
  if (p->tok == TOKEN_NONE)
    read_other_literal(p);
}

static void next_spaced_token(struct parser *p) {
  if (p->mode == MODE_HEREDOC) {
    next_heredoc_token(p);
    return;
  }
  while (p->ch == CHAR_SPLICE)
    read_char(p);
  p->tok_pos = p->pos;
  p->tok = TOKEN_NONE;
  if (p->mode == MODE_BY_CHARACTER)
    return;
  if (p->mode == MODE_DOUBLE) {
    p->tok = quoted_token(p);
    if (p->tok == TOKEN_NONE)
      read_double_literal(p);
    return;
  }
  if (p->ch == '}' || (p->ch == '/' && p->mode == MODE_PATTERN)) {
    p->tok = p->ch == '}' ? TOKEN_RBRACE : TOKEN_SLASH;
    read_char(p);
    return;
  }
  if (p->ch == '`' || p->ch == '"' || p->ch == '$' || p->ch == '\'')
    p->tok = command_token(p);
  else
    read_other_literal(p);
}

// White space, splices and newlines before a token; true where that ended in a newline token or the end of the script.
static bool skip_space(struct parser *p) {
  for (;;) {
    switch (p->ch) {
    case CHAR_EOF:
      p->tok = TOKEN_EOF;
      return true;
    case ' ':
    case '\t':
    case '\r':
      p->spaced = true;
      break;
    case CHAR_SPLICE:
      break;
    case '\n':
      if (p->tok == TOKEN_NEWLINE)
        break; // one token for a row of them
      p->spaced = true;
      p->tok = TOKEN_NEWLINE;
      if (p->mode != MODE_HEREDOC_WORD && p->heredocs != p->buried)
        read_heredocs(p);
      return true;
    default:
      return false;
    }
    read_char(p);
  }
}

void next_token(struct parser *p) {
  if (p->ch == CHAR_EOF) {
    p->tok = TOKEN_EOF;
    return;
  }
  p->spaced = false;
  if (keeps_spaces(p->mode)) {
    next_spaced_token(p);
    return;
  }
  for (;;) {
    if (skip_space(p))
      return;
    if (!starts_comment(p))
      break;
    read_comment(p);
    p->spaced = false;
  }
  if (p->mode == MODE_REGEX && !p->regex_start && p->spaced) {
    p->mode = MODE_TEST;
    if (skip_space(p))
      return;
  }
  p->tok_pos = p->pos;
  if (is_arith_mode(p->mode))
    next_arith_token(p);
  else if (p->mode == MODE_REGEX)
    next_regex_token(p);
  else
    next_command_token(p);
}
