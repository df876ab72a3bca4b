#include "eval/call.h"

#include <string.h>

#include "eval/models/models.h"
#include "know/command.h"

enum { CALLS_MAX = 24 };

bool call_word(const struct call *c, uint32_t i, str *text) {
  return i < c->argc && value_is_known(&c->argv[i].value, text);
}

bool call_word_is(const struct call *c, uint32_t i, str text) {
  str word;
  return call_word(c, i, &word) && str_eq(word, text);
}

void call_succeed(struct call *c) {
  state_set_status(c->st, OUTCOME_YES);
}

void call_print(struct call *c, struct value text) {
  state_print(c->m, c->st, text);
}

void call_unknown(struct call *c) {
  state_set_status(c->st, OUTCOME_ASSUMED);
  if (c->m->captures)
    call_print(c, value_output_of(c->m->a, c->name.len ? c->name : STR("an unknown program")));
}

struct value call_joined(const struct call *c, uint32_t first) {
  struct arena *a = c->m->a;
  uint32_t count = c->argc > first ? c->argc - first : 0;
  struct value *parts = NEW_ARRAY(a, struct value, count * 2);
  for (uint32_t i = 0; i < count; i++) {
    parts[i * 2] = i ? value_known(a, STR(" ")) : value_empty();
    parts[i * 2 + 1] = c->argv[first + i].value;
  }
  return value_concat_all(a, parts, count * 2);
}

// Functions

bool word_is_many(const struct eval_word *word) {
  const struct shell_word *w = word->word;
  bool quoted = w && w->parts.len == 1 && w->parts.at[0]->kind == PART_DOUBLE;
  return value_is_opaque(&word->value) && !quoted;
}

// Each of the functions that a name may stand for.
static void run_functions(struct machine *m, struct state *st, const struct function *f, const struct params *params) {
  struct fork fork;
  if (!f->other) {
    exec_function(m, st, f, params);
    return;
  }
  fork_begin(m, &fork, st);
  for (uint32_t i = 0; f; f = f->other, i++) {
    fork_branch(&fork, st);
    exec_function(m, st, f, params);
    fork_end_branch(m, &fork, st, i);
  }
  fork_end(&fork, st);
}

static bool call_function(struct machine *m, struct state *st, const struct eval_word *argv, uint32_t argc, str name) {
  const struct function *f = trie_get(st->functions, name);
  if (!f || !f->body || m->calls >= CALLS_MAX || machine_exhausted(m))
    return false;
  struct params *params = NEW(m->a, struct params);
  struct value *at = NEW_ARRAY(m->a, struct value, argc - 1);
  for (uint32_t i = 1; i < argc; i++) {
    at[i - 1] = argv[i].value;
    params->unknown = params->unknown || word_is_many(&argv[i]);
  }
  params->at = at;
  params->len = argc - 1;
  run_functions(m, st, f, params);
  return true;
}

// Programs that run others

// The words as command_parse() wants them.
static str *words_of(struct call *c) {
  struct arena *a = c->m->a;
  str *words = NEW_ARRAY(a, str, c->argc);
  for (uint32_t i = 0; i < c->argc; i++) {
    const struct value *v = &c->argv[i].value;
    if (value_is_known(v, &words[i]))
      continue;
    struct buf b;
    buf_init(&b, a);
    for (uint32_t j = 0; v->len == 1 && j < v->at->len; j++)
      buf_add(&b, v->at->pieces[j].unknown ? STR("\0") : v->at->pieces[j].text);
    if (v->len != 1)
      buf_add_char(&b, COMMAND_UNKNOWN);
    words[i] = buf_str(&b);
  }
  return words;
}

// `env A=x cmd`, `sudo A=x cmd`: what stands before the inner command is in its environment.
static void export_operands(struct call *c, uint32_t inner) {
  for (uint32_t i = 1; i < inner; i++) {
    str word, name, text;
    if (call_word(c, i, &word) && str_cut(word, '=', &name, &text) && name.len && name.at[0] != '-')
      c->st->vars = env_export(c->m->a, c->st->vars, name, value_known(c->m->a, text));
  }
}

static struct eval_command about_inner(const struct call *c, uint32_t inner, uint32_t count) {
  struct eval_command about = {.cmd = c->about->cmd, .wrapper = c->index};
  about.span = span_join(c->argv[inner].span, c->argv[inner + count - 1].span);
  if (span_end(c->argv[inner].span) > span_end(about.span))
    about.span = c->about->span;
  return about;
}

static bool runs_in_shell(str name) {
  return str_eq(name, STR("command")) || str_eq(name, STR("builtin")) || str_eq(name, STR("exec"));
}

static void run_inner(struct call *c, const struct command_line *line) {
  const struct trie *vars = c->st->vars;
  struct eval_command about = about_inner(c, line->inner, line->inner_count);
  about.in_wrapper = line->form == COMMAND_MODULE;
  export_operands(c, line->inner);
  call_program(c->m, c->st, &about, c->argv + line->inner, line->inner_count);
  if (!runs_in_shell(c->name))
    c->st->vars = vars;
}

// The mark that stands for what is added; empty where that comes at the end.
static str placeholder(const struct command_line *line) {
  static const str names[] = {STR_INIT("-I"), STR_INIT("-i"), STR_INIT("--replace")};
  if (str_eq(line->name, STR("find")))
    return STR("{}");
  for (uint32_t i = 0; i < COUNT_OF(names); i++) {
    const struct command_option *o = command_option_named(line, names[i]);
    if (o)
      return o->value.len ? o->value : STR("{}");
  }
  return STR("");
}

