#ifndef DLINT_CONFIG_BUILDER_H
#define DLINT_CONFIG_BUILDER_H

#include "config/config.h"
#include "config/names.h"
#include "source/yaml.h"

/// Settings while they are put together, from the least to the most important source. What a source gets wrong is added
/// to `faults`, and the rest of it is taken.
struct builder {
  struct arena *arena;
  struct faults *faults;
  struct settings settings;
  struct rule_setting *rules; // those of `settings`, to be changed
  str *origins;               // likewise
  str path;                   // of the configuration that is being applied; faults name it
};

/// Starts with what dlint does by itself.
void builder_init(struct builder *b, struct arena *a, const struct rule_set *rules, struct faults *faults);

/// Enables the rules that `base` means, and no others; nothing where it is empty.
void builder_apply_base(struct builder *b, str base);

/// A fault of the configuration at `node`; NULL: of all of it.
void builder_refuse(struct builder *b, const struct yaml_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/// "; did you mean NEAR?", or nothing where `near` is empty.
const char *builder_hint(const struct builder *b, str near);
/// The same with what rule, category or set is near; nothing after very many faults.
const char *builder_rule_hint(const struct builder *b, str word);
/// `.dlint.yaml:3`
str builder_origin(const struct builder *b, const struct yaml_node *node);

/// Changes of the rules with these numbers. One that is enabled as a member of a set becomes what it is there.
/// `severity` SEVERITY_COUNT: as the rule says.
void builder_enable(struct builder *b, const struct rule_numbers *numbers, bool enabled, str origin);
void builder_enable_only(struct builder *b, const struct rule_numbers *numbers, str origin);
void builder_set_severity(struct builder *b, const struct rule_numbers *numbers, enum severity severity, str origin);
void builder_set_option(struct builder *b, uint32_t rule, uint32_t option, struct rule_value value);

/// Applies a tree of .dlint.yaml: all of it but `overrides:`, or one of those.
void builder_apply_dlint(struct builder *b, const struct yaml_node *map);
/// Whether the override `map` is for the file `path`, which is relative to the configuration's folder.
bool builder_override_is_for(const struct yaml_node *map, str path);
/// Whether `exclude:` of `map` leaves out `path`, likewise.
bool builder_excludes(const struct yaml_node *map, str path, bool is_folder);
/// Applies a tree of .hadolint.yaml.
void builder_apply_hadolint(struct builder *b, const struct yaml_node *map);
/// Applies what the caller asked for.
void builder_apply_overrides(struct builder *b, const struct overrides *o);

#endif
