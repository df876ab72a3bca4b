#include <inttypes.h>
#include <string.h>

#include "report/formats.h"
#include "report/terminal.h"

// A table a file with findings, for comments and job summaries (GitHub Flavored Markdown).

static void begin(struct report *r) {
  (void)r;
}

// Text of the input, in which no character means anything to Markdown or HTML. CommonMark takes a backslash before any
// ASCII punctuation; `<` and `&` are written as HTML's because not every renderer does there, and `@` so that nobody is
// notified.
static void add_text(struct buf *b, struct arena *a, str s) {
  str plain = report_plain(a, s);
  for (uint32_t i = 0; i < plain.len; i++) {
    char c = plain.at[i];
    if (c == '<')
      buf_add(b, STR("&lt;"));
    else if (c == '&')
      buf_add(b, STR("&amp;"));
    else if (c == '@')
      buf_add(b, STR("&#64;"));
    else if (c && strchr("\\`*_{}[]()#+-.!|~>:", c)) {
      buf_add_char(b, '\\');
      buf_add_char(b, c);
    } else {
      buf_add_char(b, c);
    }
  }
}

static void file(struct report *r, const struct source *src, const struct diags *diags) {
  if (diags->len == 0)
    return;
  struct buf b;
  buf_init(&b, r->arena);
  buf_add(&b, STR("### "));
  add_text(&b, r->arena, src->path);
  buf_add(&b, STR("\n\n| Line | Level | Finding | Rule |\n| ---: | --- | --- | --- |\n"));
  for (uint32_t i = 0; i < diags->len; i++) {
    const struct diag *d = &diags->at[i];
    buf_add_format(&b, "| %" PRIu32 " | ", source_line_of(src, d->span.off));
    buf_add(&b, severity_name(d->severity));
    buf_add(&b, STR(" | "));
    add_text(&b, r->arena, d->message);
    buf_add(&b, STR(" | "));
    add_text(&b, r->arena, d->rule->id);
    buf_add(&b, STR(" |\n"));
  }
  buf_add_char(&b, '\n');
  out_str(r->out, buf_str(&b));
}

static void end(struct report *r) {
  struct buf b;
  buf_init(&b, r->kept);
  report_add_summary(r, &b);
  out_str(r->out, buf_str(&b));
}

const struct report_format report_markdown = {begin, file, end};
