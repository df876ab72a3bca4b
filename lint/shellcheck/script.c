#include "shellcheck/script.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"

// What ShellCheck calls the shells that it knows; no others are checked.
static const struct {
  str name, shebang;
} shells[] = {
    {STR_INIT(""), STR_INIT("sh")},       {STR_INIT("sh"), STR_INIT("sh")},    {STR_INIT("bash"), STR_INIT("bash")},
    {STR_INIT("dash"), STR_INIT("dash")}, {STR_INIT("ash"), STR_INIT("dash")}, // as it takes it itself, with SC2187
    {STR_INIT("ksh"), STR_INIT("ksh")},   {STR_INIT("mksh"), STR_INIT("ksh")},
};

// What BuildKit sets in every build where the one who builds has it.
static const str proxies[] = {
    STR_INIT("HTTP_PROXY"), STR_INIT("http_proxy"), STR_INIT("HTTPS_PROXY"), STR_INIT("https_proxy"),
    STR_INIT("FTP_PROXY"),  STR_INIT("ftp_proxy"),  STR_INIT("NO_PROXY"),    STR_INIT("no_proxy"),
    STR_INIT("ALL_PROXY"),  STR_INIT("all_proxy"),
};

/// Variables of a stage, and of those it starts from.
struct scope {
  struct map own;
  const struct scope *outer; // NULL without
};

/// What is known of a stage so far.
struct stage_state {
  const struct scope *inherited; // NULL without
  struct scope *scope;           // NULL before its first variable
  str shell;                     // of a comment `# hadolint shell=NAME`; empty without
  bool sh_is_bash;               // /bin/sh of its image is
};

struct collector {
  struct arena *a;
  const struct dockerfile *df;
  const struct scripts *scripts;
  uint32_t next_script, next_comment;
  struct stage_state *stages;
  str shell; // of such a comment before the first FROM
  struct checked_scripts out;
};

static void add_name(struct arena *a, struct stage_state *stage, str name) {
  if (!stage->scope) {
    stage->scope = NEW(a, struct scope);
    stage->scope->outer = stage->inherited;
  }
  map_put(a, &stage->scope->own, name, stage->scope);
}

// Whether the build sets it. Stages further away than any real one do not count, so that each name costs little.
static bool is_set(const struct stage_state *stage, str name) {
  for (uint32_t i = 0; i < COUNT_OF(proxies); i++)
    if (str_eq(proxies[i], name))
      return true;
  const struct scope *scope = stage->scope ? stage->scope : stage->inherited;
  for (uint32_t depth = 0; scope && depth < LIMIT_SHELLCHECK_STAGES; depth++, scope = scope->outer)
    if (map_get(&scope->own, name))
      return true;
  return false;
}

static void begin_stage(struct collector *c, const struct stage *stage) {
  struct stage_state *state = &c->stages[stage->index];
  state->shell = c->shell;
  if (stage->base == STAGE_NONE)
    return;
  const struct stage_state *base = &c->stages[stage->base];
  state->shell = base->shell;
  state->inherited = base->scope ? base->scope : base->inherited;
}

// `# hadolint shell=/bin/bash -e`, `# dlint shell=bash`: the shell's name.
static str shell_of_comment(struct arena *a, str text) {
  static const str forms[] = {STR_INIT("hadolint shell="), STR_INIT("dlint shell=")};
  for (uint32_t i = 0; i < COUNT_OF(forms); i++) {
    if (!str_has_prefix(text, forms[i]))
      continue;
    str rest = str_trim(str_skip(text, forms[i].len)), word = rest;
    str_cut(rest, ' ', &word, &rest);
    uint32_t slash = str_find_last_char(word, '/');
    return str_lower(a, slash == word.len ? word : str_skip(word, slash + 1));
  }
  return (str){0};
}

// In images of the RPM families /bin/sh is bash: what bash understands is no mistake there.
static void read_images(struct collector *c, const struct facts *facts) {
  const struct fact_list *stages = &facts->of[FACT_STAGE];
  for (uint32_t i = 0; i < stages->len; i++) {
    const struct fact_stage *f = (const struct fact_stage *)(const void *)stages->at[i];
    c->stages[f->index].sh_is_bash = str_eq(f->sh.text, STR("bash"));
  }
}

// Takes the comments before a line.
static void read_comments(struct collector *c, uint32_t line, str *shell) {
  for (; c->next_comment < c->df->comment_count && c->df->comments[c->next_comment].line < line; c->next_comment++) {
    str name = shell_of_comment(c->a, c->df->comments[c->next_comment].text);
    if (name.len)
      *shell = name;
  }
}

// NULL where ShellCheck does not know it.
static const str *shebang_of(str name) {
  for (uint32_t i = 0; i < COUNT_OF(shells); i++)
    if (str_eq(shells[i].name, name))
      return &shells[i].shebang;
  return NULL;
}

// Whether SHELL has `-e`, alone or among others: `-eo`.
static bool has_errexit(const struct script *script) {
  for (uint32_t i = 1; i < script->shell_count; i++) {
    str word = script->shell[i];
    if (word.len > 1 && word.at[0] == '-' && word.at[1] != '-' && str_find_char(word, 'e') < word.len)
      return true;
  }
  return false;
}

