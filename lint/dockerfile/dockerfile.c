#include "dockerfile/dockerfile.h"

#include "base/limits.h"
#include "base/unicode.h"
#include "base/vec.h"
#include "dockerfile/directive.h"
#include "dockerfile/instr.h"
#include "dockerfile/instr_table.h"
#include "dockerfile/nodes.h"

struct instrs {
  const struct instr **at;
  uint32_t len, cap;
};

// The stages of one name, earliest first.
struct name_sake {
  uint32_t *at;
  uint32_t len, cap;
};

struct stages_reader {
  struct arena *arena;
  VEC(struct stage) stages;
  struct instrs globals, current;
  struct map names;
  bool stage_missing; // that was said: of its FROM, or of the first instruction without one
};

static void refuse(struct stages_reader *r, struct instr *in, str why) {
  const struct node *n = in->node;
  struct problem *p = NEW(r->arena, struct problem);
  *p =
      (struct problem){PROBLEM_INSTRUCTIONS, n->start_line, n->end_line, n->keyword_span, why, r->stage_missing, false};
  r->stage_missing = true;
  in->problem = p;
}

static void add_name(struct stages_reader *r, str name, uint32_t index) {
  struct name_sake *all = map_get(&r->names, name);
  if (!all) {
    all = NEW(r->arena, struct name_sake);
    map_put(r->arena, &r->names, name, all);
  }
  VEC_PUSH(r->arena, all, index);
}

// The last of them before `limit`.
static uint32_t last_before(const struct name_sake *all, uint32_t limit) {
  uint32_t low = 0, high = all->len;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (all->at[mid] < limit)
      low = mid + 1;
    else
      high = mid;
  }
  return low ? all->at[low - 1] : STAGE_NONE;
}

static uint32_t find_name(const struct map *names, str name, uint32_t limit) {
  const struct name_sake *all = map_get(names, name);
  return all ? last_before(all, limit) : STAGE_NONE;
}

// Gives the stage being read its instructions.
static void end_stage(struct stages_reader *r) {
  if (r->stages.len == 0)
    return;
  struct stage *s = &r->stages.at[r->stages.len - 1];
  s->instrs = r->current.at;
  s->instr_count = r->current.len;
  r->current = (struct instrs){0};
}

static void open_stage(struct stages_reader *r, struct instr *from) {
  end_stage(r);
  uint32_t index = r->stages.len;
  struct stage s = {
      .index = index,
      .name = unicode_lower_str(r->arena, from->name.bytes),
      .from = from,
      .platform = instr_flag(from, STR("platform")),
      .base = find_name(&r->names, from->image.bytes, index),
      .last_line = from->node->end_line,
  };
  from->stage = index;
  VEC_PUSH(r->arena, &r->stages, s);
  if (s.name.len)
    add_name(r, s.name, index);
}

static void add_to_stage(struct stages_reader *r, struct instr *in) {
  in->stage = r->stages.len - 1;
  r->stages.at[in->stage].last_line = in->node->end_line;
  VEC_PUSH(r->arena, &r->current, in);
}

static void place(struct stages_reader *r, struct instr *in) {
  enum instr_place where = instr_row(in->kind)->place;
  if (where == PLACE_OPENS_STAGE) {
    r->stage_missing = in->problem != NULL;
    if (!in->problem)
      open_stage(r, in);
  } else if (r->stages.len) {
    add_to_stage(r, in);
  } else if (where == PLACE_ANYWHERE) {
    VEC_PUSH(r->arena, &r->globals, in);
  } else if (!in->problem) {
    refuse(r, in, STR("no stage was opened by a FROM before"));
  }
  if (in->trigger) {
    in->trigger->stage = in->stage;
    in->trigger->index = in->index;
  }
}

