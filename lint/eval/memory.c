#include "eval/memory.h"

// One execution: what it depended on, what it did.
struct memory {
  const void *script; // as a key: bytes of the map
  const struct trie *env, *files, *asked;
  str other_variables;
  struct value cwd;
  const platform *runs_on; // NULL
  bool asked_platform;
  uint32_t steps;
  const struct eval_instr *did;
  const struct memory *older; // of the same script
};

struct comparison {
  const struct trie *x, *y;
  bool same;
};

// Arrays never come from outside.
static bool variable_same(const struct variable *x, const struct variable *y) {
  if (x == y)
    return true;
  return x && y && x->kind == VARIABLE_SCALAR && y->kind == VARIABLE_SCALAR && x->exported == y->exported &&
         value_same_as(&x->value, &y->value);
}

static void compare_name(void *ctx, str name, const void *px, const void *py) {
  struct comparison *c = ctx;
  (void)px;
  (void)py;
  c->same = c->same && variable_same(env_get(c->x, name), env_get(c->y, name));
}

static bool same_platform(const platform *x, const platform *y) {
  return x && y ? platform_eq(*x, *y) : x == y;
}

static bool holds(const struct memory *m, const struct exec_context *x) {
  struct comparison c = {m->env, x->env, true};
  if ((m->asked_platform && !same_platform(m->runs_on, x->runs_on)) || m->files != x->files ||
      m->steps >= x->budget->steps || !value_same(&m->cwd, &x->cwd) || !str_eq(m->other_variables, x->other_variables))
    return false;
  if (c.x != c.y)
    trie_compare(m->asked, NULL, compare_name, &c);
  return c.same;
}

static str key_of(const void *const *script) {
  return (str){(const char *)script, sizeof *script};
}

bool memory_recall(const struct exec_context *x, const void *script, struct eval_instr *out) {
  if (!x->memory)
    return false;
  for (const struct memory *m = map_get(&x->memory->scripts, key_of(&script)); m; m = m->older)
    if (holds(m, x)) {
      x->budget->steps -= m->steps;
      out->commands = m->did->commands;
      out->command_count = m->did->command_count;
      out->choices = m->did->choices;
      out->choice_count = m->did->choice_count;
      out->assigns = m->did->assigns;
      out->assign_count = m->did->assign_count;
      return true;
    }
  return false;
}

void memory_keep(const struct machine *m, const void *script, uint32_t steps, const struct eval_instr *out) {
  struct exec_memory *memory = m->x->memory;
  if (!memory || machine_exhausted(m))
    return;
  struct memory *made = NEW(m->a, struct memory);
  *made = (struct memory){.script = script,
                          .env = m->x->env,
                          .files = m->x->files,
                          .asked = m->asked,
                          .other_variables = m->x->other_variables,
                          .cwd = m->x->cwd,
                          .runs_on = m->x->runs_on,
                          .asked_platform = m->asked_platform,
                          .steps = steps - m->x->budget->steps,
                          .did = out,
                          .older = map_get(&memory->scripts, key_of(&script))};
  map_put(m->a, &memory->scripts, key_of(&made->script), made);
}
