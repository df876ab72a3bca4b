#include "facts_yaml.h"
#include "rules/rules.h"

// One condition on the second of three commands: whether it holds, does not, or cannot be told. A rule with it, and one
// with its negation, show which.

static const char facts_yaml[] =
    "- stage: {name: build, at: FROM a, in: [0, 0]}\n"
    "- command: {name: first, at: first -x, in: [0, 1], stage: 0, keyword: RUN}\n"
    "- command: {name: curl, subcommand: '12', flags: [-y, --yes, {partly: '-o${a ${b}}'}], operands: [{unknown: x}],\n"
    "            piped-from: {unknown: cat}, piped-to: {partly: 'x64-${a b}.tar.gz'}, environment: [curl, sh, wgte],\n"
    "            in-loop: true, at: curl 12, in: [0, 1], stage: 0, keyword: RUN}\n"
    "- command: {name: last, path: {unknown: p}, at: last, in: [0, 1], stage: 0, keyword: RUN}\n"
    "- instruction: {keyword: CMD, at: CMD x, in: [0, 2], stage: 0}\n"
    "- stage: {name: final, at: FROM b, in: [1, 3], index: 1, parent: 0}\n"
    "- command: {name: other, at: other, in: [1, 4], stage: 5, keyword: RUN}\n";

static const char source_bytes[] = "FROM a\nfirst -x\ncurl 12 -y\nlast\nCMD x\nFROM b\nother\n";

enum answer { NO, UNKNOWN, YES };

struct condition_case {
  const char *name, *condition;
  enum answer answer;
};

