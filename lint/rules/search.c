#include "base/limits.h"
#include "base/map.h"
#include "rules/match.h"

// Facts of a kind lie in the order of the text, so those of an instruction or a stage are a range of their list.
//
// A file may have many facts, and each may look for others: trying every pair takes quadratic time. A search whose
// condition does not look at the matched fact has the same answer for a candidate whoever asks: it is tried once on
// each, and the list of those that answered tells about any range. Of one that does, only the pairs
// whose texts agree are tried where it says `FIELD: {field: NAME}`; else the number of pairs is limited.

enum { SEARCH_WORK = 16 }; // what asking, or putting a candidate into a group, costs in conditions

struct search_memo {
  uint32_t scenario;
  struct number_list {
    uint32_t *at;
    uint32_t len, cap;
  } yes, unknown; // numbers of the candidates for which the condition holds, or cannot be told, in order
  struct search_memo *next;
};

struct range {
  uint32_t from, to; // in the list of the kind
};

static uint32_t stage_key(uint32_t stage) {
  return stage + 1; // FACT_NONE, before the first FROM, becomes the first
}

static const struct fact_list *candidates(const struct matcher *m, const struct node_record *n) {
  return &m->view->facts->of[n->a];
}

// The first candidate for which `key` is at least `wanted`.
static uint32_t lower_bound(const struct fact_list *list, uint32_t (*key)(const struct fact *f), uint32_t wanted) {
  uint32_t from = 0, to = list->len;
  while (from < to) {
    uint32_t middle = from + (to - from) / 2;
    if (key(list->at[middle]) < wanted)
      from = middle + 1;
    else
      to = middle;
  }
  return from;
}

static uint32_t order_of(const struct fact *f) {
  return f->order;
}

static uint32_t stage_of(const struct fact *f) {
  return stage_key(f->stage);
}

static struct range stage_range(const struct fact_list *list, uint32_t stage) {
  uint32_t key = stage_key(stage);
  return (struct range){lower_bound(list, stage_of, key), lower_bound(list, stage_of, key + 1)};
}

// Around the place where `f` stands, as long as the instruction is the same: what is the same lies together, so that
// each end is found by halving.
static struct range run_range(const struct fact_list *list, const struct fact *f) {
  uint32_t place = lower_bound(list, order_of, f->order);
  uint32_t from = 0, to = place;
  while (from < to) {
    uint32_t middle = from + (to - from) / 2;
    if (list->at[middle]->instruction == f->instruction)
      to = middle;
    else
      from = middle + 1;
  }
  struct range r = {from, list->len};
  from = place;
  while (from < r.to) {
    uint32_t middle = from + (r.to - from) / 2;
    if (list->at[middle]->instruction == f->instruction)
      from = middle + 1;
    else
      r.to = middle;
  }
  return r;
}

static struct range cut_side(const struct fact_list *list, struct range r, enum search_side side,
                             const struct fact *f) {
  uint32_t before = lower_bound(list, order_of, f->order), after = lower_bound(list, order_of, f->order + 1);
  if (side == SIDE_BEFORE && r.to > before)
    r.to = before;
  if (side == SIDE_AFTER && r.from < after)
    r.from = after;
  if (r.from > r.to)
    r.from = r.to;
  return r;
}

// A walk over the ranges that a search looks at: one, or for SCOPE_IMAGE one for each stage of the chain.
struct ranges {
  const struct fact_list *list;
  const struct fact *fact;
  enum search_scope scope;
  enum search_side side;
  uint32_t stage;
  bool started;
};

static struct ranges ranges_of(const struct matcher *m, const struct node_record *n, const struct fact *f) {
  return (struct ranges){candidates(m, n), f, SEARCH_SCOPE(n->b), SEARCH_SIDE(n->b), f->stage, false};
}

static bool next_range(const struct matcher *m, struct ranges *r, struct range *out) {
  if (r->started && r->scope != SCOPE_IMAGE)
    return false;
  if (r->started && r->stage < m->view->facts->stage_count)
    r->stage = m->view->bases[r->stage];
  if (r->started && r->stage >= m->view->facts->stage_count)
    return false;
  r->started = true;
  switch (r->scope) {
  case SCOPE_RUN:
    *out = run_range(r->list, r->fact);
    break;
  case SCOPE_STAGE:
  case SCOPE_IMAGE:
    *out = stage_range(r->list, r->stage);
    break;
  case SCOPE_FILE:
    *out = (struct range){0, r->list->len};
    break;
  }
  *out = cut_side(r->list, *out, r->side, r->fact);
  return true;
}

static enum truth greater(enum truth x, enum truth y) {
  return x > y ? x : y;
}

static enum truth try_candidate(struct matcher *m, const struct node_record *n, const struct fact *candidate) {
  return fact_applies(m, candidate) ? match_fact(m, n->child, candidate) : TRUTH_NO;
}

static bool may_go_on(struct matcher *m) {
  if (m->work < m->search_limit)
    return true;
  matcher_fault(m, STR("too many facts would have to be compared"));
  return false;
}

