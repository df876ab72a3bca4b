#ifndef DLINT_RULES_IMAGE_H
#define DLINT_RULES_IMAGE_H

#include "rules/rules.h"

/// Compiled rules: one block of memory without pointers, so that the built-in ones are constant data that nobody has to
/// relocate when the program starts. A head, then sections of records, then bytes. All records consist of 32-bit
/// numbers; a text is a place among the bytes; records refer to others by their number in their section.

typedef struct text_ref {
  uint32_t off, len;
} text_ref;

/// Records `first` to `first + len` (exclusive) of a section.
typedef struct record_range {
  uint32_t first, len;
} record_range;

#define RECORD_NONE UINT32_MAX

/// What is reported: all findings, or the first one of a file, stage or instruction.
enum rule_once {
  ONCE_NEVER,
  ONCE_FILE,
  ONCE_STAGE,
  ONCE_RUN,
};

/// What one finding is made for each of, beside the fact.
enum rule_each {
  EACH_NOTHING,
  EACH_OPTION, // each text of option `each_of`
  EACH_FIELD,  // each value of the field at path `each_of`
};

enum {
  RULE_ENABLED = 1,        // without any configuration
  RULE_READS_SCENARIO = 2, // its conditions read `platform`, `target`, …
  RULE_SEARCHES = 4,       // its conditions look for other facts
};

struct rule_record {
  text_ref id, category, summary, why, path; // path: of the file it was read from
  uint32_t severity, effect, tag, flags;
  record_range aliases, references; // TEXTS
  record_range sets;
  uint32_t kind, match; // the facts it looks at; NODES: what has to hold, an ALL
  uint32_t steady;      // so many of its first children are cheap, and the same in every scenario
  uint32_t once, each, each_of;
  uint32_t underline;   // PATHS; RECORD_NONE: the whole fact
  record_range message; // PIECES
  record_range levels, labels, fixes, options, examples;
};

/// What a condition says.
enum node_op {
  NODE_ALL, // every child holds; without any it always holds
  NODE_ANY,
  NODE_NOT, // the child does not hold

  // about a fact
  NODE_FIELD,   // the child holds for the field at path `a`, which has no hops
  NODE_RELATED, // the child, about a fact, holds for the one that field `a` leads to
  NODE_NOWHERE, // field `a` leads to no fact
  NODE_OPTED,   // option `a` is true
  NODE_SURELY,  // the child holds for certain
  NODE_SEARCH,  // the child holds for another fact of kind `a`; `b`: see SEARCH()

  // about a value
  NODE_TRUE,    // it is true
  NODE_TEXT,    // it is the text `a`, `b`
  NODE_NUMBER,  // it is the number `a`
  NODE_PATTERN, // PATTERNS `a` is found in it
  NODE_SAME,    // it is what the field at path `a` of the matched fact holds
  NODE_OPTION,  // it is what option `a` holds: one of its texts, `*` standing for anything
  NODE_TABLE,   // column `b` of table `a` has it
  NODE_MISSING, // there is none
  NODE_ABOVE,   // it is a number greater than operand `a`; `b`: what `a` is, an enum node_operand
  NODE_BELOW,
  NODE_NEAR,  // it is nearly, but not quite, what the child says
  NODE_COUNT, // the child holds for the number of its values
  NODE_OP_COUNT,
};

enum node_operand {
  OPERAND_NUMBER,
  OPERAND_FIELD,
  OPERAND_OPTION,
};

struct node_record {
  uint32_t op, a, b;
  uint32_t child, next; // the first child; the next one of the same parent; RECORD_NONE
};

/// Where NODE_SEARCH looks, as seen from the fact that its condition is about.
enum search_scope {
  SCOPE_RUN, // in the same instruction
  SCOPE_STAGE,
  SCOPE_IMAGE, // in the same stage or one that it starts from
  SCOPE_FILE,
};
enum search_side {
  SIDE_ANY,
  SIDE_BEFORE,
  SIDE_AFTER,
};
/// `number`: its own, SEARCHES. `joined`: what is looked for depends on the matched fact, so that the answers differ
/// from one to the next.
#define SEARCH(number, scope, side, joined)                                                                            \
  ((uint32_t)(number) << 5 | (uint32_t)(joined) << 4 | (uint32_t)(scope) << 2 | (uint32_t)(side))
