#include "rules/load.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/near.h"

enum { FAULTS_A_FILE = 20, FAULT_BYTES = 400 };

bool load_fault(struct loader *l, position at, const char *format, ...) {
  if (++l->fault_count > FAULTS_A_FILE)
    return false;
  char message[FAULT_BYTES];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  struct fault fault = {l->path, at.line, at.column, str_copy(l->arena, str_of(message))};
  VEC_PUSH(l->arena, l->faults, fault);
  return false;
}

static const struct load_key *key_named(const struct load_key *keys, uint32_t count, str name) {
  for (uint32_t i = 0; i < count; i++)
    if (str_eq(str_of(keys[i].name), name))
      return &keys[i];
  return NULL;
}

static bool refuse_key(struct loader *l, const struct yaml_node *key, const char *what, const struct load_key *keys,
                       uint32_t count) {
  struct near near;
  near_init(&near, l->arena, key->text);
  for (uint32_t i = 0; i < count; i++)
    near_add(&near, str_of(keys[i].name));
  return load_fault(l, key->at, "unknown key '" STR_FMT "' in %s" STR_FMT, STR_ARG(str_slice(key->text, 0, 60)), what,
                    STR_ARG(near_hint(&near)));
}

bool load_map(struct loader *l, const struct yaml_node *map, const char *what, const struct load_key *keys,
              uint32_t count, void *into) {
  if (map->kind != YAML_MAP)
    return load_fault(l, map->at, "%s must be a map", what);
  bool ok = true;
  // Past the last fault that is told, looking for names that may have been meant would only take time.
  for (uint32_t i = 0; i < map->len && l->fault_count < FAULTS_A_FILE; i++)
    if (!key_named(keys, count, yaml_key(map, i)->text))
      ok = refuse_key(l, yaml_key(map, i), what, keys, count);
  for (uint32_t i = 0; i < count; i++) {
    const struct yaml_node *value = yaml_get(map, str_of(keys[i].name));
    if (value)
      ok = keys[i].read(l, value, into) && ok;
    else if (keys[i].required)
      ok = load_fault(l, map->at, "%s needs '%s'", what, keys[i].name);
  }
  return ok;
}

bool load_text(struct loader *l, const struct yaml_node *n, text_ref *out) {
  if (n->kind != YAML_SCALAR || n->text.len == 0)
    return load_fault(l, n->at, "a text is expected here");
  *out = draft_text(l->draft, n->text);
  return true;
}

bool load_texts(struct loader *l, const struct yaml_node *n, record_range *out) {
  *out = (record_range){l->draft->TEXTS.len, 0};
  const struct yaml_node *const *items = n->kind == YAML_LIST ? n->items : &n;
  uint32_t len = n->kind == YAML_LIST ? n->len : 1;
  for (uint32_t i = 0; i < len; i++) {
    text_ref text;
    if (!load_text(l, items[i], &text))
      return false;
    DRAFT_PUSH(l->draft, TEXTS, text);
  }
  out->len = len;
  return true;
}

bool load_bool(struct loader *l, const struct yaml_node *n, bool *out) {
  return yaml_is_bool(n, out) || load_fault(l, n->at, "true or false is expected here");
}

// Reads a name of an enumeration whose members `name_of` lists.
static bool load_name(struct loader *l, const struct yaml_node *n, const char *what, str (*name_of)(uint32_t i),
                      uint32_t count, uint32_t *out) {
  struct near near;
  near_init(&near, l->arena, n->text);
  for (uint32_t i = 0; i < count; i++) {
    if (n->kind == YAML_SCALAR && str_eq(n->text, name_of(i))) {
      *out = i;
      return true;
    }
    near_add(&near, name_of(i));
  }
  if (n->kind != YAML_SCALAR)
    return load_fault(l, n->at, "a %s is expected here" STR_FMT, what, STR_ARG(near_hint(&near)));
  return load_fault(l, n->at, "unknown %s '" STR_FMT "'" STR_FMT, what, STR_ARG(str_slice(n->text, 0, 60)),
                    STR_ARG(near_hint(&near)));
}

