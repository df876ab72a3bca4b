#include "rules/mend.h"

// Words written in another form that means the same: `key value` as `key=value`, a shell's command as a JSON array.

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

// What a value holds, as the word lexer sees it.
struct value_shape {
  bool blanks;  // outside quotes
  bool quotes;  // of either kind
  bool escapes; // an escape character
  bool brace;   // `{`, maybe of an expansion
  bool other;   // outside quotes: white space of another kind, or bytes beyond ASCII that may be some
};

static struct value_shape shape_of(str value, char escape) {
  struct value_shape shape = {0};
  char quote = 0;
  for (uint32_t i = 0; i < value.len; i++) {
    char c = value.at[i];
    shape.blanks |= !quote && is_space(c);
    shape.quotes |= c == '"' || c == '\'';
    shape.escapes |= c == escape;
    shape.brace |= c == '{';
    shape.other |= !quote && ((uint8_t)c >= 0x80 || c == '\r');
    if (c == escape && quote != '\'')
      i++;
    else if (quote == c)
      quote = 0;
    else if (!quote && (c == '"' || c == '\''))
      quote = c;
  }
  return shape;
}

// Escapes each blank outside quotes, so that the quotes stay as they are.
static void escape_blanks(struct mend *m, const struct text *value) {
  char quote = 0;
  str escape = m->df->escape == '`' ? STR("`") : STR("\\");
  for (uint32_t i = 0; i < value->bytes.len; i++) {
    char c = value->bytes.at[i];
    if (c == m->df->escape && quote != '\'')
      i++;
    else if (quote == c)
      quote = 0;
    else if (!quote && (c == '"' || c == '\''))
      quote = c;
    else if (!quote && is_space(c))
      mend_add(m, (span){text_offset(value, i), 0}, escape);
  }
}

static bool quote_value(struct mend *m, const struct text *value, span place) {
  struct value_shape shape = shape_of(value->bytes, m->df->escape);
  if (!shape.blanks)
    return !shape.other;
  if (!shape.quotes && !shape.escapes) {
    mend_add(m, (span){place.off, 0}, STR("\""));
    mend_add(m, (span){span_end(place), 0}, STR("\""));
    return true;
  }
  if (shape.brace || shape.other)
    return false;
  escape_blanks(m, value);
  return true;
}

// Blanks, and at most line ends that are continued.
static bool is_separator(const struct mend *m, str gap) {
  for (uint32_t i = 0; i < gap.len; i++)
    if (!is_space(gap.at[i]) && gap.at[i] != '\r' && gap.at[i] != '\n' && gap.at[i] != m->df->escape)
      return false;
  return gap.len > 0;
}

// Before a blank a quote is a byte like others; before `=` it opens a quoted part.
static bool is_plain_key(const struct mend *m, str key) {
  struct value_shape shape = shape_of(key, m->df->escape);
  return !shape.quotes && !shape.escapes;
}

bool mend_assign(struct mend *m, const struct instr *in) {
  if (!in || in->pair_count != 1 || !in->pairs[0].legacy || !mend_spend(m, in->pairs[0].value.bytes.len))
    return false;
  const struct instr_pair *pair = &in->pairs[0];
  if (!is_plain_key(m, pair->key.bytes))
    return false;
  span key = text_place(&pair->key), value = text_place(&pair->value);
  if (key.len == 0 || value.len == 0 || span_end(key) >= value.off)
    return false;
  span gap = {span_end(key), value.off - span_end(key)};
  if (!is_separator(m, source_text(m->src, gap)))
    return false;
  mend_add(m, gap, STR("="));
  return quote_value(m, &pair->value, value);
}

// A word of an array.
struct json_word {
  span place;
  str value;
};
struct json_words {
  struct json_word *at;
  uint32_t len, cap;
};

static const str builtins[] = {
    STR_INIT("cd"),    STR_INIT("exec"),   STR_INIT("export"), STR_INIT("source"),  STR_INIT("."),
    STR_INIT("eval"),  STR_INIT(":"),      STR_INIT("set"),    STR_INIT("exit"),    STR_INIT("trap"),
    STR_INIT("umask"), STR_INIT("ulimit"), STR_INIT("alias"),  STR_INIT("command"), STR_INIT("wait"),
    STR_INIT("unset"), STR_INIT("type"),   STR_INIT("read"),   STR_INIT("shift"),
};

static bool is_builtin(str name) {
  for (uint32_t i = 0; i < COUNT_OF(builtins); i++)
    if (str_eq(builtins[i], name))
      return true;
  return false;
}

