#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "fix/fix.h"

// Edits

struct apply_case {
  const char *name;
  str bytes;
  struct diag_edit first[2], second[2]; // those of two findings; an edit without text and span is none
  enum fix_level level;
  bool second_safe;
  str result;
  uint32_t applied;
};

#define EDIT(at, count, bytes)                                                                                         \
  { .span = {(at), (count)}, .text = STR_INIT(bytes) }
// Deletes one of the parts of all that stands in bytes 1 to 5.
#define PART(at, count)                                                                                                \
  { .span = {(at), 1}, .whole = {1, 4}, .parts = (count) }

static const struct apply_case apply_cases[] = {
    {"replaces and inserts",
     STR_INIT("FROM a"),
     {EDIT(0, 4, "from"), EDIT(6, 0, " AS b")},
     {EDIT(0, 0, "")},
     FIX_SAFE,
     true,
     STR_INIT("from a AS b"),
     1},
    {"deletes", STR_INIT("abc"), {EDIT(1, 1, "")}, {EDIT(0, 0, "")}, FIX_SAFE, true, STR_INIT("ac"), 1},
    {"two that do not touch",
     STR_INIT("abc"),
     {EDIT(0, 1, "x")},
     {EDIT(2, 1, "z")},
     FIX_SAFE,
     true,
     STR_INIT("xbz"),
     2},
    {"given in the other order",
     STR_INIT("abc"),
     {EDIT(2, 1, "z")},
     {EDIT(0, 1, "x")},
     FIX_SAFE,
     true,
     STR_INIT("xbz"),
     2},
    {"overlapping: the first one",
     STR_INIT("abc"),
     {EDIT(0, 2, "x")},
     {EDIT(1, 2, "z")},
     FIX_SAFE,
     true,
     STR_INIT("xc"),
     1},
    {"all edits of a fix or none",
     STR_INIT("abcd"),
     {EDIT(1, 1, "x")},
     {EDIT(1, 1, "y"), EDIT(3, 1, "z")},
     FIX_SAFE,
     true,
     STR_INIT("axcd"),
     1},
    {"two different insertions at one place",
     STR_INIT("ab"),
     {EDIT(1, 0, "x")},
     {EDIT(1, 0, "y")},
     FIX_SAFE,
     true,
     STR_INIT("axb"),
     1},
    {"the same insertion twice is made once",
     STR_INIT("abcd"),
     {EDIT(0, 0, "A\n"), EDIT(1, 1, "x")},
     {EDIT(0, 0, "A\n"), EDIT(3, 1, "y")},
     FIX_SAFE,
     true,
     STR_INIT("A\naxcy"),
     2},
    {"of two insertions that serve the same the first one is made",
     STR_INIT("abcdef"),
     {{.span = {4, 0}, .text = STR_INIT("A\n"), .once = STR_INIT("A")}, EDIT(5, 1, "y")},
     {{.span = {0, 0}, .text = STR_INIT("A\n"), .once = STR_INIT("A")}, EDIT(1, 1, "x")},
     FIX_SAFE,
     true,
     STR_INIT("A\naxcdey"),
     2},
    {"a suggestion is not safe",
     STR_INIT("abc"),
     {EDIT(0, 1, "x")},
     {EDIT(2, 1, "z")},
     FIX_SAFE,
     false,
     STR_INIT("xbc"),
     1},
    {"some parts of a whole", STR_INIT("abcde"), {PART(1, 3)}, {PART(3, 3)}, FIX_SAFE, true, STR_INIT("ace"), 2},
    {"not all parts of a whole", STR_INIT("abcde"), {PART(1, 2)}, {PART(3, 2)}, FIX_SAFE, true, STR_INIT("acde"), 1},
    {"the same part twice", STR_INIT("abcde"), {PART(1, 2)}, {PART(1, 2)}, FIX_SAFE, true, STR_INIT("acde"), 2},
    {"a suggestion when asked for",
     STR_INIT("abc"),
     {EDIT(0, 1, "x")},
     {EDIT(2, 1, "z")},
     FIX_ALL,
     false,
     STR_INIT("xbz"),
     2},
};

static uint32_t edits_in(const struct diag_edit edits[2]) {
  uint32_t n = 0;
  while (n < 2 && (edits[n].span.len || edits[n].span.off || edits[n].text.len))
    n++;
  return n;
}

static void test_apply(void **state) {
  const struct apply_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct diag_fix fixes[2] = {{.safe = true, .edits = c->first, .edit_count = edits_in(c->first)},
                              {.safe = c->second_safe, .edits = c->second, .edit_count = edits_in(c->second)}};
  struct diag found[2] = {{.fixes = &fixes[0], .fix_count = 1}, {.fixes = &fixes[1], .fix_count = 1}};
  struct diags diags = {found, 2, 2};
  uint32_t applied;
  assert_str_equal(fix_apply(&a, c->bytes, &diags, c->level, &applied), c->result);
  assert_int_equal(applied, c->applied);
  arena_done(&a);
}

