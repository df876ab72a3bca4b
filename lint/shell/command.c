#include "shell/parser.h"

// One command with its redirections.

bool is_redirection(const struct parser *p) {
  return p->tok == TOKEN_LITREDIR || (p->tok >= TOKEN_GREAT && p->tok <= TOKEN_AND_APPEND_CLOBBER);
}

static bool is_heredoc(enum token op) {
  return op == TOKEN_DLESS || op == TOKEN_DLESS_DASH;
}

static struct shell_word *need_target(struct parser *p, uint32_t off, enum token op) {
  struct shell_word *word = parse_word(p);
  if (!word)
    fail_at(p, off, STR_FMT " must be followed by a word", STR_ARG(token_text(op)));
  return word;
}

static void check_redirection(struct parser *p, const struct shell_redir *r, enum token op) {
  if (r->fd.len && r->fd.at[0] == '{')
    need_bash(p, r->span.off, "{name} before a redirection");
  if (op == TOKEN_AND_GREAT || op == TOKEN_AND_DGREAT || op == TOKEN_TLESS)
    need_bash(p, p->tok_pos, token_text(op).at);
  if (op == TOKEN_APPEND_CLOBBER || op == TOKEN_AND_CLOBBER || op == TOKEN_AND_APPEND_CLOBBER)
    fail_foreign(p, p->tok_pos, token_text(op).at);
}

static void announce(struct parser *p, struct shell_redir *r) {
  struct pending *link = NEW(p->a, struct pending);
  *link = (struct pending){r, p->heredocs};
  p->heredocs = link;
}

static void parse_heredoc(struct parser *p, struct shell_redir *r, enum token op, uint32_t off) {
  r->heredoc = NEW(p->a, struct shell_heredoc);
  r->heredoc->strip = op == TOKEN_DLESS_DASH;
  enum mode mode = p->mode;
  p->mode = MODE_HEREDOC_WORD;
  p->plain_word = true;
  next_token(p);
  announce(p, r);
  r->target = need_target(p, off, op);
  p->mode = mode;
  p->plain_word = false;
  if (!r->target) {
    p->heredocs = p->buried; // none of them can be read
    return;
  }
  r->span = span_to(r->span.off, span_end(r->target->span));
  if (p->tok == TOKEN_NEWLINE)
    read_heredocs(p);
}

void parse_redirection(struct parser *p, struct commands *c) {
  struct shell_redir *r = NEW(p->a, struct shell_redir);
  r->span.off = p->tok_pos;
  if (is_literal(p->tok)) {
    r->fd = p->val;
    next_token(p);
  }
  uint32_t off = p->tok_pos;
  enum token op = p->tok;
  check_redirection(p, r, op);
  r->op = token_text(op);
  if (is_heredoc(op)) {
    parse_heredoc(p, r, op, off);
  } else {
    next_token(p);
    r->target = need_target(p, off, op);
  }
  if (!r->target)
    return;
  r->span = span_to(r->span.off, span_end(r->target->span));
  VEC_PUSH(p->a, &c->redirs, r);
}

static void parse_redirections(struct parser *p, struct commands *c) {
  while (is_redirection(p))
    parse_redirection(p, c);
}

// name ( )
static void parse_named_function(struct parser *p, struct commands *c, str name, span where) {
  next_token(p);
  if (!take(p, TOKEN_RPAREN))
    fail_at(p, where.off, "( behind a name must be followed by )");
  if (!p->bash && !is_name(name))
    fail_at(p, where.off, "no name of a function");
  c->cmd->name = name;
  c->cmd->name_span = where;
  parse_function_body(p, c->cmd, where.off);
}

// What starts with a plain word that opens no construct.
static void parse_named(struct parser *p, struct commands *c) {
  if (starts_assignment(p)) {
    parse_simple(p, c, NULL);
    return;
  }
  struct shell_part *part = literal_part(p, p->tok_pos, p->val);
  next_token(p);
  if (p->tok == TOKEN_LPAREN)
    parse_named_function(p, c, part->text, part->span);
  else
    parse_simple(p, c, word_of(p, part));
}

static void parse_with_word(struct parser *p, struct commands *c) {
  if (starts_assignment(p)) {
    parse_simple(p, c, NULL);
    return;
  }
  struct shell_word *word = parse_word(p);
  if (word && p->tok == TOKEN_LPAREN)
    fail_at(p, word->span.off, "no name of a function");
  if (word)
    parse_simple(p, c, word);
}

// ( )  body, which the reference takes for a function without a name
static void parse_nameless_function(struct parser *p, struct commands *c) {
  uint32_t from = p->tok_pos;
  read_char(p);
  next_token(p);
  if (reserved_word(p) == RESERVED_LBRACE)
    fail_foreign(p, from, "a function without a name");
  parse_function_body(p, c->cmd, from);
}

