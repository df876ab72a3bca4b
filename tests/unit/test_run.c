#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "facts_yaml.h"
#include "rules/rules.h"

// What one rule finds, in one line a finding:
// `<underlined>: severity: message (platforms) [label<place>] {description: edits}`.

static const char head[] = "id: a-rule\ncategory: arch\nsummary: s\nwhy: w\n"
                           "options: {names: [a, b], none: [], count: 7}\n";

static const char bytes[] = "FROM a AS one\nRUN curl x64.gz && wget y && curl z\nFROM one AS two\nRUN curl -y q\n";

static const char facts_yaml[] =
    "- file: {casing: upper}\n"
    "- stage: {name: one, at: FROM a, in: [0, 0], final: false, base: a}\n"
    "- instruction: {keyword: RUN, at: RUN curl x64, in: [0, 1], stage: 1}\n"
    "- command: {name: curl, operands: [x64.gz], flags: [{partly: '-${a}'}, -y], at: curl x64.gz, in: [0, 1], stage: "
    "1}\n"
    "- download: {url: x64.gz, arch: amd64, tool: curl, at: x64.gz, in: [0, 1], stage: 1}\n"
    "- command: {name: wget, at: wget y, in: [0, 1], stage: 1, scenarios: [0]}\n"
    "- command: {name: curl, operands: [z], piped-from: {unknown: cat}, at: curl z, in: [0, 1], stage: 1}\n"
    "- download: {url: z1, arch: arm64, tool: curl, at: curl z, in: [0, 1], stage: 1, scenarios: [0]}\n"
    "- download: {url: z2, arch: arm64, tool: curl, at: curl z, in: [0, 1], stage: 1, scenarios: [1, 2]}\n"
    "- stage: {name: two, at: FROM one, in: [1, 2], final: true, base: one, parent: 1}\n"
    "- command: {name: curl, operands: [q, q], flags: [-y], at: curl -y q, in: [1, 3], stage: 9}\n";

struct run_case {
  const char *name, *rule, *found;
};

