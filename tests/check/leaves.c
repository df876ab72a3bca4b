#include <stdlib.h>

#include "base/assert.h"
#include "base/vec.h"
#include "check.h"

struct leaf {
  span span;
  str text;
};

struct leaves {
  struct arena *a;
  str script;
  VEC(struct leaf) all;
  VEC(str) between; // words that stand between leaves: operators of tests, ends of here-documents
};

static void add_leaf(struct leaves *l, span s, str text) {
  VEC_PUSH(l->a, &l->all, (struct leaf){s, text});
}

static bool is_word_char(char c) {
  return is_ascii_alnum(c) || (uint8_t)c >= 0x80;
}

// The next run of letters and digits; false without.
static bool next_word(str *rest, str *word) {
  uint32_t from = 0, to;
  while (from < rest->len && !is_word_char(rest->at[from]))
    from++;
  for (to = from; to < rest->len && is_word_char(rest->at[to]);)
    to++;
  *word = str_slice(*rest, from, to);
  *rest = str_skip(*rest, to);
  return word->len > 0;
}

// What a leaf's text leaves out of the script: splices, CR before LF, and the backslashes that backquotes ask for.
static bool is_left_out(char c) {
  return c == '\\' || c == '\n' || c == '\r';
}

// How much of the script `text` takes where it starts with it, but for what is left out; 0 where it does not.
static uint32_t length_in(str script, str text) {
  uint32_t i = 0, k = 0;
  for (; i < script.len && k < text.len; i++)
    if (script.at[i] == text.at[k])
      k++;
    else if (k == 0 || !is_left_out(script.at[i]))
      return 0;
  return k == text.len ? i : 0;
}

// Adds a leaf whose place is not told: the first one from `from` on.
static void add_found(struct leaves *l, uint32_t from, str text) {
  for (uint32_t at = from; text.len > 0; at++) {
    assert(at < l->script.len);
    uint32_t len = length_in(str_skip(l->script, at), text);
    if (len) {
      add_leaf(l, (span){at, len}, text);
      return;
    }
  }
}

static void add_between(struct leaves *l, str text) {
  for (str word; next_word(&text, &word);)
    VEC_PUSH(l->a, &l->between, word);
}

static void add_list(struct leaves *l, struct shell_list list);
static void add_word(struct leaves *l, const struct shell_word *w);

static void add_arith(struct leaves *l, const struct shell_arith *x) {
  if (!x)
    return;
  assert(x->kind != ARITH_WORD || x->span.off == x->word->span.off);
  add_word(l, x->word);
  add_arith(l, x->x);
  add_arith(l, x->y);
}

static void add_test(struct leaves *l, const struct shell_test *x) {
  if (!x)
    return;
  add_between(l, x->op);
  if (str_eq(x->op, STR("-L"))) // as `-h` is called in the tree, and -a -e
    add_between(l, STR("h"));
  if (str_eq(x->op, STR("-e")))
    add_between(l, STR("a"));
  add_word(l, x->word);
  add_test(l, x->x);
  add_test(l, x->y);
}

static void add_parts(struct leaves *l, struct shell_parts parts);

static void add_param(struct leaves *l, const struct shell_part *part) {
  const struct shell_param *param = part->param;
  if (param->bad) {
    add_leaf(l, (span){part->span.off + 2, part->span.len - 3}, part->text);
    return;
  }
  add_found(l, part->span.off, param->name);
  add_arith(l, param->index);
  add_arith(l, param->offset);
  add_arith(l, param->count);
  add_word(l, param->arg);
  add_word(l, param->pattern);
  add_word(l, param->with);
}

static void add_part(struct leaves *l, const struct shell_part *part) {
  span inside = {part->span.off + 1 + part->dollar, part->span.len - 2 - part->dollar};
  switch (part->kind) {
  case PART_LITERAL:
    add_leaf(l, part->span, part->text);
    return;
  case PART_SINGLE:
    add_leaf(l, inside, part->text);
    return;
  case PART_EXTGLOB:
    add_leaf(l, (span){part->span.off + 2, part->span.len - 3}, part->text);
    return;
  case PART_PARAM:
    add_param(l, part);
    return;
  case PART_DOUBLE:
    add_parts(l, part->parts);
    return;
  case PART_CMDSUB:
  case PART_PROCSUB:
    add_list(l, part->body);
    return;
  case PART_ARITH:
    add_arith(l, part->arith);
    return;
  }
}

static void add_parts(struct leaves *l, struct shell_parts parts) {
  for (uint32_t i = 0; i < parts.len; i++)
    add_part(l, parts.at[i]);
}

static void add_word(struct leaves *l, const struct shell_word *w) {
  if (w)
    add_parts(l, w->parts);
}

static void add_words(struct leaves *l, struct shell_words words) {
  for (uint32_t i = 0; i < words.len; i++)
    add_word(l, words.at[i]);
}

static void add_assign(struct leaves *l, const struct shell_assign *as) {
  add_word(l, as->word);
  if (!as->word)
    add_leaf(l, as->name_span, as->name);
  add_arith(l, as->index);
  add_word(l, as->value);
  for (uint32_t i = 0; i < as->element_count; i++) {
    add_arith(l, as->elements[i].index);
    add_word(l, as->elements[i].value);
  }
}

static void add_redir(struct leaves *l, const struct shell_redir *r) {
  add_found(l, r->span.off, r->fd);
  add_word(l, r->target);
  if (!r->heredoc)
    return;
  add_between(l, r->target->value);
  add_parts(l, r->heredoc->parts);
}

