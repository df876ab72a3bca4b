#include "base/near.h"
#include "facts/variables.h"
#include "know/image.h"

// Facts about stages and the images they are made of.

// The parts of [registry/]repository[:tag][@digest], each a view; as distribution's reference.ParseNormalizedNamed
// cuts it, but a part may hold what is not known.
struct reference {
  str registry, repository, tag, digest;
};

static bool is_registry(str first) {
  return str_find_char(first, '.') < first.len || str_find_char(first, ':') < first.len ||
         str_eq(first, STR("localhost")) || is_masked(first);
}

static struct reference cut_reference(str text) {
  struct reference ref = {.registry = STR("docker.io")};
  str first, rest;
  str_cut(text, '@', &text, &ref.digest);
  if (str_cut(text, '/', &first, &rest) && is_registry(first)) {
    ref.registry = first;
    text = rest;
  }
  uint32_t colon = str_find_last_char(text, ':');
  if (colon < text.len && str_find_char(str_skip(text, colon), '/') == text.len - colon) {
    ref.tag = str_skip(text, colon + 1);
    text = str_slice(text, 0, colon);
  }
  if (str_eq(ref.registry, STR("docker.io")) && str_has_prefix(text, STR("library/")))
    text = str_skip(text, 8);
  ref.repository = text;
  return ref;
}

// A place that names an image, with what it means in some of the scenarios.
struct naming {
  const struct instr *in;
  const char *usage;
  span where;
  str spelled;
  str masked;              // the reference
  struct fact_value shown; // the same, for people
  enum eval_base base;
  uint32_t stage; // what it names, for BASE_STAGE
  enum arch_use use;
  platforms scenarios;
};

static struct fact_value reference_part(struct maker *m, const struct naming *n, str part) {
  if (!part.len)
    return (struct fact_value){0};
  return field_of_masked(m->a, part, span_of_part(m->df->src, n->where, part));
}

// What is left of a reference when what is not known is empty: what a build without arguments gets.
static bool is_bad_by_default(struct maker *m, const struct naming *n) {
  if (n->base == BASE_STAGE || n->base == BASE_SCRATCH)
    return false;
  char *at = NEW_ARRAY(m->a, char, n->masked.len + 1);
  str text = {at, 0};
  for (uint32_t i = 0; i < n->masked.len; i++)
    if (n->masked.at[i] != COMMAND_UNKNOWN)
      at[text.len++] = n->masked.at[i];
  return !image_ref_parse(text).valid;
}

// The scenarios in which an image is known not to exist for what it is used for.
static platforms lacking(const struct maker *m, const struct naming *n, const struct image_support *support) {
  platforms lacks = 0;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    if (!(n->scenarios >> i & 1))
      continue;
    const struct eval_stage *stage = maker_stage_in(m, i, n->in->stage);
    bool on_stage = n->use == USE_ON_STAGE;
    platform wanted = on_stage ? stage->platform : m->eval->scenarios[i].target;
    if ((!on_stage || stage->platform_known) && !stage->windows && !image_support_has(support, wanted))
      lacks |= (platforms)1 << i;
  }
  return lacks;
}

static struct fact_values support_names(struct maker *m, const struct image_support *support) {
  struct field_list list = {0};
  str rest = image_support_names(m->a, support), name;
  while (str_next(&rest, ',', &name))
    VEC_PUSH(m->a, &list, field_known(str_trim(name), (span){0}));
  return fields_of(&list);
}

static bool is_number(str s) {
  for (uint32_t i = 0; i < s.len; i++)
    if (!is_ascii_digit(s.at[i]))
      return false;
  return s.len > 0;
}

// `--from` with a name that no earlier stage has.
static void describe_later(struct maker *m, const struct naming *n, struct fact_image *f) {
  uint32_t stage = dockerfile_stage_for_copy(m->df, n->masked, m->df->stage_count);
  if (n->base != BASE_IMAGE || n->use == USE_ON_STAGE || stage == STAGE_NONE)
    return;
  f->itself = stage == n->in->stage;
  f->later = stage > n->in->stage;
}

