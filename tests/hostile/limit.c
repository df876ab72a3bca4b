// Runs a program within limits and says what it took: `limit CPU_SECONDS MEMORY_MIB WALL_SECONDS OUT ERR PROGRAM ARG…`
// prints `STATUS CPU_MS RSS_KIB`, where STATUS is the exit code, or 1000 and the signal. Standard input is passed on;
// OUT and ERR get what it prints. MEMORY_MIB 0: none. Small, so that the memory of the test itself is not counted.

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LARGEST_OUTPUT = 1 << 30 };

static void limit(int what, rlim_t value) {
  struct rlimit l = {value, value};
  if (setrlimit(what, &l) != 0)
    _exit(125);
}

static void redirect(int to, const char *path) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd < 0 || dup2(fd, to) < 0)
    _exit(125);
  close(fd);
}

static long milliseconds(struct timeval t) {
  return t.tv_sec * 1000 + t.tv_usec / 1000;
}

int main(int argc, char **argv) {
  if (argc < 7)
    return 125;
  pid_t child = fork();
  if (child == 0) {
    redirect(STDOUT_FILENO, argv[4]);
    redirect(STDERR_FILENO, argv[5]);
    limit(RLIMIT_CPU, (rlim_t)atol(argv[1]));
    limit(RLIMIT_FSIZE, LARGEST_OUTPUT);
    limit(RLIMIT_CORE, 0);
    if (atol(argv[2]))
      limit(RLIMIT_AS, (rlim_t)atol(argv[2]) << 20);
    alarm((unsigned)atol(argv[3])); // kept by the program that follows
    execv(argv[6], argv + 6);
    _exit(126);
  }
  int status;
  struct rusage used;
  if (child < 0 || wait4(child, &status, 0, &used) != child)
    return 125;
  printf("%d %ld %ld\n", WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status),
         milliseconds(used.ru_utime) + milliseconds(used.ru_stime), used.ru_maxrss);
  return 0;
}
