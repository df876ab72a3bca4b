#include "lsp/document.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"

static int hex_digit(char c) {
  if (is_ascii_digit(c))
    return c - '0';
  char lower = ascii_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// `file:///a%20b` is /a b.
static str path_of(struct arena *a, str uri) {
  if (!str_has_prefix(uri, STR("file://")))
    return uri;
  str rest = str_skip(uri, 7);
  rest = str_skip(rest, str_find_char(rest, '/')); // a host
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < rest.len; i++) {
    int high = rest.at[i] == '%' && rest.len - i > 2 ? hex_digit(rest.at[i + 1]) : -1;
    int low = high >= 0 ? hex_digit(rest.at[i + 2]) : -1;
    if (low >= 0) {
      buf_add_char(&b, (char)(16 * high + low));
      i += 2;
    } else
      buf_add_char(&b, rest.at[i]);
  }
  return buf_str(&b);
}

// Puts a document with that text into an arena of its own. False without memory.
static bool fill(struct document *d, str uri, str head, str middle, str tail) {
  jmp_buf failure;
  arena_init(&d->arena, &failure, 0);
  if (setjmp(failure) != 0) {
    arena_done(&d->arena);
    return false;
  }
  d->uri = str_copy(&d->arena, uri);
  d->path = path_of(&d->arena, d->uri);
  struct buf b;
  buf_init(&b, &d->arena);
  buf_add(&b, head);
  buf_add(&b, middle);
  buf_add(&b, tail);
  d->text = buf_str(&b);
  d->arena.on_failure = NULL;
  return true;
}

struct document *document_new(str uri, str text, int64_t version) {
  struct document *d = calloc(1, sizeof *d);
  if (d && !fill(d, uri, text, STR(""), STR(""))) {
    free(d);
    return NULL;
  }
  if (d)
    d->version = version;
  return d;
}

void document_free(struct document *d) {
  if (!d)
    return;
  arena_done(&d->arena);
  free(d);
}

static bool rebuild(struct document *d, str head, str middle, str tail) {
  struct document next = {.version = d->version};
  if (!fill(&next, d->uri, head, middle, tail))
    return false;
  arena_done(&d->arena);
  *d = next;
  return true;
}

bool document_edit(struct document *d, lsp_position from, lsp_position to, enum lsp_encoding encoding, str text) {
  uint32_t start = document_offset(d->text, from, encoding), end = document_offset(d->text, to, encoding);
  if (end < start)
    end = start;
  return rebuild(d, str_slice(d->text, 0, start), text, str_skip(d->text, end));
}

bool document_replace(struct document *d, str text) {
  return rebuild(d, text, STR(""), STR(""));
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
    units += encoding == LSP_UTF8 ? bytes : 1 + (c > 0xFFFF);
    if (units > p.character)
      break;
    at += bytes;
  }
  return start + at;
}

lsp_position document_position(str text, uint32_t off, enum lsp_encoding encoding) {
  lsp_position p = {0};
  uint32_t start = 0, with_end, len = line_length(text, &with_end);
  for (; with_end > len && start + with_end <= off; p.line++) {
    start += with_end;
    len = line_length(str_skip(text, start), &with_end);
  }
  str before = str_slice(text, start, off < start + len ? off : start + len);
  p.character = encoding == LSP_UTF8 ? before.len : utf8_count_utf16(before);
  return p;
}
