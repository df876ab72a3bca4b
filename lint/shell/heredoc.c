#include "shell/parser.h"

// Here-documents. Their bodies are read when the line ends on which they were announced.

// Adds the text of a delimiter's part, quotes removed; in double quotes a backslash stays, as the reference has it.
static void add_unquoted(struct buf *b, const struct shell_part *part, bool in_quotes) {
  for (uint32_t i = 0; i < part->text.len; i++) {
    bool escape = part->kind == PART_LITERAL && part->text.at[i] == '\\' && !in_quotes;
    if (escape && ++i == part->text.len)
      return;
    buf_add_char(b, part->text.at[i]);
  }
}

static bool is_quoted(const struct shell_word *word) {
  for (uint32_t i = 0; i < word->parts.len; i++) {
    const struct shell_part *part = word->parts.at[i];
    if (part->kind == PART_SINGLE || part->kind == PART_DOUBLE || str_find_char(part->text, '\\') < part->text.len)
      return true;
  }
  return false;
}

static str delimiter(struct parser *p, const struct shell_word *word) {
  struct buf b;
  buf_init(&b, p->a);
  for (uint32_t i = 0; i < word->parts.len; i++) {
    const struct shell_part *part = word->parts.at[i];
    add_unquoted(&b, part, false);
    for (uint32_t k = 0; part->kind == PART_DOUBLE && k < part->parts.len; k++)
      add_unquoted(&b, part->parts.at[k], true);
  }
  return buf_str(&b);
}

// Whether the literal from `start` on, without `ch`, is the delimiter.
static bool is_end_line(const struct parser *p, uint32_t start) {
  const struct heredoc_end *end = p->heredoc;
  uint32_t len = literal_len(p) - (p->ch >= 0 ? 1 : 0);
  if (len < start || len - start != end->word.len)
    return false;
  for (uint32_t i = 0; i < end->word.len; i++)
    if (literal_at(p, start + i) != end->word.at[i])
      return false;
  return true;
}

static void skip_tabs(struct parser *p) {
  while (p->heredoc->strip && p->ch == '\t')
    read_char(p);
}

static bool ends_line(const struct parser *p) {
  return p->ch == '\n' || p->ch == CHAR_EOF || (p->ch == '`' && closes_backquote(p));
}

// The literal up to the delimiter's line.
static void end_body(struct parser *p, uint32_t len) {
  p->heredoc->reached = true;
  p->val = str_slice(literal_end(p), 0, len);
  p->tok = len ? TOKEN_LITWORD : TOKEN_NEWLINE;
}

// The script, or the backquote around it, ends before the body does: what there is, is the body.
static void cut_body(struct parser *p) {
  p->heredoc->last_len = literal_len(p) - (p->ch >= 0 ? 1 : 0);
  p->val = literal_end(p);
  p->tok = p->val.len ? TOKEN_LITWORD : p->ch == CHAR_EOF ? TOKEN_EOF : TOKEN_NEWLINE;
}

static void read_body_literal(struct parser *p, bool may_end) {
  literal_begin(p);
  skip_tabs(p);
  uint32_t line = p->ch == CHAR_EOF || p->ch == CHAR_SPLICE ? literal_len(p) : literal_len(p) - 1;
  for (;; read_char(p)) {
    if (p->ch == CHAR_SPLICE || p->ch == '$' || (p->ch == '`' && !closes_backquote(p))) {
      p->val = literal_end(p);
      p->tok = TOKEN_LIT;
      return;
    }
    if (p->ch == '\\') {
      read_escaped(p);
      continue;
    }
    if (!ends_line(p)) {
      skip_class(p, CLASS_HEREDOC);
      continue;
    }
    if (may_end && is_end_line(p, line)) {
      end_body(p, line);
      return;
    }
    if (p->ch != '\n') {
      cut_body(p);
      return;
    }
    may_end = true;
    while (p->heredoc->strip && peek(p) == '\t')
      read_char(p);
    line = literal_len(p);
  }
}

