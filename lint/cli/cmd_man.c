#include "base/out.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/complain.h"

// The manual page, in man(7) macros.

// Text of a line: nothing in it is a request or an escape.
static void add_text(struct out *o, const char *text) {
  if (*text == '.' || *text == '\'')
    out_str(o, STR("\\&"));
  for (str rest = str_of(text); rest.len;) {
    uint32_t len;
    uint32_t c = utf8_decode(rest, &len);
    if (c == '\\')
      out_str(o, STR("\\e"));
    else if (c == '-')
      out_str(o, STR("\\-"));
    else if (c < 0x80)
      out_char(o, (char)c);
    else
      out_format(o, "\\[u%04X]", (unsigned)c);
    rest = str_skip(rest, len);
  }
}

static void add_line(struct out *o, const char *text) {
  add_text(o, text);
  out_char(o, '\n');
}

static bool add_option(void *ctx, const struct option *option) {
  struct out *o = ctx;
  out_str(o, STR(".TP\n\\fB"));
  if (option->letter)
    out_format(o, "\\-%c, ", option->letter);
  out_str(o, STR("\\-\\-"));
  add_text(o, option->name);
  out_str(o, STR("\\fR"));
  if (option->argument) {
    out_str(o, STR(" \\fI"));
    add_text(o, option->argument);
    out_str(o, STR("\\fR"));
  }
  out_char(o, '\n');
  add_line(o, option->help);
  return false;
}

static void add_command(struct out *o, const struct command *command) {
  out_str(o, STR(".SS \"dlint "));
  add_text(o, command->name);
  out_str(o, STR(" "));
  add_text(o, command->operands);
  out_str(o, STR("\"\n"));
  add_line(o, command->doc);
  out_str(o, STR(".PP\nExample: \\fB"));
  add_text(o, command->example);
  out_str(o, STR("\\fR\n"));
  args_each_option(command->groups, add_option, o);
}

// Sections that no table knows.
static const struct section {
  const char *title, *text;
} sections[] = {
    {"EXIT STATUS",
     ".TP\n0\nnothing to report at the level of \\-\\-fail\\-on\n"
     ".TP\n1\nfindings\n"
     ".TP\n2\nwrong usage or configuration, something could not be read or written, or a limit was reached; "
     "findings are printed all the same\n"
     ".TP\n3\na bug in dlint, or no memory\n"},
    {"COMMENTS IN DOCKERFILES",
     ".TP\n# dlint ignore=RULE[,RULE] [REASON]\nno such finding in the instruction below; inside of "
     "one, in its next line\n"
     ".TP\n# dlint global ignore=RULE[,RULE]\nno such finding in the file\n"
     ".TP\n# dlint platforms=LIST\nwhat the file is for\n"
     ".PP\nhadolint's \\fB# hadolint ignore=\\fR and BuildKit's \\fB# check=skip=\\fR are obeyed, too.\n"},
    {"FILES", ".TP\n\\&.dlint.yaml\nsettings; the nearest one above each file, up to the root of its repository\n"
              ".TP\n\\&.hadolint.yaml\nread where there is no .dlint.yaml\n"},
    {"ENVIRONMENT", ".TP\nNO_COLOR\nno colour, whatever standard output is\n"
                    ".TP\nFORCE_COLOR, CLICOLOR_FORCE\ncolour, whatever it is; none where it is 0\n"
                    ".TP\nCLICOLOR\n0: no colour on terminals either\n"},
};

static int print(void) {
  struct out o;
  out_init_fd(&o, 1);
  out_str(&o,
          STR(".TH DLINT 1 \"\" \"dlint " DLINT_VERSION "\" \"User Commands\"\n"
              ".SH NAME\ndlint \\- find what is wrong with Dockerfiles\n"
              ".SH SYNOPSIS\n.B dlint\n[\\fIOPTION\\fR...] [\\fIPATH\\fR...]\n.br\n.B dlint\n\\fICOMMAND\\fR ...\n"
              ".SH DESCRIPTION\ndlint reads Dockerfiles and says what is wrong with them, above all what breaks or is "
              "wasteful on another CPU architecture.\n.SH COMMANDS\n"));
  uint32_t count;
  const struct command *const *all = commands(&count);
  for (uint32_t i = 0; i < count; i++)
    add_command(&o, all[i]);
  for (uint32_t i = 0; i < COUNT_OF(sections); i++) {
    out_format(&o, ".SH %s\n", sections[i].title);
    out_str(&o, str_of(sections[i].text));
  }
  return flush_stdout(&o) ? EXIT_CLEAN : EXIT_USAGE;
}

static int run(int argc, char **argv) {
  struct args args;
  args_init(&args, argc, argv, cmd_man.groups);
  int id = args_next(&args);
  return id == ARGS_END ? print() : command_stop(&cmd_man, &args, id);
}

const struct command cmd_man = {
    .name = "man",
    .doc = "print the manual page",
    .operands = "",
    .example = "dlint man | man -l -",
    .run = run,
};
