#include "shell/parser.h"

// Commands that reserved words open.

static void need_reserved(struct parser *p, enum reserved word, uint32_t from, const char *what) {
  if (!take_reserved(p, word))
    fail_at(p, from, "%s", what);
}

// Reads the word that ends the command, which started at `from`.
static void end_with(struct parser *p, struct shell_cmd *cmd, enum reserved word, uint32_t from, const char *what) {
  cmd->span = span_to(from, p->failed ? p->tok_pos : p->tok_pos + p->val.len);
  need_reserved(p, word, from, what);
}

static void parse_block(struct parser *p, struct shell_cmd *cmd) {
  uint32_t from = p->tok_pos;
  cmd->kind = CMD_BLOCK;
  next_token(p);
  cmd->body = parse_body(p, from, "{", STOP(RBRACE));
  end_with(p, cmd, RESERVED_RBRACE, from, "{ is not closed with }");
}

void parse_subshell(struct parser *p, struct commands *c) {
  uint32_t from = p->tok_pos;
  c->cmd->kind = CMD_SUBSHELL;
  struct nested outer = nest(p, MODE_SUBSHELL);
  next_token(p);
  if (enter(p))
    c->cmd->body = parse_body(p, from, "(", 0);
  leave(p);
  unnest(p, outer);
  c->cmd->span = span_to(from, p->tok_pos + 1);
  if (!take(p, TOKEN_RPAREN))
    fail_at(p, from, "( is not closed with )");
}

// `if` or `elif` up to the end of its body.
static struct shell_branch parse_branch(struct parser *p, const char *word) {
  uint32_t from = p->tok_pos;
  struct shell_branch branch = {0};
  next_token(p);
  branch.cond = parse_body(p, from, word, STOP(THEN));
  uint32_t then = p->tok_pos;
  need_reserved(p, RESERVED_THEN, from, "the condition of if must be followed by then");
  branch.body = parse_body(p, then, "then", STOP(FI) | STOP(ELIF) | STOP(ELSE));
  return branch;
}

static void parse_if(struct parser *p, struct shell_cmd *cmd) {
  uint32_t from = p->tok_pos;
  VEC(struct shell_branch) branches = {0};
  cmd->kind = CMD_IF;
  VEC_PUSH(p->a, &branches, parse_branch(p, "if"));
  while (reserved_word(p) == RESERVED_ELIF)
    VEC_PUSH(p->a, &branches, parse_branch(p, "elif"));
  cmd->branches = branches.at;
  cmd->branch_count = branches.len;
  uint32_t other = p->tok_pos;
  if (take_reserved(p, RESERVED_ELSE)) {
    cmd->has_else = true;
    cmd->other = parse_body(p, other, "else", STOP(FI));
  }
  end_with(p, cmd, RESERVED_FI, from, "if is not closed with fi");
}

static void parse_do(struct parser *p, struct shell_cmd *cmd, uint32_t from) {
  uint32_t off = p->tok_pos;
  need_reserved(p, RESERVED_DO, from, "a loop must have do");
  cmd->body = parse_body(p, off, "do", STOP(DONE));
  end_with(p, cmd, RESERVED_DONE, from, "a loop is not closed with done");
}

static void parse_while(struct parser *p, struct shell_cmd *cmd) {
  uint32_t from = p->tok_pos;
  cmd->kind = reserved_word(p) == RESERVED_UNTIL ? CMD_UNTIL : CMD_WHILE;
  next_token(p);
  cmd->cond = parse_body(p, from, "while", STOP(DO));
  parse_do(p, cmd, from);
}

// ((init; test; post))
static void parse_cfor_head(struct parser *p, struct shell_cmd *cmd) {
  uint32_t from = p->tok_pos;
  cmd->kind = CMD_CFOR;
  struct nested outer = nest(p, MODE_ARITH);
  next_token(p);
  cmd->init = parse_arith(p);
  if (!take(p, TOKEN_DSEMI)) {
    if (!take(p, TOKEN_SEMI))
      fail(p, "; must follow in for ((");
    cmd->cond_arith = parse_arith(p);
    if (!take(p, TOKEN_SEMI))
      fail(p, "; must follow in for ((");
  }
  cmd->post = parse_arith(p);
  close_arith(p, from, outer);
  take(p, TOKEN_SEMI);
  take(p, TOKEN_NEWLINE);
}

