#include "cli/settings_out.h"

#include "base/json_out.h"
#include "report/report.h"

struct writer {
  struct arena *arena;
  struct out *out;
  const struct settings *settings;
  enum settings_part part;
};

static bool is_plain(str s) {
  for (uint32_t i = 0; i < s.len; i++)
    if (!is_ascii_alnum(s.at[i]) && !(i && str_contains(STR("-_./"), (str){&s.at[i], 1})))
      return false;
  return s.len && !is_ascii_digit(s.at[0]);
}

// A scalar; what could be read as something else is quoted, as JSON does it.
static void write_text(struct writer *w, str s) {
  if (is_plain(s)) {
    out_str(w->out, s);
    return;
  }
  struct json_out j;
  json_out_init(&j, w->out);
  json_str(&j, s);
}

static void write_texts(struct writer *w, struct strs texts) {
  out_char(w->out, '[');
  for (uint32_t i = 0; i < texts.len; i++) {
    if (i)
      out_str(w->out, STR(", "));
    write_text(w, texts.at[i]);
  }
  out_char(w->out, ']');
}

static bool is_wanted(const struct writer *w, str origin) {
  return w->part == SETTINGS_ALL || !str_eq(origin, STR("default"));
}

static void end_line(struct writer *w, str origin) {
  if (w->part == SETTINGS_ALL) {
    out_str(w->out, STR("  # "));
    out_str(w->out, report_plain(w->arena, origin));
  }
  out_char(w->out, '\n');
}

static void write_platforms(struct writer *w) {
  const struct eval_options *build = &w->settings->build;
  VEC(str) names = {0};
  for (uint32_t i = 0; i < build->target_count; i++)
    VEC_PUSH(w->arena, &names, platform_name(w->arena, build->targets[i]));
  out_str(w->out, STR("platforms: "));
  write_texts(w, (struct strs){names.at, names.len});
  end_line(w, w->settings->origins.platforms);
}

static void write_build_args(struct writer *w) {
  const struct eval_options *build = &w->settings->build;
  out_str(w->out, STR("build-args: {"));
  for (uint32_t i = 0; i < build->build_arg_count; i++) {
    if (i)
      out_str(w->out, STR(", "));
    write_text(w, build->build_args[i].name);
    out_str(w->out, STR(": "));
    write_text(w, build->build_args[i].value);
  }
  out_char(w->out, '}');
  end_line(w, w->settings->origins.build_args);
}

static void write_fail_on(struct writer *w) {
  enum severity level = w->settings->fail_on;
  out_str(w->out, STR("fail-on: "));
  out_str(w->out, level == SEVERITY_COUNT ? STR("never") : severity_name(level));
  end_line(w, w->settings->origins.fail_on);
}

static void write_shellcheck(struct writer *w) {
  out_str(w->out, STR("shellcheck: "));
  out_str(w->out, shellcheck_use_name(w->settings->shellcheck_use));
  end_line(w, w->settings->origins.shellcheck);
}

static void write_value(struct writer *w, const struct rule_option *option, const struct rule_value *value) {
  switch (option->type) {
  case OPTION_BOOL:
    out_str(w->out, value->number ? STR("true") : STR("false"));
    break;
  case OPTION_NUMBER:
    out_u32(w->out, value->number);
    break;
  case OPTION_TEXT:
    write_text(w, value->texts.len ? value->texts.at[0] : (str){0});
    break;
  case OPTION_TEXTS:
    write_texts(w, value->texts);
    break;
  }
}

static bool is_same(const struct rule_value *x, const struct rule_value *y) {
  bool same = x->number == y->number && x->texts.len == y->texts.len;
  for (uint32_t i = 0; same && i < x->texts.len; i++)
    same = str_eq(x->texts.at[i], y->texts.at[i]);
  return same;
}

static bool changes_options(const struct rule *rule, const struct rule_value *values) {
  bool changes = false;
  for (uint32_t i = 0; values && i < rule->option_count; i++)
    changes = changes || !is_same(&values[i], &rule->options[i].value);
  return changes;
}

// `, option: value` for each option that the configuration changes.
static void write_options(struct writer *w, const struct rule *rule, const struct rule_value *values) {
  for (uint32_t i = 0; i < rule->option_count; i++) {
    if (is_same(&values[i], &rule->options[i].value))
      continue;
    out_str(w->out, STR(", "));
    write_text(w, rule->options[i].name);
    out_str(w->out, STR(": "));
    write_value(w, &rule->options[i], &values[i]);
  }
}

static void write_rule(struct writer *w, uint32_t number) {
  const struct rule *rule = rule_at(w->settings->rules, number);
  const struct rule_setting *setting = &w->settings->rule_settings[number];
  enum severity severity = setting->severity == SEVERITY_COUNT ? rule->head.severity : setting->severity;
  str level = setting->enabled ? severity_name(severity) : STR("disabled");
  out_str(w->out, STR("  "));
  write_text(w, rule->head.id);
  out_str(w->out, STR(": "));
  bool has_options = changes_options(rule, setting->options);
  if (has_options)
    out_str(w->out, STR("{severity: "));
  out_str(w->out, level);
  if (has_options) {
    write_options(w, rule, setting->options);
    out_char(w->out, '}');
  }
  end_line(w, w->settings->origins.rules[number]);
}

static bool is_repeated(const struct code_choices *codes, uint32_t number) {
  for (uint32_t i = 0; i < number; i++)
    if (str_eq(codes->at[i].code, codes->at[number].code))
      return true;
  return false;
}

// What is set of ShellCheck's codes: those and no others have a line.
static void write_codes(struct writer *w) {
  const struct code_choices *codes = &w->settings->codes;
  for (uint32_t i = 0; i < codes->len; i++) {
    struct code_setting setting = code_setting(codes, codes->at[i].code);
    if (is_repeated(codes, i))
      continue;
    out_str(w->out, STR("  "));
    out_str(w->out, str_eq(codes->at[i].code, STR("SC")) ? SHELLCHECK_CATEGORY : codes->at[i].code);
    out_str(w->out, STR(": "));
    out_str(w->out, !setting.enabled                     ? STR("disabled")
                    : setting.severity == SEVERITY_COUNT ? STR("enabled")
                                                         : severity_name(setting.severity));
    end_line(w, setting.origin);
  }
}

static void write_rules(struct writer *w) {
  bool any = w->settings->codes.len;
  for (uint32_t i = 0; i < rule_count(w->settings->rules); i++)
    any = any || is_wanted(w, w->settings->origins.rules[i]);
  if (any)
    out_str(w->out, STR("rules:\n"));
  for (uint32_t i = 0; i < rule_count(w->settings->rules); i++)
    if (is_wanted(w, w->settings->origins.rules[i]))
      write_rule(w, i);
  write_codes(w);
}

void settings_write(struct arena *a, struct out *o, const struct settings *s, enum settings_part part) {
  struct writer w = {a, o, s, part};
  if (is_wanted(&w, s->origins.platforms))
    write_platforms(&w);
  if (s->build.build_arg_count)
    write_build_args(&w);
  if (s->build.target_stage.len) {
    out_str(o, STR("target: "));
    write_text(&w, s->build.target_stage);
    end_line(&w, s->origins.target);
  }
  if (is_wanted(&w, s->origins.fail_on))
    write_fail_on(&w);
  if (is_wanted(&w, s->origins.shellcheck))
    write_shellcheck(&w);
  write_rules(&w);
}
