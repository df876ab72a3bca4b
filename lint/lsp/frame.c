#include "lsp/frame.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/out.h"

enum { HEADER_LINE_MAX = 1024 };

void frame_reader_init(struct frame_reader *r, int fd) {
  r->fd = fd;
  r->at_end = false;
  r->pos = r->len = 0;
}

static bool fill(struct frame_reader *r) {
  while (!r->at_end) {
    ssize_t n = read(r->fd, r->buffer, sizeof r->buffer);
    if (n < 0 && errno == EINTR)
      continue;
    r->at_end = n <= 0;
    r->pos = 0;
    r->len = n > 0 ? (uint32_t)n : 0;
    return n > 0;
  }
  return false;
}

static bool take_byte(struct frame_reader *r, char *c) {
  if (r->pos == r->len && !fill(r))
    return false;
  *c = r->buffer[r->pos++];
  return true;
}

// A line without its end; what is past HEADER_LINE_MAX bytes is dropped. False at the end of the input.
static bool take_line(struct frame_reader *r, char line[HEADER_LINE_MAX], str *out) {
  uint32_t len = 0;
  char c;
  while (take_byte(r, &c)) {
    if (c == '\n') {
      *out = str_trim((str){line, len});
      return true;
    }
    if (len < HEADER_LINE_MAX)
      line[len++] = c;
  }
  return false;
}

static bool read_length(str text, uint32_t *length) {
  uint64_t n = 0;
  if (text.len == 0 || text.len > 10)
    return false;
  for (uint32_t i = 0; i < text.len; i++) {
    if (!is_ascii_digit(text.at[i]))
      return false;
    n = 10 * n + (uint64_t)(text.at[i] - '0');
  }
  *length = n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
  return true;
}

// Copies (or, with NULL, passes over) `len` bytes of the input.
static bool take_bytes(struct frame_reader *r, char *to, uint32_t len) {
  while (len) {
    if (r->pos == r->len && !fill(r))
      return false;
    uint32_t n = r->len - r->pos < len ? r->len - r->pos : len;
    if (to) {
      memcpy(to, r->buffer + r->pos, n);
      to += n;
    }
    r->pos += n;
    len -= n;
  }
  return true;
}

enum frame_status frame_read(struct frame_reader *r, struct arena *a, str *body) {
  char space[HEADER_LINE_MAX];
  str line, name, value;
  uint32_t length = 0;
  bool known = false, any = false;
  for (;;) {
    if (!take_line(r, space, &line))
      return FRAME_END;
    if (line.len == 0 && any)
      break;
    any = any || line.len > 0; // an empty line before a header is left over from a message that was counted wrongly
    if (str_cut(line, ':', &name, &value) && str_eq_nocase(str_trim(name), STR("Content-Length")))
      known = read_length(str_trim(value), &length);
  }
  if (!known)
    return FRAME_BAD;
  bool fits = length <= LIMIT_LSP_FRAME_BYTES;
  char *at = fits ? NEW_ARRAY(a, char, (size_t)length + 1) : NULL;
  if (!take_bytes(r, at, length))
    return FRAME_END;
  *body = (str){at, fits ? length : 0};
  return fits ? FRAME_READ : FRAME_TOO_LARGE;
}

bool frame_write(int fd, str body) {
  char header[64];
  int len = snprintf(header, sizeof header, "Content-Length: %u\r\n\r\n", body.len);
  return fd_write(fd, (str){header, (uint32_t)len}) && fd_write(fd, body);
}
