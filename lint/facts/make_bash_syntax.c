#include "facts/run.h"

// Facts about what only bash understands, in the scripts of other shells: one walk over the tree. dash stops at most of
// it; some, as `[[`, fails like a program that is missing, and some, as `{a,b}`, quietly means something else.

enum bash_syntax {
#define BASH_SYNTAX(ID, name, in_ash) BASH_##ID,
#include "facts/bash_syntax.def"
};

static const struct {
  str name;
  bool in_ash;
} rows[] = {
#define BASH_SYNTAX(ID, name, in_ash) {STR_INIT(name), in_ash},
#include "facts/bash_syntax.def"
};

struct finder {
  struct maker *m;
  const struct script *script;
  struct place at;
  str shell; // that runs the script: dash, ash, bash, …
};

static void found(struct finder *f, enum bash_syntax what, span where) {
  span in_file = text_span(&f->script->text, where.off, span_end(where));
  struct fact_bash_syntax *fact = ADD_FACT(f->m, BASH_SYNTAX, bash_syntax, f->at, in_file);
  bool ash = str_eq(f->shell, STR("ash"));
  fact->construct = field_known(rows[what].name, in_file);
  fact->text = field_known(str_slice(f->script->text.bytes, where.off, span_end(where)), in_file);
  fact->shell = field_known(f->shell, (span){0});
  fact->understood = !str_eq(f->shell, STR("dash")) && (!ash || rows[what].in_ash);
  fact->keyword = f->m->instruction->keyword;
  fact->stage = &f->m->stages[f->at.stage].fact->head;
}

static void in_word(struct finder *f, const struct shell_word *word);

static void in_param(struct finder *f, const struct shell_part *part) {
  const struct shell_param *p = part->param;
  char op = p->op.len ? p->op.at[0] : 0;
  if (p->offset || p->count)
    found(f, BASH_SUBSTRING, part->span);
  else if (op == '/')
    found(f, BASH_REPLACE, part->span);
  else if (op == '^' || op == ',' || op == '@')
    found(f, BASH_CHANGE_CASE, part->span);
  else if (p->indirect || p->names)
    found(f, BASH_INDIRECT, part->span);
  else if (p->index)
    found(f, BASH_ARRAY, part->span);
  in_word(f, p->arg);
}

static void in_parts(struct finder *f, const struct shell_parts *parts) {
  for (uint32_t i = 0; i < parts->len; i++) {
    const struct shell_part *part = parts->at[i];
    if (part->kind == PART_DOUBLE)
      in_parts(f, &part->parts);
    else if (part->kind == PART_PARAM)
      in_param(f, part);
    else if (part->kind == PART_PROCSUB)
      found(f, BASH_PROCESS, part->span);
    else if (part->kind == PART_EXTGLOB)
      found(f, BASH_EXTENDED_GLOB, part->span);
    else if (part->kind == PART_SINGLE && part->dollar)
      found(f, BASH_DOLLAR_QUOTE, part->span);
    else if (part->kind == PART_ARITH && part->variant)
      found(f, BASH_DOLLAR_BRACKET, part->span);
  }
}

// Braces with nothing to choose from, as `{}` of find, are a word to every shell.
static bool expands_braces(const struct finder *f, const struct shell_word *word) {
  str text = str_slice(f->script->text.bytes, word->span.off, span_end(word->span));
  return word->brace && (str_contains(text, STR(",")) || str_contains(text, STR("..")));
}

static void in_word(struct finder *f, const struct shell_word *word) {
  if (!word)
    return;
  if (expands_braces(f, word))
    found(f, BASH_BRACES, word->span);
  in_parts(f, &word->parts);
}

static void in_words(struct finder *f, const struct shell_words *words) {
  for (uint32_t i = 0; i < words->len; i++)
    in_word(f, words->at[i]);
}

