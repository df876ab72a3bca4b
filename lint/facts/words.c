#include <string.h>

#include "base/buf.h"
#include "facts/words.h"

struct fact_value field_known(str text, span where) {
  return (struct fact_value){FACT_KNOWN, text, where};
}

struct fact_value field_word(const char *word) {
  return (struct fact_value){FACT_KNOWN, str_of(word), {0}};
}

struct fact_value field_unknown(str shown, span where) {
  return (struct fact_value){FACT_UNKNOWN, shown, where};
}

struct fact_value field_text(const struct text *t) {
  return t && t->bytes.len ? field_part(t, t->bytes) : (struct fact_value){0};
}

struct fact_value field_part(const struct text *t, str part) {
  uint32_t from = (uint32_t)(part.at - t->bytes.at);
  return field_known(part, text_span(t, from, from + part.len));
}

// Of several alternatives nothing is known for sure.
static bool has_known_piece(const struct value *v) {
  for (uint32_t i = 0; v->len == 1 && i < v->at[0].len; i++)
    if (!v->at[0].pieces[i].unknown)
      return true;
  return false;
}

struct fact_value field_of_value(struct arena *a, const struct value *v, span where) {
  str text;
  if (!v->len)
    return (struct fact_value){0};
  if (value_is_known(v, &text))
    return field_known(text, where);
  return (struct fact_value){has_known_piece(v) ? FACT_PARTLY : FACT_UNKNOWN, value_show(a, v), where};
}

struct fact_value field_of_masked(struct arena *a, str masked, span where) {
  if (!is_masked(masked))
    return field_known(masked, where);
  struct buf shown;
  buf_init(&shown, a);
  for (uint32_t i = 0; i < masked.len; i++)
    if (masked.at[i] == COMMAND_UNKNOWN)
      buf_add(&shown, STR("${…}"));
    else
      buf_add_char(&shown, masked.at[i]);
  return (struct fact_value){masked.len > 1 ? FACT_PARTLY : FACT_UNKNOWN, buf_str(&shown), where};
}

bool is_masked(str text) {
  return text.len && memchr(text.at, COMMAND_UNKNOWN, text.len) != NULL;
}

str alternative_masked(struct arena *a, const struct alternative *alt) {
  if (alt->len == 1 && !alt->pieces[0].unknown)
    return alt->pieces[0].text;
  struct buf text;
  buf_init(&text, a);
  for (uint32_t i = 0; i < alt->len; i++)
    if (alt->pieces[i].unknown)
      buf_add_char(&text, COMMAND_UNKNOWN);
    else
      buf_add(&text, alt->pieces[i].text);
  return buf_str(&text);
}

str value_masked(struct arena *a, const struct value *v) {
  if (v->len == 1)
    return alternative_masked(a, &v->at[0]);
  return v->len ? STR("\0") : STR("");
}

bool value_equal(const struct value *x, const struct value *y) {
  if (x->len != y->len)
    return false;
  for (uint32_t i = 0; x->at != y->at && i < x->len; i++) {
    const struct alternative *p = &x->at[i], *q = &y->at[i];
    if (p->len != q->len)
      return false;
    for (uint32_t j = 0; p->pieces != q->pieces && j < p->len; j++)
      if (p->pieces[j].unknown != q->pieces[j].unknown || !str_eq(p->pieces[j].text, q->pieces[j].text))
        return false;
  }
  return true;
}

// The end of a text tells more than its start.
uint32_t value_number(const struct value *v) {
  enum { TAIL = 6 };
  str text;
  uint32_t number = 0;
  if (value_is_known(v, &text))
    for (uint32_t i = text.len > TAIL ? text.len - TAIL : 0; i < text.len; i++)
      number = number * 31 + (uint8_t)text.at[i];
  return number;
}

struct fact_values fields_of(const struct field_list *list) {
  return (struct fact_values){list->at, list->len};
}

struct fact_values fields_of_cell(struct arena *a, str table, know_cell cell) {
  const struct know_table *t = know_table_named(table);
  struct fact_value *at = NEW_ARRAY(a, struct fact_value, cell.len);
  for (uint32_t i = 0; i < cell.len; i++)
    at[i] = field_known(know_cell_text(t, cell, i), (span){0});
  return (struct fact_values){at, cell.len};
}

bool is_unsorted(const struct fact_value *before, const struct fact_value *value) {
  return before->state == FACT_KNOWN && value->state == FACT_KNOWN && str_compare_nocase(before->text, value->text) > 0;
}

bool fields_have(const struct fact_values *values, str text) {
  for (uint32_t i = 0; i < values->len; i++)
    if (values->at[i].state == FACT_KNOWN && str_eq(values->at[i].text, text))
      return true;
  return false;
}

enum { SPELLED_MAX = 4096 };

span span_of_part(const struct source *src, span where, str part) {
  // Nobody looks for a part of so long a word.
  str spelled = where.len <= SPELLED_MAX ? source_text(src, where) : STR("");
  uint32_t at = part.len ? str_find(spelled, part) : spelled.len;
  return at < spelled.len ? (span){where.off + at, part.len} : where;
}