// Differences

struct diff_case {
  const char *name;
  str path, before, after, diff;
};

static const struct diff_case diff_cases[] = {
    {"equal", STR_INIT("f"), STR_INIT("a\n"), STR_INIT("a\n"), STR_INIT("")},
    {"one line", STR_INIT("./f"), STR_INIT("a\nb\nc\n"), STR_INIT("a\nx\nc\n"),
     STR_INIT("--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n")},
    {"at both ends of a long file", STR_INIT("/f"), STR_INIT("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n"),
     STR_INIT("1\n2\n3\n4\n5\n6\n7\n8\n9\nx\n"),
     STR_INIT("--- a/f\n+++ b/f\n@@ -1,4 +1,3 @@\n-0\n 1\n 2\n 3\n@@ -8,3 +7,4 @@\n 7\n 8\n 9\n+x\n")},
    {"near changes share a hunk", STR_INIT("f"), STR_INIT("0\n1\n2\n3\n4\n5\n6\n7\n"),
     STR_INIT("x\n1\n2\n3\n4\n5\n6\ny\n"),
     STR_INIT("--- a/f\n+++ b/f\n@@ -1,8 +1,8 @@\n-0\n+x\n 1\n 2\n 3\n 4\n 5\n 6\n-7\n+y\n")},
    {"no line end", STR_INIT("f"), STR_INIT("a"), STR_INIT("a\n"),
     STR_INIT("--- a/f\n+++ b/f\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n")},
    {"from nothing", STR_INIT("f"), STR_INIT(""), STR_INIT("a\n"), STR_INIT("--- a/f\n+++ b/f\n@@ -0,0 +1,1 @@\n+a\n")},
    {"a path with what quotes escape", STR_INIT("a\"b\\c"), STR_INIT(""), STR_INIT("a\n"),
     STR_INIT("--- \"a/a\\\"b\\\\c\"\n+++ \"b/a\\\"b\\\\c\"\n@@ -0,0 +1,1 @@\n+a\n")},
    {"to nothing", STR_INIT("f"), STR_INIT("a\nb\n"), STR_INIT(""),
     STR_INIT("--- a/f\n+++ b/f\n@@ -1,2 +0,0 @@\n-a\n-b\n")},
    {"a path that needs quotes", STR_INIT("a\tb"), STR_INIT(""), STR_INIT("a\n"),
     STR_INIT("--- \"a/a\\011b\"\n+++ \"b/a\\011b\"\n@@ -0,0 +1,1 @@\n+a\n")},
};

struct text_sink {
  char at[4096];
  size_t len;
};

static bool keep(void *ctx, const char *at, size_t len) {
  struct text_sink *sink = ctx;
  if (len > sizeof sink->at - sink->len)
    return false;
  memcpy(sink->at + sink->len, at, len);
  sink->len += len;
  return true;
}

static void test_diff(void **state) {
  const struct diff_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct text_sink sink = {.len = 0};
  struct out out;
  out_init(&out, keep, &sink);
  fix_diff(&a, &out, c->path, c->before, c->after);
  assert_true(out_flush(&out));
  assert_str_equal(((str){sink.at, (uint32_t)sink.len}), c->diff);
  arena_done(&a);
}

static str repeated(struct arena *a, const char *line, uint32_t count) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < count; i++)
    buf_add(&b, str_of(line));
  return buf_str(&b);
}

static bool count_bytes(void *ctx, const char *at, size_t len) {
  (void)at;
  *(size_t *)ctx += len;
  return true;
}

// More differences than are looked for: all of the old lines go, all of the new ones come.
static void test_large_diff(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  size_t len = 0;
  struct out out;
  out_init(&out, count_bytes, &len);
  fix_diff(&a, &out, STR("f"), repeated(&a, "a\n", 3000), repeated(&a, "b\n", 3000));
  assert_true(out_flush(&out));
  assert_int_equal(len, strlen("--- a/f\n+++ b/f\n@@ -1,3000 +1,3000 @@\n") + 6000 * strlen("-a\n"));
  arena_done(&a);
}

// Writing

struct write_case {
  const char *name;
  const char *before_hand; // done to the folder, as a shell would, by prepare()
  const char *content;     // of the file when it is written
  bool written;
  const char *message;
  bool leaves; // the temporary file, which is another's
};

static const struct write_case write_cases[] = {
    {"replaces a file", "", "old", true, "", false},
    {"removes what a killed run has left", "stray", "old", true, "", false},
    {"refuses a link", "link", "old", false, "is a link; name the file that it leads to", false},
    {"refuses a file of two names", "hard", "old", false, "has several names (hard links), which mending would part",
     false},
    {"refuses a file that has changed", "", "changed", false, "has changed since it was read", false},
    {"refuses one that has grown", "", "older", false, "has changed since it was read", false},
    {"refuses a folder", "replaced", "old", false, "is no regular file", false},
    {"refuses a file that is gone", "gone", "old", false, "cannot look at it: No such file or directory", false},
    {"keeps the owner", "owner", "old", true, "", false},
    {"refuses a file that another run is mending", "held", "old", false,
     "another run is mending it; if none is, remove .f.dlint-new beside it", true},
    {"refuses where a folder has the temporary file's name", "folder", "old", false,
     "another run is mending it; if none is, remove .f.dlint-new beside it", true},
};

