#ifndef DLINT_SOURCE_YAML_H
#define DLINT_SOURCE_YAML_H

#include "source/source.h"

/// YAML as rule files, tables and configurations may use it: one document of maps, lists and scalars. Anchors, aliases,
/// tags, merge keys, keys that are not scalars and keys given twice are refused, since a reader has to be able to see
/// what a file says; so is what is past LIMIT_YAML_DEPTH, LIMIT_YAML_NODES or LIMIT_RULE_FILE_BYTES. Files of other
/// programs, which dlint only looks into, may use all of these but keys given twice.

enum yaml_kind {
  YAML_SCALAR,
  YAML_LIST,
  YAML_MAP,
};

/// A node and where it begins.
struct yaml_node {
  enum yaml_kind kind;
  bool plain;    // a scalar without quotes, so that `3` and `true` are no strings
  bool verbatim; // a scalar whose bytes stand in one line of the file as they are in `text`
  position at;
  str text;                             // SCALAR
  const struct yaml_node *const *items; // LIST: its items; MAP: key, value, key, value, … (keys are scalars)
  uint32_t len;                         // how many items, or how many pairs
};

/// Reads a document. False with `*why` where it is none; an empty one is none either. The tree does not refer to
/// `bytes`.
bool yaml_read(struct arena *a, str path, str bytes, const struct yaml_node **root, struct fault *why);

/// The same for a file of another program: an alias is the node that it names, which then has several parents; a merge
/// key (`<<`) gives its map what the maps behind it have and it has not; tags are passed over. What an alias stands for
/// counts towards LIMIT_YAML_NODES each time, so that a walk over the whole tree is bounded, too.
bool yaml_read_shared(struct arena *a, str path, str bytes, const struct yaml_node **root, struct fault *why);

static inline const struct yaml_node *yaml_key(const struct yaml_node *map, uint32_t i) {
  return map->items[2 * i];
}

static inline const struct yaml_node *yaml_value(const struct yaml_node *map, uint32_t i) {
  return map->items[2 * i + 1];
}

/// Where byte `off` of a scalar stands, if that can be told; else where the scalar begins.
position yaml_position(const struct yaml_node *scalar, uint32_t off);

/// The value under `key`; NULL where the map has no such key.
const struct yaml_node *yaml_get(const struct yaml_node *map, str key);

/// A plain `true` or `false`; a plain decimal number below 2^32.
bool yaml_is_bool(const struct yaml_node *n, bool *value);
bool yaml_is_number(const struct yaml_node *n, uint32_t *value);

#endif
