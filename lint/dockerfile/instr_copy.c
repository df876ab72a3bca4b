#include "base/map.h"
#include "dockerfile/heredoc.h"
#include "dockerfile/instr_reader.h"

static void add_inline(struct instr_reader *r, const struct heredoc *word, const struct text *text,
                       const struct map *bodies) {
  struct inline_file *file = &r->in->inlines[r->in->inline_count++];
  const struct heredoc *body = map_get(bodies, word->name);
  *file = (struct inline_file){.path = word->name, .expand = word->expand, .heredoc = body, .word = *text};
  if (body)
    file->data = word->chomp ? heredoc_chomp(r->arena, &body->content) : body->content;
  else
    file->data = text_slice(r->arena, text, 0, 0);
}

static void read_sources(struct instr_reader *r) {
  const struct node *n = r->node;
  struct map bodies = {0};
  for (uint32_t i = 0; i < n->heredoc_count; i++) // of two with the same name the last one counts
    map_put(r->arena, &bodies, n->heredocs[i].name, &n->heredocs[i]);
  r->in->args = NEW_ARRAY(r->arena, struct text, n->arg_count);
  for (uint32_t i = 0; i + 1 < n->arg_count; i++) {
    struct heredoc word;
    if (heredoc_read_word(r->arena, n->args[i].bytes, &word) != HEREDOC_READ) {
      r->in->args[r->in->arg_count++] = n->args[i];
      continue;
    }
    if (!r->in->inlines)
      r->in->inlines = NEW_ARRAY(r->arena, struct inline_file, n->arg_count);
    add_inline(r, &word, &n->args[i], &bodies);
  }
}

bool instr_read_copy(struct instr_reader *r) {
  const struct node *n = r->node;
  struct heredoc word;
  if (n->arg_count < 2)
    return instr_refuse_keyword(r, "requires at least two arguments");
  r->in->dest = n->args[n->arg_count - 1];
  read_sources(r);
  if (!instr_check_flags(r))
    return false;
  if (heredoc_read_word(r->arena, r->in->dest.bytes, &word) == HEREDOC_READ)
    return instr_refuse(r, text_place(&r->in->dest), STR("a here-document cannot be the destination"));
  return true;
}
