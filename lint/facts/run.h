#ifndef DLINT_FACTS_RUN_H
#define DLINT_FACTS_RUN_H

#include "facts/arch.h"
#include "facts/programs.h"
#include "facts/scan.h"

/// The commands of one instruction, put together over the scenarios: a command that is the same in several of them is
/// one site, and each way in which it differs is one more.
struct site {
  const struct eval_instr *in;    // of the first scenario in which it is so
  const struct eval_command *cmd; // one of its commands
  platforms scenarios;            // those in which it is so
  struct fact_command *fact;      // what is said of the command
  struct command_line line;       // its words cut up; those are masked (see words.h)
  const struct eval_word *words;  // those of `line`, with their values
  uint32_t traits;                // of its program: enum program_trait
  bool wraps;                     // it runs another site: what its words say is said there
  uint32_t sinks;                 // what it does with its words, bit by bit: enum sink
  uint32_t hash_next;             // the next site that begins there; UINT32_MAX
};

struct run {
  const struct instr *instr;
  platforms live; // the scenarios that it is interpreted in
  struct run_sites {
    struct site *at;
    uint32_t len, cap;
  } sites;                     // in the order of the first scenario, then those that only others have
  const struct script *script; // NULL without
  const struct scan *scan;     // of its tree; NULL without
  struct map variables;        // that its script sets; name: struct variable, the latest
  uint32_t first_fact;         // in struct maker's `all`
  uint32_t first_variable;     // in struct maker's `variables`
};

/// Where the facts of a site belong.
struct place site_place(const struct run *run, const struct site *site);
/// Cuts the command up; `words` are its masked words.
void site_parse(struct maker *m, struct site *site, const str *words);
/// The span of word `i` of a site's line.
span site_word_span(const struct site *site, uint32_t i);
/// The same word as a field.
struct fact_value site_word(struct maker *m, const struct site *site, uint32_t i);

/// Puts the commands of an instruction together and says what they are.
void make_commands(struct maker *m, struct run *run);

/// What else commands say; each looks at one site.
void make_packages(struct maker *m, const struct run *run, const struct site *site);
void make_downloads(struct maker *m, const struct run *run, const struct site *site);
void make_build_tools(struct maker *m, const struct run *run, const struct site *site);
/// A download in a stage on the build platform whose URL depends on what the machine says it is.
void make_machine_fetch(struct maker *m, const struct run *run, const struct site *site, const struct eval_word *url);
void make_words(struct maker *m, const struct run *run, const struct site *site);
void make_source_builds(struct maker *m, const struct run *run, const struct site *site);
/// Says of files that were copied before what the command does to them.
void follow_copies(struct maker *m, const struct run *run, const struct site *site);
/// Remembers what the command makes, and what packages it installs.
void follow_paths(struct maker *m, const struct site *site);
/// What joins several commands.
void make_switches(struct maker *m, const struct run *run);
/// What only bash understands, where another shell is known to run the script.
void make_bash_syntax(struct maker *m, const struct run *run);
void make_verification(struct maker *m, const struct run *run, uint32_t first_fact);

/// After all of them are in the order of the text.
void make_shared_checksums(struct maker *m);
/// PIP_NO_BINARY and its like.
void make_source_build_variable(struct maker *m, const struct fact_variable *variable);
/// A package, by its system's name, is in the stage from now on.
bool stage_brings(const struct maker_stage *stage, str need);
void bring_package(struct maker *m, uint32_t stage, str package);

/// A download of ADD.
void make_added_download(struct maker *m, struct place at, const struct instr *in, const struct eval_word *source,
                         struct fact_value destination);

/// What words say outside of commands: paths and compiler options in ENV, ARG, WORKDIR, ….
struct spoken {
  struct place at;
  struct fact_value keyword;
  bool conditional, in_choice;
};
/// Paths that name an architecture in a masked text, which stands at `where`.
void make_paths(struct maker *m, const struct spoken *spoken, str text, span where);
/// Compiler options of one architecture.
void make_cpu_flags(struct maker *m, const struct spoken *spoken, str text, span where);

#endif
