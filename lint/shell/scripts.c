#include "base/assert.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "shell/interpreter.h"
#include "shell/shell.h"
#include "shell/windows.h"

// Where the scripts of a Dockerfile are, and which shell runs each.

/// What a stage hands on to those that start from it.
struct stage_shell {
  const struct instr *shell; // the SHELL in force; NULL without
  bool windows;
};

struct finder {
  struct arena *a;
  const struct dockerfile *df;
  struct stage_shell *stages;
  struct scripts scripts;
  uint64_t left; // bytes of scripts that may still be parsed
};

// The text that the shell gets before here-documents are added; NULL where the instruction has none.
static const struct text *shell_text(const struct instr *instr) {
  if (instr->problem || instr->form != FORM_SHELL)
    return NULL;
  switch (instr->kind) {
  case INSTR_RUN:
  case INSTR_CMD:
  case INSTR_ENTRYPOINT:
    return instr->arg_count ? &instr->args[0] : NULL;
  case INSTR_HEALTHCHECK:
    return instr->arg_count >= 2 ? &instr->args[1] : NULL;
  default:
    return NULL;
  }
}

static bool is_same_range(span x, span y) {
  return x.off == y.off && x.len == y.len;
}

// `RUN <<EOF`: the body is the script, rather than what a command reads.
static bool is_only_heredoc(const struct node *node, const struct text *text) {
  return node->heredoc_count > 0 && text->bytes.len > 0 &&
         is_same_range(text_span(text, 0, text->bytes.len), node->heredocs[0].word);
}

// The delimiter that ends a here-document. The tabs before it are not handed on.
static void add_terminator(struct text_buf *b, const struct text *file, const struct heredoc *h) {
  uint32_t from = h->terminator.off, end = span_end(h->terminator);
  if (str_eq(str_slice(file->bytes, from, end), h->name) && (from == 0 || file->bytes.at[from - 1] != '\t')) {
    text_buf_add(b, file, from, end);
    return;
  }
  while (from > 0 && file->bytes.at[from - 1] == '\t')
    from--;
  if (from < end)
    text_buf_add_atom(b, file, from, end, h->name);
}

// The line with all bodies and terminators behind it.
static struct text with_heredocs(struct arena *a, const struct dockerfile *df, const struct node *node,
                                 const struct text *line) {
  struct text whole = source_whole(a, df->src);
  struct text_buf b;
  text_buf_init(&b, a);
  text_buf_add(&b, line, 0, line->bytes.len);
  for (uint32_t i = 0; i < node->heredoc_count; i++) {
    const struct heredoc *h = &node->heredocs[i];
    // The newline that BuildKit puts in stands before the body.
    uint32_t body = text_offset(&h->content, 0);
    assert(body > 0);
    text_buf_add(&b, &whole, body - 1, body);
    text_buf_add(&b, &h->content, 0, h->content.bytes.len);
    add_terminator(&b, &whole, h);
  }
  return text_buf_text(&b, line, 0);
}

// Splits at white space.
static void set_shell_words(struct arena *a, struct script *s, str line) {
  VEC(str) words = {0};
  for (line = utf8_trim(line); line.len; line = utf8_trim_left(line)) {
    uint32_t len = 0, step;
    while (len < line.len && !utf8_is_space(utf8_decode(str_skip(line, len), &step)))
      len += step;
    VEC_PUSH(a, &words, str_slice(line, 0, len));
    line = str_skip(line, len);
  }
  s->shell = words.at;
  s->shell_count = words.len;
}

static void set_shell_of_instr(struct arena *a, struct script *s, const struct instr *shell) {
  if (!shell)
    return;
  str *words = NEW_ARRAY(a, str, shell->arg_count);
  for (uint32_t i = 0; i < shell->arg_count; i++)
    words[i] = shell->args[i].bytes;
  s->shell = words;
  s->shell_count = shell->arg_count;
}