static void parse_loop_words(struct parser *p, struct shell_cmd *cmd) {
  VEC(struct shell_word *) words = {0};
  cmd->in = true;
  while (!stops_command(p)) {
    struct shell_word *word = parse_word(p);
    if (!word) {
      fail(p, "behind in stand words only");
      break;
    }
    VEC_PUSH(p->a, &words, word);
  }
  cmd->words = (struct shell_words){words.at, words.len};
  take(p, TOKEN_SEMI);
  take(p, TOKEN_NEWLINE);
}

// name [in words]
static void parse_for_head(struct parser *p, struct shell_cmd *cmd, uint32_t from) {
  if (!is_literal(p->tok)) {
    fail_at(p, from, "for must be followed by a name");
    return;
  }
  cmd->name = p->val;
  cmd->name_span = literal_span(p, p->tok_pos, p->val);
  next_token(p);
  if (take(p, TOKEN_SEMI)) {
    take(p, TOKEN_NEWLINE);
    return;
  }
  take(p, TOKEN_NEWLINE);
  if (take_reserved(p, RESERVED_IN))
    parse_loop_words(p, cmd);
  else if (reserved_word(p) != RESERVED_DO)
    fail_at(p, from, "the name of a loop must be followed by in, do, ; or a newline");
}

static void parse_for(struct parser *p, struct shell_cmd *cmd) {
  uint32_t from = p->tok_pos;
  cmd->kind = CMD_FOR;
  next_token(p);
  if (p->tok == TOKEN_LPAREN || p->tok == TOKEN_DLPAREN)
    need_bash(p, p->tok_pos, "for ((");
  if (p->tok == TOKEN_DLPAREN)
    parse_cfor_head(p, cmd);
  else
    parse_for_head(p, cmd, from);
  uint32_t off = p->tok_pos;
  if (reserved_word(p) != RESERVED_LBRACE) {
    parse_do(p, cmd, from);
    return;
  }
  next_token(p);
  need_bash(p, off, "a loop in braces");
  cmd->body = parse_body(p, off, "{", STOP(RBRACE));
  end_with(p, cmd, RESERVED_RBRACE, from, "a loop is not closed with }");
}

static void parse_select(struct parser *p, struct shell_cmd *cmd) {
  uint32_t from = p->tok_pos;
  cmd->kind = CMD_SELECT;
  next_token(p);
  parse_for_head(p, cmd, from);
  parse_do(p, cmd, from);
}

// `[(] pattern [| pattern]…`
static struct shell_words parse_patterns(struct parser *p) {
  VEC(struct shell_word *) patterns = {0};
  take(p, TOKEN_LPAREN);
  while (p->tok != TOKEN_EOF) {
    struct shell_word *word = parse_word(p);
    if (!word) {
      fail(p, "a pattern of case is a word");
      break;
    }
    VEC_PUSH(p->a, &patterns, word);
    if (p->tok == TOKEN_RPAREN)
      break;
    if (!take(p, TOKEN_OR))
      fail(p, "patterns of case are separated by |");
  }
  return (struct shell_words){patterns.at, patterns.len};
}

// Returns whether another one may follow.
static bool parse_case_item(struct parser *p, struct shell_case_item *item) {
  item->patterns = parse_patterns(p);
  struct nested outer = nest(p, MODE_CASE_BODY);
  next_token(p);
  item->body = parse_list(p, STOP(ESAC));
  unnest(p, outer);
  if (p->tok != TOKEN_DSEMI && p->tok != TOKEN_SEMI_AND && p->tok != TOKEN_DSEMI_AND)
    return false;
  item->op = token_text(p->tok);
  next_token(p);
  take(p, TOKEN_NEWLINE);
  return true;
}

static void parse_case_items(struct parser *p, struct shell_cmd *cmd) {
  VEC(struct shell_case_item) items = {0};
  bool more = true;
  take(p, TOKEN_NEWLINE);
  while (more && p->tok != TOKEN_EOF && reserved_word(p) != RESERVED_ESAC) {
    struct shell_case_item item = {0};
    more = parse_case_item(p, &item);
    VEC_PUSH(p->a, &items, item);
  }
  cmd->cases = items.at;
  cmd->case_count = items.len;
}

