#include "lsp/server.h"

#include "base/buf.h"
#include "base/vec.h"
#include "facts/facts.h"

// What a place of the file stands for on each wanted platform: hover texts and inlay hints.

// A value and the platforms on which it holds.
struct held {
  str platforms, value;
};

struct held_list {
  struct held *at;
  uint32_t len, cap;
};

static bool names(const struct buf *b, str name) {
  str rest = buf_str(b);
  for (str piece; str_next(&rest, ',', &piece);)
    if (str_eq(str_trim(piece), name))
      return true;
  return false;
}

// The targets of a set of scenarios, each once; all of them for the empty set.
static str targets(struct arena *a, const struct facts *facts, platforms scenarios) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < facts->scenario_count; i++) {
    str name = platform_name(a, facts->scenarios[i].target);
    if ((scenarios && !(scenarios >> i & 1)) || names(&b, name))
      continue;
    if (b.len)
      buf_add(&b, STR(", "));
    buf_add(&b, name);
  }
  return buf_str(&b);
}

static void hold(struct arena *a, struct held_list *list, const struct facts *facts, const struct fact *f,
                 const struct fact_value *v) {
  if (v->state == FACT_ABSENT)
    return;
  str value = v->state == FACT_UNKNOWN ? STR("not known") : v->text;
  VEC_PUSH(a, list, (struct held){targets(a, facts, f->scenarios), value});
}

static bool covers(span s, uint32_t off) {
  return s.len && s.off <= off && off <= span_end(s);
}

static void hold_downloads(struct arena *a, struct held_list *list, const struct facts *facts, uint32_t off) {
  const struct fact_list *all = &facts->of[FACT_DOWNLOAD];
  for (uint32_t i = 0; i < all->len; i++) {
    const struct fact_download *d = (const struct fact_download *)all->at[i];
    if (covers(d->spelled.span, off))
      hold(a, list, facts, all->at[i], &d->url);
  }
}

static void hold_images(struct arena *a, struct held_list *list, const struct facts *facts, uint32_t off) {
  const struct fact_list *all = &facts->of[FACT_IMAGE];
  for (uint32_t i = 0; i < all->len; i++) {
    const struct fact_image *image = (const struct fact_image *)all->at[i];
    if (covers(image->spelled.span, off))
      hold(a, list, facts, all->at[i], &image->reference);
  }
}

static bool is_name_byte(char c) {
  return is_ascii_alnum(c) || c == '_';
}

// The name of a variable that is written around `off`.
static str name_at(str text, uint32_t off) {
  uint32_t from = off, to = off;
  while (from > 0 && is_name_byte(text.at[from - 1]))
    from--;
  while (to < text.len && is_name_byte(text.at[to]))
    to++;
  return str_slice(text, from, to);
}

// The latest settings of the variable in the same stage that stand before `off`, one for each way they are.
static void hold_variable(struct arena *a, struct held_list *list, const struct facts *facts, str name, uint32_t off) {
  const struct fact_list *all = &facts->of[FACT_VARIABLE];
  uint32_t place = UINT32_MAX;
  for (uint32_t i = 0; i < all->len; i++) {
    const struct fact_variable *v = (const struct fact_variable *)all->at[i];
    if (str_eq(v->name.text, name) && all->at[i]->span.off <= off)
      place = all->at[i]->span.off;
  }
  for (uint32_t i = 0; i < all->len; i++) {
    const struct fact_variable *v = (const struct fact_variable *)all->at[i];
    if (str_eq(v->name.text, name) && all->at[i]->span.off == place)
      hold(a, list, facts, all->at[i], &v->value);
  }
}

// Markdown: what is code, whatever bytes it has.
static void add_code(struct buf *b, str text) {
  buf_add(b, STR("``"));
  for (uint32_t i = 0; i < text.len; i++)
    buf_add_char(b, text.at[i] == '`' || text.at[i] == '|' || (unsigned char)text.at[i] < ' ' ? ' ' : text.at[i]);
  buf_add(b, STR("``"));
}