static void in_assigns(struct finder *f, const struct shell_cmd *cmd) {
  for (uint32_t i = 0; i < cmd->assign_count; i++) {
    const struct shell_assign *assign = cmd->assigns[i];
    if (assign->array || assign->index)
      found(f, BASH_ARRAY, assign->span);
    else if (assign->append)
      found(f, BASH_APPEND, assign->span);
    in_word(f, assign->value);
  }
}

static void in_redirs(struct finder *f, const struct shell_cmd *cmd) {
  for (uint32_t i = 0; i < cmd->redir_count; i++) {
    const struct shell_redir *redir = cmd->redirs[i];
    if (str_eq(redir->op, STR("<<<")))
      found(f, BASH_HERE_STRING, redir->span);
    else if (str_has_prefix(redir->op, STR("&>")))
      found(f, BASH_REDIRECT_BOTH, redir->span);
    in_word(f, redir->target);
  }
}

static void in_pipe(struct finder *f, const struct shell_cmd *cmd) {
  for (uint32_t i = 0; i + 1 < cmd->items.len; i++)
    if (str_eq(cmd->ops[i], STR("|&")))
      found(f, BASH_PIPE_BOTH, cmd->items.at[i]->span);
}

// Declarations of POSIX, and `local`, which all these shells have.
static bool is_declared_by_all(str name) {
  return str_eq(name, STR("export")) || str_eq(name, STR("readonly")) || str_eq(name, STR("local"));
}

static bool in_command(void *ctx, const struct shell_cmd *cmd) {
  struct finder *f = ctx;
  switch (cmd->kind) {
  case CMD_TEST:
    found(f, BASH_TEST, cmd->span);
    break;
  case CMD_ARITH:
    found(f, BASH_ARITHMETIC, cmd->span);
    break;
  case CMD_CFOR:
    found(f, BASH_CFOR, (span){cmd->span.off, 3});
    break;
  case CMD_SELECT:
    found(f, BASH_SELECT, (span){cmd->span.off, 6});
    break;
  case CMD_COPROC:
    found(f, BASH_COPROC, (span){cmd->span.off, 6});
    break;
  case CMD_LET:
    found(f, BASH_LET, cmd->span);
    break;
  case CMD_FUNC:
    if (cmd->keyword)
      found(f, BASH_FUNCTION, (span){cmd->span.off, 8});
    break;
  case CMD_DECL:
    if (!is_declared_by_all(cmd->name))
      found(f, BASH_DECLARE, cmd->span);
    break;
  case CMD_SIMPLE:
    if (cmd->words.len && cmd->words.at[0]->literal && str_eq(cmd->words.at[0]->value, STR("source")))
      found(f, BASH_SOURCE, cmd->words.at[0]->span);
    break;
  case CMD_PIPE:
    in_pipe(f, cmd);
    break;
  case CMD_ANDOR:
  case CMD_SUBSHELL:
  case CMD_BLOCK:
  case CMD_IF:
  case CMD_WHILE:
  case CMD_UNTIL:
  case CMD_FOR:
  case CMD_CASE:
  case CMD_TIME:
  case CMD_KIND_COUNT:
    break;
  }
  in_assigns(f, cmd);
  in_redirs(f, cmd);
  in_words(f, &cmd->words);
  in_word(f, cmd->word);
  return true;
}

// Who runs a script: the program that SHELL or its `#!` names; for `sh` what that is in the image.
static str shell_of(const struct script *script, const struct maker_stage *stage) {
  str name = script->shell_count ? script->shell[0] : STR("sh");
  uint32_t slash = str_find_last_char(name, '/');
  name = slash < name.len ? str_skip(name, slash + 1) : name;
  return str_eq(name, STR("sh")) ? stage->base.shell : name;
}

void make_bash_syntax(struct maker *m, const struct run *run) {
  if (!run->scan)
    return;
  struct finder f = {m, run->scan->script, place_of(run->instr), {0}};
  f.shell = shell_of(f.script, &m->stages[run->instr->stage]);
  if (f.shell.len && !str_eq(f.shell, STR("bash")))
    shell_walk(f.script->tree->body, in_command, &f);
}
