#include "rules/load.h"
#include "rules/near.h"
#include "rules/pattern.h"
#include "rules/regex.h"

// Conditions: a map says what has to hold of a fact, all of it; what a field has to be is a value condition.

static uint32_t add_node(struct loader *l, enum node_op op, uint32_t a, uint32_t b, uint32_t child) {
  return DRAFT_ADD(l->draft, NODES, (struct node_record){op, a, b, child, RECORD_NONE});
}

// A list of children while it grows.
struct family {
  enum node_op op;
  uint32_t first, last, len;
};

static void family_add(struct loader *l, struct family *f, uint32_t node) {
  if (f->len++)
    l->draft->NODES.at[f->last].next = node;
  else
    f->first = node;
  f->last = node;
}

// An only child needs no parent.
static uint32_t family_node(struct loader *l, const struct family *f) {
  if (f->len == 1)
    return f->first;
  return add_node(l, f->op, 0, 0, f->len ? f->first : RECORD_NONE);
}

// Value conditions.

static bool load_value(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node);

static bool is_text_type(enum field_type type) {
  return type == FIELD_VALUE || type == FIELD_VALUES;
}

// `/pattern/` or `/pattern/i`.
static bool is_pattern(str text, str *pattern, bool *ignores_case) {
  *ignores_case = str_has_suffix(text, STR("/i"));
  uint32_t tail = *ignores_case ? 2 : 1;
  if (!str_has_prefix(text, STR("/")) || !str_has_suffix(text, *ignores_case ? STR("/i") : STR("/")) ||
      text.len < 1 + tail + 1)
    return false;
  *pattern = str_slice(text, 1, text.len - tail);
  return true;
}

static bool load_pattern(struct loader *l, const struct yaml_node *n, str pattern, bool ignores_case, uint32_t *node) {
  struct pattern_fault refused;
  uint32_t at = 0;
  str why = {0};
  if (!pattern_is_allowed(pattern, &refused))
    return load_fault(l, yaml_position(n, 1 + refused.at), STR_FMT, STR_ARG(refused.message));
  if (!regex_check(l->arena, pattern, &at, &why))
    return load_fault(l, yaml_position(n, 1 + at), "bad pattern: " STR_FMT, STR_ARG(why));
  str literal = ignores_case ? (str){0} : pattern_literal(pattern);
  struct pattern_record record = {draft_text(l->draft, pattern), draft_text(l->draft, literal), ignores_case,
                                  l->rule.id};
  *node = add_node(l, NODE_PATTERN, DRAFT_ADD(l->draft, PATTERNS, record), 0, RECORD_NONE);
  return true;
}

static bool load_literal(struct loader *l, const struct yaml_node *n, uint32_t *node) {
  text_ref text;
  if (!load_text(l, n, &text))
    return false;
  *node = add_node(l, NODE_TEXT, text.off, text.len, RECORD_NONE);
  return true;
}

static bool load_number(struct loader *l, const struct yaml_node *n, uint32_t *node) {
  uint32_t number;
  if (!yaml_is_number(n, &number))
    return load_fault(l, n->at, "a number is expected here");
  *node = add_node(l, NODE_NUMBER, number, 0, RECORD_NONE);
  return true;
}

static bool load_truth(struct loader *l, const struct yaml_node *n, uint32_t *node) {
  bool value;
  if (!load_bool(l, n, &value))
    return false;
  *node = add_node(l, NODE_TRUE, 0, 0, RECORD_NONE);
  if (!value)
    *node = add_node(l, NODE_NOT, 0, 0, *node);
  return true;
}

static bool load_scalar(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  str pattern;
  bool ignores_case;
  if (type == FIELD_BOOL)
    return load_truth(l, n, node);
  if (type == FIELD_NUMBER)
    return load_number(l, n, node);
  if (is_pattern(n->text, &pattern, &ignores_case))
    return load_pattern(l, n, pattern, ignores_case, node);
  return load_literal(l, n, node);
}

static bool load_alternatives(struct loader *l, enum field_type type, enum node_op op, const struct yaml_node *n,
                              uint32_t *node) {
  if (n->kind != YAML_LIST || n->len == 0)
    return load_fault(l, n->at, "a list with at least one condition is expected here");
  struct family family = {.op = op};
  for (uint32_t i = 0; i < n->len; i++) {
    uint32_t child;
    if (!load_value(l, type, n->items[i], &child))
      return false;
    family_add(l, &family, child);
  }
  *node = family_node(l, &family);
  return true;
}

// What a map of value conditions may hold: each key reads one condition on a field of the type.
struct operator{
  const char *name;
  bool (*read)(struct loader * l, enum field_type type, const struct yaml_node *n, uint32_t *node);
};

