#include "base/utf8.h"
#include "cli/parse_views.h"
#include "shell/shell.h"

// Keys, their order and which of them are left out when empty: the shell view of the reference, which mvdan/sh's tree
// is converted to. Where our tree says more than it (`brace`), its meaning is printed.

static void dump_list(struct json_out *j, struct shell_list list);
static void dump_word(struct json_out *j, const struct shell_word *word);
static void dump_arith(struct json_out *j, const struct shell_arith *x);
static void dump_parts(struct json_out *j, struct shell_parts parts);

static void dump_span(struct json_out *j, span s) {
  json_member_int(j, "s", s.off);
  json_member_int(j, "e", span_end(s));
}

static void begin(struct json_out *j, const char *type, span s) {
  json_object_begin(j);
  json_member_str(j, "t", str_of(type));
  dump_span(j, s);
}

static void flag(struct json_out *j, const char *key, bool set) {
  if (set)
    json_member_bool(j, key, true);
}

static void member_word(struct json_out *j, const char *key, const struct shell_word *word) {
  if (!word)
    return;
  json_key(j, key);
  dump_word(j, word);
}

static void member_arith(struct json_out *j, const char *key, const struct shell_arith *x) {
  if (!x)
    return;
  json_key(j, key);
  dump_arith(j, x);
}

static void member_list(struct json_out *j, const char *key, struct shell_list list) {
  json_key(j, key);
  dump_list(j, list);
}

static void member_words(struct json_out *j, const char *key, struct shell_words words) {
  json_key(j, key);
  json_array_begin(j);
  for (uint32_t i = 0; i < words.len; i++)
    dump_word(j, words.at[i]);
  json_array_end(j);
}

// Words.

static bool has_brace(const struct shell_word *word) {
  for (uint32_t i = 0; i < word->parts.len; i++) {
    const struct shell_part *part = word->parts.at[i];
    if (part->kind == PART_LITERAL && str_find_char(part->text, '{') < part->text.len)
      return true;
  }
  return false;
}

static void dump_word(struct json_out *j, const struct shell_word *word) {
  json_object_begin(j);
  dump_span(j, word->span);
  if (word->literal)
    json_member_str(j, "value", word->value);
  flag(j, "glob", word->glob);
  flag(j, "brace", has_brace(word)); // the reference says so of any brace
  json_key(j, "parts");
  dump_parts(j, word->parts);
  json_object_end(j);
}

static void dump_param_op(struct json_out *j, const struct shell_param *param) {
  if (param->op.len)
    json_member_str(j, "op", param->op);
  member_word(j, "pattern", param->pattern);
  member_word(j, "with", param->with);
  if (param->names)
    json_member_str(j, "names", (str){&param->names, 1});
  member_word(j, "arg", param->arg);
}

static void dump_param(struct json_out *j, const struct shell_param *param) {
  json_member_str(j, "name", param->name);
  flag(j, "short", param->is_short);
  flag(j, "indirect", param->indirect);
  flag(j, "length", param->length);
  member_arith(j, "index", param->index);
  member_arith(j, "offset", param->offset);
  member_arith(j, "len", param->count);
  dump_param_op(j, param);
}

static void dump_part(struct json_out *j, const struct shell_part *part) {
  static const char *const types[] = {
      [PART_LITERAL] = "lit",   [PART_SINGLE] = "sq",      [PART_DOUBLE] = "dq",       [PART_PARAM] = "param",
      [PART_CMDSUB] = "cmdsub", [PART_ARITH] = "arithexp", [PART_PROCSUB] = "procsub", [PART_EXTGLOB] = "extglob",
  };
  begin(j, types[part->kind], part->span);
  flag(j, "dollar", part->dollar);
  switch (part->kind) {
  case PART_LITERAL:
  case PART_SINGLE:
    json_member_str(j, "v", part->text);
    break;
  case PART_DOUBLE:
    json_key(j, "parts");
    dump_parts(j, part->parts);
    break;
  case PART_PARAM:
    dump_param(j, part->param);
    break;
  case PART_CMDSUB:
    flag(j, "bq", part->variant);
    member_list(j, "body", part->body);
    break;
  case PART_ARITH:
    flag(j, "bracket", part->variant);
    member_arith(j, "x", part->arith);
    break;
  case PART_PROCSUB:
    json_member_str(j, "op", part->op == '<' ? STR("<(") : STR(">("));
    member_list(j, "body", part->body);
    break;
  case PART_EXTGLOB:
    json_member_str(j, "op", (str){(const char[]){part->op, '('}, 2});
    json_member_str(j, "pattern", part->text);
    break;
  }
  json_object_end(j);
}

