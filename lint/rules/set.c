#include "rules/set.h"

#include "know/table.h"
#include "rules/load.h"

static struct strs texts_of(struct arena *a, const struct rule_image *image, record_range range) {
  str *texts = NEW_ARRAY(a, str, range.len);
  for (uint32_t i = 0; i < range.len; i++)
    texts[i] = IMAGE_TEXT(image, range.first + i);
  return (struct strs){texts, range.len};
}

static const struct rule_option *options_of(struct arena *a, const struct rule_image *image, record_range range) {
  struct rule_option *options = NEW_ARRAY(a, struct rule_option, range.len);
  for (uint32_t i = 0; i < range.len; i++) {
    const struct option_record *record = IMAGE_AT(image, OPTIONS, range.first + i);
    options[i].name = image_text(image, record->name);
    options[i].doc = image_text(image, record->doc);
    options[i].type = (enum option_type)record->type;
    options[i].value.number = record->number;
    options[i].value.texts = texts_of(a, image, record->texts);
  }
  return options;
}

static const struct rule_setting_of_set *settings_of(struct arena *a, const struct rule_image *image,
                                                     const struct rule_record *rule, record_range range) {
  struct rule_setting_of_set *settings = NEW_ARRAY(a, struct rule_setting_of_set, range.len);
  for (uint32_t i = 0; i < range.len; i++) {
    const struct setting_record *record = IMAGE_AT(image, SETTINGS, range.first + i);
    settings[i].option = record->option - rule->options.first;
    settings[i].value = (struct rule_value){record->number, texts_of(a, image, record->texts)};
  }
  return settings;
}

static const struct rule_membership *sets_of(struct arena *a, const struct rule_image *image,
                                             const struct rule_record *rule) {
  struct rule_membership *sets = NEW_ARRAY(a, struct rule_membership, rule->sets.len);
  for (uint32_t i = 0; i < rule->sets.len; i++) {
    const struct set_record *record = IMAGE_AT(image, SETS, rule->sets.first + i);
    sets[i] = (struct rule_membership){
        .set = image_text(image, record->name),
        .severity = (enum severity)record->severity,
        .settings = settings_of(a, image, rule, record->settings),
        .setting_count = record->settings.len,
    };
  }
  return sets;
}

static struct rule rule_of(struct arena *a, const struct rule_image *image, const struct rule_record *record) {
  struct strs aliases = texts_of(a, image, record->aliases);
  struct rule rule = {
      .head = {.id = image_text(image, record->id),
               .category = image_text(image, record->category),
               .severity = (enum severity)record->severity,
               .effect = (enum effect)record->effect,
               .tag = (enum diag_tag)record->tag,
               .aliases = aliases.at,
               .alias_count = aliases.len,
               .summary = image_text(image, record->summary),
               .why = image_text(image, record->why)},
      .enabled = (record->flags & RULE_ENABLED) != 0,
      .fixable = record->fixes.len > 0,
      .sets = sets_of(a, image, record),
      .set_count = record->sets.len,
      .options = options_of(a, image, record->options),
      .option_count = record->options.len,
  };
  if (record->references.len)
    rule.head.url = IMAGE_TEXT(image, record->references.first);
  return rule;
}

static const struct rule_value *defaults_of(struct arena *a, const struct rule *rule) {
  struct rule_value *values = NEW_ARRAY(a, struct rule_value, rule->option_count);
  for (uint32_t i = 0; i < rule->option_count; i++)
    values[i] = rule->options[i].value;
  return values;
}

static void add_part(struct rule_set *set, const struct rule_image *image, enum regex_trust trust) {
  set->parts[set->part_count++] = (struct rule_part){image, set->count, trust};
  set->count += IMAGE_COUNT(image, RULES);
}

static const struct rule_set *finish(struct arena *a, struct rule_set *set) {
  set->rules = NEW_ARRAY(a, struct rule, set->count);
  set->defaults = NEW_ARRAY(a, const struct rule_value *, set->count);
  for (uint32_t p = 0; p < set->part_count; p++) {
    const struct rule_part *part = &set->parts[p];
    for (uint32_t i = 0; i < IMAGE_COUNT(part->image, RULES); i++) {
      struct rule *rule = &set->rules[part->first + i];
      *rule = rule_of(a, part->image, IMAGE_AT(part->image, RULES, i));
      set->defaults[part->first + i] = defaults_of(a, rule);
    }
  }
  return set;
}

static struct rule_tables builtin_tables(struct arena *a) {
  VEC(const struct know_table *) tables = {0};
  const struct know_table *table;
  for (uint32_t i = 0; (table = know_table_at(i)); i++)
    VEC_PUSH(a, &tables, table);
  return (struct rule_tables){tables.at, tables.len};
}

