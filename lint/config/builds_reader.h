#ifndef DLINT_CONFIG_BUILDS_READER_H
#define DLINT_CONFIG_BUILDS_READER_H

#include "base/vec.h"
#include "config/builds.h"

/// For the readers of each kind of file: what they have found so far.
struct build_reader {
  struct arena *arena;
  str folder; // that of the file that is read
  str root;   // of the repository
  VEC(struct build) found;
};

/// Adds those of a list with commas or lines; a text that is no platform is passed over.
void platform_list_add(struct arena *a, struct platform_list *list, str text);

/// Adds the build of `file` below `context`, both as seen from `folder`. Empty ones are the defaults; a context that is
/// fetched from elsewhere makes no build.
void build_add(struct build_reader *r, str folder, str context, str file, const struct platform_list *built_for,
               uint32_t line);
/// The same for a file that is not looked for in its context: the program's and the action's `file`.
void build_add_beside(struct build_reader *r, str folder, str context, str file, const struct platform_list *built_for,
                      uint32_t line);

/// A member of a map; NULL where there is none, or no map.
const struct yaml_node *build_member(const struct yaml_node *map, str key);
/// The text of a scalar; empty for all else.
str build_scalar(const struct yaml_node *n);

void builds_read_workflow(struct build_reader *r, const struct yaml_node *root);

#endif
