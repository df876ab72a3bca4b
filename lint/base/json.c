#include "base/json.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"

void json_reader_init(struct json_reader *r, str text) {
  *r = (struct json_reader){.text = text};
}

static enum json_token fail(struct json_reader *r) {
  r->state = JSON_FAILED;
  return JSON_ERROR;
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_space(struct json_reader *r) {
  while (r->pos < r->text.len && is_space(r->text.at[r->pos]))
    r->pos++;
}

// The next byte; NUL, which no token begins with, at the end.
static char peek(const struct json_reader *r) {
  return r->pos < r->text.len ? r->text.at[r->pos] : '\0';
}

static bool take(struct json_reader *r, char c) {
  if (peek(r) != c)
    return false;
  r->pos++;
  return true;
}

static bool in_object(const struct json_reader *r) {
  return r->objects[r->depth / 8] >> (r->depth % 8) & 1;
}

static enum json_token open_level(struct json_reader *r, bool object) {
  if (r->depth == LIMIT_JSON_DEPTH)
    return fail(r);
  r->depth++;
  uint8_t bit = (uint8_t)(1u << (r->depth % 8));
  uint8_t *byte = &r->objects[r->depth / 8];
  *byte = (uint8_t)(object ? *byte | bit : *byte & ~bit);
  r->state = object ? JSON_AT_FIRST_KEY : JSON_AT_FIRST_ITEM;
  return object ? JSON_OBJECT : JSON_ARRAY;
}

static void value_done(struct json_reader *r) {
  r->state = r->depth ? JSON_BEHIND_VALUE : JSON_AT_END;
}

static enum json_token close_level(struct json_reader *r) {
  enum json_token token = in_object(r) ? JSON_OBJECT_END : JSON_ARRAY_END;
  r->depth--;
  value_done(r);
  return token;
}

static bool is_hex(char c) {
  return is_ascii_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

// The length of the escape sequence that `s` begins with; 0 where it is none.
static uint32_t escape_len(str s) {
  if (s.len < 2 || !strchr("\"\\/bfnrtu", s.at[1]) || s.at[1] == '\0')
    return 0;
  if (s.at[1] != 'u')
    return 2;
  if (s.len < 6)
    return 0;
  for (uint32_t i = 2; i < 6; i++)
    if (!is_hex(s.at[i]))
      return 0;
  return 6;
}

// Reads behind the opening quote, up to the closing one.
static bool take_string(struct json_reader *r) {
  uint32_t from = r->pos;
  while (r->pos < r->text.len) {
    char c = r->text.at[r->pos];
    if (c == '"') {
      r->raw = str_slice(r->text, from, r->pos++);
      return true;
    }
    uint32_t len = c == '\\' ? escape_len(str_skip(r->text, r->pos)) : 1;
    if (len == 0 || (uint8_t)c < 0x20)
      return false;
    r->pos += len;
  }
  return false;
}

static bool take_digits(struct json_reader *r) {
  uint32_t from = r->pos;
  while (is_ascii_digit(peek(r)))
    r->pos++;
  return r->pos > from;
}

static bool take_number(struct json_reader *r) {
  uint32_t from = r->pos;
  take(r, '-');
  if (!take(r, '0') && !take_digits(r))
    return false;
  if (take(r, '.') && !take_digits(r))
    return false;
  if (take(r, 'e') || take(r, 'E')) {
    if (!take(r, '+'))
      take(r, '-');
    if (!take_digits(r))
      return false;
  }
  r->raw = str_slice(r->text, from, r->pos);
  return true;
}

static const struct {
  str text;
  enum json_token token;
} names[] = {
    {STR_INIT("null"), JSON_NULL},
    {STR_INIT("false"), JSON_FALSE},
    {STR_INIT("true"), JSON_TRUE},
};

static enum json_token take_name(struct json_reader *r) {
  for (uint32_t i = 0; i < COUNT_OF(names); i++)
    if (str_has_prefix(str_skip(r->text, r->pos), names[i].text)) {
      r->pos += names[i].text.len;
      return names[i].token;
    }
  return JSON_ERROR;
}

static enum json_token take_scalar(struct json_reader *r) {
  if (take(r, '"'))
    return take_string(r) ? JSON_STRING : JSON_ERROR;
  if (peek(r) == '-' || is_ascii_digit(peek(r)))
    return take_number(r) ? JSON_NUMBER : JSON_ERROR;
  return take_name(r);
}

static enum json_token read_value(struct json_reader *r) {
  if (take(r, '{'))
    return open_level(r, true);
  if (take(r, '['))
    return open_level(r, false);
  enum json_token token = take_scalar(r);
  if (token == JSON_ERROR)
    return fail(r);
  value_done(r);
  return token;
}

static enum json_token read_key(struct json_reader *r) {
  if (!take(r, '"') || !take_string(r))
    return fail(r);
  skip_space(r);
  if (!take(r, ':'))
    return fail(r);
  r->state = JSON_AT_VALUE;
  return JSON_KEY;
}

static enum json_token read_behind_value(struct json_reader *r) {
  if (take(r, in_object(r) ? '}' : ']'))
    return close_level(r);
  if (!take(r, ','))
    return fail(r);
  skip_space(r);
  return in_object(r) ? read_key(r) : read_value(r);
}

enum json_token json_next(struct json_reader *r) {
  skip_space(r);
  switch (r->state) {
  case JSON_AT_VALUE:
    return read_value(r);
  case JSON_AT_FIRST_ITEM:
    return take(r, ']') ? close_level(r) : read_value(r);
  case JSON_AT_FIRST_KEY:
    return take(r, '}') ? close_level(r) : read_key(r);
  case JSON_BEHIND_VALUE:
    return read_behind_value(r);
  case JSON_AT_END:
    return r->pos == r->text.len ? JSON_END : fail(r);
  case JSON_FAILED:
    break;
  }
  return JSON_ERROR;
}

static uint32_t hex4(str s) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < 4; i++) {
    char c = ascii_lower(s.at[i]);
    n = n << 4 | (uint32_t)(is_ascii_digit(c) ? c - '0' : c - 'a' + 10);
  }
  return n;
}

