#include <inttypes.h>

#include "base/buf.h"
#include "base/map.h"
#include "lsp/values.h"

// What is told of the place under the pointer: its values, its stage, the rules that have found something there.

struct hover {
  struct arena *arena;
  const struct analysis *of;
  uint32_t off;
  struct buf text; // Markdown
};

static bool covers(span s, uint32_t off) {
  return s.len && s.off <= off && off <= span_end(s);
}

// As code, whatever bytes it has.
static void add_code(struct hover *h, str text) {
  buf_add(&h->text, STR("``"));
  text = value_brief(h->arena, text);
  for (uint32_t i = 0; i < text.len; i++) {
    char c = text.at[i];
    buf_add_char(&h->text, c == '`' || c == '|' || (unsigned char)c < ' ' ? ' ' : c);
  }
  buf_add(&h->text, STR("``"));
}

static void add_values(struct hover *h, const char *what, str name, const struct values *v) {
  struct value_rows rows = values_rows(h->arena, v);
  if (rows.len == 0)
    return;
  buf_add_format(&h->text, "**%s** ", what);
  add_code(h, name);
  buf_add(&h->text, STR("\n\n| platform | value |\n| --- | --- |\n"));
  for (uint32_t i = 0; i < rows.len; i++) {
    buf_add_format(&h->text, "| " STR_FMT " | ", STR_ARG(rows.at[i].platforms));
    add_code(h, rows.at[i].value);
    buf_add(&h->text, STR(" |\n"));
  }
  buf_add_char(&h->text, '\n');
}

static void add_variable(struct hover *h) {
  struct variable variable;
  if (!variable_at(h->of, h->off, &variable))
    return;
  struct values v = values_new(h->arena, h->of);
  bool of_shell = false;
  for (uint32_t i = 0; i < v.facts->scenario_count; i++) {
    struct setters setters = variable_setters(h->arena, h->of, &variable, i);
    for (uint32_t k = setters.len; k > 0; k--) {
      struct fact one = *setters.at[k - 1];
      const struct fact_variable *set = (const struct fact_variable *)setters.at[k - 1];
      of_shell = of_shell || str_eq(set->set_by.text, STR("shell"));
      one.scenarios = (platforms)1 << i;
      values_add(h->arena, &v, &one, &set->value);
    }
  }
  add_values(h, of_shell ? "shell variable" : "variable", variable.name, &v);
}

// Facts that stand at a place and have a value on each platform.
static const struct placed {
  enum fact_kind kind;
  const char *what;
  size_t place, name, value; // offsets of values in its struct
} placed[] = {
    {FACT_DOWNLOAD, "URL of", offsetof(struct fact_download, spelled), offsetof(struct fact_download, tool),
     offsetof(struct fact_download, url)},
    {FACT_IMAGE, "image", offsetof(struct fact_image, spelled), offsetof(struct fact_image, spelled),
     offsetof(struct fact_image, reference)},
};

static const struct fact_value *value_in(const struct fact *f, size_t offset) {
  return (const struct fact_value *)(const void *)((const char *)f + offset);
}

static void add_placed(struct hover *h, const struct placed *p) {
  const struct fact_list *all = &h->of->lint.facts->of[p->kind];
  struct values v = values_new(h->arena, h->of);
  str name = {0};
  for (uint32_t i = 0; i < all->len; i++) {
    if (!covers(value_in(all->at[i], p->place)->span, h->off))
      continue;
    name = value_in(all->at[i], p->name)->text;
    values_add(h->arena, &v, all->at[i], value_in(all->at[i], p->value));
  }
  add_values(h, p->what, name, &v);
}

// What a stage is, row by row.
static const struct {
  const char *name;
  size_t offset; // of a value in struct fact_stage
} stage_rows[] = {
    {"starts from", offsetof(struct fact_stage, base)},
    {"distribution", offsetof(struct fact_stage, distribution)},
    {"packages", offsetof(struct fact_stage, package_manager)},
    {"shell", offsetof(struct fact_stage, shell)},
    {"user", offsetof(struct fact_stage, user)},
    {"directory", offsetof(struct fact_stage, workdir)},
};