static struct search_memo *make_memo(struct matcher *m, const struct node_record *n) {
  const struct fact_list *list = candidates(m, n);
  struct search_memo *memo = NEW(m->arena, struct search_memo);
  memo->scenario = m->scenario;
  for (uint32_t i = 0; i < list->len; i++) {
    enum truth truth = may_go_on(m) ? try_candidate(m, n, list->at[i]) : TRUTH_UNKNOWN;
    if (truth != TRUTH_NO)
      VEC_PUSH(m->arena, truth == TRUTH_YES ? &memo->yes : &memo->unknown, i);
  }
  return memo;
}

static const struct search_memo *memo_of(struct matcher *m, const struct node_record *n) {
  uint32_t number = SEARCH_NUMBER(n->b);
  if (!m->memos)
    m->memos = NEW_ARRAY(m->arena, struct search_memo *, IMAGE_COUNT(m->image, SEARCHES));
  struct search_memo *memo = m->memos[number];
  while (memo && memo->scenario != m->scenario)
    memo = memo->next;
  if (!memo) {
    memo = make_memo(m, n);
    memo->next = m->memos[number];
    m->memos[number] = memo;
  }
  return memo;
}

// The first of the numbers `from` to `to` that is at least `wanted`.
static uint32_t number_bound(const uint32_t *numbers, uint32_t from, uint32_t to, uint32_t wanted) {
  while (from < to) {
    uint32_t middle = from + (to - from) / 2;
    if (numbers[middle] < wanted)
      from = middle + 1;
    else
      to = middle;
  }
  return from;
}

// Whether one of the numbers lies in a range, `self` left out.
static bool has_number(const struct number_list *list, struct range r, uint32_t self) {
  uint32_t i = number_bound(list->at, 0, list->len, r.from);
  if (i < list->len && list->at[i] == self)
    i++;
  return i < list->len && list->at[i] < r.to;
}

// The number of `f` among the candidates, if it is one.
static uint32_t self_among(const struct fact_list *list, const struct fact *f) {
  uint32_t i = lower_bound(list, order_of, f->order);
  while (i < list->len && list->at[i]->order == f->order && list->at[i] != f)
    i++;
  return i < list->len && list->at[i] == f ? i : UINT32_MAX;
}

static enum truth search_memoized(struct matcher *m, const struct node_record *n, const struct fact *f) {
  const struct search_memo *memo = memo_of(m, n);
  struct ranges ranges = ranges_of(m, n, f);
  struct range r;
  uint32_t self = self_among(ranges.list, f);
  enum truth truth = TRUTH_NO;
  while (truth != TRUTH_YES && next_range(m, &ranges, &r)) {
    if (has_number(&memo->yes, r, self))
      truth = TRUTH_YES;
    else if (has_number(&memo->unknown, r, self))
      truth = TRUTH_UNKNOWN;
  }
  return truth;
}

// Tries candidates of a range; `members`, if given, are the numbers of those that come into question, in order.
static enum truth try_range(struct matcher *m, const struct node_record *n, const struct fact *f, struct range r,
                            const uint32_t *members) {
  const struct fact_list *list = candidates(m, n);
  enum truth truth = TRUTH_NO;
  for (uint32_t i = r.from; i < r.to && truth != TRUTH_YES; i++) {
    const struct fact *candidate = list->at[members ? members[i] : i];
    if (candidate == f)
      continue;
    if (!may_go_on(m))
      return TRUTH_UNKNOWN;
    truth = greater(truth, try_candidate(m, n, candidate));
  }
  return truth;
}

static enum truth search_pairs(struct matcher *m, const struct node_record *n, const struct fact *f) {
  enum truth truth = TRUTH_NO;
  struct ranges ranges = ranges_of(m, n, f);
  struct range r;
  while (truth != TRUTH_YES && next_range(m, &ranges, &r))
    truth = greater(truth, try_range(m, n, f, r, NULL));
  return truth;
}

// Joins: the candidates by what one of their fields holds.

struct group {
  uint32_t from, len; // in the members of the join
};

struct search_join {
  uint32_t field;           // PATHS: of the candidates; RECORD_NONE: there is no such condition
  uint32_t operand;         // PATHS: what it has to be the same as, of the matched fact
  struct map groups;        // by text
  struct group hidden;      // candidates whose value is not wholly known
  VEC(struct group *) list; // all of them
  uint32_t *members;        // numbers of candidates, group by group, in order
};

// The condition `FIELD: {field: NAME}` among those of a search.
static bool find_join(const struct matcher *m, const struct node_record *n, struct search_join *join) {
  const struct node_record *all = IMAGE_AT(m->image, NODES, n->child);
  for (uint32_t i = all->op == NODE_ALL ? all->child : RECORD_NONE; i != RECORD_NONE;) {
    const struct node_record *field = IMAGE_AT(m->image, NODES, i);
    i = field->next;
    if (field->op != NODE_FIELD || IMAGE_AT(m->image, NODES, field->child)->op != NODE_SAME)
      continue;
    const struct path_record *path = IMAGE_AT(m->image, PATHS, field->a);
    if (path->field >= VIRTUAL_PLATFORM || fact_schema(n->a)->fields[path->field].type != FIELD_VALUE)
      continue;
    join->field = field->a;
    join->operand = IMAGE_AT(m->image, NODES, field->child)->a;
    return true;
  }
  return false;
}

