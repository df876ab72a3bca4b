#include <string.h>

#include "eval/expand.h"
#include "eval/models/models.h"

// Builtins of the shell.

void model_true(struct call *c) {
  call_succeed(c);
}

void model_false(struct call *c) {
  state_set_code(c->m, c->st, 1);
}

// The number of `exit N`, `return N`; the status so far without one.
static enum outcome given_status(struct call *c) {
  str word;
  uint32_t n;
  if (c->argc < 2)
    return c->st->status;
  if (!call_word(c, 1, &word) || !filter_number(word, &n)) {
    state_set_status(c->st, OUTCOME_MAYBE);
    return OUTCOME_MAYBE;
  }
  state_set_code(c->m, c->st, (int)n);
  return c->st->status;
}

void model_exit(struct call *c) {
  enum outcome o = given_status(c);
  state_exit(c->m, c->st, o == OUTCOME_NO);
}

void model_return(struct call *c) {
  given_status(c);
  struct frame *f = frame_find(c->m, FRAME_FUNCTION);
  if (f)
    frame_leave(c->m, f, c->st);
}

// break and continue leave to the N-th loop around, the outermost one at most.
static void leave_loop(struct call *c, enum frame_kind kind) {
  str word;
  uint32_t n = 1;
  struct frame *target = NULL;
  if (call_word(c, 1, &word) && !filter_number(word, &n))
    return;
  for (struct frame *f = c->m->frame; f && n && f->kind != FRAME_SHELL && f->kind != FRAME_FUNCTION; f = f->outer)
    if (f->kind == kind) {
      target = f;
      n--;
    }
  state_set_status(c->st, OUTCOME_YES);
  if (target)
    frame_leave(c->m, target, c->st);
}

void model_break(struct call *c) {
  leave_loop(c, FRAME_LOOP);
}

void model_continue(struct call *c) {
  leave_loop(c, FRAME_ROUND);
}

// cd

static bool clean_path(void *ctx, str in, struct buf *out) {
  str rest = in, part;
  (void)ctx;
  while (str_next(&rest, '/', &part)) {
    if (!part.len || str_eq(part, STR(".")))
      continue;
    if (str_eq(part, STR(".."))) {
      while (out->len && out->at[--out->len] != '/')
        continue;
      continue;
    }
    buf_add_char(out, '/');
    buf_add(out, part);
  }
  if (!out->len)
    buf_add_char(out, '/');
  return true;
}

static struct value moved(struct call *c, struct value target) {
  struct arena *a = c->m->a;
  str text;
  struct value slash = value_known(a, STR("/"));
  bool absolute =
      target.len == 1 && target.at->len && !target.at->pieces->unknown && target.at->pieces->text.at[0] == '/';
  if (!absolute && !value_is_known(&target, &text) && target.len == 1 && target.at->len && target.at->pieces->unknown)
    return target; // whether it is relative is not known
  struct value path = absolute ? target : value_concat(a, value_concat(a, c->st->cwd, slash), target);
  return value_has_unknown(&path) ? path : value_map(a, path, clean_path, NULL, STR(""));
}

static void enter(struct call *c, struct value folder, struct value old) {
  struct state *st = c->st;
  st->cwd = value_is_set(&folder) ? folder : value_unknown(c->m->a, STR("working directory"));
  st->vars = env_set(c->m->a, st->vars, STR("OLDPWD"), old);
  if (state_variable(c->m, st, STR("PWD")))
    st->vars = env_set(c->m->a, st->vars, STR("PWD"), st->cwd);
  state_set_status(st, OUTCOME_ASSUMED);
}

void model_cd(struct call *c) {
  uint32_t i = 1;
  str word;
  while (call_word(c, i, &word) && word.len > 1 && word.at[0] == '-')
    i++;
  struct value to;
  if (c->argc <= i)
    to = state_value(c->m, c->st, STR("HOME"));
  else if (call_word_is(c, i, STR("-")))
    to = state_value(c->m, c->st, STR("OLDPWD"));
  else
    to = moved(c, c->argv[i].value);
  enter(c, to, c->st->cwd);
}

// Only the last folder of the stack is kept, in OLDPWD.
void model_pushd(struct call *c) {
  if (c->argc > 1)
    enter(c, moved(c, c->argv[1].value), c->st->cwd);
  state_set_status(c->st, OUTCOME_ASSUMED);
}