static void add_files(struct arena *a, struct rule_set *set, const struct rule_file *files, uint32_t count,
                      struct faults *faults) {
  const struct rule_image *known = set->part_count ? set->parts[0].image : NULL;
  if (count)
    add_part(set, rules_compile(a, files, count, builtin_tables(a), known, faults), REGEX_FOREIGN);
}

const struct rule_set *rule_set_new(struct arena *a, const struct rule_file *files, uint32_t count,
                                    struct faults *faults) {
  struct rule_set *set = NEW(a, struct rule_set);
  add_part(set, rule_builtin_image(), REGEX_BUILT_IN);
  add_files(a, set, files, count, faults);
  return finish(a, set);
}

const struct rule_set *rule_set_of_files(struct arena *a, const struct rule_file *files, uint32_t count,
                                         struct faults *faults) {
  struct rule_set *set = NEW(a, struct rule_set);
  add_files(a, set, files, count, faults);
  return finish(a, set);
}

uint32_t rule_count(const struct rule_set *set) {
  return set->count;
}

const struct rule *rule_at(const struct rule_set *set, uint32_t i) {
  return &set->rules[i];
}

static bool has_name(const struct diag_rule *rule, str name) {
  for (uint32_t i = 0; i < rule->alias_count; i++)
    if (str_eq_nocase(rule->aliases[i], name))
      return true;
  return str_eq_nocase(rule->id, name);
}

uint32_t rule_named(const struct rule_set *set, str name, uint32_t from) {
  while (from < set->count && !has_name(&set->rules[from].head, name))
    from++;
  return from;
}

uint32_t rule_option_named(const struct rule *rule, str name) {
  uint32_t i = 0;
  while (i < rule->option_count && !str_eq(rule->options[i].name, name))
    i++;
  return i;
}

struct rule_worker *rule_worker_new(struct arena *a, const struct rule_set *set) {
  struct rule_worker *worker = NEW(a, struct rule_worker);
  for (uint32_t i = 0; i < set->part_count; i++)
    worker->regexes[i] = regex_cache_new(a, IMAGE_COUNT(set->parts[i].image, PATTERNS), set->parts[i].trust);
  return worker;
}

// Manuals.

static const struct rule_part *part_of(const struct rule_set *set, uint32_t rule) {
  uint32_t p = set->part_count - 1;
  while (set->parts[p].first > rule)
    p--;
  return &set->parts[p];
}

static const struct rule_value *example_options(struct arena *a, const struct rule_image *image,
                                                const struct rule_record *rule, const struct rule_value *defaults,
                                                record_range settings) {
  if (settings.len == 0)
    return NULL;
  struct rule_value *values = NEW_ARRAY(a, struct rule_value, rule->options.len);
  for (uint32_t i = 0; i < rule->options.len; i++)
    values[i] = defaults[i];
  const struct rule_setting_of_set *set = settings_of(a, image, rule, settings);
  for (uint32_t i = 0; i < settings.len; i++)
    values[set[i].option] = set[i].value;
  return values;
}

static const struct rule_expectation *expectations_of(struct arena *a, const struct rule_image *image,
                                                      record_range range) {
  struct rule_expectation *expected = NEW_ARRAY(a, struct rule_expectation, range.len);
  for (uint32_t i = 0; i < range.len; i++) {
    const struct expectation_record *record = IMAGE_AT(image, EXPECTATIONS, range.first + i);
    expected[i] = (struct rule_expectation){record->line, image_text(image, record->text)};
  }
  return expected;
}

static struct rule_example example_of(struct arena *a, const struct rule_image *image, const struct rule_record *rule,
                                      const struct rule_value *defaults, const struct example_record *record) {
  return (struct rule_example){
      .good = record->is_good,
      .text = image_text(image, record->text),
      .is_fixed = record->is_fixed,
      .fixed = image_text(image, record->fixed),
      .ignore = image_text(image, record->ignore),
      .expected = expectations_of(a, image, record->expectations),
      .expected_count = record->expectations.len,
      .others = texts_of(a, image, record->others),
      .platforms = texts_of(a, image, record->platforms),
      .options = example_options(a, image, rule, defaults, record->settings),
      .line = record->line,
  };
}

struct rule_manual rule_manual(struct arena *a, const struct rule_set *set, uint32_t i) {
  const struct rule_part *part = part_of(set, i);
  const struct rule_image *image = part->image;
  const struct rule_record *rule = IMAGE_AT(image, RULES, i - part->first);
  struct rule_example *examples = NEW_ARRAY(a, struct rule_example, rule->examples.len);
  for (uint32_t k = 0; k < rule->examples.len; k++)
    examples[k] = example_of(a, image, rule, set->defaults[i], IMAGE_AT(image, EXAMPLES, rule->examples.first + k));
  return (struct rule_manual){
      .path = image_text(image, rule->path),
      .why = image_text(image, rule->why),
      .references = texts_of(a, image, rule->references),
      .examples = examples,
      .example_count = rule->examples.len,
  };
}