// Name and tag: where an image may name an architecture. A registry or a digest does not.
static str name_and_tag(str masked) {
  struct reference ref = cut_reference(masked);
  str last = ref.tag.len ? ref.tag : ref.repository;
  return (str){ref.repository.at, (uint32_t)(last.at + last.len - ref.repository.at)};
}

// `node:18` and `node:18.4` of `node:18.4-slim`.
static struct fact_values releases(struct maker *m, str repository, str tag) {
  struct field_list list = {0};
  for (uint32_t end = 0; end <= tag.len; end++) {
    if (end < tag.len && is_ascii_digit(tag.at[end]))
      continue;
    if (end == 0 || !is_ascii_digit(tag.at[end - 1]))
      break;
    str parts[] = {repository, STR(":"), str_slice(tag, 0, end)};
    VEC_PUSH(m->a, &list, field_known(str_join(m->a, parts, COUNT_OF(parts)), (span){0}));
    if (end == tag.len || tag.at[end] != '.')
      break;
  }
  return fields_of(&list);
}

static void describe_reference(struct maker *m, const struct naming *n, struct fact_image *f) {
  struct reference ref = cut_reference(n->masked);
  f->registry = field_of_masked(m->a, ref.registry, span_of_part(m->df->src, n->where, ref.registry));
  f->repository =
      is_masked(ref.registry) ? field_unknown(n->shown.text, n->where) : reference_part(m, n, ref.repository);
  f->tag = reference_part(m, n, ref.tag);
  f->digest = reference_part(m, n, ref.digest);
  if (f->registry.state == FACT_KNOWN && str_eq(ref.registry, STR("docker.io")) && f->tag.state == FACT_KNOWN)
    f->releases = releases(m, f->repository.text, f->tag.text);
  // A variable at the end may bring both along.
  bool open = n->masked.len && n->masked.at[n->masked.len - 1] == COMMAND_UNKNOWN;
  if (open && !ref.digest.len)
    f->digest = field_unknown(n->shown.text, n->where);
  if (open && !ref.tag.len && !ref.digest.len)
    f->tag = field_unknown(n->shown.text, n->where);
  f->empty_by_default = is_bad_by_default(m, n);
}

static struct fact_image *add_image(struct maker *m, const struct naming *n, platforms scenarios) {
  static const char *const kinds[] = {
      [BASE_IMAGE] = "external", [BASE_STAGE] = "stage", [BASE_SCRATCH] = "scratch", [BASE_UNKNOWN] = NULL};
  struct place at = place_of(n->in);
  at.scenarios = scenarios;
  struct fact_image *f = ADD_FACT(m, IMAGE, image, at, n->where);
  f->reference = n->shown;
  f->spelled = field_known(n->spelled, n->where);
  f->usage = field_word(n->usage);
  f->image_kind = kinds[n->base] ? field_word(kinds[n->base]) : field_unknown(n->shown.text, n->where);
  f->suits = f->suits_some = true;
  f->stage = &m->stages[n->in->stage].fact->head;
  f->file = &m->file->head;
  if (n->base == BASE_STAGE) {
    f->names = &m->stages[n->stage].fact->head;
    f->by_number = is_number(n->masked);
  }
  return f;
}

static struct fact_value arch_folder(const struct maker *m, const struct naming *n) {
  str spelled = source_text(m->df->src, n->where);
  uint32_t slash = str_find_char(spelled, '/');
  if (slash == spelled.len || !image_is_arch_folder(m->a, str_slice(spelled, 0, slash)))
    return (struct fact_value){0};
  return field_known(str_slice(spelled, 0, slash + 1), (span){n->where.off, slash + 1});
}

static struct fact_value arch_suffix(const struct maker *m, const struct naming *n, const struct arch_named *named) {
  str spelled = source_text(m->df->src, n->where), word = named->word.word;
  if (!named->found || !str_has_suffix(spelled, word) || spelled.len <= word.len ||
      spelled.at[spelled.len - word.len - 1] != '-')
    return (struct fact_value){0};
  span where = {span_end(n->where) - word.len - 1, word.len + 1};
  return field_known(source_text(m->df->src, where), where);
}

