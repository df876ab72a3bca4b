#include "unit.h"

#include "api/api.h"

// What the edits of a fix make of a file, one table an edit. `fix` is what a rule says: on which facts, and which
// edits.

struct mend_case {
  const char *name, *match, *edits;
  const char *before, *after; // `after` NULL: the fix cannot be made
};

static const struct rule_set *rules_of(struct arena *a, const struct mend_case *c) {
  str text = str_format(a,
                        "id: a-rule\ncategory: style\nseverity: info\nsummary: s\nwhy: w\nmessage: m\nmatch: %s\n"
                        "fix: {kind: suggestion, edits: [%s]}\n"
                        "examples:\n- bad: x\n  at: {1: x}\n- good: x\n- good: x\n",
                        c->match, c->edits);
  struct rule_file file = {STR("a-rule.yaml"), text};
  struct faults faults = {0};
  const struct rule_set *set = rule_set_of_files(a, &file, 1, &faults);
  if (faults.len)
    fail_msg(STR_FMT, STR_ARG(faults.at[0].message));
  return set;
}

static const struct settings *settings_with(struct arena *a, const struct rule_set *rules) {
  struct overrides o = {.isolated = true};
  struct faults faults = {0};
  struct settings *settings = NEW(a, struct settings);
  struct rule_setting *on = NEW(a, struct rule_setting);
  *settings = *config_settings(config_new(a, &o, &faults), STR("Dockerfile"));
  *on = (struct rule_setting){true, SEVERITY_COUNT, NULL};
  settings->rules = rules;
  settings->rule_settings = on;
  return settings;
}

static void test_mend(void **state) {
  const struct mend_case *c = *state;
  struct arena a;
  struct lint_worker w;
  arena_init(&a, NULL, 0);
  lint_worker_init(&w);
  struct lint_job job = {.path = STR("Dockerfile"), .bytes = str_of(c->before), .in_memory = true};
  job.settings = settings_with(&a, rules_of(&a, c));
  struct lint lint = lint_file(&w, &a, &job);
  assert_int_equal(lint.status, LINT_DONE);
  assert_true(lint.diags.len > 0);
  uint32_t applied;
  str mended = fix_apply(&a, job.bytes, &lint.diags, FIX_ALL, &applied);
  assert_str_equal(mended, str_of(c->after ? c->after : c->before));
  assert_int_equal(applied > 0, c->after != NULL);
  lint_worker_done(&w);
  arena_done(&a);
}

#define PACKAGE "{package: {name: b}}"
#define DELETE  "{delete: name}"

static const struct mend_case delete_cases[] = {
    {"a word", PACKAGE, DELETE, "FROM debian\nRUN apk add a b c\n", "FROM debian\nRUN apk add a c\n"},
    {"the last word, and the blanks before it", PACKAGE, DELETE, "FROM debian\nRUN apk add a  b\n",
     "FROM debian\nRUN apk add a\n"},
    {"a line of a list", PACKAGE, DELETE, "FROM debian\nRUN apk add \\\n  a \\\n  b \\\n  c\n",
     "FROM debian\nRUN apk add \\\n  a \\\n  c\n"},
    {"the last line of a list, and the continuation before it", PACKAGE, DELETE,
     "FROM debian\nRUN apk add \\\n  a \\\n  b\n", "FROM debian\nRUN apk add \\\n  a\n"},
    {"the last line behind a comment", PACKAGE, DELETE, "FROM debian\nRUN apk add a \\\n  # why\n  b\n", NULL},
    {"the first word of a line", PACKAGE, DELETE, "FROM debian\nRUN apk add \\\n  b c\n",
     "FROM debian\nRUN apk add \\\n  c\n"},
    {"a word of the exec form", PACKAGE, DELETE, "FROM debian\nRUN [\"apk\", \"add\", \"b\"]\n", NULL},
    {"an instruction", "{instruction: {keyword: CMD}}", "{delete: fact}", "FROM debian\nCMD a \\\n b\nUSER x\n",
     "FROM debian\nUSER x\n"},
    {"an instruction between blank lines", "{instruction: {keyword: CMD}}", "{delete: fact}",
     "FROM debian\n\nCMD a\n\nUSER x\n", "FROM debian\n\nUSER x\n"},
    {"an instruction before a blank line", "{instruction: {keyword: CMD}}", "{delete: fact}",
     "FROM debian\nCMD a\n\nUSER x\n", "FROM debian\n\nUSER x\n"},
    {"an instruction without arguments", "{instruction: {keyword: CMD}}", "{delete: fact}",
     "FROM debian\nCMD []\nUSER x\n", "FROM debian\nUSER x\n"},
    {"all that an instruction says", "{variable: {name: A}}", "{delete: fact}", "FROM debian\nARG A=1\nUSER x\n",
     "FROM debian\nUSER x\n"},
    {"one of two that an instruction says", "{variable: {name: A}}", "{delete: fact}", "FROM debian\nARG A=1 B=2\n",
     "FROM debian\nARG B=2\n"},
    {"a trigger, with ONBUILD", "{instruction: {keyword: USER}}", "{delete: fact}",
     "FROM debian\nONBUILD USER x\nRUN a\n", "FROM debian\nRUN a\n"},
    {"with CR LF", PACKAGE, DELETE, "FROM debian\r\nRUN apk add \\\r\n  a \\\r\n  b\r\n",
     "FROM debian\r\nRUN apk add \\\r\n  a\r\n"},
};

