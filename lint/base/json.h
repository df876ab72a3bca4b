#ifndef DLINT_BASE_JSON_H
#define DLINT_BASE_JSON_H

#include "base/arena.h"
#include "base/limits.h"

/// Reads JSON (RFC 8259), strictly, as Go's encoding/json does: no comments, no trailing commas, nothing behind the
/// document; but strings may hold bytes that are not UTF-8. At most LIMIT_JSON_DEPTH arrays and objects in each other.

enum json_token {
  JSON_ERROR, // not JSON; the reader stays there
  JSON_END,   // the document is complete
  JSON_NULL,
  JSON_FALSE,
  JSON_TRUE,
  JSON_NUMBER,
  JSON_STRING,
  JSON_KEY, // of the value that follows
  JSON_ARRAY,
  JSON_ARRAY_END,
  JSON_OBJECT,
  JSON_OBJECT_END,
};

/// Reads token by token, without memory of its own.
struct json_reader {
  str text;
  uint32_t pos; // behind the last token
  str raw;      // STRING, KEY: what stands between the quotes; NUMBER: all of it
  uint32_t depth;
  enum json_state {
    JSON_AT_VALUE,
    JSON_AT_FIRST_ITEM, // behind `[`
    JSON_AT_FIRST_KEY,  // behind `{`
    JSON_BEHIND_VALUE,  // in an array or object
    JSON_AT_END,        // of the document
    JSON_FAILED,
  } state;
  uint8_t objects[LIMIT_JSON_DEPTH / 8 + 1]; // a bit a level: it is an object
};

void json_reader_init(struct json_reader *r, str text);
enum json_token json_next(struct json_reader *r);

/// What a raw string begins with: a run of bytes that stand for themselves (`*taken` of them, returned as view), or one
/// escape sequence or byte that is not UTF-8, decoded into `space`.
str json_unescape(str raw, uint32_t *taken, char space[4]);
/// All of a raw string, decoded; the view itself where nothing is escaped.
str json_decode_string(struct arena *a, str raw);
/// Whether a number is too large for a double, as Go refuses it.
bool json_number_overflows(str raw);

/// A whole document as a tree.
struct json_value {
  enum json_token kind;           // NULL, FALSE, TRUE, NUMBER, STRING, ARRAY or OBJECT
  str text;                       // STRING, NUMBER
  str key;                        // in an object
  const struct json_value *first; // ARRAY, OBJECT: the first child; NULL where it is empty
  const struct json_value *next;  // the next one in the same parent
};

/// NULL where `text` is no JSON.
const struct json_value *json_parse(struct arena *a, str text);
/// The last member of that name; NULL where there is none or `object` is none.
const struct json_value *json_member(const struct json_value *object, str key);

#endif
