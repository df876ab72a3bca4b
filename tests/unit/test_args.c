#include "unit.h"

#include <string.h>

#include "cli/args.h"

enum { OPTION_FORMAT = 1, OPTION_QUIET, OPTION_JOBS };

static const struct option options[] = {
    {OPTION_FORMAT, 'f', "format", "FORMAT", "how findings are printed"},
    {OPTION_QUIET, 'q', "quiet", NULL, "print less"},
};
static const struct option more_options[] = {{OPTION_JOBS, 0, "jobs", "N", "how many threads"}};
static const struct option_group groups[OPTION_GROUPS_MAX] = {
    {.at = options, .len = COUNT_OF(options)},
    {.at = more_options, .len = COUNT_OF(more_options)},
};

struct args_case {
  const char *name;
  const char *argv[6];
  struct {
    int id;
    const char *value; // of ARGS_BAD: the problem
  } read[5];
};

static const struct args_case args_cases[] = {
    {"no argument", {0}, {{ARGS_END, NULL}}},
    {"an operand", {"Dockerfile"}, {{ARGS_OPERAND, "Dockerfile"}, {ARGS_END, NULL}}},
    {"standard input is an operand", {"-"}, {{ARGS_OPERAND, "-"}, {ARGS_END, NULL}}},
    {"an empty operand", {""}, {{ARGS_OPERAND, ""}, {ARGS_END, NULL}}},
    {"--name value", {"--format", "json", "x"}, {{OPTION_FORMAT, "json"}, {ARGS_OPERAND, "x"}}},
    {"--name=value", {"--format=a=b"}, {{OPTION_FORMAT, "a=b"}, {ARGS_END, NULL}}},
    {"--name= is an empty value", {"--format=", "x"}, {{OPTION_FORMAT, ""}, {ARGS_OPERAND, "x"}}},
    {"-x value", {"-f", "json"}, {{OPTION_FORMAT, "json"}, {ARGS_END, NULL}}},
    {"-xvalue", {"-fjson"}, {{OPTION_FORMAT, "json"}, {ARGS_END, NULL}}},
    {"-abc", {"-qqf", "json"}, {{OPTION_QUIET, NULL}, {OPTION_QUIET, NULL}, {OPTION_FORMAT, "json"}}},
    {"an option of the second group", {"--jobs=2"}, {{OPTION_JOBS, "2"}, {ARGS_END, NULL}}},
    {"options behind operands", {"x", "-q"}, {{ARGS_OPERAND, "x"}, {OPTION_QUIET, NULL}, {ARGS_END, NULL}}},
    {"-- ends the options", {"--", "-q", "--"}, {{ARGS_OPERAND, "-q"}, {ARGS_OPERAND, "--"}, {ARGS_END, NULL}}},
    {"help is everywhere", {"-h", "--help"}, {{ARGS_HELP, NULL}, {ARGS_HELP, NULL}, {ARGS_END, NULL}}},
    {"a value may look like an option", {"--format", "--jobs"}, {{OPTION_FORMAT, "--jobs"}, {ARGS_END, NULL}}},
    {"a missing value", {"--jobs"}, {{ARGS_BAD, "--jobs needs a value: N"}}},
    {"a missing value of a letter", {"-f"}, {{ARGS_BAD, "-f needs a value: FORMAT"}}},
    {"a value that nobody asked for", {"--quiet=1"}, {{ARGS_BAD, "--quiet takes no value"}}},
    {"a misspelled name", {"--formta"}, {{ARGS_BAD, "unknown option --formta; did you mean --format?"}}},
    {"an unknown name", {"--colour-scheme"}, {{ARGS_BAD, "unknown option --colour-scheme"}}},
    {"an unknown letter", {"-z"}, {{ARGS_BAD, "unknown option -z"}}},
    {"an unknown byte", {"-\xC3\xA9"}, {{ARGS_BAD, "unknown option -?"}}},
};

static void test_args(void **state) {
  const struct args_case *c = *state;
  char words[6][32], *argv[7] = {words[0]};
  int argc = 1;
  for (; argc < 6 && c->argv[argc - 1]; argc++) {
    strcpy(words[argc], c->argv[argc - 1]);
    argv[argc] = words[argc];
  }
  struct args args;
  args_init(&args, argc, argv, groups);
  for (uint32_t i = 0; i < COUNT_OF(c->read) && (i == 0 || c->read[i].id); i++) {
    assert_int_equal(args_next(&args), c->read[i].id);
    str value = c->read[i].id == ARGS_BAD ? str_of(args.problem) : args.value;
    if (c->read[i].value)
      assert_str_equal(value, str_of(c->read[i].value));
  }
}

int main(void) {
  return RUN_CASES("args_next", args_cases, test_args);
}
