#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/watch.h"

static void put(const char *path, const char *content) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, content, strlen(content)), strlen(content));
  close(fd);
}

static void write_it(void) {
  put("Dockerfile", "FROM scratch\n");
}
// As Vim does: the old file is moved away, a new one written.
static void rename_away(void) {
  assert_int_equal(rename("Dockerfile", "Dockerfile~"), 0);
  put("Dockerfile", "FROM scratch\n");
}
// As others do: another file is moved to its place.
static void rename_over(void) {
  put("#new", "FROM scratch\n");
  assert_int_equal(rename("#new", "Dockerfile"), 0);
}
static void delete_it(void) {
  assert_int_equal(unlink("Dockerfile"), 0);
}
static void make_another(void) {
  put("app.Dockerfile", "");
}
static void make_folder(void) {
  assert_int_equal(mkdir("sub", 0700), 0);
}
static void configure(void) {
  put(".dlint.yaml", "fail-on: error\n");
}
static void write_odd(void) {
  put("odd", "FROM\n");
}

struct watch_case {
  const char *name;
  void (*change)(void);
};

static const struct watch_case watch_cases[] = {
    {"written", write_it},          {"another in its place", rename_away}, {"moved to its place", rename_over},
    {"deleted", delete_it},         {"another Dockerfile", make_another},  {"a folder", make_folder},
    {"a configuration", configure}, {"a file that was named", write_odd},
};

// Each change ends the wait, both when the system tells and when dlint looks.
static void test_watch(void **state) {
  const struct watch_case *c = *state;
  for (int kind = WATCH_BY_EVENTS; kind <= WATCH_BY_LOOKING; kind++) {
    char folder[] = "/tmp/dlint-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    put("Dockerfile", "FROM debian\n");
    put("odd", "");
    struct watch w;
    watch_init(&w, (enum watch_kind)kind);
    for (int round = 0; round < 2; round++) { // the second is as good as the first
      watch_reset(&w);
      watch_file(&w, STR("odd"));
      watch_folder(&w, STR("./nosuch"));
      watch_start(&w);
    }
    put("notes", "of no concern\n");
    c->change();
    watch_wait(&w);
    watch_done(&w);
    static const char *const made[] = {"Dockerfile", "Dockerfile~", "app.Dockerfile", ".dlint.yaml", "odd", "notes"};
    for (size_t i = 0; i < COUNT_OF(made); i++)
      unlink(made[i]);
    rmdir("sub");
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(rmdir(folder), 0);
  }
}

int main(void) {
  return RUN_CASES("watch", watch_cases, test_watch);
}
