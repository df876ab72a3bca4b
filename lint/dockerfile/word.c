#include <string.h>

#include "base/limits.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "dockerfile/dockerfile.h"
#include "dockerfile/word_level.h"

struct word_mode_rules word_mode_rules(enum word_mode mode) {
  static const struct word_mode_rules rules[] = {
      [WORD_PLAIN] = {0},
      [WORD_HEREDOC] = {.no_quotes = true, .own_backslash = true},
      [WORD_DISPLAY] = {.raw_quotes = true, .raw_escapes = true, .skip_unset = true},
      [WORD_SKIP_UNSET] = {.skip_unset = true},
      [WORD_RAW_QUOTES] = {.raw_quotes = true},
      [WORD_RAW_ESCAPES] = {.raw_escapes = true},
      [WORD_HEREDOC_NAME] = {.raw_quotes = true, .skip_unset = true},
  };
  return rules[mode];
}

static bool fail(struct word_level *l, str why) {
  l->error = why;
  return false;
}

// The next byte; NUL at the end, which is checked where a NUL in the text would matter.
static char peek(const struct word_reader *r) {
  return r->pos < r->text.len ? r->text.at[r->pos] : '\0';
}

static bool at_end(const struct word_reader *r) {
  return r->pos == r->text.len;
}

static void add_literal(struct word_level *l, uint32_t from, uint32_t to, str text, enum word_quoting quoting) {
  VEC_PUSH(l->reader->arena, &l->parts,
           (struct word_part){.kind = WORD_LITERAL, .from = from, .to = to, .text = text, .quoting = quoting});
}

static enum word_quoting behind(enum word_quoting quoting) {
  return quoting == WORD_QUOTE_OPENS ? WORD_QUOTED : quoting;
}

// The end of what stands in `text` from `from` on and may be taken as it is: up to a byte that is not UTF-8, which
// becomes U+FFFD, or up to `doubled`.
static uint32_t verbatim_end(str text, uint32_t from, uint32_t to, char doubled) {
  uint32_t len;
  for (; from < to; from += len) {
    len = 1;
    if ((uint8_t)text.at[from] >= 0x80 && utf8_decode(str_slice(text, from, to), &len) == UTF8_REPLACEMENT && len == 1)
      break;
    if (doubled && text.at[from] == doubled)
      break;
  }
  return from;
}

// Bytes `from` to `to` as literal parts; the first has the given quoting. `doubled` is doubled, unless it is NUL.
static void add_verbatim(struct word_level *l, uint32_t from, uint32_t to, enum word_quoting quoting, char doubled) {
  str text = l->reader->text;
  while (from < to) {
    uint32_t end = verbatim_end(text, from, to, doubled);
    if (end > from)
      add_literal(l, from, end, str_slice(text, from, end), quoting);
    else if (text.at[from] == '\\')
      add_literal(l, from, ++end, STR("\\\\"), quoting);
    else if (text.at[from] == '`')
      add_literal(l, from, ++end, STR("``"), quoting);
    else
      add_literal(l, from, ++end, STR("\xEF\xBF\xBD"), quoting);
    from = end;
    quoting = behind(quoting);
  }
}

static void skip_char(struct word_reader *r) {
  uint32_t len = 0;
  if (!at_end(r))
    utf8_decode(str_skip(r->text, r->pos), &len);
  r->pos += len;
}

static bool read_variable(struct word_level *l, enum word_quoting quoting);

// BuildKit's processSingleQuote.
static bool read_single_quotes(struct word_level *l) {
  struct word_reader *r = l->reader;
  uint32_t from = r->pos++;
  r->pos += str_find_char(str_skip(r->text, r->pos), '\'');
  if (at_end(r))
    return fail(l, STR("unexpected end of statement while looking for matching single-quote"));
  uint32_t to = r->pos++;
  bool raw = r->rules.raw_quotes;
  add_literal(l, from, from + 1, raw ? STR("'") : STR(""), WORD_QUOTE_OPENS);
  add_verbatim(l, from + 1, to, WORD_QUOTED, l->pattern ? r->escape : '\0');
  if (raw)
    add_literal(l, to, to + 1, STR("'"), WORD_QUOTED);
  return true;
}

// What an escape character in double quotes does: only before a quote, a dollar and itself does it vanish.
static void read_quoted_escape(struct word_level *l) {
  struct word_reader *r = l->reader;
  uint32_t from = r->pos++;
  char next = peek(r);
  if (at_end(r))
    return;
  if (next == '"' || next == '$' || next == r->escape) {
    r->pos++;
    add_verbatim(l, l->raw_escapes ? from : from + 1, r->pos, WORD_QUOTED, '\0');
    return;
  }
  bool twice = l->raw_escapes && (!r->rules.raw_quotes || l->pattern);
  add_verbatim(l, from, r->pos, WORD_QUOTED, twice ? r->escape : '\0');
}

