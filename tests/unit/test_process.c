#include "unit.h"

#include <stdlib.h>

#include "shellcheck/process.h"

// What starts programs, tried with a shell that does what one may do.

struct process_case {
  const char *name;
  str script;
  bool good;
  str output; // or why not
  uint32_t milliseconds;
};

enum { PATIENCE = 60000, BRIEF = 100 };

static const struct process_case cases[] = {
    {"reads what it is given", STR_INIT("cat /dev/fd/11 /dev/fd/10"), true, STR_INIT("twoone"), PATIENCE},
    {"may read it twice", STR_INIT("cat /dev/fd/10; cat /dev/fd/10"), true, STR_INIT("oneone"), PATIENCE},
    {"gets no other descriptor", STR_INIT("for n in 12 26 27 28 29; do test -e /dev/fd/$n && echo $n; done"), true,
     STR_INIT(""), PATIENCE},
    {"has no input", STR_INIT("cat"), true, STR_INIT(""), PATIENCE},
    {"its messages go nowhere", STR_INIT("echo a >&2; echo b"), true, STR_INIT("b\n"), PATIENCE},
    {"its exit code does not count", STR_INIT("echo a; exit 7"), true, STR_INIT("a\n"), PATIENCE},
    {"its death does not count", STR_INIT("echo a; kill -9 $$"), true, STR_INIT("a\n"), PATIENCE},
    {"is not told how to answer", STR_INIT("echo \"$SHELLCHECK_OPTS$KEPT\""), true, STR_INIT("kept\n"), PATIENCE},
    {"may not go on for ever", STR_INIT("echo a; exec tail -f /dev/null"), false,
     STR_INIT("took longer than 100 milliseconds"), BRIEF},
    {"nor what it started", STR_INIT("tail -f /dev/null & echo a"), false,
     STR_INIT("took longer than 100 milliseconds"), BRIEF},
    {"nor write for ever", STR_INIT("while :; do echo 0123456789; done"), false, STR_INIT("wrote more than 1000 bytes"),
     PATIENCE},
};

static void test_process(void **state) {
  const struct process_case *c = *state;
  const str inputs[] = {STR("one"), STR("two")}, words[] = {STR("sh"), STR("-c"), c->script};
  struct process p = {
      .program = STR("/bin/sh"),
      .words = words,
      .word_count = 3,
      .inputs = inputs,
      .input_count = 2,
      .milliseconds = c->milliseconds,
      .output_bytes = 1000,
  };
  struct arena a;
  arena_init(&a, NULL, 0);
  str output, why = STR("");
  assert_int_equal(process_run(&a, &p, &output, &why), c->good);
  assert_str_equal(c->good ? output : why, c->output);
  arena_done(&a);
}

static void test_missing(void **state) {
  (void)state;
  const str words[] = {STR("nosuch")};
  struct process p = {.program = STR("/nosuch"), .words = words, .word_count = 1, .milliseconds = PATIENCE};
  struct arena a;
  arena_init(&a, NULL, 0);
  str output, why = STR("");
  assert_false(process_run(&a, &p, &output, &why));
  assert_str_equal(why, STR("cannot be started"));
  arena_done(&a);
}

// Memory that ends while the program runs: the arena's end ends it.
static void test_memory(void **state) {
  (void)state;
  const str words[] = {STR("sh"), STR("-c"), STR("while :; do echo 0123456789; done")};
  struct process p = {
      .program = STR("/bin/sh"), .words = words, .word_count = 3, .milliseconds = PATIENCE, .output_bytes = 1 << 24};
  struct arena a;
  jmp_buf failure;
  arena_init(&a, &failure, 1 << 20);
  if (setjmp(failure) == 0) {
    str output, why;
    process_run(&a, &p, &output, &why);
    fail();
  }
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest others[] = {cmocka_unit_test(test_missing), cmocka_unit_test(test_memory)};
  setenv("SHELLCHECK_OPTS", "--exclude=SC2086", 1);
  setenv("KEPT", "kept", 1);
  return RUN_CASES("process", cases, test_process) + cmocka_run_group_tests(others, NULL, NULL);
}
