#include "rules/match.h"

#include "base/assert.h"
#include "base/near.h"
#include "know/table.h"

static enum truth truth_of(bool holds) {
  return holds ? TRUTH_YES : TRUTH_NO;
}

static enum truth least(enum truth x, enum truth y) {
  return x < y ? x : y;
}

static enum truth greatest(enum truth x, enum truth y) {
  return x > y ? x : y;
}

static enum truth negation(enum truth x) {
  return (enum truth)(TRUTH_YES - x);
}

static const struct node_record *node_at(const struct matcher *m, uint32_t node) {
  return IMAGE_AT(m->image, NODES, node);
}

// Texts. What is only partly known is equal to nothing, and different from nothing.

// A value that something is compared with: known, or why not.
static bool is_decided(const struct fact_value *v, enum truth *truth) {
  *truth = v->state == FACT_ABSENT ? TRUTH_NO : TRUTH_UNKNOWN;
  return v->state == FACT_KNOWN;
}

static enum truth is_text(str wanted, const struct fact_value *v) {
  enum truth truth;
  return is_decided(v, &truth) ? truth_of(str_eq(v->text, wanted)) : truth;
}

// Whether `pattern`, in which `*` stands for any bytes, is all of `text`.
static bool is_like(str pattern, str text) {
  uint32_t p = 0, t = 0, star = UINT32_MAX, resume = 0;
  if (pattern.len && text.len && pattern.at[0] != '*' && pattern.at[0] != text.at[0])
    return false;
  while (t < text.len) {
    if (p < pattern.len && pattern.at[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.len && pattern.at[p] == text.at[t]) {
      p++, t++;
    } else if (star != UINT32_MAX) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.len && pattern.at[p] == '*')
    p++;
  return p == pattern.len;
}

// An option that was left empty says nothing, so that rules may wait for their configuration.
static enum truth is_option(const struct matcher *m, uint32_t option, const struct fact_value *v) {
  const struct strs *texts = &matcher_option(m, option)->texts;
  enum truth truth;
  if (texts->len == 0)
    return TRUTH_UNKNOWN;
  if (!is_decided(v, &truth))
    return truth;
  for (uint32_t i = 0; i < texts->len; i++)
    if (is_like(texts->at[i], v->text))
      return TRUTH_YES;
  return TRUTH_NO;
}

static enum truth is_in_table(const struct node_record *n, const struct fact_value *v) {
  const struct know_table *table = know_table_at(n->a);
  enum truth truth;
  if (!is_decided(v, &truth))
    return truth;
  if (n->b == 0)
    return truth_of(know_find(table, v->text) < table->row_count);
  for (uint32_t row = 0; row < table->row_count; row++)
    if (know_cell_has(table, know_cell_at(table, row, n->b), v->text))
      return TRUTH_YES;
  return TRUTH_NO;
}

static enum truth is_same(struct matcher *m, uint32_t path, const struct fact_value *v) {
  struct subject other;
  enum truth truth;
  if (!is_decided(v, &truth))
    return truth;
  path_read(m, IMAGE_AT(m->image, PATHS, path), m->fact, &other);
  truth = TRUTH_NO;
  for (uint32_t i = 0; i < other.len && truth != TRUTH_YES; i++)
    truth = greatest(truth, is_text(v->text, &other.values[i]));
  return truth;
}

// Patterns.

static struct regex regex_of(const struct matcher *m, const struct node_record *n) {
  const struct pattern_record *record = IMAGE_AT(m->image, PATTERNS, n->a);
  return (struct regex){n->a, image_text(m->image, record->text), record->ignores_case};
}

// Whether one of the texts is there without which the pattern cannot match.
static bool has_literal(const struct matcher *m, const struct node_record *n, str subject) {
  record_range literals = IMAGE_AT(m->image, PATTERNS, n->a)->literals;
  for (uint32_t i = 0; i < literals.len; i++)
    if (str_contains(subject, IMAGE_TEXT(m->image, literals.first + i)))
      return true;
  return literals.len == 0;
}

static enum regex_answer find_pattern(struct matcher *m, const struct node_record *n, str subject, uint32_t from,
                                      span *where) {
  str why;
  if (!has_literal(m, n, subject))
    return REGEX_NO;
  if (m->faulted[m->rule_number]) // once is enough: such a pattern may be slow again and again
    return REGEX_FAULT;
  struct regex regex = regex_of(m, n);
  uint32_t steps = 0;
  enum regex_answer answer = regex_find(m->regexes, &regex, subject, from, where, &steps, &why);
  m->work += steps;
  if (answer == REGEX_FAULT)
    matcher_fault(m, why);
  return answer;
}

// In a partly known text the unknown pieces are written `${origin}`. A byte that nothing else holds takes the place of
// each; a match counts if it lies in what is known. It must also be there when that byte is one of a word: `\b` next to
// an unknown piece says nothing.
static uint32_t unknown_length(str text) {
  uint32_t depth = 0, i = 1;
  for (; i < text.len; i++) {
    depth += text.at[i] == '{';
    depth -= text.at[i] == '}';
    if (depth == 0)
      break;
  }
  return i + 1;
}

static str mask_unknown(struct arena *a, str text, char mask) {
  struct buf b;
  buf_init(&b, a);
  while (text.len) {
    uint32_t at = str_find(text, STR("${"));
    buf_add(&b, str_slice(text, 0, at));
    if (at == text.len)
      break;
    buf_add_char(&b, mask);
    text = str_skip(text, at + unknown_length(str_skip(text, at)));
  }
  return buf_str(&b);
}

enum { OVERLAPS_MAX = 16 };

static bool found_in_known(struct matcher *m, const struct node_record *n, str masked, str plain) {
  span where = {0};
  uint32_t from = 0;
  for (uint32_t tries = 0; tries < OVERLAPS_MAX && from <= masked.len; tries++) {
    if (find_pattern(m, n, masked, from, &where) != REGEX_YES)
      return false;
    bool overlaps = false;
    for (uint32_t i = where.off; i < span_end(where); i++)
      overlaps = overlaps || plain.at[i] == '\x01';
    if (!overlaps)
      return true;
    from = where.off + 1;
  }
  return false;
}

// Whether the pattern has to match from the start on, and what is known there rules that out.
static bool is_ruled_out(struct matcher *m, const struct node_record *n, str text) {
  str beginning = str_slice(text, 0, str_find(text, STR("${"))), why;
  struct regex regex = regex_of(m, n);
  uint32_t steps = 0;
  if (beginning.len == 0 || m->faulted[m->rule_number])
    return false;
  enum regex_answer answer = regex_may_follow(m->regexes, &regex, beginning, &steps, &why);
  m->work += steps;
  if (answer == REGEX_FAULT)
    matcher_fault(m, why);
  return answer == REGEX_NO;
}

static enum truth is_found_partly(struct matcher *m, const struct node_record *n, str text) {
  if (is_ruled_out(m, n, text))
    return TRUTH_NO;
  str plain = mask_unknown(m->arena, text, '\x01'), word = mask_unknown(m->arena, text, 'a');
  bool found = found_in_known(m, n, plain, plain) && found_in_known(m, n, word, plain);
  return found ? TRUTH_YES : TRUTH_UNKNOWN;
}

static enum truth is_found(struct matcher *m, const struct node_record *n, const struct fact_value *v) {
  enum truth truth;
  span where;
  if (v->state == FACT_PARTLY)
    return is_found_partly(m, n, v->text);
  if (!is_decided(v, &truth))
    return truth;
  switch (find_pattern(m, n, v->text, 0, &where)) {
  case REGEX_NO:
    return TRUTH_NO;
  case REGEX_YES:
    return TRUTH_YES;
  case REGEX_FAULT:
    break;
  }
  return TRUTH_UNKNOWN;
}

// Names that one may take for another.

static enum truth is_near_text(str other, const struct fact_value *v) {
  uint32_t limit = near_limit(other, v->text), distance = str_distance(other, v->text, limit);
  return truth_of(distance > 0 && distance <= limit);
}

static enum truth is_near_values(const struct fact_value *others, uint32_t len, const struct fact_value *v) {
  enum truth truth = TRUTH_NO;
  for (uint32_t i = 0; i < len && truth != TRUTH_YES; i++) {
    enum truth one;
    if (is_decided(&others[i], &one))
      one = is_near_text(others[i].text, v);
    truth = greatest(truth, one);
  }
  return truth;
}

static enum truth is_near_table(const struct node_record *n, const struct fact_value *v) {
  const struct know_table *table = know_table_at(n->a);
  for (uint32_t row = 0; row < table->row_count; row++) {
    know_cell cell = know_cell_at(table, row, n->b);
    for (uint32_t i = 0; i < cell.len; i++)
      if (is_near_text(know_cell_text(table, cell, i), v) == TRUTH_YES)
        return TRUTH_YES;
  }
  return TRUTH_NO;
}

static enum truth is_near_option(struct matcher *m, uint32_t option, const struct fact_value *v) {
  const struct strs *texts = &matcher_option(m, option)->texts;
  enum truth truth = TRUTH_NO;
  for (uint32_t i = 0; i < texts->len; i++)
    truth = greatest(truth, is_near_text(texts->at[i], v));
  return truth;
}

static enum truth is_near_field(struct matcher *m, uint32_t path, const struct fact_value *v) {
  struct subject other;
  path_read(m, IMAGE_AT(m->image, PATHS, path), m->fact, &other);
  return is_near_values(other.values, other.len, v);
}

// The operands that the loader takes; ANY is a list of them.
static enum truth is_near(struct matcher *m, const struct node_record *operand, const struct fact_value *v) {
  enum truth truth = TRUTH_NO;
  m->work++;
  if (operand->op == NODE_TEXT)
    return is_near_text(image_text(m->image, (text_ref){operand->a, operand->b}), v);
  if (operand->op == NODE_SAME)
    return is_near_field(m, operand->a, v);
  if (operand->op == NODE_OPTION)
    return is_near_option(m, operand->a, v);
  if (operand->op == NODE_TABLE)
    return is_near_table(operand, v);
  for (uint32_t i = operand->child; i != RECORD_NONE; i = node_at(m, i)->next)
    truth = greatest(truth, is_near(m, node_at(m, i), v));
  return truth;
}

static enum truth is_nearly(struct matcher *m, const struct node_record *n, const struct fact_value *v) {
  enum truth truth;
  return is_decided(v, &truth) ? is_near(m, node_at(m, n->child), v) : truth;
}

// Numbers.

static bool number_of_text(str text, uint64_t *number) {
  *number = 0;
  for (uint32_t i = 0; i < text.len; i++) {
    if (!is_ascii_digit(text.at[i]) || i >= 18)
      return false;
    *number = *number * 10 + (uint64_t)(text.at[i] - '0');
  }
  return text.len > 0;
}

// The number that a value spells; a text that is none is neither greater nor less than any.
static enum truth number_of(const struct subject *s, uint64_t *number) {
  enum truth truth;
  *number = s->number;
  if (s->type != FIELD_VALUE)
    return TRUTH_YES;
  if (!is_decided(s->values, &truth))
    return truth;
  return number_of_text(s->values->text, number) ? TRUTH_YES : TRUTH_UNKNOWN;
}

static enum truth bound_of(struct matcher *m, const struct node_record *n, uint64_t *bound) {
  struct subject s;
  switch ((enum node_operand)n->b) {
  case OPERAND_NUMBER:
    *bound = n->a;
    return TRUTH_YES;
  case OPERAND_OPTION:
    *bound = matcher_option(m, n->a)->number;
    return TRUTH_YES;
  case OPERAND_FIELD:
    path_read(m, IMAGE_AT(m->image, PATHS, n->a), m->fact, &s);
    return s.type == FIELD_VALUES ? TRUTH_UNKNOWN : number_of(&s, bound);
  }
  return TRUTH_UNKNOWN;
}

static enum truth is_beyond(struct matcher *m, const struct node_record *n, const struct subject *s) {
  uint64_t number, bound;
  enum truth known = number_of(s, &number);
  if (known == TRUTH_YES)
    known = bound_of(m, n, &bound);
  if (known != TRUTH_YES)
    return known;
  return truth_of(n->op == NODE_ABOVE ? number > bound : number < bound);
}

// Conditions on one value. NULL: such a condition is not on a single one.
typedef enum truth text_test(struct matcher *m, const struct node_record *n, const struct fact_value *v);

static enum truth test_text(struct matcher *m, const struct node_record *n, const struct fact_value *v) {
  return is_text(image_text(m->image, (text_ref){n->a, n->b}), v);
}

static enum truth test_same(struct matcher *m, const struct node_record *n, const struct fact_value *v) {
  return is_same(m, n->a, v);
}

static enum truth test_option(struct matcher *m, const struct node_record *n, const struct fact_value *v) {
  return is_option(m, n->a, v);
}

static enum truth test_table(struct matcher *m, const struct node_record *n, const struct fact_value *v) {
  (void)m;
  return is_in_table(n, v);
}

static enum truth test_beyond(struct matcher *m, const struct node_record *n, const struct fact_value *v) {
  struct subject s = {.type = FIELD_VALUE, .values = v, .len = 1};
  return is_beyond(m, n, &s);
}

static text_test *const text_tests[NODE_OP_COUNT] = {
    [NODE_TEXT] = test_text,   [NODE_PATTERN] = is_found, [NODE_SAME] = test_same,    [NODE_OPTION] = test_option,
    [NODE_TABLE] = test_table, [NODE_NEAR] = is_nearly,   [NODE_ABOVE] = test_beyond, [NODE_BELOW] = test_beyond,
};

// Conditions on a number or truth value.
typedef enum truth number_test(struct matcher *m, const struct node_record *n, const struct subject *s);

static enum truth test_true(struct matcher *m, const struct node_record *n, const struct subject *s) {
  (void)m, (void)n;
  return truth_of(s->number != 0);
}

static enum truth test_number(struct matcher *m, const struct node_record *n, const struct subject *s) {
  (void)m;
  return truth_of(s->number == n->a);
}

static enum truth test_same_number(struct matcher *m, const struct node_record *n, const struct subject *s) {
  struct subject other;
  path_read(m, IMAGE_AT(m->image, PATHS, n->a), m->fact, &other);
  return truth_of(other.type == s->type && other.number == s->number);
}

static enum truth test_option_number(struct matcher *m, const struct node_record *n, const struct subject *s) {
  return truth_of(s->number == matcher_option(m, n->a)->number);
}

static number_test *const number_tests[NODE_OP_COUNT] = {
    [NODE_TRUE] = test_true,        [NODE_NUMBER] = test_number,
    [NODE_SAME] = test_same_number, [NODE_OPTION] = test_option_number,
    [NODE_ABOVE] = is_beyond,       [NODE_BELOW] = is_beyond,
};

static enum truth is_missing(const struct subject *s) {
  if (s->type == FIELD_VALUES)
    return truth_of(s->len == 0);
  assert(s->values);
  if (s->values->state == FACT_UNKNOWN)
    return TRUTH_UNKNOWN;
  return truth_of(s->values->state == FACT_ABSENT);
}

static enum truth match_any_value(struct matcher *m, const struct node_record *n, const struct subject *s) {
  enum truth truth = TRUTH_NO;
  for (uint32_t i = 0; i < s->len && truth != TRUTH_YES; i++)
    truth = greatest(truth, text_tests[n->op](m, n, &s->values[i]));
  return truth;
}

static enum truth match_count(struct matcher *m, const struct node_record *n, const struct subject *s) {
  struct subject count = {.type = FIELD_NUMBER, .number = s->len};
  return match_value(m, n->child, &count);
}

enum truth match_value(struct matcher *m, uint32_t node, const struct subject *s) {
  const struct node_record *n = node_at(m, node);
  enum truth truth = n->op == NODE_ALL ? TRUTH_YES : TRUTH_NO;
  m->work++;
  if (n->op == NODE_ALL) {
    for (uint32_t i = n->child; i != RECORD_NONE && truth != TRUTH_NO; i = node_at(m, i)->next)
      truth = least(truth, match_value(m, i, s));
    return truth;
  }
  if (n->op == NODE_ANY) {
    for (uint32_t i = n->child; i != RECORD_NONE && truth != TRUTH_YES; i = node_at(m, i)->next)
      truth = greatest(truth, match_value(m, i, s));
    return truth;
  }
  if (n->op == NODE_NOT)
    return negation(match_value(m, n->child, s));
  if (n->op == NODE_MISSING)
    return is_missing(s);
  if (n->op == NODE_COUNT)
    return match_count(m, n, s);
  bool is_text = s->type == FIELD_VALUE || s->type == FIELD_VALUES;
  return is_text ? match_any_value(m, n, s) : number_tests[n->op](m, n, s);
}

// Conditions on a fact.
typedef enum truth fact_test(struct matcher *m, uint32_t node, const struct fact *f);

static enum truth test_all(struct matcher *m, uint32_t node, const struct fact *f) {
  enum truth truth = TRUTH_YES;
  for (uint32_t i = node_at(m, node)->child; i != RECORD_NONE && truth != TRUTH_NO; i = node_at(m, i)->next)
    truth = least(truth, match_fact(m, i, f));
  return truth;
}

static enum truth test_any(struct matcher *m, uint32_t node, const struct fact *f) {
  enum truth truth = TRUTH_NO;
  for (uint32_t i = node_at(m, node)->child; i != RECORD_NONE && truth != TRUTH_YES; i = node_at(m, i)->next)
    truth = greatest(truth, match_fact(m, i, f));
  return truth;
}

static enum truth test_not(struct matcher *m, uint32_t node, const struct fact *f) {
  return negation(match_fact(m, node_at(m, node)->child, f));
}

static enum truth test_field(struct matcher *m, uint32_t node, const struct fact *f) {
  const struct node_record *n = node_at(m, node);
  struct subject s;
  path_read(m, IMAGE_AT(m->image, PATHS, n->a), f, &s);
  return match_value(m, n->child, &s);
}

static const struct fact *related(const struct matcher *m, uint32_t node, const struct fact *f) {
  return fact_related(f, &fact_schema(f->kind)->fields[node_at(m, node)->a]);
}

static enum truth test_related(struct matcher *m, uint32_t node, const struct fact *f) {
  const struct fact *other = related(m, node, f);
  return other ? match_fact(m, node_at(m, node)->child, other) : TRUTH_NO;
}

static enum truth test_nowhere(struct matcher *m, uint32_t node, const struct fact *f) {
  return truth_of(!related(m, node, f));
}

static enum truth test_opted(struct matcher *m, uint32_t node, const struct fact *f) {
  (void)f;
  return truth_of(matcher_option(m, node_at(m, node)->a)->number != 0);
}

static enum truth test_surely(struct matcher *m, uint32_t node, const struct fact *f) {
  return truth_of(match_fact(m, node_at(m, node)->child, f) == TRUTH_YES);
}

static fact_test *const fact_tests[NODE_OP_COUNT] = {
    [NODE_ALL] = test_all,        [NODE_ANY] = test_any,         [NODE_NOT] = test_not,
    [NODE_FIELD] = test_field,    [NODE_RELATED] = test_related, [NODE_NOWHERE] = test_nowhere,
    [NODE_SEARCH] = search_holds, [NODE_OPTED] = test_opted,     [NODE_SURELY] = test_surely,
};

enum truth match_fact(struct matcher *m, uint32_t node, const struct fact *f) {
  if (++m->work > m->work_limit) // the run then stops, and says so
    return TRUTH_UNKNOWN;
  return fact_tests[node_at(m, node)->op](m, node, f);
}
