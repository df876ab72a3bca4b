#include "know/command.h"

#include "base/vec.h"
#include "know/command_table.h"

// A command line while it is cut up.
struct cutter {
  struct arena *arena;
  struct command_line *line;
  VEC(struct command_option) options;
  VEC(uint32_t) operands;
  str key;                // of the table's row: the program, then its subcommands
  enum command_form form; // of the row; a subcommand may have another than its program
  uint32_t levels;        // how many words the subcommand has
  uint32_t at;            // the next word
  uint32_t skip;          // operands of a wrapper that still come before the command
  bool options_end;
  bool wants_script; // `-c` of a shell was seen: its first operand is the script
  bool done;
};

static const str form_names[] = {
    [COMMAND_PLAIN] = STR_INIT("plain"),     [COMMAND_SUBCOMMANDS] = STR_INIT("subcommands"),
    [COMMAND_WRAPPER] = STR_INIT("wrapper"), [COMMAND_MODULE] = STR_INIT("module"),
    [COMMAND_SHELL] = STR_INIT("shell"),
};

static enum command_form form_of(const struct know_table *table, uint32_t row) {
  str name = command_table_text(table, row, COLUMN_FORM);
  for (uint32_t i = 0; i < COUNT_OF(form_names); i++)
    if (str_eq(name, form_names[i]))
      return (enum command_form)i;
  return COMMAND_PLAIN;
}

static str word_at(const struct cutter *c, uint32_t i) {
  return c->line->words[i];
}

// Whether the program or its subcommand has `text` in a column.
static bool has(const struct cutter *c, enum command_column column, str text) {
  return command_table_has(c->line->table, c->line->row, column, text) ||
         command_table_has(c->line->table, c->line->sub_row, column, text);
}

static bool is_version_char(char c) {
  return is_ascii_digit(c) || c == '.';
}

// `pip3.11`, `gcc-12`
static str without_version(str name) {
  uint32_t len = name.len;
  while (len && is_version_char(name.at[len - 1]))
    len--;
  if (len && len < name.len && name.at[len - 1] == '-')
    len--;
  return str_slice(name, 0, len);
}

static str without_folder(str program) {
  uint32_t slash = str_find_last_char(program, '/');
  return slash < program.len ? str_skip(program, slash + 1) : program;
}

// The row of a program, perhaps of its name without a version, which `*name` is then.
static uint32_t find_row(const struct know_table *table, str *name) {
  uint32_t row = command_table_find(table, *name);
  str bare = without_version(*name);
  if (row != WORD_NONE)
    return row;
  row = command_table_find(table, bare);
  if (row != WORD_NONE)
    *name = bare;
  return row;
}

enum command_form command_form_of(str name) {
  const struct know_table *table = command_table();
  uint32_t row = find_row(table, &name);
  return row == WORD_NONE ? COMMAND_PLAIN : form_of(table, row);
}

static void find_program(struct cutter *c) {
  struct command_line *line = c->line;
  line->name = without_folder(line->words[0]);
  line->row = find_row(line->table, &line->name);
  line->known = line->row != WORD_NONE;
  if (!line->known)
    return;
  c->key = command_table_text(line->table, line->row, COLUMN_COMMAND);
  c->form = form_of(line->table, line->row);
  line->form = c->form;
}

// A number of at most one digit, as `skip-operands` has it.
static uint32_t small_number(str text) {
  return text.len == 1 && is_ascii_digit(text.at[0]) ? (uint32_t)(text.at[0] - '0') : 0;
}

static void read_wrapper(struct cutter *c, uint32_t row) {
  c->skip = small_number(command_table_text(c->line->table, row, COLUMN_SKIP_OPERANDS));
  c->line->inner_surely = !command_table_has(c->line->table, row, COLUMN_RUNS, STR("maybe"));
}

static bool has_words_style(const struct cutter *c) {
  return !c->line->known || command_table_has(c->line->table, c->line->row, COLUMN_STYLE, STR("words"));
}

static struct command_option *add_option(struct cutter *c, str name) {
  VEC_PUSH(c->arena, &c->options, (struct command_option){.name = name, .word = c->at, .value_word = WORD_NONE});
  return &c->options.at[c->options.len - 1];
}

static void set_value(struct cutter *c, struct command_option *option, uint32_t word, uint32_t at) {
  option->value_word = word;
  option->value_at = at;
  option->value = str_skip(word_at(c, word), at);
}

static void take_next_word(struct cutter *c, struct command_option *option) {
  if (c->at + 1 >= c->line->word_count)
    return;
  c->at++;
  set_value(c, option, c->at, 0);
}

// `--name`, `--name=value`, `--name value`; `-name` of programs that have such.
static void take_whole_option(struct cutter *c, str word) {
  uint32_t equals = str_find_char(word, '=');
  struct command_option *option = add_option(c, str_slice(word, 0, equals));
  if (equals < word.len)
    set_value(c, option, c->at, equals + 1);
  else if (has(c, COLUMN_VALUE_OPTIONS, option->name))
    take_next_word(c, option);
}