#define CHMOD   "{command: {name: chmod}}"
#define COMMAND "{delete-command: fact}"

static const struct mend_case delete_command_cases[] = {
    {"the first one", CHMOD, COMMAND, "FROM debian\nRUN chmod a b && c\n", "FROM debian\nRUN c\n"},
    {"one in the middle", CHMOD, COMMAND, "FROM debian\nRUN a && chmod b && c\n", "FROM debian\nRUN a && c\n"},
    {"the last one", CHMOD, COMMAND, "FROM debian\nRUN a; chmod b\n", "FROM debian\nRUN a\n"},
    {"a line", CHMOD, COMMAND, "FROM debian\nRUN a \\\n  && chmod b \\\n  && c\n", "FROM debian\nRUN a \\\n  && c\n"},
    {"the first line", CHMOD, COMMAND, "FROM debian\nRUN chmod b && \\\n  c\n", "FROM debian\nRUN c\n"},
    {"all of a RUN", CHMOD, COMMAND, "FROM debian\nRUN chmod \\\n  b\nUSER x\n", "FROM debian\nUSER x\n"},
    {"a line of a here-document", CHMOD, COMMAND, "FROM debian\nRUN <<E\na\nchmod b\nc\nE\n",
     "FROM debian\nRUN <<E\na\nc\nE\n"},
    {"with CR LF", CHMOD, COMMAND, "FROM debian\r\nRUN a && \\\r\n  chmod b\r\n", "FROM debian\r\nRUN a\r\n"},
    {"all of a here-document", CHMOD, COMMAND, "FROM debian\nRUN <<E\nchmod b\nE\n", NULL},
    {"before ||", CHMOD, COMMAND, "FROM debian\nRUN a && chmod b || c\n", NULL},
    {"behind ||", CHMOD, COMMAND, "FROM debian\nRUN a || chmod b\n", NULL},
    {"of a pipe", CHMOD, COMMAND, "FROM debian\nRUN chmod b | c\n", NULL},
    {"in a branch", CHMOD, COMMAND, "FROM debian\nRUN if a; then chmod b; fi\n", NULL},
    {"behind a comment", CHMOD, COMMAND, "FROM debian\nRUN a && \\\n  # why\n  chmod b\n", NULL},
    {"in the background", CHMOD, COMMAND, "FROM debian\nRUN a & chmod b\n", NULL},
    {"of the exec form", CHMOD, COMMAND, "FROM debian\nRUN [\"chmod\", \"b\"]\n", NULL},
    {"of a trigger", CHMOD, COMMAND, "FROM debian\nONBUILD RUN chmod b\n", NULL},
};

#define BLANK "{instruction: {blank-line: {missing: false}}}"
#define LINE  "{delete-line: blank-line}"

