#ifndef DLINT_CLI_REQUEST_H
#define DLINT_CLI_REQUEST_H

#include "api/api.h"
#include "base/out.h"
#include "cli/args.h"
#include "cli/discover.h"

/// What all commands that read Dockerfiles have in common: options that say which files are read and how they are
/// understood, and the list of files that comes of it.

/// Ids of the options below; a command's own are smaller. An override of config.h has OPTION_OVERRIDES plus its number.
enum request_option {
  OPTION_OVERRIDES = 1000,
  OPTION_STDIN_FILENAME = OPTION_OVERRIDES + OVERRIDE_COUNT,
  OPTION_EXCLUDE,
  OPTION_FORCE_EXCLUDE,
  OPTION_NO_IGNORE,
  OPTION_SANDBOX,
};

/// The members of a command's `groups` for these options.
#define REQUEST_BUILD_GROUP                                                                                            \
  { .title = "The build", .at = request_build_options, .len = REQUEST_BUILD_OPTION_COUNT }
#define REQUEST_RULES_GROUP                                                                                            \
  { .title = "Rules", .at = request_rules_options, .len = REQUEST_RULES_OPTION_COUNT }
#define REQUEST_FILES_GROUP                                                                                            \
  { .title = "Files", .at = request_files_options, .len = REQUEST_FILES_OPTION_COUNT }

#define OVERRIDE(ID, name, argument, help) +1
enum {
  REQUEST_BUILD_OPTION_COUNT = OVERRIDES_OF_BUILD(OVERRIDE),
  REQUEST_RULES_OPTION_COUNT = OVERRIDES_OF_RULES(OVERRIDE),
  REQUEST_FILES_OPTION_COUNT = OVERRIDES_OF_CONFIG(OVERRIDE) + 5,
};
#undef OVERRIDE
extern const struct option request_build_options[REQUEST_BUILD_OPTION_COUNT];
extern const struct option request_rules_options[REQUEST_RULES_OPTION_COUNT];
extern const struct option request_files_options[REQUEST_FILES_OPTION_COUNT];

enum sandbox_use {
  SANDBOX_AUTO, // what the system has
  SANDBOX_OFF,
  SANDBOX_REQUIRE, // without it nothing is linted
};

struct request {
  struct arena *arena;
  struct overrides overrides;
  struct str_list operands;
  struct str_list excludes; // patterns of --exclude
  str stdin_filename;
  bool force_exclude, no_ignore;
  enum sandbox_use sandbox;
  struct str_list written;    // files that the command is to write
  struct str_list read_later; // files that it reads besides Dockerfiles
  bool mends;                 // it writes to the files themselves
  struct config *config;      // made by request_jobs(), as is
  struct str_list folders;    // what was searched
  struct faults faults;       // of the configuration
  bool failed;                // something was wrong, and a message has said so
  bool no_memory;             // likewise
  bool unconfined;            // likewise: it insists on a sandbox that cannot be had
};

struct job_list {
  struct lint_job *at;
  uint32_t len, cap;
};

void request_init(struct request *r, struct arena *a);

/// args_init() for a command that takes names of Dockerfiles: a word is one, whatever it looks like, where there is a
/// Dockerfile of that name. pre-commit and `xargs` pass on whatever names a repository has, and
/// `--output=x.Dockerfile` is a possible one.
void request_args(struct args *args, int argc, char **argv, const struct option_group *groups);

/// Takes an operand or an option of the groups above. False where `id` is none of them. What is wrong with a value is
/// said on stderr.
bool request_take(struct request *r, int id, str value);

/// The files to lint, in the order of the operands ("." without any), each once. A folder is searched; what cannot be
/// read, a folder without Dockerfiles, and what is wrong with the configuration is said on stderr, and `failed` is set.
struct job_list request_jobs(struct request *r);

/// Says why a file was not linted (its status is not LINT_DONE).
void request_complain(struct request *r, const struct lint *lint);
/// EXIT_INTERNAL, EXIT_USAGE, EXIT_FINDINGS where `found`, or EXIT_CLEAN; the first that is so.
int request_exit_code(const struct request *r, bool found);

/// Runs a command that keeps nothing beside its request: `body` reads the arguments and does it. Returns its exit code.
int request_run(int argc, char **argv, int (*body)(struct request *r, int argc, char **argv));

/// Prints what a command has to say of one file, whose bytes `job` holds; adds the limits that it reached. What it
/// needs lives in `a`.
typedef void request_printer(void *ctx, const struct lint_job *job, struct arena *a, struct out *out,
                             struct faults *faults);
/// Has `print` called for each file of the request, in order, with standard output; `between` is written before each
/// but the first. A file that cannot be read, or needs more memory than there is, is told of on stderr. Returns the
/// exit code.
int request_print_files(struct request *r, str between, request_printer *print, void *ctx);

#endif
