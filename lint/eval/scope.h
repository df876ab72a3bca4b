#ifndef DLINT_EVAL_SCOPE_H
#define DLINT_EVAL_SCOPE_H

#include "eval/env.h"

/// The variables of a Dockerfile: those before the first FROM, or those of a stage. Each has two readings: the text
/// that BuildKit would see with no --build-arg on a base image that sets nothing but PATH, and what it may be.

struct binding {
  str name;
  bool set; // the text is set
  str text;
  struct value value;
  bool maybe_unset; // nothing may set it, for all that is known
  bool agrees;      // the value is the text and nothing else
  uint32_t order;   // later settings have greater numbers
};

/// Copying it keeps its state: a stage that starts from another copies the other's.
struct scope {
  const struct trie *names; // of struct binding
  bool has_shell;           // the next two are kept
  const struct trie *env;   // what the shell of a RUN gets
  const struct trie *image; // what ENV alone has set: what the shell of CMD gets
  str outer;                // the image that may set names that are not here; empty: nothing may
  uint32_t settings;        // so far
};

enum presence { PRESENCE_UNSET, PRESENCE_MAYBE, PRESENCE_SET };

/// A stage's scope without variables, on nothing. `hides`: the file names platform arguments, which are not set in a
/// stage, whatever the image, until ARG declares them.
struct scope scope_new(struct arena *a, bool hides);

/// NULL where the file does not set it.
const struct binding *scope_get(const struct scope *s, str name);
enum presence scope_presence(const struct scope *s, str name);
/// What a name may be; an unknown value, with its origin, where only the base image could tell.
enum presence scope_value(struct arena *a, const struct scope *s, str name, struct value *value);

/// `ENV name=…`; as ARG, but CMD and ENTRYPOINT see it too.
void scope_set_env(struct arena *a, struct scope *s, str name, str text, struct value value);
/// `ARG name=…`, or `ARG name` where something gives it a value.
void scope_set_arg(struct arena *a, struct scope *s, str name, str text, struct value value);
/// `ARG name` that nothing in the file gives a value: only --build-arg could. A value from before stays in force.
void scope_declare(struct arena *a, struct scope *s, str name);

/// PATH where no image says otherwise (util/system/path.go).
extern const str default_path;

/// BUILDPLATFORM, TARGETARCH, …: what BuildKit knows without being told, and a stage sees where it says ARG.
bool is_platform_argument(str name);

#endif