static void dump_parts(struct json_out *j, struct shell_parts parts) {
  json_array_begin(j);
  for (uint32_t i = 0; i < parts.len; i++)
    dump_part(j, parts.at[i]);
  json_array_end(j);
}

// Arithmetic and tests.

static void dump_arith(struct json_out *j, const struct shell_arith *x) {
  static const char *const types[] = {[ARITH_BINARY] = "abin", [ARITH_UNARY] = "aun", [ARITH_PAREN] = "aparen"};
  if (x->kind == ARITH_WORD) {
    dump_word(j, x->word);
    return;
  }
  begin(j, types[x->kind], x->span);
  if (x->op.len)
    json_member_str(j, "op", x->op);
  flag(j, "post", x->post);
  member_arith(j, "x", x->x);
  member_arith(j, "y", x->y);
  json_object_end(j);
}

static void dump_test(struct json_out *j, const struct shell_test *x) {
  static const char *const types[] = {[TEST_BINARY] = "tbin", [TEST_UNARY] = "tun", [TEST_PAREN] = "tparen"};
  if (x->kind == TEST_WORD) {
    dump_word(j, x->word);
    return;
  }
  begin(j, types[x->kind], x->span);
  if (x->op.len)
    json_member_str(j, "op", x->op);
  json_key(j, "x");
  dump_test(j, x->x);
  if (x->y) {
    json_key(j, "y");
    dump_test(j, x->y);
  }
  json_object_end(j);
}

// Assignments and redirections.

static void dump_elements(struct json_out *j, const struct shell_assign *as) {
  json_key(j, "array");
  json_array_begin(j);
  for (uint32_t i = 0; i < as->element_count; i++) {
    json_object_begin(j);
    member_arith(j, "index", as->elements[i].index);
    member_word(j, "value", as->elements[i].value);
    json_object_end(j);
  }
  json_array_end(j);
}

static void dump_assign(struct json_out *j, const struct shell_assign *as) {
  json_object_begin(j);
  dump_span(j, as->span);
  member_word(j, "word", as->word);
  if (!as->word) {
    json_member_str(j, "name", as->name);
    flag(j, "append", as->append);
    flag(j, "naked", as->naked);
    member_arith(j, "index", as->index);
    member_word(j, "value", as->value);
    if (as->array)
      dump_elements(j, as);
  }
  json_object_end(j);
}

static void member_assigns(struct json_out *j, const char *key, const struct shell_cmd *cmd) {
  json_key(j, key);
  json_array_begin(j);
  for (uint32_t i = 0; i < cmd->assign_count; i++)
    dump_assign(j, cmd->assigns[i]);
  json_array_end(j);
}

static void dump_heredoc(struct json_out *j, const struct shell_heredoc *doc) {
  json_key(j, "heredoc");
  json_object_begin(j);
  json_member_bool(j, "quoted", doc->quoted);
  json_member_bool(j, "strip", doc->strip);
  if (doc->has_body)
    dump_span(j, doc->span);
  json_key(j, "parts");
  dump_parts(j, doc->parts);
  json_object_end(j);
}

static void dump_redir(struct json_out *j, const struct shell_redir *r) {
  json_object_begin(j);
  json_member_str(j, "op", r->op);
  dump_span(j, r->span);
  if (r->fd.len)
    json_member_str(j, "fd", r->fd);
  member_word(j, "target", r->target);
  if (r->heredoc)
    dump_heredoc(j, r->heredoc);
  json_object_end(j);
}

// Commands.

static void dump_joined(struct json_out *j, const struct shell_cmd *cmd) {
  flag(j, "neg", cmd->negated);
  json_key(j, "ops");
  json_array_begin(j);
  for (uint32_t i = 0; i + 1 < cmd->items.len; i++)
    json_str(j, cmd->ops[i]);
  json_array_end(j);
  member_list(j, "items", cmd->items);
}