// The name of the i-th of short options that stand together.
static str short_name(struct cutter *c, str word, uint32_t i) {
  return i == 1 ? str_slice(word, 0, 2) : str_concat(c->arena, str_slice(word, 0, 1), str_slice(word, i, i + 1));
}

// `-q`, `-qy`, `-ofile`, `-o file`. What is not known ends it: it may be more options or a value.
static void take_short_options(struct cutter *c, str word) {
  for (uint32_t i = 1; i < word.len && word.at[i] != COMMAND_UNKNOWN; i++) {
    struct command_option *option = add_option(c, short_name(c, word, i));
    bool attached = has(c, COLUMN_ATTACHED_OPTIONS, option->name);
    bool has_value = attached || has(c, COLUMN_VALUE_OPTIONS, option->name);
    bool more = i + 1 < word.len;
    if (more && (has_value || word.at[i + 1] == '=')) {
      set_value(c, option, c->at, has_value ? i + 1 : i + 2);
      return;
    }
    if (has_value && !attached)
      take_next_word(c, option);
  }
}

static bool is_number_option(str word) {
  return is_ascii_digit(word.at[1]);
}

static void take_inner_until_semicolon(struct cutter *c) {
  struct command_line *line = c->line;
  line->inner = c->at + 1;
  while (++c->at < line->word_count && !str_eq(word_at(c, c->at), STR(";")) && !str_eq(word_at(c, c->at), STR("+")))
    line->inner_count++;
}

// What an option does that leads to another command.
static void follow_inner_option(struct cutter *c) {
  const struct command_option *option = &c->options.at[c->options.len - 1];
  struct command_line *line = c->line;
  if (!has(c, COLUMN_INNER_OPTIONS, option->name))
    return;
  switch (c->form) {
  case COMMAND_SHELL:
    if (option->value_word != WORD_NONE && option->value_at == 0)
      line->script = option->value_word;
    else
      c->wants_script = true;
    break;
  case COMMAND_MODULE:
    if (option->value_word != WORD_NONE && option->value_at == 0) {
      line->inner = option->value_word;
      line->inner_count = line->word_count - line->inner;
    }
    c->done = true;
    break;
  case COMMAND_WRAPPER: // find
    if (line->inner_count == 0)
      take_inner_until_semicolon(c);
    break;
  case COMMAND_PLAIN:
  case COMMAND_SUBCOMMANDS:
    break;
  }
}

static void take_option(struct cutter *c, str word) {
  uint32_t before = c->options.len;
  if (word.len == 1)
    add_option(c, word);
  else if (str_has_prefix(word, STR("--")) || has_words_style(c) || is_number_option(word))
    take_whole_option(c, word);
  else
    take_short_options(c, word);
  if (c->options.len > before)
    follow_inner_option(c);
}

static void take_subcommand(struct cutter *c) {
  struct command_line *line = c->line;
  line->subcommand = c->at;
  c->levels++;
  c->key = str_concat(c->arena, c->key, str_concat(c->arena, STR(" "), word_at(c, c->at)));
  uint32_t row = command_table_find(c->line->table, c->key);
  c->form = COMMAND_PLAIN;
  if (row == WORD_NONE)
    return;
  line->sub_row = row;
  c->form = form_of(c->line->table, row);
  if (c->form == COMMAND_WRAPPER) {
    line->form = COMMAND_WRAPPER;
    read_wrapper(c, row);
  }
}

static bool is_name_char(char c) {
  return is_ascii_alnum(c) || c == '_';
}

static bool is_assignment(str word) {
  uint32_t equals = str_find_char(word, '=');
  if (equals == word.len || equals == 0 || is_ascii_digit(word.at[0]))
    return false;
  for (uint32_t i = 0; i < equals; i++)
    if (!is_name_char(word.at[i]))
      return false;
  return true;
}

static void add_operand(struct cutter *c) {
  VEC_PUSH(c->arena, &c->operands, c->at);
}

// An operand of the wrapper itself, or the start of the command that it runs. Those of find are all its own.
static void take_wrapper_operand(struct cutter *c) {
  struct command_line *line = c->line;
  if (command_table_cell(line->table, line->row, COLUMN_INNER_OPTIONS).len) {
    add_operand(c);
    return;
  }
  if (has(c, COLUMN_ASSIGNMENTS, STR("allowed")) && is_assignment(word_at(c, c->at))) {
    add_operand(c);
    return;
  }
  if (c->skip) {
    c->skip--;
    add_operand(c);
    return;
  }
  line->inner = c->at;
  line->inner_count = line->word_count - c->at;
  c->done = true;
}

