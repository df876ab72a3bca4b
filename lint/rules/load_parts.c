#include "base/near.h"
#include "rules/load.h"

// Options: `name: default`, or `name: {default: …, doc: …}`; the default decides about the type.

bool load_option_value(struct loader *l, const struct yaml_node *n, struct option_record *option) {
  bool truth;
  if (yaml_is_bool(n, &truth)) {
    option->type = OPTION_BOOL;
    option->number = truth;
    return true;
  }
  if (yaml_is_number(n, &option->number)) {
    option->type = OPTION_NUMBER;
    return true;
  }
  option->type = n->kind == YAML_LIST ? OPTION_TEXTS : OPTION_TEXT;
  return load_texts(l, n, &option->texts);
}

static bool read_default(struct loader *l, const struct yaml_node *n, void *into) {
  return load_option_value(l, n, into);
}

static bool read_doc(struct loader *l, const struct yaml_node *n, void *into) {
  return load_text(l, n, &((struct option_record *)into)->doc);
}

static const struct load_key option_keys[] = {{"default", read_default, true}, {"doc", read_doc, false}};

bool load_options(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  if (n->kind != YAML_MAP)
    return load_fault(l, n->at, "'options' is a map of names and their defaults");
  rule->options = (record_range){l->draft->OPTIONS.len, 0};
  for (uint32_t i = 0; i < n->len; i++) {
    const struct yaml_node *value = yaml_value(n, i);
    struct option_record option = {.name = draft_text(l->draft, yaml_key(n, i)->text)};
    bool ok = value->kind == YAML_MAP ? load_map(l, value, "an option", option_keys, COUNT_OF(option_keys), &option)
                                      : read_default(l, value, &option);
    if (!ok)
      return false;
    DRAFT_PUSH(l->draft, OPTIONS, option);
    rule->options.len++;
  }
  return true;
}

bool load_each(struct loader *l, const struct yaml_node *n, bool (*read)(struct loader *, const struct yaml_node *)) {
  if (n->kind != YAML_LIST)
    return read(l, n);
  for (uint32_t i = 0; i < n->len; i++)
    if (!read(l, n->items[i]))
      return false;
  return true;
}

static bool load_setting(struct loader *l, const struct yaml_node *key, const struct yaml_node *value) {
  struct setting_record setting = {0};
  struct option_record read = {0};
  if (!load_option_named(l, key, key->text, &setting.option) || !load_option_value(l, value, &read))
    return false;
  uint32_t type = l->draft->OPTIONS.at[setting.option].type;
  // One text will do for a list.
  if (read.type != type && !(read.type == OPTION_TEXT && type == OPTION_TEXTS))
    return load_fault(l, value->at, "option '" STR_FMT "' is of another type", STR_ARG(key->text));
  setting.number = read.number;
  setting.texts = read.texts;
  DRAFT_PUSH(l->draft, SETTINGS, setting);
  return true;
}

bool load_settings(struct loader *l, const struct yaml_node *n, record_range *settings) {
  if (n->kind != YAML_MAP)
    return load_fault(l, n->at, "'options' is a map of names and values");
  *settings = (record_range){l->draft->SETTINGS.len, n->len};
  for (uint32_t i = 0; i < n->len; i++)
    if (!load_setting(l, yaml_key(n, i), yaml_value(n, i)))
      return false;
  return true;
}

// Sets: `NAME`, or `NAME: {severity: …, options: {…}}` where the rule is another in that set.

static bool read_set_severity(struct loader *l, const struct yaml_node *n, void *into) {
  return load_severity(l, n, &((struct set_record *)into)->severity);
}

static bool read_set_options(struct loader *l, const struct yaml_node *n, void *into) {
  return load_settings(l, n, &((struct set_record *)into)->settings);
}

static const struct load_key set_keys[] = {
    {"severity", read_set_severity, false},
    {"options", read_set_options, false},
};

static bool load_set(struct loader *l, const struct yaml_node *n) {
  bool differs = n->kind == YAML_MAP && n->len == 1;
  const struct yaml_node *name = differs ? yaml_key(n, 0) : n;
  struct set_record set = {.severity = SEVERITY_COUNT};
  if (name->kind != YAML_SCALAR || !load_is_kebab(name->text))
    return load_fault(l, name->at, "a set's name consists of lower-case words with dashes between them");
  if (differs && !load_map(l, yaml_value(n, 0), "a set", set_keys, COUNT_OF(set_keys), &set))
    return false;
  set.name = draft_text(l->draft, name->text);
  DRAFT_PUSH(l->draft, SETS, set);
  return true;
}

bool load_sets(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  rule->sets.first = l->draft->SETS.len;
  if (!load_each(l, n, load_set))
    return false;
  rule->sets.len = l->draft->SETS.len - rule->sets.first;
  return true;
}

