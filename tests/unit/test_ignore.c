#include "base/ignore.h"
#include "unit.h"

// As github.com/moby/patternmatcher answers; but a path may begin with a slash, which for COPY is the folder.
static const struct ignore_case {
  const char *name, *file, *path;
  bool covers;
} ignore_cases[] = {
    {"nothing", "", "a", false},
    {"a name", "a\n", "a", true},
    {"a name is one at the top", "a\n", "b/a", false},
    {"a folder above", "a\n", "a/b/c", true},
    {"a part of a name", "a\n", "ab", false},
    {"a slash at the start", "/a/b\n", "a/b", true},
    {"a path with a slash at the start", "a\n", "/a", true},
    {"what Clean takes away", "./a//b/../c/\n", "a/c/d", true},
    {"a path that is to be cleaned", "a/c\n", "./a/b/../c", true},
    {"above the folder", "../a\n", "a", false},
    {"a comment", "#a\na#\n", "a", false},
    {"blanks around a line", "  a \t\r\n", "a", true},
    {"a comment begins the line", " #a\n", "#a", true},
    {"a byte order mark",
     "\xef\xbb\xbf"
     "a\n",
     "a", true},
    {"a star", "*.md\n", "a.md", true},
    {"a star at the top only", "*.md\n", "b/a.md", false},
    {"at any depth", "**/*.md\n", "b/c/a.md", true},
    {"at any depth, and at the top", "**/a\n", "a", true},
    {"all in a folder", "a/**\n", "a/b", true},
    {"all in a folder is not the folder", "a/**\n", "a", false},
    {"the folder itself", "a\n*.md\n", ".", false},
    {"everything", "*\n", ".", true},
    {"everything, below too", "**\n", "a/b", true},
    {"an exception somewhere", "a\n!b\n", "a", false},
};

static void test_ignore(void **state) {
  const struct ignore_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct ignore ignore = ignore_read(&a, str_of(c->file));
  bool covers = ignore_covers(&a, &ignore, str_of(c->path));
  arena_done(&a);
  assert_int_equal(covers, c->covers);
}

int main(void) {
  return RUN_CASES("ignore", ignore_cases, test_ignore);
}