static bool read_not(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  uint32_t child;
  if (!load_value(l, type, n, &child))
    return false;
  *node = add_node(l, NODE_NOT, 0, 0, child);
  return true;
}

static bool read_any(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  return load_alternatives(l, type, NODE_ANY, n, node);
}

static bool read_all(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  return load_alternatives(l, type, NODE_ALL, n, node);
}

static bool read_missing(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  bool missing;
  if (!is_text_type(type))
    return load_fault(l, n->at, "a number or a truth value is never missing");
  if (!load_bool(l, n, &missing))
    return false;
  *node = add_node(l, NODE_MISSING, 0, 0, RECORD_NONE);
  if (!missing)
    *node = add_node(l, NODE_NOT, 0, 0, *node);
  return true;
}

static bool read_equals(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  if (!is_text_type(type))
    return load_scalar(l, type, n, node);
  return load_literal(l, n, node);
}

static bool is_same_type(enum field_type x, enum field_type y) {
  return x == y || (is_text_type(x) && is_text_type(y));
}

static bool read_field(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  uint32_t path;
  if (n->kind != YAML_SCALAR)
    return load_fault(l, n->at, "the name of a field is expected here");
  if (!load_path(l, l->kind, n, n->text, PATH_VALUE, &path))
    return false;
  if (!is_same_type(type, load_path_type(l, path)))
    return load_fault(l, n->at, "field '" STR_FMT "' is of another type", STR_ARG(n->text));
  *node = add_node(l, NODE_SAME, path, 0, RECORD_NONE);
  return true;
}

static enum field_type option_field_type(const struct loader *l, uint32_t option) {
  switch ((enum option_type)l->draft->OPTIONS.at[option].type) {
  case OPTION_BOOL:
    return FIELD_BOOL;
  case OPTION_NUMBER:
    return FIELD_NUMBER;
  case OPTION_TEXT:
    return FIELD_VALUE;
  case OPTION_TEXTS:
    return FIELD_VALUES;
  }
  return FIELD_FACT;
}

static bool load_option(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *option) {
  if (n->kind != YAML_SCALAR)
    return load_fault(l, n->at, "the name of an option is expected here");
  if (!load_option_named(l, n, n->text, option))
    return false;
  return is_same_type(type, option_field_type(l, *option)) ||
         load_fault(l, n->at, "option '" STR_FMT "' is of another type", STR_ARG(n->text));
}

static bool read_option(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  uint32_t option;
  if (!load_option(l, type, n, &option))
    return false;
  *node = add_node(l, NODE_OPTION, option, 0, RECORD_NONE);
  return true;
}

static bool find_table(struct loader *l, const struct yaml_node *n, str name, uint32_t *table) {
  struct near near;
  near_init(&near, l->arena, name);
  for (uint32_t i = 0; i < l->tables.len; i++) {
    *table = i;
    if (str_eq(know_table_name(l->tables.at[i]), name))
      return true;
    near_add(&near, know_table_name(l->tables.at[i]));
  }
  return load_fault(l, n->at, "unknown table '" STR_FMT "'" STR_FMT, STR_ARG(str_slice(name, 0, 60)),
                    STR_ARG(near_hint(&near)));
}

static bool find_column(struct loader *l, const struct yaml_node *n, uint32_t table, str name, uint32_t *column) {
  const struct know_table *t = l->tables.at[table];
  struct near near;
  near_init(&near, l->arena, name);
  *column = know_column(t, name);
  if (*column < t->column_count)
    return true;
  for (uint32_t i = 0; i < t->column_count; i++)
    near_add(&near, know_column_name(t, i));
  return load_fault(l, n->at, "table '" STR_FMT "' has no column '" STR_FMT "'" STR_FMT, STR_ARG(know_table_name(t)),
                    STR_ARG(str_slice(name, 0, 60)), STR_ARG(near_hint(&near)));
}

// `TABLE`: its first column; `TABLE.COLUMN`.
static bool read_in(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  uint32_t table, column = 0;
  if (!is_text_type(type) || n->kind != YAML_SCALAR)
    return load_fault(l, n->at, "'in' compares texts with a table: {in: TABLE}");
  str name = n->text, column_name = {0};
  bool has_column = str_cut(name, '.', &name, &column_name);
  if (!find_table(l, n, name, &table) || (has_column && !find_column(l, n, table, column_name, &column)))
    return false;
  *node = add_node(l, NODE_TABLE, table, column, RECORD_NONE);
  return true;
}

