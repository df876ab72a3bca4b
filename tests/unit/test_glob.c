#include "unit.h"

#include "base/glob.h"

struct glob_case {
  const char *name;
  const char *pattern, *path;
  bool matches;
};

static const struct glob_case match_cases[] = {
    {"the same text", "a/b", "a/b", true},
    {"a part of the text", "a", "ab", false},
    {"empty", "", "", true},
    {"a star", "a*c", "abbc", true},
    {"a star for nothing", "a*c", "ac", true},
    {"a star does not cross a slash", "a*c", "a/c", false},
    {"a question mark", "a?c", "abc", true},
    {"a question mark is no slash", "a?c", "a/c", false},
    {"a question mark is something", "a?c", "ac", false},
    {"a class", "[a-c]x", "bx", true},
    {"outside of the class", "[a-c]x", "dx", false},
    {"not of the class", "[!a-c]x", "dx", true},
    {"not of the class, with ^", "[^a-c]x", "ax", false},
    {"a bracket in the class", "[]]", "]", true},
    {"a dash at the end of the class", "[a-]", "-", true},
    {"an open bracket", "a[b", "a[b", true},
    {"a class is no slash", "a[!b]c", "a/c", false},
    {"any parts at the start", "**/x", "a/b/x", true},
    {"any parts may be none", "**/x", "x", true},
    {"any parts in the middle", "a/**/x", "a/b/c/x", true},
    {"any parts in the middle may be none", "a/**/x", "a/x", true},
    {"any parts at the end", "a/**", "a/b/c", true},
    {"any parts are whole ones", "a/**/x", "ab/x", false},
    {"two stars inside a part are one", "a**c", "a/c", false},
    {"two stars inside a part", "a**c", "abc", true},
    {"two stars behind a text", "a**", "ab/c", false},
    {"two stars behind a slash", "a/**", "a/b/c", true},
    {"a text, then a star", "lib*-dev", "libyaml-dev", true},
    {"a backslash", "a\\*", "a*", true},
    {"a backslash takes the meaning away", "a\\*", "ab", false},
    {"a backslash at the end", "a\\", "a\\", true},
    {"stars that would take forever", "*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac",
     false},
};

static void test_match(void **state) {
  const struct glob_case *c = *state;
  assert_int_equal(glob_match(str_of(c->pattern), str_of(c->path)), c->matches);
}

struct ignore_case {
  const char *name;
  const char *pattern, *path;
  bool is_folder, matches;
};

static const struct ignore_case ignore_cases[] = {
    {"a name at any depth", "x", "a/b/x", false, true},
    {"a name at the top", "x", "x", false, true},
    {"a path from the top", "a/x", "a/x", false, true},
    {"a path only from the top", "a/x", "b/a/x", false, false},
    {"a slash at the start", "/x", "x", false, true},
    {"a slash at the start means the top", "/x", "a/x", false, false},
    {"a slash at the end means folders", "x/", "a/x", true, true},
    {"a slash at the end means no file", "x/", "a/x", false, false},
};

static void test_ignore(void **state) {
  const struct ignore_case *c = *state;
  assert_int_equal(glob_match_ignore(str_of(c->pattern), str_of(c->path), c->is_folder), c->matches);
}

static const struct ignore_case cover_cases[] = {
    {"the path itself", "x", "a/x", false, true},          {"a folder above", "a", "a/b/x", false, true},
    {"a folder further down", "b/", "a/b/x", false, true}, {"a path of folders", "a/b", "a/b/x", false, true},
    {"another folder", "c", "a/b/x", false, false},
};

static void test_covers(void **state) {
  const struct ignore_case *c = *state;
  assert_int_equal(glob_covers(str_of(c->pattern), str_of(c->path), c->is_folder), c->matches);
}

int main(void) {
  int failed = RUN_CASES("glob_match", match_cases, test_match);
  failed += RUN_CASES("glob_match_ignore", ignore_cases, test_ignore);
  return failed + RUN_CASES("glob_covers", cover_cases, test_covers);
}