// The words of a script that is one plain command: nothing in it needs a shell.
static bool plain_words(struct mend *m, const struct script *script, struct json_words *out) {
  const struct shell_script *tree = script->tree;
  if (!tree || !tree->ok || script->windows || tree->comment_count || tree->body.len != 1)
    return false;
  const struct shell_cmd *cmd = tree->body.at[0];
  if (cmd->kind != CMD_SIMPLE || cmd->assign_count || cmd->redir_count || cmd->background || cmd->words.len == 0)
    return false;
  for (uint32_t i = 0; i < cmd->words.len; i++) {
    const struct shell_word *word = cmd->words.at[i];
    span place = text_span(&script->text, word->span.off, span_end(word->span));
    str source = source_text(m->src, place);
    if (!word->literal || word->glob || word->brace || str_has_prefix(word->value, STR("~")) ||
        str_find_char(source, '\n') < source.len)
      return false;
    VEC_PUSH(m->arena, out, (struct json_word){place, word->value});
  }
  return !is_builtin(out->at[0].value) && str_trim(str_skip(script->text.bytes, span_end(cmd->span))).len == 0;
}

// The words of what was meant to be an array: in quotes of either kind, with commas between them.
static bool listed_words(struct mend *m, const struct text *text, struct json_words *out) {
  str s = text->bytes;
  uint32_t i = 1; // behind `[`
  for (bool comma = true;; comma = false) {
    while (i < s.len && is_space(s.at[i]))
      i++;
    if (i + 1 == s.len && s.at[i] == ']')
      return out->len > 0;
    if (!comma && i < s.len && s.at[i] == ',')
      for (i++, comma = true; i < s.len && is_space(s.at[i]); i++) {
      }
    char quote = i < s.len ? s.at[i] : 0;
    if (!comma || (quote != '"' && quote != '\''))
      return false;
    uint32_t end = i + 1 + str_find_char(str_skip(s, i + 1), quote);
    str value = str_slice(s, i + 1, end < s.len ? end : s.len);
    if (end >= s.len || str_find_char(value, '\\') < value.len || str_find_char(value, '"') < value.len)
      return false;
    VEC_PUSH(m->arena, out, (struct json_word){text_span(text, i, end + 1), value});
    i = end + 1;
  }
}

static str json_string(struct mend *m, str value) {
  struct buf b;
  buf_init(&b, m->arena);
  buf_add_char(&b, '"');
  for (uint32_t i = 0; i < value.len; i++) {
    if (value.at[i] == '"' || value.at[i] == '\\')
      buf_add_char(&b, '\\');
    buf_add_char(&b, value.at[i]);
  }
  buf_add_char(&b, '"');
  return buf_str(&b);
}

// Whether a word can be written in JSON as it stands.
static bool is_printable(str value) {
  for (uint32_t i = 0; i < value.len; i++)
    if ((uint8_t)value.at[i] < 0x20 || value.at[i] == 0x7f)
      return false;
  return true;
}

static bool are_printable(const struct json_words *words) {
  for (uint32_t i = 0; i < words->len; i++)
    if (!is_printable(words->at[i].value))
      return false;
  return true;
}

// Each word where it stands, so that line ends and what is between them stay.
static void replace_words(struct mend *m, const struct json_words *words) {
  for (uint32_t i = 0; i < words->len; i++)
    mend_add(m, words->at[i].place,
             str_format(m->arena, "%s" STR_FMT "%s", i ? "" : "[", STR_ARG(json_string(m, words->at[i].value)),
                        i + 1 < words->len ? "," : "]"));
}

static void replace_all(struct mend *m, const struct json_words *words, span place) {
  struct buf b;
  buf_init(&b, m->arena);
  for (uint32_t i = 0; i < words->len; i++)
    buf_add_format(&b, "%s" STR_FMT, i ? ", " : "[", STR_ARG(json_string(m, words->at[i].value)));
  buf_add_char(&b, ']');
  mend_add(m, place, buf_str(&b));
}

static bool rewrite_list(struct mend *m, const struct text *text) {
  struct json_words words = {0};
  span place = text_place(text);
  str source = source_text(m->src, place);
  if (!mend_spend(m, text->bytes.len) || str_find_char(source, '\n') < source.len || !listed_words(m, text, &words) ||
      !are_printable(&words))
    return false;
  replace_all(m, &words, place);
  return true;
}

bool mend_exec_form(struct mend *m, const struct instr *in) {
  struct json_words words = {0};
  if (!in || in->form != FORM_SHELL || in->arg_count == 0)
    return false;
  const struct text *text = &in->args[in->arg_count - 1];
  if (str_has_prefix(text->bytes, STR("[")))
    return rewrite_list(m, text);
  uint32_t count;
  const struct script *script = mend_first_script(m, in, &count);
  if (!script || !plain_words(m, script, &words) || !are_printable(&words))
    return false;
  replace_words(m, &words);
  return true;
}
