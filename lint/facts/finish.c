#include "facts/variables.h"

// What joins the whole file: which stages end in the image, what belongs together, what the file makes itself.

// Files go from a stage to the ones that copy from it, and to the ones that start from it.
static void mark_copied(struct maker *m) {
  for (uint32_t i = m->df->stage_count; i > 0; i--) {
    struct maker_stage *stage = &m->stages[i - 1];
    if (stage->fact->copied_to_target && stage->parent != FACT_NONE)
      m->stages[stage->parent].fact->copied_to_target = true;
    if (!stage->fact->copied_to_target && !stage->fact->shipped)
      continue;
    for (uint32_t j = 0; j < stage->copies.len; j++) {
      const struct fact_image *from = (const struct fact_image *)(const void *)stage->copies.at[j]->from;
      if (from && from->names)
        m->stages[from->names->stage].fact->copied_to_target = true;
    }
  }
}

// What a stage needs: `to` is the number of a stage that `from` names.
struct needs {
  struct need {
    uint32_t from, to;
    struct fact_image *image;
  } * at;
  uint32_t len, cap;
};

static struct needs needs_of_stages(struct maker *m) {
  struct needs needs = {0};
  for (uint32_t i = 0; i < m->all.len; i++) {
    struct fact_image *image = (struct fact_image *)(void *)m->all.at[i];
    if (image->head.kind != FACT_IMAGE)
      continue;
    uint32_t to = image->names ? image->names->stage : STAGE_NONE;
    if (image->later)
      to = dockerfile_stage_for_copy(m->df, image->reference.text, m->df->stage_count);
    if (to != STAGE_NONE)
      VEC_PUSH(m->a, &needs, (struct need){image->head.stage, to, image});
  }
  return needs;
}

// The stages that need `stage`, over any number of others.
static void mark_needing(struct maker *m, const struct needs *needs, uint32_t stage, bool *marks) {
  marks[stage] = true;
  for (bool again = true; again && maker_spend(m, needs->len);) {
    again = false;
    for (uint32_t i = 0; i < needs->len; i++)
      if (marks[needs->at[i].to] && !marks[needs->at[i].from])
        again = marks[needs->at[i].from] = true;
  }
}

// Each ring has a stage that names a later one.
static void mark_rings(struct maker *m) {
  bool any = false;
  for (uint32_t i = 0; i < m->all.len; i++)
    any |= m->all.at[i]->kind == FACT_IMAGE && ((const struct fact_image *)(const void *)m->all.at[i])->later;
  struct needs needs = any ? needs_of_stages(m) : (struct needs){0};
  for (uint32_t i = 0; i < needs.len; i++) {
    const struct need *later = &needs.at[i];
    if (!later->image->later || !maker_spend(m, m->df->stage_count))
      continue;
    bool *marks = NEW_ARRAY(m->a, bool, m->df->stage_count);
    mark_needing(m, &needs, later->from, marks);
    later->image->in_ring = marks[later->to];
  }
}

static bool is_empty(const struct maker *m, uint32_t index) {
  const struct maker_stage *stage = &m->stages[index];
  if (!str_eq(stage->image->image_kind.text, STR("scratch")))
    return false;
  for (uint32_t i = 0; i < stage->syntax->instr_count; i++) {
    enum instr_kind kind = stage->syntax->instrs[i]->kind;
    if (kind == INSTR_COPY || kind == INSTR_ADD || kind == INSTR_RUN || kind == INSTR_WORKDIR)
      return false;
  }
  return true;
}

static struct fact_values compilers(struct maker *m, uint32_t stage) {
  static const char *const languages[] = {"c", "c++", "fortran", "go", "rust"};
  const struct maker_stage *s = &m->stages[stage];
  struct field_list list = {0};
  if (!s->base.distribution.len && !s->brought)
    return fields_of(&list);
  for (uint32_t i = 0; i < COUNT_OF(languages); i++)
    if (stage_brings(s, str_of(languages[i])))
      VEC_PUSH(m->a, &list, field_word(languages[i]));
  return fields_of(&list);
}

// Different platforms asked for by constants are an intent to build for several.
static void read_intent(struct maker *m) {
  str first = {0};
  for (uint32_t i = 0; i < m->df->stage_count; i++) {
    const struct fact_value *asked = &m->stages[i].image->platform;
    if (asked->state != FACT_KNOWN)
      continue;
    m->file->multi_platform |= first.len && !str_eq(first, asked->text);
    first = asked->text;
  }
}

