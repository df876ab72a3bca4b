#include "eval/workdir.h"

#include "unit.h"

struct workdir_case {
  const char *name;
  const char *current, *path, *os, *want; // NULL: refused
};

// What BuildKit's util/system.NormalizeWorkdir gives, backslashes turned.
static const struct workdir_case cases[] = {
    {"an absolute path stays as written", "/a", "/b/../c/", "linux", "/b/../c/"},
    {"a relative one is joined and cleaned", "/a", "b/../c/", "linux", "/a/c"},
    {"none keeps the folder", "/a", "", "linux", "/a"},
    {"relative to nothing", "", "b", "linux", "/b"},
    {"above the root", "/a", "../../../b", "linux", "/b"},
    {"back to the root", "/a", "..", "linux", "/"},
    {"dots", "/a", "./.", "linux", "/a"},
    {"a drive is a name elsewhere", "/a", "C:\\x", "linux", "/a/C:\\x"},
    {"Windows: the drive letter goes", "/", "C:\\a\\b", "windows", "/a/b"},
    {"Windows: in small", "/", "c:/a/../b/", "windows", "/b"},
    {"Windows: relative", "/a", "b\\c", "windows", "/a/b/c"},
    {"Windows: behind a drive", "/a", "c:b", "windows", "/a/b"},
    {"Windows: another drive", "/a", "D:\\b", "windows", NULL},
    {"Windows: a drive alone", "/a", "C:", "windows", NULL},
    {"Windows: UNC", "/a", "\\\\host\\share", "windows", NULL},
    {"Windows: none", "/a", "", "windows", "/a"},
};

static void test_resolve(void **state) {
  const struct workdir_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  str out = {0};
  bool found = workdir_resolve(&a, str_of(c->current), str_of(c->path), str_of(c->os), &out);
  assert_int_equal(found, c->want != NULL);
  if (found)
    assert_str_equal(out, str_of(c->want));
  arena_done(&a);
}

static void test_length(void **state) {
  (void)state;
  enum { STEPS = 3000 };
  struct arena a;
  arena_init(&a, NULL, 0);
  str path = STR("/");
  for (int i = 0; i < STEPS; i++)
    workdir_resolve(&a, path, STR("d"), STR("linux"), &path);
  assert_true(path.len < 4096);
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest lengths[] = {cmocka_unit_test(test_length)};
  if (cmocka_run_group_tests_name("length of a path", lengths, NULL, NULL))
    return 1;
  return RUN_CASES("workdir_resolve", cases, test_resolve);
}
