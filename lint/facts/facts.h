#ifndef DLINT_FACTS_FACTS_H
#define DLINT_FACTS_FACTS_H

#include "know/platform.h"

/// Facts are what rules speak about: one struct a kind, made from the tree of one file. `fields.def` says which fields
/// a kind has; the matcher, message templates, `dlint facts` and the reference page of the rule language all read that.

enum fact_kind {
#define FACT(KIND, name, struct_name, doc) FACT_##KIND,
#include "facts/fields.def"
  FACT_KIND_COUNT
};

/// How much is known about a value. No condition holds for an unknown one, nor does its negation. Of a partly known one
/// the unknown pieces are written `${origin}` in its text; a pattern may hold in what is known of it, and no negation
/// holds.
enum fact_state {
  FACT_ABSENT, // there is none: `{missing: true}` holds
  FACT_UNKNOWN,
  FACT_PARTLY,
  FACT_KNOWN,
};

/// A value and where it stands.
struct fact_value {
  enum fact_state state;
  str text;  // as the file spells it, quotes and escapes removed; for an unknown one too, to be shown to people
  span span; // empty where it stands nowhere in the file (a default, a derived value)
};

struct fact_values {
  const struct fact_value *at;
  uint32_t len;
};

#define FACT_NONE UINT32_MAX

/// What all facts begin with.
struct fact {
  enum fact_kind kind;
  uint32_t order;       // place among all facts of the file, in the order of the text
  uint32_t stage;       // index of the stage it belongs to; FACT_NONE before the first FROM
  uint32_t instruction; // index of the instruction it belongs to; FACT_NONE for the file and comments
  platforms scenarios;  // those in which it holds, one bit each; 0: it depends on no platform
  span span;            // what a finding underlines unless the rule says otherwise
};

/// One struct a kind, `struct fact_NAME`, its members in the order of fields.def.
#define FACT_BEGIN(struct_name)                                                                                        \
  struct struct_name {                                                                                                 \
    struct fact head;
#define FACT_END                                                                                                       \
  }                                                                                                                    \
  ;
#define FIELD_TYPE_BOOL                                     bool
#define FIELD_TYPE_NUMBER                                   uint32_t
#define FIELD_TYPE_VALUE                                    struct fact_value
#define FIELD_TYPE_VALUES                                   struct fact_values
#define FIELD_TYPE_FACT                                     const struct fact *
#define FIELD(struct_name, name, member, TYPE, target, doc) FIELD_TYPE_##TYPE member;
#include "facts/fields.def"

enum field_type {
  FIELD_BOOL,   // bool
  FIELD_NUMBER, // uint32_t
  FIELD_VALUE,  // struct fact_value
  FIELD_VALUES, // struct fact_values: a condition holds when it holds for one of them, a negation when for none
  FIELD_FACT,   // const struct fact *: another fact, whose conditions are nested; NULL where there is none
};

/// One row of the schema.
struct field {
  const char *name; // as rules write it
  enum field_type type;
  enum fact_kind target; // of FIELD_FACT: the kind it leads to; else FACT_KIND_COUNT
  uint16_t offset;       // in the fact's struct
  const char *doc;       // one sentence without a full stop
};

struct fact_schema {
  const char *name; // as rules write it
  const char *doc;
  const struct field *fields;
  uint32_t field_count;
};

/// The schema of a kind.
const struct fact_schema *fact_schema(enum fact_kind kind);
/// The kind that rules call `name`; FACT_KIND_COUNT where there is none.
enum fact_kind fact_kind_named(str name);
/// The field that rules call `name`, or NULL.
const struct field *fact_field_named(enum fact_kind kind, str name);

/// Reading a field of a fact; the field must be of that type and of the fact's kind.
bool fact_bool(const struct fact *f, const struct field *field);
uint32_t fact_number(const struct fact *f, const struct field *field);
const struct fact_value *fact_value(const struct fact *f, const struct field *field);
const struct fact_values *fact_values(const struct fact *f, const struct field *field);
const struct fact *fact_related(const struct fact *f, const struct field *field);

/// What differs between the scenarios that the facts were made for. Rules read it through the fields that every fact
/// has beside its own: `platform`, `platform-name`, `target`, `target-name`.
struct fact_scenario {
  platform target, build;
  const platform *stages; // what each stage runs on; os empty where it is not known
};

struct dockerfile;
struct ignore;
struct scripts;
struct eval;

/// BuildKit sets the argument: TARGETARCH, BUILDPLATFORM, …
bool is_automatic_argument(str name);

/// The facts of one file, by kind, in the order of the text, so that those of one instruction and those of one stage
/// stand together. A place that is not the same on all platforms has one fact for each way it is, with the scenarios in
/// which it is that way.
struct facts {
  const struct dockerfile *df; // what they were made from
  const struct scripts *scripts;
  const struct fact_scenario *scenarios;
  uint32_t scenario_count, stage_count;
  struct fact_list {
    const struct fact *const *at;
    uint32_t len;
  } of[FACT_KIND_COUNT];
};

/// Makes the facts of a file from its syntax, its scripts and what its builds do. They live in `a` and hold views of
/// all three, and of the file's bytes. `ignore`: what the build leaves out of its folder; NULL where nobody knows.
struct facts *facts_make(struct arena *a, const struct dockerfile *df, const struct scripts *scripts,
                         const struct eval *eval, const struct ignore *ignore);
/// Only what is wrong with its syntax: no other fact is there, and none of them is known to be missing.
struct facts *facts_make_errors(struct arena *a, const struct dockerfile *df, const struct scripts *scripts);

#endif
