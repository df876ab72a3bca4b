#ifndef DLINT_LSP_SERVER_H
#define DLINT_LSP_SERVER_H

#include "api/api.h"
#include "base/json.h"
#include "base/json_out.h"
#include "lsp/document.h"
#include "lsp/frame.h"

/// What the parts of the server share. Memory of one message lies in `server.message` and goes with it.

/// What the client says that it can do.
struct lsp_client {
  bool pulls;               // it asks for diagnostics, so they are not sent by themselves
  bool refreshes;           // … and does so again when it is told to
  bool refreshes_hints;     // the same for inlay hints
  bool keeps_data;          // it gives back a diagnostic's `data`
  bool shows_tags;          // it knows what a diagnostic's `tags` are
  bool versions_edits;      // `documentChanges`
  bool shows_documents;     // `window/showDocument`
  bool tells_configuration; // it answers `workspace/configuration`
  bool registers_configuration, registers_files;
  bool snippets;      // of 3.18: an edit may have a place to type in
  bool resolves_edit; // it asks for the edit of an action that is chosen
};

struct server {
  int out;
  bool failed;      // nothing can be written any more
  bool initialized; // `initialize` was answered
  bool shutdown;    // `shutdown` was
  bool ended;       // `exit` was said
  struct asked {    // the id of the request being answered, for when its memory is gone
    enum json_token kind;
    uint32_t len;
    char text[128]; // of a longer one nothing is kept
  } asked;
  struct frame_reader reader;
  struct lsp_client client;
  enum lsp_encoding encoding;
  struct document **documents;
  uint32_t document_count;
  uint64_t revision, clock; // the last numbers that were given to documents and to uses of analyses
  struct arena message;
  struct arena life; // of what lasts as long as the server
  str root;          // the folder that the client works in; empty

  struct arena wishes; // of what follows: what the client asks for by its settings
  struct overrides overrides;

  struct arena settings; // of what follows; begun anew when a configuration may have changed
  struct config *config;
  struct faults faults;
  uint32_t faults_told;
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
  RPC_CANCELLED = -32800,
};

typedef bool lsp_handler(struct server *s, struct request *r, struct json_out *result);

lsp_handler lsp_did_open, lsp_did_change, lsp_did_save, lsp_did_close;
lsp_handler lsp_initialize, lsp_initialized, lsp_did_change_configuration, lsp_did_change_files, lsp_did_change_folders;
lsp_handler lsp_diagnostic, lsp_code_action, lsp_resolve_action, lsp_execute;
lsp_handler lsp_hover, lsp_document_symbol, lsp_inlay_hint, lsp_definition;

/// An answer of the client to a request of ours.
void lsp_take_answer(struct server *s, const struct json_value *id, const struct json_value *result);

/// What is known of a document's text: made once for each version, then kept for all that is asked about it.
struct analysis {
  struct arena arena;
  struct document *document;
  struct places places;
  struct lint lint;
  uint64_t used; // when
};

/// Makes it where it is not there. It lasts until the text or the settings change or another document is analysed.
const struct analysis *lsp_analyse(struct server *s, struct document *d);
void lsp_forget_analysis(struct document *d);
/// Has configurations read anew, and with that all documents analysed anew.
void lsp_forget_settings(struct server *s);
/// The same, and has the client shown what is different.
void lsp_renew_settings(struct server *s);

/// The document that `params.textDocument.uri` names; NULL where it is not open, which is then the request's problem.
struct document *lsp_document(const struct server *s, struct request *r);
/// Has the findings of a document sent soon.
void lsp_touch(struct server *s, struct document *d);
bool lsp_has_unpublished(const struct server *s);
/// Sends what lsp_touch() has promised.
void lsp_publish(struct server *s);
/// Takes back all findings of a document.
void lsp_unpublish(struct server *s, const struct document *d);

/// A diagnostic as the protocol has it.
void lsp_put_diag(struct json_out *j, const struct server *s, const struct analysis *of, const struct diag *diag);
/// `[{"range":…,"newText":…},…]`.
void lsp_put_edits(struct json_out *j, const struct analysis *of, const struct diag_edit *edits, uint32_t count);
/// `{"start":…,"end":…}` of a span of the document's bytes.
void lsp_put_range(struct json_out *j, const struct analysis *of, span range);
void lsp_put_position(struct json_out *j, const struct analysis *of, uint32_t off);
/// `{"uri":…,"range":…}`.
void lsp_put_location(struct json_out *j, const struct analysis *of, span range);

/// The byte, the range that a request asks about.
uint32_t lsp_get_offset(const struct server *s, const struct document *d, const struct json_value *position);
span lsp_get_range(const struct server *s, const struct document *d, const struct json_value *range);
bool lsp_touches(span s, span range);
/// Reads `{"line":…,"character":…}`; numbers that are none are 0.
lsp_position lsp_get_position(const struct json_value *v);

/// The value of a member: its text, its number; empty and 0 where it is none.
str lsp_string(const struct json_value *object, str key);
int64_t lsp_number(const struct json_value *object, str key);
/// The member of a member …: `path` is their names with dots between them. NULL where one is missing.
const struct json_value *lsp_at(const struct json_value *object, str path);

/// Messages to the client: begin, then one value, then end.
struct lsp_message {
  struct out out;
  struct json_out json;
  struct buf *body;
};
void lsp_notify_begin(struct server *s, struct lsp_message *m, str method);
/// A request; its answer comes to lsp_take_answer() with this id.
void lsp_ask_begin(struct server *s, struct lsp_message *m, str id, str method);
/// An answer. `id` may be NULL.
void lsp_answer_begin(struct server *s, struct lsp_message *m, const struct json_value *id);
void lsp_message_end(struct server *s, struct lsp_message *m);
void lsp_answer_problem(struct server *s, const struct json_value *id, int code, const char *problem);

enum lsp_message_type { LSP_ERROR = 1, LSP_WARNING, LSP_INFO };
/// Has a person told; has it noted for whom looks for it.
void lsp_show(struct server *s, enum lsp_message_type type, str message);
void lsp_log(struct server *s, enum lsp_message_type type, str message);

#endif
