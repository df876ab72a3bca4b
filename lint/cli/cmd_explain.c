#include "base/buf.h"
#include "cli/catalog.h"
#include "cli/choice.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/explain.h"
#include "cli/output.h"

enum { OPTION_EXPLAIN_FORMAT = 1 };

static const struct option options[] = {
    {OPTION_EXPLAIN_FORMAT, 'f', "format", "text|markdown", "how it is written"},
    {OPTION_COLOR, 0, "color", "WHEN", "auto (default), always or never"},
};

// `SC2086`: ShellCheck's own pages explain it.
static bool is_shellcheck_code(str wanted) {
  uint32_t number;
  return wanted.len == 6 && str_has_prefix(wanted, STR("SC")) && str_to_u32(str_skip(wanted, 2), &number);
}

static int complain_of_none(const struct rule_set *set, str wanted) {
  str near = catalog_nearest(set, wanted);
  if (is_shellcheck_code(wanted))
    complain(STR_FMT " is ShellCheck's: https://www.shellcheck.net/wiki/" STR_FMT, STR_ARG(wanted), STR_ARG(wanted));
  else if (near.len)
    complain("no rule is called '" STR_FMT "', and none speaks of that; did you mean '" STR_FMT "'?", STR_ARG(wanted),
             STR_ARG(near));
  else
    complain("no rule is called '" STR_FMT "', and none speaks of that; dlint rules lists all", STR_ARG(wanted));
  return EXIT_USAGE;
}

// The examples of a rule speak for themselves: no configuration changes what they are built for.
static struct settings settings_of_examples(struct request *r, const struct settings *settings) {
  static const struct overrides isolated = {.isolated = true};
  struct faults faults = {0};
  struct settings plain = *settings;
  plain.build = config_settings(config_new(r->arena, &isolated, &faults), STR("Dockerfile"))->build;
  return plain;
}

// One rule is explained, several are listed.
static void write_rules(struct request *r, const struct explanation *e, const struct settings *settings,
                        const struct rule_numbers *found) {
  if (found->len == 1) {
    struct settings plain = settings_of_examples(r, settings);
    explain_rule(e, &plain, found->at[0]);
    return;
  }
  for (uint32_t i = 0; i < found->len; i++) {
    const struct diag_rule *rule = &rule_at(settings->rules, found->at[i])->head;
    out_str(e->out, rule->id);
    out_str(e->out, STR(": "));
    out_str(e->out, report_plain(r->arena, rule->summary));
    out_char(e->out, '\n');
  }
}

static int explain(struct request *r, struct explanation *e) {
  if (r->operands.len == 0) {
    complain("explain needs the name of a rule, or words of a message");
    return EXIT_USAGE;
  }
  struct buf words;
  buf_init(&words, r->arena);
  for (uint32_t i = 0; i < r->operands.len; i++) {
    buf_add(&words, i ? STR(" ") : STR(""));
    buf_add(&words, r->operands.at[i]);
  }
  const struct settings *settings = catalog_settings(r);
  struct rule_numbers found = catalog_find(r->arena, settings->rules, buf_str(&words));
  if (found.len == 0)
    return complain_of_none(settings->rules, buf_str(&words));
  write_rules(r, e, settings, &found);
  return flush_stdout(e->out) && !r->failed ? EXIT_CLEAN : EXIT_USAGE;
}

static void take_format(struct request *r, str name, enum explain_form *form) {
  static const char *const forms[] = {[EXPLAIN_TERMINAL] = "text", [EXPLAIN_MARKDOWN] = "markdown"};
  uint32_t chosen = choose("--format", name, CHOICES(forms));
  if (chosen == EXPLAIN_FORM_COUNT)
    r->failed = true;
  else
    *form = (enum explain_form)chosen;
}

static int read_arguments(struct request *r, int argc, char **argv) {
  struct args args;
  struct outputs outputs;
  struct out out;
  struct explanation e = {.arena = r->arena, .out = &out};
  out_init_fd(&out, 1);
  outputs_init(&outputs, r->arena);
  args_init(&args, argc, argv, cmd_explain.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;)
    if (id == OPTION_EXPLAIN_FORMAT)
      take_format(r, args.value, &e.form);
    else if (!request_take(r, id, args.value) && !outputs_take(&outputs, id, args.value, &r->failed))
      return command_stop(&cmd_explain, &args, id);
  e.color = outputs.style.color;
  return r->failed ? EXIT_USAGE : explain(r, &e);
}

static int run(int argc, char **argv) {
  return request_run(argc, argv, read_arguments);
}

const struct command cmd_explain = {
    .name = "explain",
    .doc = "say what a rule finds, why that matters and how to mend it",
    .operands = "RULE|WORDS…",
    .example = "dlint explain exec format error",
    .groups = {{.at = options, .len = COUNT_OF(options)}, CATALOG_GROUP},
    .run = run,
};
