#include "lsp/frame.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/out.h"

void frame_reader_init(struct frame_reader *r, int fd) {
  *r = (struct frame_reader){.fd = fd};
}

static bool fill(struct frame_reader *r) {
  while (!r->at_end) {
    ssize_t n = read(r->fd, r->buffer, sizeof r->buffer);
    if (n < 0 && errno == EINTR)
      continue;
    r->at_end = n <= 0;
    r->failed = n < 0;
    r->pos = 0;
    r->len = n > 0 ? (uint32_t)n : 0;
    return n > 0;
  }
  return false;
}

// Adds to the current line, of which the last bytes are kept.
static void line_add(struct frame_reader *r, str s) {
  uint32_t most = (uint32_t)sizeof r->line;
  if (s.len > most)
    s = str_skip(s, s.len - most);
  uint32_t kept = r->line_len < most - s.len ? r->line_len : most - s.len;
  memmove(r->line, r->line + r->line_len - kept, kept);
  if (s.len)
    memcpy(r->line + kept, s.at, s.len);
  r->line_len = kept + s.len;
}

// What is there of the next `most` bytes of input, up to a line's end, which is part of it. Empty at the end of input.
static str take_part(struct frame_reader *r, uint32_t most) {
  if (r->pos == r->len && !fill(r))
    return STR("");
  str rest = str_slice((str){r->buffer, r->len}, r->pos, r->len - r->pos < most ? r->len : r->pos + most);
  uint32_t end = str_find_char(rest, '\n');
  str part = str_slice(rest, 0, end < rest.len ? end + 1 : end);
  r->pos += part.len;
  line_add(r, part);
  return part;
}

static str current(const struct frame_reader *r) {
  return (str){r->line, r->line_len};
}

static bool is_line_end(str part) {
  return part.len && part.at[part.len - 1] == '\n';
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

// Whether a line gives the length of a body. `*before`: how many of its bytes stand before that, which are
// the end of a body that was counted too short.
static bool line_is_length(str line, uint32_t *before, uint32_t *length) {
  static const str wanted = STR_INIT("Content-Length");
  uint32_t colon = str_find_last_char(line, ':');
  str name = str_trim(str_slice(line, 0, colon));
  if (colon == line.len || name.len < wanted.len || !str_eq_nocase(str_skip(name, name.len - wanted.len), wanted))
    return false;
  *before = (uint32_t)(name.at - line.at) + name.len - wanted.len;
  return read_length(str_trim(str_skip(line, colon + 1)), length);
}

enum header_status { HEADER_READ, HEADER_BAD, HEADER_END };

// Reads up to the empty line. One before any other line is left over from a message that was counted wrongly.
static enum header_status read_header(struct frame_reader *r, uint32_t *length) {
  bool known = r->resumed, any = r->resumed;
  *length = r->resumed_length;
  r->resumed = false;
  for (;;) {
    str part;
    r->line_len = 0;
    do
      part = take_part(r, UINT32_MAX);
    while (part.len && !is_line_end(part));
    if (part.len == 0)
      return HEADER_END;
    bool empty = str_trim(current(r)).len == 0;
    if (empty && any)
      return known ? HEADER_READ : HEADER_BAD;
    any = any || !empty;
    uint32_t before, n;
    if (line_is_length(current(r), &before, &n)) {
      known = true;
      *length = n;
    }
  }
}

// Copies (or, with NULL, passes over) the body. A line that gives a length cannot stand in JSON, which has no raw line
// ends in its strings: the body was counted too long, ends before it, and that line belongs to the next message.
// False at the end of the input.
static bool read_body(struct frame_reader *r, char *to, uint32_t *length) {
  r->line_len = 0;
  for (uint32_t len = 0; len < *length;) {
    str part = take_part(r, *length - len);
    if (part.len == 0)
      return false;
    if (to)
      memcpy(to + len, part.at, part.len);
    len += part.len;
    if (!is_line_end(part))
      continue;
    uint32_t before;
    r->resumed = line_is_length(current(r), &before, &r->resumed_length);
    if (r->resumed) {
      *length = len - (r->line_len - before);
      return true;
    }
    r->line_len = 0;
  }
  return true;
}

enum frame_status frame_read(struct frame_reader *r, struct arena *a, str *body) {
  uint32_t length;
  enum header_status header = read_header(r, &length);
  if (header != HEADER_READ)
    return header == HEADER_BAD ? FRAME_BAD : FRAME_END;
  bool fits = length <= LIMIT_LSP_FRAME_BYTES;
  char *at = fits ? NEW_ARRAY(a, char, (size_t)length + 1) : NULL;
  if (!read_body(r, at, &length))
    return FRAME_END;
  *body = (str){at, fits ? length : 0};
  return fits ? FRAME_READ : FRAME_TOO_LARGE;
}

// Reads what is there, without waiting for more.
static void top_up(struct frame_reader *r) {
  memmove(r->buffer, r->buffer + r->pos, r->len - r->pos);
  r->len -= r->pos;
  r->pos = 0;
  struct pollfd input = {.fd = r->fd, .events = POLLIN};
  if (r->at_end || r->len == sizeof r->buffer || poll(&input, 1, 0) <= 0)
    return;
  ssize_t n = read(r->fd, r->buffer + r->len, sizeof r->buffer - r->len);
  if (n > 0)
    r->len += (uint32_t)n;
  else
    r->at_end = n == 0;
}

// Cuts a whole message off the front.
static bool cut_frame(str *rest, str *body) {
  bool known = false, complete = false;
  uint32_t length = 0;
  for (str line; !complete && str_cut(*rest, '\n', &line, rest);) {
    uint32_t before;
    known = line_is_length(line, &before, &length) || known;
    complete = str_trim(line).len == 0;
  }
  if (!known || !complete || length > rest->len)
    return false;
  *body = str_slice(*rest, 0, length);
  *rest = str_skip(*rest, length);
  return true;
}

bool frame_waiting(struct frame_reader *r, str *rest, str *body) {
  if (!rest->at) {
    top_up(r);
    *rest = (str){r->buffer, r->len};
  }
  return !r->resumed && cut_frame(rest, body);
}

bool frame_write(int fd, str body) {
  char header[64];
  int len = snprintf(header, sizeof header, "Content-Length: %u\r\n\r\n", body.len);
  return fd_write(fd, (str){header, (uint32_t)len}) && fd_write(fd, body);
}