void model_popd(struct call *c) {
  enter(c, state_value(c->m, c->st, STR("OLDPWD")), value_unknown(c->m->a, STR("folder that was left")));
}

void model_pwd(struct call *c) {
  call_print(c, value_concat(c->m->a, c->st->cwd, value_known(c->m->a, STR("\n"))));
  call_succeed(c);
}

// Variables

static void declare_words(struct call *c, uint32_t flags) {
  for (uint32_t i = 1; i < c->argc; i++)
    declare_word(c->m, c->st, &c->argv[i], flags);
  call_succeed(c);
}

void model_export(struct call *c) {
  declare_words(c, DECL_EXPORT);
}

void model_local(struct call *c) {
  declare_words(c, DECL_LOCAL);
}

void model_readonly(struct call *c) {
  declare_words(c, 0);
}

void model_unset(struct call *c) {
  static const struct function none = {0};
  bool functions = call_word_is(c, 1, STR("-f"));
  for (uint32_t i = 1; i < c->argc; i++) {
    str name;
    if (!call_word(c, i, &name) || str_has_prefix(name, STR("-")))
      continue;
    uint32_t bracket = str_find_char(name, '[');
    if (functions)
      c->st->functions = trie_set(c->m->a, c->st->functions, name, &none);
    else if (bracket < name.len) // one element
      state_put(c->m, c->st, str_slice(name, 0, bracket), &(struct variable){.kind = VARIABLE_UNKNOWN_ARRAY},
                c->argv[i].span);
    else
      c->st->vars = env_put(c->m->a, c->st->vars, name, &(struct variable){.value = VALUE_UNSET});
  }
  call_succeed(c);
}

// set, shift

void state_set_options(struct state *st, str letters, bool on) {
  for (uint32_t i = 0; i < letters.len; i++) {
    if (letters.at[i] == 'e')
      st->errexit = on;
    if (letters.at[i] == 'u')
      st->nounset = on;
  }
}

static void set_named_option(struct state *st, str name, bool on) {
  if (str_eq(name, STR("errexit")))
    st->errexit = on;
  else if (str_eq(name, STR("nounset")))
    st->nounset = on;
  else if (str_eq(name, STR("pipefail")))
    st->pipefail = on;
}

static void set_params(struct call *c, uint32_t first) {
  struct params *p = NEW(c->m->a, struct params);
  struct value *at = NEW_ARRAY(c->m->a, struct value, c->argc - first);
  for (uint32_t i = first; i < c->argc; i++) {
    at[i - first] = c->argv[i].value;
    p->unknown = p->unknown || word_is_many(&c->argv[i]);
  }
  p->at = at;
  p->len = c->argc - first;
  c->st->params = p;
}

void model_set(struct call *c) {
  str word;
  uint32_t i = 1;
  call_succeed(c);
  for (; i < c->argc; i++) {
    if (!call_word(c, i, &word) || !word.len || (word.at[0] != '-' && word.at[0] != '+') || str_eq(word, STR("+")))
      break;
    if (str_eq(word, STR("--")) || (str_eq(word, STR("-")) && i + 1 < c->argc)) {
      set_params(c, i + 1);
      return;
    }
    bool on = word.at[0] == '-';
    state_set_options(c->st, str_skip(word, 1), on);
    if (str_find_char(word, 'o') < word.len && call_word(c, i + 1, &word)) {
      set_named_option(c->st, word, on);
      i++;
    }
  }
  if (i < c->argc)
    set_params(c, i);
}

void model_shift(struct call *c) {
  str word;
  uint32_t n = 1;
  const struct params *old = c->st->params;
  call_succeed(c);
  if (old->unknown || (c->argc > 1 && (!call_word(c, 1, &word) || !filter_number(word, &n))))
    return;
  if (n > old->len) {
    model_false(c);
    return;
  }
  struct params *p = NEW(c->m->a, struct params);
  *p = (struct params){.at = old->at + n, .len = old->len - n};
  c->st->params = p;
}

// eval, exec, command, type

void model_eval(struct call *c) {
  if (c->argc < 2)
    return;
  struct nested n = {.how = NESTED_HERE,
                     .text = call_joined(c, 1),
                     .span = c->about->span,
                     .dialect = c->m->script->tree ? c->m->script->tree->dialect : SHELL_BASH,
                     .wrapper = c->index};
  exec_nested(c->m, c->st, &n);
}