void next_heredoc_token(struct parser *p) {
  if (p->heredoc->reached) {
    p->tok = p->ch == '`' ? TOKEN_BACKQUOTE : TOKEN_NEWLINE;
    p->tok_pos = p->pos;
    return;
  }
  // A line may be the delimiter where a body starts, not behind a splice or an expansion.
  bool may_end = p->heredoc->at_start;
  p->heredoc->at_start = false;
  p->tok_pos = p->pos;
  if (p->ch == '$' || p->ch == '`') {
    p->tok = quoted_token(p);
    return;
  }
  while (p->ch == CHAR_SPLICE) {
    read_char(p);
    may_end = false;
  }
  p->tok_pos = p->pos;
  read_body_literal(p, may_end);
}

// A body in which nothing is expanded.
static struct shell_part *read_quoted_body(struct parser *p) {
  literal_begin(p);
  uint32_t from = p->literal_from;
  for (;;) {
    skip_tabs(p);
    if (p->ch == CHAR_EOF)
      break;
    uint32_t line = p->ch == CHAR_SPLICE ? literal_len(p) : literal_len(p) - 1;
    while (!ends_line(p) && p->ch != CHAR_SPLICE) {
      skip_class(p, CLASS_HEREDOC);
      read_char(p);
    }
    if (p->ch == CHAR_SPLICE) { // an ordinary end of a line here
      literal_keep_splice(p);
      read_char(p);
      continue;
    }
    if (is_end_line(p, line)) {
      p->heredoc->reached = true;
      str body = str_slice(literal_end(p), 0, line);
      return body.len ? literal_part(p, from, body) : NULL;
    }
    if (p->ch != '\n')
      break;
    read_char(p);
  }
  str body = literal_end(p);
  return body.len ? literal_part(p, from, body) : NULL;
}

static void set_body(struct shell_heredoc *doc, struct shell_parts parts) {
  doc->parts = parts;
  doc->has_body = parts.len > 0;
  if (parts.len)
    doc->span = span_join(parts.at[0]->span, parts.at[parts.len - 1]->span);
}

static void read_body(struct parser *p, const struct shell_redir *r) {
  struct shell_heredoc *doc = r->heredoc;
  doc->quoted = is_quoted(r->target);
  struct heredoc_end end = {.word = delimiter(p, r->target), .strip = doc->strip, .at_start = true};
  struct heredoc_end *outer = p->heredoc;
  p->heredoc = &end;
  struct shell_parts parts = {0};
  if (doc->quoted) {
    struct shell_part *part = read_quoted_body(p);
    if (part)
      parts = list_of(p, part);
  } else {
    next_token(p);
    parts = parse_parts(p);
  }
  set_body(doc, parts);
  if (!end.reached && !p->failed)
    warn_at(p, r->span.off, p->tok == TOKEN_EOF && (p->open > 0 || end.last_len > 0) && !doc->quoted,
            "the here-document ends with the script");
  p->heredoc = outer;
}

// Those that are not buried, in the order in which they were announced.
static struct shell_redir **take_pending(struct parser *p, uint32_t *count) {
  *count = 0;
  for (const struct pending *at = p->heredocs; at != p->buried; at = at->earlier)
    ++*count;
  struct shell_redir **redirs = NEW_ARRAY(p->a, struct shell_redir *, *count);
  for (uint32_t i = *count; i-- > 0; p->heredocs = p->heredocs->earlier)
    redirs[i] = p->heredocs->redir;
  return redirs;
}

void read_heredocs(struct parser *p) {
  if (p->heredocs == p->buried)
    return;
  read_char(p); // the newline
  enum mode mode = p->mode;
  bool in_word = p->in_word;
  uint32_t count;
  struct shell_redir **pending = take_pending(p, &count); // bodies may hold others
  p->in_word = false;
  for (uint32_t i = 0; i < count && !p->failed; i++) {
    p->mode = MODE_HEREDOC;
    if (i > 0 && p->ch == '\n')
      read_char(p);
    read_body(p, pending[i]);
  }
  p->mode = mode;
  p->in_word = in_word;
}
