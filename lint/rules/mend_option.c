#include "rules/mend.h"

// Options that are given more: of one letter, in the word of others.

static bool is_option(const struct subject *s, char letter) {
  for (uint32_t i = 0; i < s->len; i++)
    if (s->values[i].state == FACT_KNOWN && s->values[i].text.len == 2 && s->values[i].text.at[1] == letter)
      return true;
  return false;
}

// The letters of the first word of options that have one each, up to one that takes a value.
static span letters_of(const struct mend *m, const struct subject *s) {
  str bytes = m->src->bytes;
  for (uint32_t i = 0; i < s->len; i++) {
    uint32_t off = s->values[i].span.off + 1, end = off;
    while (s->values[i].span.len > 1 && bytes.at[off - 1] == '-' && end < bytes.len && is_option(s, bytes.at[end]))
      end++;
    if (end > off)
      return (span){off, end - off};
  }
  return (span){0};
}

bool mend_join(struct mend *m, const struct edit_record *record) {
  struct subject s;
  str option;
  if (!mend_values(m, record, &s) || !render_edit(&m->run->matcher, record->with, m->finding, STR(""), &option))
    return false;
  span letters = letters_of(m, &s);
  if (letters.len == 0 || option.len != 2)
    return false;
  uint32_t off = record->verb == EDIT_JOIN_BEFORE ? letters.off : span_end(letters);
  mend_add(m, (span){off, 0}, str_skip(option, 1));
  return true;
}
