#ifndef DLINT_LSP_FRAME_H
#define DLINT_LSP_FRAME_H

#include "base/arena.h"

/// Messages of the base protocol: header lines, an empty line, and as many bytes as Content-Length says. A client that
/// counts wrongly loses the messages that it breaks; where the next header begins is found again.

struct frame_reader {
  int fd;
  bool at_end;  // of the input
  bool failed;  // it could not be read to its end
  bool resumed; // the next message's Content-Length was met in a body, and is …
  uint32_t resumed_length;
  uint32_t pos, len; // of what was read and is not used yet
  char buffer[16384];
  uint32_t line_len;
  char line[1024]; // the current line, or its last bytes
};

enum frame_status {
  FRAME_READ,
  FRAME_END,       // the input is closed
  FRAME_BAD,       // no usable Content-Length; what follows is read as the next header
  FRAME_TOO_LARGE, // past LIMIT_LSP_FRAME_BYTES; the message was passed over
};

void frame_reader_init(struct frame_reader *r, int fd);
/// Waits for the next message; its body lives in `a`.
enum frame_status frame_read(struct frame_reader *r, struct arena *a, str *body);
/// The messages that wait to be read, one after the other: true with the body of the next one, while `*rest`, empty at
/// first, holds what follows. Without waiting: those that are there whole and fit into the reader's buffer. The bodies
/// last until the next frame_read().
bool frame_waiting(struct frame_reader *r, str *rest, str *body);
/// False when it could not be written.
bool frame_write(int fd, str body);

#endif
