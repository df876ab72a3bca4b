#include "base/trie.h"

#include "unit.h"

static const char one[] = "1", two[] = "2", three[] = "3";

static void test_kept(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct trie *before = trie_set(&a, NULL, STR("x"), one);
  const struct trie *after = trie_set(&a, trie_set(&a, before, STR("x"), two), STR("y"), three);
  assert_ptr_equal(trie_get(before, STR("x")), one);
  assert_null(trie_get(before, STR("y")));
  assert_ptr_equal(trie_get(after, STR("x")), two);
  assert_ptr_equal(trie_get(after, STR("y")), three);
  assert_null(trie_get(NULL, STR("x")));
  arena_done(&a);
}

enum { MANY = 2000 };

static void test_many(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct trie *t = NULL;
  str *names = NEW_ARRAY(&a, str, MANY);
  for (int i = 0; i < MANY; i++) {
    names[i] = str_format(&a, "name%d", i);
    t = trie_set(&a, t, names[i], one);
    t = trie_set(&a, t, names[i], &names[i]);
  }
  for (int i = 0; i < MANY; i++)
    assert_ptr_equal(trie_get(t, names[i]), &names[i]);
  assert_null(trie_get(t, STR("name")));
  arena_done(&a);
}

struct seen {
  uint32_t count;
  const void *x[8], *y[8];
  str names[8];
};

static void see(void *ctx, str name, const void *x, const void *y) {
  struct seen *s = ctx;
  assert_true(s->count < COUNT_OF(s->names));
  s->names[s->count] = name;
  s->x[s->count] = x;
  s->y[s->count++] = y;
}

static void test_compare(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct trie *base = NULL;
  for (int i = 0; i < MANY; i++)
    base = trie_set(&a, base, str_format(&a, "name%d", i), one);
  const struct trie *x = trie_set(&a, base, STR("name7"), two);
  const struct trie *y = trie_set(&a, base, STR("new"), three);
  struct seen seen = {0};
  trie_compare(x, y, see, &seen);
  assert_int_equal(seen.count, 2);
  uint32_t seven = str_eq(seen.names[0], STR("name7")) ? 0 : 1, new = 1 - seven;
  assert_ptr_equal(seen.x[seven], two);
  assert_ptr_equal(seen.y[seven], one);
  assert_str_equal(seen.names[new], STR("new"));
  assert_null(seen.x[new]);
  assert_ptr_equal(seen.y[new], three);
  seen.count = 0;
  trie_compare(base, base, see, &seen);
  assert_int_equal(seen.count, 0);
  arena_done(&a);
}

static void count_one(void *ctx, str name, const void *x, const void *y) {
  (void)name;
  assert_true(x || y);
  ++*(uint32_t *)ctx;
}

static void test_compare_with_nothing(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct trie *t = NULL;
  for (uint32_t i = 0; i < 40; i++) {
    uint32_t left = 0, right = 0;
    trie_compare(t, NULL, count_one, &left);
    trie_compare(NULL, t, count_one, &right);
    assert_int_equal(left, i);
    assert_int_equal(right, i);
    t = trie_set(&a, t, str_format(&a, "%u", i), one);
  }
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_kept),
      cmocka_unit_test(test_many),
      cmocka_unit_test(test_compare),
      cmocka_unit_test(test_compare_with_nothing),
  };
  return cmocka_run_group_tests_name("trie", tests, NULL, NULL);
}
