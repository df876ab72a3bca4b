#include "dockerfile/heredoc.h"

#include "base/buf.h"

// A word in the way of here-documents: the escape character is always a backslash, no variable is set.
static bool lex(struct arena *a, str text, enum word_mode mode, struct word_result *result) {
  return word_expand(a, text, '\\', mode, (struct word_env){0}, result);
}

static uint32_t count_quotes(str s) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s.len; i++)
    n += s.at[i] == '\'' || s.at[i] == '"';
  return n;
}

// Reads digits; a number past 64 bits counts as the largest one.
static uint64_t take_number(str *rest) {
  uint64_t n = 0;
  bool large = false;
  for (; rest->len && is_ascii_digit(rest->at[0]); *rest = str_skip(*rest, 1)) {
    uint64_t digit = (uint64_t)(rest->at[0] - '0');
    large = large || n > (UINT64_MAX - digit) / 10;
    n = n * 10 + digit;
  }
  return large ? UINT64_MAX : n;
}

// `^(\d*)<<(-?)\s*([^<]*)$`; `*rest` is then the last group.
static bool match(str *rest, struct heredoc *h) {
  h->fd = take_number(rest);
  if (!str_has_prefix(*rest, STR("<<")))
    return false;
  *rest = str_skip(*rest, 2);
  h->chomp = str_has_prefix(*rest, STR("-"));
  *rest = str_skip(*rest, h->chomp);
  while (rest->len && (rest->at[0] == ' ' || (rest->at[0] >= '\t' && rest->at[0] <= '\r' && rest->at[0] != '\v')))
    *rest = str_skip(*rest, 1);
  return rest->len > 0 && str_find_char(*rest, '<') == rest->len;
}

// A delimiter in which nothing is special, as most are.
static bool is_plain(str word) {
  for (uint32_t i = 0; i < word.len; i++)
    if (!is_ascii_alnum(word.at[i]) && word.at[i] != '_' && word.at[i] != '-' && word.at[i] != '.')
      return false;
  return true;
}

enum heredoc_word heredoc_read_word(struct arena *a, str word, struct heredoc *h) {
  *h = (struct heredoc){.expand = true};
  if (!match(&word, h))
    return HEREDOC_NONE;
  h->name = word;
  if (is_plain(word))
    return HEREDOC_READ;
  struct word_result plain, raw;
  if (!lex(a, word, WORD_SKIP_UNSET, &plain))
    return HEREDOC_BROKEN;
  if (plain.word_count != 1)
    return HEREDOC_NONE;
  if (!lex(a, word, WORD_HEREDOC_NAME, &raw) || raw.word_count != 1)
    return HEREDOC_BROKEN;
  h->name = plain.words[0];
  h->expand = count_quotes(plain.words[0]) == count_quotes(raw.words[0]);
  return HEREDOC_READ;
}

bool heredoc_find(struct arena *a, const struct text *line, struct heredoc_list *list, span *broken) {
  struct word_result r;
  if (!lex(a, line->bytes, WORD_DISPLAY, &r)) // BuildKit ignores that: no here-document is seen
    return true;
  for (uint32_t i = 0; i < r.word_count; i++) {
    struct heredoc h;
    span place = r.word_places[i];
    switch (heredoc_read_word(a, r.words[i], &h)) {
    case HEREDOC_NONE:
      break;
    case HEREDOC_READ:
      h.word = text_span(line, place.off, span_end(place));
      VEC_PUSH(a, list, h);
      break;
    case HEREDOC_BROKEN:
      *broken = place;
      return false;
    }
  }
  return true;
}

struct text heredoc_chomp(struct arena *a, const struct text *t) {
  struct text_buf buf;
  text_buf_init(&buf, a);
  for (uint32_t from = 0, end; from < t->bytes.len; from = end) {
    while (from < t->bytes.len && t->bytes.at[from] == '\t')
      from++;
    end = from + str_find_char(str_skip(t->bytes, from), '\n');
    end += end < t->bytes.len;
    text_buf_add(&buf, t, from, end);
  }
  return text_buf_text(&buf, t, 0);
}

struct text heredoc_body(struct arena *a, const struct heredoc *h) {
  return h->chomp ? heredoc_chomp(a, &h->content) : h->content;
}