// (( … ))
static void parse_arith_command(struct parser *p, struct commands *c) {
  uint32_t from = p->tok_pos;
  struct nested outer = nest(p, MODE_ARITH);
  next_token(p);
  if (p->tok == TOKEN_HASH)
    fail_foreign(p, from, "unsigned arithmetic");
  c->cmd->kind = CMD_ARITH;
  c->cmd->arith = need_arith(p, from, "((");
  c->cmd->span = span_to(from, close_arith(p, from, outer) + 2);
}

// Reads the command itself; false where none starts here.
static bool parse_bare(struct parser *p, struct commands *c) {
  switch (p->tok) {
  case TOKEN_LITWORD: {
    enum reserved word = reserved_word(p);
    if (word == RESERVED_NONE || !parse_reserved(p, c, word))
      parse_named(p, c);
    return true;
  }
  case TOKEN_BACKQUOTE:
    if (closes_backquote(p))
      return false;
    parse_with_word(p, c);
    return true;
  case TOKEN_LIT:
  case TOKEN_SINGLE_QUOTE:
  case TOKEN_DOUBLE_QUOTE:
  case TOKEN_DOLLAR:
  case TOKEN_DOLLAR_SINGLE:
  case TOKEN_DOLLAR_DOUBLE:
  case TOKEN_DOLLAR_BRACE:
  case TOKEN_DOLLAR_BRACKET:
  case TOKEN_DOLLAR_PAREN:
  case TOKEN_DOLLAR_DPAREN:
  case TOKEN_PROC_IN:
  case TOKEN_PROC_OUT:
  case TOKEN_ASSIGN_PAREN:
  case TOKEN_GLOB_QUEST:
  case TOKEN_GLOB_STAR:
  case TOKEN_GLOB_PLUS:
  case TOKEN_GLOB_AT:
  case TOKEN_GLOB_BANG:
    parse_with_word(p, c);
    return true;
  case TOKEN_LPAREN:
    if (p->ch == ')')
      parse_nameless_function(p, c);
    else
      parse_subshell(p, c);
    return true;
  case TOKEN_DLPAREN:
    if (is_arithmetic(p, 2)) {
      parse_arith_command(p, c);
      return true;
    }
    split_parens(p, TOKEN_LPAREN);
    parse_subshell(p, c);
    return true;
  default:
    return false;
  }
}

static void cover(struct shell_cmd *cmd, span part) {
  if (cmd->span.len == 0) {
    cmd->span = part;
    return;
  }
  uint32_t from = cmd->span.off < part.off ? cmd->span.off : part.off;
  uint32_t to = span_end(cmd->span) > span_end(part) ? span_end(cmd->span) : span_end(part);
  cmd->span = span_to(from, to);
}

static void set_members(const struct parser *p, struct shell_cmd *cmd, const struct commands *c) {
  if (cmd->kind == CMD_SIMPLE || cmd->kind == CMD_DECL) {
    cmd->assigns = c->assigns.at;
    cmd->assign_count = c->assigns.len;
    cmd->words = (struct shell_words){c->words.at, c->words.len};
  }
  cmd->redirs = c->redirs.at;
  cmd->redir_count = c->redirs.len;
  for (uint32_t i = 0; i < c->redirs.len; i++)
    cover(cmd, c->redirs.at[i]->span);
  if (span_end(cmd->span) > p->src.len) // what should close it is missing
    cmd->span = span_to(cmd->span.off, p->src.len);
}

// A simple command that an error cuts short is left out: what it would do is not known. The commands inside a compound
// one are known.
static bool is_useful(const struct parser *p, const struct shell_cmd *cmd) {
  if (!p->failed)
    return true;
  switch (cmd->kind) {
  case CMD_WHILE:
  case CMD_UNTIL:
    return cmd->body.len || cmd->cond.len;
  case CMD_SUBSHELL:
  case CMD_BLOCK:
  case CMD_FOR:
  case CMD_SELECT:
  case CMD_CFOR:
    return cmd->body.len > 0;
  case CMD_IF:
    return cmd->branch_count > 0;
  case CMD_CASE:
    return cmd->word != NULL;
  case CMD_FUNC:
  case CMD_TIME:
  case CMD_COPROC:
    return cmd->inner != NULL;
  case CMD_SIMPLE:
  case CMD_ANDOR:
  case CMD_PIPE:
  case CMD_DECL:
  case CMD_TEST:
  case CMD_ARITH:
  case CMD_LET:
  case CMD_KIND_COUNT:
    return false;
  }
  return false;
}

struct shell_cmd *parse_command(struct parser *p, uint32_t from) {
  struct commands c = {.cmd = NEW(p->a, struct shell_cmd)};
  parse_redirections(p, &c);
  bool leading = c.redirs.len > 0;
  bool found = parse_bare(p, &c);
  if (!found && c.redirs.len == 0)
    return NULL;
  if (leading && found && c.cmd->kind != CMD_SIMPLE)
    fail_foreign(p, from, "a redirection before a compound command");
  parse_redirections(p, &c);
  set_members(p, c.cmd, &c);
  return is_useful(p, c.cmd) ? c.cmd : NULL;
}
