#ifndef DLINT_RULES_RULES_H
#define DLINT_RULES_RULES_H

#include "base/fault.h"
#include "diag/diag.h"
#include "facts/facts.h"
#include "know/table.h"

/// Rules: the built-in ones, which are constant data of the program, and those that are read from YAML at run time
/// (docs/rules.md is the language's manual). A set of rules is immutable and may be shared by threads; each thread that
/// runs it has a worker for what it needs beside that.

struct strs {
  const str *at;
  uint32_t len;
};

enum option_type {
  OPTION_BOOL,
  OPTION_NUMBER,
  OPTION_TEXT,
  OPTION_TEXTS,
};

/// What an option is set to.
struct rule_value {
  uint32_t number;   // of NUMBER; of BOOL, 0 or 1
  struct strs texts; // of TEXT, one; of TEXTS
};

/// A setting that a configuration may change.
struct rule_option {
  str name, doc; // doc may be empty
  enum option_type type;
  struct rule_value value; // the default
};

/// A set that has a rule, and what is different about the rule there.
struct rule_membership {
  str set;
  enum severity severity; // SEVERITY_COUNT: as the rule says
  const struct rule_setting_of_set {
    uint32_t option; // its number among the rule's
    struct rule_value value;
  } * settings;
  uint32_t setting_count;
};

struct rule {
  struct diag_rule head;
  bool enabled; // without any configuration
  bool fixable; // some of its findings can be mended by an edit
  const struct rule_membership *sets;
  uint32_t set_count;
  const struct rule_option *options;
  uint32_t option_count;
};

struct rule_set;

/// A file of rules, read already.
struct rule_file {
  str path, bytes;
};

/// The built-in rules and those of the files. A rule with a fault, or the id of another one, is left out, each fault is
/// added to `faults`; the other rules are there.
const struct rule_set *rule_set_new(struct arena *a, const struct rule_file *files, uint32_t count,
                                    struct faults *faults);
/// Without the built-in ones.
const struct rule_set *rule_set_of_files(struct arena *a, const struct rule_file *files, uint32_t count,
                                         struct faults *faults);

uint32_t rule_count(const struct rule_set *set);
/// In the order of their names within the built-in ones, then in the order of the files.
const struct rule *rule_at(const struct rule_set *set, uint32_t i);
/// The first rule from number `from` on that has this id or alias; rule_count() where there is none. An alias may stand
/// for several rules. ASCII case does not count.
uint32_t rule_named(const struct rule_set *set, str name, uint32_t from);

/// The number of a rule's option; `rule->option_count` where none has that name.
uint32_t rule_option_named(const struct rule *rule, str name);

/// What the rules of a category are about, as a sentence without a full stop.
str rule_category_doc(str category);

/// A Dockerfile that shows what a rule finds, or what it does not; it is the rule's test.
struct rule_example {
  bool good; // the rule is silent
  str text;
  bool is_fixed;
  str fixed;  // what the rule's fixes make of it
  str ignore; // the .dockerignore beside it; may be empty
  const struct rule_expectation {
    uint32_t line_1based;
    str text;
  } * expected; // what is underlined, in order; of a text of several lines the first will do
  uint32_t expected_count;
  struct strs others;               // ids of other rules that have something to say
  struct strs platforms;            // wanted ones; none: the default
  const struct rule_value *options; // one for each of the rule's; NULL: the defaults
  uint32_t line;                    // in the rule's file
};

/// What people read about a rule.
struct rule_manual {
  str path; // of the rule's file
  str why;
  struct strs references;
  const struct rule_example *examples;
  uint32_t example_count;
};
struct rule_manual rule_manual(struct arena *a, const struct rule_set *set, uint32_t i);

/// Tries the patterns of all rules on texts that make bad patterns slow. Adds a fault for each that reaches a limit.
void rule_patterns_try(struct arena *a, const struct rule_set *set, struct faults *faults);

/// How a configuration changes a rule.
struct rule_setting {
  bool enabled;
  enum severity severity;           // SEVERITY_COUNT: as the rule says
  const struct rule_value *options; // one for each of the rule's; NULL: the defaults
};

/// Compiled patterns of one thread; lives in `a`.
struct rule_worker;
struct rule_worker *rule_worker_new(struct arena *a, const struct rule_set *set);

struct rule_run {
  const struct rule_set *set;
  struct rule_worker *worker;
  const struct rule_setting *settings; // one for each rule; NULL: the defaults
  platforms asked; // scenarios whose target was asked for by name: what only warns of them is an error
};

/// Tries all rules on the facts of a file. Findings are added in order. What could not be decided, since a limit was
/// reached, is added to `faults`.
void rules_run(struct arena *a, const struct rule_run *run, const struct source *src, const struct facts *facts,
               struct diags *diags, struct faults *faults);

/// For the build, which compiles the built-in rules (gen/rulec).

/// The tables that `{in: TABLE}` may name; a rule refers to one by its number.
struct rule_tables {
  const struct know_table *const *at;
  uint32_t len;
};

struct rule_image;

/// Compiles the files in their order. Faulty rules are left out, each fault is added. No rule may have the id of one of
/// `known`, which may be NULL.
const struct rule_image *rules_compile(struct arena *a, const struct rule_file *files, uint32_t count,
                                       struct rule_tables tables, const struct rule_image *known,
                                       struct faults *faults);
/// All of an image: numbers, then bytes.
const uint32_t *rule_image_numbers(const struct rule_image *image, uint32_t *count);
str rule_image_bytes(const struct rule_image *image);

#endif
