#include "eval/machine.h"

#include "base/limits.h"
#include "eval/wildcard.h"

bool budget_take(struct exec_budget *budget, uint32_t n) {
  budget->steps = budget->steps > n ? budget->steps - n : 0;
  return budget->steps > 0;
}

void budget_take_value(struct exec_budget *budget, const struct value *v) {
  uint64_t bytes = 0;
  for (uint32_t i = 0; i < v->len; i++)
    for (uint32_t j = 0; j < v->at[i].len; j++)
      bytes += v->at[i].pieces[j].text.len;
  uint64_t steps = 1 + bytes / LIMIT_EVAL_BYTES_A_STEP;
  budget_take(budget, steps < UINT32_MAX ? (uint32_t)steps : UINT32_MAX);
}

bool machine_step(struct machine *m, uint32_t n) {
  return budget_take(m->x->budget, n);
}

bool machine_exhausted(const struct machine *m) {
  return m->x->budget->steps == 0;
}

enum { MOVES_A_STEP = 16 };

// How many moves of a pattern the budget has for one operation.
static uint32_t moves_left(const struct machine *m) {
  uint32_t steps = m->x->budget->steps;
  return steps < LIMIT_WILDCARD_MOVES / MOVES_A_STEP ? steps * MOVES_A_STEP : LIMIT_WILDCARD_MOVES;
}

static void pay_moves(struct machine *m, uint32_t moves) {
  machine_step(m, moves / MOVES_A_STEP);
}

enum outcome machine_match(struct machine *m, const struct alternative *pattern, const struct alternative *subject) {
  uint32_t given = moves_left(m), moves = given;
  enum outcome o = wildcard_match(m->a, wildcard_compile(m->a, pattern), subject, &moves);
  pay_moves(m, given - moves);
  return o;
}

struct value machine_trim(struct machine *m, struct value v, str op, struct value pattern) {
  uint32_t given = moves_left(m), moves = given;
  v = wildcard_trim(m->a, v, op, pattern, &moves);
  pay_moves(m, given - moves);
  return v;
}

struct value machine_replace(struct machine *m, struct value v, str op, struct value pattern, struct value with) {
  uint32_t given = moves_left(m), moves = given;
  v = wildcard_replace(m->a, v, op, pattern, with, &moves);
  pay_moves(m, given - moves);
  return v;
}

const platform *machine_platform(struct machine *m) {
  m->asked_platform = true;
  return m->x->runs_on;
}

str machine_arch(struct machine *m, enum arch_scheme scheme) {
  const platform *p = machine_platform(m);
  return p ? platform_arch(*p, scheme) : STR("");
}

bool machine_is_bash(const struct machine *m) {
  return m->script->shell_count && str_has_suffix(m->script->shell[0], STR("bash"));
}

span machine_span(struct machine *m, span in_script) {
  const struct text *text = &m->script->text;
  uint32_t end = span_end(in_script); // of a command that the end of the script cuts off it may lie behind that
  return text_span_near(text, in_script.off, end < text->bytes.len ? end : text->bytes.len, &m->near);
}

bool machine_failure_ends(const struct machine *m, const struct state *st) {
  return m->tail || (st->errexit && !m->unchecked);
}

// Status

void state_set_status(struct state *st, enum outcome o) {
  static const struct value_piece pieces[] = {{false, STR_INIT("0")}, {true, STR_INIT("exit status")}};
  static const struct alternative codes[] = {{.pieces = &pieces[0], .len = 1}, {.pieces = &pieces[1], .len = 1}};
  st->status = o;
  st->condition = NULL;
  st->code = (struct value){.at = &codes[o != OUTCOME_YES], .len = 1};
}

void state_set_code(struct machine *m, struct state *st, int code) {
  if (code == 0) {
    state_set_status(st, OUTCOME_YES);
    return;
  }
  st->status = OUTCOME_NO;
  st->condition = NULL;
  st->code = value_known(m->a, code == 1 ? STR("1") : str_format(m->a, "%d", code & 255));
}

void state_set_condition(struct machine *m, struct state *st, enum outcome o, const struct value *subject,
                         const struct refinement *refinement) {
  if (o == OUTCOME_MAYBE)
    state_set_status(st, o);
  else
    state_set_code(m, st, o == OUTCOME_NO);
  struct condition *c = NEW(m->a, struct condition);
  *c = (struct condition){.subject = subject ? *subject : VALUE_UNSET, .refinement = refinement};
  st->condition = c;
}