static void add_stage_platforms(struct hover *h, uint32_t stage) {
  const struct facts *facts = h->of->lint.facts;
  struct values v = values_new(h->arena, h->of);
  for (uint32_t i = 0; i < facts->scenario_count && stage < facts->stage_count; i++) {
    platform p = facts->scenarios[i].stages[stage];
    v.in[i] = p.os.len ? platform_name(h->arena, p) : STR("not known");
  }
  struct value_rows rows = values_rows(h->arena, &v);
  for (uint32_t i = 0; i < rows.len; i++)
    buf_add_format(&h->text, "| built for " STR_FMT " | runs on " STR_FMT " |\n", STR_ARG(rows.at[i].platforms),
                   STR_ARG(rows.at[i].value));
}

static const struct fact_stage *stage_fact(const struct facts *facts, uint32_t stage) {
  const struct fact_list *all = &facts->of[FACT_STAGE];
  for (uint32_t i = 0; i < all->len; i++)
    if (all->at[i]->stage == stage)
      return (const struct fact_stage *)all->at[i];
  return NULL;
}

static void add_stage(struct hover *h) {
  const struct instr *in = instr_at(h->of, h->off);
  const struct fact_stage *stage =
      in && in->kind == INSTR_FROM && covers(in->node->span, h->off) ? stage_fact(h->of->lint.facts, in->stage) : NULL;
  if (!stage)
    return;
  buf_add_format(&h->text, "**stage %" PRIu32 "** ", stage->index);
  if (stage->spelled.text.len)
    add_code(h, stage->spelled.text);
  buf_add_format(&h->text, "%s\n\n| | |\n| --- | --- |\n",
                 stage->final    ? " is the last one"
                 : stage->needed ? ""
                                 : " is not needed by what is built");
  for (uint32_t i = 0; i < COUNT_OF(stage_rows); i++) {
    const struct fact_value *value = value_in(&stage->head, stage_rows[i].offset);
    if (value->state == FACT_ABSENT || value->text.len == 0)
      continue;
    buf_add_format(&h->text, "| %s | ", stage_rows[i].name);
    add_code(h, value->text);
    buf_add(&h->text, STR(" |\n"));
  }
  add_stage_platforms(h, in->stage);
  buf_add_char(&h->text, '\n');
}

static void add_rule(struct hover *h, const struct diag_rule *rule) {
  const struct rule_set *rules = h->of->document->settings->rules;
  uint32_t number = rule_named(rules, rule->id, 0);
  str why = number < rule_count(rules) ? rule_manual(h->arena, rules, number).why : rule->why;
  buf_add_format(&h->text, "**" STR_FMT "**: " STR_FMT "\n\n", STR_ARG(rule->id), STR_ARG(rule->summary));
  buf_add(&h->text, why);
  buf_add(&h->text, STR("\n"));
  if (rule->url.len)
    buf_add_format(&h->text, "[More](" STR_FMT ")\n\n", STR_ARG(rule->url));
}

static void add_rules(struct hover *h) {
  struct map seen = {0};
  const struct diags *diags = &h->of->lint.diags;
  for (uint32_t i = 0; i < diags->len; i++) {
    const struct diag_rule *rule = diags->at[i].rule;
    if (!covers(diags->at[i].span, h->off) || map_get(&seen, rule->id))
      continue;
    map_put(h->arena, &seen, rule->id, h);
    add_rule(h, rule);
  }
}

bool lsp_hover(struct server *s, struct request *r, struct json_out *result) {
  struct document *d = lsp_document(s, r);
  if (!d)
    return false;
  struct hover h = {.arena = &s->message, .of = lsp_analyse(s, d)};
  h.off = lsp_get_offset(s, d, json_member(r->params, STR("position")));
  buf_init(&h.text, h.arena);
  if (h.of->lint.facts) {
    add_variable(&h);
    for (uint32_t i = 0; i < COUNT_OF(placed); i++)
      add_placed(&h, &placed[i]);
    add_stage(&h);
  }
  add_rules(&h);
  if (h.text.len == 0)
    return false;
  json_object_begin(result);
  json_key(result, "contents");
  json_object_begin(result);
  json_member_str(result, "kind", STR("markdown"));
  json_member_str(result, "value", buf_str(&h.text));
  json_object_end(result);
  json_object_end(result);
  return true;
}
