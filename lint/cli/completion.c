#include "cli/completion.h"

#include <string.h>

#include "cli/commands.h"

// What the value of an option is called says how it is completed: `text|json` by its parts, others by this table.

enum value_kind {
  VALUE_FREE,
  VALUE_FILE,
  VALUE_WORDS,   // a list that the script has in a variable
  VALUE_CHOICES, // the parts of its name
};

static const struct value {
  const char *argument; // how it begins
  enum value_kind kind;
  enum completion_list list; // WORDS
} values[] = {
    {"FORMAT", VALUE_WORDS, COMPLETION_FORMATS},
    {"LEVEL", VALUE_WORDS, COMPLETION_LEVELS},
    {"WHEN", VALUE_WORDS, COMPLETION_WHEN},
    {"RULES", VALUE_WORDS, COMPLETION_RULES},
    {"PLATFORM", VALUE_WORDS, COMPLETION_PLATFORMS},
    {"FILE", VALUE_FILE, 0},
    {"PATH", VALUE_FILE, 0},
};

// What the scripts call the lists.
static const char *const variables[COMPLETION_COUNT] = {
    [COMPLETION_FORMATS] = "formats", [COMPLETION_LEVELS] = "levels",       [COMPLETION_WHEN] = "when",
    [COMPLETION_RULES] = "rules",     [COMPLETION_PLATFORMS] = "platforms",
};

// Operands that are no files.
static const struct operand {
  const char *command;
  enum value_kind kind;
  enum completion_list list; // WORDS
} operands[] = {
    {"explain", VALUE_WORDS, COMPLETION_RULES},
    {"completion", VALUE_CHOICES, 0},
};

static const struct value *value_of(const struct option *o) {
  static const struct value free_value = {"", VALUE_FREE, 0}, choices = {"", VALUE_CHOICES, 0};
  if (o->argument && strchr(o->argument, '|'))
    return &choices;
  for (uint32_t i = 0; o->argument && i < COUNT_OF(values); i++)
    if (str_has_prefix(str_of(o->argument), str_of(values[i].argument)))
      return &values[i];
  return &free_value;
}

static const struct operand *operand_of(const struct command *command) {
  for (uint32_t i = 0; i < COUNT_OF(operands); i++)
    if (str_eq(str_of(operands[i].command), str_of(command->name)))
      return &operands[i];
  return NULL;
}

// A list as a shell's variable.
static void write_list(struct out *o, const char *before, enum completion_list list, const char *between, str words,
                       const char *after) {
  out_format(o, "%s%s%s", before, variables[list], between);
  out_str(o, words);
  out_str(o, str_of(after));
}

// `a|b` as `a b`.
static void write_choices(struct out *o, const char *argument) {
  for (; *argument; argument++)
    out_char(o, *argument == '|' ? ' ' : *argument);
}

static void write_command_names(struct out *o, const char *between) {
  uint32_t count;
  const struct command *const *all = commands(&count);
  for (uint32_t i = 0; i < count; i++) {
    if (i)
      out_str(o, str_of(between));
    out_str(o, str_of(all[i]->name));
  }
}

// `text` with a backslash before each of `special`, single quotes as a shell in single quotes needs them.
static void write_quoted(struct out *o, const char *text, const char *special) {
  for (; *text; text++) {
    if (*text == '\'') {
      out_str(o, STR("'\\''"));
      continue;
    }
    if (strchr(special, *text))
      out_char(o, '\\');
    out_char(o, *text);
  }
}

// For walking the options of one command.
struct walk {
  struct out *out;
  const struct command *command;
};

static void each_option(struct out *o, const struct command *command,
                        bool (*fn)(void *ctx, const struct option *option)) {
  args_each_option(command->groups, fn, &(struct walk){o, command});
}

// bash

static void write_bash_words(struct out *o, enum value_kind kind, enum completion_list list, const char *choices) {
  switch (kind) {
  case VALUE_FREE:
    out_char(o, ':');
    break;
  case VALUE_FILE:
    out_str(o, STR("files=1"));
    break;
  case VALUE_WORDS:
    out_format(o, "words=$%s", variables[list]);
    break;
  case VALUE_CHOICES:
    out_str(o, STR("words='"));
    write_choices(o, choices);
    out_char(o, '\'');
  }
}

