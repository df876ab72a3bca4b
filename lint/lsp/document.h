#ifndef DLINT_LSP_DOCUMENT_H
#define DLINT_LSP_DOCUMENT_H

#include "base/arena.h"

/// An open document. A line ends at LF, CR LF or CR, as the protocol counts them.

/// How the client counts within a line.
enum lsp_encoding {
  LSP_UTF16,
  LSP_UTF8,
  LSP_UTF32, // code points
  LSP_ENCODING_COUNT
};

/// `utf-16`, `utf-8`, `utf-32`.
str lsp_encoding_name(enum lsp_encoding encoding);

/// A place as the protocol has it: both from 0.
typedef struct lsp_position {
  uint32_t line, character;
} lsp_position;

struct analysis;
struct settings;

struct document {
  struct arena arena; // of the names
  str uri, path;      // the path that `uri` names; the uri itself where it is no file
  bool is_file;
  struct arena content; // of the text
  str text;
  int64_t version;
  uint64_t revision;               // a number of the server's, another one whenever its findings may be others
  bool unpublished;                // its findings have to be sent
  const struct settings *settings; // NULL until they are asked for
  bool excluded;                   // by the configuration
  struct analysis *analysis;       // of this text and these settings; NULL until it is asked for
};

/// The path that a `file:` URI names; any other text itself.
str document_path(struct arena *a, str uri);

/// A document of its own memory; NULL without memory.
struct document *document_new(str uri, str text, int64_t version);
/// Without its analysis.
void document_free(struct document *d);

/// Replaces the text between two places (past the end of a line or of the text: its end) by `text`. False, the
/// document then being as before, without memory, or when it would have more than LIMIT_LSP_FRAME_BYTES.
bool document_edit(struct document *d, lsp_position from, lsp_position to, enum lsp_encoding encoding, str text);
/// Replaces all of it.
bool document_replace(struct document *d, str text);

/// The byte at a place. Reads the text up to there.
uint32_t document_offset(str text, lsp_position p, enum lsp_encoding encoding);

/// Where the lines and characters of a text are, so that each place of it is found in about the same time.
struct places {
  str text;
  enum lsp_encoding encoding;
  const uint32_t *lines; // where they begin
  uint32_t line_count;
  const struct utf8_index *index; // NULL where bytes are counted
};

struct places places_of(struct arena *a, str text, enum lsp_encoding encoding);
/// The place of a byte; within a line's end, where its text ends.
lsp_position places_find(const struct places *p, uint32_t off);

#endif