// The script is the value of an option, as of su, and not an operand, as of sh, which then has no more options.
static bool script_is_value(const struct cutter *c) {
  return command_table_has(c->line->table, c->line->row, COLUMN_VALUE_OPTIONS,
                           command_table_text(c->line->table, c->line->row, COLUMN_INNER_OPTIONS));
}

static void take_operand(struct cutter *c) {
  switch (c->form) {
  case COMMAND_SUBCOMMANDS:
    take_subcommand(c);
    break;
  case COMMAND_WRAPPER:
    take_wrapper_operand(c);
    break;
  case COMMAND_SHELL:
    c->options_end = !script_is_value(c);
    if (c->wants_script)
      c->line->script = c->at;
    else
      add_operand(c);
    c->wants_script = false;
    break;
  case COMMAND_MODULE: // a script, whose arguments follow
    c->options_end = true;
    add_operand(c);
    break;
  case COMMAND_PLAIN:
    add_operand(c);
    break;
  }
}

static bool is_option(const struct cutter *c, str word) {
  if (c->options_end || word.len == 0)
    return false;
  if (word.len == 1) // `env -`, `su -`; elsewhere it is standard input
    return word.at[0] == '-' && (c->form == COMMAND_WRAPPER || c->form == COMMAND_SHELL);
  return word.at[0] == '-' || (word.at[0] == '+' && c->form == COMMAND_SHELL);
}

static void take_word(struct cutter *c) {
  str word = word_at(c, c->at);
  if (!c->options_end && str_eq(word, STR("--")))
    c->options_end = true;
  else if (is_option(c, word))
    take_option(c, word);
  else
    take_operand(c);
}

static void drop_inner_of_questions(struct cutter *c) {
  for (uint32_t i = 0; c->line->inner_count && i < c->options.len; i++)
    if (has(c, COLUMN_RUNS_NOTHING, c->options.at[i].name))
      c->line->inner_count = 0;
}

static const enum command_column action_columns[ACTION_COUNT] = {
    [ACTION_INSTALL] = COLUMN_INSTALL, [ACTION_REMOVE] = COLUMN_REMOVE, [ACTION_REFRESH] = COLUMN_REFRESH,
    [ACTION_UPGRADE] = COLUMN_UPGRADE, [ACTION_CLEAN] = COLUMN_CLEAN,
};

static enum command_action action_named(const struct know_table *table, uint32_t row, str word) {
  for (uint32_t i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
    if (command_table_has(table, row, action_columns[i], word))
      return (enum command_action)i;
  return ACTION_NONE;
}

static enum command_action find_action(const struct cutter *c) {
  const struct command_line *line = c->line;
  if (line->subcommand != WORD_NONE) // `npm config set` is not for npm's own row to judge
    return action_named(
        line->table,
        c->levels > 1 || command_table_cell(line->table, line->sub_row, COLUMN_INSTALL).len ? line->sub_row : line->row,
        word_at(c, line->subcommand));
  enum command_action action = ACTION_NONE;
  for (uint32_t i = 0; i < c->options.len && action == ACTION_NONE; i++)
    action = action_named(line->table, line->row, c->options.at[i].name);
  return action;
}

static bool says_yes(const struct cutter *c) {
  uint32_t quiet = 0;
  if (!c->line->known)
    return false;
  for (uint32_t i = 0; i < c->options.len; i++) {
    if (has(c, COLUMN_ASSUME, c->options.at[i].name))
      return true;
    quiet += has(c, COLUMN_ASSUME_TWICE, c->options.at[i].name);
  }
  return quiet > 1;
}

static void judge(struct cutter *c) {
  struct command_line *line = c->line;
  drop_inner_of_questions(c);
  line->manager = command_table_text(line->table, line->sub_row, COLUMN_MANAGER);
  if (line->manager.len == 0)
    line->manager = command_table_text(line->table, line->row, COLUMN_MANAGER);
  line->action = find_action(c);
  line->says_yes = says_yes(c);
}

void command_parse(struct arena *a, const str *words, uint32_t word_count, struct command_line *out) {
  *out = (struct command_line){
      .words = words,
      .table = command_table(),
      .word_count = word_count,
      .subcommand = WORD_NONE,
      .script = WORD_NONE,
      .row = WORD_NONE,
      .sub_row = WORD_NONE,
  };
  struct cutter c = {.arena = a, .line = out};
  find_program(&c);
  if (c.form == COMMAND_WRAPPER)
    read_wrapper(&c, out->row);
  for (c.at = 1; c.at < word_count && !c.done; c.at++)
    take_word(&c);
  out->options = c.options.at;
  out->option_count = c.options.len;
  out->operands = c.operands.at;
  out->operand_count = c.operands.len;
  judge(&c);
}

const struct command_option *command_option_named(const struct command_line *line, str name) {
  for (uint32_t i = line->option_count; i > 0; i--)
    if (str_eq(line->options[i - 1].name, name))
      return &line->options[i - 1];
  return NULL;
}
