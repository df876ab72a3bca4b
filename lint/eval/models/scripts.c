#include <string.h>

#include "eval/models/models.h"
#include "know/command.h"

// Shells and files of commands.

// The place of a script in the file, where its bytes stand there as they are: in quotes or bare.
static const struct text *in_place(const struct call *c, uint32_t i, str text) {
  const struct shell_word *word = c->argv[i].word;
  struct machine *m = c->m;
  if (!word) {
    uint32_t n = (uint32_t)(&c->argv[i] - m->exec_words);
    bool exec_form = m->exec_words && &c->argv[i] >= m->exec_words && n < m->exec_count;
    return exec_form ? &m->exec_texts[n] : NULL;
  }
  struct text *t = NEW(m->a, struct text);
  for (uint32_t quote = 0; quote < 2; quote++) {
    if (word->span.len < 2 * quote)
      continue;
    *t = text_slice(m->a, &m->script->text, word->span.off + quote, span_end(word->span) - quote);
    if (str_eq(t->bytes, text))
      return t;
  }
  return NULL;
}

static enum shell_dialect dialect_of(const struct call *c) {
  if (str_eq(c->name, STR("bash")) || !c->m->script->tree)
    return SHELL_BASH;
  return c->m->script->tree->dialect;
}

static void shell_options(const struct command_line *line, struct nested *n) {
  n->errexit = command_option_named(line, STR("-e")) != NULL;
  for (uint32_t i = 0; i < line->option_count; i++)
    if (str_eq(line->options[i].value, STR("pipefail")))
      n->pipefail = true;
}

static struct params params_from(const struct call *c, uint32_t first) {
  struct params p = {0};
  if (first >= c->argc)
    return p;
  struct value *at = NEW_ARRAY(c->m->a, struct value, c->argc - first);
  for (uint32_t i = first; i < c->argc; i++)
    at[i - first] = c->argv[i].value;
  p.at = at;
  p.len = c->argc - first;
  return p;
}

static void run_text(struct call *c, struct nested *n, const struct value *text) {
  n->how = NESTED_PROCESS;
  n->text = *text;
  n->dialect = dialect_of(c);
  n->shell = c->name;
  n->wrapper = c->index;
  exec_nested(c->m, c->st, n);
}

// The script of `sh -c`; the word after it is its `$0`.
static void run_word(struct call *c, const struct command_line *line) {
  struct nested n = {.span = c->argv[line->script].span, .params = params_from(c, line->script + 2)};
  if (line->script + 1 < c->argc)
    n.zero = c->argv[line->script + 1].value;
  str text;
  if (value_is_known(&c->argv[line->script].value, &text))
    n.in_place = in_place(c, line->script, text);
  shell_options(line, &n);
  run_text(c, &n, &c->argv[line->script].value);
}

// The here-document that standard input is.
static const struct text *heredoc_in_place(const struct call *c) {
  for (uint32_t i = 0; i < c->about->redir_count; i++) {
    const struct shell_heredoc *h = c->about->redirs[i].redir->heredoc;
    if (!h || !h->has_body)
      continue;
    struct text *t = NEW(c->m->a, struct text);
    *t = text_slice(c->m->a, &c->m->script->text, h->span.off, span_end(h->span));
    return t;
  }
  return NULL;
}

static bool run_input(struct call *c, const struct command_line *line) {
  if (!value_is_set(&c->st->in) || value_is_empty(&c->st->in))
    return false;
  struct nested n = {.span = c->about->span, .in_place = heredoc_in_place(c)};
  struct value text = c->st->in;
  shell_options(line, &n);
  c->st->in = value_empty();
  run_text(c, &n, &text);
  return true;
}

// Without its first line, where that is `#!`. False where no shell reads it.
static bool is_shell_script(const struct value *text) {
  if (!text->len || !text->at->len || text->at->pieces->unknown)
    return false;
  str line, rest = text->at->pieces->text;
  bool ended;
  if (!filter_next_line(&rest, &line, &ended) || !str_has_prefix(line, STR("#!")))
    return true;
  return str_has_suffix(line, STR("sh")) || str_contains(line, STR("sh ")) || str_contains(line, STR("sh\t"));
}

void run_script_file(struct call *c, const struct value *text, uint32_t first) {
  struct nested n = {.span = c->about->span, .params = params_from(c, first + 1), .zero = c->argv[first].value};
  if (is_shell_script(text))
    run_text(c, &n, text);
  else
    call_unknown(c);
}

bool call_shell(struct call *c, const struct command_line *line) {
  if (line->script != WORD_NONE) {
    run_word(c, line);
    return true;
  }
  if (!line->operand_count)
    return !str_eq(line->name, STR("su")) && run_input(c, line);
  uint32_t file = line->operands[0];
  struct value text = state_file(c->m, c->st, &c->argv[file].value);
  if (!value_is_set(&text) || str_eq(line->name, STR("su")))
    return false;
  run_script_file(c, &text, file);
  return true;
}

// `.`: the variables that a file is known to set are unknown then (os-release(5)).
static void source_os_release(struct call *c) {
  static const str names[] = {
      STR_INIT("NAME"),        STR_INIT("ID"),          STR_INIT("ID_LIKE"),          STR_INIT("VERSION"),
      STR_INIT("VERSION_ID"),  STR_INIT("PRETTY_NAME"), STR_INIT("VERSION_CODENAME"), STR_INIT("UBUNTU_CODENAME"),
      STR_INIT("PLATFORM_ID"), STR_INIT("VARIANT_ID"),  STR_INIT("BUILD_ID"),
  };
  for (uint32_t i = 0; i < COUNT_OF(names); i++) {
    str origin = str_format(c->m->a, STR_FMT " of /etc/os-release", STR_ARG(names[i]));
    c->st->vars = env_set(c->m->a, c->st->vars, names[i], value_unknown(c->m->a, origin));
  }
}

void model_source(struct call *c) {
  str path;
  state_set_status(c->st, OUTCOME_ASSUMED);
  if (c->argc < 2)
    return;
  struct value text = state_file(c->m, c->st, &c->argv[1].value);
  if (call_word(c, 1, &path) && str_has_suffix(path, STR("/os-release")))
    source_os_release(c);
  if (!value_is_set(&text))
    return;
  struct nested n = {
      .how = NESTED_HERE, .text = text, .span = c->about->span, .dialect = dialect_of(c), .wrapper = c->index};
  exec_nested(c->m, c->st, &n);
}

// rm: what was written is gone.
void model_rm(struct call *c) {
  for (uint32_t i = 1; i < c->argc; i++)
    state_write_file(c->m, c->st, &c->argv[i].value, VALUE_UNSET, false);
  state_set_status(c->st, OUTCOME_ASSUMED);
}

// cp and mv of one file whose content is known.
static void copy_file(struct call *c, bool move) {
  uint32_t first = 1;
  str word;
  state_set_status(c->st, OUTCOME_ASSUMED);
  while (call_word(c, first, &word) && word.len > 1 && word.at[0] == '-')
    first++;
  if (c->argc != first + 2)
    return;
  struct value text = state_file(c->m, c->st, &c->argv[first].value);
  state_write_file(c->m, c->st, &c->argv[first + 1].value, text, false);
  if (move)
    state_write_file(c->m, c->st, &c->argv[first].value, VALUE_UNSET, false);
}

void model_cp(struct call *c) {
  copy_file(c, false);
}

void model_mv(struct call *c) {
  copy_file(c, true);
}
