#ifndef DLINT_SOURCE_HCL_H
#define DLINT_SOURCE_HCL_H

#include "source/yaml.h"

/// The targets of a bake file in HCL (docs.docker.com/build/bake/reference), as the tree that its JSON form gives:
/// `target "app" { platforms = [...] }` is the map `app` below `target`. Texts, numbers, lists of such, `variable`s by
/// their defaults and both in `${ }` are evaluated; a variable may use those that stand before it. Whatever else an
/// attribute is (a call, an operator, a variable of a matrix, one without default) is a scalar of HCL_UNKNOWN. Groups,
/// functions and other blocks are left out. Every text is read: what is not HCL is skipped, line by line; past
/// LIMIT_YAML_NODES values, or LIMIT_YAML_DEPTH levels, everything is unknown.
const struct yaml_node *hcl_read(struct arena *a, str bytes);

/// The text of a value that nothing in the file tells; no name or path is like it.
#define HCL_UNKNOWN STR("\0")

#endif
