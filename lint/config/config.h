#ifndef DLINT_CONFIG_CONFIG_H
#define DLINT_CONFIG_CONFIG_H

#include "base/vec.h"
#include "config/rule_files.h"
#include "eval/eval.h"
#include "rules/rules.h"
#include "shellcheck/shellcheck.h"
#include "source/optional.h"

/// Settings: all that a file is linted with besides its bytes. Put together from what the caller asks for, the
/// configuration file and what dlint does by itself; never written once files are linted.

/// What a caller may ask for by name: the program's options, the public API's dlint_set(). A later one of the same name
/// replaces an earlier one, or adds to it where it is a list.
/// OVERRIDE(ID, name, what its value is called, NULL where there is none, a few words for --help)
#define OVERRIDES_OF_BUILD(OVERRIDE)                                                                                   \
  OVERRIDE(PLATFORM, "platform", "PLATFORMS", "wanted platforms: linux/amd64,linux/arm64")                             \
  OVERRIDE(BUILD_ARG, "build-arg", "NAME=VALUE", "as for docker build; may be repeated")                               \
  OVERRIDE(TARGET, "target", "STAGE", "the stage that is built; else the last one")
#define OVERRIDES_OF_RULES(OVERRIDE)                                                                                   \
  OVERRIDE(SELECT, "select", "RULES", "these too: ids, aliases, categories, sets, beginnings")                         \
  OVERRIDE(IGNORE, "ignore", "RULES", "all but these")                                                                 \
  OVERRIDE(ONLY, "only", "RULES", "only these")                                                                        \
  OVERRIDE(SEVERITY, "severity", "RULES=LEVEL", "another level for these")                                             \
  OVERRIDE(OPTION, "option", "RULE.NAME=VALUE", "set an option of a rule; adds to one that is a list")                 \
  OVERRIDE(RULES, "rules", "PATH", "more rules: a YAML file, or a folder of them")                                     \
  OVERRIDE(SHELLCHECK, "shellcheck", "WHEN", "run ShellCheck on scripts: auto (where installed), on, off (default)")   \
  OVERRIDE(NO_SUPPRESSIONS, "no-suppressions", NULL, "show what comments in the file suppress, too")
#define OVERRIDES_OF_CONFIG(OVERRIDE)                                                                                  \
  OVERRIDE(CONFIG, "config", "FILE", "this configuration; else the nearest .dlint.yaml above each file")               \
  OVERRIDE(ISOLATED, "isolated", NULL, "read no configuration and no file of the project but Dockerfiles")
#define OVERRIDES(OVERRIDE)                                                                                            \
  OVERRIDES_OF_BUILD(OVERRIDE)                                                                                         \
  OVERRIDES_OF_RULES(OVERRIDE)                                                                                         \
  OVERRIDES_OF_CONFIG(OVERRIDE)

enum override {
#define OVERRIDE(ID, name, argument, help) OVERRIDE_##ID,
  OVERRIDES(OVERRIDE)
#undef OVERRIDE
      OVERRIDE_COUNT
};

/// Options that choose or change rules, in the order in which they were given.
struct rule_choice {
  enum override how; // SELECT, IGNORE, ONLY, SEVERITY
  str rules;         // a list with commas
  enum severity severity;
};

/// A rule's option. The texts of a list come one by one.
struct option_choice {
  str rule, name, value;
};

/// How findings of ShellCheck are taken whose code begins so; of several the last counts.
struct code_choice {
  str code;      // "SC2086", "SC30"; "SC": all
  bool is_level; // it changes the level alone
  bool enabled;  // else
  enum severity severity;
  str origin;
};

struct code_choices {
  struct code_choice *at;
  uint32_t len, cap;
};

/// What the choices come to for one code.
struct code_setting {
  bool enabled;
  enum severity severity; // SEVERITY_COUNT: as ShellCheck says
  str origin;             // of the last that counts; empty without any
};
struct code_setting code_setting(const struct code_choices *choices, str code);
/// Whether findings of any code are taken.
bool code_choices_take_any(const struct code_choices *choices);

struct overrides {
  VEC(platform) platforms;
  VEC(struct eval_build_arg) build_args;
  str target;
  VEC(struct rule_choice) choices;
  VEC(struct option_choice) options;
  VEC(str) rule_paths;
  str base;     // the rules that are enabled to begin with; empty: those that are so by themselves
  bool lenient; // names that mean no rule are passed over
  bool no_suppressions;
  str config;
  bool isolated;
  bool shellcheck_given;
  enum shellcheck_use shellcheck; // where it is
};

