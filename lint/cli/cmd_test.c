#include <inttypes.h>

#include "base/out.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/confine.h"
#include "cli/request.h"
#include "cli/rule_test.h"

// Settings that nothing but dlint itself decides about.
static const struct settings *plain_settings(struct request *r) {
  r->overrides.isolated = true;
  confine_early(r);
  r->config = config_new(r->arena, &r->overrides, &r->faults);
  return config_settings(r->config, STR("Dockerfile"));
}

// The rules of the files alone.
static const struct settings *settings_of_files(struct request *r, const struct settings *plain) {
  struct rule_files files = {0};
  struct settings *settings = NEW(r->arena, struct settings);
  for (uint32_t i = 0; i < r->operands.len; i++)
    rule_files_read(r->arena, r->operands.at[i], &files, &r->faults);
  *settings = *plain;
  settings->rules = rule_set_of_files(r->arena, files.at, files.len, &r->faults);
  settings->rule_settings = NULL;
  return settings;
}

static int test_rules(struct request *r) {
  const struct settings *settings = plain_settings(r);
  enum example_company company = EXAMPLE_TOGETHER;
  if (r->operands.len) {
    settings = settings_of_files(r, settings);
    company = EXAMPLE_ALONE;
  }
  rule_patterns_try(r->arena, settings->rules, &r->faults);
  for (uint32_t i = 0; i < r->faults.len; i++)
    r->failed = complain_fault(&r->faults.at[i]);
  struct rule_tests tests = rule_tests_run(r->arena, settings, company);
  struct out o;
  out_init_fd(&o, 1);
  out_str(&o, buf_str(&tests.messages));
  out_format(&o, "%" PRIu32 " rules, %" PRIu32 " examples, %" PRIu32 " failures\n", tests.rules, tests.examples,
             tests.failures);
  if (!flush_stdout(&o) || r->failed)
    return EXIT_USAGE;
  return tests.failures ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int read_arguments(struct request *r, int argc, char **argv) {
  struct args args;
  args_init(&args, argc, argv, cmd_test.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;)
    if (!request_take(r, id, args.value))
      return command_stop(&cmd_test, &args, id);
  return test_rules(r);
}

static int run(int argc, char **argv) {
  return request_run(argc, argv, read_arguments);
}

const struct command cmd_test = {
    .name = "test",
    .doc = "try the examples of rule files; without any, those of the built-in rules",
    .operands = "[PATH…]",
    .example = "dlint test my-rules/",
    .groups = {{0}},
    .run = run,
};
