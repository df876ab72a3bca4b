#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

#include "cli/sandbox.h"

// A child enters the sandbox, tries one thing, and ends with the errno of that.

enum { HAS_NO_SANDBOX = 200, DONE = 0 };

static int fd_result(int fd) {
  return fd < 0 ? errno : DONE;
}

static int read_file(const char *path) {
  return fd_result(open(path, O_RDONLY | O_CLOEXEC));
}

static int write_file(const char *path) {
  return fd_result(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

static int empty_file(const char *path) {
  return truncate(path, 0) == 0 ? DONE : errno;
}

static int remove_file(const char *path) {
  return unlink(path) == 0 ? DONE : errno;
}

static int make_folder(const char *path) {
  return mkdir(path, 0700) == 0 ? DONE : errno;
}

static int replace_file(const char *path) {
  return rename("in/old", path) == 0 ? DONE : errno;
}

static int run_program(const char *path) {
  char *const arguments[] = {"true", NULL};
  execv(path, arguments);
  return errno;
}

static int open_socket(const char *path) {
  (void)path;
  return fd_result(socket(AF_INET, SOCK_STREAM, 0));
}

static int open_local_socket(const char *path) {
  (void)path;
  return fd_result(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int connect_two(const char *path) {
  int ends[2];
  (void)path;
  return fd_result(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

enum layers { FILES = 1, CALLS = 2, PROGRAMS = 4 };

static const struct case_ {
  const char *name;
  unsigned layers;
  int (*try)(const char *path);
  const char *path;
  int expected; // errno
} cases[] = {
    {"a file of the roots is read", FILES, read_file, "in/old", DONE},
    {"a folder of the roots is read", FILES, read_file, "in", DONE},
    {"a file outside is not", FILES, read_file, "/etc/passwd", EACCES},
    {"nor by a way through the roots", FILES, read_file, "in/../out/old", EACCES},
    {"nor through a link in them", FILES, read_file, "in/link", EACCES},
    {"a file that is missing is missing", FILES, read_file, "in/none", ENOENT},
    {"in the roots nothing is made", FILES, write_file, "in/new", EACCES},
    {"nothing is overwritten", FILES, write_file, "in/old", EACCES},
    {"nothing is emptied", FILES, empty_file, "in/old", EACCES},
    {"nothing is removed", FILES, remove_file, "in/old", EACCES},
    {"nothing is made outside", FILES, write_file, "out/new", EACCES},
    {"no folder is", FILES, make_folder, "in/folder", EACCES},
    {"nothing is moved out", FILES, replace_file, "out/old", EACCES},
    {"a named folder is written to", FILES, write_file, "outputs/new", DONE},
    {"and what is there replaced", FILES, write_file, "outputs/old", DONE},
    {"but not read", FILES, read_file, "outputs/old", EACCES},
    {"no program is run", FILES, run_program, "/bin/true", EACCES},
    {"a filter alone refuses programs, too", CALLS, run_program, "/bin/true", EPERM},
    {"programs are run where that was asked for", FILES | CALLS | PROGRAMS, run_program, "/bin/true", DONE},
    {"… and still nothing is written", FILES | CALLS | PROGRAMS, write_file, "in/new", EACCES},
    {"… and no socket is opened", FILES | CALLS | PROGRAMS, open_socket, "", EPERM},
    {"no socket is opened", FILES | CALLS, open_socket, "", EPERM},
    {"no local one", FILES | CALLS, open_local_socket, "", EPERM},
    {"no pair", FILES | CALLS, connect_two, "", EPERM},
    {"with both, the roots are read", FILES | CALLS, read_file, "in/old", DONE},
};

static void child(const struct case_ *c) {
  static const struct sandbox_path paths[] = {{"in", true, false}, {"outputs", false, true}, {"missing", true, true}};
  const struct sandbox s = {.paths = paths, .path_count = 3, .starts_programs = c->layers & PROGRAMS};
  const char *why;
  if (c->layers & FILES && !sandbox_files(&s, &why))
    _exit(HAS_NO_SANDBOX);
  if (c->layers & CALLS && !sandbox_calls(c->layers & PROGRAMS, &why))
    _exit(HAS_NO_SANDBOX);
  _exit(c->try(c->path));
}

static void make_file(const char *path) {
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  assert_int_equal(fclose(f), 0);
}

static void make_tree(char *folder) {
  assert_non_null(mkdtemp(folder));
  assert_int_equal(chdir(folder), 0);
  assert_int_equal(mkdir("in", 0700) | mkdir("out", 0700) | mkdir("outputs", 0700), 0);
  make_file("in/old");
  make_file("out/old");
  make_file("outputs/old");
  assert_int_equal(symlink("../out/old", "in/link"), 0);
}

static void remove_tree(const char *folder) {
  static const char *const files[] = {"in/old", "in/link", "out/old", "outputs/old", "outputs/new"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    unlink(files[i]);
  assert_int_equal(rmdir("in") | rmdir("out") | rmdir("outputs"), 0);
  assert_int_equal(chdir("/"), 0);
  assert_int_equal(rmdir(folder), 0);
}

static void test_try(void **state) {
  const struct case_ *c = *state;
  char folder[] = "/tmp/dlint-sandbox-XXXXXX";
  int status;
  make_tree(folder);
  pid_t pid = fork();
  if (pid == 0)
    child(c);
  assert_int_equal(waitpid(pid, &status, 0), pid);
  remove_tree(folder);
  assert_true(WIFEXITED(status));
  if (WEXITSTATUS(status) == HAS_NO_SANDBOX)
    skip();
  assert_int_equal(WEXITSTATUS(status), c->expected);
}

int main(void) {
  return RUN_CASES("sandbox", cases, test_try);
}
