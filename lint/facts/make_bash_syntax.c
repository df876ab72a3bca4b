#include "base/path.h"
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
  str text = str_slice(f->script->text.bytes, where.off, span_end(where));
  fact->construct = field_known(rows[what].name.len ? rows[what].name : text, in_file);
  fact->text = field_known(text, in_file);
  fact->shell = field_known(f->shell, (span){0});
  fact->understood = !str_eq(f->shell, STR("dash")) && (!ash || rows[what].in_ash);
  fact->keyword = f->m->instruction->keyword;
  fact->stage = &f->m->stages[f->at.stage].fact->head;
}

static void in_word(struct finder *f, const struct shell_word *word);
static void in_parts(struct finder *f, const struct shell_parts *parts);

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
  in_word(f, p->pattern);
  in_word(f, p->with);
}

static void in_parts(struct finder *f, const struct shell_parts *parts) {
  for (uint32_t i = 0; i < parts->len; i++) {
    const struct shell_part *part = parts->at[i];
    switch (part->kind) {
    case PART_DOUBLE:
      in_parts(f, &part->parts);
      break;
    case PART_PARAM:
      in_param(f, part);
      break;
    case PART_PROCSUB:
      found(f, BASH_PROCESS, part->span);
      break;
    case PART_EXTGLOB:
      found(f, BASH_EXTENDED_GLOB, part->span);
      break;
    case PART_SINGLE:
      if (part->dollar)
        found(f, BASH_DOLLAR_QUOTE, part->span);
      break;
    case PART_ARITH:
      if (part->variant)
        found(f, BASH_DOLLAR_BRACKET, part->span);
      break;
    case PART_LITERAL:
    case PART_CMDSUB: // its commands come by themselves
      break;
    }
  }
}

// Braces with nothing to choose from, as `{}` of find, are a word to every shell.
static bool expands_braces(const struct finder *f, const struct shell_word *word) {
  str text = str_slice(f->script->text.bytes, word->span.off, span_end(word->span));
  return word->brace && (str_contains(text, STR(",")) || str_contains(text, STR("..")));
}

static void in_word(struct finder *f, const struct shell_word *word) {
  if (word && !word->literal)
    in_parts(f, &word->parts);
}

// Words of a command or of `for`: nowhere else does bash expand braces.
static void in_words(struct finder *f, const struct shell_words *words) {
  for (uint32_t i = 0; i < words->len; i++) {
    if (expands_braces(f, words->at[i]))
      found(f, BASH_BRACES, words->at[i]->span);
    in_word(f, words->at[i]);
  }
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
    if (redir->heredoc && !redir->heredoc->quoted)
      in_parts(f, &redir->heredoc->parts);
  }
}

static void in_cases(struct finder *f, const struct shell_cmd *cmd) {
  in_word(f, cmd->word);
  for (uint32_t i = 0; i < cmd->case_count; i++)
    for (uint32_t j = 0; j < cmd->cases[i].patterns.len; j++)
      in_word(f, cmd->cases[i].patterns.at[j]);
}

static void in_pipe(struct finder *f, const struct shell_cmd *cmd) {
  for (uint32_t i = 0; i + 1 < cmd->items.len; i++)
    if (str_eq(cmd->ops[i], STR("|&")))
      found(f, BASH_PIPE_BOTH, cmd->items.at[i]->span);
}

static str literal_at(const struct shell_words *words, uint32_t i) {
  return i < words->len && words->at[i]->literal ? words->at[i]->value : STR("");
}

// `-e`, `-ne`, `-E`: dash writes them out. It does know `-n`.
static bool is_echo_option(str word) {
  uint32_t i = 1;
  while (i < word.len && str_contains(STR("neE"), str_slice(word, i, i + 1)))
    i++;
  return word.len > 1 && word.at[0] == '-' && i == word.len && !str_eq(word, STR("-n"));
}

static void in_test(struct finder *f, const struct shell_words *words) {
  for (uint32_t i = 2; i + 1 < words->len; i++) // between two operands
    if (str_eq(literal_at(words, i), STR("==")))
      found(f, BASH_EQUAL, words->at[i]->span);
}

static void in_simple(struct finder *f, const struct shell_words *words) {
  static const str builtins[] = {STR_INIT("shopt"), STR_INIT("pushd"), STR_INIT("popd"), STR_INIT("mapfile"),
                                 STR_INIT("readarray")};
  str name = literal_at(words, 0);
  if (str_eq(name, STR("source")))
    found(f, BASH_SOURCE, words->at[0]->span);
  else if (str_eq(name, STR("echo")) && is_echo_option(literal_at(words, 1)))
    found(f, BASH_ECHO, span_join(words->at[0]->span, words->at[1]->span));
  else if (str_eq(name, STR("[")) || str_eq(name, STR("test")))
    in_test(f, words);
  for (uint32_t i = 0; i < COUNT_OF(builtins); i++)
    if (str_eq(name, builtins[i]))
      found(f, BASH_BUILTIN, words->at[0]->span);
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
    in_words(f, &cmd->words);
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
    in_assigns(f, cmd);
    break;
  case CMD_SIMPLE:
    in_assigns(f, cmd);
    in_simple(f, &cmd->words);
    in_words(f, &cmd->words);
    break;
  case CMD_FOR:
    in_words(f, &cmd->words);
    break;
  case CMD_CASE:
    in_cases(f, cmd);
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
  case CMD_TIME:
  case CMD_KIND_COUNT:
    break;
  }
  in_redirs(f, cmd);
  return true;
}

// Who runs a script: the program that SHELL or its `#!` names; for `sh` what that is in the image.
static str shell_of(const struct script *script, const struct maker_stage *stage) {
  str name = script->shell_count ? path_name(script->shell[0]) : STR("sh");
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
