#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "rules/rules.h"
#include "unit.h"

// What is wrong with a rule file, and where. A case that does not begin with `id:` follows a head of eight lines: its
// own first line is line 9; one that begins with `!` is the whole file behind that. The rule's fact is `command` and it
// has the options `tools` and `count`, unless the case says otherwise.

static const char head[] = "id: a-rule\n"
                           "category: style\n"
                           "severity: style\n"
                           "summary: Summary\n"
                           "why: Because\n"
                           "options: {tools: [curl], count: 7}\n"
                           "#\n"
                           "#\n";

struct load_case {
  const char *name, *yaml;
  uint32_t line, column;
  const char *message; // NULL: nothing is wrong
};

#define MATCH "match: {command: {name: x}}\n"
#define REST  MATCH "message: m\n"

static const struct load_case load_cases[] = {
    {"a rule", REST, 0, 0, NULL},
    {"all keys",
     "enabled: false\naliases: [x:Y1]\nsets: [strict]\neffect: breaks\nunderline: name\nonce: stage\n"
     "levels: [{when: {in-loop: true}, severity: error}]\nlabels: [{others: true, text: here}]\n"
     "fix: {kind: safe, edits: [{replace: name, with: y}, {delete: subcommand}]}\n"
     "references: [https://example.com/]\nfor-each: flags\n"
     "examples:\n  - {bad: FROM a, at: {1: a}, fixed: FROM b, others: [z], platforms: [linux/arm64], options: {count: "
     "1}}\n"
     "  - {good: FROM c}\n" REST,
     0, 0, NULL},

    {"no YAML", "id: a-rule\nmatch: [", 3, 1, "did not find expected node content (while parsing a flow node)"},
    {"not a map", "!- a\n", 1, 1, "a rule must be a map"},
    {"only a list", "id: [a]\n", 1, 5, "an id consists of lower-case words with single dashes between them"},
    {"no id", "match: {command: {}}\nid: A_B\n", 10, 1, "key 'id' is given twice"},
    {"an id with capitals", "id: Rule\nmatch: {command: {}}", 1, 5,
     "an id consists of lower-case words with single dashes between them"},
    {"an id with two dashes", "id: a--b\nmatch: {command: {}}", 1, 5,
     "an id consists of lower-case words with single dashes between them"},
    {"an unknown key", "mesage: x\n" REST, 9, 1, "unknown key 'mesage' in a rule; did you mean 'message'?"},
    {"a key that is like nothing", "zzzzzz: x\n" REST, 9, 1, "unknown key 'zzzzzz' in a rule"},
    {"a missing key", MATCH, 1, 1, "a rule needs 'message'"},
    {"an unknown category", "id: x\ncategory: stile\nseverity: info\nsummary: s\nwhy: w\n" REST, 2, 11,
     "unknown category 'stile'; did you mean 'style'?"},
    {"an unknown severity", "id: x\ncategory: style\nseverity: warn\nsummary: s\nwhy: w\n" REST, 3, 11,
     "unknown severity 'warn'; known: style, info, warning, error"},
    {"a severity that is a list", "id: x\ncategory: style\nseverity: [info]\nsummary: s\nwhy: w\n" REST, 3, 11,
     "a severity is expected here; known: style, info, warning, error"},
    {"an unknown effect", "effect: break\n" REST, 9, 9, "unknown effect 'break'; did you mean 'breaks'?"},
    {"enabled is no truth value", "enabled: no\n" REST, 9, 10, "true or false is expected here"},
    {"an alias with a blank", "aliases: [a b]\n" REST, 9, 11, "an alias has neither blanks nor commas"},
    {"a set with capitals", "sets: [Strict]\n" REST, 9, 8,
     "a set's name consists of lower-case words with dashes between them"},
    {"a reference that is no address", "references: [http://a]\n" REST, 9, 14,
     "a reference is an address that begins with https://"},
    {"an empty text", "aliases: ['']\n" REST, 9, 11, "a text is expected here"},
    {"an unknown range", "once: rnu\n" REST, 9, 7, "unknown range 'rnu'; did you mean 'run'?"},

    {"two facts", "match: {command: {}, stage: {}}\nmessage: m\n", 9, 8,
     "'match' names one fact: {instruction: {keyword: RUN}}"},
    {"an unknown fact", "match: {comand: {}}\nmessage: m\n", 9, 9, "unknown fact 'comand'; did you mean 'command'?"},
    {"an unknown field", "match: {command: {nmae: x}}\nmessage: m\n", 9, 19,
     "fact 'command' has no field 'nmae'; did you mean 'name'?"},
    {"an unknown field of another fact", "match: {command: {stage: {nam: x}}}\nmessage: m\n", 9, 27,
     "fact 'stage' has no field 'nam'; did you mean 'name'?"},
    {"a misspelt relation", "match: {command: {unles: {name: x}}}\nmessage: m\n", 9, 19,
     "fact 'command' has no field 'unles'; did you mean 'unless'?"},
    {"conditions that are a list", "match: {command: [name]}\nmessage: m\n", 9, 18,
     "a map of conditions is expected here"},
    {"a nested fact that is a text", "match: {command: {stage: build}}\nmessage: m\n", 9, 26,
     "a map of conditions is expected here"},
    {"an empty value", "match: {command: {name: }}\nmessage: m\n", 9, 25, "a text is expected here"},
    {"an empty list", "match: {command: {name: []}}\nmessage: m\n", 9, 25,
     "a list with at least one condition is expected here"},
    {"an empty map", "match: {command: {name: {}}}\nmessage: m\n", 9, 25, "a condition is expected here"},
    {"an unknown condition", "match: {command: {name: {nto: x}}}\nmessage: m\n", 9, 26,
     "unknown condition 'nto'; did you mean 'not'?"},
    {"a text for a truth value", "match: {command: {in-loop: maybe}}\nmessage: m\n", 9, 28,
     "true or false is expected here"},
    {"a text for a number", "match: {stage: {index: one}}\nmessage: m\n", 9, 24, "a number is expected here"},
    {"a number in quotes", "match: {stage: {index: '1'}}\nmessage: m\n", 9, 24, "a number is expected here"},
    {"a number that is too large", "match: {stage: {index: 4294967296}}\nmessage: m\n", 9, 24,
     "a number is expected here"},
    {"a missing number", "match: {stage: {index: {missing: true}}}\nmessage: m\n", 9, 34,
     "a number or a truth value is never missing"},
    {"missing, but what", "match: {command: {name: {missing: x}}}\nmessage: m\n", 9, 35,
     "true or false is expected here"},
    {"greater than a text", "match: {command: {name: {gt: x}}}\nmessage: m\n", 9, 30,
     "a number, {field: NAME} or {option: NAME} is expected here"},
    {"greater than a truth value", "match: {command: {name: {gt: {field: in-loop}}}}\nmessage: m\n", 9, 38,
     "field 'in-loop' is no number"},
    {"a greater truth value", "match: {command: {in-loop: {gt: 1}}}\nmessage: m\n", 9, 33,
     "a truth value is neither greater nor less"},
    {"a field that there is not", "match: {command: {name: {field: nmae}}}\nmessage: m\n", 9, 33,
     "fact 'command' has no field 'nmae'; did you mean 'name'?"},
    {"a field of another type", "match: {command: {name: {field: in-loop}}}\nmessage: m\n", 9, 33,
     "field 'in-loop' is of another type"},
    {"a field that is a fact", "match: {command: {name: {field: stage}}}\nmessage: m\n", 9, 33,
     "'stage' is another fact; name one of its fields: stage.name"},
    {"a path through what is no fact", "match: {command: {name: {field: name.x}}}\nmessage: m\n", 9, 33,
     "field 'name' leads to no other fact"},
    {"a step that there is not", "match: {command: {name: {field: stage.nam}}}\nmessage: m\n", 9, 39,
     "fact 'stage' has no field 'nam'; did you mean 'name'?"},
    {"a long path", "match: {instruction: {keyword: {field: next.next.next.next.next.keyword}}}\nmessage: m\n", 9, 60,
     "more than 4 fields in one path"},
    {"an option that there is not", "match: {command: {name: {option: tool}}}\nmessage: m\n", 9, 34,
     "the rule has no option 'tool'; did you mean 'tools'?"},
    {"an option of another type", "match: {command: {name: {option: count}}}\nmessage: m\n", 9, 34,
     "option 'count' is of another type"},
    {"a table that there is not", "match: {command: {name: {in: comands}}}\nmessage: m\n", 9, 30,
     "unknown table 'comands'; did you mean 'commands'?"},
    {"a column that there is not", "match: {command: {name: {in: commands.frm}}}\nmessage: m\n", 9, 30,
     "table 'commands' has no column 'frm'; did you mean 'form'?"},
    {"a number in a table", "match: {stage: {index: {in: commands}}}\nmessage: m\n", 9, 29,
     "'in' compares texts with a table: {in: TABLE}"},
    {"near a pattern", "match: {command: {name: {near: /x/}}}\nmessage: m\n", 9, 32,
     "'near' needs a text, a field, an option, a table, or a list of them"},
    {"count of a single value", "match: {command: {name: {count: 1}}}\nmessage: m\n", 9, 33,
     "'count' is for fields with several values"},
    {"an item without for-each", "match: {command: {name: {field: item}}}\nmessage: m\n", 9, 33,
     "'item' needs 'for-each'"},
    {"within, and nothing looks there", "match: {command: {within: file, name: x}}\nmessage: m\n", 9, 27,
     "'within' says where has, lacks, before or after look; none of these is here"},
    {"within, and only a nested map looks",
     "match: {command: {within: file, any: [{has: {command: {}}}]}}\nmessage: m\n", 9, 27,
     "'within' says where has, lacks, before or after look; none of these is here"},
    {"opted of no option", "match: {command: {opted: [count]}}\nmessage: m\n", 9, 26,
     "the name of an option is expected here"},
    {"opted of a number", "match: {command: {opted: count}}\nmessage: m\n", 9, 26,
     "'opted' needs an option that is true or false"},
    {"a set with settings", "sets: [strict, {other: {severity: error, options: {count: 3}}}]\n" REST, 0, 0, NULL},
    {"a set with an unknown setting", "sets: [{other: {level: error}}]\n" REST, 9, 17,
     "unknown key 'level' in a set; known: severity, options"},
    {"a set with an option of another type", "sets: [{other: {options: {count: [x]}}}]\n" REST, 9, 34,
     "option 'count' is of another type"},
    {"a set with capitals", "sets: [{Other: {}}]\n" REST, 9, 9,
     "a set's name consists of lower-case words with dashes between them"},
    {"within what", "match: {command: {within: pod, has: {command: {}}}}\nmessage: m\n", 9, 27,
     "'within' is run, stage, image or file"},
    {"has nothing", "match: {command: {has: {}}}\nmessage: m\n", 9, 24,
     "one fact is expected here: {command: {name: curl}}"},
    {"has an unknown fact", "match: {command: {has: {stag: {}}}}\nmessage: m\n", 9, 25,
     "unknown fact 'stag'; did you mean 'stage'?"},

    {"a pattern that PCRE2 refuses", "match: {command: {name: /a(b/}}\nmessage: m\n", 9, 29,
     "bad pattern: missing closing parenthesis"},
    {"a backreference", "match: {command: {name: '/(a)\\1/'}}\nmessage: m\n", 9, 30,
     "backreferences are not supported in patterns"},
    {"a pattern in double quotes", "match: {command: {name: \"/(a)\\\\1/\"}}\nmessage: m\n", 9, 25,
     "backreferences are not supported in patterns"},
    {"a pattern in a block", "match:\n  command:\n    name: |-\n      /(a)\\1/\nmessage: m\n", 11, 11,
     "backreferences are not supported in patterns"},

    {"a template with an unknown field", MATCH "message: a {nmae} b\n", 10, 13,
     "fact 'command' has no field 'nmae'; did you mean 'name'?"},
    {"a template in quotes", MATCH "message: \"a {nmae} b\"\n", 10, 14,
     "fact 'command' has no field 'nmae'; did you mean 'name'?"},
    {"a template that does not close", MATCH "message: a {name\n", 10, 12,
     "a single brace; write {{ or }} for a brace itself"},
    {"a closing brace", MATCH "message: a } b\n", 10, 12, "a single brace; write {{ or }} for a brace itself"},
    {"an unknown filter", MATCH "message: 'a {name|lowr} b'\n", 10, 19,
     "unknown filter 'lowr'; known: lower, upper, words, and the namings of platforms.yaml"},
    {"a template with an unknown option", MATCH "message: 'a {option.tool}'\n", 10, 10,
     "the rule has no option 'tool'; did you mean 'tools'?"},
    {"the fact as text", MATCH "message: 'a {fact}'\n", 10, 14, "'fact' has no text; name one of its fields"},
    {"a message that is a list", MATCH "message: [a]\n", 10, 10, "a text is expected here"},

    {"an underlined truth value", "underline: in-loop\n" REST, 9, 12, "'in-loop' stands nowhere in the file"},
    {"the platform underlined", "underline: platform\n" REST, 9, 12, "'platform' stands nowhere in the file"},
    {"for-each of a single value", "for-each: name\n" REST, 9, 11, "'for-each' needs a field with several values"},
    {"for-each of an unknown option", "for-each: option tool\n" REST, 9, 11,
     "the rule has no option 'tool'; did you mean 'tools'?"},
    {"for-each of a number", "for-each: option count\n" REST, 9, 11, "'for-each' needs an option that is a list"},
    {"a level without severity", "levels: [{when: {name: x}}]\n" REST, 9, 10, "a level needs 'severity'"},
    {"a level with a wrong field", "levels: [{when: {nam: x}, severity: info}]\n" REST, 9, 18,
     "fact 'command' has no field 'nam'; did you mean 'name'?"},
    {"a label without a place", "labels: [{text: x}]\n" REST, 9, 10,
     "a label has one of 'fact', 'before', 'after', 'field' and 'others'"},
    {"a label with two places", "labels: [{text: x, field: name, before: {command: {}}}]\n" REST, 9, 10,
     "a label has one of 'fact', 'before', 'after', 'field' and 'others'"},
    {"others without once", "labels: [{text: x, others: true}]\n" REST, 9, 28, "'others' are what 'once' leaves out"},
    {"a label that underlines an unknown field", "labels: [{text: x, before: {stage: {}}, underline: nam}]\n" REST, 9,
     52, "fact 'stage' has no field 'nam'; did you mean 'name'?"},
    {"a label that underlines nothing", "labels: [{text: x, field: name, underline: name}]\n" REST, 9, 44,
     "'underline' names a field of what 'fact', 'before' or 'after' finds"},
    {"an unknown kind of fix", "fix: {kind: unsafe, edits: [{delete: name}]}\n" REST, 9, 13,
     "'kind' is safe or suggestion"},
    {"a fix without edits", "fix: {kind: safe, edits: []}\n" REST, 9, 26, "'edits' is a list of edits"},
    {"an edit with two verbs", "fix: {kind: safe, edits: [{delete: name, replace: name, with: x}]}\n" REST, 9, 27,
     "an edit has one of 'replace', 'replace-each', 'insert-before', 'insert-after', 'insert-above', 'insert-line', "
     "'delete', 'delete-command', 'delete-line', 'expand', 'append', 'join-before', 'join-after', 'sort', 'declare', "
     "'begin-script', "
     "'end-script', 'assign', 'exec-form', 'follow' and 'repeat'"},
    {"a tag that is none", "tag: obsolete\n" REST, 9, 6,
     "unknown tag 'obsolete'; known: none, unnecessary, deprecated"},
    {"an edit without text", "fix: {kind: safe, edits: [{replace: name}]}\n" REST, 9, 27,
     "an edit needs 'with', the new text"},
    {"deleting with a text", "fix: {kind: safe, edits: [{delete: name, with: x}]}\n" REST, 9, 27,
     "this edit has no 'with'"},
    {"an example that is neither", "examples: [{at: {1: x}}]\n" REST, 9, 12, "an example is either 'bad' or 'good'"},
    {"a bad example without place", "examples: [{bad: FROM x}]\n" REST, 9, 12,
     "a bad example needs 'at', what is underlined in it"},
    {"a good example with a place", "examples: [{good: FROM x, at: {1: x}}]\n" REST, 9, 12,
     "nothing is underlined in a good example"},
    {"a good example that is mended", "examples: [{good: FROM x, fixed: FROM y}]\n" REST, 9, 12,
     "a good example needs no 'fixed'"},
    {"a place that is no line", "examples: [{bad: FROM x, at: {a: x}}]\n" REST, 9, 31,
     "the number of a line is expected here"},
    {"an option of an example that there is not", "examples: [{good: FROM x, options: {cuont: 1}}]\n" REST, 9, 37,
     "the rule has no option 'cuont'; did you mean 'count'?"},
    {"an option of an example of another type", "examples: [{good: FROM x, options: {count: x}}]\n" REST, 9, 44,
     "option 'count' is of another type"},
    {"options that are a list", "id: x\ncategory: style\nseverity: info\nsummary: s\nwhy: w\noptions: [a]\n" REST, 6,
     10, "'options' is a map of names and their defaults"},
    {"an option without default",
     "id: x\ncategory: style\nseverity: info\nsummary: s\nwhy: w\noptions: {a: {doc: d}}\n" REST, 6, 14,
     "an option needs 'default'"},
    {"an option that is a map of maps",
     "id: x\ncategory: style\nseverity: info\nsummary: s\nwhy: w\noptions: {a: {default: {b: c}}}\n" REST, 6, 24,
     "a text is expected here"},
    {"for-each of a list", "for-each: [flags]\n" REST, 9, 11, "'for-each' names a field, or an option: option NAME"},
    {"for-each of an unknown field", "for-each: flgs\n" REST, 9, 11,
     "fact 'command' has no field 'flgs'; did you mean 'flags'?"},
    {"underlining a list", "underline: [name]\n" REST, 9, 12, "'underline' names a field"},
    {"a field by a list", "match: {command: {name: {field: [name]}}}\nmessage: m\n", 9, 33,
     "the name of a field is expected here"},
    {"an option by a list", "match: {command: {name: {option: [tools]}}}\nmessage: m\n", 9, 34,
     "the name of an option is expected here"},
    {"a bound by a list of fields", "match: {command: {name: {gt: {field: [name]}}}}\nmessage: m\n", 9, 38,
     "the name of a field is expected here"},
    {"a bound by an unknown field", "match: {command: {name: {lt: {field: nme}}}}\nmessage: m\n", 9, 38,
     "fact 'command' has no field 'nme'; did you mean 'name'?"},
    {"a bound by an unknown option", "match: {command: {name: {le: {option: cuont}}}}\nmessage: m\n", 9, 39,
     "the rule has no option 'cuont'; did you mean 'count'?"},
    {"at least what", "match: {command: {name: {ge: x}}}\nmessage: m\n", 9, 30,
     "a number, {field: NAME} or {option: NAME} is expected here"},
    {"a number near another", "match: {stage: {index: {near: 1}}}\nmessage: m\n", 9, 31, "'near' compares texts"},
    {"near an unknown field", "match: {command: {name: {near: {field: nme}}}}\nmessage: m\n", 9, 40,
     "fact 'command' has no field 'nme'; did you mean 'name'?"},
    {"a wrong condition in a list", "match: {command: {name: [x, {any: []}]}}\nmessage: m\n", 9, 35,
     "a list with at least one condition is expected here"},
    {"not a wrong condition", "match: {command: {name: {not: {nto: x}}}}\nmessage: m\n", 9, 32,
     "unknown condition 'nto'; did you mean 'not'?"},
    {"a count that is a text", "match: {command: {flags: {count: x}}}\nmessage: m\n", 9, 34,
     "a number is expected here"},
    {"a wrong path", "match: {command: {name: {field: stag.name}}}\nmessage: m\n", 9, 33,
     "fact 'command' has no field 'stag'; did you mean 'stage'?"},
    {"any of a text", "match: {command: {any: x}}\nmessage: m\n", 9, 24, "a list of conditions is expected here"},
    {"a wrong map among alternatives", "match: {command: {any: [{name: x}, {nme: y}]}}\nmessage: m\n", 9, 37,
     "fact 'command' has no field 'nme'; did you mean 'name'?"},
    {"a fact that is missing or what", "match: {command: {stage: {missing: x}}}\nmessage: m\n", 9, 36,
     "true or false is expected here"},
    {"a wrong condition on the platform", "match: {command: {platform: {nto: x}}}\nmessage: m\n", 9, 30,
     "unknown condition 'nto'; did you mean 'not'?"},
    {"lacks nothing", "match: {command: {lacks: x}}\nmessage: m\n", 9, 26,
     "one fact is expected here: {command: {name: curl}}"},
    {"a label that names a wrong field", "labels: [{text: x, field: [name]}]\n" REST, 9, 27,
     "the name of a field is expected here"},
    {"others that are no truth value", "once: file\nlabels: [{text: x, others: yes}]\n" REST, 10, 28,
     "true or false is expected here"},
    {"a message with a hundred and one insertions",
     MATCH "message: '"
#define TEN(x) x x x x x x x x x x
     TEN(TEN("{name}")) "{name}'\n",
     10, 10, "more than 100 insertions in one text"},
    {"examples that are a map", "examples: {bad: x}\n" REST, 9, 11, "'examples' is a list"},
    {"a place that is empty", "examples: [{bad: FROM x, at: {}}]\n" REST, 9, 30,
     "'at' says what is underlined in which line: {2: curl}"},
    {"a place that is a map", "examples: [{bad: FROM x, at: {1: {a: b}}}]\n" REST, 9, 34, "a text is expected here"},
    {"options of an example that are a list", "examples: [{good: FROM x, options: [a]}]\n" REST, 9, 36,
     "'options' is a map of names and values"},
    {"an unknown key of an example", "examples: [{god: FROM x}]\n" REST, 9, 13,
     "unknown key 'god' in an example; did you mean 'good'?"},
};