// Levels.

static bool read_level_when(struct loader *l, const struct yaml_node *n, void *into) {
  return load_conditions(l, l->kind, n, &((struct level_record *)into)->when);
}

static bool read_level_severity(struct loader *l, const struct yaml_node *n, void *into) {
  return load_severity(l, n, &((struct level_record *)into)->severity);
}

static const struct load_key level_keys[] = {{"when", read_level_when, true}, {"severity", read_level_severity, true}};

static bool load_level(struct loader *l, const struct yaml_node *n) {
  struct level_record level = {0};
  if (!load_map(l, n, "a level", level_keys, COUNT_OF(level_keys), &level))
    return false;
  DRAFT_PUSH(l->draft, LEVELS, level);
  return true;
}

bool load_levels(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  rule->levels.first = l->draft->LEVELS.len;
  if (!load_each(l, n, load_level))
    return false;
  rule->levels.len = l->draft->LEVELS.len - rule->levels.first;
  return true;
}

// Labels.

struct label_draft {
  struct label_record record;
  enum search_scope scope;
  enum fact_kind found; // what a search finds
  uint32_t sources;
};

static bool read_label_within(struct loader *l, const struct yaml_node *n, void *into) {
  return load_scope(l, n, &((struct label_draft *)into)->scope);
}

static bool read_label_search(struct loader *l, const struct yaml_node *n, struct label_draft *d,
                              enum label_source source, enum search_side side) {
  d->record.source = source;
  d->sources++;
  uint32_t flags = l->rule.flags;
  bool ok = load_search(l, d->scope, side, n, &d->record.of);
  l->rule.flags = flags; // labels do not decide whether the rule holds
  if (ok)
    d->found = (enum fact_kind)l->draft->NODES.at[d->record.of].a;
  return ok;
}

static bool read_label_fact(struct loader *l, const struct yaml_node *n, void *into) {
  return read_label_search(l, n, into, LABEL_ALL, SIDE_ANY);
}

static bool read_label_before(struct loader *l, const struct yaml_node *n, void *into) {
  return read_label_search(l, n, into, LABEL_NEAREST, SIDE_BEFORE);
}

static bool read_label_after(struct loader *l, const struct yaml_node *n, void *into) {
  return read_label_search(l, n, into, LABEL_NEAREST, SIDE_AFTER);
}

static bool read_label_field(struct loader *l, const struct yaml_node *n, void *into) {
  struct label_draft *d = into;
  d->record.source = LABEL_PLACE;
  d->sources++;
  return n->kind == YAML_SCALAR ? load_path(l, l->kind, n, n->text, PATH_PLACE, &d->record.of)
                                : load_fault(l, n->at, "the name of a field is expected here");
}

static bool read_label_others(struct loader *l, const struct yaml_node *n, void *into) {
  struct label_draft *d = into;
  bool others;
  d->record.source = LABEL_OTHERS;
  d->sources++;
  if (!load_bool(l, n, &others))
    return false;
  return (others && l->rule.once != ONCE_NEVER) || load_fault(l, n->at, "'others' are what 'once' leaves out");
}

static bool read_label_underline(struct loader *l, const struct yaml_node *n, void *into) {
  struct label_draft *d = into;
  if (d->found == FACT_KIND_COUNT || n->kind != YAML_SCALAR)
    return load_fault(l, n->at, "'underline' names a field of what 'fact', 'before' or 'after' finds");
  return load_path(l, d->found, n, n->text, PATH_PLACE, &d->record.underline);
}

static bool read_label_text(struct loader *l, const struct yaml_node *n, void *into) {
  return load_template(l, n, &((struct label_draft *)into)->record.text);
}

// `within` comes first: it says where the searches look.
static const struct load_key label_keys[] = {
    {"within", read_label_within, false},       {"fact", read_label_fact, false},
    {"before", read_label_before, false},       {"after", read_label_after, false},
    {"field", read_label_field, false},         {"others", read_label_others, false},
    {"underline", read_label_underline, false}, {"text", read_label_text, true},
};

static bool load_label(struct loader *l, const struct yaml_node *n) {
  struct label_draft d = {.record.underline = RECORD_NONE, .scope = SCOPE_STAGE, .found = FACT_KIND_COUNT};
  if (!load_map(l, n, "a label", label_keys, COUNT_OF(label_keys), &d))
    return false;
  if (d.sources != 1)
    return load_fault(l, n->at, "a label has one of 'fact', 'before', 'after', 'field' and 'others'");
  DRAFT_PUSH(l->draft, LABELS, d.record);
  return true;
}

bool load_labels(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  rule->labels.first = l->draft->LABELS.len;
  if (!load_each(l, n, load_label))
    return false;
  rule->labels.len = l->draft->LABELS.len - rule->labels.first;
  return true;
}