static void dump_if(struct json_out *j, const struct shell_cmd *cmd) {
  json_key(j, "branches");
  json_array_begin(j);
  for (uint32_t i = 0; i < cmd->branch_count; i++) {
    json_object_begin(j);
    member_list(j, "cond", cmd->branches[i].cond);
    member_list(j, "body", cmd->branches[i].body);
    json_object_end(j);
  }
  json_array_end(j);
  if (cmd->has_else)
    member_list(j, "else", cmd->other);
}

static void dump_for(struct json_out *j, const struct shell_cmd *cmd) {
  json_member_str(j, "var", cmd->name);
  json_member_bool(j, "in", cmd->in);
  member_words(j, "words", cmd->words);
  member_list(j, "body", cmd->body);
}

static void dump_case(struct json_out *j, const struct shell_cmd *cmd) {
  member_word(j, "word", cmd->word);
  json_key(j, "items");
  json_array_begin(j);
  for (uint32_t i = 0; i < cmd->case_count; i++) {
    json_object_begin(j);
    member_words(j, "patterns", cmd->cases[i].patterns);
    member_list(j, "body", cmd->cases[i].body);
    json_member_str(j, "op", cmd->cases[i].op);
    json_object_end(j);
  }
  json_array_end(j);
}

static void dump_cmd(struct json_out *j, const struct shell_cmd *cmd);

static void member_cmd(struct json_out *j, const char *key, const struct shell_cmd *cmd) {
  if (!cmd)
    return;
  json_key(j, key);
  dump_cmd(j, cmd);
}

static void dump_members(struct json_out *j, const struct shell_cmd *cmd) {
  switch (cmd->kind) {
  case CMD_SIMPLE:
    if (cmd->assign_count)
      member_assigns(j, "assigns", cmd);
    if (cmd->words.len)
      member_words(j, "words", cmd->words);
    return;
  case CMD_ANDOR:
  case CMD_PIPE:
    dump_joined(j, cmd);
    return;
  case CMD_SUBSHELL:
  case CMD_BLOCK:
    member_list(j, "body", cmd->body);
    return;
  case CMD_IF:
    dump_if(j, cmd);
    return;
  case CMD_WHILE:
  case CMD_UNTIL:
    member_list(j, "cond", cmd->cond);
    member_list(j, "body", cmd->body);
    return;
  case CMD_FOR:
  case CMD_SELECT:
    dump_for(j, cmd);
    return;
  case CMD_CFOR:
    member_arith(j, "init", cmd->init);
    member_arith(j, "cond", cmd->cond_arith);
    member_arith(j, "post", cmd->post);
    member_list(j, "body", cmd->body);
    return;
  case CMD_CASE:
    dump_case(j, cmd);
    return;
  case CMD_FUNC:
    if (cmd->name.len)
      json_member_str(j, "name", cmd->name);
    flag(j, "kw", cmd->keyword);
    member_cmd(j, "body", cmd->inner);
    return;
  case CMD_DECL:
    json_member_str(j, "variant", cmd->name);
    member_assigns(j, "args", cmd);
    return;
  case CMD_TEST:
    json_key(j, "x");
    dump_test(j, cmd->test);
    return;
  case CMD_ARITH:
    member_arith(j, "x", cmd->arith);
    return;
  case CMD_LET:
    json_key(j, "exprs");
    json_array_begin(j);
    for (uint32_t i = 0; i < cmd->expr_count; i++)
      dump_arith(j, cmd->exprs[i]);
    json_array_end(j);
    return;
  case CMD_TIME:
    flag(j, "posix", cmd->keyword);
    member_cmd(j, "cmd", cmd->inner);
    return;
  case CMD_COPROC:
    member_word(j, "name", cmd->word);
    member_cmd(j, "cmd", cmd->inner);
    return;
  case CMD_KIND_COUNT:
    return;
  }
}

