#include "shell/parser.h"

// Lists, and-or lists and pipelines.

// Whether the list ends before the token: at a stop word, or at what closes the construct around it.
static bool is_list_end(struct parser *p, uint32_t stops) {
  switch (p->tok) {
  case TOKEN_LITWORD: {
    enum reserved word = reserved_word(p);
    if (word != RESERVED_NONE && (stops & (1u << word)))
      return true;
    if (word == RESERVED_RBRACE)
      fail(p, "} closes no {");
    return false;
  }
  case TOKEN_RPAREN:
    return p->mode == MODE_SUBSHELL;
  case TOKEN_BACKQUOTE:
    return closes_backquote(p);
  case TOKEN_DSEMI:
  case TOKEN_SEMI_AND:
  case TOKEN_DSEMI_AND:
    if (p->mode == MODE_CASE_BODY)
      return true;
    fail(p, STR_FMT " stands outside of case", STR_ARG(token_text(p->tok)));
    return false;
  default:
    return false;
  }
}

static void fail_start(struct parser *p) {
  switch (p->tok) {
  case TOKEN_SEMI:
  case TOKEN_AND:
  case TOKEN_OR:
  case TOKEN_AND_AND:
  case TOKEN_OR_OR:
    fail(p, STR_FMT " follows no command", STR_ARG(token_text(p->tok)));
    return;
  case TOKEN_RPAREN:
    fail(p, ") closes no (");
    return;
  default:
    fail(p, "no command starts with " STR_FMT, STR_ARG(token_text(p->tok)));
  }
}

// Reads what ends a command; whether there is something.
static bool take_terminator(struct parser *p, struct shell_cmd *cmd) {
  if (p->tok != TOKEN_SEMI && p->tok != TOKEN_AND)
    return false;
  cmd->background = p->tok == TOKEN_AND;
  next_token(p);
  return true;
}

struct shell_list parse_list(struct parser *p, uint32_t stops) {
  VEC(struct shell_cmd *) cmds = {0};
  bool terminated = true;
  while (p->tok != TOKEN_EOF) {
    bool on_new_line = take(p, TOKEN_NEWLINE);
    if (is_list_end(p, stops))
      break;
    if (!on_new_line && !terminated)
      fail(p, "commands are separated by ;, & or a newline");
    if (p->tok == TOKEN_EOF)
      break;
    p->open++;
    struct shell_cmd *cmd = parse_and_or(p);
    terminated = cmd && take_terminator(p, cmd);
    p->open--;
    if (!cmd) {
      fail_start(p);
      break;
    }
    VEC_PUSH(p->a, &cmds, cmd);
  }
  return (struct shell_list){cmds.at, cmds.len};
}

struct shell_list parse_body(struct parser *p, uint32_t opener, const char *after, uint32_t stops) {
  struct shell_list list = {0};
  if (!take(p, TOKEN_SEMI))
    list = parse_list(p, stops);
  if (list.len == 0)
    fail_at(p, opener, "%s must be followed by a command", after);
  return list;
}

/// Commands joined by operators of one kind, as they are read.
struct chain {
  VEC(struct shell_cmd *) items;
  VEC(str) ops;
};

// The command that the chain makes; `first` itself where nothing is joined to it.
static struct shell_cmd *end_chain(struct parser *p, const struct chain *chain, enum shell_cmd_kind kind) {
  struct shell_cmd *first = chain->items.at[0];
  if (chain->items.len == 1)
    return first;
  struct shell_cmd *cmd = NEW(p->a, struct shell_cmd);
  cmd->kind = kind;
  cmd->span = span_join(first->span, chain->items.at[chain->items.len - 1]->span);
  cmd->items = (struct shell_list){chain->items.at, chain->items.len};
  cmd->ops = chain->ops.at;
  return cmd;
}

struct shell_cmd *parse_pipeline(struct parser *p) {
  uint32_t from = p->tok_pos;
  struct chain chain = {0};
  struct shell_cmd *cmd = parse_command(p, from);
  if (!cmd)
    return NULL;
  VEC_PUSH(p->a, &chain.items, cmd);
  while (p->tok == TOKEN_OR || p->tok == TOKEN_OR_AND) {
    uint32_t off = p->tok_pos;
    str op = token_text(p->tok);
    next_token(p);
    take(p, TOKEN_NEWLINE);
    cmd = parse_command(p, p->tok_pos);
    if (!cmd) {
      fail_at(p, off, STR_FMT " must be followed by a command", STR_ARG(op));
      break;
    }
    VEC_PUSH(p->a, &chain.ops, op);
    VEC_PUSH(p->a, &chain.items, cmd);
  }
  return end_chain(p, &chain, CMD_PIPE);
}

// `! pipeline`
static struct shell_cmd *parse_negated(struct parser *p) {
  uint32_t from = p->tok_pos;
  next_token(p);
  if (stops_command(p))
    fail_at(p, from, "! stands alone");
  if (reserved_word(p) == RESERVED_BANG)
    fail_at(p, from, "! stands before another !");
  struct shell_cmd *inner = parse_pipeline(p);
  if (!inner)
    return NULL;
  struct shell_cmd *cmd = inner;
  if (inner->kind != CMD_PIPE || inner->negated) {
    struct shell_cmd **item = NEW(p->a, struct shell_cmd *);
    *item = inner;
    cmd = NEW(p->a, struct shell_cmd);
    cmd->kind = CMD_PIPE;
    cmd->items = (struct shell_list){item, 1};
  }
  cmd->negated = true;
  cmd->span = span_to(from, span_end(inner->span));
  return cmd;
}

static struct shell_cmd *parse_maybe_negated(struct parser *p) {
  return reserved_word(p) == RESERVED_BANG ? parse_negated(p) : parse_pipeline(p);
}

struct shell_cmd *parse_and_or(struct parser *p) {
  struct chain chain = {0};
  struct shell_cmd *cmd = parse_maybe_negated(p);
  if (!cmd)
    return NULL;
  VEC_PUSH(p->a, &chain.items, cmd);
  while (p->tok == TOKEN_AND_AND || p->tok == TOKEN_OR_OR) {
    uint32_t off = p->tok_pos;
    str op = token_text(p->tok);
    next_token(p);
    take(p, TOKEN_NEWLINE);
    cmd = parse_maybe_negated(p);
    if (!cmd) {
      fail_at(p, off, STR_FMT " must be followed by a command", STR_ARG(op));
      break;
    }
    VEC_PUSH(p->a, &chain.ops, op);
    VEC_PUSH(p->a, &chain.items, cmd);
  }
  return end_chain(p, &chain, CMD_ANDOR);
}