static bool write_bash_value(void *ctx, const struct option *option) {
  const struct walk *w = ctx;
  const struct value *value = value_of(option);
  if (!option->argument)
    return false;
  out_format(w->out, "  %s:--%s", w->command->name, option->name);
  if (option->letter)
    out_format(w->out, " | %s:-%c", w->command->name, option->letter);
  out_str(w->out, STR(") "));
  write_bash_words(w->out, value->kind, value->list, option->argument);
  out_str(w->out, STR(" ;;\n"));
  return false;
}

static bool write_bash_name(void *ctx, const struct option *option) {
  const struct walk *w = ctx;
  out_format(w->out, " --%s", option->name);
  return false;
}

static void write_bash(struct out *o, const struct completion_words *words) {
  uint32_t count;
  const struct command *const *all = commands(&count);
  out_str(o, STR("# bash completion for dlint, made by `dlint completion bash`\n"
                 "_dlint() {\n"
                 "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n"
                 "  local words= files=\n"));
  for (enum completion_list list = 0; list < COMPLETION_COUNT; list++)
    write_list(o, "  local ", list, "='", words->of[list], "'\n");
  out_str(o, STR("  case $command in\n  "));
  write_command_names(o, " | ");
  out_format(o, ") ;;\n  *) command=%s ;;\n  esac\n  case $command:$prev in\n", all[0]->name);
  for (uint32_t i = 0; i < count; i++)
    each_option(o, all[i], write_bash_value);
  out_str(o, STR("  *)\n    files=1\n    case $command in\n"));
  for (uint32_t i = 0; i < count; i++) {
    out_format(o, "    %s) words='", all[i]->name);
    each_option(o, all[i], write_bash_name);
    out_str(o, STR("' ;;\n"));
  }
  out_str(o, STR("    esac\n    if [[ $cur != -* ]]; then\n      words=\n      case $command in\n"));
  for (uint32_t i = 0; i < count; i++) {
    const struct operand *operand = operand_of(all[i]);
    if (!operand)
      continue;
    out_format(o, "      %s) files= ", all[i]->name);
    write_bash_words(o, operand->kind, operand->list, all[i]->operands);
    out_str(o, STR(" ;;\n"));
  }
  out_str(o, STR("      esac\n    fi\n    [[ $COMP_CWORD != 1 || $cur == -* ]] || words='"));
  write_command_names(o, " ");
  out_str(o, STR("'\n    ;;\n  esac\n"
                 "  COMPREPLY=($(compgen ${files:+-f} -W \"$words\" -- \"$cur\"))\n"
                 "}\n"
                 "complete -o filenames -F _dlint dlint\n"));
}

// zsh

// What follows the second colon of an argument of _arguments, in single quotes.
static void write_zsh_words(struct out *o, enum value_kind kind, enum completion_list list, const char *choices) {
  switch (kind) {
  case VALUE_FREE:
    break;
  case VALUE_FILE:
    out_str(o, STR("_files"));
    break;
  case VALUE_WORDS:
    out_format(o, "{compadd - $dlint_%s}", variables[list]);
    break;
  case VALUE_CHOICES:
    out_char(o, '(');
    write_choices(o, choices);
    out_char(o, ')');
  }
}

static bool write_zsh_option(void *ctx, const struct option *option) {
  const struct walk *w = ctx;
  const struct value *value = value_of(option);
  out_str(w->out, STR("    '*--"));
  out_str(w->out, str_of(option->name));
  out_str(w->out, option->argument ? STR("=[") : STR("["));
  write_quoted(w->out, option->help, "[]:\\");
  out_char(w->out, ']');
  if (option->argument) {
    out_char(w->out, ':');
    write_quoted(w->out, option->argument, "[]:\\");
    out_char(w->out, ':');
    write_zsh_words(w->out, value->kind, value->list, option->argument);
  }
  out_str(w->out, STR("' \\\n"));
  return false;
}