static const struct condition_case condition_cases[] = {
    {"no condition", "{}", YES},
    {"the same text", "{name: curl}", YES},
    {"another text", "{name: Curl}", NO},
    {"a text of a list", "{name: [wget, curl]}", YES},
    {"no text of a list", "{name: [wget, cur]}", NO},
    {"an unknown value", "{piped-from: cat}", UNKNOWN},
    {"a missing value", "{keyword: RUN, form: shell}", NO},
    {"a partly known value", "{piped-to: x64}", UNKNOWN},
    {"two fields", "{name: curl, in-loop: true}", YES},
    {"two fields, one wrong", "{name: curl, in-loop: false}", NO},
    {"wrong beats unknown", "{piped-from: cat, in-loop: false}", NO},
    {"unknown beats right", "{piped-from: cat, in-loop: true}", UNKNOWN},

    {"not", "{name: {not: wget}}", YES},
    {"not, but it is", "{name: {not: curl}}", NO},
    {"not of an unknown value", "{piped-from: {not: cat}}", UNKNOWN},
    {"not of a missing value", "{form: {not: shell}}", YES},
    {"not of a partly known value", "{piped-to: {not: x}}", UNKNOWN},
    {"any", "{name: {any: [wget, /^c/]}}", YES},
    {"all", "{name: {all: [/^c/, /l$/]}}", YES},
    {"all, one wrong", "{name: {all: [/^c/, /x$/]}}", NO},
    {"two operators", "{name: {not: wget, near: curl2}}", YES},
    {"equals takes slashes for slashes", "{name: {equals: /curl/}}", NO},
    {"missing", "{form: {missing: true}}", YES},
    {"not missing", "{name: {missing: false}}", YES},
    {"missing, but there", "{name: {missing: true}}", NO},
    {"missing of an unknown value", "{piped-from: {missing: true}}", UNKNOWN},
    {"missing of a partly known value", "{piped-to: {missing: false}}", YES},
    {"no values are missing", "{operands: {missing: false}}", YES},

    {"a pattern", "{name: /^c.r/}", YES},
    {"a pattern with captures", "{name: /^(c)(u)r/}", YES},
    {"a pattern that is not found", "{name: /^url/}", NO},
    {"a pattern without case", "{name: /CUR/i}", YES},
    {"a pattern whose letters are not there", "{name: /qqq/}", NO},
    {"a pattern in an unknown value", "{piped-from: /c/}", UNKNOWN},
    {"a pattern in a missing value", "{form: /s/}", NO},
    {"a pattern in the known part", "{piped-to: /\\.tar\\.gz$/}", YES},
    {"a pattern at the known start", "{piped-to: /^x64/}", YES},
    {"a pattern across the unknown part", "{piped-to: /x64.*tar/}", UNKNOWN},
    {"a pattern behind the unknown part", "{piped-to: '/[a.](?=t)/'}", YES},
    {"a pattern in the name of the unknown part", "{piped-to: /b/}", UNKNOWN},
    {"the border of a word beside the unknown part", "{piped-to: '/64-\\b/'}", UNKNOWN},
    {"a pattern in the name of a nested unknown part", "{subcommand: {not: x}, flags: '/b\\}/'}", UNKNOWN},
    {"a pattern that is not in the known part", "{piped-to: /zip/}", UNKNOWN},
    {"the negation of a pattern in a known part", "{piped-to: {not: /x64/}}", NO},
    {"a pattern that the known start rules out", "{piped-to: /^x86/}", NO},
    {"the negation of one that the known start rules out", "{piped-to: {not: '/^(zip|x6-)/'}}", YES},
    {"a pattern that may go on behind the known start", "{piped-to: '/^x64-[a-z]+$/'}", UNKNOWN},
    {"a pattern that would end with the known start", "{piped-to: '/^x64-$/'}", UNKNOWN},
    {"a pattern with a start that is not the only one", "{piped-to: '/^x86|zip/'}", UNKNOWN},

    {"one of several values", "{flags: --yes}", YES},
    {"none of several values, one partly known", "{flags: --no}", UNKNOWN},
    {"none of several known values", "{environment: wget}", NO},
    {"not one of several values", "{environment: {not: wget}}", YES},
    {"not, but one is", "{environment: {not: sh}}", NO},
    {"not, with a partly known one", "{flags: {not: --no}}", UNKNOWN},
    {"all conditions, each by another value", "{environment: {all: [sh, curl]}}", YES},
    {"the number of values", "{flags: {count: 3}}", YES},
    {"bounds on the number of values", "{flags: {count: {gt: 1, le: 3}}}", YES},
    {"too few values", "{flags: {count: {gt: 3}}}", NO},

    {"a number in a text", "{subcommand: {gt: 11, lt: 13}}", YES},
    {"ge and le", "{subcommand: {ge: 12, le: 12}}", YES},
    {"not greater", "{subcommand: {gt: 12}}", NO},
    {"a text that is no number", "{name: {gt: 1}}", UNKNOWN},
    {"a number", "{stage: {index: 0}}", YES},
    {"another number", "{stage: {index: [1, 2]}}", NO},
    {"bounds of a number", "{stage: {index: {lt: 1}}}", YES},
    {"greater than a field", "{subcommand: {gt: {field: stage.index}}}", YES},
    {"less than a field", "{stage: {index: {ge: {field: subcommand}}}}", NO},
    {"greater than a text that is no number", "{subcommand: {gt: {field: name}}}", UNKNOWN},
    {"a number like another", "{stage: {index: {field: stage.index}}}", YES},

    {"the value of another field", "{name: {field: name}}", YES},
    {"one of the values of another field", "{name: {field: environment}}", YES},
    {"a value that is another field's", "{environment: {field: name}}", YES},
    {"not the value of another field", "{name: {field: keyword}}", NO},
    {"an unknown field", "{name: {field: piped-from}}", UNKNOWN},
    {"a field that is missing", "{name: {field: form}}", NO},
    {"a field of another fact", "{stage: {name: {field: stage.name}}}", YES},
    {"a missing value is not another missing value", "{form: {field: form}}", NO},

    {"an option", "{name: {option: tools}}", YES},
    {"an option with a star", "{name: {option: starred}}", YES},
    {"an option that does not have it", "{keyword: {option: tools}}", NO},
    {"an option that ends in a star", "{name: {option: ended}}", YES},
    {"an unknown value and an option", "{piped-from: {option: tools}}", UNKNOWN},
    {"a truth value as option", "{in-loop: {option: wide}}", YES},
    {"an option that is set", "{opted: wide}", YES},
    {"an option that is not set", "{opted: narrow}", NO},
    {"unless an option is set", "{any: [{name: wget}, {unless: {opted: narrow}}]}", YES},
    {"an empty option", "{name: {option: empty}}", UNKNOWN},
    {"not an empty option", "{name: {not: {option: empty}}}", UNKNOWN},
    {"a single text as option", "{name: {option: tool}}", YES},
    {"a number as option", "{stage: {index: {option: count}}}", NO},
    {"less than an option", "{stage: {index: {lt: {option: count}}}}", YES},

    {"in a table", "{name: {in: commands}}", YES},
    {"not in a table", "{keyword: {in: commands}}", NO},
    {"an unknown value in a table", "{piped-from: {in: commands}}", UNKNOWN},
    {"not in a column", "{name: {in: commands.manager}}", NO},
    {"one of several values in a column", "{environment: {in: commands.command}}", YES},
    {"near a text", "{name: {near: crul}}", YES},
    {"the same is not near", "{name: {near: curl}}", NO},
    {"the same in another case is not near", "{name: {near: CURL}}", NO},
    {"too far", "{name: {near: wget}}", NO},
    {"near one of a list", "{name: {near: [wget, cur]}}", YES},
    {"near a field", "{name: {near: {field: name}}}", NO},
    {"near an option", "{name: {near: {option: near}}}", YES},
    {"near a name of a table", "{environment: {near: {in: commands}}}", YES},
    {"near no name of a table", "{name: {near: {in: signals}}}", NO},
    {"near an unknown field", "{name: {near: {field: piped-from}}}", UNKNOWN},
    {"near a field that is missing", "{name: {near: {field: form}}}", NO},
    {"an unknown value near", "{piped-from: {near: cta}}", UNKNOWN},

    {"another fact", "{stage: {name: build}}", YES},
    {"another fact that is different", "{stage: {name: final}}", NO},
    {"no other fact", "{stage: {parent: {name: x}}}", NO},
    {"there is no other fact", "{stage: {parent: {missing: true}}}", YES},
    {"there is another fact", "{stage: {missing: false}}", YES},
    {"unless", "{unless: {name: wget}}", YES},
    {"unless, and it is", "{unless: {name: curl}}", NO},
    {"unless it is unknown", "{unless: {piped-from: cat}}", UNKNOWN},
    {"unless any", "{unless: [{name: wget}, {in-loop: true}]}", NO},
    {"surely", "{surely: {name: curl}}", YES},
    {"surely, and it is not", "{surely: {name: wget}}", NO},
    {"surely, and it cannot be told", "{surely: {piped-from: cat}}", NO},
    {"unless surely, and it cannot be told", "{unless: {surely: {piped-from: cat}}}", YES},
    {"any of several maps", "{any: [{name: wget}, {in-loop: true}]}", YES},
    {"all of several maps", "{all: [{name: curl}, {in-loop: false}]}", NO},

    {"something before", "{before: {command: {name: first}}}", YES},
    {"nothing before", "{before: {command: {name: last}}}", NO},
    {"something after", "{after: {command: {name: last}}}", YES},
    {"nothing after in the stage", "{after: {command: {name: other}}}", NO},
    {"something after in the file", "{within: file, after: {command: {name: other}}}", YES},
    {"itself does not count", "{within: file, has: {command: {name: curl}}}", NO},
    {"has in the same instruction", "{within: run, has: {command: {name: first}}}", YES},
    {"has of another kind", "{within: stage, has: {instruction: {keyword: CMD}}}", YES},
    {"has not in the same instruction", "{within: run, has: {instruction: {keyword: CMD}}}", NO},
    {"lacks", "{within: stage, lacks: {command: {name: other}}}", YES},
    {"lacks, but it is there", "{lacks: {command: {name: last}}}", NO},
    {"has something like itself", "{has: {command: {keyword: {field: keyword}}}}", YES},
    {"lacks something that cannot be told", "{lacks: {command: {path: {field: name}}}}", UNKNOWN},
    {"has something like an unknown value", "{has: {command: {name: {field: piped-from}}}}", UNKNOWN},
    {"has something that cannot be told", "{has: {command: {path: x}}}", UNKNOWN},
    {"before and after nothing", "{within: run, after: {command: {name: nothing}}}", NO},
    {"has nothing of the same name", "{has: {command: {name: {field: name}}}}", NO},
    {"has something nearly so called", "{within: file, has: {stage: {name: {near: bulid}}}}", YES},
    {"nested: what follows what follows", "{after: {command: {name: last, before: {command: {name: first}}}}}", YES},
};