static const struct run_case finding_cases[] = {
    {"the whole fact", "severity: info\nmatch: {command: {name: wget}}\nmessage: m\n",
     "<wget y>: info: m (linux/amd64)\n"},
    {"underline", "severity: info\nmatch: {command: {name: curl}}\nunderline: name\nmessage: m\n",
     "<curl>: info: m\n<curl>: info: m\n<curl>: info: m\n"},
    {"underline a missing value", "severity: info\nmatch: {command: {name: curl}}\nunderline: subcommand\nmessage: m\n",
     "<curl x64.gz>: info: m\n<curl z>: info: m\n<curl -y q>: info: m\n"},
    {"underline the value that matched",
     "severity: info\nmatch: {command: {flags: -y}}\nunderline: flags\nmessage: '{flags}'\n",
     "<-y>: info: -${a}, -y\n<-y>: info: -y\n"},
    {"underline another fact", "severity: info\nmatch: {command: {name: wget}}\nunderline: stage\nmessage: m\n",
     "<FROM a>: info: m (linux/amd64)\n"},

    {"once a file", "severity: info\nmatch: {command: {name: curl}}\nonce: file\nmessage: m\n",
     "<curl x64.gz>: info: m\n"},
    {"once a stage",
     "severity: info\nmatch: {command: {name: curl}}\nonce: stage\nmessage: m\n"
     "labels: [{others: true, text: here}]",
     "<curl x64.gz>: info: m [here<curl z>]\n<curl -y q>: info: m\n"},
    {"once a run", "severity: info\nmatch: {command: {}}\nonce: run\nmessage: '{name}'\n",
     "<curl x64.gz>: info: curl\n<curl -y q>: info: curl\n"},

    {"the platform",
     "severity: warning\nmatch: {download: {arch: {not: {field: platform}}}}\nmessage: on {platforms}\n",
     "<x64.gz>: warning: on linux/arm64, linux/arm/v7 (linux/arm64, linux/arm/v7)\n"
     "<curl z>: warning: on linux/amd64, linux/arm/v7 (linux/amd64, linux/arm/v7)\n"},
    {"the platform in the message",
     "severity: warning\nmatch: {download: {arch: {not: {field: platform}}}}\n"
     "message: '{platform} {target-name} {url|upper}'\n",
     "<x64.gz>: warning: arm64, arm linux/arm64, linux/arm/v7 X64.GZ (linux/arm64, linux/arm/v7)\n"
     "<curl z>: warning: amd64, arm linux/amd64, linux/arm/v7 Z1 (linux/amd64, linux/arm/v7)\n"},
    {"a condition on the platform",
     "severity: info\nmatch: {command: {name: curl, platform-name: linux/arm64}}\n"
     "once: file\nmessage: m\n",
     "<curl x64.gz>: info: m (linux/arm64)\n"},
    {"something that is there on some platforms",
     "severity: info\nmatch: {command: {operands: q, within: file, has: {command: {name: wget}}}}\nmessage: m\n",
     "<curl -y q>: info: m (linux/amd64)\n"},
    {"something that is missing on some platforms",
     "severity: info\nmatch: {stage: {final: false, lacks: {command: {name: wget}}}}\nmessage: m {platforms}\n",
     "<FROM a>: info: m linux/arm64, linux/arm/v7 (linux/arm64, linux/arm/v7)\n"},
    {"something that is there on all platforms",
     "severity: info\nmatch: {command: {operands: q, within: file, has: {command: {name: curl}}}}\n"
     "message: m {platforms}\n",
     "<curl -y q>: info: m every platform\n"},
    {"in the same stage or one it starts from",
     "severity: info\nmatch: {stage: {final: true, within: image, has: {command: {operands: z}}}}\nmessage: m\n",
     "<FROM one>: info: m\n"},
    {"not in the same stage alone",
     "severity: info\nmatch: {stage: {final: true, within: stage, has: {command: {operands: z}}}}\nmessage: m\n", ""},

    {"for each text of an option",
     "severity: info\nfor-each: option names\nmatch: {stage: {base: {not: {field: item}}}}\nmessage: no {item}\n",
     "<FROM a>: info: no b\n<FROM one>: info: no a\n<FROM one>: info: no b\n"},
    {"for each text of an empty option", "severity: info\nfor-each: option none\nmatch: {stage: {}}\nmessage: m\n", ""},
    {"for each value",
     "severity: info\nfor-each: operands\nmatch: {command: {name: curl, item: '/^[zq]/'}}\n"
     "underline: item\nmessage: '{item} of {operands}'\n",
     "<z>: info: z of z\n<q>: info: q of q, q\n"},

    {"levels",
     "severity: info\nmatch: {command: {name: curl}}\nmessage: m\n"
     "levels: [{when: {operands: z}, severity: error}, {when: {flags: -y}, severity: style}]\n",
     "<curl x64.gz>: style: m\n<curl z>: error: m\n<curl -y q>: style: m\n"},

    {"a label on a field",
     "severity: info\nmatch: {command: {name: curl, operands: z}}\nmessage: m\n"
     "labels: [{field: operands, text: 'here {name}'}]\n",
     "<curl z>: info: m [here curl<z>]\n"},
    {"labels on all that is found",
     "severity: info\nmatch: {stage: {name: one}}\nmessage: m\n"
     "labels: [{fact: {command: {name: curl}}, underline: operands, text: here}]\n",
     "<FROM a>: info: m [here<x64.gz>] [here<z>]\n"},
    {"a label on the nearest before",
     "severity: info\nmatch: {command: {operands: q}}\nmessage: m\n"
     "labels: [{within: file, before: {command: {name: curl}}, text: x}]\n",
     "<curl -y q>: info: m [x<curl z>]\n"},
    {"a label on the nearest after",
     "severity: info\nmatch: {command: {operands: x64.gz}}\nmessage: m\n"
     "labels: [{within: file, after: {command: {name: curl}}, text: x}]\n",
     "<curl x64.gz>: info: m [x<curl z>]\n"},
    {"a label on nothing",
     "severity: info\nmatch: {command: {operands: z}}\nmessage: m\n"
     "labels: [{within: file, after: {command: {name: none}}, text: x}]\n",
     "<curl z>: info: m\n"},

    {"replace",
     "severity: info\nmatch: {command: {operands: z}}\nmessage: m\n"
     "fix: {kind: safe, edits: [{replace: operands, with: 'a{operands}{{'}]}\n",
     "<curl z>: info: m {safe replace 'z' by 'az{': <z>=az{}\n"},
    {"insert",
     "severity: info\nmatch: {command: {operands: z}}\nmessage: m\n"
     "fix: {kind: suggestion, description: 'put {name} in', edits: [{insert-before: operands, with: x},\n"
     "      {insert-after: name, with: ' {option.count} {option.names}'}]}\n",
     "<curl z>: info: m {suggestion put curl in: <>= 7 a, b <>=x}\n"},
    {"delete",
     "severity: info\nmatch: {command: {operands: q}}\nmessage: m\n"
     "fix: {kind: safe, edits: [{delete: flags}]}\n",
     "<curl -y q>: info: m {safe delete '-y': < -y>=}\n"},
    {"the first fix that applies",
     "severity: info\nmatch: {command: {operands: q}}\nmessage: m\n"
     "fix: [{kind: safe, when: {name: x}, edits: [{delete: flags}]}, {kind: safe, when: {name: curl},\n"
     "      edits: [{replace: name, with: CURL}]}, {kind: safe, edits: [{delete: flags}]}]\n",
     "<curl -y q>: info: m {safe replace 'curl' by 'CURL': <curl>=CURL}\n"},
    {"no fix with an unknown value",
     "severity: info\nmatch: {command: {operands: z}}\nmessage: 'm {piped-from}'\n"
     "fix: {kind: safe, edits: [{replace: name, with: '{piped-from}'}]}\n",
     "<curl z>: info: m cat\n"},
    {"no fix at no place",
     "severity: info\nmatch: {command: {operands: z}}\nmessage: m\n"
     "fix: {kind: safe, edits: [{replace: subcommand, with: x}]}\n",
     "<curl z>: info: m\n"},
    {"no fix whose edits overlap",
     "severity: info\nmatch: {command: {operands: z}}\nmessage: m\n"
     "fix: {kind: safe, edits: [{replace: fact, with: x}, {replace: operands, with: y}]}\n",
     "<curl z>: info: m\n"},
    {"values that are not there",
     "severity: info\nmatch: {command: {operands: z}}\n"
     "message: '{stage.parent.name}-{path}-{platform-name}'\n",
     "<curl z>: info: --linux/amd64, linux/arm64, linux/arm/v7\n"},
    {"the platform of what stands in no stage", "severity: info\nmatch: {file: {platform: amd64}}\nmessage: m\n", ""},
    {"a condition on the target", "severity: info\nmatch: {file: {target: arm}}\nmessage: m\n",
     "<>: info: m (linux/arm/v7)\n"},
    {"underline what leads nowhere",
     "severity: info\nmatch: {stage: {name: one}}\nunderline: parent.name\nmessage: m\n", "<FROM a>: info: m\n"},
    {"a template of everything",
     "severity: info\nmatch: {command: {operands: z}}\n"
     "message: '{{{stage.name}}} {stage.index} {in-loop} {subcommand} {option.count}'\n",
     "<curl z>: info: {one} 0 false  7\n"},
};

