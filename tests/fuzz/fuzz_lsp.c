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

static FILE *file_of(str bytes) {
  FILE *f = tmpfile();
  assert(f && fwrite(bytes.at, 1, bytes.len, f) == bytes.len && fflush(f) == 0);
  lseek(fileno(f), 0, SEEK_SET);
  return f;
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
  FILE *in = file_of(buf_str(&frames)), *out = file_of(STR(""));
  int code = lsp_serve(fileno(in), fileno(out));
  assert(code == 0 || code == 1);
  check_answers(&a, fileno(out));
  fclose(in);
  fclose(out);
  arena_done(&a);
  return 0;
}
