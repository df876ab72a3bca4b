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

// Keys: a rule that says `name: curl`, or `name: [curl, wget]`, need not be tried on a command of another name. The
// field of a kind that is compared so with the most texts, which picks the fewest rules for a fact, is the first index
// of the kind; that of the rules which are left the next, …

typedef void literal_fn(void *ctx, text_ref text);

// Calls `fn`, if it is given, for each literal that the condition on a value allows; false where it may hold for other
// texts.
static bool each_literal(const struct draft *d, uint32_t node, literal_fn *fn, void *ctx) {
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

// Likewise for what a condition on a fact allows its field to be. Of several that must hold one is enough.
static bool each_key(const struct draft *d, uint32_t node, uint32_t field, literal_fn *fn, void *ctx) {
  const struct node_record *n = &d->NODES.at[node];
  if (n->op == NODE_FIELD)
    return d->PATHS.at[n->a].field == field && each_literal(d, n->child, fn, ctx);
  if (n->op != NODE_ALL && n->op != NODE_ANY)
    return false;
  for (uint32_t i = n->child; i != RECORD_NONE; i = d->NODES.at[i].next) {
    bool has_keys = each_key(d, i, field, NULL, NULL);
    if (n->op == NODE_ALL && has_keys)
      return !fn || each_key(d, i, field, fn, ctx);
    if (n->op == NODE_ANY && !has_keys)
      return false;
    if (n->op == NODE_ANY && fn)
      each_key(d, i, field, fn, ctx);
  }
  return n->op == NODE_ANY && n->child != RECORD_NONE;
}

// Rules of a kind, while they are distributed.
struct sorting {
  struct draft *draft;
  enum fact_kind kind;
  bool *placed; // for each rule: it is in an index, or of another kind
};

struct key_adder {
  struct draft *draft;
  uint32_t rule;
};

static void add_key(void *ctx, text_ref text) {
  struct key_adder *add = ctx;
  DRAFT_PUSH(add->draft, KEYS, (struct key_record){text, add->rule});
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

// A rule may name a text twice, and is still tried once.
static void sort_keys(struct draft *d, uint32_t first) {
  uint32_t len = d->KEYS.len - first;
  struct sorted_key *keys = NEW_ARRAY(d->arena, struct sorted_key, len);
  for (uint32_t i = 0; i < len; i++)
    keys[i] = (struct sorted_key){draft_view(d, d->KEYS.at[first + i].text), d->KEYS.at[first + i]};
  qsort(keys, len, sizeof *keys, compare_keys);
  d->KEYS.len = first;
  for (uint32_t i = 0; i < len; i++)
    if (i == 0 || compare_keys(&keys[i - 1], &keys[i]) != 0)
      DRAFT_PUSH(d, KEYS, keys[i].key);
}

// Appends the keys that the rules which are left have in a field; their order is that of sort_keys().
static void add_keys(struct sorting *s, uint32_t field) {
  struct draft *d = s->draft;
  uint32_t first = d->KEYS.len;
  for (uint32_t i = 0; i < d->RULES.len; i++) {
    struct key_adder add = {d, i};
    if (!s->placed[i] && each_key(d, d->RULES.at[i].match, field, NULL, NULL))
      each_key(d, d->RULES.at[i].match, field, add_key, &add);
  }
  sort_keys(d, first);
}

// How many texts tell facts apart in an index on the field.
static uint32_t texts_with_key(struct sorting *s, uint32_t field) {
  struct draft *d = s->draft;
  uint32_t first = d->KEYS.len, count = 0;
  add_keys(s, field);
  for (uint32_t i = first; i < d->KEYS.len; i++)
    count += i == first || !str_eq(draft_view(d, d->KEYS.at[i - 1].text), draft_view(d, d->KEYS.at[i].text));
  d->KEYS.len = first;
  return count;
}

// RECORD_NONE when no field is left by which rules are found.
static uint32_t best_key_field(struct sorting *s) {
  const struct fact_schema *schema = fact_schema(s->kind);
  uint32_t best = RECORD_NONE, best_count = 0;
  for (uint32_t field = 0; field < schema->field_count; field++) {
    uint32_t count = schema->fields[field].type == FIELD_VALUE ? texts_with_key(s, field) : 0;
    if (count > best_count) {
      best = field;
      best_count = count;
    }
  }
  return best;
}

static void add_index(struct sorting *s, uint32_t field) {
  struct draft *d = s->draft;
  struct index_record index = {field, {d->KEYS.len, 0}};
  add_keys(s, field);
  index.keys.len = d->KEYS.len - index.keys.first;
  for (uint32_t i = index.keys.first; i < d->KEYS.len; i++)
    s->placed[d->KEYS.at[i].rule] = true;
  DRAFT_PUSH(d, INDEXES, index);
}

static void add_kind(struct draft *d, enum fact_kind kind) {
  struct sorting s = {d, kind, NEW_ARRAY(d->arena, bool, d->RULES.len)};
  struct kind_record k = {{d->INDEXES.len, 0}, {d->RULE_LIST.len, 0}};
  for (uint32_t i = 0; i < d->RULES.len; i++)
    s.placed[i] = d->RULES.at[i].kind != kind;
  for (uint32_t field; (field = best_key_field(&s)) != RECORD_NONE;)
    add_index(&s, field);
  for (uint32_t i = 0; i < d->RULES.len; i++)
    if (!s.placed[i])
      DRAFT_PUSH(d, RULE_LIST, i);
  k.indexes.len = d->INDEXES.len - k.indexes.first;
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