static void show(struct buf *b, const struct source *src, const struct diag *d) {
  buf_add_format(b, "<" STR_FMT ">: " STR_FMT ": " STR_FMT, STR_ARG(source_text(src, d->span)),
                 STR_ARG(severity_name(d->severity)), STR_ARG(d->message));
  for (uint32_t i = 0; i < d->platform_count; i++)
    buf_add_format(b, "%s" STR_FMT "%s", i ? ", " : " (", STR_ARG(d->platforms[i]),
                   i + 1 == d->platform_count ? ")" : "");
  for (uint32_t i = 0; i < d->label_count; i++)
    buf_add_format(b, " [" STR_FMT "<" STR_FMT ">]", STR_ARG(d->labels[i].message),
                   STR_ARG(source_text(src, d->labels[i].span)));
  for (uint32_t i = 0; i < d->fix_count; i++) {
    buf_add_format(b, " {%s " STR_FMT ":", d->fixes[i].safe ? "safe" : "suggestion", STR_ARG(d->fixes[i].description));
    for (uint32_t k = 0; k < d->fixes[i].edit_count; k++)
      buf_add_format(b, " <" STR_FMT ">=" STR_FMT, STR_ARG(source_text(src, d->fixes[i].edits[k].span)),
                     STR_ARG(d->fixes[i].edits[k].text));
    buf_add_char(b, '}');
  }
  buf_add_char(b, '\n');
}

