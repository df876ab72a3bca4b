#include "cli/compat_hadolint.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/request.h"
#include "know/table.h"

enum {
  HADOLINT_VERSION = 1,
  HADOLINT_CONFIG,
  HADOLINT_PATH_IN_REPORT,
  HADOLINT_OUTPUT,
  HADOLINT_NO_FAIL,
  HADOLINT_NO_COLOR,
  HADOLINT_VERBOSE,
  HADOLINT_FORMAT,
  HADOLINT_IGNORE,
  HADOLINT_REGISTRY,
  HADOLINT_LABEL,
  HADOLINT_STRICT_LABELS,
  HADOLINT_NO_PRAGMA,
  HADOLINT_THRESHOLD,
  HADOLINT_SHELLCHECK,
  HADOLINT_LEVEL, // + the severity
};

static const struct option options[] = {
    {HADOLINT_VERSION, 'v', "version", NULL, "print the version"},
    {HADOLINT_CONFIG, 'c', "config", "FILENAME", "path of the configuration"},
    {HADOLINT_PATH_IN_REPORT, 0, "file-path-in-report", "PATH", "what to call the file in reports"},
    {HADOLINT_OUTPUT, 'o', "output", "OUTPUT", "where the report goes"},
    {HADOLINT_NO_FAIL, 0, "no-fail", NULL, "end with 0 whatever is found"},
    {HADOLINT_NO_COLOR, 0, "no-color", NULL, "no colour"},
    {HADOLINT_VERBOSE, 'V', "verbose", NULL, "taken and passed over"},
    {HADOLINT_FORMAT, 'f', "format", "ARG",
     "tty, json, checkstyle, codeclimate, gitlab_codeclimate, gnu, codacy, sonarqube, sarif, junit"},
    {HADOLINT_LEVEL + SEVERITY_ERROR, 0, "error", "RULECODE", "a rule's level"},
    {HADOLINT_LEVEL + SEVERITY_WARNING, 0, "warning", "RULECODE", "a rule's level"},
    {HADOLINT_LEVEL + SEVERITY_INFO, 0, "info", "RULECODE", "a rule's level"},
    {HADOLINT_LEVEL + SEVERITY_STYLE, 0, "style", "RULECODE", "a rule's level"},
    {HADOLINT_IGNORE, 0, "ignore", "RULECODE", "a rule that is ignored"},
    {HADOLINT_REGISTRY, 0, "trusted-registry", "REGISTRY", "a registry that FROM may name"},
    {HADOLINT_LABEL, 0, "require-label", "LABELSCHEMA", "a label that images must have: maintainer:text"},
    {HADOLINT_STRICT_LABELS, 0, "strict-labels", NULL, "taken and passed over"},
    {HADOLINT_NO_PRAGMA, 0, "disable-ignore-pragma", NULL, "comments suppress nothing"},
    {HADOLINT_THRESHOLD, 't', "failure-threshold", "THRESHOLD", "error, warning, info (default), style, ignore, none"},
    {HADOLINT_SHELLCHECK, 0, "shellcheck", "WHEN",
     "not hadolint's, which always does: run ShellCheck: auto, on, off (default)"},
};

static const struct option_group groups[OPTION_GROUPS_MAX] = {{.at = options, .len = COUNT_OF(options)}};

struct compat {
  struct arena arena;
  struct request request;
  struct outputs outputs;
  const struct report_format *format;
  str output, path_in_report;
  enum severity fail_on; // SEVERITY_COUNT: never
  struct map rules;      // by code: a struct diag_rule with it as its id
  bool found;
};

static bool take_threshold(struct compat *c, str word) {
  if (str_eq(word, STR("none")))
    c->fail_on = SEVERITY_COUNT;
  else if (str_eq(word, STR("ignore")))
    c->fail_on = SEVERITY_STYLE;
  else
    return severity_named(word, &c->fail_on);
  return true;
}

static void choose(struct compat *c, struct rule_choice choice) {
  VEC_PUSH(&c->arena, &c->request.overrides.choices, choice);
}

static void set_option(struct compat *c, str rule, str name, str value) {
  VEC_PUSH(&c->arena, &c->request.overrides.options, (struct option_choice){rule, name, value});
}