static str severity_at(uint32_t i) {
  return severity_name((enum severity)i);
}

bool load_severity(struct loader *l, const struct yaml_node *n, uint32_t *out) {
  return load_name(l, n, "severity", severity_at, SEVERITY_COUNT, out);
}

static str effect_at(uint32_t i) {
  return effect_name((enum effect)i);
}

static str tag_at(uint32_t i) {
  return diag_tag_name((enum diag_tag)i);
}

static str kind_at(uint32_t i) {
  return str_of(fact_schema((enum fact_kind)i)->name);
}

bool load_kind(struct loader *l, const struct yaml_node *key, enum fact_kind *kind) {
  uint32_t number;
  if (!load_name(l, key, "fact", kind_at, FACT_KIND_COUNT, &number))
    return false;
  *kind = (enum fact_kind)number;
  return true;
}

static const struct category {
  str name, doc;
} categories[] = {
    {STR_INIT("arch"), STR_INIT("What breaks, is wrong or is wasteful on another CPU architecture")},
    {STR_INIT("correctness"), STR_INIT("What does not do what it seems to, or does not build")},
    {STR_INIT("security"), STR_INIT("What leaks secrets, or lets strangers decide what runs")},
    {STR_INIT("packages"), STR_INIT("How package managers are used")},
    {STR_INIT("reproducibility"), STR_INIT("What may be something else tomorrow")},
    {STR_INIT("performance"), STR_INIT("What makes builds slow and images large")},
    {STR_INIT("style"), STR_INIT("What is harder to read than it need be")},
};

static str category_at(uint32_t i) {
  return categories[i].name;
}

str rule_category_doc(str category) {
  for (uint32_t i = 0; i < COUNT_OF(categories); i++)
    if (str_eq(categories[i].name, category))
      return categories[i].doc;
  return (str){0};
}

static const str onces[] = {
    [ONCE_NEVER] = STR_INIT("never"),
    [ONCE_FILE] = STR_INIT("file"),
    [ONCE_STAGE] = STR_INIT("stage"),
    [ONCE_RUN] = STR_INIT("run"),
};

static str once_at(uint32_t i) {
  return onces[i];
}

bool load_is_kebab(str s) {
  for (uint32_t i = 0; i < s.len; i++) {
    char c = s.at[i];
    bool dash = c == '-' && i > 0 && s.at[i - 1] != '-' && i + 1 < s.len;
    if (!dash && !is_ascii_digit(c) && !(c >= 'a' && c <= 'z'))
      return false;
  }
  return s.len > 0 && !is_ascii_digit(s.at[0]);
}

static bool read_id(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  if (n->kind != YAML_SCALAR || !load_is_kebab(n->text))
    return load_fault(l, n->at, "an id consists of lower-case words with single dashes between them");
  return load_text(l, n, &rule->id);
}

static bool read_category(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  uint32_t i;
  if (!load_name(l, n, "category", category_at, COUNT_OF(categories), &i))
    return false;
  rule->category = draft_text(l->draft, categories[i].name);
  return true;
}

static bool read_severity(struct loader *l, const struct yaml_node *n, void *into) {
  return load_severity(l, n, &((struct rule_record *)into)->severity);
}

static bool read_effect(struct loader *l, const struct yaml_node *n, void *into) {
  return load_name(l, n, "effect", effect_at, EFFECT_COUNT, &((struct rule_record *)into)->effect);
}

static bool read_tag(struct loader *l, const struct yaml_node *n, void *into) {
  return load_name(l, n, "tag", tag_at, TAG_COUNT, &((struct rule_record *)into)->tag);
}

static bool read_enabled(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  bool enabled;
  if (!load_bool(l, n, &enabled))
    return false;
  rule->flags &= enabled ? ~0u : ~(uint32_t)RULE_ENABLED;
  return true;
}

static bool read_aliases(struct loader *l, const struct yaml_node *n, void *into) {
  for (uint32_t i = 0; n->kind == YAML_LIST && i < n->len; i++)
    if (str_find_char(n->items[i]->text, ' ') < n->items[i]->text.len ||
        str_find_char(n->items[i]->text, ',') < n->items[i]->text.len)
      return load_fault(l, n->items[i]->at, "an alias has neither blanks nor commas");
  return load_texts(l, n, &((struct rule_record *)into)->aliases);
}