static const struct rule_set *load(struct arena *a, const char *rule) {
  struct faults faults = {0};
  struct rule_file file = {STR("rule.yaml"), str_format(a, "%s%s", head, rule)};
  const struct rule_set *set = rule_set_of_files(a, &file, 1, &faults);
  for (uint32_t i = 0; i < faults.len; i++)
    fail_msg("%u:%u: " STR_FMT, faults.at[i].line, faults.at[i].column, STR_ARG(faults.at[i].message));
  return set;
}

static str found(struct arena *a, const char *rule, const struct facts *facts, str text,
                 const struct rule_setting *setting, platforms asked, struct faults *faults) {
  const struct rule_set *set = load(a, rule);
  const struct source *src = source_new(a, STR("Dockerfile"), text);
  struct rule_run run = {set, rule_worker_new(a, set), setting, asked};
  struct diags diags = {0};
  rules_run(a, &run, src, facts, &diags, faults);
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < diags.len; i++)
    show(&b, src, &diags.at[i]);
  return buf_str(&b);
}

static void test_run(void **state) {
  const struct run_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct faults faults = {0};
  const struct facts *facts = facts_from_yaml(&a, facts_yaml, str_of(bytes));
  assert_str_equal(found(&a, c->rule, facts, str_of(bytes), NULL, 0, &faults), str_of(c->found));
  assert_int_equal(faults.len, 0);
  arena_done(&a);
}

#define PLATFORM_RULE                                                                                                  \
  "severity: warning\nmatch: {download: {arch: {not: {field: platform}}, url: x64.gz}}\nmessage: m\n"

// What a configuration changes.
static void test_settings(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct faults faults = {0};
  const struct facts *facts = facts_from_yaml(&a, facts_yaml, str_of(bytes));
  str text = str_of(bytes);
  static const str names[] = {STR_INIT("q")};
  struct rule_value options[3] = {{0, {names, 1}}, {0, {NULL, 0}}, {1, {NULL, 0}}};
  struct rule_setting off = {false, SEVERITY_COUNT, NULL}, error = {true, SEVERITY_STYLE, NULL};
  struct rule_setting optioned = {true, SEVERITY_COUNT, options};
  const char *rule = "severity: info\nmatch: {command: {operands: {option: names}}}\nmessage: m\n";
  assert_str_equal(found(&a, rule, facts, text, NULL, 0, &faults), STR(""));
  assert_str_equal(found(&a, rule, facts, text, &optioned, 0, &faults), STR("<curl -y q>: info: m\n"));
  assert_str_equal(found(&a, PLATFORM_RULE, facts, text, &off, 0, &faults), STR(""));
  assert_str_equal(found(&a, PLATFORM_RULE, facts, text, &error, 2, &faults),
                   STR("<x64.gz>: style: m (linux/arm64, linux/arm/v7)\n"));
  // A platform that was asked for by name makes a warning about it an error.
  assert_str_equal(found(&a, PLATFORM_RULE, facts, text, NULL, 1, &faults),
                   STR("<x64.gz>: warning: m (linux/arm64, linux/arm/v7)\n"));
  assert_str_equal(found(&a, PLATFORM_RULE, facts, text, NULL, 2, &faults),
                   STR("<x64.gz>: error: m (linux/arm64, linux/arm/v7)\n"));
  arena_done(&a);
}

