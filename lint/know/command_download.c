#include "know/command.h"

#include "base/vec.h"
#include "know/command_table.h"

// What a command says about files to write, in the order of its options.
struct outputs {
  VEC(const struct command_option *) options; // each names a file, or has it called as its URL ends
  str folder;
  bool to_stdout;    // without any of them
  bool next_operand; // the operand behind the URL names it
};

struct finder {
  struct arena *arena;
  const struct command_line *line;
  struct outputs outputs;
  VEC(struct command_download) found;
};

static bool has(const struct command_line *line, enum command_column column, str text) {
  return command_table_has(line->table, line->row, column, text) ||
         command_table_has(line->table, line->sub_row, column, text);
}

static bool is_scheme_char(char c) {
  return is_ascii_alnum(c) || c == '+' || c == '.';
}

// Where in a word a URL starts: `name @ https://…`, `git+https://…`; the word's length where it holds none.
static uint32_t url_start(str word) {
  if (str_has_prefix(word, STR("git@")))
    return 0;
  uint32_t at = str_find(word, STR("://"));
  if (at == word.len)
    return word.len;
  while (at && is_scheme_char(word.at[at - 1]))
    at--;
  return at;
}

static str last_part(str url) {
  url = str_slice(url, 0, str_find_char(url, '?'));
  url = str_slice(url, 0, str_find_char(url, '#'));
  uint32_t slash = str_find_last_char(url, '/');
  return slash < url.len ? str_skip(url, slash + 1) : url;
}

static str in_folder(struct arena *a, str folder, str file) {
  if (folder.len == 0 || str_has_prefix(file, STR("/")) || str_eq(file, STR("-")))
    return file;
  str slash = str_has_suffix(folder, STR("/")) ? STR("") : STR("/");
  return str_concat(a, folder, str_concat(a, slash, file));
}

static void set_output(struct finder *f, struct command_download *d, uint32_t operand) {
  const struct outputs *o = &f->outputs;
  const struct command_line *line = f->line;
  d->output_word = WORD_NONE;
  d->output = last_part(d->url);
  if (o->next_operand && operand + 1 < line->operand_count) {
    d->output_word = line->operands[operand + 1];
    d->output = line->words[d->output_word];
  } else if (o->next_operand && str_has_suffix(d->output, STR(".git"))) { // git clone leaves that out
    d->output.len -= STR(".git").len;
  } else if (f->found.len < o->options.len) { // curl pairs them in order
    const struct command_option *option = o->options.at[f->found.len];
    d->output_word = option->value_word;
    if (option->value_word != WORD_NONE)
      d->output = option->value;
  } else if (o->to_stdout) {
    d->output = STR("-");
  } else if (o->options.len) { // wget writes all into one
    d->output_word = o->options.at[o->options.len - 1]->value_word;
    d->output = o->options.at[o->options.len - 1]->value;
  }
  d->output = in_folder(f->arena, o->folder, d->output);
}

// `url` is a view of the word.
static void add(struct finder *f, uint32_t word, str url, uint32_t operand) {
  struct command_download d = {.url = url, .word = word, .at = (uint32_t)(url.at - f->line->words[word].at)};
  set_output(f, &d, operand);
  VEC_PUSH(f->arena, &f->found, d);
}

static bool is_unknown(str word) {
  for (uint32_t i = 0; i < word.len; i++)
    if (word.at[i] != COMMAND_UNKNOWN)
      return false;
  return word.len > 0;
}

static bool any_operand_is_url(const struct command_line *line) {
  for (uint32_t i = 0; i < line->operand_count; i++) {
    str word = line->words[line->operands[i]];
    if (url_start(word) < word.len)
      return true;
  }
  return false;
}

static void find_in_operands(struct finder *f) {
  const struct command_line *line = f->line;
  bool all = has(line, COLUMN_FETCHES, STR("operands"));
  bool marked = has(line, COLUMN_FETCHES, STR("url-operands"));
  bool any_marked = any_operand_is_url(line);
  for (uint32_t i = 0; i < line->operand_count; i++) {
    str word = line->words[line->operands[i]];
    uint32_t at = url_start(word);
    if (at < word.len && (all || marked))
      add(f, line->operands[i], str_skip(word, at), i);
    else if (all && !(any_marked && is_unknown(word))) // `curl $OPTIONS https://…`
      add(f, line->operands[i], word, i);
  }
}

// What a short program calls that fetches.
static bool calls_fetcher(str program) {
  static const str calls[] = {STR_INIT("urlretrieve("), STR_INIT("urlopen("), STR_INIT("requests.get("),
                              STR_INIT("wget.download(")};
  for (uint32_t i = 0; i < COUNT_OF(calls); i++)
    if (str_contains(program, calls[i]))
      return true;
  return false;
}

// The URLs of a program in a word: each ends with its quotes.
static void find_in_program(struct finder *f, const struct command_option *option) {
  str ends = STR("'\" \t\n"), rest = calls_fetcher(option->value) ? option->value : STR("");
  for (uint32_t at; (at = url_start(rest)) < rest.len;) {
    uint32_t end = at;
    while (end < rest.len && str_find_char(ends, rest.at[end]) == ends.len)
      end++;
    add(f, option->value_word, str_slice(rest, at, end), f->line->operand_count);
    rest = str_skip(rest, end);
  }
}

static void find_in_options(struct finder *f) {
  const struct command_line *line = f->line;
  for (uint32_t i = 0; i < line->option_count; i++) {
    const struct command_option *option = &line->options[i];
    if (option->value_word == WORD_NONE || !has(line, COLUMN_FETCHES, option->name))
      continue;
    uint32_t at = url_start(option->value);
    if (has(line, COLUMN_FORM, STR("module")))
      find_in_program(f, option);
    else if (at < option->value.len)
      add(f, option->value_word, str_skip(option->value, at), line->operand_count);
  }
}

// False where an option says that no file is fetched.
static bool read_outputs(struct finder *f) {
  const struct command_line *line = f->line;
  struct outputs *o = &f->outputs;
  o->to_stdout = has(line, COLUMN_WRITES, STR("stdout"));
  o->next_operand = has(line, COLUMN_OUTPUT, STR("next-operand"));
  for (uint32_t i = 0; i < line->option_count; i++) {
    const struct command_option *option = &line->options[i];
    if (has(line, COLUMN_FETCHES_NOTHING, option->name))
      return false;
    if (has(line, COLUMN_OUTPUT, option->name) || has(line, COLUMN_OUTPUT_NAME, option->name))
      VEC_PUSH(f->arena, &o->options, option);
    if (has(line, COLUMN_OUTPUT_FOLDER, option->name))
      o->folder = option->value;
    if (has(line, COLUMN_OUTPUT_NAME_ALL, option->name))
      o->to_stdout = false;
  }
  return true;
}

struct command_downloads command_downloads(struct arena *a, const struct command_line *line) {
  struct finder f = {.arena = a, .line = line};
  if (command_table_cell(line->table, line->row, COLUMN_FETCHES).len == 0 &&
      command_table_cell(line->table, line->sub_row, COLUMN_FETCHES).len == 0)
    return (struct command_downloads){0};
  if (!read_outputs(&f))
    return (struct command_downloads){0};
  find_in_operands(&f);
  find_in_options(&f);
  return (struct command_downloads){f.found.at, f.found.len};
}
