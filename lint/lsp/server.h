#ifndef DLINT_LSP_SERVER_H
#define DLINT_LSP_SERVER_H

#include "api/api.h"
#include "base/json.h"
#include "base/json_out.h"
#include "base/map.h"
#include "lsp/document.h"

/// What the parts of the server share. Memory of one message lies in `server.message` and goes with it.

struct server {
  int out;
  bool failed;      // nothing can be written any more
  bool initialized; // `initialize` was answered
  bool shutdown;    // `shutdown` was
  bool ended;       // `exit` was said
  bool pulls;       // the client asks for diagnostics, so they are not sent by themselves
  struct asked {    // the id of the request being answered, for when its memory is gone
    enum json_token kind;
    uint32_t len;
    char text[128]; // of a longer one nothing is kept
  } asked;
  enum lsp_encoding encoding;
  struct document **documents;
  uint32_t document_count;
  struct arena message;
  struct arena settings; // of what follows; begun anew when a file was saved
  struct config *config;
  struct overrides overrides;
  struct faults faults;
  struct lint_worker worker;
};

/// A request or notification. A handler writes the value of `result`, and nothing where it returns false: the answer is
/// then the error that it has put into `problem`, or null.
struct request {
  const struct json_value *params; // NULL without
  const char *problem;
  int code; // JSON-RPC's, of the problem
};

enum {
  RPC_PARSE_ERROR = -32700,
  RPC_INVALID_REQUEST = -32600,
  RPC_METHOD_NOT_FOUND = -32601,
  RPC_INVALID_PARAMS = -32602,
  RPC_INTERNAL_ERROR = -32603,
  RPC_NOT_INITIALIZED = -32002,
};

typedef bool lsp_handler(struct server *s, struct request *r, struct json_out *result);

lsp_handler lsp_diagnostic, lsp_code_action, lsp_hover, lsp_document_symbol, lsp_inlay_hint;

/// The open document that `params.textDocument.uri` names; NULL.
struct document *lsp_document(const struct server *s, const struct json_value *params);
/// Lints a document; the result lives in `s->message`.
struct lint lsp_lint(struct server *s, const struct document *d);
/// Has configurations read anew.
void lsp_forget_settings(struct server *s);

/// `{"start":…,"end":…}` of a span of the document's bytes.
void lsp_put_range(struct json_out *j, const struct server *s, const struct document *d, span range);
/// Reads `{"line":…,"character":…}`; numbers that are none are 0.
lsp_position lsp_get_position(const struct json_value *v);
/// Sends `textDocument/publishDiagnostics`; nothing where the client pulls. `empty` for one that is closed.
void lsp_publish(struct server *s, const struct document *d, bool empty);

/// A value of a member: its text, its number; empty and 0 where it is none.
str lsp_string(const struct json_value *object, str key);
int64_t lsp_number(const struct json_value *object, str key);

/// A notification or request to the client: begin, then one value for `params`, then end.
struct lsp_message {
  struct out out;
  struct json_out json;
  struct buf *body;
};
void lsp_notify_begin(struct server *s, struct lsp_message *m, str method);
void lsp_notify_end(struct server *s, struct lsp_message *m);

#endif
