#include "facts/variables.h"

// Uses of variables: those that nothing sets, and what variables reach.

// A variable that stands in a word.
struct word_use {
  str name;
  uint32_t from, to; // in the word
  bool fallback;
};

struct word_uses {
  struct word_use *at;
  uint32_t len, cap;
};

static void collect(struct maker *m, const struct word *word, const struct word_part *outer, struct word_uses *uses) {
  for (uint32_t i = 0; word && i < word->part_count; i++) {
    const struct word_part *part = &word->parts[i];
    if (part->kind != WORD_VARIABLE)
      continue;
    const struct word_part *place = outer ? outer : part;
    str last = str_skip(part->op, part->op.len ? part->op.len - 1 : 0);
    bool fallback = last.len && str_contains(STR("-+?"), last);
    VEC_PUSH(m->a, uses, (struct word_use){part->name, place->from, place->to, fallback});
    collect(m, part->arg, place, uses);
    collect(m, part->replacement, place, uses);
  }
}

static struct word_uses uses_read(struct maker *m, const struct text *text, enum word_mode mode) {
  struct word_uses uses = {0};
  if (text && str_find_char(text->bytes, '$') < text->bytes.len)
    collect(m, word_parse(m->a, text->bytes, m->df->escape, mode), NULL, &uses);
  return uses;
}

static struct word_uses uses_in(struct maker *m, const struct text *text) {
  return uses_read(m, text, WORD_PLAIN);
}

void names_in_text(struct maker *m, const struct text *text, struct names *names) {
  struct word_uses uses = uses_in(m, text);
  for (uint32_t i = 0; i < uses.len; i++)
    VEC_PUSH(m->a, names, uses.at[i].name);
}

struct variable *find_variable(const struct maker *m, uint32_t stage, str name) {
  const void *found = stage == FACT_NONE ? NULL : trie_get(m->stages[stage].variables, name);
  return (struct variable *)(uintptr_t)found;
}

// Reaching

struct pending {
  struct variable **at;
  uint32_t len, cap;
};

static void reach_variable(struct maker *m, struct variable *v, enum sink sink, struct pending *pending) {
  uint32_t bit = (uint32_t)1 << sink;
  if (!v || v->sinks & bit)
    return;
  v->sinks |= bit;
  VEC_PUSH(m->a, pending, v);
}

// Everything that may have given the name its value: any assignment of the script, else what the stage has.
static void reach_name(struct maker *m, const struct run *run, uint32_t stage, str name, enum sink sink,
                       struct pending *pending) {
  struct variable *v = run ? map_get(&run->variables, name) : NULL;
  // What was set before one that was reached was reached with it.
  for (; v && !(v->sinks >> sink & 1); v = v->older)
    reach_variable(m, v, sink, pending);
  reach_variable(m, stage == FACT_NONE ? map_get(&m->globals, name) : find_variable(m, stage, name), sink, pending);
}

static void spread(struct maker *m, const struct run *run, struct pending *pending, enum sink sink) {
  // Each variable is put here once for a sink.
  for (uint32_t i = 0; i < pending->len; i++) {
    struct variable *v = pending->at[i];
    reach_variable(m, v->outer, sink, pending);
    for (uint32_t j = 0; j < v->use_count; j++)
      reach_name(m, v->in_script ? run : NULL, v->stage, v->uses[j], sink, pending);
  }
}

void reach(struct maker *m, const struct run *run, uint32_t stage, str name, enum sink sink) {
  struct pending pending = {0};
  reach_name(m, run, stage, name, sink, &pending);
  spread(m, run, &pending, sink);
}

void reach_from_text(struct maker *m, const struct instr *in, const struct text *text, enum sink sink) {
  struct word_uses uses = uses_in(m, text);
  for (uint32_t i = 0; i < uses.len; i++)
    reach(m, NULL, in->kind == INSTR_FROM ? FACT_NONE : in->stage, uses.at[i].name, sink);
}

void reach_from_script(struct maker *m, const struct run *run, span where, enum sink sink) {
  uint32_t count;
  if (!run->scan)
    return;
  const struct scan_use *uses = scan_uses_in(run->scan, where, &count);
  for (uint32_t i = 0; i < count; i++)
    reach(m, run, run->instr->stage, uses[i].name, sink);
}

static const char *const sink_names[SINK_COUNT] = {
    [SINK_DOWNLOAD] = "download", [SINK_BUILD] = "build", [SINK_PACKAGE] = "package", [SINK_IMAGE] = "image",
    [SINK_COPY] = "copy",         [SINK_PATH] = "path",   [SINK_SWITCH] = "switch",
};