static void parse_case(struct parser *p, struct shell_cmd *cmd) {
  uint32_t from = p->tok_pos;
  cmd->kind = CMD_CASE;
  next_token(p);
  cmd->word = parse_word(p);
  if (!cmd->word)
    fail_at(p, from, "case must be followed by a word");
  take(p, TOKEN_NEWLINE);
  if (reserved_word(p) == RESERVED_LBRACE)
    fail_foreign(p, from, "case in braces");
  need_reserved(p, RESERVED_IN, from, "the word of case must be followed by in");
  parse_case_items(p, cmd);
  end_with(p, cmd, RESERVED_ESAC, from, "case is not closed with esac");
}

void parse_function_body(struct parser *p, struct shell_cmd *cmd, uint32_t from) {
  cmd->kind = CMD_FUNC;
  take(p, TOKEN_NEWLINE);
  cmd->inner = enter(p) ? parse_and_or(p) : NULL;
  leave(p);
  if (!cmd->inner)
    fail_at(p, from, "a function must have a body");
  else
    cmd->span = span_to(from, span_end(cmd->inner->span));
}

// function name [( )] body
static void parse_function(struct parser *p, struct shell_cmd *cmd) {
  uint32_t from = p->tok_pos, names = 0;
  cmd->keyword = true;
  for (next_token(p); p->tok == TOKEN_LITWORD && reserved_word(p) != RESERVED_LBRACE; next_token(p), names++) {
    cmd->name = p->val;
    cmd->name_span = literal_span(p, p->tok_pos, p->val);
  }
  bool parens = take(p, TOKEN_LPAREN);
  if (names > 1 || (names == 0 && (parens || reserved_word(p) == RESERVED_LBRACE)))
    fail_foreign(p, from, "a function with no name or many");
  else if (names == 0)
    fail_at(p, from, "function must be followed by a name");
  if (parens && !take(p, TOKEN_RPAREN))
    fail_at(p, from, "( behind a name must be followed by )");
  parse_function_body(p, cmd, from);
}

static void parse_time(struct parser *p, struct shell_cmd *cmd) {
  cmd->kind = CMD_TIME;
  cmd->span = (span){p->tok_pos, p->val.len};
  next_token(p);
  if (p->tok == TOKEN_LITWORD && str_eq(p->val, STR("-p"))) {
    cmd->keyword = true;
    next_token(p);
  }
  cmd->inner = parse_pipeline(p);
  if (cmd->inner)
    cmd->span = span_join(cmd->span, cmd->inner->span);
}

// Whether a command that is more than a name follows: then coproc has no name.
static bool starts_compound(const struct parser *p) {
  static const uint32_t openers = STOP(LBRACE) | STOP(IF) | STOP(WHILE) | STOP(UNTIL) | STOP(FOR) | STOP(CASE) |
                                  STOP(LTEST) | STOP(COPROC) | STOP(LET) | STOP(FUNCTION) | STOP(DECLARE) |
                                  STOP(LOCAL) | STOP(EXPORT) | STOP(READONLY) | STOP(TYPESET) | STOP(NAMEREF);
  return p->tok == TOKEN_LPAREN || p->tok == TOKEN_DLPAREN || (openers & (1u << reserved_word(p)));
}

// A name with nothing but words behind it was the start of a command.
static void join_name(struct parser *p, struct shell_cmd *cmd) {
  struct shell_word *name = cmd->word;
  struct shell_cmd *inner = cmd->inner;
  if (!inner) {
    inner = NEW(p->a, struct shell_cmd);
    inner->span = name->span;
  } else if (inner->kind != CMD_SIMPLE) {
    return;
  }
  struct shell_word **words = NEW_ARRAY(p->a, struct shell_word *, inner->words.len + 1);
  words[0] = name;
  for (uint32_t i = 0; i < inner->words.len; i++)
    words[i + 1] = inner->words.at[i];
  inner->words = (struct shell_words){words, inner->words.len + 1};
  inner->span = span_join(name->span, inner->span);
  cmd->inner = inner;
  cmd->word = NULL;
}