static void set_text(struct finder *f, struct script *s, const struct text *line) {
  const struct node *node = s->instr->node;
  if (s->instr->kind != INSTR_RUN || node->heredoc_count == 0) {
    s->text = *line;
  } else if (is_only_heredoc(node, line)) {
    s->kind = SCRIPT_HEREDOC;
    s->text = heredoc_body(f->a, &node->heredocs[0]);
  } else {
    s->kind = SCRIPT_LINE_AND_HEREDOC;
    s->text = with_heredocs(f->a, f->df, node, line);
  }
  str head = str_slice(s->text.bytes, 0, str_find_char(s->text.bytes, '\n'));
  if (s->kind == SCRIPT_HEREDOC && str_has_prefix(head, STR("#!")))
    set_shell_words(f->a, s, str_skip(head, 2));
}

static void set_interpreter(struct arena *a, struct script *s, bool windows) {
  str name = interpreter_name(a, s->shell, s->shell_count);
  s->shell_name = name;
  s->foreign = name.len && !interpreter_is_posix(name);
  s->windows = windows;
  s->opaque = s->foreign || windows;
  s->runs_as = str_eq(name, STR("bash")) ? SHELL_BASH : SHELL_POSIX;
  if (s->opaque)
    s->opaque_why = name.len ? name : STR("cmd"); // what Windows images have without SHELL
}

// The instruction whose script it is.
static const struct instr *executed(const struct instr *instr) {
  return instr->kind == INSTR_ONBUILD && instr->trigger ? instr->trigger : instr;
}

// Nobody knows what it does, as if a program ran it that is no shell.
static void leave_unread(struct script *s) {
  s->unread = s->opaque = true;
  s->opaque_why = STR("a script that was not read");
}

static void add_script(struct finder *f, const struct instr *instr, const struct stage_shell *shell) {
  const struct text *line = shell_text(instr);
  if (!line)
    return;
  struct script *s = &f->scripts.at[f->scripts.len++];
  s->instr = instr;
  set_shell_of_instr(f->a, s, shell->shell);
  set_text(f, s, line);
  set_interpreter(f->a, s, shell->windows);
  if (s->opaque)
    return;
  uint64_t cost = (uint64_t)s->text.bytes.len + LIMIT_SCRIPT_COSTS;
  f->left = cost <= f->left ? f->left - cost : 0;
  if (f->left)
    s->tree = shell_parse(f->a, s->text, SHELL_BASH);
  else
    leave_unread(s);
}

static void read_stage(struct finder *f, const struct stage *stage) {
  struct stage_shell *shell = &f->stages[stage->index];
  if (stage->base != STAGE_NONE)
    *shell = f->stages[stage->base];
  shell->windows = shell->windows || starts_from_windows(f->a, f->df, stage);
  for (uint32_t i = 0; i < stage->instr_count; i++) {
    const struct instr *instr = stage->instrs[i];
    if (instr->kind == INSTR_SHELL && !instr->problem)
      shell->shell = instr;
    add_script(f, executed(instr), shell);
  }
}

static uint32_t count_scripts(const struct dockerfile *df) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < df->instr_count; i++)
    count += shell_text(executed(df->instrs[i])) != NULL;
  return count;
}

static struct scripts find_scripts(struct arena *a, const struct dockerfile *df, uint64_t most) {
  struct finder f = {.a = a, .df = df, .left = most, .stages = NEW_ARRAY(a, struct stage_shell, df->stage_count)};
  f.scripts.at = NEW_ARRAY(a, struct script, count_scripts(df)); // as many at most: those before FROM are not executed
  for (uint32_t i = 0; i < df->stage_count; i++)
    read_stage(&f, &df->stages[i]);
  return f.scripts;
}

struct scripts shell_scripts(struct arena *a, const struct dockerfile *df) {
  return find_scripts(a, df, UINT64_MAX);
}

struct scripts shell_scripts_within(struct arena *a, const struct dockerfile *df) {
  return find_scripts(a, df, LIMIT_SCRIPTS_READ);
}

const struct script *shell_first_unread(const struct scripts *scripts) {
  for (uint32_t i = 0; i < scripts->len; i++)
    if (scripts->at[i].unread)
      return &scripts->at[i];
  return NULL;
}