void state_refine(struct machine *m, struct state *st, const struct condition *c, bool yes) {
  const struct refinement *r = c ? c->refinement : NULL;
  const struct variable *old = r ? state_variable(m, st, r->name) : NULL;
  const struct value *v = r ? (yes ? &r->yes : &r->no) : NULL;
  if (!v || !value_is_set(v) || (old && old->kind != VARIABLE_SCALAR))
    return;
  struct variable var = old ? *old : (struct variable){.exported = true};
  var.value = *v;
  var.before = !old ? env_foreign() : old->before ? old->before : old;
  st->vars = env_put(m->a, st->vars, r->name, &var);
}

// Variables

const struct variable *state_variable(struct machine *m, const struct state *st, str name) {
  if (!trie_get(m->asked, name))
    m->asked = trie_set(m->a, m->asked, name, m);
  return env_get(st->vars, name);
}

// What a shell sets by itself. bash's HOSTTYPE is made at its build for that architecture: x86_64, aarch64, …
static bool builtin_value(struct machine *m, const struct state *st, str name, struct value *v) {
  static const str changing[] = {STR_INIT("RANDOM"), STR_INIT("SECONDS"), STR_INIT("LINENO"), STR_INIT("BASHPID"),
                                 STR_INIT("PPID")};
  if (str_eq(name, STR("PWD"))) {
    *v = st->cwd;
    return true;
  }
  if (str_eq(name, STR("IFS"))) {
    *v = value_known(m->a, STR(" \t\n"));
    return true;
  }
  if (str_eq(name, STR("HOME"))) {
    *v = value_known(m->a, STR("/root"));
    return true;
  }
  str machine = str_eq(name, STR("HOSTTYPE")) ? machine_arch(m, ARCH_UNAME) : STR("");
  if (machine.len) {
    *v = value_with_source(value_known(m->a, machine), source_asked(m->a, STR("HOSTTYPE"), (span){0}));
    return true;
  }
  for (uint32_t i = 0; i < COUNT_OF(changing); i++)
    if (str_eq(name, changing[i])) {
      *v = value_unknown(m->a, str_concat(m->a, STR("variable "), name));
      return true;
    }
  return false;
}

struct value state_value(struct machine *m, const struct state *st, str name) {
  struct value v;
  const struct variable *var = state_variable(m, st, name);
  if (var && var->kind == VARIABLE_SCALAR)
    return var->value;
  if (var && var->kind == VARIABLE_UNKNOWN_ARRAY)
    return value_unknown(m->a, str_concat(m->a, STR("array "), name));
  if (var) { // `$a` is `${a[0]}`
    for (uint32_t i = 0; i < var->element_count; i++)
      if (str_eq(var->elements[i].key, STR("0")))
        return var->elements[i].value;
    return VALUE_UNSET;
  }
  if (builtin_value(m, st, name, &v))
    return v;
  if (!m->x->other_variables.len)
    return VALUE_UNSET;
  return value_unknown(m->a, str_join(m->a, (str[]){name, STR(" of "), m->x->other_variables}, 3));
}

void state_put(struct machine *m, struct state *st, str name, const struct variable *var, span at) {
  struct variable copy = *var;
  copy.before = NULL;
  copy.value = value_with_source(copy.value, st->control);
  st->vars = env_put(m->a, st->vars, name, &copy);
  record_assign(m, st, name, copy.value, at);
}

void state_assign(struct machine *m, struct state *st, str name, struct value v, span at) {
  const struct variable *old = state_variable(m, st, name);
  bool exported = old && old->exported;
  state_put(m, st, name, &(struct variable){.value = v, .exported = exported}, at);
}

bool state_knows_ifs(struct machine *m, const struct state *st) {
  const struct variable *var = state_variable(m, st, STR("IFS"));
  str ifs;
  return !var || !value_is_set(&var->value) || value_is_known(&var->value, &ifs);
}

str state_ifs(struct machine *m, const struct state *st) {
  const struct variable *var = state_variable(m, st, STR("IFS"));
  str ifs;
  if (!var || !value_is_set(&var->value) || !value_is_known(&var->value, &ifs))
    return STR(" \t\n");
  return ifs;
}

// Output