static bool read_summary(struct loader *l, const struct yaml_node *n, void *into) {
  return load_text(l, n, &((struct rule_record *)into)->summary);
}

static bool read_why(struct loader *l, const struct yaml_node *n, void *into) {
  return load_text(l, n, &((struct rule_record *)into)->why);
}

static bool read_references(struct loader *l, const struct yaml_node *n, void *into) {
  for (uint32_t i = 0; n->kind == YAML_LIST && i < n->len; i++)
    if (!str_has_prefix(n->items[i]->text, STR("https://")))
      return load_fault(l, n->items[i]->at, "a reference is an address that begins with https://");
  return load_texts(l, n, &((struct rule_record *)into)->references);
}

// `{KIND: conditions}`; the kind alone is read before the keys whose fields it decides about.
static bool read_kind(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  if (n->kind != YAML_MAP || n->len != 1)
    return load_fault(l, n->at, "'match' names one fact: {instruction: {keyword: RUN}}");
  if (!load_kind(l, yaml_key(n, 0), &l->kind))
    return false;
  rule->kind = l->kind;
  return true;
}

// `option NAME`, or a field with several values.
static bool read_each(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  if (n->kind != YAML_SCALAR || n->text.len == 0)
    return load_fault(l, n->at, "'for-each' names a field, or an option: option NAME");
  l->has_item = true;
  if (str_has_prefix(n->text, STR("option "))) {
    rule->each = EACH_OPTION;
    if (!load_option_named(l, n, str_trim(str_skip(n->text, 7)), &rule->each_of))
      return false;
    return l->draft->OPTIONS.at[rule->each_of].type == OPTION_TEXTS ||
           load_fault(l, n->at, "'for-each' needs an option that is a list");
  }
  rule->each = EACH_FIELD;
  if (!load_path(l, l->kind, n, n->text, PATH_VALUE, &rule->each_of))
    return false;
  return load_path_type(l, rule->each_of) == FIELD_VALUES ||
         load_fault(l, n->at, "'for-each' needs a field with several values");
}

static bool read_match(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  if (!load_conditions(l, l->kind, yaml_value(n, 0), &rule->match))
    return false;
  rule->steady = load_steady(l, rule->match);
  return true;
}

static bool read_underline(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  if (n->kind != YAML_SCALAR)
    return load_fault(l, n->at, "'underline' names a field");
  return load_path(l, l->kind, n, n->text, PATH_PLACE, &rule->underline);
}

static bool read_once(struct loader *l, const struct yaml_node *n, void *into) {
  return load_name(l, n, "range", once_at, COUNT_OF(onces), &((struct rule_record *)into)->once);
}

static bool read_message(struct loader *l, const struct yaml_node *n, void *into) {
  return load_template(l, n, &((struct rule_record *)into)->message);
}

// What comes first is read first: what a field means depends on the fact, what `item` is on `for-each`.
static const struct load_key first_keys[] = {
    {"id", read_id, true},
    {"match", read_kind, true},
    {"options", load_options, false},
};

static const struct load_key later_keys[] = {
    {"category", read_category, true},    {"severity", read_severity, true},
    {"effect", read_effect, false},       {"tag", read_tag, false},
    {"enabled", read_enabled, false},     {"aliases", read_aliases, false},
    {"sets", load_sets, false},           {"summary", read_summary, true},
    {"for-each", read_each, false},       {"match", read_match, true},
    {"underline", read_underline, false}, {"once", read_once, false},
    {"levels", load_levels, false},       {"labels", load_labels, false},
    {"message", read_message, true},      {"why", read_why, true},
    {"fix", load_fixes, false},           {"references", read_references, false},
    {"examples", load_examples, false},
};

// The keys of the other table are no mistake.
static bool ignore_value(struct loader *l, const struct yaml_node *n, void *into) {
  (void)l, (void)n, (void)into;
  return true;
}

