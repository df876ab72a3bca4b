#define _GNU_SOURCE // O_PATH, syscall()

#include "cli/sandbox.h"

#include "base/str.h"

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Files: Landlock, as of Documentation/userspace-api/landlock.rst. The numbers are the kernel's on every processor; its
// headers are older than it on many systems.

enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446, QUERY_VERSION = 1, PATH_BENEATH = 1 };

// Rights on files. Those on a folder hold for all below it.
enum {
  EXECUTE = 1 << 0,
  WRITE_FILE = 1 << 1,
  READ_FILE = 1 << 2,
  READ_FOLDER = 1 << 3,
  REMOVE_FILE = 1 << 5,
  MAKE_FILE = 1 << 8,
  TRUNCATE = 1 << 14,
  OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE, // what a rule about a single file may have
  READ = READ_FILE | READ_FOLDER,
  WRITE = WRITE_FILE | REMOVE_FILE | MAKE_FILE | TRUNCATE,
};

// What each version of the interface knows; a later one than the last is taken for that.
static const struct version {
  uint64_t rights; // on files: all of them
  size_t size;     // of struct ruleset, as far as it is known
} versions[] = {
    {0x1fff, 8},  {0x3fff, 8}, // moving files to other folders
    {0x7fff, 8},               // TRUNCATE
    {0x7fff, 16},              // TCP
    {0xffff, 16},              // ioctl() on devices
    {0xffff, 24},              // abstract sockets and signals of others
};

enum { TCP_BIND_AND_CONNECT = 3, ABSTRACT_SOCKETS_AND_SIGNALS = 3 };

struct ruleset {
  uint64_t files, net, scoped;
};

struct rule {
  uint64_t rights;
  int32_t fd;
};

static bool refuse(const char **why, const char *problem) {
  *why = problem;
  return false;
}

static bool is_missing(int error) {
  return error == ENOENT || error == ENOTDIR;
}

static bool add_path(int ruleset, const struct sandbox_path *path, uint64_t handled) {
  uint64_t rights = (path->may_read ? READ : 0) | (path->may_write ? WRITE : 0);
  struct stat st;
  int fd = open(path->path, O_PATH | O_CLOEXEC);
  if (fd < 0)
    return is_missing(errno);
  bool good = fstat(fd, &st) == 0;
  if (good && !S_ISDIR(st.st_mode))
    rights &= OF_FILES;
  struct rule rule = {rights & handled, fd};
  if (good && rule.rights)
    good = syscall(ADD_RULE, ruleset, PATH_BENEATH, &rule, 0) == 0;
  close(fd);
  return good;
}

static bool keep_own_privileges(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

bool sandbox_files(const struct sandbox *s, const char **why) {
  long newest = syscall(CREATE_RULESET, NULL, 0, QUERY_VERSION);
  if (newest < 1)
    return refuse(why, "this system has no Landlock");
  const struct version *v = &versions[newest < (long)COUNT_OF(versions) ? newest - 1 : (long)COUNT_OF(versions) - 1];
  struct ruleset wanted = {v->rights, TCP_BIND_AND_CONNECT, ABSTRACT_SOCKETS_AND_SIGNALS};
  if (s->reads_all || s->starts_programs)
    wanted.files &= ~(uint64_t)READ;
  if (s->starts_programs)
    wanted.files &= ~(uint64_t)EXECUTE;
  int ruleset = (int)syscall(CREATE_RULESET, &wanted, v->size, 0);
  if (ruleset < 0)
    return refuse(why, "Landlock takes no rules");
  bool good = true;
  for (uint32_t i = 0; good && i < s->path_count; i++)
    good = add_path(ruleset, &s->paths[i], wanted.files);
  good = good && keep_own_privileges() && syscall(RESTRICT_SELF, ruleset, 0) == 0;
  close(ruleset);
  return good || refuse(why, "Landlock cannot be entered");
}

#if (defined(__x86_64__) || defined(__aarch64__)) && __has_include(<linux/seccomp.h>)
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

// Calls that are refused. A list of those allowed would be shorter in what it trusts, but each C library, its next
// version and each sanitizer makes others; what must not happen is known.
static const uint32_t program_calls[] = {SYS_execve, SYS_execveat};
static const uint32_t refused_calls[] = {
    // sockets
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    SYS_sendto,
    SYS_sendmsg,
    SYS_sendmmsg,
    // other processes
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    // calls by other ways than this filter's
    425, // io_uring_setup
    SYS_open_by_handle_at,
    // wide parts of the kernel that a linter has no use for
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    SYS_unshare,
    SYS_setns,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
};

#ifdef __x86_64__
enum { PROCESSOR = AUDIT_ARCH_X86_64, FIRST_X32_CALL = 0x40000000 };
#else
enum { PROCESSOR = AUDIT_ARCH_AARCH64, FIRST_X32_CALL = INT32_MAX };
#endif

enum {
  FRAME = 6, // instructions before and behind the list
  FILTER_MAX = FRAME + COUNT_OF(program_calls) + COUNT_OF(refused_calls),
};

struct filter {
  struct sock_filter at[FILTER_MAX];
  uint8_t len, refusal; // where the refusing instruction will be
};

static void load(struct filter *f, uint32_t offset) {
  f->at[f->len++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset);
}

static void leave(struct filter *f, uint32_t result) {
  f->at[f->len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, result);
}

// Refuses where comparing what was loaded with `operand` comes to `when`.
static void refuse_if(struct filter *f, uint16_t comparison, uint32_t operand, bool when) {
  uint8_t jump = (uint8_t)(f->refusal - f->len - 1);
  f->at[f->len++] =
      (struct sock_filter)BPF_JUMP(BPF_JMP | comparison | BPF_K, operand, when ? jump : 0, when ? 0 : jump);
}

static void refuse_calls(struct filter *f, const uint32_t *calls, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    refuse_if(f, BPF_JEQ, calls[i], true);
}

bool sandbox_calls(bool starts_programs, const char **why) {
  uint32_t programs = starts_programs ? 0 : COUNT_OF(program_calls);
  struct filter f = {.refusal = (uint8_t)(FRAME - 1 + programs + COUNT_OF(refused_calls))};
  load(&f, offsetof(struct seccomp_data, arch));
  refuse_if(&f, BPF_JEQ, PROCESSOR, false);
  load(&f, offsetof(struct seccomp_data, nr));
  refuse_if(&f, BPF_JGE, FIRST_X32_CALL, true);
  refuse_calls(&f, program_calls, programs);
  refuse_calls(&f, refused_calls, COUNT_OF(refused_calls));
  leave(&f, SECCOMP_RET_ALLOW);
  leave(&f, SECCOMP_RET_ERRNO | EPERM);
  struct sock_fprog program = {f.len, f.at};
  if (!keep_own_privileges())
    return refuse(why, "privileges cannot be given up");
  // Without the second flag, which is of Linux 4.17, some systems make all that follows slower.
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) != 0 &&
      syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
    return refuse(why, "this system has no seccomp filters");
  return true;
}

#else

bool sandbox_calls(bool starts_programs, const char **why) {
  (void)starts_programs;
  return refuse(why, "calls of this processor's Linux are not known");
}

#endif

#else

bool sandbox_files(const struct sandbox *s, const char **why) {
  (void)s;
  *why = "only Linux has Landlock";
  return false;
}

bool sandbox_calls(bool starts_programs, const char **why) {
  (void)starts_programs;
  *why = "only Linux has seccomp";
  return false;
}

#endif
