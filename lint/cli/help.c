#include "cli/help.h"

#include "base/utf8.h"

enum {
  INDENT = 2,
  OPTION_COLS = 28,  // of the column with options
  COMMAND_COLS = 12, // of that with commands
  SCREEN_COLS = 80,
};

// Ends a row whose first column has `width_cols` of `name_cols` columns; what is said goes on below itself.
static void add_row(struct out *o, uint32_t width_cols, uint32_t name_cols, const char *doc) {
  uint32_t gap = width_cols < name_cols ? name_cols - width_cols : 1, column = INDENT + width_cols + gap;
  str rest = str_of(doc), word;
  bool first = true;
  out_repeat(o, ' ', gap);
  while (str_next(&rest, ' ', &word)) {
    uint32_t cols = utf8_count(word) + !first;
    if (!first && column + cols > SCREEN_COLS) {
      out_char(o, '\n');
      column = INDENT + name_cols;
      out_repeat(o, ' ', column);
      first = true;
      cols--;
    }
    out_str(o, first ? STR("") : STR(" "));
    out_str(o, word);
    column += cols;
    first = false;
  }
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
  add_row(o, width_cols, OPTION_COLS, option->help);
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

// A line like `usage: dlint fix [OPTION…] [PATH…]`.
static void add_usage(struct out *o, const struct command *command) {
  out_format(o, "usage: dlint %s", command->name);
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
  add_usage(o, command);
  out_repeat(o, ' ', 2 * INDENT);
  out_str(o, str_of(command->doc));
  out_char(o, '\n');
  add_example(o, command);
  help_groups(o, "", command->groups);
}

// Options of the first command that people look for first; all others are in its own help.
static const char *const common[] = {"platform", "format", "fail-on"};

static bool add_if_common(void *ctx, const struct option *option) {
  for (uint32_t i = 0; i < COUNT_OF(common); i++)
    if (str_eq(str_of(common[i]), str_of(option->name)))
      add_option(ctx, option);
  return false;
}

void help_program(struct out *o) {
  uint32_t count;
  const struct command *const *all = commands(&count);
  out_str(o, STR("usage: dlint [COMMAND] [OPTION…] [PATH…]\n"));
  add_example(o, all[0]);
  out_str(o, STR("Commands (dlint COMMAND --help tells more):\n"));
  for (uint32_t i = 0; i < count; i++) {
    uint32_t width_cols = 0;
    out_repeat(o, ' ', INDENT);
    add_text(o, &width_cols, str_of(all[i]->name));
    add_row(o, width_cols, COMMAND_COLS, all[i]->doc);
  }
  out_format(o, "Options that are used most (dlint %s --help tells all):\n", all[0]->name);
  args_each_option(all[0]->groups, add_if_common, o);
}
