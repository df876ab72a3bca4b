// Preloaded into dlint: allocation number DLINT_FAIL_AT fails; with DLINT_FAIL_ON, all from there on, too. When the
// program ends by itself, the file DLINT_FAIL_LOG gets the number of allocations, of those that failed, and of those of
// dlint and its libraries (the C library's own are its own matter) that were not given back.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The C library's own, which are there before anything can be looked up.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t size);
void __libc_free(void *p);

enum { LIVE_MAX = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool started, from_there_on;
static unsigned long fail_at, allocations, failures;
static void *live[LIVE_MAX]; // not yet given back
static unsigned live_count;
static int log_fd;

static unsigned long number_of(const char *name) {
  const char *value = getenv(name);
  return value ? strtoul(value, NULL, 10) : 0;
}

__attribute__((constructor)) static void start(void) {
  fail_at = number_of("DLINT_FAIL_AT");
  from_there_on = number_of("DLINT_FAIL_ON") != 0;
  const char *path = getenv("DLINT_FAIL_LOG"); // now: later dlint may write nowhere
  log_fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
  started = true;
}

// Whether the caller is the C library or the loader, which keep what they take for their own ends.
static bool is_of_system(const void *caller) {
  Dl_info info;
  if (!dladdr(caller, &info) || !info.dli_fname)
    return true;
  const char *slash = strrchr(info.dli_fname, '/'), *name = slash ? slash + 1 : info.dli_fname;
  return strncmp(name, "libc.", 5) == 0 || strncmp(name, "ld-", 3) == 0;
}

static bool fails(void) {
  if (!started)
    return false;
  allocations++;
  bool now = fail_at && (allocations == fail_at || (from_there_on && allocations > fail_at));
  failures += now;
  return now;
}

static void forget(const void *p) {
  for (unsigned i = live_count; p && i > 0; i--)
    if (live[i - 1] == p) {
      live[i - 1] = live[--live_count];
      return;
    }
}

static void remember(void *p, const void *caller) {
  if (p && started && live_count < LIVE_MAX && !is_of_system(caller))
    live[live_count++] = p;
}

static void *finish(void *p, const void *caller) {
  if (!p)
    errno = ENOMEM;
  remember(p, caller);
  pthread_mutex_unlock(&lock);
  return p;
}

void *malloc(size_t size) {
  pthread_mutex_lock(&lock);
  return finish(fails() ? NULL : __libc_malloc(size), __builtin_return_address(0));
}

void *calloc(size_t count, size_t size) {
  pthread_mutex_lock(&lock);
  return finish(fails() ? NULL : __libc_calloc(count, size), __builtin_return_address(0));
}

void *realloc(void *old, size_t size) {
  pthread_mutex_lock(&lock);
  void *p = fails() ? NULL : __libc_realloc(old, size);
  if (p)
    forget(old);
  return finish(p, __builtin_return_address(0));
}

void free(void *p) {
  pthread_mutex_lock(&lock);
  forget(p);
  pthread_mutex_unlock(&lock);
  __libc_free(p);
}

__attribute__((destructor)) static void report(void) {
  if (log_fd < 0)
    return;
  char line[96];
  int len = snprintf(line, sizeof line, "%lu %lu %u\n", allocations, failures, live_count);
  if (write(log_fd, line, (size_t)len) != len)
    _Exit(99);
}
