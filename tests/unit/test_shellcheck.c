#include "unit.h"

#include "eval/eval.h"
#include "fix/fix.h"
#include "shellcheck/answer.h"
#include "shellcheck/script.h"

#define L "FROM debian\n"

// What ShellCheck is given: the scripts, one after the other, each followed by a line of dashes.
struct script_case {
  const char *name;
  str file, scripts;
};

static const struct script_case script_cases[] = {
    {"the shell form of RUN", STR_INIT(L "RUN echo a\nCMD echo b\nRUN [\"c\"]\n"),
     STR_INIT("#!/bin/sh\necho a\n---\n")},
    {"joined lines", STR_INIT(L "RUN echo a && \\\n# no\n\n  echo b\n"),
     STR_INIT("#!/bin/sh\necho a &&   echo b\n---\n")},
    {"SHELL", STR_INIT(L "SHELL [\"/bin/bash\", \"-c\"]\nRUN a\n"), STR_INIT("#!/bin/bash\na\n---\n")},
    {"SHELL that stops at an error", STR_INIT(L "SHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\nRUN a\n"),
     STR_INIT("#!/bin/bash -e\na\n---\n")},
    {"ash is dash to it", STR_INIT(L "SHELL [\"/bin/ash\", \"-c\"]\nRUN a\n"), STR_INIT("#!/bin/dash\na\n---\n")},
    {"an image whose sh is bash",
     STR_INIT("FROM fedora:42 AS a\nRUN a\nSHELL [\"/bin/sh\", \"-c\"]\nRUN b\nSHELL [\"/bin/dash\"]\nRUN c\nFROM "
              "a\nRUN <<E\nd\nE\n"
              "FROM alpine\nRUN e\n"),
     STR_INIT(
         "#!/bin/bash\na\n---\n#!/bin/bash\nb\n---\n#!/bin/dash\nc\n---\n#!/bin/dash\nd\n\n---\n#!/bin/sh\ne\n---\n")},
    {"directives for all of it, before what is set",
     STR_INIT(
         L "ARG a\nRUN <<E\n#!/bin/sh\n# x\n\n  # shellcheck disable=SC2086\necho $a\n# shellcheck disable=all\nE\n"),
     STR_INIT("#!/bin/sh\n# shellcheck disable=SC2086\nexport a=1\n\n# x\n\n  # shellcheck disable=SC2086\necho $a\n"
              "# shellcheck disable=all\n\n---\n")},
    {"no shell that it knows", STR_INIT(L "SHELL [\"/bin/zsh\", \"-c\"]\nRUN a\nSHELL [\"pwsh\", \"-c\"]\nRUN b\n"),
     STR_INIT("")},
    {"Windows", STR_INIT("FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN dir\n"), STR_INIT("")},
    {"SHELL of an earlier stage",
     STR_INIT(L "SHELL [\"bash\", \"-c\"]\nFROM debian AS a\nSHELL [\"ksh\"]\nFROM a\nRUN b\n"),
     STR_INIT("#!/bin/ksh\nb\n---\n")},
    {"a comment that names the shell",
     STR_INIT(L "RUN a\n# hadolint shell=/bin/bash -e\nRUN b\nSHELL [\"dash\"]\nRUN c\n"),
     STR_INIT("#!/bin/sh\na\n---\n#!/bin/bash\nb\n---\n#!/bin/dash\nc\n---\n")},
    {"… before the first FROM", STR_INIT("# dlint shell=bash\n" L "RUN a\n" L "RUN b\n"),
     STR_INIT("#!/bin/bash\na\n---\n#!/bin/bash\nb\n---\n")},
    {"… that it does not know", STR_INIT("# hadolint shell=powershell\n" L "RUN a\n"), STR_INIT("")},
    {"variables that occur", STR_INIT("ARG g\n" L "ARG a=1 b\nRUN $a $b $c $g $a\nENV c 1\nRUN $c $http_proxy\n"),
     STR_INIT("#!/bin/sh\nexport a=1\nexport b=1\n$a $b $c $g $a\n---\n"
              "#!/bin/sh\nexport c=1\nexport http_proxy=1\n$c $http_proxy\n---\n")},
    {"… of earlier stages",
     STR_INIT(L "ARG a\nFROM debian AS x\nENV b=1\nFROM x AS y\nFROM y\nENV c=1\nRUN $a $b $c\n"),
     STR_INIT("#!/bin/sh\nexport b=1\nexport c=1\n$a $b $c\n---\n")},
    {"… that no shell has", STR_INIT(L "ENV a.b=1 -c=1\nRUN $a.b -c\n"), STR_INIT("#!/bin/sh\n$a.b -c\n---\n")},
    {"a trigger", STR_INIT(L "ARG a\nONBUILD RUN $a\n"), STR_INIT("#!/bin/sh\nexport a=1\n$a\n---\n")},
    {"a here-document", STR_INIT(L "RUN <<E\na\nb\nE\n"), STR_INIT("#!/bin/sh\na\nb\n\n---\n")},
    {"… with its own shell", STR_INIT(L "# hadolint shell=dash\nRUN <<E\n#!/usr/bin/env bash\na\nE\n"),
     STR_INIT("#!/bin/bash\n\na\n\n---\n")},
    {"… in another language", STR_INIT(L "RUN <<E\n#!/usr/bin/python3\na\nE\n"), STR_INIT("")},
    {"no script of what BuildKit refuses", STR_INIT(L "RUN --nosuch a\nRUN b\n"), STR_INIT("#!/bin/sh\nb\n---\n")},
};