static void parse_coproc(struct parser *p, struct shell_cmd *cmd) {
  uint32_t from = p->tok_pos;
  cmd->kind = CMD_COPROC;
  cmd->span = (span){from, p->val.len};
  next_token(p);
  if (!starts_compound(p))
    cmd->word = parse_word(p);
  cmd->inner = parse_pipeline(p);
  if (cmd->word)
    join_name(p, cmd);
  if (!cmd->inner) {
    fail_at(p, from, "coproc must be followed by a command");
    return;
  }
  if (cmd->word) {
    cmd->name = cmd->word->value;
    cmd->name_span = cmd->word->span;
  }
  cmd->span = span_join(cmd->span, cmd->inner->span);
}

static void parse_let(struct parser *p, struct shell_cmd *cmd) {
  uint32_t from = p->tok_pos;
  VEC(struct shell_arith *) exprs = {0};
  cmd->kind = CMD_LET;
  struct nested outer = nest(p, MODE_LET);
  next_token(p);
  while (!stops_command(p) && !is_redirection(p)) {
    struct shell_arith *x = parse_compact_arith(p);
    if (!x)
      break;
    VEC_PUSH(p->a, &exprs, x);
    cmd->span = span_to(from, p->raw_end);
  }
  if (exprs.len == 0)
    fail_at(p, from, "let must be followed by an expression");
  unnest(p, outer);
  cmd->exprs = exprs.at;
  cmd->expr_count = exprs.len;
}

static void parse_test_command(struct parser *p, struct shell_cmd *cmd) {
  cmd->kind = CMD_TEST;
  parse_test(p, cmd);
}

/// What a reserved word does where a command may start.
struct opener {
  void (*parse)(struct parser *p, struct shell_cmd *cmd); // NULL: it cannot stand there
  const char *why;                                        // then; NULL: an ordinary word
  bool bash;                                              // an ordinary word in POSIX
  bool declares;
};

static const struct opener openers[RESERVED_COUNT] = {
    [RESERVED_LBRACE] = {.parse = parse_block},
    [RESERVED_IF] = {.parse = parse_if},
    [RESERVED_WHILE] = {.parse = parse_while},
    [RESERVED_UNTIL] = {.parse = parse_while},
    [RESERVED_FOR] = {.parse = parse_for},
    [RESERVED_CASE] = {.parse = parse_case},
    [RESERVED_LTEST] = {.parse = parse_test_command, .bash = true},
    [RESERVED_LET] = {.parse = parse_let, .bash = true},
    [RESERVED_FUNCTION] = {.parse = parse_function, .bash = true},
    [RESERVED_TIME] = {.parse = parse_time, .bash = true},
    [RESERVED_COPROC] = {.parse = parse_coproc, .bash = true},
    [RESERVED_SELECT] = {.parse = parse_select, .bash = true},
    [RESERVED_DECLARE] = {.declares = true, .bash = true},
    [RESERVED_LOCAL] = {.declares = true, .bash = true},
    [RESERVED_EXPORT] = {.declares = true, .bash = true},
    [RESERVED_READONLY] = {.declares = true, .bash = true},
    [RESERVED_TYPESET] = {.declares = true, .bash = true},
    [RESERVED_NAMEREF] = {.declares = true, .bash = true},
    [RESERVED_BANG] = {.why = "! stands only before a pipeline"},
    [RESERVED_RBRACE] = {.why = "} closes no {"},
    [RESERVED_THEN] = {.why = "then stands outside of if"},
    [RESERVED_ELIF] = {.why = "elif stands outside of if"},
    [RESERVED_FI] = {.why = "fi closes no if"},
    [RESERVED_DO] = {.why = "do stands outside of a loop"},
    [RESERVED_DONE] = {.why = "done closes no loop"},
    [RESERVED_ESAC] = {.why = "esac closes no case"},
    [RESERVED_RTEST] = {.why = "]] closes no [[", .bash = true},
};

bool parse_reserved(struct parser *p, struct commands *c, enum reserved word) {
  const struct opener *o = &openers[word];
  if ((o->bash && !p->bash) || !(o->parse || o->declares || o->why))
    return false;
  if (o->why) {
    fail(p, "%s", o->why);
    return true;
  }
  if (o->declares) {
    parse_declaration(p, c);
    return true;
  }
  if (enter(p))
    o->parse(p, c->cmd);
  leave(p);
  return true;
}
