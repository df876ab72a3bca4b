#include "cli/completion.h"

#include <string.h>

#include "cli/commands.h"
#include "report/report.h"

// What the value of an option is called says how it is completed.

enum value_kind {
  VALUE_FREE,
  VALUE_FILE,
  VALUE_WORDS,
};

static const struct value {
  const char *argument; // how it begins
  enum value_kind kind;
  const char *words; // NULL: the output formats
} values[] = {
    {"FORMAT", VALUE_WORDS, NULL},
    {"LEVEL", VALUE_WORDS, "error warning info style never"},
    {"WHEN", VALUE_WORDS, "auto always never"},
    {"FILE", VALUE_FILE, NULL},
    {"PATH", VALUE_FILE, NULL},
};

static const struct value *value_of(const struct option *o) {
  static const struct value free_value = {"", VALUE_FREE, NULL};
  for (uint32_t i = 0; o->argument && i < COUNT_OF(values); i++)
    if (str_has_prefix(str_of(o->argument), str_of(values[i].argument)))
      return &values[i];
  return &free_value;
}

static void write_words(struct out *o, const struct value *value) {
  if (value->words) {
    out_str(o, str_of(value->words));
    return;
  }
  uint32_t count;
  const struct report_format_row *formats = report_formats(&count);
  for (uint32_t i = 0; i < count; i++) {
    if (i)
      out_char(o, ' ');
    out_str(o, str_of(formats[i].name));
  }
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

static bool write_bash_value(void *ctx, const struct option *option) {
  const struct walk *w = ctx;
  const struct value *value = value_of(option);
  if (!option->argument)
    return false;
  out_format(w->out, "  %s:--%s", w->command->name, option->name);
  if (option->letter)
    out_format(w->out, " | %s:-%c", w->command->name, option->letter);
  out_str(w->out, STR(") "));
  if (value->kind == VALUE_WORDS) {
    out_str(w->out, STR("words='"));
    write_words(w->out, value);
    out_str(w->out, STR("'"));
  } else {
    out_str(w->out, value->kind == VALUE_FILE ? STR("files=1") : STR(":"));
  }
  out_str(w->out, STR(" ;;\n"));
  return false;
}

static bool write_bash_name(void *ctx, const struct option *option) {
  const struct walk *w = ctx;
  out_format(w->out, " --%s", option->name);
  return false;
}

static void write_bash(struct out *o) {
  uint32_t count;
  const struct command *const *all = commands(&count);
  out_str(o, STR("# bash completion for dlint, made by `dlint completion bash`\n"
                 "_dlint() {\n"
                 "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n"
                 "  local words= files=\n"
                 "  case $command in\n  "));
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
  out_str(o, STR("    esac\n    [[ $cur == -* ]] || words=\n    [[ $COMP_CWORD != 1 || $cur == -* ]] || words='"));
  write_command_names(o, " ");
  out_str(o, STR("'\n    ;;\n  esac\n"
                 "  COMPREPLY=($(compgen ${files:+-f} -W \"$words\" -- \"$cur\"))\n"
                 "}\n"
                 "complete -o filenames -F _dlint dlint\n"));
}

// zsh

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
    if (value->kind == VALUE_WORDS) {
      out_char(w->out, '(');
      write_words(w->out, value);
      out_char(w->out, ')');
    } else if (value->kind == VALUE_FILE) {
      out_str(w->out, STR("_files"));
    }
  }
  out_str(w->out, STR("' \\\n"));
  return false;
}

static void write_zsh(struct out *o) {
  uint32_t count;
  const struct command *const *all = commands(&count);
  out_str(o, STR("#compdef dlint\n# zsh completion for dlint, made by `dlint completion zsh`\n"
                 "local -a commands=(\n"));
  for (uint32_t i = 0; i < count; i++) {
    out_format(o, "  '%s:", all[i]->name);
    write_quoted(o, all[i]->doc, ":\\");
    out_str(o, STR("'\n"));
  }
  out_str(o, STR(")\nlocal command=$words[2]\ncase $command in\n"));
  write_command_names(o, "|");
  out_format(o, ") ;;\n*) command=%s ;;\nesac\n", all[0]->name);
  out_str(o, STR("(( CURRENT == 2 )) && [[ $PREFIX != -* ]] && _describe command commands\ncase $command in\n"));
  for (uint32_t i = 0; i < count; i++) {
    out_format(o, "%s)\n  _arguments -S \\\n", all[i]->name);
    each_option(o, all[i], write_zsh_option);
    out_str(o, STR("    '*:file:_files'\n  ;;\n"));
  }
  out_str(o, STR("esac\n"));
}

// fish

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
  if (value->kind == VALUE_WORDS) {
    out_str(w->out, STR(" -a '"));
    write_words(w->out, value);
    out_char(w->out, '\'');
  }
  out_str(w->out, STR(" -d '"));
  write_quoted(w->out, option->help, "\\");
  out_str(w->out, STR("'\n"));
  return false;
}

static void write_fish(struct out *o) {
  uint32_t count;
  const struct command *const *all = commands(&count);
  out_str(o, STR("# fish completion for dlint, made by `dlint completion fish`\n"
                 "function __dlint_checks\n  not __fish_seen_subcommand_from"));
  for (uint32_t i = 1; i < count; i++)
    out_format(o, " %s", all[i]->name);
  out_str(o, STR("\nend\n"));
  for (uint32_t i = 0; i < count; i++) {
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
