#include "rules/mend.h"

// A variable that is chosen by TARGETARCH where no script can do so: lines of ARG, each of which replaces one name.

// Since when `${name/pattern/replacement}` is understood (docker.com/blog/new-dockerfile-capabilities-v1-7-0).
enum { REPLACING_MINOR = 7 };

// Whether the file asks for a frontend that is older than that.
static bool is_frontend_old(const struct mend *m) {
  str image = m->df->syntax.value, major, minor;
  uint32_t number;
  if (!str_has_prefix(image, STR("docker/dockerfile:1.")))
    return false;
  str_cut(image, '.', &major, &minor);
  str_cut(minor, '.', &minor, &(str){0});
  str_cut(minor, '-', &minor, &(str){0});
  return str_to_u32(minor, &number) && number < REPLACING_MINOR;
}

// Named for the naming: what an ARG is called reaches every command of the stage, and tools read ARCH and the like.
static str name_of(struct mend *m, enum arch_scheme scheme) {
  str column = platform_scheme_name(scheme);
  struct buf b;
  buf_init(&b, m->arena);
  for (uint32_t i = 0; i < column.len; i++)
    buf_add_char(&b, ascii_upper(column.at[i]));
  buf_add(&b, STR("_ARCH"));
  return buf_str(&b);
}

static bool stage_says(struct mend *m, uint32_t stage, str name) {
  for (uint32_t i = 0; i < m->df->instr_count; i++) {
    const struct instr *in = m->df->instrs[i];
    if (!mend_spend(m, 1 + in->pair_count))
      return true;
    if (in->stage == stage && instr_pair_named(in, name))
      return true;
  }
  return false;
}

// What the `n`-th replacement of the chosen names is written as; empty where there are fewer. The first one takes
// TARGETARCH, each other one what the one before it made.
static str replacement(struct mend *m, str name, const struct arch_choice *choice, uint32_t n) {
  uint32_t seen = 0;
  for (uint32_t i = 0; i < choice->arm_count; i++) {
    const struct arch_arm *arm = &choice->arms[i];
    if (!str_eq(arm->arch, arm->name) && seen++ == n)
      return str_format(m->arena, "${" STR_FMT "/" STR_FMT "/" STR_FMT "}", STR_ARG(n ? name : STR("TARGETARCH")),
                        STR_ARG(arm->arch), STR_ARG(arm->name));
  }
  return (str){0};
}

// Lines that make all replacements from the `first` on.
static str lines_of(struct mend *m, const struct instr *in, str keyword, str name, const struct arch_choice *choice,
                    uint32_t first) {
  struct buf b;
  buf_init(&b, m->arena);
  for (uint32_t n = first;; n++) {
    str text = replacement(m, name, choice, n);
    if (text.len == 0)
      return buf_str(&b);
    buf_add_format(&b, STR_FMT STR_FMT " " STR_FMT "=" STR_FMT "\n", STR_ARG(mend_indent(m, in)), STR_ARG(keyword),
                   STR_ARG(name), STR_ARG(text));
  }
}

// Whether lines before the instruction can choose a variable.
static bool can_replace(const struct mend *m, const struct instr *in, const struct arch_choice *choice) {
  for (uint32_t i = 0; i < choice->arm_count; i++)
    if (str_eq(choice->arms[i].arch, STR("arm"))) // is found in arm64, too
      return false;
  return !in->onbuild && in->kind != INSTR_FROM && in->stage != STAGE_NONE && !is_frontend_old(m);
}

bool mend_argument(struct mend *m, const struct instr *in, enum arch_scheme scheme, const struct arch_choice *choice,
                   str *variable) {
  if (mend_find_chosen(m, in, in->node->span.off, choice, variable))
    return true;
  *variable = name_of(m, scheme);
  if (!can_replace(m, in, choice) || stage_says(m, in->stage, *variable) || !mend_declare(m, in, STR("TARGETARCH")))
    return false;
  mend_add(m, (span){mend_line_above(m, in), 0},
           lines_of(m, in, str_of(mend_keyword(m, in, "ARG", "arg")), *variable, choice, 0));
  m->edits.at[m->edits.len - 1].once = str_format(m->arena, "%u " STR_FMT, (unsigned)in->stage, STR_ARG(*variable));
  return true;
}

bool mend_argument_itself(struct mend *m, const struct instr *in, span word, const struct arch_choice *choice) {
  if ((in->kind != INSTR_ARG && in->kind != INSTR_ENV) || in->pair_count != 1 || !can_replace(m, in, choice))
    return false;
  const struct instr_pair *pair = &in->pairs[0];
  span value = text_span(&pair->value, 0, pair->value.bytes.len), line = source_line_span(m->src, in->node->end_line);
  str rest = lines_of(m, in, in->node->spelled, pair->key.bytes, choice, 1);
  if (!pair->has_value || value.off != word.off || value.len != word.len ||
      !str_has_suffix(source_text(m->src, line), STR("\n")) || !mend_declare(m, in, STR("TARGETARCH")))
    return false;
  mend_add(m, word, replacement(m, pair->key.bytes, choice, 0));
  if (rest.len)
    mend_add(m, (span){span_end(line), 0}, rest);
  return true;
}
