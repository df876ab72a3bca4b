#include "base/limits.h"
#include "base/utf8.h"
#include "dockerfile/lines.h"
#include "dockerfile/statement.h"

static str line_of(const struct statement *s) {
  return s->node->original.bytes;
}

// The end of what stands before the next blank.
static uint32_t word_end(const struct statement *s, uint32_t pos) {
  while (pos < s->end && !is_blank(line_of(s).at[pos]))
    pos++;
  return pos;
}

static uint32_t skip_blanks(const struct statement *s, uint32_t pos) {
  while (pos < s->end && is_blank(line_of(s).at[pos]))
    pos++;
  return pos;
}

static void read_words(struct statement *s) {
  for (uint32_t pos = s->at, end; pos < s->end; pos = skip_blanks(s, end)) {
    end = word_end(s, pos);
    statement_add_arg(s, pos, end);
  }
}

static void read_text(struct statement *s) {
  if (s->at < s->end)
    statement_add_arg(s, s->at, s->end);
}

static void read_json_or(struct statement *s, void (*otherwise)(struct statement *s)) {
  switch (exec_form_read(s)) {
  case EXEC_FORM_NONE:
    otherwise(s);
    break;
  case EXEC_FORM_READ:
    break;
  case EXEC_FORM_NOT_STRINGS:
    statement_refuse(s, s->at, s->end, STR("a JSON array of arguments holds something else than strings"));
    break;
  }
}

// How far the character at `pos` reaches, and whether it is white space.
static uint32_t char_end(const struct statement *s, uint32_t pos, bool *space) {
  uint32_t len, c = utf8_decode(str_slice(line_of(s), pos, s->end), &len);
  *space = utf8_is_space(c);
  return pos + len;
}

// The next word, in which quotes keep white space and an escape character keeps what follows it; both stay in it. An
// escape character at the end of the line is dropped. BuildKit's parseWords.
static bool next_quoted_word(const struct statement *s, uint32_t *pos, struct line *word) {
  bool space = true;
  uint32_t next;
  while (*pos < s->end && (next = char_end(s, *pos, &space), space))
    *pos = next;
  *word = (struct line){*pos, *pos};
  char quote = '\0';
  for (; *pos < s->end; word->to = *pos = next) {
    next = char_end(s, *pos, &space);
    char c = line_of(s).at[*pos];
    if (!quote && space)
      break;
    if (!quote && (c == '\'' || c == '"'))
      quote = c;
    else if (quote && c == quote)
      quote = '\0';
    if (c != s->escape || quote == '\'')
      continue;
    if (next == s->end) {
      *pos = s->end;
      break;
    }
    next = char_end(s, next, &space);
  }
  return word->to > word->from;
}

static void read_quoted_words(struct statement *s) {
  struct line word;
  for (uint32_t pos = s->at; next_quoted_word(s, &pos, &word);)
    statement_add_arg(s, word.from, word.to);
}

static uint32_t find_equals(const struct statement *s, struct line word) {
  return word.from + str_find_char(str_slice(line_of(s), word.from, word.to), '=');
}

// `ENV key value`: all behind the first blanks is the value.
static void read_legacy_pair(struct statement *s) {
  uint32_t key_end = word_end(s, s->at), value = skip_blanks(s, key_end);
  statement_add_arg(s, s->at, key_end);
  if (key_end == s->end)
    statement_refuse(s, s->at, s->end,
                     str_format(s->arena, STR_FMT " must have two arguments", STR_ARG(instr_keyword(s->node->kind))));
  statement_add_arg(s, value, s->end);
  statement_add_arg(s, s->end, s->end);
}

static void read_pairs(struct statement *s) {
  struct line word;
  uint32_t pos = s->at;
  if (!next_quoted_word(s, &pos, &word))
    return;
  if (find_equals(s, word) == word.to) {
    read_legacy_pair(s);
    return;
  }
  do {
    uint32_t equals = find_equals(s, word);
    if (equals == word.to) {
      statement_refuse(s, word.from, word.to, STR("no = in this word, which has to be name=value"));
      continue;
    }
    statement_add_arg(s, word.from, equals);
    statement_add_arg(s, equals + 1, word.to);
    statement_add_arg(s, equals, equals + 1);
  } while (next_quoted_word(s, &pos, &word));
}

// The kind of check, then what to run. White space is told byte by byte here.
static void read_healthcheck(struct statement *s) {
  uint32_t from = s->at;
  while (s->at < s->end && !utf8_is_space((uint8_t)line_of(s).at[s->at]))
    s->at++;
  if (s->at == from)
    return;
  statement_add_arg(s, from, s->at);
  while (s->at < s->end && utf8_is_space((uint8_t)line_of(s).at[s->at]))
    s->at++;
  read_json_or(s, read_text);
}

// ONBUILD: the trigger is read as an instruction of its own.
static void read_trigger(struct statement *s) {
  if (s->at == s->end)
    return;
  if (s->depth == LIMIT_ONBUILD_DEPTH) {
    statement_refuse(s, s->at, s->end, STR("ONBUILD is nested too deep"));
    return;
  }
  struct node *child = NEW(s->arena, struct node);
  child->original = text_slice(s->arena, &s->node->original, s->at, s->end);
  struct statement inner = {
      .arena = s->arena, .escape = s->escape, .depth = s->depth + 1, .node = child, .lists = s->lists};
  statement_read(&inner);
  s->node->child = child;
  s->refusal = inner.refusal;
  s->refusal_span = inner.refusal_span;
}

void arguments_read(struct statement *s) {
  switch (instr_row(s->node->kind)->syntax) {
  case SYNTAX_NONE:
    statement_add_arg(s, s->at, s->at);
    return;
  case SYNTAX_JSON_OR_WORDS:
    read_json_or(s, read_words);
    return;
  case SYNTAX_JSON_OR_TEXT:
    read_json_or(s, read_text);
    return;
  case SYNTAX_WORDS:
    read_words(s);
    return;
  case SYNTAX_QUOTED_WORDS:
    read_quoted_words(s);
    return;
  case SYNTAX_PAIRS:
    read_pairs(s);
    return;
  case SYNTAX_TEXT:
    read_text(s);
    return;
  case SYNTAX_HEALTHCHECK:
    read_healthcheck(s);
    return;
  case SYNTAX_INSTRUCTION:
    read_trigger(s);
    return;
  }
}
