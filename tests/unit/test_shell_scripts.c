#include "unit.h"

#include "shell/shell.h"

// Which scripts a Dockerfile has: for each its kind, its shell, whether it is opaque, and its text.
struct scripts_case {
  const char *name;
  const char *file;
  const char *scripts; // one a line
};

static const struct scripts_case scripts_cases[] = {
    {"the shell forms", "FROM a\nRUN b\nCMD c\nENTRYPOINT d\nHEALTHCHECK CMD e\nRUN [\"f\"]\nCMD [\"g\"]\n",
     "line : b\nline : c\nline : d\nline : e\n"},
    {"continued lines", "FROM a\nRUN b \\\n# c\n  d\n", "line : b   d\n"},
    {"flags", "FROM a\nRUN --mount=type=cache,target=/b --network=none c\n", "line : c\n"},
    {"SHELL", "FROM a\nRUN b\nSHELL [\"bash\", \"-c\"]\nRUN c\n", "line : b\nline bash: c\n"},
    {"SHELL of an earlier stage", "FROM a AS b\nSHELL [\"bash\", \"-c\"]\nFROM b\nRUN c\nFROM a\nRUN d\n",
     "line bash: c\nline : d\n"},
    {"foreign shells", "FROM a\nSHELL [\"C:\\\\pwsh.exe\", \"-c\"]\nRUN b\nSHELL [\"cmd\"]\nRUN c\n",
     "line C:\\pwsh.exe: opaque pwsh\nline cmd: opaque cmd\n"},
    {"shells behind env and busybox",
     "FROM a\nSHELL [\"/usr/bin/env\", \"-i\", \"A=b\", \"dash\"]\nRUN b\nSHELL [\"busybox\", \"sh\"]\nRUN c\n",
     "line /usr/bin/env: b\nline busybox: c\n"},
    {"a here-document", "FROM a\nRUN <<E\nb\nc\nE\n", "heredoc : b\nc\n\n"},
    {"one with tabs", "FROM a\nRUN <<-E\n\tb\n\tE\n", "heredoc : b\n\n"},
    {"one with #!", "FROM a\nRUN <<E\n#! /bin/bash -e\nb\nE\nRUN <<E\n#!/usr/bin/python3\nc\nE\n",
     "heredoc /bin/bash: #! /bin/bash -e\nb\n\nheredoc /usr/bin/python3: opaque python3\n"},
    {"a line with here-documents", "FROM a\nRUN cat <<B <<C\nb\nB\nc\nC\n", "both : cat <<B <<C\nb\nB\nc\nC\n"},
    {"a trigger", "FROM a\nONBUILD RUN b\nONBUILD SHELL [\"cmd\"]\nRUN c\n", "line : b\nline : c\n"},
    {"a Windows base", "FROM mcr.microsoft.com/windows/nanoserver:1809\nRUN b\n", "line : opaque cmd\n"},
    {"a tag that names Windows", "FROM golang:1.22-windowsservercore-ltsc2022 AS b\nRUN c\nFROM b\nRUN d\n",
     "line : opaque cmd\nline : opaque cmd\n"},
    {"a Windows base in a variable",
     "ARG A=mcr.microsoft.com/windows/servercore\nFROM ${A}:1\nRUN b\nFROM ubuntu\nRUN c\n",
     "line : opaque cmd\nline : c\n"},
    {"a Windows platform", "FROM --platform=windows/amd64 a\nRUN b\n", "line : opaque cmd\n"},
    {"bash on Windows", "FROM a:ltsc2019\nSHELL [\"bash\"]\nRUN b\n", "line bash: opaque bash\n"},
    {"ltsc without a year", "FROM a:ltsc\nRUN b\n", "line : b\n"},
    {"what BuildKit refuses", "RUN a\nFROM b\nRUN --nonsense c\nRUN d\n", "line : d\n"},
};

static struct scripts find(struct arena *a, const char *file) {
  return shell_scripts(a, dockerfile_parse(a, source_new(a, STR("Dockerfile"), str_of(file))));
}

static void add_script(struct buf *b, const struct script *s) {
  static const char *const kinds[] = {
      [SCRIPT_LINE] = "line", [SCRIPT_HEREDOC] = "heredoc", [SCRIPT_LINE_AND_HEREDOC] = "both"};
  str shell = s->shell_count ? s->shell[0] : STR("");
  assert_int_equal(s->tree == NULL, s->opaque);
  if (s->opaque)
    buf_add_format(b, "%s " STR_FMT ": opaque " STR_FMT "\n", kinds[s->kind], STR_ARG(shell), STR_ARG(s->opaque_why));
  else
    buf_add_format(b, "%s " STR_FMT ": " STR_FMT "\n", kinds[s->kind], STR_ARG(shell), STR_ARG(s->text.bytes));
}

static void test_scripts(void **state) {
  const struct scripts_case *c = *state;
  struct arena a;
  struct buf b;
  arena_init(&a, NULL, 0);
  buf_init(&b, &a);
  struct scripts scripts = find(&a, c->file);
  for (uint32_t i = 0; i < scripts.len; i++)
    add_script(&b, &scripts.at[i]);
  assert_str_equal(buf_str(&b), str_of(c->scripts));
  arena_done(&a);
}

