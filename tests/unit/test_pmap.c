#include "base/pmap.h"

#include "unit.h"

static const char one[] = "1", two[] = "2", three[] = "3";

static void test_kept(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct pmap before = {0};
  pmap_put(&a, &before, STR("x"), one);
  struct pmap after = before;
  pmap_put(&a, &after, STR("x"), two);
  pmap_put(&a, &after, STR("y"), three);
  assert_ptr_equal(pmap_get(&before, STR("x")), one);
  assert_null(pmap_get(&before, STR("y")));
  assert_ptr_equal(pmap_get(&after, STR("x")), two);
  assert_ptr_equal(pmap_get(&after, STR("y")), three);
  assert_int_equal(before.len, 1);
  assert_int_equal(after.len, 2);
  arena_done(&a);
}

static void test_many(void **state) {
  (void)state;
  enum { COUNT = 1000 };
  struct arena a;
  arena_init(&a, NULL, 0);
  struct pmap m = {0};
  str *keys = NEW_ARRAY(&a, str, COUNT);
  for (int i = 0; i < COUNT; i++) {
    keys[i] = str_format(&a, "name%d", i);
    pmap_put(&a, &m, keys[i], &keys[i]);
  }
  assert_int_equal(m.len, COUNT);
  for (int i = 0; i < COUNT; i++)
    assert_ptr_equal(pmap_get(&m, keys[i]), &keys[i]);
  const void *const *values = pmap_values(&a, &m);
  bool seen[COUNT] = {false};
  for (uint32_t i = 0; i < COUNT; i++) {
    uint32_t index = (uint32_t)((const str *)values[i] - keys);
    assert_false(seen[index]);
    seen[index] = true;
  }
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_kept),
      cmocka_unit_test(test_many),
  };
  return cmocka_run_group_tests_name("pmap", tests, NULL, NULL);
}