// BuildKit's processDoubleQuote.
static bool read_double_quotes(struct word_level *l) {
  struct word_reader *r = l->reader;
  bool raw = r->rules.raw_quotes;
  uint32_t from = r->pos++;
  add_literal(l, from, from + 1, raw ? STR("\"") : STR(""), WORD_QUOTE_OPENS);
  while (!at_end(r)) {
    from = r->pos;
    char c = peek(r);
    if (c == '"') {
      r->pos++;
      if (raw)
        add_literal(l, from, r->pos, STR("\""), WORD_QUOTED);
      return true;
    }
    if (c == '$') {
      if (!read_variable(l, WORD_QUOTED))
        return false;
    } else if (c == r->escape) {
      read_quoted_escape(l);
    } else {
      while (!at_end(r) && peek(r) != '"' && peek(r) != '$' && peek(r) != r->escape)
        r->pos++;
      add_verbatim(l, from, r->pos, WORD_QUOTED, '\0');
    }
  }
  return fail(l, STR("unexpected end of statement while looking for matching double-quote"));
}

// `<<` and the blanks behind it belong to the word (processPossibleHeredoc), so that `<< EOF` is one.
static void read_angle(struct word_level *l) {
  struct word_reader *r = l->reader;
  uint32_t from = r->pos++;
  if (peek(r) == '<')
    for (r->pos++; peek(r) == ' ' || peek(r) == '\t' || peek(r) == '\r';)
      r->pos++;
  add_verbatim(l, from, r->pos, WORD_ESCAPED, '\0');
}

static void read_escape(struct word_level *l) {
  struct word_reader *r = l->reader;
  uint32_t from = r->pos++;
  skip_char(r);
  add_verbatim(l, l->raw_escapes ? from : from + 1, r->pos, WORD_ESCAPED, '\0');
}

static bool is_ordinary(const struct word_level *l, char c) {
  const struct word_reader *r = l->reader;
  bool quote = !r->rules.no_quotes && (c == '\'' || c == '"');
  return c != '$' && c != '<' && c != r->escape && !quote && (!l->stop || c != l->stop);
}

static void read_ordinary(struct word_level *l) {
  struct word_reader *r = l->reader;
  uint32_t from = r->pos;
  while (!at_end(r) && is_ordinary(l, peek(r)))
    r->pos++;
  add_verbatim(l, from, r->pos, WORD_BARE, '\0');
}

static bool at_stop(const struct word_level *l) {
  return l->stop && !at_end(l->reader) && peek(l->reader) == l->stop;
}

bool word_level_read(struct word_level *l) {
  struct word_reader *r = l->reader;
  char c = peek(r);
  if (l->error.len || at_end(r) || at_stop(l))
    return false;
  if (c == '$')
    read_variable(l, WORD_BARE);
  else if (c == '<')
    read_angle(l);
  else if (c == '\'' && !r->rules.no_quotes)
    read_single_quotes(l);
  else if (c == '"' && !r->rules.no_quotes)
    read_double_quotes(l);
  else if (c == r->escape)
    read_escape(l);
  else
    read_ordinary(l);
  return true;
}

// Reads up to the character that ends the level, and over it.
static void read_level(struct word_level *l) {
  while (word_level_read(l))
    ;
  if (l->error.len || !l->stop)
    return;
  if (at_stop(l))
    l->reader->pos++;
  else
    fail(l, l->stop == '/' ? STR("syntax error: missing '/' in ${}") : STR("syntax error: missing '}'"));
}

// BuildKit's processStopOn.
static const struct word *read_word(struct word_reader *r, char stop, bool raw_escapes, bool pattern) {
  struct word_level l = {.reader = r, .stop = stop, .raw_escapes = raw_escapes, .pattern = pattern};
  if (r->depth == LIMIT_WORD_DEPTH) {
    fail(&l, STR("substitutions are nested too deep"));
  } else {
    r->depth++;
    read_level(&l);
    r->depth--;
  }
  struct word *w = NEW(r->arena, struct word);
  *w = (struct word){l.parts.at, l.parts.len, l.error};
  return w;
}

static bool is_special_parameter(char c) {
  return c && strchr("@*#?-$!0", c);
}

