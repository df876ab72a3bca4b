#include "eval/call.h"

// A piece of a script that is not known is written into it as `\1 NUMBER \2`, which no script holds, reads as part of a
// word, and becomes unknown again where the word is used.
enum { HOLE_START = 1, HOLE_END = 2, CALLS_MAX = 24 };

struct value nested_text(struct machine *m, str text) {
  if (!m->holes || str_find_char(text, HOLE_START) == text.len)
    return value_known(m->a, text);
  struct value_builder b;
  value_builder_init(&b, m->a);
  str before, after, number;
  while (str_cut(text, HOLE_START, &before, &after) && str_cut(after, HOLE_END, &number, &text)) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < number.len; i++)
      n = n * 10 + (uint32_t)(number.at[i] - '0');
    value_builder_text(&b, before);
    value_builder_unknown(&b, m->holes[n]);
  }
  value_builder_text(&b, text);
  return value_of_builder(&b);
}

// The text of an alternative, with its unknown pieces marked; false where it cannot be a script.
static bool script_text(struct machine *m, const struct alternative *alt, str *text, const str **holes) {
  struct buf b;
  str *origins = NEW_ARRAY(m->a, str, alt->len);
  uint32_t count = 0;
  buf_init(&b, m->a);
  *holes = NULL;
  if (alternative_is_known(alt, text))
    return str_find_char(*text, HOLE_START) == text->len;
  for (uint32_t i = 0; i < alt->len; i++) {
    if (!alt->pieces[i].unknown) {
      buf_add(&b, alt->pieces[i].text);
      if (str_find_char(alt->pieces[i].text, HOLE_START) < alt->pieces[i].text.len)
        return false;
      continue;
    }
    origins[count] = alt->pieces[i].text;
    buf_add_format(&b, "%c%u%c", HOLE_START, count++, HOLE_END);
  }
  *text = buf_str(&b);
  *holes = origins;
  return alt->len > 1;
}

static const struct script *parse(struct machine *m, const struct nested *n, str text) {
  struct script *s = NEW(m->a, struct script);
  struct piece *piece = NEW(m->a, struct piece);
  *piece = (struct piece){.at = 0, .off = n->span.off, .atom = n->span.len ? n->span.len : 1};
  *s = *m->script;
  s->text = (struct text){.bytes = text, .pieces = piece, .piece_count = text.len ? 1 : 0};
  if (n->in_place && str_eq(n->in_place->bytes, text))
    s->text = *n->in_place;
  if (n->shell.len) {
    str *shell = NEW(m->a, str);
    *shell = n->shell;
    s->shell = shell;
    s->shell_count = 1;
  }
  s->tree = shell_parse(m->a, s->text, n->dialect);
  return s;
}

static void run_here(struct machine *m, struct state *st, const struct nested *n, const struct script *script) {
  (void)n;
  m->script = script;
  exec_list(m, st, script->tree->body);
}

static void run_process(struct machine *m, struct state *st, const struct nested *n, const struct script *script) {
  struct state sub = *st;
  struct frame f;
  frame_push(m, &f, FRAME_SHELL, st);
  f.fatal = machine_failure_ends(m, st);
  sub.vars = env_exported(m->a, st->vars);
  sub.functions = NULL;
  sub.params = &n->params;
  sub.zero = value_is_set(&n->zero) ? n->zero : value_known(m->a, n->shell.len ? n->shell : STR("/bin/sh"));
  sub.errexit = n->errexit;
  sub.pipefail = n->pipefail;
  sub.nounset = false;
  m->script = script;
  exec_list(m, &sub, script->tree->body);
  frame_pop(m, &f, &sub);
  st->files = sub.files;
  st->out = sub.out;
  st->status = sub.status;
  st->code = sub.code;
  st->condition = sub.condition;
  st->dead = sub.dead;
  st->lost = sub.lost;
}

static void run_alternative(struct machine *m, struct state *st, const struct nested *n,
                            const struct alternative *alt) {
  const struct script *script = m->script;
  const str *holes = m->holes, *own;
  uint32_t wrapper = m->wrapper, unchecked = m->unchecked;
  str text;
  if (!script_text(m, alt, &text, &own) || m->calls >= CALLS_MAX || !machine_step(m, 1 + text.len / 4)) {
    state_set_status(st, OUTCOME_ASSUMED);
    return;
  }
  m->wrapper = n->wrapper;
  m->holes = own;
  m->calls++;
  state_set_status(st, OUTCOME_YES);
  if (n->how == NESTED_HERE) {
    run_here(m, st, n, parse(m, n, text));
  } else {
    m->unchecked = 0;
    run_process(m, st, n, parse(m, n, text));
  }
  m->calls--;
  m->unchecked = unchecked;
  m->holes = holes;
  m->wrapper = wrapper;
  m->script = script;
}

void exec_nested(struct machine *m, struct state *st, const struct nested *n) {
  struct fork f;
  if (n->text.len == 1) {
    run_alternative(m, st, n, n->text.at);
    return;
  }
  fork_begin(m, &f, st);
  for (uint32_t i = 0; i < n->text.len; i++) {
    fork_branch(&f, st);
    run_alternative(m, st, n, &n->text.at[i]);
    fork_end_branch(m, &f, st, i);
  }
  fork_end(&f, st);
}