static struct group *add_group(struct matcher *m, struct search_join *join, str text) {
  struct group *group = NEW(m->arena, struct group);
  map_put(m->arena, &join->groups, text, group);
  VEC_PUSH(m->arena, &join->list, group);
  return group;
}

// The group that a candidate belongs to; NULL where its value is missing, which is the same as nothing.
static struct group *group_of(struct matcher *m, struct search_join *join, const struct fact *candidate) {
  struct subject s;
  path_read(m, IMAGE_AT(m->image, PATHS, join->field), candidate, &s);
  if (s.values->state == FACT_ABSENT)
    return NULL;
  if (s.values->state != FACT_KNOWN)
    return &join->hidden;
  struct group *group = map_get(&join->groups, s.values->text);
  return group ? group : add_group(m, join, s.values->text);
}

static void fill_groups(struct matcher *m, const struct fact_list *facts, struct search_join *join) {
  uint32_t len = facts->len, used = 0;
  m->work += (uint64_t)SEARCH_WORK * len;
  struct group **groups = NEW_ARRAY(m->arena, struct group *, len);
  VEC_PUSH(m->arena, &join->list, &join->hidden);
  for (uint32_t i = 0; i < len; i++)
    if ((groups[i] = group_of(m, join, facts->at[i])))
      groups[i]->len++;
  for (uint32_t i = 0; i < join->list.len; i++) {
    join->list.at[i]->from = used;
    used += join->list.at[i]->len;
    join->list.at[i]->len = 0; // counts up again below
  }
  join->members = NEW_ARRAY(m->arena, uint32_t, len);
  for (uint32_t i = 0; i < len; i++)
    if (groups[i])
      join->members[groups[i]->from + groups[i]->len++] = i;
}

static const struct search_join *join_of(struct matcher *m, const struct node_record *n) {
  uint32_t number = SEARCH_NUMBER(n->b);
  if (!m->joins)
    m->joins = NEW_ARRAY(m->arena, struct search_join *, IMAGE_COUNT(m->image, SEARCHES));
  struct search_join *join = m->joins[number];
  if (join)
    return join;
  join = m->joins[number] = NEW(m->arena, struct search_join);
  join->field = RECORD_NONE;
  if (find_join(m, n, join))
    fill_groups(m, candidates(m, n), join);
  return join;
}

static enum truth try_group(struct matcher *m, const struct node_record *n, const struct fact *f,
                            const struct search_join *join, const struct group *group) {
  enum truth truth = TRUTH_NO;
  struct ranges ranges = ranges_of(m, n, f);
  struct range r;
  uint32_t end = group->from + group->len;
  while (truth != TRUTH_YES && next_range(m, &ranges, &r)) {
    struct range part = {number_bound(join->members, group->from, end, r.from),
                         number_bound(join->members, group->from, end, r.to)};
    truth = greater(truth, try_range(m, n, f, part, join->members));
  }
  return truth;
}

static enum truth search_joined(struct matcher *m, const struct node_record *n, const struct fact *f) {
  const struct search_join *join = join_of(m, n);
  struct subject s;
  if (join->field == RECORD_NONE)
    return search_pairs(m, n, f);
  path_read(m, IMAGE_AT(m->image, PATHS, join->operand), m->fact, &s);
  enum truth truth = TRUTH_NO;
  for (uint32_t i = 0; i < s.len && truth != TRUTH_YES; i++) {
    if (s.values[i].state == FACT_UNKNOWN || s.values[i].state == FACT_PARTLY)
      return search_pairs(m, n, f);
    const struct group *group = s.values[i].state == FACT_KNOWN ? map_get(&join->groups, s.values[i].text) : NULL;
    if (group)
      truth = greater(truth, try_group(m, n, f, join, group));
  }
  return truth == TRUTH_YES ? truth : greater(truth, try_group(m, n, f, join, &join->hidden));
}

enum truth search_holds(struct matcher *m, uint32_t node, const struct fact *f) {
  const struct node_record *n = IMAGE_AT(m->image, NODES, node);
  m->work += SEARCH_WORK;
  if (!may_go_on(m))
    return TRUTH_UNKNOWN;
  return SEARCH_IS_JOINED(n->b) ? search_joined(m, n, f) : search_memoized(m, n, f);
}

void search_each(struct matcher *m, uint32_t node, const struct fact *f,
                 bool (*fn)(void *ctx, const struct fact *found), void *ctx) {
  const struct node_record *n = IMAGE_AT(m->image, NODES, node);
  struct ranges ranges = ranges_of(m, n, f);
  struct range r;
  while (next_range(m, &ranges, &r))
    for (uint32_t i = 0; i < r.to - r.from; i++) {
      const struct fact *candidate = ranges.list->at[ranges.side == SIDE_BEFORE ? r.to - 1 - i : r.from + i];
      if (candidate == f)
        continue;
      if (!may_go_on(m))
        return;
      if (try_candidate(m, n, candidate) == TRUTH_YES && !fn(ctx, candidate))
        return;
    }
}