// The code point of a `\u` escape, or of a pair of them that are surrogates.
static uint32_t decode_unicode_escape(str raw, uint32_t *taken) {
  uint32_t c = hex4(str_skip(raw, 2));
  *taken = 6;
  if (c < 0xD800 || c > 0xDBFF || raw.len < 12 || raw.at[6] != '\\' || raw.at[7] != 'u')
    return c;
  uint32_t low = hex4(str_skip(raw, 8));
  if (low < 0xDC00 || low > 0xDFFF)
    return c;
  *taken = 12;
  return 0x10000 + ((c - 0xD800) << 10 | (low - 0xDC00));
}

static str decode_escape(str raw, uint32_t *taken, char space[4]) {
  static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
  if (raw.at[1] == 'u')
    return (str){space, utf8_encode(decode_unicode_escape(raw, taken), space)};
  const char *letter = strchr(letters, raw.at[1]);
  space[0] = letter ? meanings[letter - letters] : raw.at[1];
  *taken = 2;
  return (str){space, 1};
}

// How many bytes of `raw` stand for themselves.
static uint32_t plain_len(str raw) {
  uint32_t i = 0, len;
  while (i < raw.len && raw.at[i] != '\\') {
    if ((uint8_t)raw.at[i] < 0x80)
      len = 1;
    else if (utf8_decode(str_skip(raw, i), &len) == UTF8_REPLACEMENT && len == 1)
      break;
    i += len;
  }
  return i;
}

str json_unescape(str raw, uint32_t *taken, char space[4]) {
  *taken = plain_len(raw);
  if (*taken)
    return str_slice(raw, 0, *taken);
  if (raw.at[0] == '\\')
    return decode_escape(raw, taken, space);
  *taken = 1;
  return (str){space, utf8_encode(UTF8_REPLACEMENT, space)};
}