static struct fact_value nearest_stage(struct maker *m, const struct naming *n) {
  struct near near;
  near_init(&near, m->a, n->spelled);
  for (uint32_t i = 0; i < n->in->stage && maker_spend(m, 64); i++)
    near_add(&near, m->df->stages[i].name);
  return near.best.len ? field_known(near.best, (span){0}) : (struct fact_value){0};
}

static struct fact_image *add_external_image(struct maker *m, const struct naming *n, platforms scenarios,
                                             const struct arch_named *named, const struct image_support *support) {
  struct fact_image *f = add_image(m, n, scenarios);
  describe_reference(m, n, f);
  describe_later(m, n, f);
  f->arch_word = arch_field_word(m, named, n->where);
  if (n->in->kind != INSTR_FROM)
    f->nearest_stage = nearest_stage(m, n);
  f->arch_folder = arch_folder(m, n);
  f->arch_suffix = arch_suffix(m, n, named);
  f->arch = arch_field_arch(named);
  if (support->certainty != IMAGE_UNKNOWN)
    f->exists_for = support_names(m, support);
  return f;
}

// One fact for each way in which the image fits: by its name, and by what is known of it. Returns the first.
static struct fact_image *make_external_image(struct maker *m, const struct naming *n) {
  struct reference ref = cut_reference(n->masked);
  struct image_support support = {0};
  // Which tag a digest had cannot be told, so it counts as one that no image has.
  str tag = ref.digest.len && !ref.tag.len ? STR("@") : ref.tag;
  if (!is_masked(n->masked))
    support = image_support(ref.registry, ref.repository, tag);
  struct arch_named named = arch_read(m, name_and_tag(n->masked), n->in->stage, n->scenarios, n->use);
  platforms lacks = support.certainty == IMAGE_UNKNOWN ? 0 : lacking(m, n, &support);
  struct fact_image *first = NULL;
  for (int i = 0; i < ARCH_PARTS; i++) {
    platforms part = arch_part(&named, lacks, n->scenarios, i);
    if (!part)
      continue;
    struct fact_image *f = add_external_image(m, n, part, &named, &support);
    f->suits = arch_part_suits(i);
    f->suits_some = (named.suits & n->scenarios) != 0;
    f->lacks_platform = arch_part_lacks(i);
    first = first ? first : f;
  }
  return first;
}

static struct fact_image *make_image(struct maker *m, const struct naming *n) {
  if (n->base == BASE_STAGE || n->base == BASE_SCRATCH)
    return add_image(m, n, n->scenarios);
  return make_external_image(m, n);
}

struct fact_image *make_named_image(struct maker *m, const struct instr *in, const struct text *name,
                                    const char *usage) {
  if (!name->bytes.len || !m->stages[in->stage].live)
    return NULL;
  uint32_t stage = dockerfile_stage_for_copy(m->df, name->bytes, in->stage);
  span where = text_span(name, 0, name->bytes.len);
  struct naming n = {
      .in = in,
      .usage = usage,
      .where = where,
      .spelled = name->bytes,
      .masked = name->bytes,
      .shown = field_known(name->bytes, where),
      .base = stage != STAGE_NONE ? BASE_STAGE : BASE_IMAGE,
      .stage = stage,
      .use =
          USE_ON_TARGET, // As BuildKit: such an image is pulled for the target, also in a stage on the build platform.
      .scenarios = m->stages[in->stage].live,
  };
  return make_image(m, &n);
}

// FROM

// The scenarios from `first` on in which FROM means the same as in that one.
static platforms same_base(const struct maker *m, uint32_t stage, platforms among, uint32_t first) {
  const struct eval_stage *x = maker_stage_in(m, first, stage);
  platforms same = 0;
  for (uint32_t i = first; i < m->eval->scenario_count; i++) {
    const struct eval_stage *y = maker_stage_in(m, i, stage);
    if (among >> i & 1 && x->base == y->base && x->base_stage == y->base_stage && value_equal(&x->image, &y->image))
      same |= (platforms)1 << i;
  }
  return same;
}