static const char rule_head[] =
    "id: a-rule\ncategory: style\nseverity: style\nsummary: s\nmessage: m\nwhy: w\n"
    "options: {tools: [curl, sh], starred: ['c*l'], ended: ['cur*', 'curl**'], empty: [], tool: curl, count: 7,\n"
    "          near: [curly], wide: true, narrow: false}\n";

static uint32_t findings(struct arena *a, str rule) {
  struct faults faults = {0};
  struct rule_file file = {STR("rule.yaml"), rule};
  const struct rule_set *set = rule_set_of_files(a, &file, 1, &faults);
  for (uint32_t i = 0; i < faults.len; i++)
    fail_msg("%u:%u: " STR_FMT, faults.at[i].line, faults.at[i].column, STR_ARG(faults.at[i].message));
  const struct source *src = source_new(a, STR("Dockerfile"), str_of(source_bytes));
  const struct facts *facts = facts_from_yaml(a, facts_yaml, src->bytes);
  struct rule_run run = {.set = set, .worker = rule_worker_new(a, set)};
  struct diags diags = {0};
  rules_run(a, &run, src, facts, &diags, &faults);
  assert_int_equal(faults.len, 0);
  uint32_t count = 0;
  for (uint32_t i = 0; i < diags.len; i++)
    count += str_eq(source_text(src, diags.at[i].span), STR("curl 12"));
  return count;
}

static void test_condition(void **state) {
  const struct condition_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  uint32_t holds = findings(&a, str_format(&a, "%smatch: {command: %s}\n", rule_head, c->condition));
  uint32_t fails = findings(&a, str_format(&a, "%smatch: {command: {unless: %s}}\n", rule_head, c->condition));
  assert_true(holds + fails <= 1);
  assert_int_equal(holds ? YES : fails ? NO : UNKNOWN, c->answer);
  arena_done(&a);
}

int main(void) {
  return RUN_CASES("conditions", condition_cases, test_condition);
}
