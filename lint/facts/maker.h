#ifndef DLINT_FACTS_MAKER_H
#define DLINT_FACTS_MAKER_H

#include "base/map.h"
#include "base/trie.h"
#include "facts/words.h"
#include "know/base_image.h"

/// What the makers of facts share. The file is walked once, in the order of the text; each family of facts has a
/// make_*.c. Facts that join several places are filled when the last of them was seen.

/// Where a fact belongs: the first members of struct fact.
struct place {
  uint32_t stage, instruction; // FACT_NONE
  platforms scenarios;
};

/// What the walk knows about a stage.
struct maker_stage {
  struct fact_stage *fact;
  struct fact_image *image; // FROM's; of several the one of the first scenario
  const struct stage *syntax;
  uint32_t parent;              // the stage that it starts from; FACT_NONE
  uint32_t seen;                // how many of its instructions the walk has seen
  platforms live;               // the scenarios that its facts may hold for
  struct base_image base;       // of the image at the end of the chain
  bool pipefail, errexit;       // the SHELL in force says so
  bool installs_unknown;        // a script, or a package whose name is not known, may have put anything into it
  const struct trie *variables; // name: struct variable, the latest; those of the stages it starts from among them
  const struct trie *brought;   // likewise packages, and what they bring for builds
  struct fact_copies {
    struct fact_copy **at;
    uint32_t len, cap;
  } copies;
};

struct maker {
  struct arena *a;
  struct arena *brief; // for what lasts until the next instruction
  const struct dockerfile *df;
  const struct scripts *scripts;
  const struct eval *eval;
  const struct ignore *ignore; // NULL
  struct fact_file *file;
  struct maker_stage *stages;
  const struct eval_instr *now[PLATFORMS_MAX]; // the instruction at hand in each scenario; NULL where it has none
  struct fact_instruction *instruction;        // the one at hand
  const uint32_t *stage_at; // of each instruction: its stage; of a refused FROM the one before, so that they ascend
  uint32_t next_script;     // of `scripts`, the first that the walk has not reached
  struct fact_instruction *last; // the instruction before, ONBUILD's triggers aside
  struct map globals;            // ARG before the first FROM: name: struct variable, the latest
  struct maker_variables {
    struct variable **at;
    uint32_t len, cap;
  } variables; // all, in the order of their making
  struct maker_paths {
    str *at;
    uint32_t len, cap;
  } made; // paths that the file makes and that name an architecture
  struct fact_list_of_all {
    struct fact **at;
    uint32_t len, cap;
  } all;            // in the order of their making
  struct assigned { // the assignments of `by`, by name: see make_build.c
    const struct eval_instr *by;
    struct map names;
  } assigned[PLATFORMS_MAX];  // of each scenario
  const struct instr *set_by; // whose pairs `pairs` and `more_pairs` hold, by the names they set: see make_use.c
  struct map pairs, more_pairs;
  uint64_t work; // done so far of what does not grow with the file alone; see maker_spend()
};

/// Takes part of LIMIT_FACT_WORK. False once it is used up: what joins facts then finds nothing more.
bool maker_spend(struct maker *m, uint64_t work);

/// A new fact, all fields absent.
struct fact *maker_add(struct maker *m, enum fact_kind kind, struct place at, span where);
#define ADD_FACT(m, KIND, name, at, where) ((struct fact_##name *)(void *)maker_add((m), FACT_##KIND, (at), (where)))

/// A stage in one of the scenarios.
const struct eval_stage *maker_stage_in(const struct maker *m, uint32_t scenario, uint32_t stage);

/// The place of an instruction as such, which may be a refused FROM.
struct place maker_place(const struct maker *m, const struct instr *in);
/// The place of an instruction that holds on every platform.
struct place place_of(const struct instr *in);

/// make_text.c
void make_file(struct maker *m);
void make_syntax_errors(struct maker *m);
void make_directives(struct maker *m);
void make_comments(struct maker *m);

/// `upper`, `lower` or `mixed`.
struct fact_value field_casing(str word);

/// make_stage.c
void make_stage(struct maker *m, const struct stage *stage);
/// An image of `COPY --from` (`usage` "copy") or of a mount; NULL where there is none.
struct fact_image *make_named_image(struct maker *m, const struct instr *in, const struct text *name,
                                    const char *usage);

/// make_instruction.c
struct fact_instruction *make_instruction(struct maker *m, const struct instr *in);
void make_labels(struct maker *m, const struct instr *in);
void make_ports(struct maker *m, const struct instr *in);
void make_mounts(struct maker *m, const struct instr *in);

/// make_state.c: what instructions change for those behind them.
void follow_shell(struct maker *m, const struct instr *in);
void follow_user(struct maker *m, const struct instr *in);
void follow_workdir(struct maker *m, const struct instr *in);
/// Value `i` of the instruction at hand; unknown where the scenarios do not agree.
struct fact_value value_at_hand(const struct maker *m, uint32_t i);

/// make_run.c: commands and what they say.
void make_run(struct maker *m, const struct instr *in);

/// make_variable.c, make_use.c
struct names {
  str *at;
  uint32_t len, cap;
};
/// The variables in a text that BuildKit expands.
void names_in_text(struct maker *m, const struct text *text, struct names *names);

/// make_copy.c
void make_copies(struct maker *m, const struct instr *in);

/// make_words.c: whether a word, or the name of a variable, speaks to a compiler: `CFLAGS=…`, `-DCMAKE_C_FLAGS=…`.
bool speaks_to_compiler(str text);

/// What joins the whole file, once all of it was seen; `finish` before the facts are in the order of the text.
void finish_facts(struct maker *m);
void finish_sorted_facts(struct maker *m);

#endif
