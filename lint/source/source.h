#ifndef DLINT_SOURCE_SOURCE_H
#define DLINT_SOURCE_SOURCE_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/vec.h"

/// The bytes of one file and where its lines begin. Immutable once made.
struct source {
  str path;                       // as the user gave it
  str bytes;                      // all of the file, a byte order mark included
  const uint32_t *line_starts;    // offset of each line; line_starts[0] is 0
  uint32_t line_count;            // at least 1; a file that ends in LF has no further, empty line
  const struct utf8_index *index; // of the bytes; NULL where all lines are short
};

/// A place that people count: both from 1, columns in Unicode code points (each byte that is not UTF-8 counts as one).
/// A byte order mark at the start of the file has no column.
typedef struct position {
  uint32_t line, column;
} position;

/// Makes the line index. `bytes` and `path` must outlive the arena. Lines end at LF; a CR before it is part of the
/// line.
struct source *source_new(struct arena *a, str path, str bytes);

/// Reads a whole file, "-" being standard input. False with `*why` when it cannot be opened or read, is no regular file
/// or pipe, or has more than LIMIT_SOURCE_BYTES. Does not block on a FIFO or device that it refuses.
bool source_read(struct arena *a, str path, str *bytes, struct fault *why);
/// Reads what is left of an open file, of `size` bytes as far as that is known, else 0; `path` is what messages call
/// it.
bool source_read_open(struct arena *a, int fd, off_t size, str path, str *bytes, struct fault *why);

/// The 1-based line that holds byte `off`; the last one for an offset at or past the end.
uint32_t source_line_of(const struct source *src, uint32_t off);
position source_position(const struct source *src, uint32_t off);
/// The same with columns counted in UTF-16 code units, as the Language Server Protocol does by default.
position source_position_utf16(const struct source *src, uint32_t off);
/// The line's text without its line end (LF or CR LF).
str source_line(const struct source *src, uint32_t line_1based);
/// The line's range, line end included.
span source_line_span(const struct source *src, uint32_t line_1based);
/// The bytes of a span, which must lie in the file.
str source_text(const struct source *src, span s);

/// Bytes put together from pieces of a file: the joined lines of an instruction, a script, a decoded JSON string.
struct text {
  str bytes;
  const struct piece *pieces; // in order of `at`; pieces[0].at is 0 unless `bytes` is empty
  uint32_t piece_count;
};

/// `text` bytes from `at` up to the next piece come from the file's bytes from `off` on. Where they stand there
/// verbatim, `atom` is 0. Else the piece as a whole stands for `atom` bytes of the file: an escape sequence, for
/// instance.
struct piece {
  uint32_t at, off, atom;
};

/// Where byte `at` of the text stands in the file; for `at` == its length, where the text ends there.
uint32_t text_offset(const struct text *t, uint32_t at);
/// The range of the file from the first to the last of the bytes `from` to `to` (exclusive), whatever was left out
/// between them included. An empty range gives an empty span.
span text_span(const struct text *t, uint32_t from, uint32_t to);
/// The same for one range after the other: `*near` is the piece that the one before began in, or any number.
span text_span_near(const struct text *t, uint32_t from, uint32_t to, uint32_t *near);
/// The same for all of a text.
span text_place(const struct text *t);
/// The part of a text, with its pieces; shares the bytes.
struct text text_slice(struct arena *a, const struct text *t, uint32_t from, uint32_t to);
/// All of a file as one text.
struct text source_whole(struct arena *a, const struct source *src);

/// A text that is being put together from parts of others.
struct text_buf {
  struct buf bytes;
  VEC(struct piece) pieces;
};

void text_buf_init(struct text_buf *b, struct arena *a);
/// Appends bytes `from` to `to` of `t` with their places.
void text_buf_add(struct text_buf *b, const struct text *t, uint32_t from, uint32_t to);
/// Appends `bytes`, which as a whole stand for bytes `from` to `to` of `t`, at least one.
void text_buf_add_atom(struct text_buf *b, const struct text *t, uint32_t from, uint32_t to, str bytes);
/// What was added so far. `t` and `at` say where an empty text stands.
struct text text_buf_text(struct text_buf *b, const struct text *t, uint32_t at);

#endif
