#include "dockerfile/statement.h"

#include "base/limits.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "dockerfile/lines.h"

void trim_range(str text, uint32_t *from, uint32_t *to) {
  str all = str_slice(text, *from, *to), behind = utf8_trim_left(all), trimmed = utf8_trim_right(behind);
  *from += all.len - behind.len;
  *to = *from + trimmed.len;
}

void statement_add_arg(struct statement *s, uint32_t from, uint32_t to) {
  VEC_PUSH(s->arena, &s->lists->args, text_slice(s->arena, &s->node->original, from, to));
}

void statement_refuse(struct statement *s, uint32_t from, uint32_t to, str why) {
  if (s->refusal.len)
    return;
  s->refusal = why;
  s->refusal_span = text_span(&s->node->original, from, to);
}

static void read_keyword(struct statement *s) {
  struct node *n = s->node;
  str line = n->original.bytes;
  uint32_t from = s->at;
  while (s->at < s->end && !is_blank(line.at[s->at]))
    s->at++;
  n->spelled = str_slice(line, from, s->at);
  n->keyword = unicode_lower_str(s->arena, n->spelled);
  n->kind = instr_kind_named(n->keyword);
  n->keyword_span = text_span(&n->original, from, s->at);
}

void statement_read(struct statement *s) {
  struct node *n = s->node;
  s->at = 0;
  s->end = n->original.bytes.len;
  trim_range(n->original.bytes, &s->at, &s->end);
  n->span = text_span(&n->original, s->at, s->end);
  read_keyword(s);
  flags_read(s);
  trim_range(n->original.bytes, &s->at, &s->end);
  arguments_read(s);
  n->args = arena_copy(s->arena, s->lists->args.at, s->lists->args.len, sizeof *n->args);
  n->arg_count = s->lists->args.len;
  s->lists->args.len = 0;
}