// Each byte of a script stands in the file where the text says, as it is.
static void assert_placed(const struct source *src, const struct text *text) {
  for (uint32_t i = 0; i < text->bytes.len; i++)
    assert_int_equal(text->bytes.at[i], src->bytes.at[text_offset(text, i)]);
}

static const struct scripts_case place_cases[] = {
    {"continued lines", "FROM a\nRUN b \\\n# c\n\n  d \\\n  e\n", NULL},
    {"a here-document", "FROM a\nRUN <<E\nb\n\nc\nE\n", NULL},
    {"one with tabs", "FROM a\nRUN <<-E\n\t\tb\n\tc\n\tE\n", NULL},
    {"a line with here-documents", "FROM a\nRUN cat \\\n  <<B <<C\nb\nB\nC\n", NULL},
    {"a trigger", "FROM a\nONBUILD RUN b \\\n  c\nONBUILD RUN cat <<D\nd\nD\n", NULL},
    {"CR LF", "FROM a\r\nRUN b \\\r\n  c\r\nRUN <<D\r\nd\r\nD\r\n", NULL},
};

static void test_places(void **state) {
  const struct scripts_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct source *src = source_new(&a, STR("Dockerfile"), str_of(c->file));
  struct scripts scripts = shell_scripts(&a, dockerfile_parse(&a, src));
  assert_true(scripts.len > 0);
  for (uint32_t i = 0; i < scripts.len; i++)
    assert_placed(src, &scripts.at[i].text);
  arena_done(&a);
}

// The script inside the first command of RUN.
struct nested_case {
  const char *name;
  const char *run;
  const char *script; // NULL: there is none
  const char *at;     // the text in the file where its last character stands, up to the end of the line
};

static const struct nested_case nested_cases[] = {
    {"single quotes", "RUN sh -c 'a b'", "a b", "b'"},
    {"double quotes", "RUN bash -c \"a \\\"b\\\" \\$c\"", "a \"b\" $c", "c\""},
    {"no quotes", "RUN /bin/sh -c a\\ b", "a b", "b"},
    {"several parts", "RUN sh -c 'a '\"b\"' c'", "a b c", "c'"},
    {"several options", "RUN bash -e -o pipefail -xc 'a' b", "a", "a' b"},
    {"options with long names", "RUN bash --rcfile x --login -c a", "a", "a"},
    {"continued lines", "RUN sh -c 'a \\\n  b'", "a   b", "b'"},
    {"su", "RUN su -s /bin/sh - me -c 'a'", "a", "a'"},
    {"su with =", "RUN su me --command='a b'", "a b", "b'"},
    {"a here-document", "RUN bash <<'E'\na $b\nE", "a $b\n", "\nE"},
    {"one with tabs", "RUN bash -s x <<-E\n\ta \\$b\n\tE", "a $b\n", "\n\tE"},
    {"a here-string", "RUN sh <<<'a b'", "a b", "b'"},
    {"exec form", "RUN [\"/bin/sh\", \"-c\", \"a \\\"b\"]", "a \"b", "b\"]"},
    {"exec form of HEALTHCHECK", "HEALTHCHECK CMD [\"bash\", \"-ec\", \"a\"]", "a", "a\"]"},
    {"an expansion", "RUN sh -c \"a $b\"", NULL, NULL},
    {"an expansion in a here-document", "RUN sh <<E\n$a\nE", NULL, NULL},
    {"a file", "RUN sh x.sh -c a", NULL, NULL},
    {"no script", "RUN sh -c", NULL, NULL},
    {"another command", "RUN cc -c a", NULL, NULL},
    {"another command in exec form", "RUN [\"cc\", \"-c\", \"a\"]", NULL, NULL},
};

static bool find_nested(struct arena *a, const struct dockerfile *df, struct text *text) {
  enum shell_dialect dialect;
  struct scripts scripts = shell_scripts(a, df);
  if (scripts.len == 0)
    return shell_nested_exec(a, df->instrs[1], text, &dialect);
  return shell_nested(a, &scripts.at[0], scripts.at[0].tree->body.at[0], text, &dialect);
}

static void test_nested(void **state) {
  const struct nested_case *c = *state;
  struct arena a;
  struct text text;
  arena_init(&a, NULL, 0);
  str file = str_format(&a, "FROM a\n%s\n", c->run);
  bool found = find_nested(&a, dockerfile_parse(&a, source_new(&a, STR("Dockerfile"), file)), &text);
  assert_int_equal(found, c->script != NULL);
  if (found) {
    assert_str_equal(text.bytes, str_of(c->script));
    str rest = str_skip(file, text_offset(&text, text.bytes.len - 1));
    assert_str_equal(str_slice(rest, 0, rest.len - 1), str_of(c->at));
  }
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("shell_scripts", scripts_cases, test_scripts) + RUN_CASES("places", place_cases, test_places) +
         RUN_CASES("shell_nested", nested_cases, test_nested);
}