// What a name may be near to: names, not patterns or negations.
static bool is_near_operand(const struct loader *l, uint32_t node) {
  const struct node_record *n = &l->draft->NODES.at[node];
  if (n->op != NODE_ANY)
    return n->op == NODE_TEXT || n->op == NODE_SAME || n->op == NODE_OPTION || n->op == NODE_TABLE;
  for (uint32_t i = n->child; i != RECORD_NONE; i = l->draft->NODES.at[i].next)
    if (!is_near_operand(l, i))
      return false;
  return true;
}

static bool read_near(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  uint32_t child;
  if (!is_text_type(type))
    return load_fault(l, n->at, "'near' compares texts");
  if (!load_value(l, type, n, &child))
    return false;
  if (!is_near_operand(l, child))
    return load_fault(l, n->at, "'near' needs a text, a field, an option, a table, or a list of them");
  *node = add_node(l, NODE_NEAR, 0, 0, child);
  return true;
}

static bool read_count(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  uint32_t child;
  if (type != FIELD_VALUES)
    return load_fault(l, n->at, "'count' is for fields with several values");
  if (!load_value(l, FIELD_NUMBER, n, &child))
    return false;
  *node = add_node(l, NODE_COUNT, 0, 0, child);
  return true;
}

// A field that is a number, or a text that may be one.
static bool load_number_field(struct loader *l, const struct yaml_node *n, uint32_t *path) {
  if (n->kind != YAML_SCALAR)
    return load_fault(l, n->at, "the name of a field is expected here");
  if (!load_path(l, l->kind, n, n->text, PATH_VALUE, path))
    return false;
  enum field_type type = load_path_type(l, *path);
  return type == FIELD_NUMBER || type == FIELD_VALUE ||
         load_fault(l, n->at, "field '" STR_FMT "' is no number", STR_ARG(n->text));
}

static bool load_bound(struct loader *l, enum field_type type, const struct yaml_node *n, enum node_op op,
                       uint32_t *node) {
  uint32_t operand;
  if (type == FIELD_BOOL)
    return load_fault(l, n->at, "a truth value is neither greater nor less");
  if (yaml_is_number(n, &operand)) {
    *node = add_node(l, op, operand, OPERAND_NUMBER, RECORD_NONE);
    return true;
  }
  const struct yaml_node *field = yaml_get(n, STR("field")), *option = yaml_get(n, STR("option"));
  if (n->kind != YAML_MAP || n->len != 1 || (!field && !option))
    return load_fault(l, n->at, "a number, {field: NAME} or {option: NAME} is expected here");
  if (option && load_option(l, FIELD_NUMBER, option, &operand)) {
    *node = add_node(l, op, operand, OPERAND_OPTION, RECORD_NONE);
    return true;
  }
  if (!field || !load_number_field(l, field, &operand))
    return false;
  *node = add_node(l, op, operand, OPERAND_FIELD, RECORD_NONE);
  return true;
}

static bool read_above(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  return load_bound(l, type, n, NODE_ABOVE, node);
}

static bool read_below(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  return load_bound(l, type, n, NODE_BELOW, node);
}

static bool read_at_least(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  if (!load_bound(l, type, n, NODE_BELOW, node))
    return false;
  *node = add_node(l, NODE_NOT, 0, 0, *node);
  return true;
}

static bool read_at_most(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  if (!load_bound(l, type, n, NODE_ABOVE, node))
    return false;
  *node = add_node(l, NODE_NOT, 0, 0, *node);
  return true;
}

static const struct operator operators[] = {
    {"not", read_not},       {"any", read_any},     {"all", read_all},       {"missing", read_missing},
    {"equals", read_equals}, {"field", read_field}, {"option", read_option}, {"in", read_in},
    {"near", read_near},     {"count", read_count}, {"gt", read_above},      {"ge", read_at_least},
    {"lt", read_below},      {"le", read_at_most},
};

static bool load_operator(struct loader *l, enum field_type type, const struct yaml_node *key,
                          const struct yaml_node *value, uint32_t *node) {
  struct near near;
  near_init(&near, l->arena, key->text);
  for (uint32_t i = 0; i < COUNT_OF(operators); i++) {
    if (str_eq(str_of(operators[i].name), key->text))
      return operators[i].read(l, type, value, node);
    near_add(&near, str_of(operators[i].name));
  }
  return load_fault(l, key->at, "unknown condition '" STR_FMT "'" STR_FMT, STR_ARG(str_slice(key->text, 0, 60)),
                    STR_ARG(near_hint(&near)));
}

static bool load_value(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  if (n->kind == YAML_SCALAR)
    return load_scalar(l, type, n, node);
  if (n->kind == YAML_LIST)
    return load_alternatives(l, type, NODE_ANY, n, node);
  if (n->len == 0)
    return load_fault(l, n->at, "a condition is expected here");
  struct family family = {.op = NODE_ALL};
  for (uint32_t i = 0; i < n->len; i++) {
    uint32_t child;
    if (!load_operator(l, type, yaml_key(n, i), yaml_value(n, i), &child))
      return false;
    family_add(l, &family, child);
  }
  *node = family_node(l, &family);
  return true;
}