void finish_variables(struct maker *m) {
  for (uint32_t i = 0; i < m->variables.len; i++) {
    struct variable *v = m->variables.at[i];
    struct field_list list = {0};
    for (int sink = 0; sink < SINK_COUNT; sink++)
      if (v->sinks >> sink & 1)
        VEC_PUSH(m->a, &list, field_word(sink_names[sink]));
    for (uint32_t j = 0; j < v->fact_count; j++)
      v->facts[j]->used_in = fields_of(&list);
  }
}

// Uses of what nothing sets

static void mark_used(const struct maker *m, uint32_t stage, str name) {
  struct variable *v = stage == FACT_NONE ? map_get(&m->globals, name) : find_variable(m, stage, name);
  for (uint32_t i = 0; v && i < v->fact_count; i++)
    v->facts[i]->used = true;
  for (uint32_t i = 0; v && v->outer && i < v->outer->fact_count; i++)
    v->outer->facts[i]->used = true;
}

// The first pair of each name, and the last one where there are several.
static void index_pairs(struct maker *m, const struct instr *in) {
  m->set_by = in;
  m->pairs = m->more_pairs = (struct map){0};
  for (uint32_t i = 0; i < in->pair_count; i++) {
    str name = in->pairs[i].key.bytes;
    map_put(m->a, map_get(&m->pairs, name) ? &m->more_pairs : &m->pairs, name, (void *)(uintptr_t)&in->pairs[i]);
  }
}

// Whether the instruction sets the name, other than by the very pair that `text` is the value of: `PATH=/opt:$PATH`.
static bool sets(struct maker *m, const struct instr *in, str name, const struct text *text) {
  if (m->set_by != in)
    index_pairs(m, in);
  const struct instr_pair *first = map_get(&m->pairs, name);
  return first && (&first->value != text || map_get(&m->more_pairs, name));
}

// Whether a trigger before that of an ONBUILD sets the name in the build that they run in.
static bool trigger_sets(struct maker *m, const struct instr *in, str name) {
  const struct stage *stage = &m->df->stages[in->stage];
  for (uint32_t i = 0; in->kind == INSTR_ONBUILD && i < stage->instr_count; i++) {
    const struct instr *trigger = stage->instrs[i]->trigger;
    if (!maker_spend(m, 1 + (trigger ? trigger->pair_count : 0))) // nobody can tell
      return true;
    if (stage->instrs[i]->index >= in->index)
      return false;
    if (trigger && (trigger->kind == INSTR_ARG || trigger->kind == INSTR_ENV) && instr_pair_named(trigger, name))
      return true;
  }
  return false;
}

// The variable that may have been meant; empty where none is near.
static str nearest(struct maker *m, uint32_t stage, str name) {
  str found = {0};
  uint32_t limit = name.len > 4 ? 2 : 1;
  for (uint32_t i = 0; i < m->variables.len && limit && maker_spend(m, 64); i++) {
    const struct variable *v = m->variables.at[i];
    if (v->in_script || find_variable(m, stage, v->name) != v)
      continue;
    uint32_t distance = str_distance(v->name, name, limit);
    if (distance <= limit) {
      found = v->name;
      limit = distance - 1;
    }
  }
  return found;
}

static bool image_sets(const struct maker_stage *stage, str name) {
  const struct fact_image *f = (const struct fact_image *)(const void *)stage->fact->origin;
  return f && f->registry.state == FACT_KNOWN && f->repository.state == FACT_KNOWN &&
         base_image_sets(f->registry.text, f->repository.text, f->tag.state == FACT_KNOWN ? f->tag.text : STR(""),
                         name);
}

static struct fact_use *add_use(struct maker *m, const struct instr *in, str name, span where, bool fallback) {
  struct place at = place_of(in);
  at.scenarios = m->stages[in->stage].live;
  struct fact_use *f = ADD_FACT(m, USE, use, at, where);
  f->name = field_known(name, where);
  f->platform_argument = is_automatic_argument(name);
  f->global = map_get(&m->globals, name) != NULL;
  f->fallback = fallback;
  f->image_sets = in->kind != INSTR_FROM && image_sets(&m->stages[in->stage], name);
  f->keyword = field_known(instr_keyword(in->kind), in->node->keyword_span);
  f->stage = &m->stages[in->stage].fact->head;
  return f;
}

// What every image is taken to set, as BuildKit does.
static bool is_always_set(str name) {
  return str_eq(name, STR("PATH"));
}