// A rule that is off is not tried.
static void test_disabled(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct faults faults = {0};
  const struct facts *facts = facts_from_yaml(&a, facts_yaml, str_of(bytes));
  const char *rule = "enabled: false\nseverity: info\nmatch: {command: {}}\nmessage: m\n";
  assert_str_equal(found(&a, rule, facts, str_of(bytes), NULL, 0, &faults), STR(""));
  arena_done(&a);
}

static const struct facts *many_commands(struct arena *a, uint32_t count, const char *fields) {
  struct buf b;
  buf_init(&b, a);
  buf_add(&b, STR("- stage: {in: [0, 0], at: FROM}\n"));
  for (uint32_t i = 0; i < count; i++)
    buf_add_format(&b, "- command: {name: x, in: [0, %u], at: FROM, stage: 0, %s}\n", i + 1, fields);
  buf_add_char(&b, 0);
  return facts_from_yaml(a, buf_str(&b).at, STR("FROM"));
}

// What a message shows of long values and of many.
static void test_long_values(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  char path[300];
  memset(path, 'a', sizeof path - 1);
  memcpy(path + 199, "\xC3\xA4", 2); // the 200th byte is the first half of a letter
  path[sizeof path - 1] = 0;
  struct faults faults = {0};
  const char *flags = "[-a, -b, -c, -d, -e, -f, -g, -h, -i, -j, -k, -l, -m, -n]";
  const struct facts *facts = many_commands(&a, 1, str_format(&a, "flags: %s, path: %s", flags, path).at);
  str all = found(&a, "severity: info\nmatch: {command: {}}\nmessage: '{flags} {path}'\n", facts, STR("FROM"), NULL, 0,
                  &faults);
  path[199] = 0;
  assert_str_equal(all, str_format(&a, "<FROM>: info: -a, -b, -c, -d, -e, -f, -g, -h, -i, -j, -k, -l, … %s…\n", path));
  arena_done(&a);
}

static void test_many_findings(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct faults faults = {0};
  const struct facts *facts = many_commands(&a, LIMIT_FINDINGS + 1, "first: true");
  str all = found(&a, "severity: info\nmatch: {command: {}}\nmessage: m\n", facts, STR("FROM"), NULL, 0, &faults);
  assert_true(all.len > 0);
  assert_int_equal(faults.len, 1);
  assert_str_equal(faults.at[0].message, STR("more than 10000 findings; the rest is not shown"));
  arena_done(&a);
}

static void expect_fault(const struct facts *facts, struct arena *a, const char *rule, const char *message) {
  struct faults faults = {0};
  str all = found(a, rule, facts, STR("FROM"), NULL, 0, &faults);
  assert_str_equal(all, STR(""));
  assert_int_equal(faults.len, message != NULL);
  if (message) {
    assert_str_equal(faults.at[0].message, str_of(message));
    assert_str_equal(faults.at[0].path, STR("Dockerfile"));
  }
}

// Each command compared with each other: bounded. Asked once for all, or only for equal texts: no bound is reached.
static void test_pairs(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct facts *facts = many_commands(&a, 3000, "path: y");
  expect_fault(facts, &a,
               "severity: info\nmatch: {command: {has: {command: {name: {near: {field: name}}}}}}\nmessage: m\n",
               "rule 'a-rule' is not decided everywhere: too many facts would have to be compared");
  expect_fault(facts, &a, "severity: info\nmatch: {command: {has: {command: {name: y}}}}\nmessage: m\n", NULL);
  expect_fault(facts, &a, "severity: info\nmatch: {command: {has: {command: {path: {field: name}}}}}\nmessage: m\n",
               NULL);
  arena_done(&a);
}

