#include "shell/parser.h"

// What bash reads and a strict reader does not: `((a) | b)` and `$((a) | b)`, which are no arithmetic, and `${a!b}`,
// which is an error only when it runs. Looked for only in scripts that cannot be read otherwise, since it takes a look
// at the same bytes twice: once for each level, of which there are at most LIMIT_SHELL_DEPTH.

/// A place in the script while brackets are matched.
struct scan {
  str src;
  uint32_t at;
};

static char scan_char(const struct scan *s) {
  return s->at < s->src.len ? s->src.at[s->at] : '\0';
}

// Goes behind the quote that closes the one at `at`.
static void skip_quoted(struct scan *s) {
  char quote = scan_char(s);
  for (s->at++; s->at < s->src.len; s->at++) {
    if (scan_char(s) == quote) {
      s->at++;
      return;
    }
    if (scan_char(s) == '\\' && quote != '\'')
      s->at++;
  }
}

// Goes behind the bracket that closes `depth` levels of `open`, as bash matches them: quotes and escapes count, nothing
// else does. False where the script ends before.
static bool skip_to_closing(struct scan *s, char open, char close, uint32_t depth) {
  while (s->at < s->src.len) {
    char c = scan_char(s);
    if (c == '\'' || c == '"' || c == '`') {
      skip_quoted(s);
      continue;
    }
    s->at += c == '\\' ? 2 : 1;
    if (c == open)
      depth++;
    else if (c == close && --depth == 0)
      return true;
  }
  return false;
}

bool is_arithmetic(const struct parser *p, uint32_t open_len) {
  struct scan s = {p->src, p->tok_pos + open_len};
  return !p->lenient || !skip_to_closing(&s, '(', ')', 1) || scan_char(&s) == ')';
}

void split_parens(struct parser *p, enum token first) {
  p->tok = first;
  p->next = p->tok_pos + token_text(first).len;
  read_char(p);
}

bool skip_bad_param(struct parser *p, const struct parser *before, struct shell_part *part) {
  struct scan s = {p->src, before->tok_pos + 2};
  if (!skip_to_closing(&s, '{', '}', 1))
    return false;
  *p = *before;
  part->param->bad = true;
  part->text = str_slice(p->src, part->span.off + 2, s.at - 1);
  part->span = span_to(part->span.off, s.at);
  p->next = s.at;
  read_char(p);
  next_token(p);
  p->raw_end = s.at;
  return true;
}
