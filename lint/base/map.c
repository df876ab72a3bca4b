#include "base/map.h"

#include "base/assert.h"

// The slot of `key`, or the free one where it belongs. There is always a free slot: see map_put().
static struct map_entry *find_slot(const struct map *m, str key, uint32_t hash) {
  for (uint32_t i = hash & (m->cap - 1);; i = (i + 1) & (m->cap - 1)) {
    struct map_entry *e = &m->slots[i];
    if (!e->value || (e->hash == hash && str_eq(e->key, key)))
      return e;
  }
}

void *map_get(const struct map *m, str key) {
  return m->cap ? find_slot(m, key, str_hash(key))->value : NULL;
}

static void grow(struct arena *a, struct map *m) {
  struct map old = *m;
  m->cap = old.cap ? old.cap * 2 : 16;
  m->slots = NEW_ARRAY(a, struct map_entry, m->cap);
  for (uint32_t i = 0; i < old.cap; i++)
    if (old.slots[i].value)
      *find_slot(m, old.slots[i].key, old.slots[i].hash) = old.slots[i];
}

void map_put(struct arena *a, struct map *m, str key, void *value) {
  assert(value);
  if (m->len >= m->cap / 4 * 3)
    grow(a, m);
  uint32_t hash = str_hash(key);
  struct map_entry *e = find_slot(m, key, hash);
  if (!e->value)
    m->len++;
  *e = (struct map_entry){key, hash, value};
}