// False for a value that is none.
static bool take(struct compat *c, int id, str value) {
  str label = value, kind;
  switch (id) {
  case ARGS_OPERAND:
    return request_take(&c->request, id, value);
  case HADOLINT_CONFIG:
    c->request.overrides.config = value;
    return true;
  case HADOLINT_PATH_IN_REPORT:
    c->path_in_report = value;
    return true;
  case HADOLINT_OUTPUT:
    c->output = value;
    return true;
  case HADOLINT_NO_FAIL:
    c->fail_on = SEVERITY_COUNT;
    return true;
  case HADOLINT_NO_COLOR:
    c->outputs.style.color = REPORT_PLAIN;
    return true;
  case HADOLINT_NO_PRAGMA:
    c->request.overrides.no_suppressions = true;
    return true;
  case HADOLINT_VERBOSE:
  case HADOLINT_STRICT_LABELS:
    return true;
  case HADOLINT_FORMAT:
    c->format = report_hadolint_format_named(value);
    return c->format;
  case HADOLINT_IGNORE:
    choose(c, (struct rule_choice){.how = OVERRIDE_IGNORE, .rules = value});
    return true;
  case HADOLINT_REGISTRY:
    set_option(c, STR("untrusted-registry"), STR("registries"), value);
    return true;
  case HADOLINT_LABEL:
    str_cut(value, ':', &label, &kind);
    set_option(c, STR("required-labels"), STR("labels"), label);
    return true;
  case HADOLINT_SHELLCHECK:
    return overrides_set(&c->arena, &c->request.overrides, OVERRIDE_SHELLCHECK, value, &(struct fault){0});
  case HADOLINT_THRESHOLD:
    return take_threshold(c, value);
  default: // a level also enables
    choose(c, (struct rule_choice){.how = OVERRIDE_SELECT, .rules = value});
    choose(c, (struct rule_choice){OVERRIDE_SEVERITY, value, (enum severity)(id - HADOLINT_LEVEL)});
    return true;
  }
}

// The environment (hadolint's README, "Environment variables"): stronger than its configuration, weaker than options.
static const struct variable {
  const char *name;
  int id; // of the option that says the same
  enum {
    VARIABLE_SWITCH, // 1, y, on, true or yes
    VARIABLE_VALUE,
    VARIABLE_LIST, // with commas
  } kind;
} variables[] = {
    {"HADOLINT_NOFAIL", HADOLINT_NO_FAIL, VARIABLE_SWITCH},
    {"HADOLINT_VERBOSE", HADOLINT_VERBOSE, VARIABLE_SWITCH},
    {"HADOLINT_FORMAT", HADOLINT_FORMAT, VARIABLE_VALUE},
    {"HADOLINT_OVERRIDE_ERROR", HADOLINT_LEVEL + SEVERITY_ERROR, VARIABLE_LIST},
    {"HADOLINT_OVERRIDE_WARNING", HADOLINT_LEVEL + SEVERITY_WARNING, VARIABLE_LIST},
    {"HADOLINT_OVERRIDE_INFO", HADOLINT_LEVEL + SEVERITY_INFO, VARIABLE_LIST},
    {"HADOLINT_OVERRIDE_STYLE", HADOLINT_LEVEL + SEVERITY_STYLE, VARIABLE_LIST},
    {"HADOLINT_IGNORE", HADOLINT_IGNORE, VARIABLE_LIST},
    {"HADOLINT_TRUSTED_REGISTRIES", HADOLINT_REGISTRY, VARIABLE_LIST},
    {"HADOLINT_REQUIRE_LABELS", HADOLINT_LABEL, VARIABLE_LIST},
    {"HADOLINT_STRICT_LABELS", HADOLINT_STRICT_LABELS, VARIABLE_SWITCH},
    {"HADOLINT_DISABLE_IGNORE_PRAGMA", HADOLINT_NO_PRAGMA, VARIABLE_SWITCH},
    {"HADOLINT_FAILURE_THRESHOLD", HADOLINT_THRESHOLD, VARIABLE_VALUE},
};

static bool is_truthy(str value) {
  static const str words[] = {STR_INIT("1"), STR_INIT("y"), STR_INIT("on"), STR_INIT("true"), STR_INIT("yes")};
  for (uint32_t i = 0; i < COUNT_OF(words); i++)
    if (str_eq_nocase(value, words[i]))
      return true;
  return false;
}

// What an option would not take is passed over, as hadolint does.
static void take_variable(struct compat *c, const struct variable *v, str value) {
  const struct report_format *before = c->format;
  switch (v->kind) {
  case VARIABLE_SWITCH:
    if (is_truthy(value))
      take(c, v->id, value);
    return;
  case VARIABLE_VALUE:
    if (!take(c, v->id, value))
      c->format = before;
    return;
  case VARIABLE_LIST:
    for (str item; str_next(&value, ',', &item);)
      take(c, v->id, item);
  }
}

static void take_environment(struct compat *c) {
  for (uint32_t i = 0; i < COUNT_OF(variables); i++) {
    const char *value = getenv(variables[i].name);
    if (value)
      take_variable(c, &variables[i], str_copy(&c->arena, str_of(value)));
  }
}

// hadolint's code of a rule; empty where it has none.
static str code_of(const struct diag_rule *rule) {
  for (uint32_t i = 0; i < rule->alias_count; i++)
    if (str_has_prefix(rule->aliases[i], STR("hadolint:")))
      return str_skip(rule->aliases[i], sizeof "hadolint:" - 1);
  return (str){0};
}