static void add_name(struct leaves *l, const struct shell_cmd *cmd) {
  if (cmd->name.len && cmd->kind != CMD_COPROC) // whose name is a word
    add_leaf(l, cmd->name_span, cmd->name);
}

static void add_cmd(struct leaves *l, const struct shell_cmd *cmd);

static void add_branches(struct leaves *l, const struct shell_cmd *cmd) {
  add_list(l, cmd->other);
  for (uint32_t i = 0; i < cmd->branch_count; i++) {
    add_list(l, cmd->branches[i].cond);
    add_list(l, cmd->branches[i].body);
  }
}

static void add_cases(struct leaves *l, const struct shell_cmd *cmd) {
  add_word(l, cmd->word);
  for (uint32_t i = 0; i < cmd->case_count; i++) {
    add_words(l, cmd->cases[i].patterns);
    add_list(l, cmd->cases[i].body);
  }
}

static void add_members(struct leaves *l, const struct shell_cmd *cmd) {
  switch (cmd->kind) {
  case CMD_SIMPLE:
  case CMD_DECL:
    for (uint32_t i = 0; i < cmd->assign_count; i++)
      add_assign(l, cmd->assigns[i]);
    add_words(l, cmd->words);
    return;
  case CMD_FOR:
  case CMD_SELECT:
    add_words(l, cmd->words);
    return;
  case CMD_ANDOR:
  case CMD_PIPE:
    add_list(l, cmd->items);
    return;
  case CMD_IF:
    add_branches(l, cmd);
    return;
  case CMD_WHILE:
  case CMD_UNTIL:
    add_list(l, cmd->cond);
    return;
  case CMD_CASE:
    add_cases(l, cmd);
    return;
  case CMD_FUNC:
  case CMD_TIME:
  case CMD_COPROC:
    add_word(l, cmd->word);
    if (cmd->inner)
      add_cmd(l, cmd->inner);
    return;
  case CMD_TEST:
    add_test(l, cmd->test);
    return;
  case CMD_ARITH:
    add_arith(l, cmd->arith);
    return;
  case CMD_CFOR:
    add_arith(l, cmd->init);
    add_arith(l, cmd->cond_arith);
    add_arith(l, cmd->post);
    return;
  case CMD_LET:
    for (uint32_t i = 0; i < cmd->expr_count; i++)
      add_arith(l, cmd->exprs[i]);
    return;
  case CMD_SUBSHELL:
  case CMD_BLOCK:
  case CMD_KIND_COUNT:
    return;
  }
}

static void add_cmd(struct leaves *l, const struct shell_cmd *cmd) {
  add_name(l, cmd);
  add_members(l, cmd);
  add_list(l, cmd->body);
  for (uint32_t i = 0; i < cmd->redir_count; i++)
    add_redir(l, cmd->redirs[i]);
}

static void add_list(struct leaves *l, struct shell_list list) {
  for (uint32_t i = 0; i < list.len; i++)
    add_cmd(l, list.at[i]);
}

static int by_place(const void *x, const void *y) {
  const struct leaf *a = x, *b = y;
  if (a->span.off != b->span.off)
    return a->span.off < b->span.off ? -1 : 1;
  return a->span.len < b->span.len ? -1 : a->span.len > b->span.len;
}

static const char *const reserved_words[] = {
    "if",    "then", "elif", "else",   "fi",   "for", "in",     "do",  "done",     "while",
    "until", "case", "esac", "select", "time", "p",   "coproc", "let", "function",
};

static bool may_stand_between(const struct leaves *l, str word) {
  for (uint32_t i = 0; i < COUNT_OF(reserved_words); i++)
    if (str_eq(word, str_of(reserved_words[i])))
      return true;
  for (uint32_t i = 0; i < l->between.len; i++)
    if (str_eq(word, l->between.at[i]))
      return true;
  return false;
}

static void check_gap(const struct leaves *l, str gap) {
  for (str word; next_word(&gap, &word);)
    assert(may_stand_between(l, word));
}

static void check_text(const struct leaves *l, const struct leaf *leaf) {
  str place = str_slice(l->script, leaf->span.off, span_end(leaf->span));
  uint32_t i = 0, k = 0;
  for (; i < place.len && k < leaf->text.len; i++)
    if (place.at[i] == leaf->text.at[k])
      k++;
    else
      assert(is_left_out(place.at[i]));
  assert(k == leaf->text.len);
  check_gap(l, str_skip(place, i)); // splices; the end of a here-document in which something is left out
}

void check_leaves(struct arena *a, const struct shell_script *s) {
  struct leaves l = {.a = a, .script = s->text.bytes};
  add_list(&l, s->body);
  for (uint32_t i = 0; i < s->comment_count; i++)
    add_leaf(&l, (span){s->comments[i].span.off + 1, s->comments[i].span.len - 1}, s->comments[i].text);
  if (l.all.len)
    qsort(l.all.at, l.all.len, sizeof *l.all.at, by_place);
  uint32_t at = 0;
  for (uint32_t i = 0; i < l.all.len; i++) {
    const struct leaf *leaf = &l.all.at[i];
    assert(leaf->span.off >= at);
    check_gap(&l, str_slice(l.script, at, leaf->span.off));
    check_text(&l, leaf);
    at = span_end(leaf->span);
  }
  assert(at <= l.script.len);
  check_gap(&l, str_skip(l.script, at));
}
