#include <stdio.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/json.h"
#include "fuzz.h"
#include "lsp/frame.h"
#include "lsp/lsp.h"

// The input is what an editor writes. `%` stands for a header that counts what follows up to the next one, so that the
// messages are mutated more often than their lengths. Each answer is a JSON-RPC message in a frame.

static void add_frames(struct buf *b, str input) {
  for (str part; str_next(&input, '%', &part);)
    buf_add_format(b, "Content-Length: %u\r\n\r\n" STR_FMT, (unsigned)part.len, STR_ARG(part));
}

// A file that holds `bytes` and stands at its beginning; `*kept` is it, made once.
static int file_of(FILE **kept, str bytes) {
  if (!*kept)
    *kept = tmpfile();
  assert(*kept);
  int fd = fileno(*kept);
  assert(ftruncate(fd, 0) == 0 && pwrite(fd, bytes.at, bytes.len, 0) == (ssize_t)bytes.len);
  lseek(fd, 0, SEEK_SET);
  return fd;
}

static void check_answers(struct arena *a, int fd) {
  struct frame_reader reader;
  enum frame_status status;
  str body;
  lseek(fd, 0, SEEK_SET);
  frame_reader_init(&reader, fd);
  while ((status = frame_read(&reader, a, &body)) == FRAME_READ) {
    const struct json_value *message = json_parse(a, body);
    assert(message && json_member(message, STR("jsonrpc")));
  }
  assert(status == FRAME_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a;
  struct buf frames;
  arena_init(&a, NULL, 0);
  buf_init(&frames, &a);
  str input = fuzz_input(data, size);
  if (str_has_prefix(input, STR("%")))
    add_frames(&frames, str_skip(input, 1));
  else
    buf_add(&frames, input);
  static FILE *questions, *answers;
  int in = file_of(&questions, buf_str(&frames)), out = file_of(&answers, STR(""));
  int code = lsp_serve(in, out);
  assert(code == 0 || code == 1);
  check_answers(&a, out);
  arena_done(&a);
  return 0;
}
