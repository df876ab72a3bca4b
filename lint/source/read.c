#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "source/source.h"

static bool refuse(struct fault *why, str path, str message) {
  *why = (struct fault){.path = path, .message = message};
  return false;
}

static bool refuse_errno(struct arena *a, struct fault *why, str path, const char *doing, int error) {
  return refuse(why, path, str_format(a, "cannot %s: %s", doing, strerror(error)));
}

static bool read_all(struct arena *a, int fd, str path, str *bytes, struct fault *why) {
  struct buf b;
  buf_init(&b, a);
  char chunk[16384];
  for (;;) {
    ssize_t n = read(fd, chunk, sizeof chunk);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return refuse_errno(a, why, path, "read", errno);
    if (n == 0)
      break;
    if (b.len + (size_t)n > LIMIT_SOURCE_BYTES)
      return refuse(why, path, str_format(a, "is larger than %d bytes, the limit for one file", LIMIT_SOURCE_BYTES));
    buf_add(&b, (str){chunk, (uint32_t)n});
  }
  *bytes = buf_str(&b);
  return true;
}

static bool read_descriptor(struct arena *a, int fd, str path, str *bytes, struct fault *why) {
  struct stat st;
  if (fstat(fd, &st) != 0)
    return refuse_errno(a, why, path, "read", errno);
  if (S_ISDIR(st.st_mode))
    return refuse(why, path, STR("is a directory"));
  if (!S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode))
    return refuse(why, path, STR("is neither a regular file nor a pipe"));
  int flags = fcntl(fd, F_GETFL);
  if (S_ISFIFO(st.st_mode) && flags >= 0)
    fcntl(fd, F_SETFL, flags & ~O_NONBLOCK); // a named pipe is waited for: `dlint <(generate)`
  return read_all(a, fd, path, bytes, why);
}

static int open_file(struct arena *a, str path) {
  return open(str_copy(a, path).at, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

bool source_read_small(struct arena *a, str path, uint32_t limit, str *bytes) {
  struct stat st;
  struct fault why;
  int fd = open_file(a, path);
  if (fd < 0)
    return false;
  bool ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= (off_t)limit &&
            read_all(a, fd, path, bytes, &why) && bytes->len <= limit;
  close(fd);
  return ok;
}

bool source_read(struct arena *a, str path, str *bytes, struct fault *why) {
  if (str_eq(path, STR("-"))) {
    return read_all(a, STDIN_FILENO, path, bytes, why);
  }
  int fd = open_file(a, path);
  if (fd < 0)
    return refuse_errno(a, why, path, "open", errno);
  bool ok = read_descriptor(a, fd, path, bytes, why);
  close(fd);
  return ok;
}