static bool is_set(const struct maker *m, const struct instr *in, str name) {
  if (in->kind == INSTR_FROM)
    return map_get(&m->globals, name) || is_automatic_argument(name);
  return find_variable(m, in->stage, name) || is_always_set(name);
}

static void add_uses(struct maker *m, const struct instr *in, const struct text *text, struct word_uses uses) {
  for (uint32_t i = 0; i < uses.len; i++) {
    const struct word_use *use = &uses.at[i];
    m->file->multi_platform |= is_automatic_argument(use->name);
    mark_used(m, in->kind == INSTR_FROM ? FACT_NONE : in->stage, use->name);
    if (in->stage == STAGE_NONE || is_set(m, in, use->name))
      continue;
    struct fact_use *f = add_use(m, in, use->name, text_span(text, use->from, use->to), use->fallback);
    str near = in->kind == INSTR_FROM ? STR("") : nearest(m, in->stage, use->name);
    f->set_here = sets(m, in, use->name, text);
    if (near.len)
      f->nearest = field_known(near, (span){0});
  }
}

static void uses_of_text(struct maker *m, const struct instr *in, const struct text *text) {
  add_uses(m, in, text, uses_in(m, text));
}

// Files of COPY and ADD that are here-documents.
static void uses_of_files(struct maker *m, const struct instr *in) {
  for (uint32_t i = 0; i < in->inline_count; i++)
    if (in->inlines[i].expand)
      add_uses(m, in, &in->inlines[i].data, uses_read(m, &in->inlines[i].data, WORD_HEREDOC));
}

static void uses_of_pairs(struct maker *m, const struct instr *in) {
  for (uint32_t i = 0; i < in->pair_count; i++) {
    // One word more of ARG sees what the words before it set.
    uses_of_text(m, in, &in->pairs[i].value);
    if (in->kind == INSTR_LABEL)
      uses_of_text(m, in, &in->pairs[i].key);
  }
}

static void uses_of_flags(struct maker *m, const struct instr *in) {
  static const str expanded[] = {STR_INIT("chown"), STR_INIT("chmod"), STR_INIT("checksum"), STR_INIT("platform"),
                                 STR_INIT("mount")};
  for (uint32_t i = 0; i < in->node->flag_count; i++)
    for (uint32_t j = 0; j < COUNT_OF(expanded); j++)
      if (str_eq(in->node->flags[i].name, expanded[j]))
        uses_of_text(m, in, &in->node->flags[i].value);
}

// Whether BuildKit expands the arguments of an instruction.
static bool expands_arguments(enum instr_kind kind) {
  return kind == INSTR_ADD || kind == INSTR_COPY || kind == INSTR_WORKDIR || kind == INSTR_USER ||
         kind == INSTR_VOLUME || kind == INSTR_STOPSIGNAL || kind == INSTR_EXPOSE;
}

void make_uses(struct maker *m, const struct instr *in) {
  uses_of_flags(m, in);
  uses_of_text(m, in, &in->image);
  uses_of_text(m, in, &in->dest);
  uses_of_pairs(m, in);
  uses_of_files(m, in);
  for (uint32_t i = 0; expands_arguments(in->kind) && i < in->arg_count; i++)
    uses_of_text(m, in, &in->args[i]);
}

// What stands in a script that no shell reads may be the name of a variable: `$env:NAME`, `%NAME%`, `getenv("NAME")`.
static void mark_words(struct maker *m, const struct instr *in, str script) {
  for (uint32_t len; script.len; script = str_skip(script, len ? len : 1)) {
    for (len = 0; len < script.len && (is_ascii_alnum(script.at[len]) || script.at[len] == '_');)
      len++;
    if (len)
      mark_used(m, in->stage, str_slice(script, 0, len));
  }
}

void make_script_uses(struct maker *m, const struct run *run) {
  const struct instr *in = run->instr;
  if (run->script && !run->scan)
    mark_words(m, in, run->script->text.bytes);
  for (uint32_t i = 0; run->scan && i < run->scan->uses.len; i++) {
    const struct scan_use *use = &run->scan->uses.at[i];
    bool automatic = is_automatic_argument(use->name);
    mark_used(m, in->stage, use->name);
    m->file->multi_platform |= automatic;
    if ((!automatic && !map_get(&m->globals, use->name)) || find_variable(m, in->stage, use->name) ||
        scan_sets(run->scan, use->name) || trigger_sets(m, in, use->name))
      continue;
    add_use(m, in, use->name, use->span, use->fallback)->in_script = true;
  }
}