#define SEARCH_SCOPE(search)     ((enum search_scope)((search) >> 2 & 3))
#define SEARCH_SIDE(search)      ((enum search_side)((search)&3))
#define SEARCH_IS_JOINED(search) (((search) >> 4 & 1) != 0)
#define SEARCH_NUMBER(search)    ((search) >> 5)

enum { PATH_HOPS_MAX = 4 };

/// A field of a fact, or of one that its fields lead to.
struct path_record {
  uint32_t hop_count, hops[PATH_HOPS_MAX]; // numbers of the fields that lead there
  uint32_t kind, field;                    // its kind; the field's number, or an enum path_virtual
};

/// What every fact has beside the fields of its kind.
enum path_virtual {
  VIRTUAL_PLATFORM = 1000, // architecture of the platform that its stage runs on
  VIRTUAL_PLATFORM_NAME,   // all of that: linux/arm64
  VIRTUAL_TARGET,
  VIRTUAL_TARGET_NAME,
  VIRTUAL_ITEM, // what `for-each` goes through
  VIRTUAL_FACT, // all of it; only as a place
};

struct pattern_record {
  text_ref text;         // without slashes
  record_range literals; // TEXTS: one of them stands in every subject that matches; none: not known
  uint32_t ignores_case;
  text_ref rule; // the id of the rule that has it
};

/// A piece of a template.
enum piece_kind {
  PIECE_TEXT,
  PIECE_FIELD,     // `of`: PATHS
  PIECE_OPTION,    // `of`: OPTIONS
  PIECE_PLATFORMS, // those of the finding
  PIECE_EACH,      // what the edit replaces, as the file spells it
};
enum piece_filter {
  FILTER_NONE,
  FILTER_LOWER,
  FILTER_UPPER,
  FILTER_WORDS,  // several values with blanks between them
  FILTER_SCHEME, // words that name an architecture, as the enum arch_scheme behind this calls them
};
struct piece_record {
  uint32_t kind, filter;
  text_ref text;
  uint32_t of;
};

struct option_record {
  text_ref name, doc;
  uint32_t type;      // an enum option_type
  uint32_t number;    // the default of BOOL and NUMBER
  record_range texts; // TEXTS: the default of TEXT (one) and TEXTS
};

/// A set that has the rule.
struct set_record {
  text_ref name;
  uint32_t severity;     // the rule's in that set; SEVERITY_COUNT: as ever
  record_range settings; // of the rule's options
};

struct level_record {
  uint32_t when, severity; // NODES
};

enum label_source {
  LABEL_OTHERS,  // what `once` held back
  LABEL_PLACE,   // `of`: PATHS
  LABEL_ALL,     // `of`: NODES, a search: all that it finds
  LABEL_NEAREST, // … the one nearest to the matched fact
};
struct label_record {
  uint32_t source, of;
  uint32_t underline; // of what is found: PATHS; RECORD_NONE: the whole fact
  record_range text;  // PIECES
};

struct fix_record {
  uint32_t when; // NODES; RECORD_NONE: always
  uint32_t safe;
  record_range description; // PIECES; may be empty
  record_range edits;
};

enum edit_verb {
  EDIT_REPLACE,
  EDIT_INSERT_BEFORE,
  EDIT_INSERT_AFTER,
  EDIT_DELETE,
  EDIT_REPLACE_EACH,   // every value of the field
  EDIT_EXPAND,         // like REPLACE, with what has to be expanded where it stands
  EDIT_INSERT_ABOVE,   // lines above the instruction, and above its comments
  EDIT_INSERT_LINE,    // a line above the one of the place, indented like it
  EDIT_APPEND,         // words behind the last value of the field
  EDIT_JOIN_BEFORE,    // an option of one letter, before those of the field that stand in one word
  EDIT_JOIN_AFTER,     // … behind them
  EDIT_SORT,           // the values of the field, in the order of the alphabet
  EDIT_DECLARE,        // the ARG that `with` names, in the stage; no path
  EDIT_FOLLOW,         // words of the place, and of those that repeat its name, follow the target platform
  EDIT_REPEAT,         // a branch of `case`, once more for each platform
  EDIT_DELETE_COMMAND, // a command of a script, with what joins it to the others
  EDIT_DELETE_LINE,    // the line that the field stands in, and blank ones behind it
  EDIT_BEGIN_SCRIPT,   // the command `with`, at the start of the finding's script; no path
  EDIT_END_SCRIPT,     // … at its end
  EDIT_ASSIGN,         // `=` in place of the blanks between a name and its value
  EDIT_EXEC_FORM,      // a JSON array in place of a shell's command
};
struct edit_record {
  uint32_t verb, path;
  record_range with; // PIECES
  // FOLLOW: the variable; what a script does on other platforms; what serves where `uname -m` gives the wanted names
  text_ref name, otherwise, ask;
};

