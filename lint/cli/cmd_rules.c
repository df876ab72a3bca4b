#include "base/json_out.h"
#include "cli/catalog.h"
#include "cli/choice.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/explain.h"

enum { OPTION_RULES_FORMAT = 1 };

static const struct option options[] = {
    {OPTION_RULES_FORMAT, 'f', "format", "text|markdown|json", "how they are printed"},
};

static void write_texts(struct json_out *j, const char *key, const str *texts, uint32_t count) {
  json_key(j, key);
  json_array_begin(j);
  for (uint32_t i = 0; i < count; i++)
    json_str(j, texts[i]);
  json_array_end(j);
}

static void write_sets(struct json_out *j, const struct rule *rule) {
  json_key(j, "sets");
  json_array_begin(j);
  for (uint32_t i = 0; i < rule->set_count; i++)
    json_str(j, rule->sets[i].set);
  json_array_end(j);
}

static void write_json(struct out *o, const struct settings *settings) {
  struct json_out j;
  json_out_init(&j, o);
  json_array_begin(&j);
  for (uint32_t i = 0; i < rule_count(settings->rules); i++) {
    const struct rule *rule = rule_at(settings->rules, i);
    json_object_begin(&j);
    json_member_str(&j, "id", rule->head.id);
    json_member_str(&j, "category", rule->head.category);
    json_member_str(&j, "severity", severity_name(rule->head.severity));
    write_texts(&j, "aliases", rule->head.aliases, rule->head.alias_count);
    json_member_str(&j, "summary", rule->head.summary);
    json_member_str(&j, "effect", effect_name(rule->head.effect));
    json_member_bool(&j, "fixable", rule->fixable);
    json_member_str(&j, "url", rule->head.url);
    json_member_bool(&j, "enabled", settings->rule_settings[i].enabled);
    write_sets(&j, rule);
    json_object_end(&j);
  }
  json_array_end(&j);
  json_end_line(&j);
}

static int print_rules(struct request *r, str format) {
  enum { FORMAT_TEXT = EXPLAIN_TERMINAL, FORMAT_MARKDOWN = EXPLAIN_MARKDOWN, FORMAT_JSON, FORMAT_COUNT };
  static const char *const formats[] = {[FORMAT_TEXT] = "text", [FORMAT_MARKDOWN] = "markdown", [FORMAT_JSON] = "json"};
  uint32_t chosen = choose("--format", format, CHOICES(formats));
  if (chosen == FORMAT_COUNT)
    return EXIT_USAGE;
  const struct settings *settings = catalog_settings(r);
  struct out o;
  out_init_fd(&o, 1);
  if (chosen == FORMAT_JSON)
    write_json(&o, settings);
  else
    explain_list(&(struct explanation){r->arena, &o, (enum explain_form)chosen, REPORT_PLAIN}, settings);
  return flush_stdout(&o) && !r->failed ? EXIT_CLEAN : EXIT_USAGE;
}

static int read_arguments(struct request *r, int argc, char **argv) {
  struct args args;
  str format = STR("text");
  args_init(&args, argc, argv, cmd_rules.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;)
    if (id == OPTION_RULES_FORMAT)
      format = args.value;
    else if (id == ARGS_OPERAND || !request_take(r, id, args.value))
      return command_stop(&cmd_rules, &args, id);
  return r->failed ? EXIT_USAGE : print_rules(r, format);
}

static int run(int argc, char **argv) {
  return request_run(argc, argv, read_arguments);
}

const struct command cmd_rules = {
    .name = "rules",
    .doc = "list the rules, and whether they are on",
    .operands = "",
    .example = "dlint rules --format json",
    .groups = {{.at = options, .len = COUNT_OF(options)}, CATALOG_GROUP},
    .run = run,
};