static void test_load(void **state) {
  const struct load_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  str yaml = str_of(c->yaml);
  if (str_has_prefix(yaml, STR("!")))
    yaml = str_skip(yaml, 1);
  else if (!str_has_prefix(yaml, STR("id:")))
    yaml = str_concat(&a, str_of(head), yaml);
  struct faults faults = {0};
  struct rule_file file = {STR("rule.yaml"), yaml};
  const struct rule_set *set = rule_set_of_files(&a, &file, 1, &faults);
  if (!c->message) {
    if (faults.len)
      fail_msg("%u:%u: " STR_FMT, faults.at[0].line, faults.at[0].column, STR_ARG(faults.at[0].message));
    assert_int_equal(rule_count(set), 1);
  } else {
    assert_int_equal(rule_count(set), 0);
    assert_true(faults.len > 0);
    assert_str_equal(faults.at[0].message, str_of(c->message));
    assert_int_equal(faults.at[0].line, c->line);
    assert_int_equal(faults.at[0].column, c->column);
    assert_str_equal(faults.at[0].path, STR("rule.yaml"));
  }
  arena_done(&a);
}

// Several files: a faulty one does not keep the others out.
static void test_others_load(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct rule_file files[] = {
      {STR("a.yaml"), str_format(&a, "%s%s", head, "match: {command: {nme: x}}\nmessage: m\nonce: x\n")},
      {STR("b.yaml"), str_format(&a, "%s%s", head, REST)},
      {STR("c.yaml"), str_format(&a, "%s%s", head, REST)},
  };
  struct faults faults = {0};
  const struct rule_set *set = rule_set_of_files(&a, files, 3, &faults);
  assert_int_equal(rule_count(set), 1);
  assert_int_equal(faults.len, 3);
  assert_str_equal(faults.at[1].message, STR("unknown range 'x'; known: never, file, stage, run"));
  assert_str_equal(faults.at[2].message, STR("rule 'a-rule' is also in b.yaml"));
  assert_int_equal(faults.at[2].line, 1);
  assert_int_equal(faults.at[2].column, 5);
  assert_str_equal(rule_manual(&a, set, 0).path, STR("b.yaml"));
  arena_done(&a);
}