static void dump_cmd(struct json_out *j, const struct shell_cmd *cmd) {
  static const char *const types[CMD_KIND_COUNT] = {
      [CMD_SIMPLE] = "simple", [CMD_ANDOR] = "andor",   [CMD_PIPE] = "pipe",     [CMD_SUBSHELL] = "subshell",
      [CMD_BLOCK] = "block",   [CMD_IF] = "if",         [CMD_WHILE] = "while",   [CMD_UNTIL] = "until",
      [CMD_FOR] = "for",       [CMD_SELECT] = "select", [CMD_CFOR] = "cfor",     [CMD_CASE] = "case",
      [CMD_FUNC] = "func",     [CMD_DECL] = "decl",     [CMD_TEST] = "test",     [CMD_ARITH] = "arith",
      [CMD_LET] = "let",       [CMD_TIME] = "time",     [CMD_COPROC] = "coproc",
  };
  begin(j, types[cmd->kind], cmd->span);
  dump_members(j, cmd);
  if (cmd->redir_count) {
    json_key(j, "redirs");
    json_array_begin(j);
    for (uint32_t i = 0; i < cmd->redir_count; i++)
      dump_redir(j, cmd->redirs[i]);
    json_array_end(j);
  }
  flag(j, "bg", cmd->background);
  json_object_end(j);
}

static void dump_list(struct json_out *j, struct shell_list list) {
  json_array_begin(j);
  for (uint32_t i = 0; i < list.len; i++)
    dump_cmd(j, list.at[i]);
  json_array_end(j);
}

// Scripts.

enum { REFERENCE_LINE_MAX = 262143, REFERENCE_COLUMN_MAX = 16383 }; // larger ones are 0 in the reference

static void dump_error(struct json_out *j, const struct shell_script *script, const struct shell_error *error) {
  str before = str_slice(script->text.bytes, 0, error->off);
  uint32_t line = 1, start = 0;
  for (uint32_t i = 0; i < before.len; i++)
    if (before.at[i] == '\n') {
      line++;
      start = i + 1;
    }
  uint32_t column = error->off - start + 1;
  json_key(j, "error");
  json_object_begin(j);
  json_member_int(j, "offset", error->off);
  json_member_int(j, "line", line > REFERENCE_LINE_MAX ? 0 : line);
  json_member_int(j, "col", column > REFERENCE_COLUMN_MAX ? 0 : column);
  json_member_bool(j, "incomplete", error->incomplete);
  json_member_str(j, "message", error->message);
  json_object_end(j);
}

static void dump_comments(struct json_out *j, const struct shell_script *script) {
  if (script->comment_count == 0)
    return;
  json_key(j, "comments");
  json_array_begin(j);
  for (uint32_t i = 0; i < script->comment_count; i++) {
    json_object_begin(j);
    dump_span(j, script->comments[i].span);
    json_member_str(j, "text", script->comments[i].text);
    json_object_end(j);
  }
  json_array_end(j);
}

// The reference takes for an error what bash only warns of.
static bool is_accepted(const struct shell_script *script) {
  return script->ok && !script->warned;
}

static void dump_verdict(struct json_out *j, const struct shell_script *script) {
  json_member_str(j, "lang", script->dialect == SHELL_BASH ? STR("bash") : STR("posix"));
  json_member_bool(j, "ok", is_accepted(script));
}

static void dump_tree(struct json_out *j, const struct shell_script *script) {
  if (!is_accepted(script)) {
    dump_error(j, script, script->warned ? &script->warning : &script->error);
    return;
  }
  member_list(j, "ast", script->body);
  dump_comments(j, script);
}

// Where each line of the script's pieces stands: its offset there, the line and the byte column of the file.
static void dump_place(struct json_out *j, const struct source *src, const struct text *text, uint32_t at) {
  uint32_t off = text_offset(text, at), line = source_line_of(src, off);
  json_array_begin(j);
  json_int(j, at);
  json_int(j, line);
  json_int(j, off - src->line_starts[line - 1] + 1);
  json_array_end(j);
}

static bool is_newline(const struct text *text, uint32_t at) {
  return text->bytes.at[at] == '\n';
}

// A line with nothing but the escape character adds nothing to the script, but is in the reference's map.
static bool is_lone_escape(const struct dockerfile *df, uint32_t line) {
  str text = source_line(df->src, line);
  return text.len > 0 && text.at[0] == df->escape && str_trim(str_skip(text, 1)).len == 0;
}

static void dump_lone_escapes(struct json_out *j, const struct dockerfile *df, const struct text *text, uint32_t at) {
  uint32_t line = source_line_of(df->src, text_offset(text, at - 1)) + 1;
  uint32_t end = source_line_of(df->src, text_offset(text, at));
  for (; line < end; line++)
    if (is_lone_escape(df, line)) {
      json_array_begin(j);
      json_int(j, at);
      json_int(j, line);
      json_int(j, 1);
      json_array_end(j);
    }
}

