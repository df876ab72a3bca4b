#ifndef DLINT_GEN_GEN_H
#define DLINT_GEN_GEN_H

#include "base/out.h"
#include "base/vec.h"
#include "rules/rules.h"

/// The tool of the build that turns YAML into constant C data. It consists of the loaders of the program.

struct gen_tables {
  const struct know_table **at;
  uint32_t len, cap;
};

/// Writes the tables, ordered by name, as the C file behind know/builtin.h.
void gen_write_tables(struct out *o, const struct gen_tables *tables);
/// Writes the compiled rules as the C file behind rule_builtin_image().
void gen_write_rules(struct out *o, const struct rule_image *image);

/// Writes the kinds of facts and their fields as Markdown, for docs/rules.md.
void gen_write_reference(struct out *o);

#endif
