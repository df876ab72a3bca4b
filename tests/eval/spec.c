/// Runs the snippets of a .spec file. `DLINT_UPDATE=1` writes what they do into the file: read that difference as code.
///
///     === what is shown                       a snippet's name
///     % env NAME=value  % unset NAME          how it is run: variables of the image, the working directory, SHELL
///     % cwd /src        % shell /bin/bash -ec
///     curl -O https://host/f-$(uname -m)      the script
///     --- linux/amd64 linux/arm64             on these platforms it
///     > curl -O https://host/f-x86_64         always runs this; `?`: maybe; `|`: where something failed
///     @ uname x86_64 -> 0                     depends on the architecture here, and takes that branch (`!`: and fails)
///
/// Builtins and filters that are modelled are left out, but for echo. Choices are compared where one is written.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/vec.h"
#include "eval/exec.h"

struct setting {
  str word, rest;
};

struct expectation {
  str platforms;
  str text; // its lines
};

struct snippet {
  str name, head, script; // head: the lines that begin with `%`
  VEC(struct setting) settings;
  VEC(struct expectation) expectations;
};

struct spec {
  struct arena *a;
  str preface;
  VEC(struct snippet) snippets;
};

// Reading

static bool take_line(str *rest, str *line) {
  if (!rest->len)
    return false;
  uint32_t end = str_find_char(*rest, '\n');
  *line = str_slice(*rest, 0, end);
  *rest = str_skip(*rest, end + 1);
  return true;
}

static str lines_between(str from, str to) {
  return (str){from.at, (uint32_t)(to.at - from.at)};
}

static bool starts_section(str text, str mark) {
  return str_has_prefix(text, mark);
}

// Everything up to the next line that begins with one of the marks.
static str take_section(str *rest, bool stop_at_dashes) {
  str start = *rest, line;
  while (rest->len && !starts_section(*rest, STR("=== ")) && !(stop_at_dashes && starts_section(*rest, STR("---"))))
    take_line(rest, &line);
  if (!rest->len)
    rest->at = start.at + start.len;
  return lines_between(start, *rest);
}

static void read_settings(struct arena *a, struct snippet *s, str *rest) {
  str start = *rest, line;
  while (str_has_prefix(*rest, STR("% "))) {
    struct setting one;
    take_line(rest, &line);
    line = str_skip(line, 2);
    if (!str_cut(line, ' ', &one.word, &one.rest))
      one = (struct setting){line, STR("")};
    VEC_PUSH(a, &s->settings, one);
  }
  s->head = lines_between(start, *rest);
}

static void read_snippet(struct spec *spec, str *rest) {
  struct snippet s = {.name = {0}};
  str line;
  take_line(rest, &line);
  s.name = str_skip(line, 4);
  read_settings(spec->a, &s, rest);
  s.script = take_section(rest, true);
  while (starts_section(*rest, STR("---"))) {
    struct expectation e;
    take_line(rest, &line);
    e.platforms = str_trim(str_skip(line, 3));
    e.text = take_section(rest, true);
    VEC_PUSH(spec->a, &s.expectations, e);
  }
  VEC_PUSH(spec->a, &spec->snippets, s);
}

static struct spec read_spec(struct arena *a, str text) {
  struct spec spec = {.a = a};
  spec.preface = take_section(&text, false);
  while (text.len)
    read_snippet(&spec, &text);
  return spec;
}

// Running

static const struct trie *set_platform(struct arena *a, const struct trie *env, const char *name, str text) {
  struct value v = value_known(a, text);
  v.source = source_asked(a, str_of(name), (span){0});
  return env_export(a, env, str_of(name), v);
}

static const struct trie *platform_variables(struct arena *a, platform p) {
  const struct trie *env = NULL;
  env = set_platform(a, env, "TARGETPLATFORM", platform_name(a, p));
  env = set_platform(a, env, "TARGETOS", p.os);
  env = set_platform(a, env, "TARGETARCH", p.arch);
  env = set_platform(a, env, "TARGETVARIANT", p.variant);
  env = set_platform(a, env, "BUILDPLATFORM", STR("linux/amd64"));
  return set_platform(a, env, "BUILDARCH", STR("amd64"));
}