static const struct mend_case delete_line_cases[] = {
    {"a blank line", BLANK, LINE, "FROM debian\nRUN a \\\n\n  b\n", "FROM debian\nRUN a \\\n  b\n"},
    {"blank lines behind it", BLANK, LINE, "FROM debian\nRUN a \\\n\n  \n\t\n  b\n", "FROM debian\nRUN a \\\n  b\n"},
    {"with CR LF", BLANK, LINE, "FROM debian\r\nRUN a \\\r\n\r\n  b\r\n", "FROM debian\r\nRUN a \\\r\n  b\r\n"},
    {"the last line of the file", BLANK, LINE, "FROM debian\nRUN a \\\n\n", "FROM debian\nRUN a \\\n"},
    {"a comment", "{comment: {text: x}}", "{delete-line: fact}", "FROM debian\n# x\nRUN a\n", "FROM debian\nRUN a\n"},
};

#define CURL  "{command: {name: curl}}"
#define BEGIN "{begin-script: set -x}"
#define END   "{end-script: rm -r /c}"

static const struct mend_case begin_script_cases[] = {
    {"one command", CURL, BEGIN, "FROM debian\nRUN curl a\n", "FROM debian\nRUN set -x && curl a\n"},
    {"several with ;", CURL, BEGIN, "FROM debian\nRUN curl a; b\n", "FROM debian\nRUN set -x; curl a; b\n"},
    {"as its commands are laid out", CURL, BEGIN, "FROM debian\nRUN curl a \\\n  && b\n",
     "FROM debian\nRUN set -x \\\n  && curl a \\\n  && b\n"},
    {"with a pipe", CURL, BEGIN, "FROM debian\nRUN curl a | b\n", "FROM debian\nRUN set -x && curl a | b\n"},
    {"a here-document", CURL, BEGIN, "FROM debian\nRUN <<E\n  curl a\n  b\nE\n",
     "FROM debian\nRUN <<E\n  set -x\n  curl a\n  b\nE\n"},
    {"with CR LF", CURL, BEGIN, "FROM debian\r\nRUN curl a && \\\r\n  b\r\n",
     "FROM debian\r\nRUN set -x && \\\r\n  curl a && \\\r\n  b\r\n"},
    {"more options of its set", CURL, BEGIN, "FROM debian\nRUN set -eu; \\\n  curl a\n",
     "FROM debian\nRUN set -eu -x; \\\n  curl a\n"},
    {"a set of arguments", CURL, BEGIN, "FROM debian\nRUN set -- a; curl a\n",
     "FROM debian\nRUN set -x; set -- a; curl a\n"},
    {"the exec form", CURL, BEGIN, "FROM debian\nRUN [\"curl\", \"a\"]\n", NULL},
    {"a script in the exec form", CURL, BEGIN, "FROM debian\nRUN [\"sh\", \"-c\", \"curl a\"]\n", NULL},
    {"another instruction", CURL, BEGIN, "FROM debian\nCMD curl a\n", NULL},
};

static const struct mend_case end_script_cases[] = {
    {"one command", CURL, END, "FROM debian\nRUN curl a\n", "FROM debian\nRUN curl a && rm -r /c\n"},
    {"as its commands are laid out", CURL, END, "FROM debian\nRUN a \\\n  && curl a\n",
     "FROM debian\nRUN a \\\n  && curl a \\\n  && rm -r /c\n"},
    {"a command of several lines", CURL, END, "FROM debian\nRUN curl \\\n    a\n",
     "FROM debian\nRUN curl \\\n    a \\\n    && rm -r /c\n"},
    {"a command of several lines behind another", CURL, END, "FROM debian\nRUN a && curl \\\n    a\n",
     "FROM debian\nRUN a && curl \\\n    a \\\n    && rm -r /c\n"},
    {"behind ;, after which a failure would be passed over", CURL, END, "FROM debian\nRUN a; curl a\n",
     "FROM debian\nRUN a; curl a && rm -r /c\n"},
    {"behind ; under set -e", CURL, END, "FROM debian\nRUN set -e; curl a\n",
     "FROM debian\nRUN set -e; curl a; rm -r /c\n"},
    {"a here-document", CURL, END, "FROM debian\nRUN <<E\na\ncurl a\nE\n",
     "FROM debian\nRUN <<E\na\ncurl a &&\nrm -r /c\nE\n"},
    {"a here-document under set -e", CURL, END, "FROM debian\nRUN <<E\nset -e\n  curl a\nE\n",
     "FROM debian\nRUN <<E\nset -e\n  curl a\n  rm -r /c\nE\n"},
    {"with CR LF", CURL, END, "FROM debian\r\nRUN a && \\\r\n  curl a\r\n",
     "FROM debian\r\nRUN a && \\\r\n  curl a && \\\r\n  rm -r /c\r\n"},
    {"behind exec, which does not come back", CURL, END, "FROM debian\nRUN curl a && exec b\n", NULL},
    {"behind what runs in the background", CURL, END, "FROM debian\nRUN curl a &\n", NULL},
    {"behind a comment", CURL, END, "FROM debian\nRUN curl a # why\n", NULL},
    {"a function's definition", CURL, END, "FROM debian\nRUN curl a; f() { b; }\n", NULL},
    {"a line and a here-document", CURL, END, "FROM debian\nRUN curl a && cat <<E\nE\n", NULL},
};