static void put(const char *path, const char *content) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0640);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, content, strlen(content)), strlen(content));
  close(fd);
}

static str get(struct arena *a, const char *path) {
  char content[64];
  int fd = open(path, O_RDONLY);
  assert_true(fd >= 0);
  ssize_t n = read(fd, content, sizeof content);
  close(fd);
  return str_copy(a, (str){content, (uint32_t)n});
}

// Returns a descriptor, to be closed; -1 for none.
static int prepare(const char *what) {
  if (strcmp(what, "stray") == 0 || strcmp(what, "held") == 0)
    put(".f.dlint-new", "half");
  if (strcmp(what, "gone") == 0 || strcmp(what, "replaced") == 0)
    assert_int_equal(rename("f", "g"), 0);
  if (strcmp(what, "replaced") == 0)
    assert_int_equal(mkdir("f", 0700), 0);
  if (strcmp(what, "owner") == 0 && geteuid() == 0)
    assert_int_equal(chown("f", 1234, 4321), 0);
  if (strcmp(what, "folder") == 0)
    assert_int_equal(mkdir(".f.dlint-new", 0700), 0);
  if (strcmp(what, "link") == 0) {
    assert_int_equal(rename("f", "g"), 0);
    assert_int_equal(symlink("g", "f"), 0);
  }
  if (strcmp(what, "hard") == 0)
    assert_int_equal(link("f", "g"), 0);
  if (strcmp(what, "held") != 0)
    return -1;
  int held = open(".f.dlint-new", O_RDONLY);
  assert_int_equal(flock(held, LOCK_EX | LOCK_NB), 0);
  return held;
}

static void remove_all(void) {
  unlink("f");
  rmdir("f");
  unlink("g");
  unlink(".f.dlint-new");
  rmdir(".f.dlint-new");
}

static void test_write(void **state) {
  const struct write_case *c = *state;
  char folder[] = "/tmp/dlint-test-XXXXXX";
  assert_non_null(mkdtemp(folder));
  assert_int_equal(chdir(folder), 0);
  put("f", c->content);
  int held = prepare(c->before_hand);
  struct arena a;
  arena_init(&a, NULL, 0);
  struct fault why = {0};
  assert_int_equal(fix_write(&a, STR("f"), STR("old"), STR("new"), &why), c->written);
  assert_str_equal(why.message, str_of(c->message));
  bool moved = strcmp(c->before_hand, "gone") == 0 || strcmp(c->before_hand, "replaced") == 0;
  const char *file = moved ? "g" : "f";
  assert_str_equal(get(&a, file), c->written ? STR("new") : str_of(c->content));
  assert_int_equal(access(".f.dlint-new", F_OK) == 0, c->leaves);
  struct stat st;
  assert_int_equal(stat(file, &st), 0);
  assert_int_equal(st.st_mode & 0777, 0640);
  assert_true(strcmp(c->before_hand, "owner") != 0 || geteuid() != 0 || (st.st_uid == 1234 && st.st_gid == 4321));
  arena_done(&a);
  close(held);
  remove_all();
  assert_int_equal(chdir("/"), 0);
  assert_int_equal(rmdir(folder), 0);
}

// Sweeping

struct sweep_case {
  const char *name;
  const char *before_hand;
  bool leaves;
};

static const struct sweep_case sweep_cases[] = {
    {"nothing to remove", "", false},
    {"removes what a killed run has left", "stray", false},
    {"leaves what another run is writing", "held", true},
    {"leaves what is no file", "folder", true},
};

static void test_sweep(void **state) {
  const struct sweep_case *c = *state;
  char folder[] = "/tmp/dlint-test-XXXXXX";
  assert_non_null(mkdtemp(folder));
  assert_int_equal(chdir(folder), 0);
  int held = prepare(c->before_hand);
  struct arena a;
  arena_init(&a, NULL, 0);
  fix_sweep(&a, STR("f"));
  fix_sweep(&a, STR("nowhere/f"));
  arena_done(&a);
  assert_int_equal(access(".f.dlint-new", F_OK) == 0, c->leaves);
  close(held);
  remove_all();
  assert_int_equal(chdir("/"), 0);
  assert_int_equal(rmdir(folder), 0);
}

int main(void) {
  umask(022);
  const struct CMUnitTest large[] = {cmocka_unit_test(test_large_diff)};
  return cmocka_run_group_tests_name("fix_diff, large", large, NULL, NULL) +
         RUN_CASES("fix_apply", apply_cases, test_apply) + RUN_CASES("fix_diff", diff_cases, test_diff) +
         RUN_CASES("fix_write", write_cases, test_write) + RUN_CASES("fix_sweep", sweep_cases, test_sweep);
}