// The part of `--platform` that says what is asked for, as written.
static bool names_variable(str text, str name) {
  if (!str_has_prefix(text, STR("$")))
    return false;
  text = str_skip(text, 1);
  if (str_has_prefix(text, STR("{")) && str_has_suffix(text, STR("}")))
    text = str_slice(text, 1, text.len - 1);
  return str_eq(text, name);
}

// BuildKit always sets BUILDPLATFORM, so that a default behind it says nothing. One behind TARGETPLATFORM is there for
// the builder that came before BuildKit.
static const char *platform_kind(str text, const struct eval_stage *eval) {
  if (str_find_char(text, '$') == text.len)
    return "constant";
  if (names_variable(text, STR("TARGETPLATFORM")))
    return "target";
  // A stage that starts from one on the build platform is there too, whatever its own flag says.
  bool by_flag = eval->on_build && eval->base != BASE_STAGE;
  return by_flag || str_contains(text, STR("BUILDPLATFORM")) ? "build" : "other";
}

static bool is_named_for(str stage_name, platform p) {
  return (p.os.len && str_contains(stage_name, p.os)) || (p.arch.len && str_contains(stage_name, p.arch));
}

// Whether every build gets the same platform here, whatever it is made for.
static bool is_same_everywhere(const struct maker *m, uint32_t stage, platforms among) {
  const struct eval_stage *first = NULL;
  bool targets_differ = false;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    if (!(among >> i & 1))
      continue;
    const struct eval_stage *s = maker_stage_in(m, i, stage);
    if (!s->platform_known || (first && !platform_eq(first->platform, s->platform)))
      return false;
    targets_differ |= !platform_eq(s->platform, m->eval->scenarios[i].target);
    first = s;
  }
  return first && targets_differ;
}

// The platform that the flag asks for. Where BuildKit ignores it, only a constant tells.
static bool asked_platform(struct maker *m, const struct fact_image *f, const struct eval_stage *eval, platform *out) {
  if (str_eq(f->platform_kind.text, STR("constant")))
    return platform_parse(m->a, f->platform.text, out);
  *out = eval->platform;
  return eval->platform_known && eval->base != BASE_STAGE;
}

static void describe_platform(struct maker *m, const struct stage *stage, const struct eval_stage *eval,
                              struct fact_image *f) {
  platform asked;
  if (!stage->platform)
    return;
  str text = stage->platform->value.bytes;
  f->platform = field_known(text, text_span(&stage->platform->value, 0, text.len));
  f->platform_option = field_known(stage->platform->text.bytes, stage->platform->span);
  f->platform_kind = field_word(platform_kind(text, eval));
  if (str_eq(f->platform_kind.text, STR("other")) && is_same_everywhere(m, stage->index, m->stages[stage->index].live))
    f->platform_kind = field_word("argument");
  if (!asked_platform(m, f, eval, &asked))
    return;
  f->asks = field_known(platform_name(m->a, asked), f->platform.span);
  f->named_for_platform = is_named_for(stage->name, asked);
}

static struct fact_image *make_from_image(struct maker *m, const struct stage *stage, platforms scenarios,
                                          uint32_t scenario) {
  const struct eval_stage *eval = maker_stage_in(m, scenario, stage->index);
  const struct text *image = &stage->from->image;
  span where = text_span(image, 0, image->bytes.len);
  struct naming n = {
      .in = stage->from,
      .usage = "from",
      .where = where,
      .spelled = image->bytes,
      .masked = value_masked(m->a, &eval->image),
      .shown = field_of_value(m->a, &eval->image, where),
      .base = eval->base,
      .stage = eval->base_stage,
      .use = USE_ON_STAGE,
      .scenarios = scenarios,
  };
  uint32_t before = m->all.len;
  struct fact_image *first = make_image(m, &n);
  for (uint32_t i = before; i < m->all.len; i++)
    describe_platform(m, stage, eval, (struct fact_image *)(void *)m->all.at[i]);
  return first;
}

