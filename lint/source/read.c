#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "source/source.h"

enum { READ_STEP = 16384 };

static bool refuse(struct fault *why, str path, str message) {
  *why = (struct fault){.path = path, .message = message};
  return false;
}

static bool refuse_errno(struct arena *a, struct fault *why, str path, const char *doing, int error) {
  return refuse(why, path, str_format(a, "cannot %s: %s", doing, strerror(error)));
}

bool source_read_open(struct arena *a, int fd, off_t size, str path, str *bytes, struct fault *why) {
  struct buf b;
  buf_init(&b, a);
  // A byte more, which stays free, tells that this is all.
  uint32_t room = size > 0 && size < LIMIT_SOURCE_BYTES ? (uint32_t)size + 1 : READ_STEP;
  for (;;) {
    ssize_t n = read(fd, buf_room(&b, room), room);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return refuse_errno(a, why, path, "read", errno);
    if (n == 0)
      break;
    if (b.len + (size_t)n > LIMIT_SOURCE_BYTES)
      return refuse(why, path, str_format(a, "is larger than %d bytes, the limit for one file", LIMIT_SOURCE_BYTES));
    buf_filled(&b, (uint32_t)n);
    room = room > (uint32_t)n ? room - (uint32_t)n : READ_STEP;
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
  int flags = S_ISFIFO(st.st_mode) ? fcntl(fd, F_GETFL) : -1;
  if (flags >= 0)
    fcntl(fd, F_SETFL, flags & ~O_NONBLOCK); // a named pipe is waited for: `dlint <(generate)`
  return source_read_open(a, fd, st.st_size, path, bytes, why);
}

bool source_read(struct arena *a, str path, str *bytes, struct fault *why) {
  if (str_eq(path, STR("-")))
    return source_read_open(a, STDIN_FILENO, 0, path, bytes, why);
  int fd = file_open_to_read(str_copy(a, path));
  if (fd < 0)
    return refuse_errno(a, why, path, "open", errno);
  file_hold(a, fd);
  bool ok = read_descriptor(a, fd, path, bytes, why);
  file_release(a, fd);
  return ok;
}
