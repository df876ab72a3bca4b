#ifndef DLINT_RULES_SET_H
#define DLINT_RULES_SET_H

#include "rules/image.h"
#include "rules/regex.h"

/// Rules that were compiled together.
struct rule_part {
  const struct rule_image *image;
  uint32_t first; // number of its first rule in the set
  enum regex_trust trust;
};

enum { PARTS_MAX = 2 }; // built-in ones, loaded ones

struct rule_set {
  struct rule_part parts[PARTS_MAX];
  uint32_t part_count;
  struct rule *rules;
  const struct rule_value **defaults; // of each rule's options
  uint32_t count;
};

struct rule_worker {
  struct regex_cache *regexes[PARTS_MAX];
};

/// What gen/rulec writes: the rules of rules/.
const struct rule_image *rule_builtin_image(void);

#endif