// BuildKit's processName: digits, one special parameter, or letters, digits and `_` of any script.
static str read_name(struct word_reader *r) {
  uint32_t from = r->pos, len;
  bool digits = false;
  while (!at_end(r)) {
    uint32_t c = (uint8_t)r->text.at[r->pos];
    len = 1;
    if (c >= 0x80)
      c = utf8_decode(str_skip(r->text, r->pos), &len);
    bool first = r->pos == from, digit = unicode_is_digit(c);
    if (first && !digit && c < 0x80 && is_special_parameter((char)c)) {
      r->pos++;
      break;
    }
    if (first)
      digits = digit;
    if (!digit && (digits || (!unicode_is_letter(c) && c != '_')))
      break;
    r->pos += len;
  }
  return str_slice(r->text, from, r->pos);
}

static bool add_variable(struct word_level *l, struct word_part part) {
  part.to = l->reader->pos;
  VEC_PUSH(l->reader->arena, &l->parts, part);
  const struct word *last = part.replacement ? part.replacement : part.arg;
  return !last || last->error.len == 0 || fail(l, last->error);
}

static bool fail_modifier(struct word_level *l, uint32_t from) {
  str op = str_slice(l->reader->text, from, l->reader->pos);
  return fail(l, str_format(l->reader->arena, "unsupported modifier (" STR_FMT ") in substitution", STR_ARG(op)));
}

// `${name/pattern/replacement}` and `${name//pattern/replacement}`, behind the first slash.
static bool read_replacement(struct word_level *l, struct word_part part, uint32_t op_from) {
  struct word_reader *r = l->reader;
  if (peek(r) == '/')
    r->pos++;
  part.op = str_slice(r->text, op_from, r->pos);
  part.arg = read_word(r, '/', true, true);
  if (part.arg->error.len == 0)
    part.replacement = read_word(r, '}', true, false);
  return add_variable(l, part);
}

// An operator character that stands for bytes that are not UTF-8 is shown as U+FFFD.
static str operator_text(struct word_reader *r, uint32_t from) {
  str op = str_slice(r->text, from, r->pos);
  uint32_t valid = verbatim_end(op, 0, op.len, '\0');
  return valid == op.len ? op : str_concat(r->arena, str_slice(op, 0, valid), STR("\xEF\xBF\xBD"));
}

// `${name op word}`, at the operator.
static bool read_operator(struct word_level *l, struct word_part part) {
  struct word_reader *r = l->reader;
  uint32_t from = r->pos;
  char c = peek(r);
  skip_char(r);
  if (c == '/')
    return read_replacement(l, part, from);
  bool colon = c == ':';
  if (colon) {
    c = peek(r);
    skip_char(r);
  }
  bool trims = c == '#' || c == '%';
  if (colon ? trims : !trims && !(c && strchr("-+?", c)))
    return fail_modifier(l, from);
  if (trims && peek(r) == c) // a doubled one takes the longest match
    r->pos++;
  part.op = operator_text(r, from);
  part.arg = read_word(r, '}', trims, trims);
  return add_variable(l, part);
}

static bool read_braces(struct word_level *l, struct word_part part) {
  static const str unclosed = STR_INIT("syntax error: missing '}'");
  struct word_reader *r = l->reader;
  r->pos++;
  if (at_end(r))
    return fail(l, unclosed);
  if (strchr("{}:", peek(r)) && peek(r))
    return fail(l, STR("syntax error: bad substitution"));
  part.braced = true;
  part.name = read_name(r);
  if (at_end(r))
    return fail(l, unclosed);
  if (peek(r) != '}')
    return read_operator(l, part);
  r->pos++;
  return add_variable(l, part);
}

// BuildKit's processDollar.
static bool read_variable(struct word_level *l, enum word_quoting quoting) {
  struct word_reader *r = l->reader;
  struct word_part part = {.kind = WORD_VARIABLE, .from = r->pos++, .quoting = quoting};
  if (peek(r) == '{')
    return read_braces(l, part);
  part.name = read_name(r);
  if (part.name.len)
    return add_variable(l, part);
  add_verbatim(l, part.from, r->pos, quoting, '\0');
  return true;
}

void word_reader_init(struct word_reader *r, struct arena *a, str text, char escape, enum word_mode mode) {
  *r = (struct word_reader){.arena = a, .text = text, .escape = escape, .rules = word_mode_rules(mode)};
  if (r->rules.own_backslash)
    r->escape = '\\';
  if (str_has_prefix(text, STR("\xEF\xBB\xBF"))) // Go's text/scanner drops it
    r->pos = 3;
}

const struct word *word_parse(struct arena *a, str text, char escape, enum word_mode mode) {
  struct word_reader r;
  word_reader_init(&r, a, text, escape, mode);
  return read_word(&r, '\0', r.rules.raw_escapes, false);
}