// What was loaded may do only so much on one file, in all of its rules together.
static void test_loaded_work(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct buf rule;
  buf_init(&rule, &a);
  buf_add(&rule, STR("severity: info\nmessage: m\nmatch: {command: {any: ["));
  for (uint32_t i = 0; i < 20000; i++)
    buf_add(&rule, STR("{first: false}, ")); // texts would be keys, and the rule not tried at all
  buf_add(&rule, STR("{first: false}]}}\n"));
  buf_add_char(&rule, 0);
  struct faults faults = {0};
  str all = found(&a, buf_str(&rule).at, many_commands(&a, 1000, "first: true"), STR("FROM"), NULL, 0, &faults);
  assert_str_equal(all, STR(""));
  assert_int_equal(faults.len, 1);
  assert_str_equal(faults.at[0].message, STR("the loaded rules take too long on this file; the rest is not tried"));
  arena_done(&a);
}

// A pattern that reaches a limit neither holds nor fails.
static void test_pattern_fault(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct facts *facts =
      many_commands(&a, 2, "path: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
  const char *message = "rule 'a-rule' is not decided everywhere: the pattern takes too many steps";
  expect_fault(facts, &a, "severity: info\nmatch: {command: {path: /^(a+)+$/}}\nmessage: m\n", message);
  expect_fault(facts, &a, "severity: info\nmatch: {command: {path: {not: /^(a+)+$/}}}\nmessage: m\n", message);
  arena_done(&a);
}

// Patterns that a text can make slow are found out before they are used.
static void test_bait(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct faults faults = {0};
  rule_patterns_try(&a, load(&a, "severity: info\nmatch: {command: {name: '/^x.*y\\.z$/'}}\nmessage: m\n"), &faults);
  assert_int_equal(faults.len, 0);
  rule_patterns_try(&a, load(&a, "severity: info\nmatch: {command: {name: '/^(a+)+$/'}}\nmessage: m\n"), &faults);
  assert_true(faults.len > 0);
  assert_str_equal(faults.at[0].message,
                   STR("rule 'a-rule': pattern /^(a+)+$/ on 'aaaaaaaa…': the pattern takes too many steps"));
  arena_done(&a);
}

// Whatever the limit of memory: the run succeeds or leaves through the arena, and nothing is lost.
static void test_memory(void **state) {
  (void)state;
  const char *rule = "severity: info\nmatch: {command: {name: /c.r/, within: file, has: {command: {name: wget}}}}\n"
                     "message: '{name} {platforms}'\nfix: {kind: safe, edits: [{delete: flags}]}\n";
  struct arena facts_arena;
  arena_init(&facts_arena, NULL, 0);
  const struct facts *facts = facts_from_yaml(&facts_arena, facts_yaml, str_of(bytes));
  volatile bool done = false;
  for (volatile size_t limit = 16 * 1024; !done; limit += 512) {
    jmp_buf failure;
    struct arena a;
    arena_init(&a, &failure, limit);
    if (setjmp(failure) == 0) {
      struct faults faults = {0};
      done = found(&a, rule, facts, str_of(bytes), NULL, 0, &faults).len > 0;
    }
    arena_done(&a);
  }
  arena_done(&facts_arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_settings),      cmocka_unit_test(test_disabled),    cmocka_unit_test(test_many_findings),
      cmocka_unit_test(test_long_values),   cmocka_unit_test(test_loaded_work), cmocka_unit_test(test_pairs),
      cmocka_unit_test(test_pattern_fault), cmocka_unit_test(test_bait),        cmocka_unit_test(test_memory),
  };
  return RUN_CASES("rules_run", finding_cases, test_run) + cmocka_run_group_tests_name("runs", tests, NULL, NULL);
}
