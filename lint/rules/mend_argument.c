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
    for (uint32_t j = 0; in->stage == stage && j < in->pair_count; j++)
      if (str_eq(in->pairs[j].key.bytes, name))
        return true;
  }
  return false;
}

static void write_argument(struct mend *m, const struct instr *in, str name, const struct arch_choice *choice) {
  struct buf b;
  buf_init(&b, m->arena);
  str from = STR("TARGETARCH");
  for (uint32_t i = 0; i < choice->arm_count; i++) {
    const struct arch_arm *arm = &choice->arms[i];
    if (str_eq(arm->arch, arm->name))
      continue;
    buf_add_format(&b, STR_FMT "%s " STR_FMT "=${" STR_FMT "/" STR_FMT "/" STR_FMT "}\n", STR_ARG(mend_indent(m, in)),
                   mend_keyword(m, in, "ARG", "arg"), STR_ARG(name), STR_ARG(from), STR_ARG(arm->arch),
                   STR_ARG(arm->name));
    from = name;
  }
  mend_add(m, (span){mend_line_above(m, in), 0}, buf_str(&b));
  m->edits.at[m->edits.len - 1].once = str_format(m->arena, "%u " STR_FMT, (unsigned)in->stage, STR_ARG(name));
}

bool mend_argument(struct mend *m, const struct instr *in, enum arch_scheme scheme, const struct arch_choice *choice,
                   str *variable) {
  if (mend_find_chosen(m, in, in->node->span.off, choice, variable))
    return true;
  *variable = name_of(m, scheme);
  for (uint32_t i = 0; i < choice->arm_count; i++)
    if (str_eq(choice->arms[i].arch, STR("arm"))) // is found in arm64, too
      return false;
  if (in->onbuild || in->kind == INSTR_FROM || is_frontend_old(m) || stage_says(m, in->stage, *variable) ||
      !mend_declare(m, in, STR("TARGETARCH")))
    return false;
  write_argument(m, in, *variable, choice);
  return true;
}
