#ifndef DLINT_RULES_LOAD_H
#define DLINT_RULES_LOAD_H

#include "rules/draft.h"
#include "source/yaml.h"

/// The loader, from YAML to an image: rules_compile(). Its parts: load.c has the keys of a rule, load_match.c
/// and load_value.c conditions, load_template.c templates and paths, load_parts.c options, levels, labels and fixes,
/// load_examples.c examples.

struct loader {
  struct arena *arena;
  struct draft *draft;
  struct faults *faults;
  struct rule_tables tables;
  str path;
  uint32_t fault_count; // in the file
  // the rule being read
  struct rule_record rule;
  enum fact_kind kind; // that it matches
  bool has_item;       // `for-each` was read, so that `item` means something
  bool in_edit;        // the text of an edit is read, so that `each` means something
};

/// Notes what is wrong there; gives false.
bool load_fault(struct loader *l, position at, const char *format, ...) __attribute__((format(printf, 3, 4)));

/// One key of a map, and what reads its value into `into`.
struct load_key {
  const char *name;
  bool (*read)(struct loader *l, const struct yaml_node *value, void *into);
  bool required;
};
/// Reads the keys that are there, in the order of the table; `what` is what the map is called in messages ("a rule").
bool load_map(struct loader *l, const struct yaml_node *map, const char *what, const struct load_key *keys,
              uint32_t count, void *into);

bool load_text(struct loader *l, const struct yaml_node *n, text_ref *out);
/// Lower-case words and numbers with single dashes between them.
bool load_is_kebab(str s);
/// A text or a list of texts.
bool load_texts(struct loader *l, const struct yaml_node *n, record_range *out);
bool load_bool(struct loader *l, const struct yaml_node *n, bool *out);
bool load_severity(struct loader *l, const struct yaml_node *n, uint32_t *out);

/// A condition on a field of the type: NODES.
bool load_value(struct loader *l, enum field_type type, const struct yaml_node *n, uint32_t *node);
/// The conditions of a map, on a fact of `kind`: NODES.
bool load_conditions(struct loader *l, enum fact_kind kind, const struct yaml_node *map, uint32_t *node);
/// How many of the first children of `all`, conditions of a map, are cheap and read nothing of the scenario.
uint32_t load_steady(const struct loader *l, uint32_t all);
/// `{KIND: conditions}`: a search for such a fact.
bool load_search(struct loader *l, enum search_scope scope, enum search_side side, const struct yaml_node *map,
                 uint32_t *node);
bool load_scope(struct loader *l, const struct yaml_node *n, enum search_scope *scope);
/// The kind that a key names.
bool load_kind(struct loader *l, const struct yaml_node *key, enum fact_kind *kind);

/// What a path is for.
enum path_use {
  PATH_VALUE, // something with a text
  PATH_PLACE, // something with a place in the file
};
/// A field, or fields with dots between them, of a fact of `kind`; `name` is a part of the text of `n`.
bool load_path(struct loader *l, enum fact_kind kind, const struct yaml_node *n, str name, enum path_use use,
               uint32_t *path);
/// A field that every fact has: an enum path_virtual.
bool path_virtual_named(str name, uint32_t *field);
/// The type of what a path leads to; FIELD_FACT for a whole fact.
enum field_type load_path_type(const struct loader *l, uint32_t path);
/// The option of the rule of that name: OPTIONS.
bool load_option_named(struct loader *l, const struct yaml_node *at, str name, uint32_t *option);
/// Text with `{…}` in it: PIECES.
bool load_template(struct loader *l, const struct yaml_node *n, record_range *pieces);

/// What an option is set to; its type is that of the value.
bool load_option_value(struct loader *l, const struct yaml_node *n, struct option_record *option);
/// Calls `read` for each item of a list, or for what is no list.
bool load_each(struct loader *l, const struct yaml_node *n,
               bool (*read)(struct loader *l, const struct yaml_node *item));

/// What options of the rule are set to, a map: SETTINGS.
bool load_settings(struct loader *l, const struct yaml_node *n, record_range *settings);

/// Keys of a rule.
bool load_sets(struct loader *l, const struct yaml_node *n, void *into);
bool load_options(struct loader *l, const struct yaml_node *n, void *into);
bool load_levels(struct loader *l, const struct yaml_node *n, void *into);
bool load_labels(struct loader *l, const struct yaml_node *n, void *into);
bool load_fixes(struct loader *l, const struct yaml_node *n, void *into);
bool load_examples(struct loader *l, const struct yaml_node *n, void *into);

#endif
