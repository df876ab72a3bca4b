// Runs a program and disturbs one of its system calls, counted from its entry point on, so that the dynamic linker and
// the set-up of sanitizers are left alone:
//
//     syscalls count PROGRAM ARG…        prints an empty line, and how many calls there are; for each of them that is
//                                        input or output, a comma and the errors that it can end with
//     syscalls kill N PROGRAM ARG…       SIGKILL before call N
//     syscalls pause N SCRIPT PROGRAM …  a shell runs SCRIPT before call N, the program standing still meanwhile
//     syscalls fail N ERROR PROGRAM ARG… input or output call N ends with that error, without being made
//     syscalls short N PROGRAM ARG…      from input or output call N on, reads and writes get one byte
//
// Ends as the program does; 128 and the signal where it was killed, 77 where this machine cannot do it.

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SKIPPED = 77 };

#if defined(__x86_64__)

static const struct {
  const char *name;
  int number;
} errors[] = {{"EACCES", EACCES}, {"EINTR", EINTR}, {"EIO", EIO}, {"EMFILE", EMFILE}, {"ENOSPC", ENOSPC}};

static int error_named(const char *name) {
  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
    if (strcmp(errors[i].name, name) == 0)
      return errors[i].number;
  return 0;
}

// The calls that move bytes, names or attributes of files, and what their manual pages say they can end with.
static const struct io {
  long call;
  const char *errors;
} ios[] = {
    {SYS_open, "EACCES EMFILE EIO EINTR"},
    {SYS_openat, "EACCES EMFILE EIO EINTR"},
    {SYS_read, "EIO EINTR"},
    {SYS_pread64, "EIO EINTR"},
    {SYS_write, "ENOSPC EIO EINTR"},
    {SYS_writev, "ENOSPC EIO EINTR"},
    {SYS_close, "EIO EINTR"},
    {SYS_fsync, "EIO ENOSPC EINTR"},
    {SYS_fdatasync, "EIO ENOSPC EINTR"},
    {SYS_ftruncate, "EIO EINTR"},
    {SYS_rename, "EIO ENOSPC EACCES"},
    {SYS_renameat, "EIO ENOSPC EACCES"},
    {SYS_renameat2, "EIO ENOSPC EACCES"},
    {SYS_linkat, "EIO ENOSPC EACCES"},
    {SYS_unlink, "EIO EACCES"},
    {SYS_unlinkat, "EIO EACCES"},
    {SYS_stat, "EIO EACCES"},
    {SYS_lstat, "EIO EACCES"},
    {SYS_newfstatat, "EIO EACCES"},
    {SYS_fstat, "EIO"},
    {SYS_fchmod, "EIO"},
    {SYS_fchown, "EIO"},
    {SYS_getdents64, "EIO"},
    {SYS_getcwd, "EACCES"},
    {SYS_readlink, "EIO EACCES"},
    {SYS_dup, "EMFILE"},
};

// NULL where it is none of these.
static const struct io *io_of(long call) {
  for (size_t i = 0; i < sizeof ios / sizeof *ios; i++)
    if (ios[i].call == call)
      return &ios[i];
  return NULL;
}

static _Noreturn void give_up(const char *what) {
  perror(what);
  exit(SKIPPED);
}

static struct user_regs_struct registers(pid_t child) {
  struct user_regs_struct r;
  if (ptrace(PTRACE_GETREGS, child, NULL, &r) != 0)
    give_up("PTRACE_GETREGS");
  return r;
}

static void set_registers(pid_t child, struct user_regs_struct r) {
  if (ptrace(PTRACE_SETREGS, child, NULL, &r) != 0)
    give_up("PTRACE_SETREGS");
}

static uint64_t entry_of(pid_t child) {
  char path[64];
  Elf64_auxv_t pair;
  uint64_t entry = 0;
  snprintf(path, sizeof path, "/proc/%d/auxv", (int)child);
  FILE *f = fopen(path, "r");
  while (f && fread(&pair, sizeof pair, 1, f) == 1 && pair.a_type != AT_NULL)
    if (pair.a_type == AT_ENTRY)
      entry = pair.a_un.a_val;
  if (!entry)
    give_up(path);
  fclose(f);
  return entry;
}

// Lets the child run; true where it stopped, false where it has ended.
static bool wait_for(pid_t child, int *status) {
  if (waitpid(child, status, 0) != child)
    give_up("waitpid");
  return WIFSTOPPED(*status);
}

