#ifndef DLINT_LSP_DOCUMENT_H
#define DLINT_LSP_DOCUMENT_H

#include "base/arena.h"

/// An open document. A line ends at LF, CR LF or CR, as the protocol counts them.

/// How the client counts within a line.
enum lsp_encoding {
  LSP_UTF16,
  LSP_UTF8,
};

/// A place as the protocol has it: both from 0.
typedef struct lsp_position {
  uint32_t line, character;
} lsp_position;

struct document {
  struct arena arena; // of all that follows
  str uri, path;      // the path that `uri` names; the uri itself where it is no file
  str text;
  int64_t version;
};

/// A document of its own memory; NULL without memory.
struct document *document_new(str uri, str text, int64_t version);
void document_free(struct document *d);

/// Replaces the text between two places (past the end of a line or of the text: its end) by `text`. False without
/// memory, the document then being as before.
bool document_edit(struct document *d, lsp_position from, lsp_position to, enum lsp_encoding encoding, str text);
/// Replaces all of it.
bool document_replace(struct document *d, str text);

uint32_t document_offset(str text, lsp_position p, enum lsp_encoding encoding);
lsp_position document_position(str text, uint32_t off, enum lsp_encoding encoding);

#endif
