#ifndef DLINT_CONFIG_RULE_FILES_H
#define DLINT_CONFIG_RULE_FILES_H

#include "base/map.h"
#include "base/vec.h"
#include "rules/rules.h"

struct rule_files {
  struct rule_file *at;
  uint32_t len, cap;
  struct map seen;  // paths: each is read once
  uint32_t entries; // of folders that were looked at: see LIMIT_RULE_ENTRIES
};

/// Reads a rule file, or all YAML files of a folder and those below it, ordered by name; links in it are passed over.
/// What cannot be read is added to `faults`.
void rule_files_read(struct arena *a, str path, struct rule_files *files, struct faults *faults);

#endif
