#include "lsp/document.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"

str lsp_encoding_name(enum lsp_encoding encoding) {
  static const str all[LSP_ENCODING_COUNT] = {STR_INIT("utf-16"), STR_INIT("utf-8"), STR_INIT("utf-32")};
  return all[encoding];
}

static int hex_digit(char c) {
  if (is_ascii_digit(c))
    return c - '0';
  char lower = ascii_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// `file:///a%20b` is /a b.
str document_path(struct arena *a, str uri) {
  if (!str_has_prefix(uri, STR("file://")))
    return str_copy(a, uri);
  str rest = str_skip(uri, 7);
  rest = str_skip(rest, str_find_char(rest, '/')); // a host
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < rest.len; i++) {
    int high = rest.at[i] == '%' && rest.len - i > 2 ? hex_digit(rest.at[i + 1]) : -1;
    int low = high >= 0 ? hex_digit(rest.at[i + 2]) : -1;
    if (low >= 0 && high + low > 0) { // no path holds a NUL
      buf_add_char(&b, (char)(16 * high + low));
      i += 2;
    } else
      buf_add_char(&b, rest.at[i]);
  }
  return buf_str(&b);
}

static bool names(struct document *d, str uri) {
  jmp_buf failure;
  arena_init(&d->arena, &failure, 0);
  if (setjmp(failure) != 0) {
    arena_done(&d->arena);
    return false;
  }
  d->uri = str_copy(&d->arena, uri);
  d->is_file = str_has_prefix(uri, STR("file://"));
  d->path = document_path(&d->arena, d->uri);
  d->arena.on_failure = NULL;
  return true;
}

struct parts {
  str head, middle, tail;
};

static bool join(struct arena *content, struct parts parts, str *text) {
  jmp_buf failure;
  arena_init(content, &failure, 0);
  if (setjmp(failure) != 0) {
    arena_done(content);
    return false;
  }
  *text = str_join(content, (str[]){parts.head, parts.middle, parts.tail}, 3);
  content->on_failure = NULL;
  return true;
}

// Puts the text together, in memory of its own. False, nothing then being changed, without memory or when it would have
// more bytes than a message may bring.
static bool fill(struct document *d, struct parts parts) {
  struct arena content;
  str text;
  if ((uint64_t)parts.head.len + parts.middle.len + parts.tail.len > LIMIT_LSP_FRAME_BYTES ||
      !join(&content, parts, &text))
    return false;
  arena_done(&d->content);
  d->content = content;
  d->text = text;
  return true;
}

struct document *document_new(str uri, str text, int64_t version) {
  struct document *d = calloc(1, sizeof *d);
  if (!d)
    return NULL;
  arena_init(&d->content, NULL, 0);
  d->version = version;
  if (names(d, uri) && fill(d, (struct parts){.middle = text}))
    return d;
  document_free(d);
  return NULL;
}

void document_free(struct document *d) {
  arena_done(&d->content);
  arena_done(&d->arena);
  free(d);
}

bool document_edit(struct document *d, lsp_position from, lsp_position to, enum lsp_encoding encoding, str text) {
  uint32_t start = document_offset(d->text, from, encoding), end = document_offset(d->text, to, encoding);
  if (end < start)
    end = start;
  return fill(d, (struct parts){str_slice(d->text, 0, start), text, str_skip(d->text, end)});
}

bool document_replace(struct document *d, str text) {
  return fill(d, (struct parts){.middle = text});
}

// The length of the line that `text` begins with: its text, and with its end.
static uint32_t line_length(str text, uint32_t *with_end) {
  uint32_t i = 0;
  while (i < text.len && text.at[i] != '\n' && text.at[i] != '\r')
    i++;
  *with_end = i + (i < text.len);
  if (i + 1 < text.len && text.at[i] == '\r' && text.at[i + 1] == '\n')
    *with_end = i + 2;
  return i;
}

static uint32_t units_of(uint32_t c, uint32_t bytes, enum lsp_encoding encoding) {
  switch (encoding) {
  case LSP_UTF8:
    return bytes;
  case LSP_UTF16:
    return 1 + (c > 0xFFFF);
  case LSP_UTF32:
  case LSP_ENCODING_COUNT:
    break;
  }
  return 1;
}

uint32_t document_offset(str text, lsp_position p, enum lsp_encoding encoding) {
  uint32_t start = 0, with_end, len = line_length(text, &with_end);
  for (; p.line > 0 && with_end > len; p.line--) {
    start += with_end;
    len = line_length(str_skip(text, start), &with_end);
  }
  if (p.line > 0)
    return text.len;
  str line = str_slice(text, start, start + len);
  uint32_t at = 0;
  for (uint32_t units = 0; at < line.len;) {
    uint32_t bytes, c = utf8_decode(str_skip(line, at), &bytes);
    units += units_of(c, bytes, encoding);
    if (units > p.character)
      break;
    at += bytes;
  }
  return start + at;
}
