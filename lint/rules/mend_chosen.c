#include "rules/mend.h"

// A variable that has the wanted value on every platform already.

static const struct fact_variable *variable_at(const struct fact_list *all, uint32_t i) {
  return (const struct fact_variable *)(const void *)all->at[i];
}

// Whether the variable is set for byte `off` of an instruction: in its script, or by ARG or ENV in its stage.
static bool is_set_for(const struct mend *m, const struct fact_variable *f, const struct instr *in, uint32_t off) {
  if (f->head.instruction == in->index)
    return str_eq(f->set_by.text, STR("shell")) && f->head.span.off < off;
  return f->head.stage == in->stage && f->head.instruction < in->index && !in->onbuild &&
         !m->df->instrs[f->head.instruction]->trigger && !str_eq(f->set_by.text, STR("shell"));
}

// What the variable is at byte `off`, in each scenario; empty where that is not known.
static void read_values(struct mend *m, const struct instr *in, uint32_t off, str name, str *out) {
  const struct facts *facts = m->run->matcher.view->facts;
  const struct fact_list *all = &facts->of[FACT_VARIABLE];
  for (uint32_t i = 0; i < all->len; i++) {
    const struct fact_variable *f = variable_at(all, i);
    if (!str_eq(f->name.text, name) || !is_set_for(m, f, in, off))
      continue;
    for (uint32_t s = 0; s < facts->scenario_count; s++)
      if (!f->head.scenarios || f->head.scenarios >> s & 1)
        out[s] = f->value.state == FACT_KNOWN ? f->value.text : (str){0};
  }
}

static bool is_chosen(struct mend *m, const struct instr *in, uint32_t off, str name,
                      const struct arch_choice *choice) {
  const struct facts *facts = m->run->matcher.view->facts;
  str values[PLATFORMS_MAX] = {0};
  read_values(m, in, off, name, values);
  for (uint32_t i = 0; i < facts->scenario_count; i++)
    for (uint32_t j = 0; j < choice->arm_count; j++)
      if (str_eq(choice->arms[j].arch, facts->scenarios[i].target.arch) && !str_eq(values[i], choice->arms[j].name))
        return false;
  return true;
}

static bool is_an_arm(const struct arch_choice *choice, const struct fact_value *value) {
  for (uint32_t i = 0; i < choice->arm_count; i++)
    if (value->state == FACT_KNOWN && str_eq(value->text, choice->arms[i].name))
      return true;
  return false;
}

bool mend_find_chosen(struct mend *m, const struct instr *in, uint32_t off, const struct arch_choice *choice,
                      str *variable) {
  const struct fact_list *all = &m->run->matcher.view->facts->of[FACT_VARIABLE];
  for (uint32_t i = 0; i < all->len && mend_spend(m, 1); i++) {
    const struct fact_variable *f = variable_at(all, i);
    if (!is_set_for(m, f, in, off) || !is_an_arm(choice, &f->value) || !mend_spend(m, all->len))
      continue;
    *variable = f->name.text;
    if (is_chosen(m, in, off, *variable, choice))
      return true;
  }
  return false;
}
