#include "base/map.h"

#include "base/assert.h"

// Where a hash would stand. Which of them share a place hangs on where the table lies in memory, so that nobody can
// make up names that do; nothing that anyone sees hangs on it.
static uint32_t home(const struct map *m, uint32_t hash) {
  uint32_t factor = (uint32_t)((uint64_t)(uintptr_t)m->slots * 0x9e3779b97f4a7c15u >> 32) | 1;
  return (uint32_t)((uint64_t)(hash * factor) * m->cap >> 32);
}

// The slot of `key`, or the free one where it belongs. There is always a free slot: see map_put().
static struct map_entry *find_slot(const struct map *m, str key, uint32_t hash) {
  for (uint32_t i = home(m, hash);; i = (i + 1) & (m->cap - 1)) {
    struct map_entry *e = &m->slots[i];
    if (!e->value || (e->hash == hash && str_eq(e->key, key)))
      return e;
  }
}

// A small table is searched in no time even if all of it stands in one row; the quick hash does.
enum { SMALL = 1024 };

static uint32_t hash_of(const struct map *m, str key) {
  return m->cap <= SMALL ? str_hash(key) : (uint32_t)str_hash_strong(key);
}

void *map_get(const struct map *m, str key) {
  return m->cap ? find_slot(m, key, hash_of(m, key))->value : NULL;
}

static void grow(struct arena *a, struct map *m) {
  struct map old = *m;
  m->cap = old.cap ? old.cap * 2 : 16;
  m->slots = NEW_ARRAY(a, struct map_entry, m->cap);
  for (uint32_t i = 0; i < old.cap; i++) {
    struct map_entry e = old.slots[i];
    if (!e.value)
      continue;
    if (old.cap == SMALL)
      e.hash = hash_of(m, e.key);
    *find_slot(m, e.key, e.hash) = e;
  }
}

void map_put(struct arena *a, struct map *m, str key, void *value) {
  assert(value);
  if (m->len >= m->cap / 4 * 3)
    grow(a, m);
  uint32_t hash = hash_of(m, key);
  struct map_entry *e = find_slot(m, key, hash);
  if (!e->value)
    m->len++;
  *e = (struct map_entry){key, hash, value};
}
