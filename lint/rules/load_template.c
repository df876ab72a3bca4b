#include "base/limits.h"
#include "base/near.h"
#include "rules/load.h"

// Paths: `url`, `stage.name`, `platform`.

struct virtual_field {
  str name;
  enum path_virtual field;
};

static const struct virtual_field virtual_fields[] = {
    {STR_INIT("platform"), VIRTUAL_PLATFORM}, {STR_INIT("platform-name"), VIRTUAL_PLATFORM_NAME},
    {STR_INIT("target"), VIRTUAL_TARGET},     {STR_INIT("target-name"), VIRTUAL_TARGET_NAME},
    {STR_INIT("item"), VIRTUAL_ITEM},         {STR_INIT("fact"), VIRTUAL_FACT},
};

bool path_virtual_named(str name, uint32_t *field) {
  for (uint32_t i = 0; i < COUNT_OF(virtual_fields); i++) {
    *field = virtual_fields[i].field;
    if (str_eq(virtual_fields[i].name, name))
      return true;
  }
  return false;
}

static position step_position(const struct yaml_node *n, str step) {
  return step.len ? yaml_position(n, (uint32_t)(step.at - n->text.at)) : n->at;
}

static bool refuse_step(struct loader *l, const struct yaml_node *n, enum fact_kind kind, str name) {
  const struct fact_schema *schema = fact_schema(kind);
  struct near near;
  near_init(&near, l->arena, name);
  for (uint32_t i = 0; i < schema->field_count; i++)
    near_add(&near, str_of(schema->fields[i].name));
  for (uint32_t i = 0; i < COUNT_OF(virtual_fields); i++)
    near_add(&near, virtual_fields[i].name);
  return load_fault(l, step_position(n, name), "fact '%s' has no field '" STR_FMT "'" STR_FMT, schema->name,
                    STR_ARG(str_slice(name, 0, 60)), STR_ARG(near_hint(&near)));
}

// Goes from the fact that the path has come to on to the one that `name` leads to.
static bool take_hop(struct loader *l, const struct yaml_node *n, struct path_record *path, str name) {
  enum fact_kind kind = (enum fact_kind)path->kind;
  const struct field *field = fact_field_named(kind, name);
  if (!field)
    return refuse_step(l, n, kind, name);
  if (field->type != FIELD_FACT)
    return load_fault(l, step_position(n, name), "field '" STR_FMT "' leads to no other fact", STR_ARG(name));
  if (path->hop_count == PATH_HOPS_MAX)
    return load_fault(l, step_position(n, name), "more than %d fields in one path", PATH_HOPS_MAX);
  path->hops[path->hop_count++] = (uint32_t)(field - fact_schema(kind)->fields);
  path->kind = field->target;
  return true;
}

static bool take_virtual(struct loader *l, const struct yaml_node *n, struct path_record *path, str name,
                         enum path_use use) {
  if (!path_virtual_named(name, &path->field))
    return refuse_step(l, n, (enum fact_kind)path->kind, name);
  bool is_place = path->field == VIRTUAL_FACT || path->field == VIRTUAL_ITEM;
  if (path->field == VIRTUAL_ITEM && !l->has_item)
    return load_fault(l, step_position(n, name), "'item' needs 'for-each'");
  if (use == PATH_PLACE && !is_place)
    return load_fault(l, step_position(n, name), "'" STR_FMT "' stands nowhere in the file", STR_ARG(name));
  if (use == PATH_VALUE && path->field == VIRTUAL_FACT)
    return load_fault(l, step_position(n, name), "'fact' has no text; name one of its fields");
  if (!is_place)
    l->rule.flags |= RULE_READS_SCENARIO;
  return true;
}

static bool take_field(struct loader *l, const struct yaml_node *n, struct path_record *path, str name,
                       enum path_use use) {
  enum fact_kind kind = (enum fact_kind)path->kind;
  const struct field *field = fact_field_named(kind, name);
  if (!field)
    return take_virtual(l, n, path, name, use);
  path->field = (uint32_t)(field - fact_schema(kind)->fields);
  if (field->type == FIELD_FACT && use == PATH_PLACE) // the whole of that fact
    return take_hop(l, n, path, name) && (path->field = VIRTUAL_FACT, true);
  if (field->type == FIELD_FACT)
    return load_fault(l, step_position(n, name),
                      "'" STR_FMT "' is another fact; name one of its fields: " STR_FMT ".%s", STR_ARG(name),
                      STR_ARG(name), fact_schema(field->target)->fields[0].name);
  if (use == PATH_PLACE && (field->type == FIELD_BOOL || field->type == FIELD_NUMBER))
    return load_fault(l, step_position(n, name), "'" STR_FMT "' stands nowhere in the file", STR_ARG(name));
  return true;
}

bool load_path(struct loader *l, enum fact_kind kind, const struct yaml_node *n, str name, enum path_use use,
               uint32_t *path) {
  struct path_record record = {.kind = kind};
  str step;
  while (str_cut(name, '.', &step, &name))
    if (!take_hop(l, n, &record, step))
      return false;
  if (!take_field(l, n, &record, name, use))
    return false;
  *path = DRAFT_ADD(l->draft, PATHS, record);
  return true;
}