// A word in which something unknown stands for each mark.
static struct value without_mark(struct machine *m, struct value v, str mark, str origin) {
  str text;
  struct value_builder b;
  if (!value_is_known(&v, &text) || !str_contains(text, mark))
    return v;
  value_builder_init(&b, m->a);
  for (uint32_t at = str_find(text, mark); at < text.len; at = str_find(text, mark)) {
    value_builder_text(&b, str_slice(text, 0, at));
    value_builder_unknown(&b, origin);
    text = str_skip(text, at + mark.len);
  }
  value_builder_text(&b, text);
  return value_of_builder(&b);
}

// Programs that put words behind those of the command, read from their input.
static bool adds_words(str name) {
  return str_eq(name, STR("xargs")) || str_eq(name, STR("parallel"));
}

// Not once, or not here: xargs and find run it as often as they have something for it, with words that nobody knows;
// bundle exec runs it with the programs of a folder that only the project knows.
static void run_inner_maybe(struct call *c, const struct command_line *line) {
  struct machine *m = c->m;
  struct fork f;
  uint32_t count = line->inner_count;
  str mark = placeholder(line), origin = str_concat(m->a, STR("input of "), c->name);
  struct eval_word *argv = NEW_ARRAY(m->a, struct eval_word, count + 1);
  for (uint32_t i = 0; i < count; i++) {
    argv[i] = c->argv[line->inner + i];
    if (mark.len)
      argv[i].value = without_mark(m, argv[i].value, mark, origin);
  }
  argv[count] = (struct eval_word){.value = value_unknown(m->a, origin), .span = c->about->span};
  struct eval_command about = about_inner(c, line->inner, count);
  fork_begin(m, &f, c->st);
  fork_branch(&f, c->st);
  call_program(m, c->st, &about, argv, mark.len || !adds_words(c->name) ? count : count + 1);
  fork_end_branch(m, &f, c->st, 0);
  fork_branch(&f, c->st);
  fork_end_branch(m, &f, c->st, 1);
  fork_end(&f, c->st);
  call_unknown(c);
}

// Whether the words are worth to be cut up: not so for most commands.
static bool may_run_others(const struct call *c) {
  static const str verbs[] = {STR_INIT("run"), STR_INIT("exec"), STR_INIT("dlx")};
  enum command_form form = command_form_of(c->name);
  bool verb = false;
  for (uint32_t i = 0; form == COMMAND_SUBCOMMANDS && i < COUNT_OF(verbs); i++)
    for (uint32_t w = 1; w < 3; w++)
      verb = verb || call_word_is(c, w, verbs[i]);
  return verb || form == COMMAND_WRAPPER || form == COMMAND_MODULE || form == COMMAND_SHELL;
}

// `python -m pip install`: a module that is a program of its own, too. Any other (`-m test`) is not the command of its
// name.
static bool is_program(const struct call *c, const struct command_line *line) {
  str name;
  return line->form == COMMAND_MODULE && line->inner_count && call_word(c, line->inner, &name) &&
         command_form_of(name) == COMMAND_SUBCOMMANDS;
}

bool call_wrapper(struct call *c) {
  struct command_line line;
  if (!may_run_others(c) || !machine_step(c->m, c->argc)) // `sudo sudo sudo …` has all its words at each level
    return false;
  command_parse(c->m->a, words_of(c), c->argc, &line);
  if (line.form == COMMAND_SHELL)
    return call_shell(c, &line);
  bool module = is_program(c, &line);
  if (!module && (line.form != COMMAND_WRAPPER || !line.inner_count))
    return false;
  if (module || line.inner_surely)
    run_inner(c, &line);
  else
    run_inner_maybe(c, &line);
  return true;
}

// A program by its path, whose file the script has written.
static bool call_file(struct call *c) {
  str path;
  if (!call_word(c, 0, &path) || str_find_char(path, '/') == path.len)
    return false;
  struct value text = state_file(c->m, c->st, &c->argv[0].value);
  if (!value_is_set(&text))
    return false;
  run_script_file(c, &text, 0);
  return true;
}

static str name_of(const struct eval_word *word) {
  str path;
  if (!value_is_known(&word->value, &path))
    return STR("");
  uint32_t slash = str_find_last_char(path, '/');
  return slash < path.len ? str_skip(path, slash + 1) : path;
}

void call_argv(struct machine *m, struct state *st, const struct eval_command *about, const struct eval_word *argv,
               uint32_t argc) {
  str name;
  if (argc && value_is_known(&argv[0].value, &name) && call_function(m, st, argv, argc, name))
    return;
  call_program(m, st, about, argv, argc);
}

void call_program(struct machine *m, struct state *st, const struct eval_command *about, const struct eval_word *argv,
                  uint32_t argc) {
  if (!argc)
    return;
  struct call c = {.m = m, .st = st, .about = about, .argv = argv, .argc = argc, .name = name_of(&argv[0])};
  struct eval_command made = *about;
  made.argv = argv;
  made.argc = argc;
  c.index = record_command(m, st, &made);
  const struct model *model = c.name.len ? model_find(c.name) : NULL;
  if (model)
    model_run(&c, model);
  else if (!c.name.len || (!call_file(&c) && !call_wrapper(&c)))
    call_unknown(&c);
}
