#include "base/limits.h"
#include "facts/maker.h"
#include "know/arch_word.h"

// What instructions change for those behind them: the shell, the user, the directory.

struct fact_value value_at_hand(const struct maker *m, uint32_t i) {
  const struct eval_word *first = NULL;
  for (uint32_t k = 0; k < m->eval->scenario_count; k++) {
    if (!m->now[k] || i >= m->now[k]->value_count)
      continue;
    const struct eval_word *word = &m->now[k]->values[i];
    if (first && !value_equal(&first->value, &word->value))
      return field_unknown(value_show(m->a, &first->value), first->span);
    first = first ? first : word;
  }
  return first ? field_of_value(m->a, &first->value, first->span) : (struct fact_value){0};
}

// The name of a program: `C:\\…\\cmd.exe` is cmd.
static str program_of(struct maker *m, str path) {
  uint32_t at = path.len;
  while (at > 0 && path.at[at - 1] != '/' && path.at[at - 1] != '\\')
    at--;
  str name = str_lower(m->a, str_skip(path, at));
  return str_has_suffix(name, STR(".exe")) ? str_slice(name, 0, name.len - 4) : name;
}

void follow_shell(struct maker *m, const struct instr *in) {
  struct maker_stage *stage = &m->stages[in->stage];
  if (!in->arg_count)
    return;
  stage->fact->shell = field_known(program_of(m, in->args[0].bytes), text_span(&in->args[0], 0, in->args[0].bytes.len));
  stage->fact->shell_set = true;
  stage->pipefail = stage->errexit = false;
  for (uint32_t i = 1; i < in->arg_count; i++) {
    str word = in->args[i].bytes;
    bool letters = word.len > 1 && word.at[0] == '-' && word.at[1] != '-';
    stage->pipefail |= str_eq(word, STR("pipefail"));
    stage->errexit |= str_eq(word, STR("errexit")) || (letters && str_find_char(word, 'e') < word.len);
  }
}

void follow_user(struct maker *m, const struct instr *in) {
  m->stages[in->stage].fact->user = value_at_hand(m, 0);
}

static bool is_absolute(str path) {
  bool drive = path.len > 1 && is_ascii_alpha(path.at[0]) && path.at[1] == ':';
  return str_has_prefix(path, STR("/")) || str_has_prefix(path, STR("\\")) || drive;
}

void follow_workdir(struct maker *m, const struct instr *in) {
  struct fact_value *workdir = &m->stages[in->stage].fact->workdir, to = value_at_hand(m, 0);
  if (to.state == FACT_KNOWN && !is_absolute(to.text)) {
    if (workdir->state == FACT_KNOWN && workdir->text.len + to.text.len < LIMIT_PATH_BYTES)
      to.text = str_format(m->a, STR_FMT "%s" STR_FMT, STR_ARG(workdir->text),
                           str_has_suffix(workdir->text, STR("/")) ? "" : "/", STR_ARG(to.text));
    else
      to.state = FACT_PARTLY;
  }
  *workdir = to;
  struct arch_word word;
  if (to.state == FACT_KNOWN && arch_word_find(to.text, 0, &word))
    VEC_PUSH(m->a, &m->made, to.text);
}
