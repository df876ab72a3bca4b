#include "base/near.h"
#include "rules/load.h"

// Conditions on a fact: a map says what has to hold of it, all of it.

static bool load_fact_alternatives(struct loader *l, enum fact_kind kind, enum node_op op, const struct yaml_node *n,
                                   uint32_t *node) {
  if (n->kind == YAML_MAP)
    return load_conditions(l, kind, n, node);
  if (n->kind != YAML_LIST || n->len == 0)
    return load_fault(l, n->at, "a list of conditions is expected here");
  struct family family = {.op = op};
  for (uint32_t i = 0; i < n->len; i++) {
    uint32_t child = RECORD_NONE;
    if (!load_conditions(l, kind, n->items[i], &child))
      return false;
    draft_adopt(l->draft, &family, child);
  }
  *node = draft_parent(l->draft, &family);
  return true;
}

static const str scope_names[] = {
    [SCOPE_RUN] = STR_INIT("run"),
    [SCOPE_STAGE] = STR_INIT("stage"),
    [SCOPE_IMAGE] = STR_INIT("image"),
    [SCOPE_FILE] = STR_INIT("file"),
};

bool load_scope(struct loader *l, const struct yaml_node *n, enum search_scope *scope) {
  for (uint32_t i = 0; i < COUNT_OF(scope_names); i++) {
    *scope = (enum search_scope)i;
    if (n->kind == YAML_SCALAR && str_eq(n->text, scope_names[i]))
      return true;
  }
  return load_fault(l, n->at, "'within' is run, stage, image or file");
}

// Whether the condition compares with the matched fact, or with what `for-each` goes through.
static bool is_joined(const struct loader *l, uint32_t node) {
  const struct node_record *n = &l->draft->NODES.at[node];
  if (n->op == NODE_SAME || ((n->op == NODE_ABOVE || n->op == NODE_BELOW) && n->b == OPERAND_FIELD))
    return true;
  if (n->op == NODE_FIELD && l->draft->PATHS.at[n->a].field == VIRTUAL_ITEM)
    return true;
  for (uint32_t i = n->child; i != RECORD_NONE; i = l->draft->NODES.at[i].next)
    if (is_joined(l, i))
      return true;
  return false;
}

bool load_search(struct loader *l, enum search_scope scope, enum search_side side, const struct yaml_node *map,
                 uint32_t *node) {
  enum fact_kind kind;
  uint32_t child = RECORD_NONE;
  if (map->kind != YAML_MAP || map->len != 1)
    return load_fault(l, map->at, "one fact is expected here: {command: {name: curl}}");
  if (!load_kind(l, yaml_key(map, 0), &kind) || !load_conditions(l, kind, yaml_value(map, 0), &child))
    return false;
  l->rule.flags |= RULE_SEARCHES;
  uint32_t number = DRAFT_ADD(l->draft, SEARCHES, l->draft->NODES.len);
  *node = draft_node(l->draft, NODE_SEARCH, kind, SEARCH(number, scope, side, is_joined(l, child)), child);
  return true;
}

// A map of conditions while its keys are read.
struct conditions {
  enum fact_kind kind;
  enum search_scope scope;
};

struct relation {
  const char *name;
  bool (*read)(struct loader *l, const struct conditions *c, const struct yaml_node *n, uint32_t *node);
};

static bool read_unless(struct loader *l, const struct conditions *c, const struct yaml_node *n, uint32_t *node) {
  uint32_t child = RECORD_NONE;
  if (!load_fact_alternatives(l, c->kind, NODE_ANY, n, &child))
    return false;
  *node = draft_node(l->draft, NODE_NOT, 0, 0, child);
  return true;
}

static bool read_surely(struct loader *l, const struct conditions *c, const struct yaml_node *n, uint32_t *node) {
  uint32_t child = RECORD_NONE;
  if (!load_conditions(l, c->kind, n, &child))
    return false;
  *node = draft_node(l->draft, NODE_SURELY, 0, 0, child);
  return true;
}

static bool read_any_of(struct loader *l, const struct conditions *c, const struct yaml_node *n, uint32_t *node) {
  return load_fact_alternatives(l, c->kind, NODE_ANY, n, node);
}

static bool read_all_of(struct loader *l, const struct conditions *c, const struct yaml_node *n, uint32_t *node) {
  return load_fact_alternatives(l, c->kind, NODE_ALL, n, node);
}

static bool read_has(struct loader *l, const struct conditions *c, const struct yaml_node *n, uint32_t *node) {
  return load_search(l, c->scope, SIDE_ANY, n, node);
}

