#ifndef DLINT_CONFIG_CONFIG_H
#define DLINT_CONFIG_CONFIG_H

#include "base/fault.h"
#include "base/vec.h"
#include "diag/diag.h"
#include "eval/eval.h"

/// Settings: all that a file is linted with besides its bytes. Put together from what the caller asks for, the
/// configuration file and what dlint does by itself; never written once files are linted.

/// What a caller may ask for by name: the program's options, the public API's dlint_set(). A later one of the same name
/// replaces an earlier one, or adds to it where it is a list.
/// OVERRIDE(ID, name, what its value is called, NULL where there is none, a few words for --help)
#define OVERRIDES_OF_BUILD(OVERRIDE)                                                                                   \
  OVERRIDE(PLATFORM, "platform", "LIST", "wanted platforms: linux/amd64,linux/arm64")                                  \
  OVERRIDE(BUILD_ARG, "build-arg", "NAME=VALUE", "as for docker build; may be repeated")                               \
  OVERRIDE(TARGET, "target", "STAGE", "the stage that is built; else the last one")
#define OVERRIDES(OVERRIDE) OVERRIDES_OF_BUILD(OVERRIDE)

enum override {
#define OVERRIDE(ID, name, argument, help) OVERRIDE_##ID,
  OVERRIDES(OVERRIDE)
#undef OVERRIDE
      OVERRIDE_COUNT
};

struct overrides {
  VEC(platform) platforms;
  VEC(struct eval_build_arg) build_args;
  str target;
};

/// The name of an override, without dashes.
const char *override_name(enum override which);
/// The override of that name; OVERRIDE_COUNT where there is none.
enum override override_named(str name);

/// Adds `value`, whose bytes must outlive `o`. False with `*why` where it is none for that override.
bool overrides_set(struct arena *a, struct overrides *o, enum override which, str value, struct fault *why);

struct settings {
  struct eval_options build; // wanted platforms, build arguments, target stage
  bool platforms_named;      // somebody asked for these platforms; else they are dlint's own choice
};

/// The settings that `o` asks for. Without --platform: linux/amd64 and linux/arm64. Shares the bytes of `o`.
struct settings settings_make(const struct overrides *o);

/// Takes out of `diags`, which are those of `df`, what comments of the file suppress (suppress.c lists the forms). Adds
/// a finding to `unused` for each name that suppresses nothing.
void suppress(struct arena *a, const struct dockerfile *df, struct diags *diags, struct diags *unused);

#endif