// Without a command it only redirects; else nothing comes after it.
void model_exec(struct call *c) {
  call_succeed(c);
  if (c->argc < 2)
    return;
  if (!call_wrapper(c))
    call_unknown(c);
  if (!c->st->dead)
    state_exit(c->m, c->st, c->st->status == OUTCOME_NO);
}

// Whether a name is a builtin that every shell has, or a function of the script.
static bool is_known_command(const struct call *c, uint32_t i) {
  static const str builtins[] = {STR_INIT("cd"),     STR_INIT("echo"),   STR_INIT("test"), STR_INIT("["),
                                 STR_INIT("printf"), STR_INIT("export"), STR_INIT("eval"), STR_INIT("set")};
  str name;
  if (!call_word(c, i, &name))
    return false;
  for (uint32_t j = 0; j < COUNT_OF(builtins); j++)
    if (str_eq(name, builtins[j]))
      return true;
  return trie_get(c->st->functions, name) != NULL;
}

static void look_up(struct call *c, uint32_t i) {
  if (is_known_command(c, i))
    call_succeed(c);
  else
    state_set_status(c->st, OUTCOME_MAYBE);
  if (c->m->captures)
    call_print(c, value_output_of(c->m->a, c->name));
}

void model_command(struct call *c) {
  if (call_word_is(c, 1, STR("-v")) || call_word_is(c, 1, STR("-V")))
    look_up(c, 2);
  else if (!call_wrapper(c))
    call_succeed(c);
}

void model_type(struct call *c) {
  look_up(c, c->argc - 1);
}

// Reading

struct reading {
  struct call *c;
  bool raw;
  str array;      // -a
  uint32_t first; // the first name
  char delimiter;
};

static bool read_options(struct call *c, struct reading *r) {
  str word;
  *r = (struct reading){.c = c, .first = 1, .delimiter = '\n'};
  for (; call_word(c, r->first, &word) && word.len > 1 && word.at[0] == '-'; r->first++)
    for (uint32_t i = 1; i < word.len; i++) {
      r->raw = r->raw || word.at[i] == 'r';
      if (word.at[i] == 'a')
        return call_word(c, ++r->first, &r->array) && r->first++;
      if (strchr("ptnud", word.at[i]) && word.at[i]) { // with a value
        if (i + 1 == word.len)
          r->first++;
        if (word.at[i] != 'p' && word.at[i] != 't')
          return false;
        break;
      }
    }
  return true;
}

// The next line of a value, cut off. False where it does not begin with a known line.
static bool take_line(struct call *c, struct value *line, bool *ended) {
  struct value *in = &c->st->in;
  if (in->len != 1)
    return false;
  struct value_builder head, tail;
  value_builder_init(&head, c->m->a);
  value_builder_init(&tail, c->m->a);
  *ended = false;
  for (uint32_t i = 0; i < in->at->len; i++) {
    struct value_piece p = in->at->pieces[i];
    if (p.unknown) {
      value_builder_unknown(*ended ? &tail : &head, p.text);
      continue;
    }
    uint32_t newline = *ended ? p.text.len : str_find_char(p.text, '\n');
    value_builder_text(*ended ? &tail : &head, str_slice(p.text, 0, newline));
    if (newline < p.text.len) {
      *ended = true;
      value_builder_text(&tail, str_skip(p.text, newline + 1));
    }
  }
  const struct eval_source *source = in->source;
  *line = value_with_source(value_of_builder(&head), source);
  if (value_has_unknown(line)) // it may be several lines
    *in = value_unknown(c->m->a, value_origin(line));
  else
    *in = value_with_source(value_of_builder(&tail), source);
  return true;
}

// Words of a line, the last of `max` with all that is left.
static uint32_t split_line(struct call *c, str line, str ifs, struct value *words, uint32_t max) {
  struct fields f;
  expand_split(c->m->a, line, ifs, &f);
  uint32_t n = f.at.len < max ? f.at.len : max;
  for (uint32_t i = 0; i < n; i++)
    words[i] = value_known(c->m->a, f.at.at[i]);
  if (n && f.at.len > max) {
    str last = f.at.at[f.at.len - 1], from = f.at.at[n - 1];
    const char *end = last.at + last.len;
    words[n - 1] = value_known(c->m->a, (str){from.at, (uint32_t)(end - from.at)});
  }
  return n;
}