// Conditions on a fact.

static bool load_fact_alternatives(struct loader *l, enum fact_kind kind, enum node_op op, const struct yaml_node *n,
                                   uint32_t *node) {
  if (n->kind == YAML_MAP)
    return load_conditions(l, kind, n, node);
  if (n->kind != YAML_LIST || n->len == 0)
    return load_fault(l, n->at, "a list of conditions is expected here");
  struct family family = {.op = op};
  for (uint32_t i = 0; i < n->len; i++) {
    uint32_t child;
    if (!load_conditions(l, kind, n->items[i], &child))
      return false;
    family_add(l, &family, child);
  }
  *node = family_node(l, &family);
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
  uint32_t child;
  if (map->kind != YAML_MAP || map->len != 1)
    return load_fault(l, map->at, "one fact is expected here: {command: {name: curl}}");
  if (!load_kind(l, yaml_key(map, 0), &kind) || !load_conditions(l, kind, yaml_value(map, 0), &child))
    return false;
  l->rule.flags |= RULE_SEARCHES;
  *node = add_node(l, NODE_SEARCH, kind, SEARCH(scope, side, is_joined(l, child)), child);
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
  uint32_t child;
  if (!load_fact_alternatives(l, c->kind, NODE_ANY, n, &child))
    return false;
  *node = add_node(l, NODE_NOT, 0, 0, child);
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
  uint32_t child;
  if (!load_search(l, c->scope, SIDE_ANY, n, &child))
    return false;
  *node = add_node(l, NODE_NOT, 0, 0, child);
  return true;
}

static bool read_before(struct loader *l, const struct conditions *c, const struct yaml_node *n, uint32_t *node) {
  return load_search(l, c->scope, SIDE_BEFORE, n, node);
}

static bool read_after(struct loader *l, const struct conditions *c, const struct yaml_node *n, uint32_t *node) {
  return load_search(l, c->scope, SIDE_AFTER, n, node);
}

static const struct relation relations[] = {
    {"unless", read_unless}, {"any", read_any_of},    {"all", read_all_of},  {"has", read_has},
    {"lacks", read_lacks},   {"before", read_before}, {"after", read_after},
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
  uint32_t child;
  bool nowhere;
  if (missing) {
    if (!load_bool(l, missing, &nowhere))
      return false;
    *node = add_node(l, NODE_NOWHERE, number, 0, RECORD_NONE);
    if (!nowhere)
      *node = add_node(l, NODE_NOT, 0, 0, *node);
    return true;
  }
  if (!load_conditions(l, field->target, n, &child))
    return false;
  *node = add_node(l, NODE_RELATED, number, 0, child);
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
  *node = add_node(l, NODE_FIELD, path, 0, child);
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
  *node = add_node(l, NODE_FIELD, path, 0, child);
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
static uint32_t cost_of(const struct loader *l, uint32_t node) {
  const struct node_record *n = &l->draft->NODES.at[node];
  uint32_t cost = n->op == NODE_SEARCH ? 3 : n->op == NODE_PATTERN || n->op == NODE_NEAR ? 2 : n->op == NODE_RELATED;
  for (uint32_t i = n->child; i != RECORD_NONE; i = l->draft->NODES.at[i].next) {
    uint32_t child_cost = cost_of(l, i);
    cost = child_cost > cost ? child_cost : cost;
  }
  return cost;
}

enum { COST_MAX = 3 };

static uint32_t add_by_cost(struct loader *l, const uint32_t *nodes, uint32_t count) {
  struct family family = {.op = NODE_ALL};
  for (uint32_t cost = 0; cost <= COST_MAX; cost++)
    for (uint32_t i = 0; i < count; i++)
      if (cost_of(l, nodes[i]) == cost)
        family_add(l, &family, nodes[i]);
  // Also an only child has a parent here: draft.c looks for the keys of a rule among the children of an ALL.
  return add_node(l, NODE_ALL, 0, 0, count ? family.first : RECORD_NONE);
}

bool load_conditions(struct loader *l, enum fact_kind kind, const struct yaml_node *map, uint32_t *node) {
  if (map->kind != YAML_MAP)
    return load_fault(l, map->at, "a map of conditions is expected here");
  struct conditions c = {kind, SCOPE_STAGE};
  const struct yaml_node *within = yaml_get(map, STR("within"));
  if (within && !load_scope(l, within, &c.scope))
    return false;
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
