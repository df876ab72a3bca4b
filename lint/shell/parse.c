#include "shell/parser.h"

// The entry of the parser.

enum strictness { STRICT, LENIENT };

static struct shell_script *parse_with(struct arena *a, struct text text, enum shell_dialect dialect,
                                       enum strictness strictness) {
  struct parser parser = {.a = a,
                          .bash = dialect == SHELL_BASH,
                          .lenient = strictness == LENIENT,
                          .src = text.bytes,
                          .equal = EQUAL_NONE},
                *p = &parser;
  buf_init(&p->copy, a);
  read_char(p);
  next_token(p);
  struct shell_list body = parse_list(p, 0);
  if (!p->failed)
    read_heredocs(p); // announced on the last line
  struct shell_script *script = NEW(a, struct shell_script);
  *script = (struct shell_script){
      .text = text,
      .dialect = dialect,
      .ok = !p->failed,
      .error = p->error,
      .warned = p->warned,
      .warning = p->warning,
      .body = body,
      .comments = p->comments.at,
      .comment_count = p->comments.len,
  };
  return script;
}

// What could be read only leniently has a warning: why it could not be otherwise.
static const struct shell_script *parse_lenient(struct arena *a, const struct shell_script *strict) {
  struct shell_script *lenient = parse_with(a, strict->text, strict->dialect, LENIENT);
  if (!lenient->ok)
    return strict;
  lenient->warning = strict->warned ? strict->warning : strict->error;
  lenient->warned = true;
  return lenient;
}

const struct shell_script *shell_parse(struct arena *a, struct text text, enum shell_dialect dialect) {
  const struct shell_script *script = parse_with(a, text, dialect, STRICT);
  if (script->ok || script->error.limit)
    return script;
  if (dialect == SHELL_BASH) {
    // `a[[b` and `((a) | b)` are nothing in bash and something in POSIX.
    const struct shell_script *posix = parse_with(a, text, SHELL_POSIX, STRICT);
    if (posix->ok && !posix->warned)
      return posix;
  }
  return parse_lenient(a, script);
}