/// The name of an override, without dashes.
const char *override_name(enum override which);
/// The override of that name; OVERRIDE_COUNT where there is none.
enum override override_named(str name);
/// Whether it takes no value.
bool override_is_switch(enum override which);

/// Adds `value`, whose bytes must outlive `o`. False with `*why` where it is none for that override.
bool overrides_set(struct arena *a, struct overrides *o, enum override which, str value, struct fault *why);

struct settings {
  bool isolated;             // no file of the project is read but Dockerfiles
  str context;               // the folder that the project builds with the file, absolute; empty where nothing says it
  bool contexts;             // there are several
  struct eval_options build; // wanted platforms, build arguments, target stage
  bool platforms_named;      // somebody asked for these platforms; else they are dlint's own choice
  bool platforms_by_caller;  // … by --platform
  enum severity fail_on;     // SEVERITY_COUNT: never
  const struct rule_set *rules;
  const struct rule_setting *rule_settings; // one for each rule
  enum shellcheck_use shellcheck_use;
  struct shellcheck *shellcheck; // NULL where it is not used, or not installed
  struct code_choices codes;     // how its findings are taken
  bool no_suppressions;          // comments suppress nothing
  bool unused_suppressions;      // are reported
  /// Who said so, for people: "default", "--platform", ".dlint.yaml:3".
  struct setting_origins {
    str platforms, build_args, target, fail_on, shellcheck;
    const str *rules; // one for each rule
  } origins;
};

/// Settings of the files of one run, and what was read for them; each configuration is read once.
struct config;

/// What is wrong with rules or configurations is added to `faults`, now and whenever a further one is read; the
/// settings are then made of the rest. `o` and `faults` must outlive the result.
struct config *config_new(struct arena *a, const struct overrides *o, struct faults *faults);

/// The files that are looked for, for who looks for more of them in the same run.
struct optional *config_files(struct config *c);

/// The settings for the file `path`. Equal ones are shared.
const struct settings *config_settings(struct config *c, str path);

/// Whether the configuration of `path`, a file or a folder, leaves it out (`exclude:`).
bool config_excludes(struct config *c, str path, bool is_folder);

/// Where a folder is.
struct config_location {
  str real;       // absolute, without links; empty, which is noted among the faults, where it cannot be looked up
  str repository; // the nearest folder with `.git`, that one or above it; empty outside of a repository
};
struct config_location config_locate(struct config *c, str folder);

/// The Dockerfiles that a file of a project names: docker-bake*.json, compose files (`build:`), GitHub workflows
/// (docker/build-push-action, `docker build` in scripts). `folder` is absolute, `path` seen from there. The results are
/// absolute; whether there is such a file nobody has looked. None where `path` is no file of that kind, cannot be read,
/// or names none.
struct strs config_named_by(struct optional *files, str folder, str path);

/// What `df` is built for: as the settings say, unless the caller named no platforms and `# dlint platforms=LIST` in
/// the file does. `*named`: somebody asked for the platforms. Lives in `a`.
struct eval_options settings_build(struct arena *a, const struct settings *settings, const struct dockerfile *df,
                                   bool *named);

/// Reads the file that says what a build of the Dockerfile `path` leaves out: NAME.dockerignore beside it, else
/// .dockerignore of the folder that the project builds with it, else of its own. False where there is none of at most
/// LIMIT_WANTED_FILE_BYTES, none may be read, or the project builds several folders with it; one that cannot be read is
/// added to `faults`.
bool settings_ignore(struct arena *a, const struct settings *settings, str path, str *bytes, struct faults *faults);

/// Adds those of ShellCheck's findings to `diags` that the settings take, with the levels that they give.
void settings_take_codes(struct arena *a, const struct settings *settings, const struct diags *found,
                         struct diags *diags);

/// What BuildKit's checks find, too, becomes an error where the file says `# check=error=true`.
void raise_checks(const struct dockerfile *df, struct diags *diags);

/// Takes out of `diags`, which are those of `df`, what comments of the file suppress (suppress.c lists the forms). Adds
/// a finding to `unused` for each name that suppresses nothing.
void suppress(struct arena *a, const struct dockerfile *df, struct diags *diags, struct diags *unused);

#endif
