#include "base/utf8.h"
#include "dockerfile/instr.h"
#include "dockerfile/instr_reader.h"
#include "dockerfile/nodes.h"

static bool is_regexp_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}

// What BuildKit stores: the line behind ONBUILD, then each here-document with its line end before it.
static struct text trigger_expression(struct instr_reader *r) {
  const struct node *n = r->node;
  const struct text *line = &n->original;
  uint32_t from = n->spelled.len;
  while (from < line->bytes.len && is_regexp_space(line->bytes.at[from]))
    from++;
  if (n->heredoc_count == 0)
    return text_slice(r->arena, line, from, line->bytes.len);
  struct text_buf buf;
  text_buf_init(&buf, r->arena);
  text_buf_add(&buf, line, from, line->bytes.len);
  for (uint32_t i = 0; i < n->heredoc_count; i++) {
    const struct heredoc *h = &n->heredocs[i];
    uint32_t body = text_offset(&h->content, 0);
    text_buf_add(&buf, r->file, body - 1, body);
    text_buf_add(&buf, &h->content, 0, h->content.bytes.len);
    text_buf_add(&buf, r->file, h->terminator.off, span_end(h->terminator));
  }
  return text_buf_text(&buf, line, from);
}

static void refuse_trigger(struct instr_reader *r, const struct problem *why) {
  struct problem *p = NEW(r->arena, struct problem);
  *p = *why;
  p->line = r->node->start_line;
  p->end_line = r->node->end_line;
  r->in->trigger_problem = p;
}

// A build on top of this image reads the expression with a parser of its own.
static void read_trigger(struct instr_reader *r) {
  struct instr *in = r->in;
  struct text *expression = NEW(r->arena, struct text);
  *expression = in->expression = trigger_expression(r);
  struct node_list list;
  nodes_read(r->arena, expression, &list);
  if (list.problems.len) {
    refuse_trigger(r, list.problems.at[0]);
    return;
  }
  if (list.nodes.len != 1) {
    struct problem p = {.layer = PROBLEM_PARSE, .span = r->node->span, .message = STR("a trigger is one instruction")};
    refuse_trigger(r, &p);
    return;
  }
  struct instr *trigger = instr_read(r->arena, expression, list.nodes.at[0]);
  trigger->onbuild = true;
  if (trigger->problem)
    refuse_trigger(r, trigger->problem);
  else
    in->trigger = trigger;
}

bool instr_read_onbuild(struct instr_reader *r) {
  static const str forbidden[] = {STR_INIT("ONBUILD"), STR_INIT("MAINTAINER"), STR_INIT("FROM")};
  const struct node *n = r->node;
  if (!n->child)
    return instr_refuse_keyword(r, "requires at least one argument");
  if (!instr_check_flags(r))
    return false;
  for (uint32_t i = 0; i < COUNT_OF(forbidden); i++)
    if (instr_upper_is(utf8_trim(n->child->spelled), forbidden[i]))
      return instr_refuse(r, n->child->keyword_span,
                          str_format(r->arena, "a trigger of ONBUILD cannot be " STR_FMT, STR_ARG(forbidden[i])));
  if (!r->in->problem)
    read_trigger(r);
  return true;
}