// The rule with hadolint's code as its id; NULL where it has none. A report may speak of it at its end.
static struct diag_rule *translated(struct compat *c, const struct diag_rule *rule) {
  str code = code_of(rule);
  struct diag_rule *known = code.len ? map_get(&c->rules, code) : NULL;
  if (known || code.len == 0)
    return known;
  known = NEW(&c->arena, struct diag_rule);
  *known = *rule;
  known->id = code;
  map_put(&c->arena, &c->rules, code, known);
  return known;
}

// The level of a finding: hadolint's own, unless somebody has set one.
static enum severity level_of(const struct settings *settings, const struct diag *d, const struct diag_rule *rule) {
  const struct know_table *table = know_table_at(KNOW_HADOLINT_LEVELS);
  uint32_t row = know_find(table, rule->id), number = rule_named(settings->rules, d->rule->id, 0);
  enum severity level;
  bool by_itself = number == rule_count(settings->rules) || str_eq(settings->origins.rules[number], STR("default"));
  return by_itself && row < table->row_count &&
                 severity_named(know_text(table, row, know_column(table, STR("level"))), &level)
             ? level
             : d->severity;
}

static void file_done(void *ctx, struct arena *a, const struct lint_job *job, struct lint *lint) {
  struct compat *c = ctx;
  if (lint->status != LINT_DONE) {
    request_complain(&c->request, lint);
    return;
  }
  uint32_t kept = 0;
  for (uint32_t i = 0; i < lint->diags.len; i++) {
    struct diag d = lint->diags.at[i];
    const struct diag_rule *rule = translated(c, d.rule);
    if (!rule)
      continue;
    d.severity = level_of(job->settings, &d, rule);
    d.rule = rule;
    c->found = c->found || d.severity >= c->fail_on;
    lint->diags.at[kept++] = d;
  }
  lint->diags.len = kept;
  struct source src = *lint->src;
  src.path = c->path_in_report.len ? c->path_in_report : job->path;
  outputs_file(&c->outputs, a, &src, &lint->diags);
}

// hadolint 2.15.1 ends with 0 in the formats of these services, whatever it finds.
static bool is_for_service(const struct report_format *format) {
  return format == report_hadolint_format_named(STR("codeclimate")) ||
         format == report_hadolint_format_named(STR("codacy"));
}

static int check(struct compat *c) {
  if (c->request.operands.len == 0) {
    complain("Please provide a Dockerfile");
    return EXIT_FINDINGS;
  }
  struct job_list jobs = request_jobs(&c->request);
  outputs_add(&c->outputs, c->format, c->output);
  if (!outputs_begin(&c->outputs))
    return EXIT_FINDINGS;
  lint_files(jobs.at, jobs.len, 0, file_done, c);
  if (c->request.no_memory) {
    outputs_give_up(&c->outputs);
    return EXIT_INTERNAL;
  }
  bool written = outputs_end(&c->outputs);
  bool fails = c->found && !is_for_service(c->format);
  return written && !c->request.failed && !fails ? EXIT_CLEAN : EXIT_FINDINGS;
}

static int print(str text) {
  struct out o;
  out_init_fd(&o, STDOUT_FILENO);
  out_str(&o, text);
  return flush_stdout(&o) ? EXIT_CLEAN : EXIT_FINDINGS;
}

static int read_arguments(struct compat *c, int argc, char **argv) {
  struct args args;
  request_args(&args, argc, argv, groups);
  for (int id; (id = args_next(&args)) != ARGS_END;) {
    if (id == HADOLINT_VERSION)
      return print(STR("dlint " DLINT_VERSION ", in the ways of Haskell Dockerfile Linter 2.15.1\n"));
    if (id == ARGS_HELP) {
      struct out o;
      out_init_fd(&o, STDOUT_FILENO);
      help_groups(&o, "usage: hadolint [OPTION…] [DOCKERFILE…]\n", groups);
      return flush_stdout(&o) ? EXIT_CLEAN : EXIT_FINDINGS;
    }
    if (id == ARGS_BAD || !take(c, id, args.value)) {
      complain(id == ARGS_BAD ? "%s" : "not a value of that option: %.80s",
               id == ARGS_BAD ? args.problem : args.value.at);
      return EXIT_FINDINGS;
    }
  }
  return check(c);
}

int compat_hadolint(int argc, char **argv) {
  struct compat c = {.format = report_hadolint_format_named(STR("tty")), .fail_on = SEVERITY_INFO};
  arena_init(&c.arena, NULL, 0);
  request_init(&c.request, &c.arena);
  outputs_init(&c.outputs, &c.arena);
  c.request.overrides.base = STR("hadolint");
  c.request.overrides.lenient = true;
  choose(&c, (struct rule_choice){.how = OVERRIDE_IGNORE, .rules = STR("DL1001")}); // the one that is off by itself
  take_environment(&c);
  int code = read_arguments(&c, argc, argv);
  arena_done(&c.arena);
  return code;
}
