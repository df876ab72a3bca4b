#include "dockerfile/word_pattern.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

// Past the last code point.
enum { ANY_CHAR = 0x110000, ANY_TEXT };

// The token of an escape sequence, behind its backslash; false where it is none.
static bool read_escape(str *rest, uint32_t *token) {
  if (rest->len == 0 || !strchr("*?\\}/", rest->at[0]) || rest->at[0] == '\0')
    return false;
  *token = (uint8_t)rest->at[0];
  *rest = str_skip(*rest, 1);
  return true;
}

bool word_pattern_read(struct arena *a, str text, struct word_pattern *p) {
  *p = (struct word_pattern){.arena = a, .tokens = NEW_ARRAY(a, uint32_t, text.len)};
  if (str_has_prefix(text, STR("\xEF\xBB\xBF"))) // Go's text/scanner drops it
    text = str_skip(text, 3);
  while (text.len) {
    uint32_t len, c = utf8_decode(text, &len);
    text = str_skip(text, len);
    if (c == '*')
      c = ANY_TEXT;
    else if (c == '?')
      c = ANY_CHAR;
    else if (c == '\\' && !read_escape(&text, &c))
      return false;
    p->tokens[p->len++] = c;
  }
  return true;
}

// The tokens from `first` up to the next ANY_TEXT.
static uint32_t segment_end(const struct word_pattern *p, uint32_t first) {
  while (first < p->len && p->tokens[first] != ANY_TEXT)
    first++;
  return first;
}

// Whether tokens `first` to `last` match at `at`; `*end` is then where the match ends.
static bool match_segment(struct word_pattern *p, uint32_t first, uint32_t last, str s, uint32_t at, uint32_t *end) {
  for (uint32_t len; first < last; first++, at += len) {
    if (at == s.len)
      return false;
    if (++p->steps > LIMIT_PATTERN_STEPS) {
      p->exhausted = true;
      return false;
    }
    uint32_t c = utf8_decode(str_skip(s, at), &len);
    if (p->tokens[first] == ANY_CHAR ? c == '\n' : c != p->tokens[first])
      return false;
  }
  *end = at;
  return true;
}

// Where tokens `first` to `last` match at `*at` or behind it in the same line, as ANY_TEXT before them matches no
// newline: at the first such place, or the last one.
static bool find_segment(struct word_pattern *p, uint32_t first, uint32_t last, str s, uint32_t *at,
                         enum word_greed greed) {
  bool found = false;
  uint32_t len;
  for (uint32_t from = *at; !p->exhausted; from += len) {
    found = match_segment(p, first, last, s, from, at) || found;
    if ((found && greed == WORD_SHORTEST) || from == s.len)
      break;
    if (utf8_decode(str_skip(s, from), &len) == '\n')
      break;
  }
  return found;
}

// What is between two wildcards is best found as early as possible, whatever the greed: what follows can then start
// wherever it could from a later place. Only the last one decides how long the match is.
bool word_pattern_match(struct word_pattern *p, str s, uint32_t from, enum word_greed greed, uint32_t *end) {
  uint32_t next = segment_end(p, 0), at;
  if (!match_segment(p, 0, next, s, from, &at))
    return false;
  while (next < p->len) {
    uint32_t first = next + 1;
    next = segment_end(p, first);
    if (!find_segment(p, first, next, s, &at, next < p->len ? WORD_SHORTEST : greed))
      return false;
  }
  *end = at;
  return !p->exhausted;
}

str word_pattern_reverse(struct arena *a, str s, bool escapes) {
  char *bytes = arena_alloc(a, s.len);
  uint32_t at = s.len, len;
  for (str rest = s; rest.len; rest = str_skip(rest, len)) {
    utf8_decode(rest, &len);
    // As BuildKit's reversePattern, also in that a backslash at the very end comes to escape the character before it.
    if (escapes && rest.at[0] == '\\' && rest.len > 1) {
      utf8_decode(str_skip(rest, 1), &len);
      len++;
    }
    at -= len;
    memcpy(bytes + at, rest.at, len);
  }
  return (str){bytes, s.len};
}
