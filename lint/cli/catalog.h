#ifndef DLINT_CLI_CATALOG_H
#define DLINT_CLI_CATALOG_H

#include "cli/request.h"

/// For commands about rules: which rules there are, and which of them are meant.

extern const struct option catalog_options[1]; // --rules
#define CATALOG_OPTION_COUNT 1
#define CATALOG_GROUP                                                                                                  \
  { .title = "Rules", .at = catalog_options, .len = CATALOG_OPTION_COUNT }

/// The settings that hold in the working directory, with its rules. What is wrong with them is said on stderr, and
/// `failed` is set.
const struct settings *catalog_settings(struct request *r);

struct rule_numbers {
  uint32_t *at;
  uint32_t len, cap;
};

/// The rules that `text` means: by id or alias; else those with all of its words in what they say.
struct rule_numbers catalog_find(struct arena *a, const struct rule_set *set, str text);
/// The id or alias that is most like `name`; empty where none is.
str catalog_nearest(const struct rule_set *set, str name);

#endif
