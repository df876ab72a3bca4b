#ifndef DLINT_RULES_MATCH_H
#define DLINT_RULES_MATCH_H

#include "base/buf.h"
#include "rules/image.h"
#include "rules/regex.h"

/// Trying the conditions of compiled rules on the facts of one file.

/// What is known about a condition: nobody may conclude from what is not known, neither that it holds nor that it does
/// not. The order makes "all" the least and "any" the greatest of its parts.
enum truth {
  TRUTH_NO,
  TRUTH_UNKNOWN,
  TRUTH_YES,
};

#define SCENARIO_NONE UINT32_MAX

/// The facts of a file, and what searches need to know about them.
struct file_view {
  const struct facts *facts;
  uint32_t *bases; // for each stage the one that it starts from, or FACT_NONE
  bool varies;     // some facts do not hold in all scenarios
  uint32_t fact_count;
  str *target_names; // of the scenarios
};

/// One rule being tried on one fact.
struct matcher {
  struct arena *arena;
  const struct rule_image *image;
  struct regex_cache *regexes;
  const struct file_view *view;
  struct faults *faults;
  str path;                   // of the file, for faults
  struct search_memo **memos; // for each of SEARCHES; see search.c
  struct search_join **joins; // likewise
  bool *faulted;              // for each rule: it has a fault already in this file
  uint32_t rule_number;       // in the image
  uint64_t work;              // conditions that the rule tried on this file
  uint64_t search_limit;      // how many may be tried before searches give up
  uint64_t work_limit;        // … before all do
  const struct rule_record *rule;
  const struct rule_value *options; // one for each of the rule's
  const struct fact *fact;
  const struct fact_value *item; // of `for-each`; NULL
  uint32_t scenario;             // SCENARIO_NONE: all of the fact's
};

/// What a condition is about: the value or values of a field, a number, or a truth value.
struct subject {
  enum field_type type; // not FIELD_FACT
  uint32_t number;      // of NUMBER; of BOOL, 0 or 1
  const struct fact_value *values;
  uint32_t len;
  struct fact_value own; // room for one that no fact holds
};

/// The fact that the path's hops lead to from `f`; NULL where one leads nowhere.
const struct fact *path_fact(const struct path_record *path, const struct fact *f);
/// What the path leads to from `f`. `s` must stay where it is.
void path_read(const struct matcher *m, const struct path_record *path, const struct fact *f, struct subject *s);
/// Where that stands; false where it stands nowhere. Of several values the first one that does, if possible one for
/// which `condition` (NODES, or RECORD_NONE) holds.
bool path_place(struct matcher *m, const struct path_record *path, const struct fact *f, uint32_t condition,
                span *place);

const struct rule_value *matcher_option(const struct matcher *m, uint32_t option);
/// Notes once a file and rule that something could not be decided.
void matcher_fault(struct matcher *m, str why);

/// Whether the fact is one of the scenario that is being tried.
bool fact_applies(const struct matcher *m, const struct fact *f);

/// Whether a condition on a fact holds for `f`.
enum truth match_fact(struct matcher *m, uint32_t node, const struct fact *f);
/// Whether a condition on a value holds.
enum truth match_value(struct matcher *m, uint32_t node, const struct subject *s);

/// NODE_SEARCH, from `f`.
enum truth search_holds(struct matcher *m, uint32_t node, const struct fact *f);
/// The facts that it finds: calls `fn` for each in the order of the text, from the nearest one backwards if it looks
/// before the fact, until that returns false.
void search_each(struct matcher *m, uint32_t node, const struct fact *f,
                 bool (*fn)(void *ctx, const struct fact *found), void *ctx);

#endif
