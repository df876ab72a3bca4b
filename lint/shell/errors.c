#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "shell/parser.h"

__attribute__((format(printf, 2, 0))) static str format_list(struct parser *p, const char *format, va_list args) {
  char text[160]; // messages quote only what the grammar names
  int len = vsnprintf(text, sizeof text, format, args);
  return str_copy(p->a, (str){text, len < (int)sizeof text ? (uint32_t)len : (uint32_t)sizeof text - 1});
}

// Whether more text could mend it: the script ends inside something.
static bool is_incomplete(const struct parser *p) {
  return p->tok == TOKEN_EOF && p->open > 0;
}

__attribute__((format(printf, 3, 0))) static void fail_list(struct parser *p, uint32_t off, const char *format,
                                                            va_list args) {
  if (p->failed)
    return;
  p->failed = true;
  p->error = (struct shell_error){off, is_incomplete(p), false, format_list(p, format, args)};
  // Nothing more is read: every loop of the parser ends at the end of the script.
  p->tok = TOKEN_EOF;
  p->ch = CHAR_EOF;
  p->next = p->pos = p->src.len;
}

void fail_at(struct parser *p, uint32_t off, const char *format, ...) {
  va_list args;
  va_start(args, format);
  fail_list(p, off, format, args);
  va_end(args);
}

void fail(struct parser *p, const char *format, ...) {
  va_list args;
  va_start(args, format);
  fail_list(p, p->tok_pos, format, args);
  va_end(args);
}

void warn_at(struct parser *p, uint32_t off, bool incomplete, const char *format, ...) {
  if (p->warned || p->failed)
    return;
  va_list args;
  va_start(args, format);
  p->warned = true;
  p->warning = (struct shell_error){off, incomplete, false, format_list(p, format, args)};
  va_end(args);
}

void fail_foreign(struct parser *p, uint32_t off, const char *what) {
  uint32_t open = p->open;
  p->open = 0; // no further text would mend it
  fail_at(p, off, "%s: not in %s", what, p->bash ? "bash" : "a POSIX shell");
  p->open = open;
}

bool need_bash(struct parser *p, uint32_t off, const char *what) {
  if (!p->bash)
    fail_foreign(p, off, what);
  return p->bash;
}

bool enter(struct parser *p) {
  if (++p->depth > LIMIT_SHELL_DEPTH && !p->failed) {
    fail(p, "more than %d levels of nesting", LIMIT_SHELL_DEPTH);
    p->error.limit = true;
  }
  return !p->failed;
}

void leave(struct parser *p) {
  p->depth--;
}

span span_to(uint32_t from, uint32_t to) {
  return (span){from, to > from ? to - from : 0};
}

struct nested nest(struct parser *p, enum mode mode) {
  struct nested outer = {p->mode, p->buried, p->in_word};
  p->buried = p->heredocs;
  p->mode = mode;
  p->in_word = false;
  return outer;
}

void unnest(struct parser *p, struct nested outer) {
  p->mode = outer.mode;
  p->buried = outer.buried;
  p->in_word = outer.in_word;
}
