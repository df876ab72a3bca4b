#include <inttypes.h>

#include "report/formats.h"
#include "report/terminal.h"

// What compilers print and every editor reads: path:line:column: level: message. They know error, warning and note.

static const char *const levels[SEVERITY_COUNT] = {
    [SEVERITY_STYLE] = "note",
    [SEVERITY_INFO] = "note",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

static void begin(struct report *r) {
  (void)r;
}

static void file(struct report *r, const struct source *src, const struct diags *diags) {
  struct buf b;
  buf_init(&b, r->arena);
  for (uint32_t i = 0; i < diags->len; i++) {
    const struct diag *d = &diags->at[i];
    position at = source_position(src, d->span.off);
    terminal_add_path(&b, src->path);
    buf_add_format(&b, ":%" PRIu32 ":%" PRIu32 ": %s: ", at.line, at.column, levels[d->severity]);
    terminal_add(&b, d->message, 0);
    buf_add_format(&b, " [" STR_FMT "]\n", STR_ARG(d->rule->id));
  }
  out_str(r->out, buf_str(&b));
}

static void end(struct report *r) {
  (void)r;
}

const struct report_format report_gcc = {begin, file, end};
