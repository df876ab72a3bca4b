#include "shellcheck/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/out.h"
#include "base/vec.h"

enum { NO_FD = -1, CHUNK_BYTES = 16384, SPAWN_HIGH_FD = PROCESS_FIRST_FD + PROCESS_INPUTS_MAX };

extern char **environ;

/// What has to be given back, whatever happens.
struct child {
  pid_t pid; // 0 without
  int pipe[2];
  int inputs[PROCESS_INPUTS_MAX];
};

static void close_fd(int *fd) {
  if (*fd != NO_FD)
    close(*fd);
  *fd = NO_FD;
}

static void close_inputs(struct child *c) {
  for (uint32_t i = 0; i < PROCESS_INPUTS_MAX; i++)
    close_fd(&c->inputs[i]);
}

// Ends the child and all in its group, if it has not ended by itself.
static void child_end(void *p) {
  struct child *c = p;
  close_fd(&c->pipe[0]);
  close_fd(&c->pipe[1]);
  close_inputs(c);
  if (c->pid == 0)
    return;
  kill(-c->pid, SIGKILL);
  while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
    ;
  c->pid = 0;
}

static struct child *child_new(struct arena *a) {
  struct child *c = NEW(a, struct child);
  c->pipe[0] = c->pipe[1] = NO_FD;
  for (uint32_t i = 0; i < PROCESS_INPUTS_MAX; i++)
    c->inputs[i] = NO_FD;
  arena_on_exit(a, child_end, c);
  return c;
}

// The descriptor moved above those that the child gets, so that giving it one does not close another.
static int moved_up(int fd) {
  int high = fd < 0 ? NO_FD : fcntl(fd, F_DUPFD_CLOEXEC, SPAWN_HIGH_FD);
  if (fd >= 0)
    close(fd);
  return high;
}

static char *c_string(struct arena *a, str s) {
  char *copy = NEW_ARRAY(a, char, s.len + 1);
  memcpy(copy, s.at, s.len);
  return copy;
}

// A file without a name, that holds `bytes`; it is gone with its last descriptor. NO_FD where there can be none.
static int file_of(struct arena *a, str bytes) {
  const char *folder = getenv("TMPDIR");
  char *path = c_string(a, str_format(a, "%s/dlint.XXXXXX", folder && folder[0] == '/' ? folder : "/tmp"));
  int fd = mkstemp(path);
  if (fd >= 0)
    unlink(path);
  fd = moved_up(fd);
  if (fd != NO_FD && (!fd_write(fd, bytes) || lseek(fd, 0, SEEK_SET) != 0))
    close_fd(&fd);
  return fd;
}

static bool make_inputs(struct arena *a, struct child *c, const struct process *p) {
  for (uint32_t i = 0; i < p->input_count; i++) {
    c->inputs[i] = file_of(a, p->inputs[i]);
    if (c->inputs[i] == NO_FD)
      return false;
  }
  return true;
}

static bool make_pipe(struct child *c) {
  int ends[2];
  if (pipe(ends) != 0)
    return false;
  c->pipe[0] = moved_up(ends[0]);
  c->pipe[1] = moved_up(ends[1]);
  return c->pipe[0] != NO_FD && c->pipe[1] != NO_FD;
}

static bool give_files(posix_spawn_file_actions_t *actions, const struct child *c, const struct process *p) {
  bool good = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0) == 0 &&
              posix_spawn_file_actions_adddup2(actions, c->pipe[1], 1) == 0 &&
              posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0) == 0;
  for (uint32_t i = 0; good && i < p->input_count; i++)
    good = posix_spawn_file_actions_adddup2(actions, c->inputs[i], PROCESS_FIRST_FD + (int)i) == 0;
  return good;
}

// A group of its own, so that all of it can be ended; no signal blocked or ignored.
static bool set_attributes(posix_spawnattr_t *attributes) {
  sigset_t none, pipe;
  sigemptyset(&none);
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  short flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
  return posix_spawnattr_setflags(attributes, flags) == 0 && posix_spawnattr_setpgroup(attributes, 0) == 0 &&
         posix_spawnattr_setsigmask(attributes, &none) == 0 && posix_spawnattr_setsigdefault(attributes, &pipe) == 0;
}

// The environment without what would change the answers.
static char **environment(struct arena *a) {
  VEC(char *) kept = {0};
  for (char **at = environ; *at; at++)
    if (!str_has_prefix(str_of(*at), STR("SHELLCHECK_OPTS=")))
      VEC_PUSH(a, &kept, *at);
  VEC_PUSH(a, &kept, NULL);
  return kept.at;
}

static bool spawn(struct arena *a, struct child *c, const struct process *p) {
  char **env = environment(a), **words = NEW_ARRAY(a, char *, p->word_count + 1);
  for (uint32_t i = 0; i < p->word_count; i++)
    words[i] = c_string(a, p->words[i]);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (posix_spawn_file_actions_init(&actions) != 0)
    return false;
  bool good = posix_spawnattr_init(&attributes) == 0;
  if (good) {
    pid_t pid;
    good = give_files(&actions, c, p) && set_attributes(&attributes) &&
           posix_spawn(&pid, p->program.at, &actions, &attributes, words, env) == 0;
    if (good)
      c->pid = pid;
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return good;
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

// Waits until there is something to read. False when the time is over.
static bool wait_for(int fd, int64_t deadline) {
  struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
  for (;;) {
    int64_t left = deadline - now();
    int ready = left > 0 ? poll(&poll_fd, 1, (int)left) : 0;
    if (ready >= 0 || errno != EINTR)
      return ready > 0;
  }
}

// Reads up to the end. False with `*why` where that does not come in time, or not after so many bytes.
static bool read_output(const struct child *c, const struct process *p, struct buf *b, str *why) {
  char chunk[CHUNK_BYTES];
  int64_t deadline = now() + p->milliseconds;
  while (wait_for(c->pipe[0], deadline)) {
    ssize_t got = read(c->pipe[0], chunk, sizeof chunk);
    if (got == 0)
      return true;
    if (got < 0 && errno != EINTR) {
      *why = str_format(b->arena, "cannot be read: %s", strerror(errno));
      return false;
    }
    if (got > 0)
      buf_add(b, (str){chunk, (uint32_t)got});
    if (b->len > p->output_bytes) {
      *why = str_format(b->arena, "wrote more than %u bytes", (unsigned)p->output_bytes);
      return false;
    }
  }
  *why = str_format(b->arena, "took longer than %u milliseconds", (unsigned)p->milliseconds);
  return false;
}

bool process_run(struct arena *a, const struct process *p, str *output, str *why) {
  struct child *c = child_new(a);
  struct buf b;
  buf_init(&b, a);
  bool good = make_inputs(a, c, p) && make_pipe(c) && spawn(a, c, p);
  if (!good)
    *why = STR("cannot be started");
  close_inputs(c);
  close_fd(&c->pipe[1]);
  good = good && read_output(c, p, &b, why);
  child_end(c);
  *output = buf_str(&b);
  return good;
}