// A piece begins a line of the map, and so does each line of a piece; the newline before a body belongs to what stands
// before it.
static void dump_pieces(struct json_out *j, const struct dockerfile *df, const struct text *text) {
  for (uint32_t i = 0; i < text->piece_count; i++) {
    uint32_t from = text->pieces[i].at, to = i + 1 < text->piece_count ? text->pieces[i + 1].at : text->bytes.len;
    if (from > 0 && from < to)
      dump_lone_escapes(j, df, text, from);
    if (from < to && (!is_newline(text, from) || from == 0 || is_newline(text, from - 1)))
      dump_place(j, df->src, text, from);
    for (uint32_t at = from + 1; at < to; at++)
      if (is_newline(text, at - 1))
        dump_place(j, df->src, text, at);
  }
}

static void dump_map(struct json_out *j, const struct dockerfile *df, const struct script *script) {
  // The reference finds a line only where it ends the instruction, not where a trigger is read once more.
  str line = utf8_trim_right(df->nodes[script->instr->index]->original.bytes);
  json_key(j, "map");
  json_array_begin(j);
  if (script->kind != SCRIPT_LINE || str_has_suffix(line, script->text.bytes))
    dump_pieces(j, df, &script->text);
  json_array_end(j);
}

static void dump_shell_words(struct json_out *j, const struct script *script) {
  if (script->shell_count == 0)
    return;
  json_key(j, "shell");
  json_array_begin(j);
  for (uint32_t i = 0; i < script->shell_count; i++)
    json_str(j, script->shell[i]);
  json_array_end(j);
}

// The reference knows SHELL only: it reads what runs on Windows, too, where SHELL does not say so.
static const struct shell_script *tree_of(struct arena *a, const struct script *script) {
  return script->opaque && !script->foreign ? shell_parse(a, script->text, SHELL_BASH) : script->tree;
}

static void dump_script(struct arena *a, struct json_out *j, const struct dockerfile *df, const struct script *script) {
  static const char *const kinds[] = {
      [SCRIPT_LINE] = "line", [SCRIPT_HEREDOC] = "heredoc", [SCRIPT_LINE_AND_HEREDOC] = "line+heredoc"};
  const struct shell_script *tree = tree_of(a, script);
  const struct instr *instr = script->instr;
  const struct node *node = df->nodes[instr->index]; // of a trigger, its ONBUILD
  json_object_begin(j);
  json_member_str(j, "file", df->src->path);
  json_member_int(j, "node", instr->index);
  json_member_int(j, "line", node->start_line);
  json_member_int(j, "end_line", node->end_line);
  json_member_str(j, "instr", str_lower(a, instr_keyword(instr->kind)));
  flag(j, "onbuild", instr->onbuild);
  json_member_str(j, "kind", str_of(kinds[script->kind]));
  dump_shell_words(j, script);
  if (tree) {
    dump_verdict(j, tree);
    json_member_str(j, "script", script->text.bytes);
    dump_map(j, df, script);
    dump_tree(j, tree);
  } else {
    json_member_str(j, "skip", str_concat(a, STR("shell:"), script->opaque_why));
  }
  json_object_end(j);
  json_end_line(j);
}

static bool is_refused(const struct dockerfile *df) {
  for (uint32_t i = 0; i < df->problem_count; i++)
    if (df->problems[i].layer == PROBLEM_PARSE)
      return true;
  return false;
}

void dump_shell(struct arena *a, struct json_out *j, const struct dockerfile *df) {
  if (is_refused(df)) // BuildKit then sees no instruction at all
    return;
  struct scripts scripts = shell_scripts(a, df);
  for (uint32_t i = 0; i < scripts.len; i++)
    dump_script(a, j, df, &scripts.at[i]);
}

bool dump_shell_script(struct arena *a, struct json_out *j, str text, struct fault *why) {
  (void)why;
  const struct shell_script *script = shell_parse(a, (struct text){.bytes = text}, SHELL_BASH);
  json_object_begin(j);
  dump_verdict(j, script);
  dump_tree(j, script);
  json_object_end(j);
  json_end_line(j);
  return true;
}
