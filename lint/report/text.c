#include <inttypes.h>

#include "report/formats.h"
#include "report/terminal.h"
#include "report/uri.h"

// A finding is one line that editors parse, then the source with the words in question underlined:
//
//     Dockerfile:2:13: warning: message [rule]
//       2 | RUN curl -LO https://example.com/tool-x86_64.tar.gz
//         |              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Lines of the source are indented, so that no editor takes them for a finding.

enum {
  SHOWN_BYTES = 160, // of a source line; around the underlined part where it is longer
  LEAD_BYTES = 40,   // shown before the underlined part, when the line is cut
};

static const char *const severity_colors[SEVERITY_COUNT] = {
    [SEVERITY_STYLE] = "\x1b[36m",
    [SEVERITY_INFO] = "\x1b[34m",
    [SEVERITY_WARNING] = "\x1b[1;33m",
    [SEVERITY_ERROR] = "\x1b[1;31m",
};

static const char bold[] = "\x1b[1m", faint[] = "\x1b[2m", plain[] = "\x1b[0m";

static void color(const struct report *r, struct buf *b, const char *code) {
  if (r->style.color == REPORT_COLORED)
    buf_add(b, str_of(code));
}

// What follows is a link, up to an empty one.
static void add_link(struct buf *b, str url) {
  buf_add(b, STR("\x1b]8;;"));
  uri_add(b, url);
  buf_add(b, STR("\x1b\\"));
}

static void add_header(const struct report *r, struct buf *b, const struct source *src, const struct diag *d) {
  position at = source_position(src, d->span.off);
  color(r, b, bold);
  terminal_add_path(b, src->path);
  buf_add_format(b, ":%" PRIu32 ":%" PRIu32 ":", at.line, at.column);
  color(r, b, plain);
  buf_add_char(b, ' ');
  color(r, b, severity_colors[d->severity]);
  buf_add(b, severity_name(d->severity));
  buf_add_char(b, ':');
  color(r, b, plain);
  buf_add_char(b, ' ');
  terminal_add(b, d->message, 0);
  buf_add(b, STR(" ["));
  bool linked = r->style.links == REPORT_LINKED && d->rule->url.len;
  if (linked)
    add_link(b, d->rule->url);
  buf_add(b, d->rule->id);
  if (linked)
    add_link(b, STR(""));
  buf_add(b, STR("]\n"));
}

// The part of `line` that is shown: around byte `from`, on borders of characters.
static str window(str line, uint32_t from, uint32_t *start) {
  *start = 0;
  if (line.len <= SHOWN_BYTES)
    return line;
  if (from > SHOWN_BYTES - LEAD_BYTES)
    *start = from - LEAD_BYTES;
  uint32_t end = *start + SHOWN_BYTES < line.len ? *start + SHOWN_BYTES : line.len;
  while (*start > 0 && ((uint8_t)line.at[*start] & 0xC0) == 0x80)
    --*start;
  while (end < line.len && ((uint8_t)line.at[end] & 0xC0) == 0x80)
    end++;
  return str_slice(line, *start, end);
}

static void add_gutter(const struct report *r, struct buf *b, uint32_t line, int width) {
  color(r, b, faint);
  if (line)
    buf_add_format(b, "  %*" PRIu32 " | ", width, line);
  else
    buf_add_format(b, "  %*s | ", width, "");
  color(r, b, plain);
}

static int digits(uint32_t n) {
  int count = 1;
  while (n /= 10)
    count++;
  return count;
}

struct mark {
  span span;
  const char *color;
  char first, rest; // what underlines the first column and the others
  str note;         // behind the underline; may be empty
};

// One source line and what is underlined in it: up to the line's end where the span goes on.
static void add_snippet(const struct report *r, struct buf *b, const struct source *src, struct mark mark, int width) {
  uint32_t number = source_line_of(src, mark.span.off);
  span whole = source_line_span(src, number);
  str line = source_line(src, number);
  uint32_t from = mark.span.off - whole.off, to = from + mark.span.len;
  from = from < line.len ? from : line.len;
  to = to < line.len ? to : line.len;
  uint32_t start;
  str shown = window(line, from, &start);
  to = to < start + shown.len ? to : start + shown.len;
  add_gutter(r, b, number, width);
  uint32_t col = 0;
  if (start) {
    buf_add(b, STR("…"));
    col = 1;
  }
  uint32_t from_col = terminal_add(b, str_slice(shown, 0, from - start), col);
  uint32_t to_col = terminal_add(b, str_slice(shown, from - start, to - start), from_col);
  terminal_add(b, str_skip(shown, to - start), to_col);
  if (start + shown.len < line.len)
    buf_add(b, STR("…"));
  buf_add_char(b, '\n');
  add_gutter(r, b, 0, width);
  for (uint32_t i = 0; i < from_col; i++)
    buf_add_char(b, ' ');
  color(r, b, mark.color);
  buf_add_char(b, mark.first);
  for (uint32_t i = from_col + 1; i < to_col; i++)
    buf_add_char(b, mark.rest);
  if (mark.note.len) {
    buf_add_char(b, ' ');
    terminal_add(b, mark.note, 0);
  }
  color(r, b, plain);
  buf_add_char(b, '\n');
}

// The gutter is as wide as the largest line number in it.
static int gutter_width(const struct source *src, const struct diag *d) {
  uint32_t last = source_line_of(src, d->span.off);
  for (uint32_t i = 0; i < d->label_count; i++) {
    uint32_t line = source_line_of(src, d->labels[i].span.off);
    last = line > last ? line : last;
  }
  return digits(last);
}

static void add_diag(const struct report *r, struct buf *b, const struct source *src, const struct diag *d) {
  add_header(r, b, src, d);
  int width = gutter_width(src, d);
  const char *accent = severity_colors[d->severity];
  add_snippet(r, b, src, (struct mark){d->span, accent, '^', '~', {0}}, width);
  for (uint32_t i = 0; i < d->label_count; i++) {
    struct mark mark = {d->labels[i].span, severity_colors[SEVERITY_INFO], '-', '-', d->labels[i].message};
    add_snippet(r, b, src, mark, width);
  }
  for (uint32_t i = 0; i < d->fix_count; i++) {
    buf_add_format(b, "  %*s = help: ", width, "");
    terminal_add(b, d->fixes[i].description, 0);
    buf_add_char(b, '\n');
  }
}

static void begin(struct report *r) {
  (void)r;
}

static void file(struct report *r, const struct source *src, const struct diags *diags) {
  struct buf b;
  buf_init(&b, r->arena);
  for (uint32_t i = 0; i < diags->len; i++) {
    b.len = 0;
    add_diag(r, &b, src, &diags->at[i]);
    out_str(r->out, buf_str(&b));
  }
}

static void end(struct report *r) {
  (void)r;
}

const struct report_format report_text = {begin, file, end};
