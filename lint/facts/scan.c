#include <stdlib.h>

#include "facts/scan.h"

// What is collected, and where to.
struct scanner {
  struct arena *a;
  struct scan *scan;
};

static void scan_parts(struct scanner *s, const struct shell_parts *parts);
static void scan_arith(struct scanner *s, const struct shell_arith *x);

static void scan_one_word(struct scanner *s, const struct shell_word *word) {
  if (word && !word->literal)
    scan_parts(s, &word->parts);
}

static void add_name(struct scanner *s, str name) {
  map_put(s->a, &s->scan->sets, name, s->scan);
}

static void scan_words(struct scanner *s, const struct shell_words *words) {
  for (uint32_t i = 0; i < words->len; i++)
    scan_one_word(s, words->at[i]);
}

// Adds a range behind those that are there; one that begins in the last of them is part of it.
static void add_range(struct scanner *s, struct scan_ranges *ranges, span range) {
  if (!ranges->len || range.off >= span_end(ranges->at[ranges->len - 1]))
    VEC_PUSH(s->a, ranges, range);
}

// `${x:-y}`, `${x:=y}`, `${x:?why}` and `${x:+y}` say what to do without a value; `${#x}` and the like ask for none.
static bool has_fallback(const struct shell_param *param) {
  str last = str_skip(param->op, param->op.len ? param->op.len - 1 : 0);
  return last.len && str_contains(STR("-=?+"), last);
}

static void scan_param(struct scanner *s, const struct shell_part *part) {
  const struct shell_param *param = part->param;
  span where = text_span(&s->scan->script->text, part->span.off, span_end(part->span));
  VEC_PUSH(s->a, &s->scan->uses, (struct scan_use){param->name, where, has_fallback(param)});
  scan_arith(s, param->index);
  scan_arith(s, param->offset);
  scan_arith(s, param->count);
  scan_one_word(s, param->arg);
  scan_one_word(s, param->pattern);
  scan_one_word(s, param->with);
}

static void scan_part(struct scanner *s, const struct shell_part *part) {
  switch (part->kind) {
  case PART_PARAM:
    scan_param(s, part);
    break;
  case PART_DOUBLE:
    scan_parts(s, &part->parts);
    break;
  case PART_ARITH:
    scan_arith(s, part->arith);
    break;
  case PART_CMDSUB:
  case PART_PROCSUB:
    add_range(s, &s->scan->substitutions, part->span);
    break;
  case PART_LITERAL:
  case PART_SINGLE:
  case PART_EXTGLOB:
    break;
  }
}

static void scan_parts(struct scanner *s, const struct shell_parts *parts) {
  for (uint32_t i = 0; i < parts->len; i++)
    scan_part(s, parts->at[i]);
}

static void scan_arith(struct scanner *s, const struct shell_arith *x) {
  if (!x)
    return;
  scan_arith(s, x->x);
  scan_arith(s, x->y);
  scan_one_word(s, x->word);
}

static void scan_test(struct scanner *s, const struct shell_test *x) {
  if (!x)
    return;
  scan_test(s, x->x);
  scan_test(s, x->y);
  scan_one_word(s, x->word);
}

static void scan_assign(struct scanner *s, const struct shell_assign *assign) {
  if (assign->name.len)
    add_name(s, assign->name);
  scan_one_word(s, assign->word);
  scan_arith(s, assign->index);
  scan_one_word(s, assign->value);
  for (uint32_t i = 0; i < assign->element_count; i++) {
    scan_arith(s, assign->elements[i].index);
    scan_one_word(s, assign->elements[i].value);
  }
}

// Programs of the shell whose operands are names that they set, as words of a simple command.
static bool sets_operands(str command) {
  static const str names[] = {STR_INIT("read"),  STR_INIT("export"),  STR_INIT("local"),  STR_INIT("readonly"),
                              STR_INIT("unset"), STR_INIT("getopts"), STR_INIT("mapfile")};
  for (uint32_t i = 0; i < COUNT_OF(names); i++)
    if (str_eq(command, names[i]))
      return true;
  return false;
}

// `export NAME` without a value gives NAME none: it is a use.
static void scan_operands(struct scanner *s, const struct shell_cmd *cmd) {
  const struct shell_words *words = &cmd->words;
  if (!words->len || !words->at[0]->literal || !sets_operands(words->at[0]->value))
    return;
  bool exports = str_eq(words->at[0]->value, STR("export"));
  for (uint32_t i = 1; i < words->len; i++) {
    const struct shell_word *word = words->at[i];
    const struct shell_part *first = word->parts.len ? word->parts.at[0] : NULL;
    if (!first || first->kind != PART_LITERAL)
      continue;
    str name;
    bool assigns = str_cut(first->text, '=', &name, &(str){0});
    if (assigns || !exports)
      add_name(s, assigns ? name : first->text);
  }
}

static void scan_redirs(struct scanner *s, const struct shell_cmd *cmd) {
  for (uint32_t i = 0; i < cmd->redir_count; i++) {
    const struct shell_redir *redir = cmd->redirs[i];
    if (!redir->heredoc)
      scan_one_word(s, redir->target);
    else if (!redir->heredoc->quoted)
      scan_parts(s, &redir->heredoc->parts);
  }
}