static struct checked_scripts scripts_of(struct arena *a, str file, const struct source **src) {
  *src = source_new(a, STR("Dockerfile"), file);
  const struct dockerfile *df = dockerfile_parse(a, *src);
  struct scripts *scripts = NEW(a, struct scripts);
  *scripts = shell_scripts(a, df);
  static const platform target = {STR_INIT("linux"), STR_INIT("amd64"), {0}};
  struct eval_options options = {.targets = &target, .target_count = 1};
  return checked_scripts(a, facts_make(a, df, scripts, eval_run(a, df, scripts, &options), NULL));
}

static void test_scripts(void **state) {
  const struct script_case *c = *state;
  struct arena a;
  const struct source *src;
  arena_init(&a, NULL, 0);
  struct checked_scripts scripts = scripts_of(&a, c->file, &src);
  struct buf b;
  buf_init(&b, &a);
  for (uint32_t i = 0; i < scripts.len; i++) {
    buf_add(&b, scripts.at[i].src->bytes);
    buf_add(&b, STR("---\n"));
  }
  assert_str_equal(buf_str(&b), c->scripts);
  arena_done(&a);
}

// Where a finding of ShellCheck, given as line, column, line, column of its first script, stands in the file.
struct place_case {
  const char *name;
  str file;
  unsigned place[4];
  str underlined; // empty: it is none of the script
};

static const struct place_case place_cases[] = {
    {"in one line", STR_INIT(L "RUN echo $a\n"), {2, 6, 2, 8}, STR_INIT("$a")},
    {"behind a comment", STR_INIT(L "RUN echo && \\\n# x\n\tcd $a\n"), {2, 13, 2, 15}, STR_INIT("$a")},
    {"over joined lines", STR_INIT(L "RUN ec\\\nho $a\n"), {2, 1, 2, 5}, STR_INIT("ec\\\nho")},
    {"another escape character", STR_INIT("# escape=`\n" L "RUN a `\n$b\n"), {2, 3, 2, 5}, STR_INIT("$b")},
    {"CR LF", STR_INIT("FROM debian\r\nRUN a \\\r\n  $b\r\n"), {2, 5, 2, 7}, STR_INIT("$b")},
    {"characters, not bytes", STR_INIT(L "RUN echo \xc3\xa9\xff $a\n"), {2, 9, 2, 11}, STR_INIT("$a")},
    {"below variables", STR_INIT(L "ARG a b\nRUN $a $b\n"), {4, 4, 4, 6}, STR_INIT("$b")},
    {"in a here-document", STR_INIT(L "RUN <<E\na\n\t$b\nE\n"), {3, 2, 3, 4}, STR_INIT("$b")},
    {"… without its tabs", STR_INIT(L "RUN <<-E\n\ta\n\t$b\nE\n"), {3, 1, 3, 3}, STR_INIT("$b")},
    {"… with its own shell", STR_INIT(L "RUN <<E\n#!/bin/sh\n$b\nE\n"), {3, 1, 3, 3}, STR_INIT("$b")},
    {"… that a command reads", STR_INIT(L "RUN cat <<E >f\n$a\nE\n"), {3, 1, 3, 3}, STR_INIT("$a")},
    {"between two characters", STR_INIT(L "RUN echo (a)\n"), {2, 6, 2, 6}, STR_INIT("(")},
    {"a variable of ours", STR_INIT(L "ARG a\nRUN $a\n"), {2, 8, 2, 9}, STR_INIT("")},
    {"the line that we name the shell in", STR_INIT(L "RUN a\n"), {1, 1, 1, 2}, STR_INIT("")},
    {"past the end", STR_INIT(L "RUN a\n"), {9, 1, 9, 2}, STR_INIT("")},
};

static void test_place(void **state) {
  const struct place_case *c = *state;
  struct arena a;
  const struct source *src;
  arena_init(&a, NULL, 0);
  struct checked_scripts scripts = scripts_of(&a, c->file, &src);
  struct shellcheck s = {.arena = &a, .lock = PTHREAD_MUTEX_INITIALIZER};
  struct diags diags = {0};
  str json = str_format(&a,
                        "{\"comments\":[{\"file\":\"/dev/fd/10\",\"line\":%u,\"column\":%u,\"endLine\":%u,"
                        "\"endColumn\":%u,\"level\":\"info\",\"code\":2086,\"message\":\"m\",\"fix\":null}]}",
                        c->place[0], c->place[1], c->place[2], c->place[3]);
  assert_true(answer_read(&a, &s, json, &scripts, 10, &diags));
  assert_int_equal(diags.len, c->underlined.len > 0);
  if (diags.len) {
    assert_str_equal(source_text(src, diags.at[0].span), c->underlined);
    assert_str_equal(diags.at[0].rule->id, STR("SC2086"));
    assert_int_equal(diags.at[0].severity, SEVERITY_INFO);
  }
  arena_done(&a);
}

