#include "api/api.h"
#include "base/limits.h"
#include "base/vec.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/parse_views.h"

enum {
  OPTION_FORMAT = 1,
  OPTION_INPUT = 16, // + index in `inputs`
  OPTION_VIEW = 32,  // + index in `views`
};

// The views of a file. An option of the same name chooses one; without it the first is printed.
typedef void dump_fn(struct arena *a, struct json_out *j, const struct dockerfile *df);
static dump_fn *const views[] = {dump_dockerfile, dump_shell};

// What is read from standard input instead.
typedef bool answer_fn(struct arena *a, struct json_out *j, str input, struct fault *why);
static answer_fn *const inputs[] = {dump_words, dump_shell_script};

static const struct option options[] = {
    {OPTION_VIEW + 0, 0, "dockerfile", NULL, "print nodes and instructions (the default)"},
    {OPTION_VIEW + 1, 0, "shell", NULL, "print the scripts and their commands"},
    {OPTION_INPUT + 1, 0, "script", NULL, "print the commands of the script on standard input"},
    {OPTION_INPUT + 0, 0, "words", NULL, "expand the words on standard input, one JSON object a line"},
    {OPTION_FORMAT, 0, "format", "json", "the only form there is"},
};

struct request {
  struct arena arena; // for the paths
  VEC(str) paths;
  dump_fn *dump;
  answer_fn *answer; // NULL: files are read
};

// Reads the arguments; false with the exit code.
static bool read_args(struct request *r, int argc, char **argv, int *exit) {
  struct args args;
  args_init(&args, argc, argv, cmd_parse.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;) {
    if (id >= OPTION_VIEW) {
      r->dump = views[id - OPTION_VIEW];
    } else if (id >= OPTION_INPUT) {
      r->answer = inputs[id - OPTION_INPUT];
    } else if (id == ARGS_OPERAND) {
      VEC_PUSH(&r->arena, &r->paths, args.value);
    } else if (id != OPTION_FORMAT || !str_eq(args.value, STR("json"))) {
      if (id == OPTION_FORMAT)
        complain("parse prints json, not " STR_FMT, STR_ARG(args.value));
      *exit = id == OPTION_FORMAT ? EXIT_USAGE : command_stop(&cmd_parse, &args, id);
      return false;
    }
  }
  if (r->answer || r->paths.len)
    return true;
  complain("parse needs the paths of files");
  *exit = EXIT_USAGE;
  return false;
}

static bool dump_file(struct arena *a, struct json_out *j, dump_fn *dump, str path) {
  str bytes;
  struct fault why = {0};
  if (!source_read(a, path, &bytes, &why))
    return !complain_fault(&why);
  const struct dockerfile *df = dockerfile_parse(a, source_new(a, path, bytes));
  struct faults faults = {0};
  lint_limit_faults(a, df, NULL, &faults);
  dump(a, j, df);
  for (uint32_t i = 0; i < faults.len; i++)
    complain_fault(&faults.at[i]);
  return faults.len == 0;
}

static bool answer_input(struct arena *a, struct json_out *j, answer_fn *fn) {
  str input;
  struct fault why = {0};
  if (source_read(a, STR("-"), &input, &why) && fn(a, j, input, &why))
    return true;
  complain_fault(&why);
  return false;
}

// Prints what standard input (`path` empty) or a file holds, in memory of its own.
static void print_one(const struct request *r, struct out *out, str path, int *exit) {
  struct arena a;
  struct json_out json;
  jmp_buf failure;
  arena_init(&a, &failure, LIMIT_FILE_MEMORY);
  json_out_init(&json, out);
  if (setjmp(failure) != 0) {
    out_str(out, STR("\n")); // what was begun stays as it is
    struct lint lint = lint_without_memory(&a, &(struct lint_job){.path = path});
    complain_fault(&lint.why);
    *exit = lint.status == LINT_NO_MEMORY ? EXIT_INTERNAL : EXIT_USAGE;
  } else if (!(r->answer ? answer_input(&a, &json, r->answer) : dump_file(&a, &json, r->dump, path)) &&
             *exit == EXIT_CLEAN) {
    *exit = EXIT_USAGE;
  }
  arena_done(&a);
}

static int answer(const struct request *r) {
  struct out out;
  int exit = EXIT_CLEAN;
  out_init_fd(&out, 1);
  if (r->answer)
    print_one(r, &out, STR("-"), &exit);
  for (uint32_t i = 0; i < r->paths.len && !r->answer; i++)
    print_one(r, &out, r->paths.at[i], &exit);
  return flush_stdout(&out) || exit != EXIT_CLEAN ? exit : EXIT_USAGE;
}

static int run(int argc, char **argv) {
  struct request r = {.dump = views[0]};
  int exit;
  arena_init(&r.arena, NULL, 0);
  if (read_args(&r, argc, argv, &exit))
    exit = answer(&r);
  arena_done(&r.arena);
  return exit;
}

const struct command cmd_parse = {
    .name = "parse",
    .doc = "print syntax trees as JSON",
    .operands = "FILE…",
    .example = "dlint parse --format json Dockerfile",
    .groups = {{NULL, options, COUNT_OF(options)}},
    .run = run,
};
