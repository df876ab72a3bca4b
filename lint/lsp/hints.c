#include "base/buf.h"
#include "base/vec.h"
#include "lsp/values.h"

// Behind a URL with variables: what is fetched on each platform.

static uint32_t count_native(const struct value_rows *rows) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < rows->len; i++)
    count += !rows->at[i].cross;
  return count;
}

// What the builds for the machine itself fetch; the others stand in the tooltip.
static str label_of(struct arena *a, const struct value_rows *rows) {
  bool several = count_native(rows) > 1;
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < rows->len; i++) {
    const struct value_row *row = &rows->at[i];
    if (row->cross)
      continue;
    if (b.len)
      buf_add(&b, STR("  "));
    if (several)
      buf_add_format(&b, STR_FMT ": ", STR_ARG(row->platforms));
    buf_add(&b, value_brief(a, row->value));
  }
  return buf_str(&b);
}

static str tooltip_of(struct arena *a, const struct value_rows *rows) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < rows->len; i++)
    buf_add_format(&b, STR_FMT ":\n" STR_FMT "\n", STR_ARG(rows->at[i].platforms),
                   STR_ARG(value_brief(a, rows->at[i].value)));
  return buf_str(&b);
}

static void put_hint(struct arena *a, struct json_out *j, const struct analysis *of, uint32_t off,
                     const struct value_rows *rows) {
  json_object_begin(j);
  json_key(j, "position");
  lsp_put_position(j, of, off);
  json_member_str(j, "label", label_of(a, rows));
  json_member_str(j, "tooltip", tooltip_of(a, rows));
  json_member_bool(j, "paddingLeft", true);
  json_object_end(j);
}

static const struct fact_download *download_at(const struct fact_list *all, uint32_t i) {
  return (const struct fact_download *)all->at[i];
}

static bool is_shown(const struct analysis *of, const struct fact_download *d, span asked) {
  span word = d->spelled.span;
  return d->url.state >= FACT_PARTLY && word.len && lsp_touches(word, asked) &&
         !str_contains(source_text(of->lint.src, word), d->url.text);
}

// Those that stand at one place follow each other.
static void put_hints(struct arena *a, struct json_out *j, const struct analysis *of, span asked) {
  const struct fact_list *all = &of->lint.facts->of[FACT_DOWNLOAD];
  for (uint32_t i = 0, next; i < all->len; i = next) {
    span word = download_at(all, i)->spelled.span;
    struct values v = values_new(a, of);
    for (next = i; next < all->len && download_at(all, next)->spelled.span.off == word.off; next++)
      if (is_shown(of, download_at(all, next), asked))
        values_add(a, &v, all->at[next], &download_at(all, next)->url);
    struct value_rows rows = values_rows(a, &v);
    if (count_native(&rows))
      put_hint(a, j, of, span_end(word), &rows);
  }
}

bool lsp_inlay_hint(struct server *s, struct request *r, struct json_out *result) {
  struct document *d = lsp_document(s, r);
  if (!d)
    return false;
  span asked = lsp_get_range(s, d, json_member(r->params, STR("range")));
  const struct analysis *of = lsp_analyse(s, d);
  json_array_begin(result);
  if (of->lint.facts)
    put_hints(&s->message, result, of, asked);
  json_array_end(result);
  return true;
}
