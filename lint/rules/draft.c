#include "rules/draft.h"

#include <stdlib.h>
#include <string.h>

void draft_init(struct draft *d, struct arena *a) {
  *d = (struct draft){.arena = a};
  buf_init(&d->bytes, a);
}

text_ref draft_text(struct draft *d, str text) {
  text_ref ref = {d->bytes.len, text.len};
  buf_add(&d->bytes, text);
  return ref;
}

str draft_view(const struct draft *d, text_ref text) {
  return (str){d->bytes.at + text.off, text.len};
}

uint32_t draft_node(struct draft *d, enum node_op op, uint32_t a, uint32_t b, uint32_t child) {
  return DRAFT_ADD(d, NODES, (struct node_record){op, a, b, child, RECORD_NONE});
}

void draft_adopt(struct draft *d, struct family *f, uint32_t child) {
  if (f->len++)
    d->NODES.at[f->last].next = child;
  else
    f->first = child;
  f->last = child;
}

uint32_t draft_parent(struct draft *d, const struct family *f) {
  if (f->len == 1)
    return f->first;
  return draft_node(d, f->op, 0, 0, f->len ? f->first : RECORD_NONE);
}

// Keys: a rule that says `name: curl`, or `name: [curl, wget]`, need not be tried on a command of another name. Of the
// fields of a kind the one that most of its rules compare so is the key.

// Calls `fn` for each literal that the condition allows; false where it may hold for other texts.
static bool each_literal(const struct draft *d, uint32_t node, void (*fn)(void *ctx, text_ref text), void *ctx) {
  const struct node_record *n = &d->NODES.at[node];
  if (n->op == NODE_TEXT) {
    if (fn)
      fn(ctx, (text_ref){n->a, n->b});
    return true;
  }
  if (n->op != NODE_ANY)
    return false;
  for (uint32_t i = n->child; i != RECORD_NONE; i = d->NODES.at[i].next)
    if (!each_literal(d, i, fn, ctx))
      return false;
  return true;
}

// The condition of the rule that compares the field with literals; RECORD_NONE where it has none.
static uint32_t literal_condition(const struct draft *d, const struct rule_record *rule, uint32_t field) {
  const struct node_record *match = &d->NODES.at[rule->match];
  for (uint32_t i = match->child; i != RECORD_NONE; i = d->NODES.at[i].next) {
    const struct node_record *n = &d->NODES.at[i];
    const struct path_record *path = n->op == NODE_FIELD ? &d->PATHS.at[n->a] : NULL;
    if (path && path->field == field && each_literal(d, n->child, NULL, NULL))
      return n->child;
  }
  return RECORD_NONE;
}

static uint32_t best_key_field(const struct draft *d, enum fact_kind kind) {
  const struct fact_schema *schema = fact_schema(kind);
  uint32_t best = RECORD_NONE, best_count = 0;
  for (uint32_t field = 0; field < schema->field_count; field++) {
    uint32_t count = 0;
    if (schema->fields[field].type == FIELD_VALUE)
      for (uint32_t i = 0; i < d->RULES.len; i++)
        count += d->RULES.at[i].kind == kind && literal_condition(d, &d->RULES.at[i], field) != RECORD_NONE;
    if (count > best_count) {
      best = field;
      best_count = count;
    }
  }
  return best;
}

struct key_adder {
  struct draft *draft;
  uint32_t kind, rule;
};

static void add_key(void *ctx, text_ref text) {
  struct key_adder *add = ctx;
  DRAFT_PUSH(add->draft, KEYS, (struct key_record){add->kind, text, add->rule});
}

struct sorted_key {
  str text;
  struct key_record key;
};

static int compare_keys(const void *left, const void *right) {
  const struct sorted_key *x = left, *y = right;
  int order = str_compare(x->text, y->text);
  if (order == 0)
    order = x->key.rule < y->key.rule ? -1 : x->key.rule > y->key.rule;
  return order;
}

static void sort_keys(struct draft *d, uint32_t first) {
  uint32_t len = d->KEYS.len - first;
  struct sorted_key *keys = NEW_ARRAY(d->arena, struct sorted_key, len);
  for (uint32_t i = 0; i < len; i++)
    keys[i] = (struct sorted_key){draft_view(d, d->KEYS.at[first + i].text), d->KEYS.at[first + i]};
  qsort(keys, len, sizeof *keys, compare_keys);
  for (uint32_t i = 0; i < len; i++)
    d->KEYS.at[first + i] = keys[i].key;
}

static void add_kind(struct draft *d, enum fact_kind kind) {
  struct kind_record k = {best_key_field(d, kind), {d->KEYS.len, 0}, {d->RULE_LIST.len, 0}};
  for (uint32_t i = 0; i < d->RULES.len; i++) {
    if (d->RULES.at[i].kind != kind)
      continue;
    uint32_t condition = k.key_field == RECORD_NONE ? RECORD_NONE : literal_condition(d, &d->RULES.at[i], k.key_field);
    struct key_adder add = {d, kind, i};
    if (condition == RECORD_NONE)
      DRAFT_PUSH(d, RULE_LIST, i);
    else
      each_literal(d, condition, add_key, &add);
  }
  sort_keys(d, k.keys.first);
  k.keys.len = d->KEYS.len - k.keys.first;
  k.keyless.len = d->RULE_LIST.len - k.keyless.first;
  DRAFT_PUSH(d, KINDS, k);
}

const struct rule_image *draft_assemble(struct draft *d) {
  for (enum fact_kind kind = 0; kind < FACT_KIND_COUNT; kind++)
    add_kind(d, kind);
  struct rule_image head = {.byte_count = d->bytes.len};
#define SECTION(NAME, record)                                                                                          \
  head.sections[SECTION_##NAME] = (record_range){head.word_count, d->NAME.len};                                        \
  head.word_count += d->NAME.len * (uint32_t)(sizeof(record) / sizeof(uint32_t));
  RULE_SECTIONS(SECTION)
#undef SECTION
  struct rule_image *image =
      arena_alloc(d->arena, sizeof head + head.word_count * sizeof(uint32_t) + (size_t)head.byte_count);
  *image = head;
  char *words = (char *)(image + 1);
#define SECTION(NAME, record)                                                                                          \
  if (d->NAME.len)                                                                                                     \
    memcpy(words + head.sections[SECTION_##NAME].first * sizeof(uint32_t), d->NAME.at, d->NAME.len * sizeof(record));
  RULE_SECTIONS(SECTION)
#undef SECTION
  if (d->bytes.len)
    memcpy(words + head.word_count * sizeof(uint32_t), d->bytes.at, d->bytes.len);
  return image;
}

const uint32_t *rule_image_numbers(const struct rule_image *image, uint32_t *count) {
  *count = (uint32_t)(sizeof *image / sizeof(uint32_t)) + image->word_count;
  return (const uint32_t *)(const void *)image;
}

str rule_image_bytes(const struct rule_image *image) {
  return (str){(const char *)(image_words(image) + image->word_count), image->byte_count};
}
