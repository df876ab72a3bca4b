#include "source/yaml.h"

#include <stdlib.h>
#include <yaml.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"

// libyaml's event interface: its document interface takes quadratic time for anchors and has no limit of depth.
struct reader {
  struct arena *arena;
  str path, text;
  struct fault *why;
  yaml_parser_t parser;
  yaml_event_t event; // the current one
  uint32_t nodes;
  bool open;
  bool shared;        // anchors, aliases, merge keys and tags may be used
  struct map anchors; // name: struct anchored, the latest
};

// What an anchor names, and how many nodes that is.
struct anchored {
  const struct yaml_node *node;
  uint32_t nodes;
};

typedef VEC(const struct yaml_node *) node_list;

static void close_reader(void *p) {
  struct reader *r = p;
  if (!r->open)
    return;
  r->open = false;
  yaml_event_delete(&r->event);
  yaml_parser_delete(&r->parser);
}

static position position_of(yaml_mark_t mark) {
  return (position){(uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
}

static bool refuse(struct reader *r, position at, str message) {
  *r->why = (struct fault){r->path, at.line, at.column, message};
  return false;
}

static bool refuse_event(struct reader *r, str message) {
  return refuse(r, position_of(r->event.start_mark), message);
}

// libyaml's reader (wrong encodings, control characters) gives an offset, its scanner and parser a mark.
static bool refuse_syntax(struct reader *r) {
  const yaml_parser_t *p = &r->parser;
  if (p->error == YAML_MEMORY_ERROR)
    arena_fail(r->arena);
  str problem = str_copy(r->arena, str_of(p->problem));
  if (p->error == YAML_READER_ERROR) {
    const struct source *src = source_new(r->arena, r->path, r->text);
    return refuse(r, source_position(src, (uint32_t)p->problem_offset), problem);
  }
  if (!p->context)
    return refuse(r, position_of(p->problem_mark), problem);
  return refuse(r, position_of(p->problem_mark), str_format(r->arena, STR_FMT " (%s)", STR_ARG(problem), p->context));
}

static bool advance(struct reader *r) {
  yaml_event_delete(&r->event);
  return yaml_parser_parse(&r->parser, &r->event) || refuse_syntax(r);
}

static str string_of(struct reader *r, const yaml_char_t *at, size_t len) {
  return str_copy(r->arena, (str){(const char *)at, (uint32_t)len});
}

static bool refuse_properties(struct reader *r, const yaml_char_t *anchor, const yaml_char_t *tag) {
  if (r->shared)
    return true;
  if (anchor)
    return refuse_event(r, STR("anchors are not supported"));
  if (tag)
    return refuse_event(r, STR("tags are not supported"));
  return true;
}

static bool read_node(struct reader *r, uint32_t depth, const struct yaml_node **out);

static bool read_scalar(struct reader *r, struct yaml_node *n) {
  if (!refuse_properties(r, r->event.data.scalar.anchor, r->event.data.scalar.tag))
    return false;
  n->kind = YAML_SCALAR;
  n->plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  n->text = string_of(r, r->event.data.scalar.value, r->event.data.scalar.length);
  const yaml_mark_t *from = &r->event.start_mark, *to = &r->event.end_mark;
  n->verbatim = from->line == to->line && to->column - from->column == utf8_count(n->text) + (n->plain ? 0 : 2);
  return true;
}

static bool read_list(struct reader *r, uint32_t depth, struct yaml_node *n) {
  if (!refuse_properties(r, r->event.data.sequence_start.anchor, r->event.data.sequence_start.tag))
    return false;
  node_list items = {0};
  while (advance(r)) {
    const struct yaml_node *item;
    if (r->event.type == YAML_SEQUENCE_END_EVENT) {
      n->kind = YAML_LIST;
      n->items = items.at;
      n->len = items.len;
      return true;
    }
    if (!read_node(r, depth + 1, &item))
      return false;
    VEC_PUSH(r->arena, &items, item);
  }
  return false;
}

static int compare_keys(const void *left, const void *right) {
  const struct yaml_node *x = *(const struct yaml_node *const *)left, *y = *(const struct yaml_node *const *)right;
  int order = str_compare(x->text, y->text);
  if (order == 0)
    order = x->at.line != y->at.line ? (x->at.line < y->at.line ? -1 : 1) : (x->at.column < y->at.column ? -1 : 1);
  return order;
}

static bool refuse_twice(struct reader *r, const node_list *items) {
  uint32_t len = items->len / 2;
  if (len < 2)
    return true;
  const struct yaml_node **keys = NEW_ARRAY(r->arena, const struct yaml_node *, len);
  for (uint32_t i = 0; i < len; i++)
    keys[i] = items->at[2 * i];
  qsort(keys, len, sizeof *keys, compare_keys);
  for (uint32_t i = 1; i < len; i++)
    if (str_eq(keys[i - 1]->text, keys[i]->text))
      return refuse(r, keys[i]->at,
                    str_format(r->arena, "key '" STR_FMT "' is given twice", STR_ARG(str_slice(keys[i]->text, 0, 80))));
  return true;
}

static bool is_merge_key(const struct yaml_node *key) {
  return key->plain && str_eq(key->text, STR("<<"));
}

// Adds to a map what another one has and it has not.
static bool merge(struct reader *r, const struct yaml_node *key, const struct yaml_node *from, struct map *seen,
                  node_list *items) {
  if (from->kind == YAML_SCALAR)
    return refuse(r, key->at, STR("a merge key takes maps"));
  for (uint32_t i = 0; from->kind == YAML_LIST && i < from->len; i++)
    if (from->items[i]->kind == YAML_MAP && !merge(r, key, from->items[i], seen, items))
      return false;
  for (uint32_t i = 0; from->kind == YAML_MAP && i < from->len; i++) {
    if (map_get(seen, yaml_key(from, i)->text))
      continue;
    map_put(r->arena, seen, yaml_key(from, i)->text, (void *)(uintptr_t)from);
    VEC_PUSH(r->arena, items, yaml_key(from, i));
    VEC_PUSH(r->arena, items, yaml_value(from, i));
  }
  return true;
}

// What stands in a map itself goes before what is merged, and of that what comes first.
static bool apply_merge_keys(struct reader *r, node_list *items) {
  node_list own = {0};
  struct map seen = {0};
  bool any = false;
  for (uint32_t i = 0; i < items->len; i += 2) {
    if (is_merge_key(items->at[i])) {
      any = true;
      continue;
    }
    map_put(r->arena, &seen, items->at[i]->text, (void *)(uintptr_t)items->at[i]);
    VEC_PUSH(r->arena, &own, items->at[i]);
    VEC_PUSH(r->arena, &own, items->at[i + 1]);
  }
  for (uint32_t i = 0; any && i < items->len; i += 2)
    if (is_merge_key(items->at[i]) && !merge(r, items->at[i], items->at[i + 1], &seen, &own))
      return false;
  *items = any ? own : *items;
  return true;
}

static bool read_key(struct reader *r, uint32_t depth, const struct yaml_node **key) {
  if (r->event.type != YAML_SCALAR_EVENT && r->event.type != YAML_ALIAS_EVENT)
    return refuse_event(r, STR("a key must be a plain word"));
  if (!read_node(r, depth, key))
    return false;
  if (is_merge_key(*key) && !r->shared)
    return refuse(r, (*key)->at, STR("merge keys are not supported"));
  return (*key)->kind == YAML_SCALAR || refuse(r, (*key)->at, STR("a key must be a plain word"));
}

static bool read_map(struct reader *r, uint32_t depth, struct yaml_node *n) {
  if (!refuse_properties(r, r->event.data.mapping_start.anchor, r->event.data.mapping_start.tag))
    return false;
  node_list items = {0};
  while (advance(r)) {
    const struct yaml_node *key, *value;
    if (r->event.type == YAML_MAPPING_END_EVENT) {
      if (!refuse_twice(r, &items) || !apply_merge_keys(r, &items))
        return false;
      n->kind = YAML_MAP;
      n->items = items.at;
      n->len = items.len / 2;
      return true;
    }
    if (!read_key(r, depth + 1, &key) || !advance(r) || !read_node(r, depth + 1, &value))
      return false;
    VEC_PUSH(r->arena, &items, key);
    VEC_PUSH(r->arena, &items, value);
  }
  return false;
}

static bool count_nodes(struct reader *r, uint32_t more) {
  r->nodes += more;
  return r->nodes <= LIMIT_YAML_NODES ||
         refuse_event(r, str_format(r->arena, "more than %d values in one file", LIMIT_YAML_NODES));
}

static bool follow_alias(struct reader *r, const struct yaml_node **out) {
  if (!r->shared)
    return refuse_event(r, STR("aliases are not supported"));
  const struct anchored *found = map_get(&r->anchors, str_of((const char *)r->event.data.alias.anchor));
  if (!found) // or it stands in what it names
    return refuse_event(r, STR("an alias of what is not there"));
  *out = found->node;
  return count_nodes(r, found->nodes);
}

static str anchor_of(struct reader *r) {
  const yaml_char_t *name = NULL;
  if (r->event.type == YAML_SCALAR_EVENT)
    name = r->event.data.scalar.anchor;
  else if (r->event.type == YAML_SEQUENCE_START_EVENT)
    name = r->event.data.sequence_start.anchor;
  else if (r->event.type == YAML_MAPPING_START_EVENT)
    name = r->event.data.mapping_start.anchor;
  return name ? str_copy(r->arena, str_of((const char *)name)) : STR("");
}

static bool read_content(struct reader *r, uint32_t depth, const struct yaml_node **out);

static bool read_node(struct reader *r, uint32_t depth, const struct yaml_node **out) {
  uint32_t before = r->nodes;
  str anchor = anchor_of(r);
  if (depth > LIMIT_YAML_DEPTH)
    return refuse_event(r, str_format(r->arena, "nested deeper than %d levels", LIMIT_YAML_DEPTH));
  if (!count_nodes(r, 1) || !read_content(r, depth, out))
    return false;
  if (anchor.len) {
    struct anchored *found = NEW(r->arena, struct anchored);
    *found = (struct anchored){*out, r->nodes - before};
    map_put(r->arena, &r->anchors, anchor, found);
  }
  return true;
}

static bool read_content(struct reader *r, uint32_t depth, const struct yaml_node **out) {
  struct yaml_node *n = NEW(r->arena, struct yaml_node);
  n->at = position_of(r->event.start_mark);
  *out = n;
  switch (r->event.type) {
  case YAML_SCALAR_EVENT:
    return read_scalar(r, n);
  case YAML_SEQUENCE_START_EVENT:
    return read_list(r, depth, n);
  case YAML_MAPPING_START_EVENT:
    return read_map(r, depth, n);
  case YAML_ALIAS_EVENT:
    return follow_alias(r, out);
  default: // libyaml's grammar gives nothing else here
    return refuse_event(r, STR("a value is missing"));
  }
}

static bool advance_twice(struct reader *r) {
  bool once = advance(r);
  return once && advance(r);
}

static bool start_document(struct reader *r) {
  if (!advance_twice(r)) // the start of the stream, then of the document
    return false;
  if (r->event.type != YAML_DOCUMENT_START_EVENT)
    return refuse(r, (position){1, 1}, STR("the file is empty"));
  if (!r->shared &&
      r->event.data.document_start.tag_directives.start != r->event.data.document_start.tag_directives.end)
    return refuse_event(r, STR("tags are not supported"));
  return true;
}

static bool read_document(struct reader *r, const struct yaml_node **root) {
  if (!start_document(r) || !advance(r) || !read_node(r, 1, root))
    return false;
  if (!advance_twice(r)) // the end of the document, then of the stream
    return false;
  return r->event.type == YAML_STREAM_END_EVENT || refuse_event(r, STR("only one document may stand in a file"));
}

static bool read_bytes(struct arena *a, str path, str bytes, bool shared, const struct yaml_node **root,
                       struct fault *why) {
  struct reader *r = NEW(a, struct reader);
  *r = (struct reader){.arena = a, .path = path, .why = why, .shared = shared};
  if (bytes.len > LIMIT_RULE_FILE_BYTES)
    return refuse(r, (position){0, 0}, str_format(a, "is larger than %d bytes", LIMIT_RULE_FILE_BYTES));
  if (!yaml_parser_initialize(&r->parser))
    arena_fail(a);
  r->open = true;
  arena_on_exit(a, close_reader, r);
  yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
  // A byte order mark has no column, here as in Dockerfiles.
  r->text = str_has_prefix(bytes, STR("\xEF\xBB\xBF")) ? str_skip(bytes, 3) : bytes;
  yaml_parser_set_input_string(&r->parser, (const unsigned char *)(r->text.len ? r->text.at : ""), r->text.len);
  bool ok = read_document(r, root);
  close_reader(r);
  return ok;
}

bool yaml_read(struct arena *a, str path, str bytes, const struct yaml_node **root, struct fault *why) {
  return read_bytes(a, path, bytes, false, root, why);
}

bool yaml_read_shared(struct arena *a, str path, str bytes, const struct yaml_node **root, struct fault *why) {
  return read_bytes(a, path, bytes, true, root, why);
}

position yaml_position(const struct yaml_node *scalar, uint32_t off) {
  position at = scalar->at;
  if (scalar->verbatim)
    at.column += utf8_count(str_slice(scalar->text, 0, off)) + (scalar->plain ? 0 : 1);
  return at;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, str key) {
  for (uint32_t i = 0; map->kind == YAML_MAP && i < map->len; i++)
    if (str_eq(yaml_key(map, i)->text, key))
      return yaml_value(map, i);
  return NULL;
}

bool yaml_is_bool(const struct yaml_node *n, bool *value) {
  if (n->kind != YAML_SCALAR || !n->plain)
    return false;
  *value = str_eq(n->text, STR("true"));
  return *value || str_eq(n->text, STR("false"));
}

bool yaml_is_number(const struct yaml_node *n, uint32_t *value) {
  if (n->kind != YAML_SCALAR || !n->plain || n->text.len == 0 || n->text.len > 10)
    return false;
  uint64_t number = 0;
  for (uint32_t i = 0; i < n->text.len; i++) {
    if (!is_ascii_digit(n->text.at[i]))
      return false;
    number = number * 10 + (uint64_t)(n->text.at[i] - '0');
  }
  *value = (uint32_t)number;
  return number <= UINT32_MAX;
}