// Which keys there are, and the first ones.
static bool load_first(struct loader *l, const struct yaml_node *root) {
  struct load_key keys[COUNT_OF(first_keys) + COUNT_OF(later_keys)] = {{0}};
  uint32_t count = 0;
  for (uint32_t i = 0; i < COUNT_OF(first_keys); i++)
    keys[count++] = first_keys[i];
  for (uint32_t i = 0; i < COUNT_OF(later_keys); i++)
    if (!key_named(first_keys, COUNT_OF(first_keys), str_of(later_keys[i].name)))
      keys[count++] = (struct load_key){later_keys[i].name, ignore_value, later_keys[i].required};
  return load_map(l, root, "a rule", keys, count, &l->rule);
}

static bool load_later(struct loader *l, const struct yaml_node *root) {
  bool ok = true;
  for (uint32_t i = 0; i < COUNT_OF(later_keys); i++) {
    const struct yaml_node *value = yaml_get(root, str_of(later_keys[i].name));
    if (value)
      ok = later_keys[i].read(l, value, &l->rule) && ok;
  }
  return ok;
}

static void load_rule(struct loader *l, const struct rule_file *file) {
  const struct yaml_node *root;
  struct fault why = {0};
  l->path = file->path;
  l->fault_count = 0;
  l->has_item = false;
  l->kind = FACT_KIND_COUNT;
  l->rule = (struct rule_record){.underline = RECORD_NONE, .flags = RULE_ENABLED};
  if (!yaml_read(l->arena, file->path, file->bytes, &root, &why)) {
    VEC_PUSH(l->arena, l->faults, why);
    return;
  }
  struct draft before = *l->draft;
  l->rule.path = draft_text(l->draft, file->path);
  bool ok = load_first(l, root);
  if (l->kind != FACT_KIND_COUNT) // else complaints about fields would be noise
    ok = load_later(l, root) && ok;
  if (ok)
    DRAFT_PUSH(l->draft, RULES, l->rule);
  else
    *l->draft = before;
}

// Where the id stands, for a complaint about it.
static position id_position(const struct rule_file *file, struct arena *a) {
  const struct yaml_node *root;
  struct fault why;
  if (!yaml_read(a, file->path, file->bytes, &root, &why))
    return (position){1, 1};
  return yaml_get(root, STR("id"))->at;
}

// Where a rule of that id was read from.
static void add_id(struct loader *l, struct map *ids, str id, str path) {
  str *known = NEW(l->arena, str);
  *known = path;
  map_put(l->arena, ids, id, known);
}

static void load_file(struct loader *l, struct map *ids, const struct rule_file *file) {
  struct draft before = *l->draft;
  load_rule(l, file);
  if (l->draft->RULES.len == before.RULES.len)
    return;
  str id = str_copy(l->arena, draft_view(l->draft, l->rule.id));
  const str *other = map_get(ids, id);
  if (!other) {
    add_id(l, ids, id, file->path);
    return;
  }
  load_fault(l, id_position(file, l->arena), "rule '" STR_FMT "' is also in " STR_FMT, STR_ARG(id), STR_ARG(*other));
  *l->draft = before;
}

const struct rule_image *rules_compile(struct arena *a, const struct rule_file *files, uint32_t count,
                                       struct rule_tables tables, const struct rule_image *known,
                                       struct faults *faults) {
  struct draft draft;
  draft_init(&draft, a);
  struct loader l = {.arena = a, .draft = &draft, .faults = faults, .tables = tables};
  struct map ids = {0};
  for (uint32_t i = 0; known && i < IMAGE_COUNT(known, RULES); i++) {
    const struct rule_record *rule = IMAGE_AT(known, RULES, i);
    add_id(&l, &ids, image_text(known, rule->id), image_text(known, rule->path));
  }
  for (uint32_t i = 0; i < count && i < LIMIT_RULES; i++)
    load_file(&l, &ids, &files[i]);
  if (count > LIMIT_RULES) {
    l.path = files[LIMIT_RULES].path;
    l.fault_count = 0;
    load_fault(&l, (position){0, 0}, "more than %d rules", LIMIT_RULES);
  }
  return draft_assemble(&draft);
}