static struct value unknown_word(struct call *c, const struct value *line) {
  str origin = value_origin(line);
  return value_unknown(c->m->a, origin.len ? origin : STR("standard input"));
}

static void assign_word(struct call *c, uint32_t i, struct value v) {
  str name;
  if (call_word(c, i, &name))
    state_assign(c->m, c->st, name, v, c->argv[i].span);
}

static void assign_unknown(struct call *c, uint32_t first, const struct value *line) {
  for (uint32_t i = first; i < c->argc; i++)
    assign_word(c, i, unknown_word(c, line));
}

enum { READ_WORDS_MAX = 256 };

static void assign_line(struct reading *r, const struct value *line) {
  struct call *c = r->c;
  str text, ifs = state_ifs(c->m, c->st);
  uint32_t names = c->argc - r->first;
  bool known = value_is_known(line, &text) && (r->raw || str_find_char(text, '\\') == text.len);
  struct value words[READ_WORDS_MAX];
  if (!names && !r->array.len) {
    state_assign(c->m, c->st, STR("REPLY"), *line, c->about->span);
    return;
  }
  if (names == 1 && !known && !ifs.len) {
    assign_word(c, r->first, *line);
    return;
  }
  if (!known) {
    assign_unknown(c, r->first, line);
    if (r->array.len)
      state_put(c->m, c->st, r->array, &(struct variable){.kind = VARIABLE_UNKNOWN_ARRAY}, c->about->span);
    return;
  }
  uint32_t max = r->array.len ? READ_WORDS_MAX : names < READ_WORDS_MAX ? names : READ_WORDS_MAX;
  uint32_t n = split_line(c, text, ifs, words, max);
  for (uint32_t i = 0; i < n; i++)
    words[i] = value_with_source(words[i], line->source);
  if (r->array.len) {
    struct element *elements = NEW_ARRAY(c->m->a, struct element, n);
    for (uint32_t i = 0; i < n; i++)
      elements[i] = (struct element){str_format(c->m->a, "%u", i), words[i]};
    state_put(c->m, c->st, r->array,
              &(struct variable){.kind = VARIABLE_ARRAY, .elements = elements, .element_count = n}, c->about->span);
    return;
  }
  for (uint32_t i = 0; i < names; i++)
    assign_word(c, r->first + i, i < n ? words[i] : value_empty());
}

void model_read(struct call *c) {
  struct reading r;
  struct value line = VALUE_UNSET;
  bool ended;
  if (!read_options(c, &r) || !value_is_set(&c->st->in)) {
    assign_unknown(c, r.first, &line);
    c->st->in = VALUE_UNSET;
    state_set_status(c->st, OUTCOME_MAYBE);
    return;
  }
  if (value_is_empty(&c->st->in)) {
    for (uint32_t i = r.first; i < c->argc; i++)
      assign_word(c, i, value_empty());
    model_false(c);
    return;
  }
  if (!take_line(c, &line, &ended)) {
    assign_unknown(c, r.first, &c->st->in);
    c->st->in = VALUE_UNSET;
    state_set_status(c->st, OUTCOME_MAYBE);
    return;
  }
  assign_line(&r, &line);
  if (value_has_unknown(&line)) // it may be several lines
    state_set_status(c->st, OUTCOME_MAYBE);
  else
    state_set_code(c->m, c->st, !ended);
}

// mapfile, getopts: their variables are not known then.
void model_mapfile(struct call *c) {
  str name;
  if (call_word(c, c->argc - 1, &name) && c->argc > 1 && !str_has_prefix(name, STR("-")))
    state_put(c->m, c->st, name, &(struct variable){.kind = VARIABLE_UNKNOWN_ARRAY}, c->about->span);
  call_succeed(c);
}

void model_getopts(struct call *c) {
  struct value v = value_unknown(c->m->a, STR("option of the script"));
  assign_word(c, 2, v);
  state_assign(c->m, c->st, STR("OPTARG"), v, c->about->span);
  state_assign(c->m, c->st, STR("OPTIND"), v, c->about->span);
  state_set_status(c->st, OUTCOME_MAYBE);
}

void model_let(struct call *c) {
  for (uint32_t i = 1; i < c->argc; i++) {
    str word;
    if (call_word(c, i, &word))
      arith_forget(c->m, c->st, word, c->about->span);
  }
  state_set_status(c->st, OUTCOME_MAYBE);
}