// Fixes.

struct edit_draft {
  struct edit_record record;
  uint32_t verbs;
  bool has_text, has_variable, has_otherwise, has_ask;
};

// What an edit of each verb has to say beside the place.
static const struct edit_needs {
  bool text, variable, otherwise;
} edit_needs[] = {
    [EDIT_REPLACE] = {.text = true},
    [EDIT_INSERT_BEFORE] = {.text = true},
    [EDIT_INSERT_AFTER] = {.text = true},
    [EDIT_INSERT_ABOVE] = {.text = true},
    [EDIT_INSERT_LINE] = {.text = true},
    [EDIT_DELETE] = {0},
    [EDIT_REPLACE_EACH] = {.text = true},
    [EDIT_EXPAND] = {.text = true},
    [EDIT_APPEND] = {.text = true},
    [EDIT_JOIN_BEFORE] = {.text = true},
    [EDIT_JOIN_AFTER] = {.text = true},
    [EDIT_SORT] = {0},
    [EDIT_DECLARE] = {0},
    [EDIT_REPEAT] = {0},
    [EDIT_FOLLOW] = {.variable = true, .otherwise = true},
    [EDIT_DELETE_COMMAND] = {0},
    [EDIT_DELETE_LINE] = {0},
    [EDIT_BEGIN_SCRIPT] = {0},
    [EDIT_END_SCRIPT] = {0},
    [EDIT_ASSIGN] = {0},
    [EDIT_EXEC_FORM] = {0},
};

static bool read_verb(struct loader *l, const struct yaml_node *n, struct edit_draft *d, enum edit_verb verb) {
  d->record.verb = verb;
  d->verbs++;
  return n->kind == YAML_SCALAR ? load_path(l, l->kind, n, n->text, PATH_PLACE, &d->record.path)
                                : load_fault(l, n->at, "the name of a field is expected here");
}

#define READ_VERB(name, VERB)                                                                                          \
  static bool read_##name(struct loader *l, const struct yaml_node *n, void *into) {                                   \
    return read_verb(l, n, into, EDIT_##VERB);                                                                         \
  }
READ_VERB(replace, REPLACE)
READ_VERB(replace_each, REPLACE_EACH)
READ_VERB(insert_before, INSERT_BEFORE)
READ_VERB(insert_after, INSERT_AFTER)
READ_VERB(insert_above, INSERT_ABOVE)
READ_VERB(insert_line, INSERT_LINE)
READ_VERB(delete, DELETE)
READ_VERB(expand, EXPAND)
READ_VERB(append, APPEND)
READ_VERB(join_before, JOIN_BEFORE)
READ_VERB(join_after, JOIN_AFTER)
READ_VERB(sort, SORT)
READ_VERB(follow, FOLLOW)
READ_VERB(repeat, REPEAT)
READ_VERB(delete_command, DELETE_COMMAND)
READ_VERB(delete_line, DELETE_LINE)
READ_VERB(assign, ASSIGN)
READ_VERB(exec_form, EXEC_FORM)
#undef READ_VERB

static bool is_variable_name(str name) {
  for (uint32_t i = 0; i < name.len; i++)
    if (name.at[i] != '_' && !is_ascii_alpha(name.at[i]) && (i == 0 || !is_ascii_digit(name.at[i])))
      return false;
  return name.len > 0;
}

static bool read_variable(struct loader *l, const struct yaml_node *n, void *into) {
  struct edit_draft *d = into;
  d->has_variable = true;
  if (n->kind != YAML_SCALAR || !is_variable_name(n->text))
    return load_fault(l, n->at, "the name of a variable is expected here");
  return load_text(l, n, &d->record.name);
}

// A verb that has a text and no place.
static bool read_text_verb(struct loader *l, const struct yaml_node *n, struct edit_draft *d, enum edit_verb verb) {
  d->record.verb = verb;
  d->verbs++;
  return load_template(l, n, &d->record.with);
}

static bool read_declare(struct loader *l, const struct yaml_node *n, void *into) {
  return read_text_verb(l, n, into, EDIT_DECLARE);
}

static bool read_begin_script(struct loader *l, const struct yaml_node *n, void *into) {
  return read_text_verb(l, n, into, EDIT_BEGIN_SCRIPT);
}

static bool read_end_script(struct loader *l, const struct yaml_node *n, void *into) {
  return read_text_verb(l, n, into, EDIT_END_SCRIPT);
}

static bool read_otherwise(struct loader *l, const struct yaml_node *n, void *into) {
  struct edit_draft *d = into;
  d->has_otherwise = true;
  return load_text(l, n, &d->record.otherwise);
}

static bool read_ask(struct loader *l, const struct yaml_node *n, void *into) {
  struct edit_draft *d = into;
  d->has_ask = true;
  return load_text(l, n, &d->record.ask);
}

