#ifndef DLINT_EVAL_STAGE_H
#define DLINT_EVAL_STAGE_H

#include "eval/exec.h"
#include "eval/scope.h"
#include "eval/substitute.h"

/// Executing a build stage by stage, as BuildKit's dispatch (dockerfile2llb/convert.go).

/// What an instruction leaves to the next one, and a stage to those that start from it.
struct stage_state {
  struct scope scope;
  const str *shell; // of SHELL; NULL before one
  uint32_t shell_count;
  str cwd;
  struct value cwd_value, user;
  const struct trie *files; // whose content is known, by absolute path: const struct value *
  bool windows;
};

/// What all builds of a file have in common.
struct build_shared {
  bool names_platforms;                // platform arguments occur in the file
  bool names_machine;                  // BUILD* among them
  const struct script *const *scripts; // by the index of their instruction; NULL where it has none
  const struct script **posix;         // likewise: as a POSIX shell reads it; NULL where nobody has asked yet
  struct scope bare;                   // of a stage of another system
  struct scope blank;                  // of one on an image
  struct scope scratch;                // of one on nothing
};

/// One build being executed.
struct build {
  /// The first build of the file, once it has been executed; NULL while it is. Where a stage of another one comes to
  /// the very state that it had there, it shares what the instructions did: most do not look at the platform.
  const struct build *model;
  struct arena *arena;
  const struct dockerfile *df;
  const struct eval_options *options;
  const struct build_shared *shared;
  struct exec_budget *budget;
  struct exec_memory *memory;
  platform target, machine;                 // the wanted platform, and that of the machine that builds
  struct substitution *images;              // FROM's word of each stage
  struct scope globals;                     // what FROM sees
  struct eval_stage *stages;                // all of the file's
  const struct stage_state *const **states; // of each executed stage: before each instruction, and at the end
  uint32_t trigger_count;                   // executed so far
};

/// What --build-arg gives to a name. False where it gives nothing.
bool build_argument(const struct build *b, str name, str *value);
/// substitute() as a part of the build, which pays for it. Once nothing is left, what has a variable in it is unknown,
/// and its text empty.
struct substitution build_substitute(const struct build *b, str word, const struct scope *scope);
/// A word in a scope.
struct eval_word build_word(const struct build *b, const struct text *text, const struct scope *scope);

struct build_shared build_share(struct arena *a, const struct dockerfile *df, const struct scripts *scripts);

/// The state that an executed stage ends in.
const struct stage_state *build_end_state(const struct build *b, uint32_t stage);

/// Sets up the variables that stand before the first FROM.
void build_globals(struct build *b);
/// Executes one stage; those before it have been executed.
void build_stage(struct build *b, uint32_t index);

#endif