#define ENV    "{instruction: {legacy: true}}"
#define ASSIGN "{assign: fact}"

static const struct mend_case assign_cases[] = {
    {"a word", ENV, ASSIGN, "FROM debian\nENV A b\n", "FROM debian\nENV A=b\n"},
    {"LABEL, and several blanks", ENV, ASSIGN, "FROM debian\nLABEL A \t b\n", "FROM debian\nLABEL A=b\n"},
    {"words", ENV, ASSIGN, "FROM debian\nENV A b c\n", "FROM debian\nENV A=\"b c\"\n"},
    {"what is in quotes", ENV, ASSIGN, "FROM debian\nENV A \"b c\"\n", "FROM debian\nENV A=\"b c\"\n"},
    {"quotes and blanks", ENV, ASSIGN, "FROM debian\nENV A b 'c d' e\n", "FROM debian\nENV A=b\\ 'c d'\\ e\n"},
    {"an escaped blank", ENV, ASSIGN, "FROM debian\nENV A b\\ c d\n", "FROM debian\nENV A=b\\ c\\ d\n"},
    {"another escape character", ENV, ASSIGN, "# escape=`\nFROM debian\nENV A b \"c\"\n",
     "# escape=`\nFROM debian\nENV A=b` \"c\"\n"},
    {"a variable", ENV, ASSIGN, "FROM debian\nENV A ${B:-c} d\n", "FROM debian\nENV A=\"${B:-c} d\"\n"},
    {"quotes beside an expansion with braces", ENV, ASSIGN, "FROM debian\nENV A ${B} 'c' d\n", NULL},
    {"white space of another kind", ENV, ASSIGN, "FROM debian\nENV A b\302\240c\n", NULL},
    {"a continued line", ENV, ASSIGN, "FROM debian\nENV A \\\n  b\n", "FROM debian\nENV A=b\n"},
    {"a comment in between", ENV, ASSIGN, "FROM debian\nENV A \\\n# why\n  b\n", NULL},
};

#define CMD  "{instruction: {form: shell}}"
#define EXEC "{exec-form: fact}"

