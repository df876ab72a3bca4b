#include "unit.h"

#include <dirent.h>

#include "check/check.h"

// The leaves of the tree of each script in tests/golden/script.

static bool read_script(struct arena *a, const char *name, str *bytes) {
  struct fault why;
  str path = str_format(a, "%s/script/%s", DLINT_TESTS_GOLDEN, name);
  return str_has_suffix(path, STR(".sh")) && source_read(a, path, bytes, &why);
}

static void test_leaves(void **state) {
  (void)state;
  struct arena a;
  uint32_t scripts = 0;
  DIR *folder = opendir(DLINT_TESTS_GOLDEN "/script");
  assert_non_null(folder);
  arena_init(&a, NULL, 0);
  for (const struct dirent *entry; (entry = readdir(folder)); arena_reset(&a)) {
    str bytes;
    if (!read_script(&a, entry->d_name, &bytes))
      continue;
    const struct shell_script *s = shell_parse(&a, (struct text){.bytes = bytes}, SHELL_BASH);
    if (s->ok) {
      print_message("%s\n", entry->d_name);
      check_leaves(&a, s);
    }
    scripts += s->ok;
  }
  closedir(folder);
  arena_done(&a);
  assert_true(scripts > 40);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_leaves)};
  return cmocka_run_group_tests_name("leaves", tests, NULL, NULL);
}