// A base image for the machine that builds is the first that brings that machine's programs into what is shipped.
static void make_base_programs(struct maker *m) {
  for (uint32_t i = 0; i < m->df->stage_count; i++) {
    const struct maker_stage *stage = &m->stages[i];
    if (!stage->fact->shipped || !str_eq(stage->image->platform_kind.text, STR("build")))
      continue;
    struct place at = {i, stage->syntax->from->index, stage->live};
    struct fact_build_tool *f = ADD_FACT(m, BUILD_TOOL, build_tool, at, stage->image->head.span);
    f->tool = field_word("FROM");
    f->native = f->compiles = true;
    f->stage = &stage->fact->head;
  }
}

// Names without the architecture: two that are equal, for different architectures, belong together.

struct family {
  platforms suits;
};

static str family_name(struct maker *m, const struct fact *f, str text, str word) {
  uint32_t at = str_find(text, word);
  return str_format(m->a, "%u %u " STR_FMT "*" STR_FMT, (unsigned)f->kind, (unsigned)f->stage,
                    STR_ARG(str_slice(text, 0, at)), STR_ARG(str_skip(text, at + word.len)));
}

// What of a fact names an architecture; false where nothing does.
struct arch_fields {
  str text, word;
  bool *suits;
};

static bool arch_fields_of(struct fact *f, struct arch_fields *out) {
  *out = (struct arch_fields){0};
  if (f->kind == FACT_DOWNLOAD) {
    struct fact_download *d = (struct fact_download *)(void *)f;
    *out = (struct arch_fields){d->url.text, d->arch_word.text, &d->suits};
  } else if (f->kind == FACT_COPY) {
    struct fact_copy *c = (struct fact_copy *)(void *)f;
    *out = (struct arch_fields){c->source.text, c->arch_word.text, &c->suits};
  } else if (f->kind == FACT_PACKAGE) {
    struct fact_package *p = (struct fact_package *)(void *)f;
    // `libc6:amd64` names it beside the name, and is looked at alone.
    if (str_contains(p->name.text, p->arch_word.text))
      *out = (struct arch_fields){p->name.text, p->arch_word.text, &p->suits};
  } else if (f->kind == FACT_BUILD_TOOL) {
    struct fact_build_tool *b = (struct fact_build_tool *)(void *)f;
    // One that follows the platform says nothing about those that do not.
    if (!b->follows_target)
      *out = (struct arch_fields){b->tool.text, b->target.text, &b->suits};
  }
  return out->word.len > 0;
}

// A file that is fetched, copied or built for each architecture is right for all: the choice is made later.
static void join_families(struct maker *m) {
  struct map families = {0};
  struct family **of = NEW_ARRAY(m->a, struct family *, m->all.len);
  struct arch_fields fields;
  for (uint32_t i = 0; i < m->all.len; i++) {
    if (!arch_fields_of(m->all.at[i], &fields))
      continue;
    str name = family_name(m, m->all.at[i], fields.text, fields.word);
    of[i] = map_get(&families, name);
    if (!of[i])
      map_put(m->a, &families, name, of[i] = NEW(m->a, struct family));
    if (*fields.suits)
      of[i]->suits |= m->all.at[i]->scenarios;
  }
  for (uint32_t i = 0; i < m->all.len; i++)
    if (of[i] && arch_fields_of(m->all.at[i], &fields) && !(m->all.at[i]->scenarios & ~of[i]->suits))
      *fields.suits = true;
}

static bool is_below(str path, str folder) {
  while (folder.len > 1 && folder.at[folder.len - 1] == '/')
    folder.len--;
  return str_has_prefix(path, folder) && (path.len == folder.len || path.at[folder.len] == '/');
}

static void join_paths(struct maker *m) {
  for (uint32_t i = 0; i < m->all.len && m->made.len; i++) {
    if (m->all.at[i]->kind != FACT_PATH)
      continue;
    struct fact_path *f = (struct fact_path *)(void *)m->all.at[i];
    // Once nobody can tell any more, it is taken for the file's own: nothing is said of it then.
    f->made_here = !maker_spend(m, m->made.len);
    for (uint32_t j = 0; j < m->made.len && !f->made_here; j++)
      f->made_here = is_below(f->text.text, m->made.at[j]) || is_below(m->made.at[j], f->text.text);
  }
}

void finish_facts(struct maker *m) {
  make_base_programs(m);
  mark_copied(m);
  mark_rings(m);
  for (uint32_t i = 0; i < m->df->stage_count; i++) {
    m->stages[i].fact->empty = is_empty(m, i);
    m->stages[i].fact->compilers = compilers(m, i);
  }
  read_intent(m);
  join_families(m);
  join_paths(m);
  finish_variables(m);
}

void finish_sorted_facts(struct maker *m) {
  make_shared_checksums(m);
}
