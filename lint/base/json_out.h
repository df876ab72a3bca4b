#ifndef DLINT_BASE_JSON_OUT_H
#define DLINT_BASE_JSON_OUT_H

#include "base/json.h"
#include "base/out.h"

/// Writes JSON (RFC 8259) without white space. Commas and colons are placed by it; the caller's calls nest as the
/// document does: in an object each value follows a json_key().
///
/// Strings may hold any bytes: only `"`, `\` and hidden characters (utf8_is_hidden()) are escaped, so that a document
/// in a log harms no terminal; a byte that is not part of well-formed UTF-8 becomes one U+FFFD.
struct json_out {
  struct out *out;
  bool follows; // something stands before, in the same array or object
};

void json_out_init(struct json_out *j, struct out *out);

void json_object_begin(struct json_out *j);
void json_object_end(struct json_out *j);
void json_array_begin(struct json_out *j);
void json_array_end(struct json_out *j);
void json_key(struct json_out *j, const char *key);
void json_key_str(struct json_out *j, str key);

void json_str(struct json_out *j, str s);
void json_bool(struct json_out *j, bool b);
void json_int(struct json_out *j, int64_t n);
void json_null(struct json_out *j);
/// A value that is JSON already.
void json_raw(struct json_out *j, str json);

/// All of a value that was read; `a` is for the way through it.
void json_copy(struct arena *a, struct json_out *j, const struct json_value *v);

/// Key and value at once.
void json_member_str(struct json_out *j, const char *key, str s);
void json_member_bool(struct json_out *j, const char *key, bool b);
void json_member_int(struct json_out *j, const char *key, int64_t n);

/// Ends the document's line: the next value starts a new document.
void json_end_line(struct json_out *j);

#endif