static void add_values(struct buf *b, const struct held_list *list) {
  if (list->len == 0)
    return;
  buf_add(b, STR("| platform | value |\n| --- | --- |\n"));
  for (uint32_t i = 0; i < list->len; i++) {
    buf_add_format(b, "| " STR_FMT " | ", STR_ARG(list->at[i].platforms));
    add_code(b, list->at[i].value);
    buf_add(b, STR(" |\n"));
  }
  buf_add_char(b, '\n');
}

static void add_rule(struct arena *a, struct buf *b, const struct settings *settings, const struct diag *d) {
  uint32_t number = rule_named(settings->rules, d->rule->id, 0);
  buf_add_format(b, "**" STR_FMT "**: " STR_FMT "\n\n", STR_ARG(d->rule->id), STR_ARG(d->rule->summary));
  if (number < rule_count(settings->rules))
    buf_add(b, rule_manual(a, settings->rules, number).why);
  buf_add_char(b, '\n');
}

bool lsp_hover(struct server *s, struct request *r, struct json_out *result) {
  const struct document *d = lsp_document(s, r->params);
  if (!d)
    return false;
  uint32_t off = document_offset(d->text, lsp_get_position(json_member(r->params, STR("position"))), s->encoding);
  struct lint lint = lsp_lint(s, d);
  struct held_list list = {0};
  struct buf b;
  buf_init(&b, &s->message);
  if (lint.facts) {
    hold_downloads(&s->message, &list, lint.facts, off);
    hold_images(&s->message, &list, lint.facts, off);
    str name = name_at(d->text, off);
    if (list.len == 0 && name.len)
      hold_variable(&s->message, &list, lint.facts, name, off);
  }
  add_values(&b, &list);
  const struct settings *settings = config_settings(s->config, d->path);
  for (uint32_t i = 0; i < lint.diags.len; i++)
    if (covers(lint.diags.at[i].span, off))
      add_rule(&s->message, &b, settings, &lint.diags.at[i]);
  if (b.len == 0)
    return false;
  json_object_begin(result);
  json_key(result, "contents");
  json_object_begin(result);
  json_member_str(result, "kind", STR("markdown"));
  json_member_str(result, "value", buf_str(&b));
  json_object_end(result);
  json_object_end(result);
  return true;
}

static void put_hint(struct json_out *j, const struct server *s, const struct document *d, uint32_t off, str label) {
  lsp_position p = document_position(d->text, off, s->encoding);
  json_object_begin(j);
  json_key(j, "position");
  json_object_begin(j);
  json_member_int(j, "line", p.line);
  json_member_int(j, "character", p.character);
  json_object_end(j);
  json_member_str(j, "label", label);
  json_member_bool(j, "paddingLeft", true);
  json_object_end(j);
}

// Behind a URL with variables: what is fetched, for each platform.
bool lsp_inlay_hint(struct server *s, struct request *r, struct json_out *result) {
  const struct document *d = lsp_document(s, r->params);
  if (!d)
    return false;
  const struct json_value *range = json_member(r->params, STR("range"));
  uint32_t from = document_offset(d->text, lsp_get_position(json_member(range, STR("start"))), s->encoding);
  uint32_t to = document_offset(d->text, lsp_get_position(json_member(range, STR("end"))), s->encoding);
  struct lint lint = lsp_lint(s, d);
  json_array_begin(result);
  const struct fact_list *all = lint.facts ? &lint.facts->of[FACT_DOWNLOAD] : &(const struct fact_list){0};
  for (uint32_t i = 0; i < all->len; i++) {
    const struct fact_download *download = (const struct fact_download *)all->at[i];
    span word = download->spelled.span;
    if (download->url.state < FACT_PARTLY || word.len == 0 || span_end(word) < from || word.off > to ||
        str_contains(source_text(lint.src, word), download->url.text))
      continue;
    str who = all->at[i]->scenarios ? targets(&s->message, lint.facts, all->at[i]->scenarios) : STR("");
    put_hint(
        result, s, d, span_end(word),
        str_format(&s->message, STR_FMT "%s" STR_FMT, STR_ARG(who), who.len ? ": " : "", STR_ARG(download->url.text)));
  }
  json_array_end(result);
  return true;
}