static bool read_lacks(struct loader *l, const struct conditions *c, const struct yaml_node *n, uint32_t *node) {
  uint32_t child = RECORD_NONE;
  if (!load_search(l, c->scope, SIDE_ANY, n, &child))
    return false;
  *node = draft_node(l->draft, NODE_NOT, 0, 0, child);
  return true;
}

static bool read_before(struct loader *l, const struct conditions *c, const struct yaml_node *n, uint32_t *node) {
  return load_search(l, c->scope, SIDE_BEFORE, n, node);
}

static bool read_after(struct loader *l, const struct conditions *c, const struct yaml_node *n, uint32_t *node) {
  return load_search(l, c->scope, SIDE_AFTER, n, node);
}

// About the rule's own settings, not about the fact.
static bool read_opted(struct loader *l, const struct conditions *c, const struct yaml_node *n, uint32_t *node) {
  (void)c;
  uint32_t option;
  if (n->kind != YAML_SCALAR)
    return load_fault(l, n->at, "the name of an option is expected here");
  if (!load_option_named(l, n, n->text, &option))
    return false;
  if (l->draft->OPTIONS.at[option].type != OPTION_BOOL)
    return load_fault(l, n->at, "'opted' needs an option that is true or false");
  *node = draft_node(l->draft, NODE_OPTED, option, 0, RECORD_NONE);
  return true;
}

static const struct relation relations[] = {
    {"unless", read_unless}, {"any", read_any_of},  {"all", read_all_of},
    {"has", read_has},       {"lacks", read_lacks}, {"before", read_before},
    {"after", read_after},   {"opted", read_opted}, {"surely", read_surely},
};

static bool refuse_field(struct loader *l, enum fact_kind kind, const struct yaml_node *key) {
  const struct fact_schema *schema = fact_schema(kind);
  struct near near;
  near_init(&near, l->arena, key->text);
  for (uint32_t i = 0; i < schema->field_count; i++)
    near_add(&near, str_of(schema->fields[i].name));
  for (uint32_t i = 0; i < COUNT_OF(relations); i++)
    near_add(&near, str_of(relations[i].name));
  near_add(&near, STR("within"));
  return load_fault(l, key->at, "fact '%s' has no field '" STR_FMT "'" STR_FMT, schema->name,
                    STR_ARG(str_slice(key->text, 0, 60)), STR_ARG(near_hint(&near)));
}

// A field that leads to another fact: conditions on that, or whether there is one.
static bool load_related(struct loader *l, const struct field *field, uint32_t number, const struct yaml_node *n,
                         uint32_t *node) {
  const struct yaml_node *missing = n->kind == YAML_MAP && n->len == 1 ? yaml_get(n, STR("missing")) : NULL;
  uint32_t child = RECORD_NONE;
  bool nowhere;
  if (missing) {
    if (!load_bool(l, missing, &nowhere))
      return false;
    *node = draft_node(l->draft, NODE_NOWHERE, number, 0, RECORD_NONE);
    if (!nowhere)
      *node = draft_node(l->draft, NODE_NOT, 0, 0, *node);
    return true;
  }
  if (!load_conditions(l, field->target, n, &child))
    return false;
  *node = draft_node(l->draft, NODE_RELATED, number, 0, child);
  return true;
}

static bool load_virtual(struct loader *l, enum fact_kind kind, const struct yaml_node *key,
                         const struct yaml_node *value, uint32_t *node) {
  uint32_t field, child;
  if (!path_virtual_named(key->text, &field) || field == VIRTUAL_FACT || (field == VIRTUAL_ITEM && !l->has_item))
    return refuse_field(l, kind, key);
  if (!load_value(l, FIELD_VALUE, value, &child))
    return false;
  if (field != VIRTUAL_ITEM)
    l->rule.flags |= RULE_READS_SCENARIO;
  uint32_t path = DRAFT_ADD(l->draft, PATHS, (struct path_record){.kind = kind, .field = field});
  *node = draft_node(l->draft, NODE_FIELD, path, 0, child);
  return true;
}

static bool load_field(struct loader *l, enum fact_kind kind, const struct yaml_node *key,
                       const struct yaml_node *value, uint32_t *node) {
  const struct fact_schema *schema = fact_schema(kind);
  const struct field *field = fact_field_named(kind, key->text);
  if (!field)
    return load_virtual(l, kind, key, value, node);
  uint32_t number = (uint32_t)(field - schema->fields), child;
  if (field->type == FIELD_FACT)
    return load_related(l, field, number, value, node);
  if (!load_value(l, field->type, value, &child))
    return false;
  uint32_t path = DRAFT_ADD(l->draft, PATHS, (struct path_record){.kind = kind, .field = number});
  *node = draft_node(l->draft, NODE_FIELD, path, 0, child);
  return true;
}

