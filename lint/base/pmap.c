#include "base/pmap.h"

#include "base/assert.h"
#include "base/vec.h"

// A trie over the bits of the hash, two at each node, where every node holds an entry: 50 names lie about three nodes
// deep. A change copies the nodes on the way to the entry.
enum { WAY_BITS = 2, WAYS = 1 << WAY_BITS };

struct pmap_node {
  str key;
  const void *value;
  const struct pmap_node *ways[WAYS];
};

static uint32_t way(uint32_t hash) {
  return hash >> (32 - WAY_BITS);
}

const void *pmap_get(const struct pmap *m, str key) {
  const struct pmap_node *n = m->root;
  for (uint32_t hash = str_hash(key); n && !str_eq(n->key, key); hash <<= WAY_BITS)
    n = n->ways[way(hash)];
  return n ? n->value : NULL;
}

void pmap_put(struct arena *a, struct pmap *m, str key, const void *value) {
  assert(value);
  const struct pmap_node **link = &m->root;
  for (uint32_t hash = str_hash(key);; hash <<= WAY_BITS) {
    struct pmap_node *n = NEW(a, struct pmap_node);
    if (*link)
      *n = **link;
    bool is_new = !*link, found = is_new || str_eq(n->key, key);
    *link = n;
    if (found) {
      n->key = key;
      n->value = value;
      m->len += is_new;
      return;
    }
    link = &n->ways[way(hash)];
  }
}

const void *const *pmap_values(struct arena *a, const struct pmap *m) {
  const void **values = NEW_ARRAY(a, const void *, m->len);
  uint32_t count = 0;
  // A stack, not recursion: names whose hashes are made equal lie as deep as there are names.
  VEC(const struct pmap_node *) stack = {0};
  if (m->root)
    VEC_PUSH(a, &stack, m->root);
  while (stack.len) {
    const struct pmap_node *n = stack.at[--stack.len];
    values[count++] = n->value;
    for (uint32_t i = WAYS; i-- > 0;)
      if (n->ways[i])
        VEC_PUSH(a, &stack, n->ways[i]);
  }
  return values;
}