static const struct mend_case exec_form_cases[] = {
    {"a command", CMD, EXEC, "FROM debian\nCMD a b\n", "FROM debian\nCMD [\"a\", \"b\"]\n"},
    {"quotes", CMD, EXEC, "FROM debian\nENTRYPOINT a 'b c' \"d\"\n",
     "FROM debian\nENTRYPOINT [\"a\", \"b c\", \"d\"]\n"},
    {"what JSON escapes", CMD, EXEC, "FROM debian\nCMD a '\\' 'b\"c'\n",
     "FROM debian\nCMD [\"a\", \"\\\\\", \"b\\\"c\"]\n"},
    {"lines", CMD, EXEC, "FROM debian\nCMD a \\\n    b\n", "FROM debian\nCMD [\"a\", \\\n    \"b\"]\n"},
    {"a health check", CMD, EXEC, "FROM debian\nHEALTHCHECK --retries=2 CMD a b\n",
     "FROM debian\nHEALTHCHECK --retries=2 CMD [\"a\", \"b\"]\n"},
    {"a list in single quotes", CMD, EXEC, "FROM debian\nCMD ['a','b']\n", "FROM debian\nCMD [\"a\", \"b\"]\n"},
    {"a list whose text ends the quotes", CMD, EXEC, "FROM debian\nCMD ['a\"b']\n", NULL},
    {"a list that is not closed", CMD, EXEC, "FROM debian\nCMD ['a', 'b'\n", NULL},
    {"a variable", CMD, EXEC, "FROM debian\nCMD a $B\n", NULL},
    {"a pattern", CMD, EXEC, "FROM debian\nCMD a *.b\n", NULL},
    {"a home directory", CMD, EXEC, "FROM debian\nCMD a ~/b\n", NULL},
    {"two commands", CMD, EXEC, "FROM debian\nCMD a && b\n", NULL},
    {"a redirection", CMD, EXEC, "FROM debian\nCMD a >b\n", NULL},
    {"an assignment", CMD, EXEC, "FROM debian\nCMD A=b c\n", NULL},
    {"a builtin", CMD, EXEC, "FROM debian\nCMD exec a\n", NULL},
    {"a comment", CMD, EXEC, "FROM debian\nCMD a # b\n", NULL},
    {"a control character", CMD, EXEC, "FROM debian\nCMD a 'b\tc'\n", NULL},
    {"PowerShell", CMD, EXEC, "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"powershell\"]\nCMD a b\n",
     NULL},
};

#define JOIN "{join-after: flags, with: -f}"

static const struct mend_case join_cases[] = {
    {"one letter", CURL, JOIN, "FROM debian\nRUN curl -s a\n", "FROM debian\nRUN curl -sf a\n"},
    {"letters", CURL, JOIN, "FROM debian\nRUN curl a -sSL\n", "FROM debian\nRUN curl a -sSLf\n"},
    {"before the one that takes a value", CURL, JOIN, "FROM debian\nRUN curl -sSo b a\n",
     "FROM debian\nRUN curl -sSfo b a\n"},
    {"behind a long one", CURL, JOIN, "FROM debian\nRUN curl --silent -S a\n",
     "FROM debian\nRUN curl --silent -Sf a\n"},
    {"no letters", CURL, JOIN, "FROM debian\nRUN curl --silent -o b a\n", NULL},
    {"no options", CURL, JOIN, "FROM debian\nRUN curl a\n", NULL},
    {"in quotes", CURL, JOIN, "FROM debian\nRUN curl '-s' a\n", "FROM debian\nRUN curl '-sf' a\n"},
    {"before letters", CURL, "{join-before: flags, with: -f}", "FROM debian\nRUN curl -sSo b a\n",
     "FROM debian\nRUN curl -fsSo b a\n"},
    {"in a variable", CURL, JOIN, "FROM debian\nRUN o=-s; curl $o a\n", NULL},
};

#define APK  "{command: {name: apk}}"
#define SORT "{sort: operands}"

static const struct mend_case sort_cases[] = {
    {"words", APK, SORT, "FROM alpine\nRUN apk add c b a\n", "FROM alpine\nRUN apk add a b c\n"},
    {"lines", APK, SORT, "FROM alpine\nRUN apk add \\\n  b \\\n  a=1\n",
     "FROM alpine\nRUN apk add \\\n  a=1 \\\n  b\n"},
    {"by name, without case", APK, SORT, "FROM alpine\nRUN apk add b a-x A=1\n",
     "FROM alpine\nRUN apk add A=1 a-x b\n"},
    {"equal names", APK, SORT, "FROM alpine\nRUN apk add b a=2 a=1\n", "FROM alpine\nRUN apk add a=2 a=1 b\n"},
    {"sorted already", APK, SORT, "FROM alpine\nRUN apk add a b\n", NULL},
    {"an option in between", APK, SORT, "FROM alpine\nRUN apk add b -U a\n", NULL},
    {"a comment in between", APK, SORT, "FROM alpine\nRUN apk add b \\\n  # why\n  a\n", NULL},
    {"a variable", APK, SORT, "FROM alpine\nRUN apk add b $A\n", NULL},
    {"quotes", APK, SORT, "FROM alpine\nRUN apk add b 'a'\n", NULL},
    {"the exec form", APK, SORT, "FROM alpine\nRUN [\"apk\", \"add\", \"b\", \"a\"]\n", NULL},
};

