#include "cli/help.h"

#include <stdio.h>

#include "base/utf8.h"

enum {
  INDENT = 2,
  NAME_COLS = 28, // of the column with names
};

static void add_row(struct out *o, uint32_t width_cols, const char *doc) {
  uint32_t gap = width_cols < NAME_COLS ? NAME_COLS - width_cols : 1;
  out_repeat(o, ' ', gap);
  out_str(o, str_of(doc));
  out_char(o, '\n');
}

static void add_text(struct out *o, uint32_t *width_cols, str s) {
  out_str(o, s);
  *width_cols += utf8_count(s);
}

static bool add_option(void *ctx, const struct option *option) {
  struct out *o = ctx;
  uint32_t width_cols = 0;
  out_repeat(o, ' ', INDENT);
  if (option->letter) {
    char letter[] = {'-', option->letter, ',', ' '};
    add_text(o, &width_cols, (str){letter, sizeof letter});
  }
  add_text(o, &width_cols, STR("--"));
  add_text(o, &width_cols, str_of(option->name));
  if (option->argument) {
    add_text(o, &width_cols, STR(" "));
    add_text(o, &width_cols, str_of(option->argument));
  }
  add_row(o, width_cols, option->help);
  return false;
}

void help_groups(struct out *o, const char *head, const struct option_group *groups) {
  out_str(o, str_of(head));
  for (uint32_t g = 0; g < OPTION_GROUPS_MAX && groups[g].len; g++) {
    const struct option_group *group = &groups[g];
    out_str(o, str_of(group->title ? group->title : "Options"));
    out_str(o, STR(":\n"));
    for (uint32_t i = 0; i < group->len; i++)
      add_option(o, &group->at[i]);
  }
}

// A line like `usage: dlint fix [OPTION…] [PATH…]`; `words` is what stands between `dlint` and the operands.
static void add_usage(struct out *o, const char *words, const struct command *command) {
  out_str(o, STR("usage: dlint"));
  out_str(o, str_of(words));
  if (command->groups[0].len)
    out_str(o, STR(" [OPTION…]"));
  if (command->operands[0])
    out_char(o, ' ');
  out_str(o, str_of(command->operands));
  out_char(o, '\n');
}

static void add_example(struct out *o, const struct command *command) {
  out_str(o, STR("example: "));
  out_str(o, str_of(command->example));
  out_char(o, '\n');
}

void help_command(struct out *o, const struct command *command) {
  char words[64];
  snprintf(words, sizeof words, " %s", command->name);
  add_usage(o, words, command);
  out_repeat(o, ' ', 2 * INDENT);
  out_str(o, str_of(command->doc));
  out_char(o, '\n');
  add_example(o, command);
  help_groups(o, "", command->groups);
}

// Options of the first command that people look for first; all others are in its own help.
static const char *const common[] = {"platform", "format",  "output", "fail-on", "select",
                                     "ignore",   "exclude", "config", "isolated"};

static bool add_if_common(void *ctx, const struct option *option) {
  for (uint32_t i = 0; i < COUNT_OF(common); i++)
    if (str_eq(str_of(common[i]), str_of(option->name)))
      add_option(ctx, option);
  return false;
}

void help_program(struct out *o) {
  uint32_t count;
  const struct command *const *all = commands(&count);
  add_usage(o, "", all[0]);
  out_str(o, STR("       dlint COMMAND …\n"));
  add_example(o, all[0]);
  out_str(o, STR("Commands (dlint COMMAND --help tells more):\n"));
  for (uint32_t i = 0; i < count; i++) {
    uint32_t width_cols = 0;
    out_repeat(o, ' ', INDENT);
    add_text(o, &width_cols, str_of(all[i]->name));
    add_row(o, width_cols, all[i]->doc);
  }
  out_format(o, "Options that are used most (dlint %s --help lists all):\n", all[0]->name);
  args_each_option(all[0]->groups, add_if_common, o);
}
