#include "base/buf.h"
#include "cli/catalog.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/explain.h"
#include "cli/output.h"

static const struct option options[] = {
    {OPTION_COLOR, 0, "color", "WHEN", "auto (default), always or never"},
};

static int complain_of_none(const struct rule_set *set, str wanted) {
  str near = catalog_nearest(set, wanted);
  if (near.len)
    complain("no rule is called '" STR_FMT "', and none speaks of that; did you mean '" STR_FMT "'?", STR_ARG(wanted),
             STR_ARG(near));
  else
    complain("no rule is called '" STR_FMT "', and none speaks of that; dlint rules lists all", STR_ARG(wanted));
  return EXIT_USAGE;
}

// One rule is explained, several are listed.
static void write_rules(struct request *r, struct out *o, enum report_color color, const struct rule_set *set,
                        const struct rule_numbers *found) {
  if (found->len == 1) {
    explain_rule(r->arena, o, color, set, found->at[0]);
    return;
  }
  for (uint32_t i = 0; i < found->len; i++) {
    const struct diag_rule *rule = &rule_at(set, found->at[i])->head;
    out_str(o, rule->id);
    out_str(o, STR(": "));
    out_str(o, report_plain(r->arena, rule->summary));
    out_char(o, '\n');
  }
}

static int explain(struct request *r, enum report_color color) {
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
  struct out o;
  out_init_fd(&o, 1);
  write_rules(r, &o, color, settings->rules, &found);
  return out_flush(&o) && !r->failed ? EXIT_CLEAN : EXIT_USAGE;
}

static int read_arguments(struct request *r, int argc, char **argv) {
  struct args args;
  struct outputs outputs;
  outputs_init(&outputs, r->arena);
  args_init(&args, argc, argv, cmd_explain.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;)
    if (!request_take(r, id, args.value) && !outputs_take(&outputs, id, args.value, &r->failed))
      return command_stop(&cmd_explain, &args, id);
  return r->failed ? EXIT_USAGE : explain(r, outputs.style.color);
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