// The word AS.
static struct fact_value as_word(const struct node *node) {
  return node->arg_count == 3 ? field_text(&node->args[1]) : (struct fact_value){0};
}

// The scenarios that facts of the stage may hold for. A stage that no build needs may still be asked for by name.
static platforms live_scenarios(const struct maker *m, uint32_t stage) {
  platforms needed = 0, all = 0;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    all |= (platforms)1 << i;
    if (maker_stage_in(m, i, stage)->needed)
      needed |= (platforms)1 << i;
  }
  return needed ? needed : all;
}

static uint32_t first_scenario(platforms among) {
  uint32_t i = 0;
  while (!(among >> i & 1))
    i++;
  return i;
}

static void describe_base_image(struct maker_stage *s) {
  const struct fact_image *image = s->image;
  struct fact_stage *f = s->fact;
  struct base_image base;
  if (!str_eq(image->image_kind.text, STR("external")) || image->repository.state != FACT_KNOWN ||
      !base_image_find(image->registry.text, image->repository.text,
                       image->tag.state == FACT_KNOWN ? image->tag.text : STR(""), &base))
    return;
  s->base = base;
  if (base.distribution.len)
    f->distribution = field_known(base.distribution, (span){0});
  if (base.manager.len)
    f->package_manager = field_known(base.manager, (span){0});
  if (base.shell.len)
    f->sh = f->shell = field_known(base.shell, (span){0});
}

// What a stage takes over from the one that it starts from.
static void inherit(struct maker_stage *s, const struct maker_stage *parent) {
  s->fact->parent = &parent->fact->head;
  s->fact->origin = parent->fact->origin;
  s->fact->distribution = parent->fact->distribution;
  s->fact->package_manager = parent->fact->package_manager;
  s->fact->shell = parent->fact->shell;
  s->fact->sh = parent->fact->sh;
  s->fact->shell_set = parent->fact->shell_set;
  s->fact->user = parent->fact->user;
  s->fact->workdir = parent->fact->workdir;
  s->base = parent->base;
  s->variables = parent->variables;
  s->brought = parent->brought;
  s->installs_unknown = parent->installs_unknown;
  s->pipefail = parent->pipefail;
  s->errexit = parent->errexit;
}

static void describe_stage(struct maker *m, const struct stage *stage, struct fact_stage *f) {
  const struct text *name = &stage->from->name;
  if (name->bytes.len) {
    f->spelled = field_text(name);
    f->name = field_known(stage->name, f->spelled.span);
  }
  f->as = as_word(stage->from->node);
  f->index = stage->index;
  f->final = stage->index + 1 == m->df->stage_count;
  f->file = &m->file->head;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    const struct eval_stage *eval = maker_stage_in(m, i, stage->index);
    f->cross |= eval->on_build;
    f->shipped |= eval->shipped;
    f->needed |= eval->needed;
    f->windows |= eval->windows;
  }
}

void make_stage(struct maker *m, const struct stage *stage) {
  struct maker_stage *s = &m->stages[stage->index];
  struct fact_stage *f = s->fact = ADD_FACT(m, STAGE, stage, place_of(stage->from), stage->from->node->span);
  s->syntax = stage;
  s->live = live_scenarios(m, stage->index);
  s->parent = FACT_NONE;
  describe_stage(m, stage, f);
  for (platforms left = s->live, same; left; left &= ~same) {
    same = same_base(m, stage->index, left, first_scenario(left));
    struct fact_image *image = make_from_image(m, stage, same, first_scenario(same));
    s->image = s->image ? s->image : image;
  }
  f->image = f->origin = &s->image->head;
  f->base = s->image->reference;
  f->platform = s->image->platform;
  reach_from_text(m, stage->from, &stage->from->image, SINK_IMAGE);
  const struct eval_stage *eval = maker_stage_in(m, first_scenario(s->live), stage->index);
  if (eval->base == BASE_STAGE) {
    s->parent = eval->base_stage;
    inherit(s, &m->stages[eval->base_stage]);
  } else {
    describe_base_image(s);
  }
}
