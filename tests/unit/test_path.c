#include "unit.h"

#include "base/path.h"

// What Go's path.Clean gives for them.
static const struct clean_case {
  const char *name, *path, *clean;
} clean_cases[] = {
    {"nothing", "", "."},
    {"the root", "/", "/"},
    {"a slash at the end", "a/b/", "a/b"},
    {"slashes and dots", "./a//./b", "a/b"},
    {"up", "a/b/../c", "a/c"},
    {"up to nothing", "a/..", "."},
    {"up from nothing", "../../a", "../../a"},
    {"up behind an up", "../a/../..", "../.."},
    {"up from the root", "/../a", "/a"},
    {"up to the root", "/a/..", "/"},
};

static void test_clean(void **state) {
  const struct clean_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  assert_str_equal(path_clean(&a, str_of(c->path)), str_of(c->clean));
  arena_done(&a);
}

static const struct cut_case {
  const char *name, *path, *folder, *last;
} cut_cases[] = {
    {"a name", "a", ".", "a"},       {"in a folder", "a/b/c", "a/b", "c"},
    {"in the root", "/a", "/", "a"}, {"a slash at the end", "a/", "a", ""},
    {"nothing", "", ".", ""},
};

static void test_cut(void **state) {
  const struct cut_case *c = *state;
  assert_str_equal(path_folder(str_of(c->path)), str_of(c->folder));
  assert_str_equal(path_name(str_of(c->path)), str_of(c->last));
}

int main(void) {
  return RUN_CASES("path_clean", clean_cases, test_clean) + RUN_CASES("path_folder, path_name", cut_cases, test_cut);
}
