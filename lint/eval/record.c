#include "eval/machine.h"

// What the machine tells about what it did.

static enum eval_when when_of(const struct state *st) {
  if (st->fallback)
    return WHEN_FALLBACK;
  return st->maybe || st->lost != LEVEL_NONE ? WHEN_MAYBE : WHEN_ALWAYS;
}

uint32_t record_command(struct machine *m, const struct state *st, const struct eval_command *c) {
  if (m->quiet)
    return COMMAND_NONE;
  VEC_PUSH(m->a, &m->commands, *c);
  struct eval_command *made = &m->commands.at[m->commands.len - 1];
  made->script = m->script;
  made->when = when_of(st);
  made->in_loop = m->loops > 0;
  made->in_condition = m->conditions > 0;
  made->piped_from = m->piped_from;
  made->piped_to = COMMAND_NONE;
  made->chosen_by = m->choice;
  if (made->wrapper == COMMAND_NONE)
    made->wrapper = m->wrapper;
  VEC_PUSH(m->a, &m->nesting, m->substitutions);
  return m->commands.len - 1;
}

void record_assign(struct machine *m, const struct state *st, str name, struct value v, span at) {
  if (!m->quiet && value_is_set(&v))
    VEC_PUSH(m->a, &m->assigns, (struct eval_assign){at, name, v, when_of(st)});
}

// What is set in a branch depends on the answer, too.
static const struct eval_source *indirect(struct machine *m, const struct eval_source *source) {
  if (source->indirect)
    return source;
  struct eval_source *copy = NEW(m->a, struct eval_source);
  *copy = *source;
  copy->indirect = true;
  return copy;
}

void choice_open(struct machine *m, struct choice_scope *scope, const struct state *st, const struct shell_cmd *cmd,
                 span at, const struct value *subject) {
  *scope = (struct choice_scope){.index = UINT32_MAX, .outer = m->choice, .control = st->control};
  if (!subject->source)
    return;
  scope->open = true;
  scope->source = indirect(m, subject->source);
  if (m->quiet)
    return;
  scope->index = m->choices.len;
  VEC_PUSH(m->a, &m->choices,
           (struct eval_choice){.span = at,
                                .whole = cmd ? machine_span(m, cmd->span) : at,
                                .cmd = cmd,
                                .source = subject->source->name,
                                .asked = subject->source->asked,
                                .indirect = subject->source->indirect,
                                .subject = *subject,
                                .branch = UINT32_MAX,
                                .outer = m->choice});
}

void choice_enter(struct machine *m, const struct choice_scope *scope, struct state *st) {
  if (!scope->open)
    return;
  st->control = source_join(scope->control, scope->source);
  if (scope->index != UINT32_MAX)
    m->choice = scope->index;
}

void choice_leave(struct machine *m, const struct choice_scope *scope, struct state *st) {
  if (!scope->open)
    return;
  st->control = scope->control;
  m->choice = scope->outer;
}

void choice_decided(struct machine *m, const struct choice_scope *scope, uint32_t branch, bool fails) {
  if (scope->index == UINT32_MAX)
    return;
  struct eval_choice *c = &m->choices.at[scope->index];
  c->branch = branch;
  c->branch_known = true;
  c->branch_fails = fails;
}