// All problems: those of the lines and those of the instructions are each in order.
static void merge_problems(struct arena *a, const struct node_list *list, struct dockerfile *df) {
  VEC(struct problem) all = {0};
  uint32_t next = 0;
  for (uint32_t i = 0; i < df->instr_count; i++) {
    const struct problem *p = df->instrs[i]->problem;
    if (!p || p->layer == PROBLEM_PARSE)
      continue;
    while (next < list->problems.len && list->problems.at[next]->line <= p->line)
      VEC_PUSH(a, &all, *list->problems.at[next++]);
    VEC_PUSH(a, &all, *p);
  }
  while (next < list->problems.len)
    VEC_PUSH(a, &all, *list->problems.at[next++]);
  df->problems = all.at;
  df->problem_count = all.len;
}

static void read_instrs(struct arena *a, const struct text *file, const struct node_list *list, struct dockerfile *df) {
  struct stages_reader r = {.arena = a};
  const struct instr **instrs = NEW_ARRAY(a, const struct instr *, list->nodes.len);
  for (uint32_t i = 0; i < list->nodes.len; i++) {
    struct instr *in = instr_read(a, file, list->nodes.at[i]);
    in->index = i;
    instrs[i] = in;
    place(&r, in);
  }
  end_stage(&r);
  df->instrs = instrs;
  df->instr_count = list->nodes.len;
  df->stages = r.stages.at;
  df->stage_count = r.stages.len;
  df->globals = r.globals.at;
  df->global_count = r.globals.len;
  struct map *names = NEW(a, struct map);
  *names = r.names;
  df->stage_names = names;
}

const struct dockerfile *dockerfile_parse(struct arena *a, const struct source *src) {
  struct text *file = NEW(a, struct text);
  *file = source_whole(a, src);
  struct node_list list;
  nodes_read(a, file, &list);
  struct dockerfile *df = NEW(a, struct dockerfile);
  *df = (struct dockerfile){
      .src = src,
      .escape = list.escape,
      .escape_set = list.escape_set,
      .directives = list.directives.at,
      .directive_count = list.directives.len,
      .comments = list.comments.at,
      .comment_count = list.comments.len,
      .nodes = list.nodes.at,
      .node_count = list.nodes.len,
      .unread = list.unread,
  };
  directive_find(a, file, STR("syntax"), true, &df->syntax, &df->syntax_cmdline);
  directive_find(a, file, STR("check"), false, &df->check, &df->check_full);
  read_instrs(a, file, &list, df);
  merge_problems(a, &list, df);
  return df;
}

uint32_t dockerfile_stage_named(const struct dockerfile *df, str name, uint32_t limit) {
  return find_name(df->stage_names, name, limit);
}

// A number as strconv.Atoi reads it, cut to what no index reaches.
static bool read_index(str s, uint32_t *index) {
  bool negative = str_has_prefix(s, STR("-"));
  if (negative || str_has_prefix(s, STR("+")))
    s = str_skip(s, 1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < s.len; i++) {
    if (!is_ascii_digit(s.at[i]))
      return false;
    n = n < STAGE_NONE / 16 ? n * 10 + (uint32_t)(s.at[i] - '0') : n;
  }
  *index = negative && n > 0 ? STAGE_NONE : n;
  return s.len > 0;
}

uint32_t dockerfile_stage_for_copy(const struct dockerfile *df, str name, uint32_t limit) {
  uint32_t index;
  if (read_index(name, &index))
    return index < limit && index < df->stage_count ? index : STAGE_NONE;
  struct arena scratch;
  arena_init(&scratch, NULL, 0);
  index = find_name(df->stage_names, unicode_lower_str(&scratch, name), limit);
  arena_done(&scratch);
  return index;
}

str node_doc(const struct node *node, str name) {
  uint32_t count = node->comment_count < LIMIT_DOC_COMMENTS ? node->comment_count : LIMIT_DOC_COMMENTS;
  for (uint32_t i = 0; i < count && name.len; i++) {
    str text = node->comments[i].text;
    if (str_has_prefix(text, name) && text.len > name.len && text.at[name.len] == ' ')
      return str_skip(text, name.len + 1);
  }
  return (str){0};
}