static void write_zsh(struct out *o, const struct completion_words *words) {
  uint32_t count;
  const struct command *const *all = commands(&count);
  out_str(o, STR("#compdef dlint\n# zsh completion for dlint, made by `dlint completion zsh`\n"
                 "local -a commands=(\n"));
  for (uint32_t i = 0; i < count; i++) {
    out_format(o, "  '%s:", all[i]->name);
    write_quoted(o, all[i]->doc, ":\\");
    out_str(o, STR("'\n"));
  }
  out_str(o, STR(")\n"));
  for (enum completion_list list = 0; list < COMPLETION_COUNT; list++)
    write_list(o, "local -a dlint_", list, "=(", words->of[list], ")\n");
  out_str(o, STR("local command=$words[2]\ncase $command in\n"));
  write_command_names(o, "|");
  out_format(o, ") ;;\n*) command=%s ;;\nesac\n", all[0]->name);
  out_str(o, STR("(( CURRENT == 2 )) && [[ $PREFIX != -* ]] && _describe command commands\ncase $command in\n"));
  for (uint32_t i = 0; i < count; i++) {
    out_format(o, "%s)\n  _arguments -S \\\n", all[i]->name);
    each_option(o, all[i], write_zsh_option);
    const struct operand *operand = operand_of(all[i]);
    out_str(o, STR("    '*:operand:"));
    write_zsh_words(o, operand ? operand->kind : VALUE_FILE, operand ? operand->list : 0, all[i]->operands);
    out_str(o, STR("'\n  ;;\n"));
  }
  out_str(o, STR("esac\n"));
}

// fish

// The argument with the words; nothing for files, which fish completes by itself.
static void write_fish_words(struct out *o, enum value_kind kind, enum completion_list list, const char *choices) {
  if (kind == VALUE_WORDS)
    out_format(o, " -a '$__dlint_%s'", variables[list]);
  if (kind != VALUE_CHOICES)
    return;
  out_str(o, STR(" -a '"));
  write_choices(o, choices);
  out_char(o, '\'');
}

static bool write_fish_option(void *ctx, const struct option *option) {
  const struct walk *w = ctx;
  const struct value *value = value_of(option);
  uint32_t count;
  bool is_default = commands(&count)[0] == w->command;
  out_str(w->out, STR("complete -c dlint -n '"));
  if (is_default) // also where no command is named
    out_str(w->out, STR("__dlint_checks"));
  else
    out_format(w->out, "__fish_seen_subcommand_from %s", w->command->name);
  out_format(w->out, "' -l %s", option->name);
  if (option->letter)
    out_format(w->out, " -s %c", option->letter);
  if (option->argument)
    out_str(w->out, value->kind == VALUE_FILE ? STR(" -r -F") : STR(" -x"));
  write_fish_words(w->out, value->kind, value->list, option->argument);
  out_str(w->out, STR(" -d '"));
  write_quoted(w->out, option->help, "\\");
  out_str(w->out, STR("'\n"));
  return false;
}

static void write_fish(struct out *o, const struct completion_words *words) {
  uint32_t count;
  const struct command *const *all = commands(&count);
  out_str(o, STR("# fish completion for dlint, made by `dlint completion fish`\n"
                 "function __dlint_checks\n  not __fish_seen_subcommand_from"));
  for (uint32_t i = 1; i < count; i++)
    out_format(o, " %s", all[i]->name);
  out_str(o, STR("\nend\n"));
  for (enum completion_list list = 0; list < COMPLETION_COUNT; list++)
    write_list(o, "set -g __dlint_", list, " ", words->of[list], "\n");
  for (uint32_t i = 0; i < count; i++) {
    const struct operand *operand = operand_of(all[i]);
    if (operand) {
      out_format(o, "complete -c dlint -n '__fish_seen_subcommand_from %s' -f", all[i]->name);
      write_fish_words(o, operand->kind, operand->list, all[i]->operands);
      out_char(o, '\n');
    }
    out_format(o, "complete -c dlint -n __fish_use_subcommand -a %s -d '", all[i]->name);
    write_quoted(o, all[i]->doc, "\\");
    out_str(o, STR("'\n"));
    each_option(o, all[i], write_fish_option);
  }
}

const struct shell_completion *shell_completions(uint32_t *count) {
  static const struct shell_completion table[] = {{"bash", write_bash}, {"zsh", write_zsh}, {"fish", write_fish}};
  *count = COUNT_OF(table);
  return table;
}