// Cuts the next thing off that could be a name.
static bool next_name(str *rest, str *name) {
  uint32_t from = 0, to;
  while (from < rest->len && !is_ascii_alpha(rest->at[from]) && rest->at[from] != '_')
    from++;
  for (to = from; to < rest->len && (is_ascii_alnum(rest->at[to]) || rest->at[to] == '_');)
    to++;
  *name = str_slice(*rest, from, to);
  *rest = str_skip(*rest, to);
  return name->len;
}

// Directives before the first command are about the whole script. The lines that set variables would end their reach:
// they are said before those, too.
static void add_directives(struct buf *b, str bytes) {
  for (str rest = bytes, line; str_next(&rest, '\n', &line);) {
    str text = str_trim(line);
    if (text.len && text.at[0] != '#')
      return;
    if (text.len && str_has_prefix(str_trim(str_skip(text, 1)), STR("shellcheck "))) {
      buf_add(b, text);
      buf_add_char(b, '\n');
    }
  }
}

// Variables that do not occur in the script need not be set.
static void add_head(struct buf *b, const struct script *script, str shebang, const struct stage_state *stage) {
  struct map seen = {0};
  buf_add(b, STR("#!/bin/"));
  buf_add(b, shebang);
  buf_add(b, has_errexit(script) ? STR(" -e\n") : STR("\n"));
  add_directives(b, script->text.bytes);
  for (str rest = script->text.bytes, name; next_name(&rest, &name);) {
    if (map_get(&seen, name))
      continue;
    map_put(b->arena, &seen, name, b);
    if (is_set(stage, name))
      buf_add_format(b, "export " STR_FMT "=1\n", STR_ARG(name));
  }
}

// A `#!` line of the script's own has said which shell it is for, and may stand at the start of a file only.
static uint32_t own_shebang(const struct script *script) {
  str bytes = script->text.bytes;
  return str_has_prefix(bytes, STR("#!")) ? str_find_char(bytes, '\n') : 0;
}

static str shell_of(const struct script *script, const struct stage_state *stage) {
  bool own = script->kind == SCRIPT_HEREDOC && own_shebang(script);
  str name = stage->shell.len && !own ? stage->shell : script->shell_name;
  bool is_sh = name.len == 0 || str_eq(name, STR("sh"));
  return is_sh && stage->sh_is_bash ? STR("bash") : name;
}

static void add_script(struct collector *c, const struct script *script, const struct stage_state *stage) {
  const str *shebang = shebang_of(shell_of(script, stage));
  if (!shebang || script->windows)
    return;
  if (script->text.bytes.len > LIMIT_SHELLCHECK_SCRIPT) {
    c->out.too_long++;
    return;
  }
  struct checked_script out = {.script = script, .skipped = own_shebang(script)};
  struct buf b;
  buf_init(&b, c->a);
  add_head(&b, script, *shebang, stage);
  out.head = b.len;
  buf_add(&b, str_skip(script->text.bytes, out.skipped));
  buf_add_char(&b, '\n');
  out.src = source_new(c->a, STR(""), buf_str(&b));
  VEC_PUSH(c->a, &c->out, out);
}

static void read_instr(struct collector *c, const struct instr *instr, struct stage_state *stage) {
  read_comments(c, instr->node->start_line, &stage->shell);
  if (instr->kind == INSTR_SHELL && !instr->problem)
    stage->shell = (str){0};
  if (instr->kind == INSTR_ARG || instr->kind == INSTR_ENV)
    for (uint32_t i = 0; i < instr->pair_count; i++)
      add_name(c->a, stage, instr->pairs[i].key.bytes);
  const struct instr *runs = instr->kind == INSTR_ONBUILD ? instr->trigger : instr;
  // Scripts are in the order of their instructions.
  while (c->next_script < c->scripts->len && c->scripts->at[c->next_script].instr->index < instr->index)
    c->next_script++;
  if (runs && runs->kind == INSTR_RUN && c->next_script < c->scripts->len &&
      c->scripts->at[c->next_script].instr == runs)
    add_script(c, &c->scripts->at[c->next_script], stage);
}

struct checked_scripts checked_scripts(struct arena *a, const struct facts *facts) {
  const struct dockerfile *df = facts->df;
  struct collector c = {.a = a, .df = df, .scripts = facts->scripts};
  c.stages = NEW_ARRAY(a, struct stage_state, df->stage_count);
  read_images(&c, facts);
  for (uint32_t i = 0; i < df->stage_count; i++) {
    const struct stage *stage = &df->stages[i];
    read_comments(&c, stage->from->node->start_line, i ? &c.stages[i - 1].shell : &c.shell);
    begin_stage(&c, stage);
    for (uint32_t k = 0; k < stage->instr_count; k++)
      read_instr(&c, stage->instrs[k], &c.stages[stage->index]);
  }
  return c.out;
}

bool checked_script_offset(const struct checked_script *c, uint32_t line, uint32_t column, uint32_t *off) {
  if (line == 0 || line > c->src->line_count || column == 0)
    return false;
  span whole = source_line_span(c->src, line);
  str rest = source_text(c->src, whole);
  for (uint32_t i = 1, step; i < column && rest.len; i++) {
    utf8_decode(rest, &step);
    rest = str_skip(rest, step);
  }
  uint32_t at = span_end(whole) - rest.len;
  if (at < c->head)
    return false;
  *off = at - c->head + c->skipped;
  return *off <= c->script->text.bytes.len;
}
