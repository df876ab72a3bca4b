#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "check.h"

static void check_span(const struct source *src, span s) {
  assert(s.off <= src->bytes.len && s.len <= src->bytes.len - s.off);
}

// Each piece of a text stands where it says, in the file's order.
static void check_text(const struct source *src, const struct text *t) {
  for (uint32_t i = 0; i < t->piece_count; i++) {
    const struct piece *p = &t->pieces[i];
    uint32_t end = i + 1 < t->piece_count ? t->pieces[i + 1].at : t->bytes.len;
    assert(i > 0 || p->at == 0);
    assert(p->at <= end && end <= t->bytes.len);
    assert(p->off <= src->bytes.len && p->atom <= src->bytes.len - p->off);
    if (p->atom == 0)
      assert(str_eq(source_text(src, (span){p->off, end - p->at}), str_slice(t->bytes, p->at, end)));
  }
}

static void check_texts(const struct source *src, const struct text *texts, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    check_text(src, &texts[i]);
}

static void check_node(const struct source *src, const struct node *n) {
  check_span(src, n->span);
  check_span(src, n->keyword_span);
  check_text(src, &n->original);
  check_texts(src, n->args, n->arg_count);
  for (uint32_t i = 0; i < n->flag_count; i++) {
    check_text(src, &n->flags[i].text);
    check_text(src, &n->flags[i].value);
    check_span(src, n->flags[i].span);
  }
  for (uint32_t i = 0; i < n->heredoc_count; i++) {
    check_text(src, &n->heredocs[i].content);
    check_span(src, n->heredocs[i].word);
    check_span(src, n->heredocs[i].terminator);
  }
  if (n->child)
    check_node(src, n->child);
}

static void check_instr(const struct source *src, const struct instr *in) {
  check_texts(src, in->args, in->arg_count);
  check_text(src, &in->image);
  check_text(src, &in->name);
  check_text(src, &in->dest);
  check_text(src, &in->expression);
  for (uint32_t i = 0; i < in->inline_count; i++)
    check_text(src, &in->inlines[i].data);
  for (uint32_t i = 0; i < in->pair_count; i++) {
    check_text(src, &in->pairs[i].key);
    check_text(src, &in->pairs[i].value);
    check_span(src, in->pairs[i].span);
  }
  for (uint32_t i = 0; i < in->mount_count; i++) {
    check_text(src, &in->mounts[i].source);
    check_text(src, &in->mounts[i].target);
  }
  if (in->trigger) {
    check_node(src, in->trigger->node);
    check_instr(src, in->trigger);
  }
}

// A map of the file's bytes: which belong to something.

static void cover(char *map, span s) {
  memset(map + s.off, 1, s.len);
}

static void cover_all(char *map, const struct dockerfile *df) {
  for (uint32_t i = 0; i < df->node_count; i++) {
    const struct node *n = df->nodes[i];
    cover(map, n->span);
    for (uint32_t j = 0; j < n->heredoc_count; j++) {
      cover(map, text_place(&n->heredocs[j].content));
      cover(map, n->heredocs[j].terminator);
    }
  }
  for (uint32_t i = 0; i < df->comment_count; i++)
    cover(map, df->comments[i].span);
  for (uint32_t i = 0; i < df->directive_count; i++)
    cover(map, df->directives[i].span);
  for (uint32_t i = 0; i < df->problem_count; i++) // a line that is too long
    cover(map, df->problems[i].span);
}

// What belongs to nothing is white space, a byte order mark, or an escape character that stands alone.
static void check_cover(struct arena *a, const struct dockerfile *df) {
  str bytes = df->src->bytes;
  char *map = arena_alloc(a, bytes.len);
  cover_all(map, df);
  for (uint32_t i = 0, len; i < bytes.len; i += len) {
    uint32_t c = utf8_decode(str_skip(bytes, i), &len);
    bool nothing = utf8_is_space(c) || c == (uint8_t)df->escape || (i == 0 && c == 0xFEFF);
    assert(map[i] || nothing);
  }
}

static void check_order(const struct dockerfile *df) {
  uint32_t end = 0, line = 0;
  for (uint32_t i = 0; i < df->node_count; i++) {
    const struct node *n = df->nodes[i];
    assert(n->span.off >= end && n->start_line > line && n->end_line >= n->start_line);
    assert(n->end_line <= df->src->line_count);
    end = span_end(n->span);
    line = n->end_line;
  }
}

static void check_problems(const struct dockerfile *df) {
  for (uint32_t i = 0; i < df->problem_count; i++) {
    const struct problem *p = &df->problems[i];
    check_span(df->src, p->span);
    assert(p->end_line >= p->line && p->end_line <= df->src->line_count);
    assert(p->message.len > 0);
  }
}

void check_dockerfile(struct arena *a, const struct dockerfile *df) {
  for (uint32_t i = 0; i < df->node_count; i++)
    check_node(df->src, df->nodes[i]);
  for (uint32_t i = 0; i < df->instr_count; i++)
    check_instr(df->src, df->instrs[i]);
  check_problems(df);
  check_order(df);
  check_cover(a, df);
}

// Line ends

str check_with_crlf(struct arena *a, str bytes) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < bytes.len; i++) {
    if (bytes.at[i] == '\n')
      buf_add_char(&b, '\r');
    buf_add_char(&b, bytes.at[i]);
  }
  return buf_str(&b);
}

static void same_nodes(struct arena *a, const struct node *x, const struct node *y) {
  assert(str_eq(y->original.bytes, x->original.bytes));
  assert(y->start_line == x->start_line);
  assert(y->end_line == x->end_line);
  assert(y->arg_count == x->arg_count);
  assert(y->flag_count == x->flag_count);
  assert(y->comment_count == x->comment_count);
  assert(y->heredoc_count == x->heredoc_count);
  for (uint32_t i = 0; i < x->arg_count; i++)
    assert(str_eq(y->args[i].bytes, x->args[i].bytes));
  for (uint32_t i = 0; i < x->heredoc_count; i++)
    assert(str_eq(y->heredocs[i].content.bytes, check_with_crlf(a, x->heredocs[i].content.bytes)));
}

void check_line_ends(struct arena *a, const struct dockerfile *x) {
  const struct source *src = source_new(a, x->src->path, check_with_crlf(a, x->src->bytes));
  const struct dockerfile *y = dockerfile_parse(a, src);
  assert(y->node_count == x->node_count);
  assert(y->problem_count == x->problem_count);
  assert(y->comment_count == x->comment_count);
  assert(y->directive_count == x->directive_count);
  assert(y->stage_count == x->stage_count);
  for (uint32_t i = 0; i < x->node_count; i++)
    same_nodes(a, x->nodes[i], y->nodes[i]);
}
