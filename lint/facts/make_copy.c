#include "base/ignore.h"
#include "base/path.h"
#include "facts/variables.h"

// Facts about the sources of COPY and ADD, and what later commands do to them.

static const char *origin_of(const struct instr *in, str source, const struct fact_image *from) {
  if (from)
    return from->names ? "stage" : "image";
  if (in->kind != INSTR_ADD)
    return "context";
  if (str_has_prefix(source, STR("git@")) || str_contains(source, STR(".git#")) || str_has_suffix(source, STR(".git")))
    return "git";
  return str_contains(source, STR("://")) ? "url" : "context";
}

// What is to be said of one source in some of the scenarios.
struct copying {
  const struct instr *in;
  struct fact_image *from; // NULL without --from
  uint32_t index, count;
  const struct eval_word *word;
  struct fact_value destination;
  struct place at;
};

static bool is_ignored(struct maker *m, const struct fact_copy *f) {
  if (!m->ignore || f->source.state != FACT_KNOWN || !str_eq(f->origin.text, STR("context")))
    return false;
  uint64_t work = 0;
  for (uint32_t i = 0; i < m->ignore->count; i++)
    work += m->ignore->patterns[i].len + 1;
  return maker_spend(m, work * (f->source.text.len + 1) / 8) && ignore_covers(m->a, m->ignore, f->source.text);
}

static struct fact_copy *add_copy(struct maker *m, const struct copying *c, const struct arch_named *named,
                                  platforms scenarios, const char *origin) {
  struct place at = c->at;
  at.scenarios = scenarios;
  struct fact_copy *f = ADD_FACT(m, COPY, copy, at, c->word->span);
  f->tool = field_known(instr_keyword(c->in->kind), c->in->node->keyword_span);
  f->source = field_of_value(m->a, &c->word->value, c->word->span);
  f->origin = field_word(origin);
  f->ignored = is_ignored(m, f);
  f->destination = c->destination;
  f->index = c->index;
  f->count = c->count;
  f->arch_word = arch_field_word(m, named, c->word->span);
  f->arch = arch_field_arch(named);
  const struct node_flag *owner = instr_flag(c->in, STR("chown"));
  if (owner)
    f->owner = field_text(&owner->value);
  f->user = m->stages[at.stage].fact->user;
  f->from = c->from ? &c->from->head : NULL;
  f->stage = &m->stages[at.stage].fact->head;
  return f;
}

static void make_source(struct maker *m, const struct copying *c) {
  str masked = value_masked(m->a, &c->word->value);
  const char *origin = origin_of(c->in, masked, c->from);
  struct arch_named named = arch_read(m, masked, c->at.stage, c->at.scenarios, USE_ON_EITHER);
  for (int i = 0; i < ARCH_PARTS; i++) {
    platforms part = arch_part(&named, 0, c->at.scenarios, i);
    if (!part)
      continue;
    struct fact_copy *f = add_copy(m, c, &named, part, origin);
    f->suits = arch_part_suits(i);
    VEC_PUSH(m->a, &m->stages[c->at.stage].copies, f);
  }
  struct spoken spoken = {.at = c->at, .keyword = m->instruction->keyword};
  if (c->from)
    make_paths(m, &spoken, masked, c->word->span);
  if (c->index == 0 && c->destination.state == FACT_KNOWN)
    make_paths(m, &spoken, c->destination.text, c->destination.span);
  if (str_eq(str_of(origin), STR("url")) || str_eq(str_of(origin), STR("git")))
    make_added_download(m, c->at, c->in, c->word, c->destination);
}

// One source, over the scenarios that agree about it.
static void make_sources(struct maker *m, struct copying *c, platforms live) {
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    if (!(live >> i & 1) || !m->now[i] || c->index >= m->now[i]->value_count)
      continue;
    c->word = &m->now[i]->values[c->index];
    c->at.scenarios = 0;
    for (uint32_t j = i; j < m->eval->scenario_count; j++)
      if (live >> j & 1 && m->now[j] && value_equal(&m->now[j]->values[c->index].value, &c->word->value))
        c->at.scenarios |= (platforms)1 << j;
    live &= ~c->at.scenarios;
    const struct eval_word *destination = &m->now[i]->values[m->now[i]->value_count - 1];
    c->destination = field_of_value(m->a, &destination->value, destination->span);
    make_source(m, c);
  }
}

static bool is_remote(str source) {
  return str_contains(source, STR("://"));
}

