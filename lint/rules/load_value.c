#include "base/near.h"
#include "rules/load.h"
#include "rules/pattern.h"
#include "rules/regex.h"

// Conditions on what a field holds.

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

static record_range draft_literals(struct draft *d, str pattern) {
  struct literals literals = pattern_literals(pattern);
  record_range range = {d->TEXTS.len, literals.len};
  for (uint32_t i = 0; i < literals.len; i++) {
    text_ref text = draft_text(d, literals.at[i]);
    DRAFT_PUSH(d, TEXTS, text);
  }
  return range;
}

static bool load_pattern(struct loader *l, const struct yaml_node *n, str pattern, bool ignores_case, uint32_t *node) {
  struct pattern_fault refused;
  uint32_t at = 0;
  str why = {0};
  if (!pattern_is_allowed(pattern, &refused))
    return load_fault(l, yaml_position(n, 1 + refused.at), STR_FMT, STR_ARG(refused.message));
  if (!regex_check(l->arena, pattern, &at, &why))
    return load_fault(l, yaml_position(n, 1 + at), "bad pattern: " STR_FMT, STR_ARG(why));
  struct pattern_record record = {.text = draft_text(l->draft, pattern), .ignores_case = ignores_case};
  record.rule = l->rule.id;
  record.literals = ignores_case ? (record_range){0} : draft_literals(l->draft, pattern);
  *node = draft_node(l->draft, NODE_PATTERN, DRAFT_ADD(l->draft, PATTERNS, record), 0, RECORD_NONE);
  return true;
}

static bool load_literal(struct loader *l, const struct yaml_node *n, uint32_t *node) {
  text_ref text;
  if (!load_text(l, n, &text))
    return false;
  *node = draft_node(l->draft, NODE_TEXT, text.off, text.len, RECORD_NONE);
  return true;
}

static bool load_number(struct loader *l, const struct yaml_node *n, uint32_t *node) {
  uint32_t number;
  if (!yaml_is_number(n, &number))
    return load_fault(l, n->at, "a number is expected here");
  *node = draft_node(l->draft, NODE_NUMBER, number, 0, RECORD_NONE);
  return true;
}

static bool load_truth(struct loader *l, const struct yaml_node *n, uint32_t *node) {
  bool value;
  if (!load_bool(l, n, &value))
    return false;
  *node = draft_node(l->draft, NODE_TRUE, 0, 0, RECORD_NONE);
  if (!value)
    *node = draft_node(l->draft, NODE_NOT, 0, 0, *node);
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
    uint32_t child = RECORD_NONE;
    if (!load_value(l, type, n->items[i], &child))
      return false;
    draft_adopt(l->draft, &family, child);
  }
  *node = draft_parent(l->draft, &family);
  return true;
}

// What a map of value conditions may hold: each key reads one condition on a field of the type.
struct operator{
  const char *name;
  bool (*read)(struct loader * l, enum field_type type, const struct yaml_node *n, uint32_t *node);
};

static bool read_not(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  uint32_t child = RECORD_NONE;
  if (!load_value(l, type, n, &child))
    return false;
  *node = draft_node(l->draft, NODE_NOT, 0, 0, child);
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
  *node = draft_node(l->draft, NODE_MISSING, 0, 0, RECORD_NONE);
  if (!missing)
    *node = draft_node(l->draft, NODE_NOT, 0, 0, *node);
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
  *node = draft_node(l->draft, NODE_SAME, path, 0, RECORD_NONE);
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
  *node = draft_node(l->draft, NODE_OPTION, option, 0, RECORD_NONE);
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
  uint32_t table = 0, column = 0;
  if (!is_text_type(type) || n->kind != YAML_SCALAR)
    return load_fault(l, n->at, "'in' compares texts with a table: {in: TABLE}");
  str name = n->text, column_name = {0};
  bool has_column = str_cut(name, '.', &name, &column_name);
  if (!find_table(l, n, name, &table) || (has_column && !find_column(l, n, table, column_name, &column)))
    return false;
  *node = draft_node(l->draft, NODE_TABLE, table, column, RECORD_NONE);
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
  uint32_t child = RECORD_NONE;
  if (!is_text_type(type))
    return load_fault(l, n->at, "'near' compares texts");
  if (!load_value(l, type, n, &child))
    return false;
  if (!is_near_operand(l, child))
    return load_fault(l, n->at, "'near' needs a text, a field, an option, a table, or a list of them");
  *node = draft_node(l->draft, NODE_NEAR, 0, 0, child);
  return true;
}

static bool read_count(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  uint32_t child = RECORD_NONE;
  if (type != FIELD_VALUES)
    return load_fault(l, n->at, "'count' is for fields with several values");
  if (!load_value(l, FIELD_NUMBER, n, &child))
    return false;
  *node = draft_node(l->draft, NODE_COUNT, 0, 0, child);
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
    *node = draft_node(l->draft, op, operand, OPERAND_NUMBER, RECORD_NONE);
    return true;
  }
  const struct yaml_node *field = yaml_get(n, STR("field")), *option = yaml_get(n, STR("option"));
  if (n->kind != YAML_MAP || n->len != 1 || (!field && !option))
    return load_fault(l, n->at, "a number, {field: NAME} or {option: NAME} is expected here");
  if (option && load_option(l, FIELD_NUMBER, option, &operand)) {
    *node = draft_node(l->draft, op, operand, OPERAND_OPTION, RECORD_NONE);
    return true;
  }
  if (!field || !load_number_field(l, field, &operand))
    return false;
  *node = draft_node(l->draft, op, operand, OPERAND_FIELD, RECORD_NONE);
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
  *node = draft_node(l->draft, NODE_NOT, 0, 0, *node);
  return true;
}

static bool read_at_most(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  if (!load_bound(l, type, n, NODE_ABOVE, node))
    return false;
  *node = draft_node(l->draft, NODE_NOT, 0, 0, *node);
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

bool load_value(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node) {
  if (n->kind == YAML_SCALAR)
    return load_scalar(l, type, n, node);
  if (n->kind == YAML_LIST)
    return load_alternatives(l, type, NODE_ANY, n, node);
  if (n->len == 0)
    return load_fault(l, n->at, "a condition is expected here");
  struct family family = {.op = NODE_ALL};
  for (uint32_t i = 0; i < n->len; i++) {
    uint32_t child = RECORD_NONE;
    if (!load_operator(l, type, yaml_key(n, i), yaml_value(n, i), &child))
      return false;
    draft_adopt(l->draft, &family, child);
  }
  *node = draft_parent(l->draft, &family);
  return true;
}
