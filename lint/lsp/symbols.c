#include "base/vec.h"
#include "lsp/values.h"

// The outline: arguments before the first stage, and the stages with their instructions. And where names come from.

enum symbol_kind { SYMBOL_NAMESPACE = 3, SYMBOL_FIELD = 8, SYMBOL_EVENT = 24 };

struct symbol {
  str name, detail;
  enum symbol_kind kind;
  span all, selection;
};

static void put_symbol(struct json_out *j, const struct analysis *of, const struct symbol *symbol) {
  json_member_str(j, "name", symbol->name);
  if (symbol->detail.len)
    json_member_str(j, "detail", symbol->detail);
  json_member_int(j, "kind", symbol->kind);
  json_key(j, "range");
  lsp_put_range(j, of, symbol->all);
  json_key(j, "selectionRange");
  lsp_put_range(j, of, symbol->selection);
}

static void put_instruction(struct json_out *j, const struct analysis *of, const struct instr *in) {
  enum { DETAIL_MAX = 60 };
  const struct node *n = in->node;
  bool sets = in->kind == INSTR_ARG || in->kind == INSTR_ENV;
  struct symbol symbol = {
      .name = n->spelled,
      .detail = str_trim(str_slice(n->original.bytes, n->spelled.len, n->spelled.len + DETAIL_MAX)),
      .kind = sets ? SYMBOL_FIELD : SYMBOL_EVENT,
      .all = n->span,
      .selection = n->keyword_span,
  };
  json_object_begin(j);
  put_symbol(j, of, &symbol);
  json_object_end(j);
}

static void put_stage(struct arena *a, struct json_out *j, const struct analysis *of, const struct stage *stage) {
  const struct node *from = stage->from->node;
  const struct instr *last = stage->instr_count ? stage->instrs[stage->instr_count - 1] : stage->from;
  struct symbol symbol = {
      .name = stage->name.len ? stage->name : str_format(a, "stage %u", stage->index),
      .detail = stage->from->image.bytes,
      .kind = SYMBOL_NAMESPACE,
      .all = span_join(from->span, last->node->span),
      .selection = from->span,
  };
  json_object_begin(j);
  put_symbol(j, of, &symbol);
  json_key(j, "children");
  json_array_begin(j);
  for (uint32_t i = 0; i < stage->instr_count; i++)
    put_instruction(j, of, stage->instrs[i]);
  json_array_end(j);
  json_object_end(j);
}

bool lsp_document_symbol(struct server *s, struct request *r, struct json_out *result) {
  struct document *d = lsp_document(s, r);
  if (!d)
    return false;
  const struct analysis *of = lsp_analyse(s, d);
  const struct dockerfile *df = of->lint.df;
  json_array_begin(result);
  for (uint32_t i = 0; df && i < df->global_count; i++)
    put_instruction(result, of, df->globals[i]);
  for (uint32_t i = 0; df && i < df->stage_count; i++)
    put_stage(&s->message, result, of, &df->stages[i]);
  json_array_end(result);
  return true;
}

// Where names come from

static bool is_new(const struct setters *found, const struct fact *f) {
  for (uint32_t i = 0; i < found->len; i++)
    if (found->at[i]->span.off == f->span.off)
      return false;
  return true;
}

static struct setters definitions(struct arena *a, const struct analysis *of, const struct variable *variable) {
  struct setters found = {0};
  for (uint32_t i = 0; i < of->lint.facts->scenario_count; i++) {
    struct setters setters = variable_setters(a, of, variable, i);
    for (uint32_t k = 0; k < setters.len; k++)
      if (is_new(&found, setters.at[k]))
        VEC_PUSH(a, &found, setters.at[k]);
  }
  return found;
}

// The stage that FROM, `COPY --from` or a mount names there; NULL.
static const struct fact *stage_named_at(const struct facts *facts, uint32_t off) {
  const struct fact_list *all = &facts->of[FACT_IMAGE];
  for (uint32_t i = 0; i < all->len; i++) {
    const struct fact_image *image = (const struct fact_image *)all->at[i];
    span word = image->spelled.span;
    if (image->names && word.len && word.off <= off && off <= span_end(word))
      return image->names;
  }
  return NULL;
}

static void put_definitions(struct arena *a, struct json_out *j, const struct analysis *of, uint32_t off) {
  struct variable variable;
  if (variable_at(of, off, &variable)) {
    struct setters found = definitions(a, of, &variable);
    for (uint32_t i = found.len; i > 0; i--)
      lsp_put_location(j, of, found.at[i - 1]->span);
    return;
  }
  const struct fact *stage = stage_named_at(of->lint.facts, off);
  if (stage && stage->stage < of->lint.df->stage_count)
    lsp_put_location(j, of, of->lint.df->stages[stage->stage].from->node->span);
}

bool lsp_definition(struct server *s, struct request *r, struct json_out *result) {
  struct document *d = lsp_document(s, r);
  if (!d)
    return false;
  const struct analysis *of = lsp_analyse(s, d);
  json_array_begin(result);
  if (of->lint.facts)
    put_definitions(&s->message, result, of, lsp_get_offset(s, d, json_member(r->params, STR("position"))));
  json_array_end(result);
  return true;
}
