#include "base/buf.h"
#include "base/vec.h"

#include <string.h>

#include "unit.h"

enum { MIB = 1024 * 1024 };

static void test_grows(void **state) {
  (void)state;
  static const size_t sizes[] = {16, 4096, MIB, MIB + 16, 3 * MIB, 9 * MIB};
  struct arena a;
  arena_init(&a, NULL, 0);
  char *between[COUNT_OF(sizes)], *at = arena_alloc(&a, sizes[0]);
  memset(at, 'a', sizes[0]);
  for (size_t i = 1; i < COUNT_OF(sizes); i++) {
    between[i] = arena_alloc(&a, i % 2 ? 100 : 2 * MIB); // others, small and large, come and stay
    memset(between[i], (int)i, 100);
    at = arena_grow(&a, at, sizes[i - 1], sizes[i]);
    for (size_t j = 0; j < sizes[i - 1]; j++)
      assert_int_equal(at[j], 'a');
    memset(at, 'a', sizes[i]);
  }
  for (size_t i = 1; i < COUNT_OF(sizes); i++)
    assert_int_equal(between[i][99], i);
  arena_done(&a);
  assert_int_equal(a.used, 0);
}

static void test_long_lists_stay_whole(void **state) {
  (void)state;
  struct arena a;
  VEC(uint64_t) x = {0}, y = {0};
  arena_init(&a, NULL, 0);
  for (uint64_t i = 0; i < 1000000; i++) {
    VEC_PUSH(&a, &x, i);
    VEC_PUSH(&a, &y, ~i);
  }
  for (uint64_t i = 0; i < 1000000; i++)
    assert_true(x.at[i] == i && y.at[i] == ~i);
  assert_true(a.used < (size_t)4 * 1000000 * sizeof(uint64_t)); // no older copies of them
  arena_done(&a);
}

// Takes memory until `part` has none any more; true where that is the limit of the whole.
static bool runs_out(struct arena *whole, struct arena *part) {
  jmp_buf failure;
  whole->on_failure = &failure;
  if (setjmp(failure) == 0)
    for (;;)
      arena_alloc(part, MIB / 2);
  whole->on_failure = NULL;
  return whole->over_limit;
}

static void test_part_counts(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 8 * MIB);
  struct arena *part = arena_part(&a);
  for (int i = 0; i < 100; i++) { // what was given back can be taken again
    arena_alloc(part, MIB / 2);
    arena_alloc(part, 2 * MIB);
    arena_reset(part);
  }
  assert_true(a.used <= 2 * MIB);
  assert_true(runs_out(&a, part));
  arena_done(&a);
  assert_int_equal(a.used, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_grows),
      cmocka_unit_test(test_long_lists_stay_whole),
      cmocka_unit_test(test_part_counts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