struct answer_case {
  const char *name;
  str json;
  bool good;
  uint32_t count;
};

#define COMMENT(file, code, level, rest)                                                                               \
  "{\"file\":\"" file "\",\"line\":2,\"column\":6,\"endLine\":2,\"endColumn\":8,\"level\":\"" level                    \
  "\",\"code\":" code ",\"message\":\"m\"" rest "}"

static const struct answer_case answer_cases[] = {
    {"nothing found", STR_INIT("{\"comments\":[]}\n"), true, 0},
    {"one", STR_INIT("{\"comments\":[" COMMENT("/dev/fd/10", "2086", "style", "") "]}"), true, 1},
    {"codes without sense", STR_INIT("{\"comments\":[" COMMENT("/dev/fd/10", "1091", "info", "") "]}"), true, 0},
    {"nothing", STR_INIT(""), false, 0},
    {"no JSON", STR_INIT("Segmentation fault"), false, 0},
    {"cut off", STR_INIT("{\"comments\":["), false, 0},
    {"another format", STR_INIT("[]"), false, 0},
    {"comments that are none", STR_INIT("{\"comments\":[1]}"), false, 0},
    {"another file", STR_INIT("{\"comments\":[" COMMENT("/etc/passwd", "2086", "info", "") "]}"), false, 0},
    {"a script that it was not given", STR_INIT("{\"comments\":[" COMMENT("/dev/fd/11", "2086", "info", "") "]}"),
     false, 0},
    {"a level that it does not have", STR_INIT("{\"comments\":[" COMMENT("/dev/fd/10", "2086", "bad", "") "]}"), false,
     0},
    {"a code that is no number", STR_INIT("{\"comments\":[" COMMENT("/dev/fd/10", "-1", "info", "") "]}"), false, 0},
    {"what goes wrong later", STR_INIT("{\"comments\":[" COMMENT("/dev/fd/10", "2086", "info", "") ",0]}"), false, 0},
};

static void test_answer(void **state) {
  const struct answer_case *c = *state;
  struct arena a;
  const struct source *src;
  arena_init(&a, NULL, 0);
  struct checked_scripts scripts = scripts_of(&a, STR(L "RUN echo $a\n"), &src);
  struct shellcheck s = {.arena = &a, .lock = PTHREAD_MUTEX_INITIALIZER};
  struct diags diags = {0};
  assert_int_equal(answer_read(&a, &s, c->json, &scripts, 10, &diags), c->good);
  assert_int_equal(diags.len, c->count);
  arena_done(&a);
}

// What the edits of a proposal make of the file.
struct fix_case {
  const char *name;
  str file, fixed; // empty: there is none
};

static const struct fix_case fix_cases[] = {
    {"quotes", STR_INIT(L "RUN echo $a\n"), STR_INIT(L "RUN echo \"$a\"\n")},
    {"a joined line", STR_INIT(L "RUN ec\\\nho $a\n"), STR_INIT(L "RUN ec\\\nho \"$a\"\n")},
};

static void test_fix(void **state) {
  const struct fix_case *c = *state;
  static const char json[] = "{\"comments\":[" COMMENT(
      "/dev/fd/10", "2086", "info",
      ",\"fix\":{\"replacements\":["
      "{\"line\":2,\"column\":6,\"endLine\":2,\"endColumn\":6,\"replacement\":\"\\\"\"},"
      "{\"line\":2,\"column\":8,\"endLine\":2,\"endColumn\":8,\"replacement\":\"\\\"\"}]}") "]}";
  struct arena a;
  const struct source *src;
  arena_init(&a, NULL, 0);
  struct checked_scripts scripts = scripts_of(&a, c->file, &src);
  struct shellcheck s = {.arena = &a, .lock = PTHREAD_MUTEX_INITIALIZER};
  struct diags diags = {0};
  assert_true(answer_read(&a, &s, str_of(json), &scripts, 10, &diags));
  uint32_t applied;
  assert_str_equal(fix_apply(&a, c->file, &diags, FIX_ALL, &applied), c->fixed);
  assert_int_equal(applied, 1);
  assert_false(diags.at[0].fixes[0].safe);
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("scripts", script_cases, test_scripts) + RUN_CASES("places", place_cases, test_place) +
         RUN_CASES("answers", answer_cases, test_answer) + RUN_CASES("fixes", fix_cases, test_fix);
}
