#include <inttypes.h>

#include "base/utf8.h"
#include "report/formats.h"
#include "report/terminal.h"

// Workflow commands of GitHub Actions: ::error file=…,line=…::message. In a message `%`, CR and LF are written as %25,
// %0D, %0A; in a property `:` and `,` too (actions/toolkit, packages/core/src/command.ts).

static const char *const commands[SEVERITY_COUNT] = {
    [SEVERITY_STYLE] = "notice",
    [SEVERITY_INFO] = "notice",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

// Appends `s` with the bytes in `special` in that form; what else is hidden is shown, as on a terminal.
static void add(struct buf *b, str s, const char *special) {
  for (str of = str_of(special); s.len;) {
    uint32_t len;
    utf8_decode(s, &len);
    if (str_find_char(of, s.at[0]) < of.len)
      buf_add_format(b, "%%%02X", (unsigned)(uint8_t)s.at[0]);
    else
      terminal_add(b, str_slice(s, 0, len), 0);
    s = str_skip(s, len);
  }
}

static void add_property(struct buf *b, const char *name, str value) {
  buf_add_format(b, "%s=", name);
  add(b, value, "%\r\n:,");
}

static void add_number(struct buf *b, const char *name, uint32_t value) {
  buf_add_format(b, ",%s=%" PRIu32, name, value);
}

static void add_command(struct buf *b, const struct source *src, const struct diag *d) {
  position from = source_position(src, d->span.off), to = source_position(src, span_end(d->span));
  buf_add_format(b, "::%s ", commands[d->severity]);
  add_property(b, "file", src->path);
  add_number(b, "line", from.line);
  add_number(b, "endLine", to.line);
  if (from.line == to.line) { // columns are read only then
    add_number(b, "col", from.column);
    add_number(b, "endColumn", to.column);
  }
  buf_add_char(b, ',');
  add_property(b, "title", d->rule->id);
  buf_add(b, STR("::"));
  add(b, d->message, "%\r\n");
  buf_add_char(b, '\n');
}

static void begin(struct report *r) {
  (void)r;
}

static void file(struct report *r, const struct source *src, const struct diags *diags) {
  struct buf b;
  buf_init(&b, r->arena);
  for (uint32_t i = 0; i < diags->len; i++)
    add_command(&b, src, &diags->at[i]);
  out_str(r->out, buf_str(&b));
}

static void end(struct report *r) {
  (void)r;
}

const struct report_format report_github = {begin, file, end};