static void apply_settings(struct arena *a, const struct snippet *s, struct exec_context *x, struct script *script) {
  for (uint32_t i = 0; i < s->settings.len; i++) {
    struct setting set = s->settings.at[i];
    str name, value;
    if (str_eq(set.word, STR("env")) && str_cut(set.rest, '=', &name, &value)) {
      x->env = env_export(a, x->env, name, value_known(a, value));
    } else if (str_eq(set.word, STR("unset"))) {
      x->env = env_put(a, x->env, set.rest, &(struct variable){.value = VALUE_UNSET});
    } else if (str_eq(set.word, STR("cwd"))) {
      x->cwd = value_known(a, set.rest);
    } else if (str_eq(set.word, STR("shell"))) {
      VEC(str) words = {0};
      while (str_next(&set.rest, ' ', &name))
        VEC_PUSH(a, &words, name);
      script->shell = words.at;
      script->shell_count = words.len;
    }
  }
}

static const struct eval_instr *run(struct arena *a, const struct snippet *s, platform p) {
  struct eval_instr *out = NEW(a, struct eval_instr);
  struct script *script = NEW(a, struct script);
  struct piece *piece = NEW(a, struct piece);
  struct exec_budget budget = {.steps = LIMIT_EVAL_STEPS};
  struct exec_context x = {.a = a,
                           .budget = &budget,
                           .runs_on = &p,
                           .env = platform_variables(a, p),
                           .other_variables = STR("base image"),
                           .cwd = value_known(a, STR("/"))};
  apply_settings(a, s, &x, script);
  script->text = (struct text){.bytes = s->script, .pieces = piece, .piece_count = s->script.len ? 1 : 0};
  script->tree = shell_parse(a, script->text, SHELL_BASH);
  exec_script(&x, script, out);
  return out;
}

// Showing

static bool is_hidden(str name) {
  static const char *const names[] = {
      ".",
      ":",
      "[",
      "apk --print-arch",
      "arch",
      "awk",
      "basename",
      "break",
      "cd",
      "command",
      "continue",
      "cut",
      "declare",
      "dirname",
      "dpkg-architecture",
      "eval",
      "exit",
      "export",
      "expr",
      "false",
      "getconf",
      "getopts",
      "grep",
      "head",
      "local",
      "printf",
      "pwd",
      "read",
      "readonly",
      "return",
      "sed",
      "seq",
      "set",
      "shift",
      "sort",
      "tail",
      "test",
      "tr",
      "true",
      "typeset",
      "uname",
      "uniq",
      "unset",
      "wc",
      "rev",
      "tac",
      "cat",
      "egrep",
      "shopt",
      "trap",
      "type",
      "mapfile",
  };
  for (uint32_t i = 0; i < COUNT_OF(names); i++)
    if (str_eq(name, str_of(names[i])))
      return true;
  return false;
}

static void add_word(struct arena *a, struct buf *b, const struct value *v) {
  str text = value_show(a, v);
  bool quotes = !text.len || str_find_char(text, ' ') < text.len || str_find_char(text, '\n') < text.len;
  if (!quotes || value_has_unknown(v)) {
    buf_add(b, text);
    return;
  }
  buf_add_char(b, '\'');
  for (uint32_t i = 0; i < text.len; i++)
    buf_add(b, text.at[i] == '\n' ? STR("\\n") : str_slice(text, i, i + 1));
  buf_add_char(b, '\'');
}

static void add_command(struct arena *a, struct buf *b, const struct eval_command *c) {
  static const char marks[] = {[WHEN_ALWAYS] = '>', [WHEN_MAYBE] = '?', [WHEN_FALLBACK] = '|'};
  str name;
  if (c->argc && value_is_known(&c->argv[0].value, &name) && is_hidden(name))
    return;
  buf_add_char(b, marks[c->when]);
  for (uint32_t i = 0; i < c->assign_count; i++) {
    buf_add_char(b, ' ');
    add_word(a, b, &c->assigns[i].value);
  }
  for (uint32_t i = 0; i < c->argc; i++) {
    buf_add_char(b, ' ');
    add_word(a, b, &c->argv[i].value);
  }
  buf_add_char(b, '\n');
}

static void add_choice(struct arena *a, struct buf *b, const struct eval_choice *c) {
  buf_add_format(b, "@ " STR_FMT "%s " STR_FMT " -> ", STR_ARG(c->source), c->indirect ? " (indirect)" : "",
                 STR_ARG(value_show(a, &c->subject)));
  if (!c->branch_known)
    buf_add(b, STR("?"));
  else if (c->branch == UINT32_MAX)
    buf_add(b, STR("none"));
  else
    buf_add_format(b, "%u", c->branch);
  buf_add(b, c->branch_fails ? STR("!\n") : STR("\n"));
}

