#include "base/unicode.h"
#include "dockerfile/instr_reader.h"
#include "dockerfile/instr_table.h"

struct flag_kind {
  uint32_t index; // among those of the instruction
  bool boolean, repeatable;
};

// Looks a name up in a row's `flags`.
static bool find_flag(const char *flags, str name, struct flag_kind *kind) {
  str rest = str_of(flags), word;
  for (*kind = (struct flag_kind){0}; str_next(&rest, ' ', &word); kind->index++) {
    kind->boolean = str_has_suffix(word, STR("!"));
    kind->repeatable = str_has_suffix(word, STR("*"));
    word.len -= kind->boolean || kind->repeatable;
    if (str_eq(word, name))
      return true;
  }
  return false;
}

bool instr_refuse_flag(struct instr_reader *r, const struct node_flag *flag, const char *what) {
  return instr_refuse(r, flag->span, str_format(r->arena, "%s: --" STR_FMT, what, STR_ARG(flag->name)));
}

static bool refuse_unknown(struct instr_reader *r, const struct node_flag *flag, const char *flags) {
  str rest = str_of(flags), word;
  while (str_next(&rest, ' ', &word)) {
    word.len -= str_has_suffix(word, STR("!")) || str_has_suffix(word, STR("*"));
    if (str_distance(word, flag->name, 2) <= 2)
      return instr_refuse(r, flag->span,
                          str_format(r->arena, "unknown flag: --" STR_FMT " (did you mean --" STR_FMT "?)",
                                     STR_ARG(flag->name), STR_ARG(word)));
  }
  return instr_refuse_flag(r, flag, "unknown flag");
}

static bool check_flag(struct instr_reader *r, const struct node_flag *flag, uint32_t *seen) {
  struct flag_kind kind;
  const char *flags = instr_row(r->node->kind)->flags;
  if (!find_flag(flags, flag->name, &kind))
    return refuse_unknown(r, flag, flags);
  if (!kind.repeatable && *seen >> kind.index & 1)
    return instr_refuse_flag(r, flag, "the flag is given twice");
  *seen |= 1u << kind.index;
  if (!kind.boolean)
    return flag->has_value || instr_refuse_flag(r, flag, "the flag needs a value");
  if (!flag->has_value)
    return true;
  str value = unicode_lower_str(r->arena, flag->value.bytes);
  return str_eq(value, STR("true")) || str_eq(value, STR("false")) ||
         instr_refuse_flag(r, flag, "the value is neither true nor false");
}

// BuildKit's BFlags.Parse.
bool instr_check_flags(struct instr_reader *r) {
  uint32_t seen = 0;
  if (str_eq(str_of(instr_row(r->node->kind)->flags), STR("?")))
    return true;
  for (uint32_t i = 0; i < r->node->flag_count; i++)
    if (!check_flag(r, &r->node->flags[i], &seen))
      return false;
  return true;
}

const struct node_flag *instr_flag(const struct instr *in, str name) {
  for (uint32_t i = in->node->flag_count; i > 0; i--)
    if (str_eq(in->node->flags[i - 1].name, name))
      return &in->node->flags[i - 1];
  return NULL;
}