#define LINE_ABOVE "{insert-line: name, with: '# x'}"

static const struct mend_case insert_line_cases[] = {
    {"in a list", PACKAGE, LINE_ABOVE, "FROM debian\nRUN apk add \\\n    b c\n",
     "FROM debian\nRUN apk add \\\n    # x\n    b c\n"},
    {"in the first line", PACKAGE, LINE_ABOVE, "FROM debian\nRUN apk add b\n", "FROM debian\n# x\nRUN apk add b\n"},
    {"with CR LF", PACKAGE, LINE_ABOVE, "FROM debian\r\nRUN apk add \\\r\n  b\r\n",
     "FROM debian\r\nRUN apk add \\\r\n  # x\r\n  b\r\n"},
};

#define ABOVE "{insert-above: fact, with: USER x}"

static const struct mend_case insert_above_cases[] = {
    {"above the comments", CURL, ABOVE, "FROM debian\n\n# why\n  RUN curl a\n",
     "FROM debian\n\n  USER x\n# why\n  RUN curl a\n"},
    {"once a stage", CURL, ABOVE, "FROM a\nRUN curl a\nRUN curl b\nFROM b\nRUN curl c\n",
     "FROM a\nUSER x\nRUN curl a\nRUN curl b\nFROM b\nUSER x\nRUN curl c\n"},
    {"a trigger", "{instruction: {keyword: RUN}}", ABOVE, "FROM debian\nONBUILD RUN curl a\n", NULL},
    {"with CR LF", CURL, ABOVE, "FROM debian\r\nRUN curl a\r\n", "FROM debian\r\nUSER x\r\nRUN curl a\r\n"},
};

#define DECLARE "{declare: '{name}'}"
#define USE     "{use: {name: [A, TARGETARCH]}}"

static const struct mend_case declare_cases[] = {
    {"above its instruction", USE, DECLARE, "FROM debian\n# why\nRUN echo $TARGETARCH\n",
     "FROM debian\nARG TARGETARCH\n# why\nRUN echo $TARGETARCH\n"},
    {"once for all uses", USE, DECLARE, "FROM debian\nRUN echo $TARGETARCH\nRUN echo $TARGETARCH\n",
     "FROM debian\nARG TARGETARCH\nRUN echo $TARGETARCH\nRUN echo $TARGETARCH\n"},
    {"in place of one further down", USE, DECLARE, "FROM debian\nRUN echo $TARGETARCH\nARG TARGETARCH\nRUN a\n",
     "FROM debian\nARG TARGETARCH\nRUN echo $TARGETARCH\nRUN a\n"},
    {"what the file sets before the first FROM", USE, DECLARE, "ARG A=1\nFROM debian\nRUN echo $A\n",
     "ARG A=1\nFROM debian\nARG A\nRUN echo $A\n"},
    {"what is hidden there", USE, DECLARE, "ARG TARGETARCH=x\nFROM debian\nRUN echo $TARGETARCH\n", NULL},
    {"in the file's casing", USE, DECLARE, "from debian\nrun echo $TARGETARCH\n",
     "from debian\narg TARGETARCH\nrun echo $TARGETARCH\n"},
    {"for a trigger", USE, DECLARE, "FROM debian\nONBUILD RUN echo $TARGETARCH\n",
     "FROM debian\nONBUILD ARG TARGETARCH\nONBUILD RUN echo $TARGETARCH\n"},
};

int main(void) {
  return RUN_CASES("delete", delete_cases, test_mend) + RUN_CASES("delete-command", delete_command_cases, test_mend) +
         RUN_CASES("delete-line", delete_line_cases, test_mend) +
         RUN_CASES("begin-script", begin_script_cases, test_mend) +
         RUN_CASES("end-script", end_script_cases, test_mend) + RUN_CASES("assign", assign_cases, test_mend) +
         RUN_CASES("exec-form", exec_form_cases, test_mend) + RUN_CASES("join", join_cases, test_mend) +
         RUN_CASES("sort", sort_cases, test_mend) + RUN_CASES("insert-line", insert_line_cases, test_mend) +
         RUN_CASES("insert-above", insert_above_cases, test_mend) + RUN_CASES("declare", declare_cases, test_mend);
}