// A breakpoint instruction in the place of the first one.
static void run_to_entry(pid_t child) {
  int status;
  if (!wait_for(child, &status)) // the stop at exec
    give_up("exec");
  uint64_t entry = entry_of(child);
  long word = ptrace(PTRACE_PEEKTEXT, child, entry, NULL);
  if (ptrace(PTRACE_POKETEXT, child, entry, (word & ~0xFFL) | 0xCC) != 0)
    give_up("PTRACE_POKETEXT");
  ptrace(PTRACE_CONT, child, NULL, NULL);
  if (!wait_for(child, &status) || WSTOPSIG(status) != SIGTRAP)
    give_up("entry point");
  ptrace(PTRACE_POKETEXT, child, entry, word);
  struct user_regs_struct r = registers(child);
  r.rip = entry;
  set_registers(child, r);
  ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
}

struct plan {
  const char *mode;
  long number;
  int error;
  const char *script;
  long calls, io_calls; // so far
  char seen[1 << 16];   // errors of each of the latter
};

static void note(struct plan *p, const struct io *io) {
  size_t len = strlen(p->seen), room = sizeof p->seen - len;
  if ((size_t)snprintf(p->seen + len, room, ",%s", io->errors) >= room) {
    fputs("syscalls: too many calls\n", stderr);
    exit(2);
  }
}

static void run_script(const char *script) {
  pid_t shell = fork();
  if (shell == 0) {
    execl("/bin/sh", "sh", "-c", script, (char *)NULL);
    _exit(SKIPPED);
  }
  int status;
  if (shell < 0 || waitpid(shell, &status, 0) != shell)
    give_up("script");
}

// At the entry of a call. Returns the error that its result has to become; 0 for none.
static int disturb(struct plan *p, pid_t child) {
  struct user_regs_struct r = registers(child);
  const struct io *io = io_of((long)r.orig_rax);
  p->calls++;
  p->io_calls += io != NULL;
  if (io && strcmp(p->mode, "count") == 0)
    note(p, io);
  if (strcmp(p->mode, "kill") == 0 && p->calls == p->number)
    kill(child, SIGKILL);
  if (strcmp(p->mode, "pause") == 0 && p->calls == p->number)
    run_script(p->script);
  bool moves = r.orig_rax == SYS_read || r.orig_rax == SYS_write;
  if (strcmp(p->mode, "short") == 0 && moves && p->io_calls >= p->number && r.rdx > 1) {
    r.rdx = 1;
    set_registers(child, r);
  }
  if (strcmp(p->mode, "fail") != 0 || !io || p->io_calls != p->number)
    return 0;
  r.orig_rax = (unsigned long long)-1; // no call
  set_registers(child, r);
  return p->error;
}

static int trace(struct plan *p, pid_t child) {
  int status, signal = 0, error = 0;
  bool inside = false;
  for (;;) {
    ptrace(PTRACE_SYSCALL, child, NULL, signal);
    signal = 0;
    if (!wait_for(child, &status))
      return status;
    if (WSTOPSIG(status) != (SIGTRAP | 0x80)) {
      signal = WSTOPSIG(status);
      continue;
    }
    if (!inside) {
      error = disturb(p, child);
    } else if (error) {
      struct user_regs_struct r = registers(child);
      r.rax = (unsigned long long)-error;
      set_registers(child, r);
    }
    inside = !inside;
  }
}

int main(int argc, char **argv) {
  if (argc < 3)
    return 2;
  static struct plan p;
  p.mode = argv[1];
  bool takes_more = strcmp(p.mode, "fail") == 0 || strcmp(p.mode, "pause") == 0;
  int program = strcmp(p.mode, "count") == 0 ? 2 : takes_more ? 4 : 3;
  if (argc <= program)
    return 2;
  p.number = program > 2 ? atol(argv[2]) : 0;
  p.script = argv[3];
  p.error = strcmp(p.mode, "fail") == 0 ? error_named(argv[3]) : 0;
  pid_t child = fork();
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
      _exit(SKIPPED);
    execv(argv[program], argv + program);
    _exit(SKIPPED);
  }
  run_to_entry(child);
  int status = trace(&p, child);
  if (strcmp(p.mode, "count") == 0)
    printf("\n%ld%s\n", p.calls, p.seen);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

#else

int main(void) {
  fputs("syscalls: not for this processor\n", stderr);
  return SKIPPED;
}

#endif