str json_decode_string(struct arena *a, str raw) {
  if (plain_len(raw) == raw.len)
    return raw;
  struct buf b;
  buf_init(&b, a);
  char space[4];
  for (uint32_t taken; raw.len; raw = str_skip(raw, taken))
    buf_add(&b, json_unescape(raw, &taken, space));
  return buf_str(&b);
}

// Half way between the largest double and the next power of two, whose last digits no real number comes near.
static const char overflow_digits[] = "1797693134862315807937289714053034150799341327100378";

// The decimal exponent that a number's `e` part states, cut to what matters.
static int64_t read_exponent(str digits) {
  bool negative = digits.len && digits.at[0] == '-';
  int64_t n = 0;
  for (uint32_t i = 0; i < digits.len; i++)
    if (is_ascii_digit(digits.at[i]) && n < INT32_MAX)
      n = n * 10 + (digits.at[i] - '0');
  return negative ? -n : n;
}

bool json_number_overflows(str raw) {
  str mantissa = raw, exponent = {0};
  if (!str_cut(raw, 'e', &mantissa, &exponent))
    str_cut(raw, 'E', &mantissa, &exponent);
  char digits[sizeof overflow_digits] = {0};
  uint32_t count = 0;
  int64_t before_point = 0; // places from the first digit that is not 0 to the point
  bool point = false;
  for (uint32_t i = 0; i < mantissa.len; i++) {
    char c = mantissa.at[i];
    point = point || c == '.';
    if (!is_ascii_digit(c))
      continue;
    bool counts = count > 0 || c != '0';
    if (counts && count < sizeof digits - 1)
      digits[count++] = c;
    before_point += point ? (counts ? 0 : -1) : (counts ? 1 : 0);
  }
  int64_t magnitude = before_point + read_exponent(exponent);
  if (count == 0 || magnitude != 309)
    return count > 0 && magnitude > 309;
  return strcmp(digits, overflow_digits) >= 0;
}

// Where a tree being read grows.
struct tree {
  struct arena *arena;
  const struct json_value **end;        // where the next value is linked
  VEC(const struct json_value **) ends; // the same of the levels around
  str key;                              // of the next value
};

static void add_value(struct tree *t, enum json_token kind, str raw) {
  struct json_value *v = NEW(t->arena, struct json_value);
  *v = (struct json_value){.kind = kind, .key = t->key};
  t->key = (str){0};
  *t->end = v;
  t->end = &v->next;
  if (kind == JSON_STRING)
    v->text = json_decode_string(t->arena, raw);
  else if (kind == JSON_NUMBER)
    v->text = raw;
  if (kind != JSON_ARRAY && kind != JSON_OBJECT)
    return;
  VEC_PUSH(t->arena, &t->ends, t->end);
  t->end = &v->first;
}

const struct json_value *json_parse(struct arena *a, str text) {
  struct json_reader r;
  json_reader_init(&r, text);
  const struct json_value *root = NULL;
  struct tree tree = {.arena = a, .end = &root};
  for (enum json_token token; (token = json_next(&r)) != JSON_END;) {
    if (token == JSON_ERROR)
      return NULL;
    if (token == JSON_KEY)
      tree.key = json_decode_string(a, r.raw);
    else if (token == JSON_ARRAY_END || token == JSON_OBJECT_END)
      tree.end = tree.ends.at[--tree.ends.len];
    else
      add_value(&tree, token, r.raw);
  }
  return root;
}

const struct json_value *json_member(const struct json_value *object, str key) {
  const struct json_value *found = NULL;
  if (!object || object->kind != JSON_OBJECT)
    return NULL;
  for (const struct json_value *v = object->first; v; v = v->next)
    if (str_eq(v->key, key))
      found = v;
  return found;
}