// The same rules make the same image, whatever was refused between them: the builtin ones are compiled elsewhere.
static void test_same_image(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct faults faults = {0};
  struct rule_file one = {STR("r.yaml"), str_format(&a, "%s%s", head, "match: {label: {key: [x, /y/]}}\nmessage: m\n")};
  struct rule_file bad = {STR("s.yaml"), str_format(&a, "%s%s", head, "match: {label: {key: [x, /(/]}}\nmessage: m\n")};
  struct rule_file two[] = {bad, one, bad};
  struct rule_tables none = {0};
  const struct rule_image *x = rules_compile(&a, &one, 1, none, NULL, &faults),
                          *y = rules_compile(&a, two, 3, none, NULL, &faults);
  uint32_t x_count, y_count;
  const uint32_t *x_numbers = rule_image_numbers(x, &x_count), *y_numbers = rule_image_numbers(y, &y_count);
  assert_int_equal(x_count, y_count);
  assert_memory_equal(x_numbers, y_numbers, x_count * sizeof *x_numbers);
  assert_str_equal(rule_image_bytes(x), rule_image_bytes(y));
  arena_done(&a);
}

static void test_builtin_id(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct faults faults = {0};
  struct rule_file file = {STR("r.yaml"),
                           STR("id: syntax-error\ncategory: style\nseverity: info\nsummary: s\nwhy: w\n" REST)};
  const struct rule_set *set = rule_set_new(&a, &file, 1, &faults);
  assert_int_equal(faults.len, 1);
  assert_str_equal(faults.at[0].message, STR("rule 'syntax-error' is also in rules/correctness/syntax-error.yaml"));
  assert_int_equal(rule_named(set, STR("syntax-error"), rule_named(set, STR("syntax-error"), 0) + 1), rule_count(set));
  arena_done(&a);
}

static void test_builtin(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct faults faults = {0};
  const struct rule_set *set = rule_set_new(&a, NULL, 0, &faults);
  assert_int_equal(faults.len, 0);
  uint32_t i = rule_named(set, STR("buildkit:duplicatestagename"), 0);
  assert_true(i < rule_count(set));
  assert_str_equal(rule_at(set, i)->head.id, STR("duplicate-stage-name"));
  assert_int_equal(rule_at(set, i)->head.severity, SEVERITY_ERROR);
  assert_str_equal(rule_at(set, i)->head.category, STR("correctness"));
  assert_int_equal(rule_named(set, STR("nothing"), 0), rule_count(set));
  struct rule_manual manual = rule_manual(&a, set, i);
  assert_str_equal(manual.path, STR("rules/correctness/duplicate-stage-name.yaml"));
  assert_true(manual.why.len > 0 && manual.example_count >= 3);
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_others_load), cmocka_unit_test(test_same_image),
                                     cmocka_unit_test(test_builtin), cmocka_unit_test(test_builtin_id)};
  return RUN_CASES("rule files", load_cases, test_load) + cmocka_run_group_tests_name("rule sets", tests, NULL, NULL);
}