void make_copies(struct maker *m, const struct instr *in) {
  const struct node_flag *from = instr_flag(in, STR("from"));
  struct copying c = {.in = in, .count = in->arg_count, .at = place_of(in)};
  if (from && from->has_value)
    c.from = make_named_image(m, in, &from->value, "copy");
  for (c.index = 0; c.index < in->arg_count; c.index++) {
    make_sources(m, &c, m->stages[in->stage].live);
    reach_from_text(m, in, &in->args[c.index], is_remote(in->args[c.index].bytes) ? SINK_DOWNLOAD : SINK_COPY);
  }
}

// What later commands do

static str base_name(str path) {
  while (path.len > 1 && path.at[path.len - 1] == '/')
    path.len--;
  return path_name(path);
}

// Whether `path`, as a command names it, is where the source was put.
static bool is_put_at(const struct fact_copy *f, str path) {
  if (f->source.state != FACT_KNOWN || f->destination.state != FACT_KNOWN || !path.len)
    return false;
  str to = f->destination.text;
  uint32_t slash = str_find_last_char(path, '/');
  str in = slash < path.len ? str_slice(path, 0, slash) : STR("");
  bool folder = str_has_suffix(to, STR("/")) || str_eq(to, STR(".")) || f->count > 1;
  if (!folder && str_eq(to, path))
    return true;
  if (!folder && str_eq(to, in)) // then the image has a folder of that name
    return str_eq(base_name(path), base_name(f->source.text));
  if (!str_eq(base_name(path), folder ? base_name(f->source.text) : base_name(to)))
    return false;
  // A relative path is taken to stand where the file was put.
  return !str_has_prefix(path, STR("/")) || str_eq(in, folder ? str_slice(to, 0, to.len - 1) : to);
}

// What a program does to the files that it names.
static size_t effect_of(uint32_t traits) {
  static const struct {
    enum program_trait trait;
    size_t offset;
  } effects[] = {
      {DELETES, offsetof(struct fact_copy, deleted)},
      {CHANGES_MODE, offsetof(struct fact_copy, chmodded)},
      {UNPACKS, offsetof(struct fact_copy, extracted)},
  };
  for (uint32_t i = 0; i < COUNT_OF(effects); i++)
    if (traits & effects[i].trait)
      return effects[i].offset;
  return 0;
}

// What a file of mode 644 has after `chmod MODE`; empty where that is no mode.
static str mode_after(str mode) {
  static const struct {
    str mode, after;
  } added[] = {
      {STR_INIT("+x"), STR_INIT("755")},  {STR_INIT("a+x"), STR_INIT("755")}, {STR_INIT("ugo+x"), STR_INIT("755")},
      {STR_INIT("u+x"), STR_INIT("744")}, {STR_INIT("+rx"), STR_INIT("755")}, {STR_INIT("a+rx"), STR_INIT("755")},
  };
  for (uint32_t i = 0; i < COUNT_OF(added); i++)
    if (str_eq(added[i].mode, mode))
      return added[i].after;
  for (uint32_t i = 0; i < mode.len; i++)
    if (mode.at[i] < '0' || mode.at[i] > '7')
      return (str){0};
  return mode.len == 3 || mode.len == 4 ? mode : (str){0};
}

static void note_mode(struct fact_copy *f, const struct site *site) {
  const struct fact_command *cmd = site->fact;
  bool again = f->chmodded && (!f->chmod || f->chmod->span.off != cmd->head.span.off);
  bool surely = !cmd->conditional && !cmd->guarded && !cmd->fallback && !cmd->in_loop && !cmd->wrapper.text.len;
  str mode = !again && surely && site->line.word_count == 3 ? mode_after(site->line.words[1]) : STR("");
  f->chmod = mode.len ? &cmd->head : NULL;
  f->later_mode = mode.len ? field_known(mode, (span){0}) : (struct fact_value){0};
}

static void follow_copy(struct fact_copy *f, const struct site *site, size_t effect) {
  for (uint32_t i = 1; i < site->line.word_count; i++) {
    if (!is_put_at(f, site->line.words[i]))
      continue;
    if (effect == offsetof(struct fact_copy, chmodded))
      note_mode(f, site);
    *((bool *)(void *)((char *)f + effect)) = true;
    return;
  }
}

void follow_copies(struct maker *m, const struct run *run, const struct site *site) {
  size_t effect = effect_of(site->traits);
  struct maker_stage *stage = &m->stages[run->instr->stage];
  for (uint32_t i = 0; effect && i < stage->copies.len && maker_spend(m, site->line.word_count); i++)
    follow_copy(stage->copies.at[i], site, effect);
}