static str show(struct arena *a, const struct eval_instr *out, bool choices) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < out->command_count; i++)
    add_command(a, &b, &out->commands[i]);
  for (uint32_t i = 0; choices && i < out->choice_count; i++)
    add_choice(a, &b, &out->choices[i]);
  return str_copy(a, buf_str(&b));
}

static bool wants_choices(str text) {
  return str_has_prefix(text, STR("@")) || str_contains(text, STR("\n@"));
}

static str result_on(struct arena *a, const struct snippet *s, str name, bool choices) {
  platform p;
  if (!platform_parse(a, name, &p)) {
    fprintf(stderr, STR_FMT ": no platform\n", STR_ARG(name));
    exit(2);
  }
  return show(a, run(a, s, p), choices);
}

// Comparing and updating

static str without_blank_lines(str text) {
  while (text.len && text.at[text.len - 1] == '\n' && (text.len < 2 || text.at[text.len - 2] == '\n'))
    text.len--;
  return str_eq(text, STR("\n")) ? STR("") : text;
}

static uint32_t check(struct arena *a, const struct snippet *s) {
  uint32_t failures = 0;
  for (uint32_t i = 0; i < s->expectations.len; i++) {
    str rest = s->expectations.at[i].platforms, name, wanted = without_blank_lines(s->expectations.at[i].text);
    while (str_next(&rest, ' ', &name)) {
      str got = result_on(a, s, name, wants_choices(wanted));
      if (str_eq(got, wanted))
        continue;
      printf("=== " STR_FMT "\n--- " STR_FMT ": expected\n" STR_FMT "--- got\n" STR_FMT "\n", STR_ARG(s->name),
             STR_ARG(name), STR_ARG(wanted), STR_ARG(got));
      failures++;
    }
  }
  return failures;
}

// The platforms of an expectation, in groups that do the same.
static void write_expectation(struct arena *a, FILE *f, const struct snippet *s, const struct expectation *e) {
  str rest = e->platforms, name;
  struct {
    str names, text;
  } groups[32];
  uint32_t count = 0;
  while (str_next(&rest, ' ', &name)) {
    str text = result_on(a, s, name, wants_choices(e->text));
    uint32_t g = 0;
    while (g < count && !str_eq(groups[g].text, text))
      g++;
    if (g == count && count < 32) {
      groups[count].names = name;
      groups[count++].text = text;
    } else if (g < count) {
      groups[g].names = str_format(a, STR_FMT " " STR_FMT, STR_ARG(groups[g].names), STR_ARG(name));
    }
  }
  for (uint32_t g = 0; g < count; g++)
    fprintf(f, "--- " STR_FMT "\n" STR_FMT, STR_ARG(groups[g].names), STR_ARG(groups[g].text));
}

static void update(struct arena *a, const char *path, const struct spec *spec) {
  FILE *f = fopen(path, "w");
  if (!f)
    exit(2);
  fprintf(f, STR_FMT, STR_ARG(spec->preface));
  for (uint32_t i = 0; i < spec->snippets.len; i++) {
    const struct snippet *s = &spec->snippets.at[i];
    fprintf(f, "=== " STR_FMT "\n" STR_FMT STR_FMT, STR_ARG(s->name), STR_ARG(s->head), STR_ARG(s->script));
    for (uint32_t j = 0; j < s->expectations.len; j++)
      write_expectation(a, f, s, &s->expectations.at[j]);
    fprintf(f, "%s", i + 1 < spec->snippets.len ? "\n" : "");
  }
  fclose(f);
}

int main(int argc, char **argv) {
  struct arena a;
  str text;
  struct fault why;
  arena_init(&a, NULL, 0);
  if (argc != 2 || !source_read(&a, str_of(argv[1]), &text, &why)) {
    fprintf(stderr, "usage: eval_spec FILE\n");
    return 2;
  }
  struct spec spec = read_spec(&a, text);
  uint32_t failures = 0;
  if (getenv("DLINT_UPDATE"))
    update(&a, argv[1], &spec);
  else
    for (uint32_t i = 0; i < spec.snippets.len; i++)
      failures += check(&a, &spec.snippets.at[i]);
  printf("%u snippets, %u failures\n", spec.snippets.len, failures);
  arena_done(&a);
  return failures > 0 || !spec.snippets.len;
}