void state_print(struct machine *m, struct state *st, struct value text) {
  if (!m->captures || (value_is_empty(&text) && !text.source))
    return;
  struct output *o = NEW(m->a, struct output);
  *o = (struct output){st->out, text, st->out ? st->out->count + 1 : 1};
  st->out = o;
}

struct value output_since(struct machine *m, const struct output *out, const struct output *base) {
  uint32_t count = (out ? out->count : 0) - (base ? base->count : 0);
  struct value *parts = NEW_ARRAY(m->a, struct value, count);
  for (uint32_t i = count; i > 0; out = out->before)
    parts[--i] = out->text;
  return value_concat_all(m->a, parts, count);
}

static bool drop_nul(void *ctx, str in, struct buf *out) {
  (void)ctx;
  for (uint32_t i = 0; i < in.len; i++)
    if (in.at[i])
      buf_add_char(out, in.at[i]);
  return true;
}

struct value value_without_nul(struct arena *a, struct value v) {
  bool found = false;
  for (uint32_t i = 0; i < v.len && !found; i++)
    for (uint32_t j = 0; j < v.at[i].len && !found; j++)
      found = str_find_char(v.at[i].pieces[j].text, '\0') < v.at[i].pieces[j].text.len;
  return found ? value_map(a, v, drop_nul, NULL, STR("text with NUL")) : v;
}

static struct alternative without_newlines(struct arena *a, const struct alternative *alt) {
  struct alternative cut = *alt;
  uint32_t len = alt->len;
  str last = STR("");
  for (; len && !alt->pieces[len - 1].unknown; len--) {
    last = alt->pieces[len - 1].text;
    while (last.len && last.at[last.len - 1] == '\n')
      last.len--;
    if (last.len)
      break;
  }
  cut.len = len;
  if (!len || alt->pieces[len - 1].unknown || last.len == alt->pieces[len - 1].text.len)
    return cut;
  struct value_piece *pieces = NEW_ARRAY(a, struct value_piece, len);
  for (uint32_t i = 0; i < len; i++)
    pieces[i] = alt->pieces[i];
  pieces[len - 1].text = last;
  cut.pieces = pieces;
  return cut;
}

struct value value_without_newlines(struct arena *a, struct value v) {
  struct value_set s;
  value_set_init(&s, a);
  s.source = v.source;
  for (uint32_t i = 0; i < v.len; i++) {
    struct alternative alt = without_newlines(a, &v.at[i]);
    value_set_add(&s, &alt);
  }
  return value_set_done(&s);
}

// Files

bool state_path(struct machine *m, const struct state *st, const struct value *path, str *out) {
  str dir;
  if (!value_is_known(path, out) || !out->len)
    return false;
  while (str_has_prefix(*out, STR("./")))
    *out = str_skip(*out, 2);
  if (out->len && out->at[0] == '/')
    return true;
  if (!value_is_known(&st->cwd, &dir))
    return false;
  str slash = str_has_suffix(dir, STR("/")) ? STR("") : STR("/");
  *out = str_join(m->a, (str[]){dir, slash, *out}, 3);
  return true;
}

struct value state_file(struct machine *m, const struct state *st, const struct value *path) {
  str name;
  if (!state_path(m, st, path, &name))
    return VALUE_UNSET;
  if (str_eq(name, STR("/dev/null")))
    return value_empty();
  str apk = str_eq(name, STR("/etc/apk/arch")) ? machine_arch(m, ARCH_APK) : STR("");
  if (apk.len) // apk-tools' own record, one line
    return value_with_source(value_known(m->a, str_concat(m->a, apk, STR("\n"))),
                             source_asked(m->a, STR("apk"), (span){0}));
  const struct value *known = trie_get(st->files, name);
  return known ? *known : VALUE_UNSET;
}

void state_write_file(struct machine *m, struct state *st, const struct value *path, struct value text, bool append) {
  str name;
  if (!state_path(m, st, path, &name) || str_has_prefix(name, STR("/dev/")))
    return;
  const struct value *old = trie_get(st->files, name);
  if (!old && !value_is_set(&text)) // nothing is known of it either way
    return;
  struct value *copy = NEW(m->a, struct value);
  if (!append)
    *copy = text;
  else if (old && value_is_set(old))
    *copy = value_concat(m->a, *old, text);
  st->files = trie_set(m->a, st->files, name, copy);
}