static bool load_condition(struct loader *l, const struct conditions *c, const struct yaml_node *key,
                           const struct yaml_node *value, uint32_t *node) {
  for (uint32_t i = 0; i < COUNT_OF(relations); i++)
    if (str_eq(str_of(relations[i].name), key->text))
      return relations[i].read(l, c, value, node);
  return load_field(l, c->kind, key, value, node);
}

// How dear a condition is: what is cheap is tried first.
enum { COST_FIELD, COST_RELATED, COST_SCENARIO, COST_PATTERN, COST_SEARCH };

static bool is_of_scenario(const struct loader *l, uint32_t path) {
  uint32_t field = l->draft->PATHS.at[path].field;
  return field >= VIRTUAL_PLATFORM && field <= VIRTUAL_TARGET_NAME;
}

static uint32_t own_cost(const struct loader *l, const struct node_record *n) {
  switch ((enum node_op)n->op) {
  case NODE_SEARCH:
    return COST_SEARCH;
  case NODE_PATTERN:
  case NODE_NEAR:
    return COST_PATTERN;
  case NODE_FIELD:
  case NODE_SAME:
    return is_of_scenario(l, n->a) ? COST_SCENARIO : COST_FIELD;
  case NODE_ABOVE:
  case NODE_BELOW:
    return n->b == OPERAND_FIELD && is_of_scenario(l, n->a) ? COST_SCENARIO : COST_FIELD;
  case NODE_RELATED:
    return COST_RELATED;
  default:
    return COST_FIELD;
  }
}

static uint32_t cost_of(const struct loader *l, uint32_t node) {
  const struct node_record *n = &l->draft->NODES.at[node];
  uint32_t cost = own_cost(l, n);
  for (uint32_t i = n->child; i != RECORD_NONE; i = l->draft->NODES.at[i].next) {
    uint32_t child_cost = cost_of(l, i);
    cost = child_cost > cost ? child_cost : cost;
  }
  return cost;
}

static uint32_t add_by_cost(struct loader *l, const uint32_t *nodes, uint32_t count) {
  struct family family = {.op = NODE_ALL};
  for (uint32_t cost = 0; cost <= COST_SEARCH; cost++)
    for (uint32_t i = 0; i < count; i++)
      if (cost_of(l, nodes[i]) == cost)
        draft_adopt(l->draft, &family, nodes[i]);
  // Also an only child has a parent here: draft.c looks for the keys of a rule among the children of an ALL.
  return draft_node(l->draft, NODE_ALL, 0, 0, count ? family.first : RECORD_NONE);
}

uint32_t load_steady(const struct loader *l, uint32_t all) {
  uint32_t count = 0, node = l->draft->NODES.at[all].child;
  for (; node != RECORD_NONE && cost_of(l, node) < COST_SCENARIO; node = l->draft->NODES.at[node].next)
    count++;
  return count;
}

static bool has_search(const struct yaml_node *map) {
  static const str searches[] = {STR_INIT("has"), STR_INIT("lacks"), STR_INIT("before"), STR_INIT("after")};
  bool found = false;
  for (uint32_t i = 0; i < COUNT_OF(searches); i++)
    found |= yaml_get(map, searches[i]) != NULL;
  return found;
}

bool load_conditions(struct loader *l, enum fact_kind kind, const struct yaml_node *map, uint32_t *node) {
  if (map->kind != YAML_MAP)
    return load_fault(l, map->at, "a map of conditions is expected here");
  struct conditions c = {kind, SCOPE_STAGE};
  const struct yaml_node *within = yaml_get(map, STR("within"));
  if (within && !load_scope(l, within, &c.scope))
    return false;
  if (within && !has_search(map))
    return load_fault(l, within->at, "'within' says where has, lacks, before or after look; none of these is here");
  uint32_t *nodes = NEW_ARRAY(l->arena, uint32_t, map->len), count = 0;
  bool ok = true;
  for (uint32_t i = 0; i < map->len; i++) {
    if (yaml_value(map, i) == within)
      continue;
    if (load_condition(l, &c, yaml_key(map, i), yaml_value(map, i), &nodes[count]))
      count++;
    else
      ok = false;
  }
  *node = add_by_cost(l, nodes, count);
  return ok;
}
