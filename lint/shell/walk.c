#include "shell/shell.h"

// Visits commands in the order of the text: what stands in a command's words comes after the command itself.

struct walk {
  shell_visitor *visit;
  void *ctx;
};

static void walk_list(const struct walk *w, struct shell_list list);
static void walk_word(const struct walk *w, const struct shell_word *word);

static void walk_arith(const struct walk *w, const struct shell_arith *x) {
  if (!x)
    return;
  walk_word(w, x->word);
  walk_arith(w, x->x);
  walk_arith(w, x->y);
}

static void walk_test(const struct walk *w, const struct shell_test *x) {
  if (!x)
    return;
  walk_word(w, x->word);
  walk_test(w, x->x);
  walk_test(w, x->y);
}

static void walk_parts(const struct walk *w, struct shell_parts parts);

static void walk_param(const struct walk *w, const struct shell_param *param) {
  walk_arith(w, param->index);
  walk_arith(w, param->offset);
  walk_arith(w, param->count);
  walk_word(w, param->arg);
  walk_word(w, param->pattern);
  walk_word(w, param->with);
}

static void walk_part(const struct walk *w, const struct shell_part *part) {
  switch (part->kind) {
  case PART_DOUBLE:
    walk_parts(w, part->parts);
    break;
  case PART_PARAM:
    walk_param(w, part->param);
    break;
  case PART_CMDSUB:
  case PART_PROCSUB:
    walk_list(w, part->body);
    break;
  case PART_ARITH:
    walk_arith(w, part->arith);
    break;
  case PART_LITERAL:
  case PART_SINGLE:
  case PART_EXTGLOB:
    break;
  }
}

static void walk_parts(const struct walk *w, struct shell_parts parts) {
  for (uint32_t i = 0; i < parts.len; i++)
    walk_part(w, parts.at[i]);
}

static void walk_word(const struct walk *w, const struct shell_word *word) {
  if (word)
    walk_parts(w, word->parts);
}

static void walk_words(const struct walk *w, struct shell_words words) {
  for (uint32_t i = 0; i < words.len; i++)
    walk_word(w, words.at[i]);
}

static void walk_assign(const struct walk *w, const struct shell_assign *as) {
  walk_word(w, as->word);
  walk_arith(w, as->index);
  walk_word(w, as->value);
  for (uint32_t i = 0; i < as->element_count; i++) {
    walk_arith(w, as->elements[i].index);
    walk_word(w, as->elements[i].value);
  }
}

static void walk_redir(const struct walk *w, const struct shell_redir *r) {
  walk_word(w, r->target);
  if (r->heredoc)
    walk_parts(w, r->heredoc->parts);
}

// The parts of a simple command, each of which is in order; which come first in the text is told by their spans.
static void walk_simple(const struct walk *w, const struct shell_cmd *cmd) {
  uint32_t a = 0, k = 0, r = 0;
  while (a < cmd->assign_count || k < cmd->words.len || r < cmd->redir_count) {
    uint32_t assign = a < cmd->assign_count ? cmd->assigns[a]->span.off : UINT32_MAX;
    uint32_t word = k < cmd->words.len ? cmd->words.at[k]->span.off : UINT32_MAX;
    uint32_t redir = r < cmd->redir_count ? cmd->redirs[r]->span.off : UINT32_MAX;
    if (assign < word && assign < redir)
      walk_assign(w, cmd->assigns[a++]);
    else if (word < redir)
      walk_word(w, cmd->words.at[k++]);
    else
      walk_redir(w, cmd->redirs[r++]);
  }
}

static void walk_cmd(const struct walk *w, const struct shell_cmd *cmd);

static void walk_branches(const struct walk *w, const struct shell_cmd *cmd) {
  for (uint32_t i = 0; i < cmd->branch_count; i++) {
    walk_list(w, cmd->branches[i].cond);
    walk_list(w, cmd->branches[i].body);
  }
  walk_list(w, cmd->other);
}

static void walk_cases(const struct walk *w, const struct shell_cmd *cmd) {
  walk_word(w, cmd->word);
  for (uint32_t i = 0; i < cmd->case_count; i++) {
    walk_words(w, cmd->cases[i].patterns);
    walk_list(w, cmd->cases[i].body);
  }
}

static void walk_exprs(const struct walk *w, const struct shell_cmd *cmd) {
  for (uint32_t i = 0; i < cmd->expr_count; i++)
    walk_arith(w, cmd->exprs[i]);
}

// What a command consists of beside its body and its redirections.
static void walk_members(const struct walk *w, const struct shell_cmd *cmd) {
  switch (cmd->kind) {
  case CMD_ANDOR:
  case CMD_PIPE:
    walk_list(w, cmd->items);
    break;
  case CMD_IF:
    walk_branches(w, cmd);
    break;
  case CMD_WHILE:
  case CMD_UNTIL:
    walk_list(w, cmd->cond);
    break;
  case CMD_FOR:
  case CMD_SELECT:
    walk_words(w, cmd->words);
    break;
  case CMD_CFOR:
    walk_arith(w, cmd->init);
    walk_arith(w, cmd->cond_arith);
    walk_arith(w, cmd->post);
    break;
  case CMD_CASE:
    walk_cases(w, cmd);
    break;
  case CMD_TEST:
    walk_test(w, cmd->test);
    break;
  case CMD_ARITH:
    walk_arith(w, cmd->arith);
    break;
  case CMD_LET:
    walk_exprs(w, cmd);
    break;
  case CMD_COPROC:
    walk_word(w, cmd->word);
    break;
  case CMD_SIMPLE:
  case CMD_DECL:
  case CMD_SUBSHELL:
  case CMD_BLOCK:
  case CMD_FUNC:
  case CMD_TIME:
  case CMD_KIND_COUNT:
    break;
  }
}

static bool has_inner(const struct shell_cmd *cmd) {
  return (cmd->kind == CMD_FUNC || cmd->kind == CMD_TIME || cmd->kind == CMD_COPROC) && cmd->inner;
}

static void walk_cmd(const struct walk *w, const struct shell_cmd *cmd) {
  if (!w->visit(w->ctx, cmd))
    return;
  if (cmd->kind == CMD_SIMPLE || cmd->kind == CMD_DECL) {
    walk_simple(w, cmd);
    return;
  }
  walk_members(w, cmd);
  walk_list(w, cmd->body);
  if (has_inner(cmd))
    walk_cmd(w, cmd->inner);
  for (uint32_t i = 0; i < cmd->redir_count; i++)
    walk_redir(w, cmd->redirs[i]);
}

static void walk_list(const struct walk *w, struct shell_list list) {
  for (uint32_t i = 0; i < list.len; i++)
    walk_cmd(w, list.at[i]);
}

void shell_walk(struct shell_list list, shell_visitor *visit, void *ctx) {
  walk_list(&(struct walk){visit, ctx}, list);
}