/// A Dockerfile that shows a rule, and tests it.
struct example_record {
  text_ref text;
  uint32_t is_good;          // the rule is silent
  uint32_t is_fixed;         // `fixed` is what its fixes make of it
  text_ref fixed;            //
  text_ref ignore;           // a .dockerignore; may be empty
  record_range expectations; // what is underlined, in order
  record_range others;       // TEXTS: other rules that have something to say
  record_range platforms;    // TEXTS: wanted ones
  record_range settings;     // of the rule's options
  uint32_t line;             // in the rule's file
};
struct expectation_record {
  uint32_t line; // 1-based, of the example
  text_ref text; // underlined there
};
struct setting_record {
  uint32_t option; // OPTIONS
  uint32_t number;
  record_range texts;
};

/// A rule that can match only facts whose key field (see struct index_record) holds one of its texts; ordered by text.
struct key_record {
  text_ref text;
  uint32_t rule;
};

/// Rules of a fact kind that are found by what a field of the fact holds.
struct index_record {
  uint32_t field; // its number
  record_range keys;
};

/// One for each fact kind.
struct kind_record {
  record_range indexes;
  record_range keyless; // RULE_LIST: rules that may match any fact of the kind
};

/// SECTION(NAME, record)
#define RULE_SECTIONS(SECTION)                                                                                         \
  SECTION(RULES, struct rule_record)                                                                                   \
  SECTION(NODES, struct node_record)                                                                                   \
  SECTION(SEARCHES, uint32_t)                                                                                          \
  SECTION(PATHS, struct path_record)                                                                                   \
  SECTION(TEXTS, text_ref)                                                                                             \
  SECTION(PATTERNS, struct pattern_record)                                                                             \
  SECTION(PIECES, struct piece_record)                                                                                 \
  SECTION(OPTIONS, struct option_record)                                                                               \
  SECTION(SETS, struct set_record)                                                                                     \
  SECTION(LEVELS, struct level_record)                                                                                 \
  SECTION(LABELS, struct label_record)                                                                                 \
  SECTION(FIXES, struct fix_record)                                                                                    \
  SECTION(EDITS, struct edit_record)                                                                                   \
  SECTION(EXAMPLES, struct example_record)                                                                             \
  SECTION(EXPECTATIONS, struct expectation_record)                                                                     \
  SECTION(SETTINGS, struct setting_record)                                                                             \
  SECTION(KINDS, struct kind_record)                                                                                   \
  SECTION(INDEXES, struct index_record)                                                                                \
  SECTION(KEYS, struct key_record)                                                                                     \
  SECTION(RULE_LIST, uint32_t)

enum rule_section {
#define SECTION(NAME, record) SECTION_##NAME,
  RULE_SECTIONS(SECTION)
#undef SECTION
      SECTION_COUNT
};

#define SECTION(NAME, record) typedef record section_##NAME;
RULE_SECTIONS(SECTION)
#undef SECTION

struct rule_image {
  record_range sections[SECTION_COUNT]; // `first` in words from the end of this head, `len` in records
  uint32_t word_count, byte_count;
};

static inline const uint32_t *image_words(const struct rule_image *image) {
  return (const uint32_t *)(const void *)(image + 1);
}

static inline str image_text(const struct rule_image *image, text_ref text) {
  const char *bytes = (const char *)(image_words(image) + image->word_count);
  return (str){bytes + text.off, text.len};
}

static inline const void *image_section(const struct rule_image *image, enum rule_section section) {
  return image_words(image) + image->sections[section].first;
}

/// Record `i` of a section: `IMAGE_AT(image, RULES, i)->id`.
#define IMAGE_AT(image, NAME, i)   ((const section_##NAME *)image_section((image), SECTION_##NAME) + (i))
#define IMAGE_COUNT(image, NAME)   ((image)->sections[SECTION_##NAME].len)
#define IMAGE_TEXT(image, text_at) image_text((image), *IMAGE_AT((image), TEXTS, (text_at)))

#endif
