#include "rules/mend.h"

#include <stdlib.h>
#include <string.h>

// A list of words in the order of the alphabet: each word stays where it stands, and gets another text.

// What stands before a version, an architecture and the like.
static str name_of(str word) {
  uint32_t end = 0;
  while (end < word.len && !strchr("=<>~!@:[", word.at[end]))
    end++;
  return end ? str_slice(word, 0, end) : word;
}

static int compare_words(const void *left, const void *right) {
  const str *x = left, *y = right;
  int order = str_compare_nocase(name_of(*x), name_of(*y));
  if (order)
    return order;
  return x->at < y->at ? -1 : x->at > y->at; // equal names keep their order
}

// Whether nothing stands between two words but blanks and line ends: no option, no comment.
static bool is_next(const struct mend *m, span before, span word) {
  if (word.off <= span_end(before))
    return false;
  str gap = str_slice(m->src->bytes, span_end(before), word.off);
  for (uint32_t i = 0; i < gap.len; i++)
    if (!mend_is_space(m, gap.at[i]))
      return false;
  return true;
}

// The words as they stand in the file; false where one of them stands there in another way, or apart from the others.
static bool read_words(struct mend *m, const struct subject *s, str *words) {
  for (uint32_t i = 0; i < s->len; i++) {
    const struct fact_value *value = &s->values[i];
    words[i] = source_text(m->src, value->span);
    if (value->state != FACT_KNOWN || !str_eq(words[i], value->text) ||
        (i > 0 && !is_next(m, s->values[i - 1].span, value->span)))
      return false;
  }
  return mend_spend(m, s->len);
}

bool mend_sort(struct mend *m, const struct edit_record *record) {
  struct subject s;
  if (!mend_values(m, record, &s))
    return false;
  str *words = NEW_ARRAY(m->arena, str, s.len);
  if (!read_words(m, &s, words))
    return false;
  qsort(words, s.len, sizeof *words, compare_words);
  for (uint32_t i = 0; i < s.len; i++)
    if (!str_eq(words[i], s.values[i].text))
      mend_add(m, s.values[i].span, words[i]);
  return m->edits.len > 0;
}