enum field_type load_path_type(const struct loader *l, uint32_t path) {
  const struct path_record *record = &l->draft->PATHS.at[path];
  if (record->field == VIRTUAL_FACT)
    return FIELD_FACT;
  if (record->field >= VIRTUAL_PLATFORM)
    return FIELD_VALUE;
  return fact_schema((enum fact_kind)record->kind)->fields[record->field].type;
}

bool load_option_named(struct loader *l, const struct yaml_node *n, str name, uint32_t *option) {
  struct near near;
  near_init(&near, l->arena, name);
  for (uint32_t i = 0; i < l->rule.options.len; i++) {
    *option = l->rule.options.first + i;
    str known = draft_view(l->draft, l->draft->OPTIONS.at[*option].name);
    if (str_eq(known, name))
      return true;
    near_add(&near, known);
  }
  return load_fault(l, n->at, "the rule has no option '" STR_FMT "'" STR_FMT, STR_ARG(str_slice(name, 0, 60)),
                    STR_ARG(near_hint(&near)));
}

// Templates: `{url}`, `{stage.name}`, `{keyword|lower}`, `{option.hosts}`, `{platforms}`; `{{` and `}}` are braces.

struct filter {
  str name;
  enum piece_filter filter;
};

static const struct filter filters[] = {
    {STR_INIT("lower"), FILTER_LOWER}, {STR_INIT("upper"), FILTER_UPPER}, {STR_INIT("words"), FILTER_WORDS}};

static bool find_filter(struct loader *l, const struct yaml_node *n, str name, uint32_t *filter) {
  for (uint32_t i = 0; i < COUNT_OF(filters); i++)
    if (str_eq(filters[i].name, name)) {
      *filter = filters[i].filter;
      return true;
    }
  enum arch_scheme scheme;
  if (platform_scheme_named(name, &scheme)) {
    *filter = FILTER_SCHEME + scheme;
    return true;
  }
  return load_fault(l, yaml_position(n, (uint32_t)(name.at - n->text.at)),
                    "unknown filter '" STR_FMT "'; known: lower, upper, words, and the namings of platforms.yaml",
                    STR_ARG(str_slice(name, 0, 60)));
}

static bool load_insertion(struct loader *l, const struct yaml_node *n, str name, struct piece_record *piece) {
  str filter;
  if (str_cut(name, '|', &name, &filter) && !find_filter(l, n, filter, &piece->filter))
    return false;
  if (str_eq(name, STR("platforms"))) {
    piece->kind = PIECE_PLATFORMS;
    return true;
  }
  if (l->in_edit && str_eq(name, STR("each"))) {
    piece->kind = PIECE_EACH;
    return true;
  }
  if (str_has_prefix(name, STR("option."))) {
    piece->kind = PIECE_OPTION;
    return load_option_named(l, n, str_skip(name, 7), &piece->of);
  }
  piece->kind = PIECE_FIELD;
  uint32_t flags = l->rule.flags;
  bool ok = load_path(l, l->kind, n, name, PATH_VALUE, &piece->of);
  l->rule.flags = flags; // what is shown does not decide on which platforms a rule is tried
  return ok;
}

// Text up to the next single brace; doubled ones stand for themselves.
static text_ref take_literal(struct loader *l, str *rest) {
  text_ref text = {l->draft->bytes.len, 0};
  while (rest->len) {
    char c = rest->at[0];
    bool doubled = rest->len > 1 && rest->at[1] == c;
    if ((c == '{' || c == '}') && !doubled)
      break;
    buf_add_char(&l->draft->bytes, c);
    *rest = str_skip(*rest, c == '{' || c == '}' ? 2 : 1);
  }
  text.len = l->draft->bytes.len - text.off;
  return text;
}

bool load_template(struct loader *l, const struct yaml_node *n, record_range *pieces) {
  if (n->kind != YAML_SCALAR)
    return load_fault(l, n->at, "a text is expected here");
  pieces->first = l->draft->PIECES.len;
  str rest = n->text;
  uint32_t insertions = 0;
  while (rest.len) {
    struct piece_record piece = {.kind = PIECE_TEXT};
    piece.text = take_literal(l, &rest);
    if (piece.text.len)
      DRAFT_PUSH(l->draft, PIECES, piece);
    if (rest.len == 0)
      break;
    uint32_t end = str_find_char(rest, '}');
    if (rest.at[0] == '}' || end == rest.len)
      return load_fault(l, yaml_position(n, (uint32_t)(rest.at - n->text.at)),
                        "a single brace; write {{ or }} for a brace itself");
    piece = (struct piece_record){0};
    if (++insertions > LIMIT_INSERTIONS)
      return load_fault(l, n->at, "more than %d insertions in one text", LIMIT_INSERTIONS);
    if (!load_insertion(l, n, str_slice(rest, 1, end), &piece))
      return false;
    DRAFT_PUSH(l->draft, PIECES, piece);
    rest = str_skip(rest, end + 1);
  }
  pieces->len = l->draft->PIECES.len - pieces->first;
  return true;
}