static bool read_with(struct loader *l, const struct yaml_node *n, void *into) {
  struct edit_draft *d = into;
  d->has_text = true;
  l->in_edit = true;
  bool ok = load_template(l, n, &d->record.with);
  l->in_edit = false;
  return ok;
}

static const struct load_key edit_keys[] = {
    {"replace", read_replace, false},
    {"replace-each", read_replace_each, false},
    {"insert-before", read_insert_before, false},
    {"insert-after", read_insert_after, false},
    {"insert-above", read_insert_above, false},
    {"insert-line", read_insert_line, false},
    {"delete", read_delete, false},
    {"expand", read_expand, false},
    {"append", read_append, false},
    {"join-before", read_join_before, false},
    {"join-after", read_join_after, false},
    {"sort", read_sort, false},
    {"declare", read_declare, false},
    {"follow", read_follow, false},
    {"repeat", read_repeat, false},
    {"delete-command", read_delete_command, false},
    {"delete-line", read_delete_line, false},
    {"begin-script", read_begin_script, false},
    {"end-script", read_end_script, false},
    {"assign", read_assign, false},
    {"exec-form", read_exec_form, false},
    {"with", read_with, false},
    {"into", read_variable, false},
    {"else", read_otherwise, false},
    {"ask", read_ask, false},
};

static bool load_edit(struct loader *l, const struct yaml_node *n) {
  struct edit_draft d = {.record.path = RECORD_NONE};
  if (!load_map(l, n, "an edit", edit_keys, COUNT_OF(edit_keys), &d))
    return false;
  if (d.verbs != 1)
    return load_fault(l, n->at,
                      "an edit has one of 'replace', 'replace-each', 'insert-before', 'insert-after', 'insert-above', "
                      "'insert-line', 'delete', 'delete-command', 'delete-line', 'expand', 'append', 'join-before', "
                      "'join-after', 'sort', 'declare', "
                      "'begin-script', 'end-script', 'assign', "
                      "'exec-form', 'follow' and 'repeat'");
  const struct edit_needs *needs = &edit_needs[d.record.verb];
  if (d.has_text != needs->text)
    return load_fault(l, n->at, d.has_text ? "this edit has no 'with'" : "an edit needs 'with', the new text");
  if (d.has_variable != needs->variable)
    return load_fault(l, n->at, d.has_variable ? "only 'follow' has 'into'" : "'follow' needs 'into', a variable");
  if (d.has_otherwise != needs->otherwise)
    return load_fault(l, n->at, d.has_otherwise ? "only 'follow' has 'else'" : "'follow' needs 'else', a command");
  if (d.has_ask && d.record.verb != EDIT_FOLLOW)
    return load_fault(l, n->at, "only 'follow' has 'ask'");
  DRAFT_PUSH(l->draft, EDITS, d.record);
  return true;
}

static bool read_fix_kind(struct loader *l, const struct yaml_node *n, void *into) {
  struct fix_record *fix = into;
  fix->safe = str_eq(n->text, STR("safe"));
  return fix->safe || str_eq(n->text, STR("suggestion")) || load_fault(l, n->at, "'kind' is safe or suggestion");
}

static bool read_fix_when(struct loader *l, const struct yaml_node *n, void *into) {
  return load_conditions(l, l->kind, n, &((struct fix_record *)into)->when);
}

static bool read_fix_description(struct loader *l, const struct yaml_node *n, void *into) {
  return load_template(l, n, &((struct fix_record *)into)->description);
}

static bool read_edits(struct loader *l, const struct yaml_node *n, void *into) {
  struct fix_record *fix = into;
  fix->edits.first = l->draft->EDITS.len;
  if (n->kind != YAML_LIST || n->len == 0)
    return load_fault(l, n->at, "'edits' is a list of edits");
  if (!load_each(l, n, load_edit))
    return false;
  fix->edits.len = l->draft->EDITS.len - fix->edits.first;
  return true;
}

static const struct load_key fix_keys[] = {
    {"kind", read_fix_kind, true},
    {"when", read_fix_when, false},
    {"description", read_fix_description, false},
    {"edits", read_edits, true},
};

static bool load_fix(struct loader *l, const struct yaml_node *n) {
  struct fix_record fix = {.when = RECORD_NONE};
  if (!load_map(l, n, "a fix", fix_keys, COUNT_OF(fix_keys), &fix))
    return false;
  DRAFT_PUSH(l->draft, FIXES, fix);
  return true;
}

bool load_fixes(struct loader *l, const struct yaml_node *n, void *into) {
  struct rule_record *rule = into;
  rule->fixes.first = l->draft->FIXES.len;
  if (!load_each(l, n, load_fix))
    return false;
  rule->fixes.len = l->draft->FIXES.len - rule->fixes.first;
  return true;
}