static bool ends_script(const struct shell_cmd *cmd) {
  if (cmd->kind == CMD_SUBSHELL || cmd->kind == CMD_BLOCK)
    return scan_ends_script(cmd->body);
  if (cmd->kind == CMD_ANDOR)
    return ends_script(cmd->items.at[cmd->items.len - 1]);
  if (cmd->kind != CMD_SIMPLE || !cmd->words.len || !cmd->words.at[0]->literal)
    return false;
  str name = cmd->words.at[0]->value;
  str status = cmd->words.len > 1 && cmd->words.at[1]->literal ? cmd->words.at[1]->value : STR("1");
  bool leaves = str_eq(name, STR("exit")) || str_eq(name, STR("return"));
  return str_eq(name, STR("false")) || (leaves && !str_eq(status, STR("0")));
}

bool scan_ends_script(struct shell_list list) {
  return list.len && ends_script(list.at[list.len - 1]);
}

// Everything up to the last `||` whose right side goes on.
static void scan_guards(struct scanner *s, const struct shell_cmd *cmd) {
  for (uint32_t i = cmd->items.len - 1; i > 0; i--)
    if (str_eq(cmd->ops[i - 1], STR("||")) && !ends_script(cmd->items.at[i])) {
      add_range(s, &s->scan->guarded, span_join(cmd->items.at[0]->span, cmd->items.at[i - 1]->span));
      return;
    }
}

static void scan_cases(struct scanner *s, const struct shell_cmd *cmd) {
  scan_one_word(s, cmd->word);
  for (uint32_t i = 0; i < cmd->case_count; i++)
    scan_words(s, &cmd->cases[i].patterns);
}

static void scan_exprs(struct scanner *s, const struct shell_cmd *cmd) {
  for (uint32_t i = 0; i < cmd->expr_count; i++)
    scan_arith(s, cmd->exprs[i]);
}

// What a command consists of beside other commands and its redirections.
static void scan_members(struct scanner *s, const struct shell_cmd *cmd) {
  switch (cmd->kind) {
  case CMD_SIMPLE:
  case CMD_DECL:
    for (uint32_t i = 0; i < cmd->assign_count; i++)
      scan_assign(s, cmd->assigns[i]);
    scan_words(s, &cmd->words);
    scan_operands(s, cmd);
    break;
  case CMD_FOR:
  case CMD_SELECT:
    scan_words(s, &cmd->words);
    break;
  case CMD_CASE:
    scan_cases(s, cmd);
    break;
  case CMD_TEST:
    scan_test(s, cmd->test);
    break;
  case CMD_ARITH:
    scan_arith(s, cmd->arith);
    break;
  case CMD_CFOR:
    scan_arith(s, cmd->init);
    scan_arith(s, cmd->cond_arith);
    scan_arith(s, cmd->post);
    break;
  case CMD_LET:
    scan_exprs(s, cmd);
    break;
  case CMD_COPROC:
    scan_one_word(s, cmd->word);
    break;
  case CMD_ANDOR:
  case CMD_PIPE:
  case CMD_SUBSHELL:
  case CMD_BLOCK:
  case CMD_IF:
  case CMD_WHILE:
  case CMD_UNTIL:
  case CMD_FUNC:
  case CMD_TIME:
  case CMD_KIND_COUNT:
    break;
  }
}

static bool scan_command(void *ctx, const struct shell_cmd *cmd) {
  struct scanner *s = ctx;
  if (cmd->kind == CMD_ANDOR)
    scan_guards(s, cmd);
  if (cmd->kind == CMD_SUBSHELL)
    add_range(s, &s->scan->subshells, cmd->span);
  if (cmd->kind == CMD_FOR || cmd->kind == CMD_SELECT || cmd->kind == CMD_COPROC)
    add_name(s, cmd->name);
  scan_members(s, cmd);
  scan_redirs(s, cmd);
  return true;
}

static int compare_uses(const void *p, const void *q) {
  const struct scan_use *x = p, *y = q;
  return (x->span.off > y->span.off) - (x->span.off < y->span.off);
}

struct scan *scan_script(struct arena *a, const struct script *script) {
  struct scan *scan = NEW(a, struct scan);
  scan->script = script;
  struct scanner s = {a, scan};
  shell_walk(script->tree->body, scan_command, &s);
  // What stands in a substitution was seen after what stands behind it.
  if (scan->uses.len)
    qsort(scan->uses.at, scan->uses.len, sizeof *scan->uses.at, compare_uses);
  return scan;
}

bool scan_holds(const struct scan_ranges *ranges, span where) {
  uint32_t low = 0, high = ranges->len;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (span_end(ranges->at[middle]) <= where.off)
      low = middle + 1;
    else
      high = middle;
  }
  return low < ranges->len && ranges->at[low].off <= where.off;
}

bool scan_sets(const struct scan *scan, str name) {
  return map_get(&scan->sets, name) != NULL;
}

// The first use at or behind byte `off` of the file.
static uint32_t first_use(const struct scan *scan, uint32_t off) {
  uint32_t low = 0, high = scan->uses.len;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (scan->uses.at[middle].span.off < off)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const struct scan_use *scan_uses_in(const struct scan *scan, span where, uint32_t *count) {
  uint32_t from = first_use(scan, where.off);
  *count = first_use(scan, span_end(where)) - from;
  return scan->uses.at + from;
}
