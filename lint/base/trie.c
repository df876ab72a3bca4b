#include "base/trie.h"

#include <string.h>

// A node takes four bits of the name's hash. Below the last level names of one hash stand in a list.
enum { BITS = 4, FAN = 1 << BITS };

struct entry {
  str name;
  uint64_t hash;
  const void *item;
  const struct entry *next; // of the same hash
};

struct trie {
  const struct entry *entry; // a leaf; then there are no kids
  uint32_t mask;             // which of the FAN are there
  const struct trie *kids[]; // those, in order
};

static uint32_t slot_of(uint64_t hash, uint32_t level) {
  return (uint32_t)(hash >> (level * BITS)) & (FAN - 1);
}

static uint32_t bits_set(uint32_t mask) {
  uint32_t n = 0;
  for (; mask; mask &= mask - 1)
    n++;
  return n;
}

// Where the kid of a slot stands, or would stand.
static uint32_t rank(const struct trie *t, uint32_t slot) {
  return bits_set(t->mask & ((1u << slot) - 1));
}

static const struct trie *kid_at(const struct trie *t, uint32_t slot) {
  return t->mask >> slot & 1 ? t->kids[rank(t, slot)] : NULL;
}

static const void *find_entry(const struct entry *e, str name) {
  for (; e; e = e->next)
    if (str_eq(e->name, name))
      return e->item;
  return NULL;
}

const void *trie_get(const struct trie *t, str name) {
  if (!t)
    return NULL;
  uint64_t hash = str_hash_strong(name);
  for (uint32_t level = 0; t && !t->entry; level++)
    t = kid_at(t, slot_of(hash, level));
  return t && t->entry->hash == hash ? find_entry(t->entry, name) : NULL;
}

static const struct trie *leaf(struct arena *a, const struct entry *e) {
  struct trie *t = NEW(a, struct trie);
  t->entry = e;
  return t;
}

// A copy with `kid` in a slot.
static const struct trie *with_kid(struct arena *a, const struct trie *t, uint32_t slot, const struct trie *kid) {
  uint32_t len = bits_set(t->mask), at = rank(t, slot), old = t->mask >> slot & 1;
  struct trie *copy = arena_alloc(a, sizeof *copy + (len + 1 - old) * sizeof *copy->kids);
  copy->mask = t->mask | 1u << slot;
  memcpy(copy->kids, t->kids, at * sizeof *copy->kids);
  copy->kids[at] = kid;
  memcpy(copy->kids + at + 1, t->kids + at + old, (len - at - old) * sizeof *copy->kids);
  return copy;
}

// The list without `name`; the order does not count.
static const struct entry *without(struct arena *a, const struct entry *list, str name) {
  const struct entry *rest = NULL;
  for (; list; list = list->next)
    if (!str_eq(list->name, name)) {
      struct entry *copy = NEW(a, struct entry);
      *copy = *list;
      copy->next = rest;
      rest = copy;
    }
  return rest;
}

static const struct trie *set_at(struct arena *a, const struct trie *t, uint32_t level, struct entry *e) {
  static const struct trie empty = {0};
  if (!t)
    return leaf(a, e);
  if (t->entry && t->entry->hash == e->hash) {
    e->next = without(a, t->entry, e->name);
    return leaf(a, e);
  }
  const struct trie *inner = t;
  if (t->entry) // two hashes meet here: push the old leaf one level down
    inner = with_kid(a, &empty, slot_of(t->entry->hash, level), t);
  uint32_t slot = slot_of(e->hash, level);
  return with_kid(a, inner, slot, set_at(a, kid_at(inner, slot), level + 1, e));
}

const struct trie *trie_set(struct arena *a, const struct trie *t, str name, const void *item) {
  struct entry *e = NEW(a, struct entry);
  *e = (struct entry){.name = name, .hash = str_hash_strong(name), .item = item};
  return set_at(a, t, 0, e);
}

struct comparison {
  trie_visitor *visit;
  void *ctx;
  bool swapped;
};

static void report(const struct comparison *c, str name, const void *x, const void *y) {
  if (x != y)
    c->visit(c->ctx, name, c->swapped ? y : x, c->swapped ? x : y);
}

static void compare_leaves(const struct comparison *c, const struct entry *x, const struct entry *y) {
  for (const struct entry *e = x; e; e = e->next)
    report(c, e->name, e->item, find_entry(y, e->name));
  for (const struct entry *e = y; e; e = e->next)
    if (!find_entry(x, e->name))
      report(c, e->name, NULL, e->item);
}

static void compare_at(const struct comparison *c, const struct trie *x, const struct trie *y, uint32_t level);

// `x` is a leaf, or nothing, and `y` an inner node.
static void compare_leaf_with_inner(const struct comparison *c, const struct trie *x, const struct trie *y,
                                    uint32_t level) {
  uint32_t slot = x ? slot_of(x->entry->hash, level) : FAN;
  for (uint32_t i = 0; i < FAN; i++) {
    const struct trie *kid = kid_at(y, i);
    if (i == slot || kid)
      compare_at(c, i == slot ? x : NULL, kid, level + 1);
  }
}

static void compare_at(const struct comparison *c, const struct trie *x, const struct trie *y, uint32_t level) {
  if (x == y)
    return;
  bool x_leaf = !x || x->entry, y_leaf = !y || y->entry;
  struct comparison turned = {c->visit, c->ctx, !c->swapped};
  if (x_leaf && y_leaf) {
    if (x && y && x->entry->hash != y->entry->hash) {
      compare_leaves(c, x->entry, NULL);
      compare_leaves(c, NULL, y->entry);
    } else
      compare_leaves(c, x ? x->entry : NULL, y ? y->entry : NULL);
  } else if (x_leaf)
    compare_leaf_with_inner(c, x, y, level);
  else if (y_leaf)
    compare_leaf_with_inner(&turned, y, x, level);
  else
    for (uint32_t i = 0; i < FAN; i++)
      compare_at(c, kid_at(x, i), kid_at(y, i), level + 1);
}

void trie_compare(const struct trie *x, const struct trie *y, trie_visitor *visit, void *ctx) {
  struct comparison c = {visit, ctx, false};
  compare_at(&c, x, y, 0);
}
