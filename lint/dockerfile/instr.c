#include "dockerfile/instr.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "dockerfile/instr_reader.h"
#include "dockerfile/instr_table.h"

bool instr_refuse(struct instr_reader *r, span place, str why) {
  const struct node *n = r->node;
  if (r->in->problem)
    return false;
  struct problem *p = NEW(r->arena, struct problem);
  *p = (struct problem){PROBLEM_INSTRUCTIONS, n->start_line, n->end_line, place, why, false, false};
  r->in->problem = p;
  return false;
}

bool instr_refuse_keyword(struct instr_reader *r, const char *what) {
  str why = str_format(r->arena, STR_FMT " %s", STR_ARG(instr_keyword(r->node->kind)), what);
  return instr_refuse(r, r->node->keyword_span, why);
}

// `ı` and `ſ` have a capital that is ASCII.
bool instr_upper_is(str word, str capitals) {
  uint32_t i = 0, len;
  for (; word.len && i < capitals.len; i++, word = str_skip(word, len)) {
    uint32_t c = utf8_decode(word, &len);
    c = c == 0x131 ? 'I' : c == 0x17F ? 'S' : c;
    if (c >= 0x80 || ascii_lower((char)c) != ascii_lower(capitals.at[i]))
      return false;
  }
  return word.len == 0 && i == capitals.len;
}

// Arguments.

void instr_take_args(struct instr_reader *r) {
  r->in->args = r->node->args;
  r->in->arg_count = r->node->arg_count;
}

static bool read_one(struct instr_reader *r) {
  instr_take_args(r);
  return r->in->arg_count == 1 || instr_refuse_keyword(r, "requires exactly one argument");
}

static bool read_list(struct instr_reader *r) {
  instr_take_args(r);
  return r->in->arg_count > 0 || instr_refuse_keyword(r, "requires at least one argument");
}

static bool read_volumes(struct instr_reader *r) {
  const struct node *n = r->node;
  if (!read_list(r) || !instr_check_flags(r))
    return false;
  r->in->args = NEW_ARRAY(r->arena, struct text, n->arg_count);
  for (uint32_t i = 0; i < n->arg_count; i++) {
    str bytes = n->args[i].bytes, trimmed = utf8_trim(bytes);
    uint32_t from = trimmed.len ? (uint32_t)(trimmed.at - bytes.at) : 0;
    r->in->args[i] = text_slice(r->arena, &n->args[i], from, from + trimmed.len);
    if (trimmed.len == 0)
      return instr_refuse(r, text_place(&n->args[i]), STR("VOLUME names an empty path"));
  }
  return true;
}

static bool read_pairs(struct instr_reader *r) {
  const struct node *n = r->node;
  r->in->pair_count = n->arg_count / 3;
  r->in->pairs = NEW_ARRAY(r->arena, struct instr_pair, r->in->pair_count);
  for (uint32_t i = 0; i < r->in->pair_count; i++) {
    const struct text *triple = &n->args[i * 3];
    span key = text_place(&triple[0]), value = text_place(&triple[1]);
    bool legacy = triple[2].bytes.len == 0;
    r->in->pairs[i] = (struct instr_pair){triple[0], triple[1], true, legacy, span_join(key, value)};
    if (triple[0].bytes.len == 0)
      instr_refuse(r, value, str_format(r->arena, "an empty name in " STR_FMT, STR_ARG(instr_keyword(n->kind))));
  }
  if (!instr_check_flags(r))
    return false;
  return r->in->pair_count > 0 || instr_refuse_keyword(r, "requires at least one argument");
}

static bool read_arg(struct instr_reader *r) {
  const struct node *n = r->node;
  r->in->pair_count = n->arg_count;
  r->in->pairs = NEW_ARRAY(r->arena, struct instr_pair, n->arg_count);
  for (uint32_t i = 0; i < n->arg_count; i++) {
    const struct text *word = &n->args[i];
    struct instr_pair *p = &r->in->pairs[i];
    uint32_t len = word->bytes.len, equals = str_find_char(word->bytes, '=');
    p->has_value = equals < len;
    p->key = text_slice(r->arena, word, 0, equals);
    p->value = text_slice(r->arena, word, equals + p->has_value, len);
    p->span = text_place(word);
    if (equals == 0)
      instr_refuse(r, p->span, STR("an empty name in ARG"));
  }
  return n->arg_count > 0 || instr_refuse_keyword(r, "requires at least one argument");
}

void instr_read_command(struct instr_reader *r) {
  instr_take_args(r);
  r->in->form = r->node->json ? FORM_EXEC : FORM_SHELL;
}

static bool read_shell(struct instr_reader *r) {
  instr_read_command(r);
  if (!instr_check_flags(r))
    return false;
  if (r->in->arg_count == 0)
    return instr_refuse_keyword(r, "requires at least one argument");
  return r->node->json ||
         instr_refuse(r, text_place(&r->in->args[0]), STR("SHELL requires its argument as a JSON array"));
}

// FROM.

// Whether a word is `as` in any case, `ſ` taken for an s as Go's EqualFold does.
static bool is_as(str word) {
  return str_eq_nocase(word, STR("as")) || (word.len == 3 && str_eq_nocase(str_slice(word, 0, 1), STR("a")) &&
                                            str_eq(str_skip(word, 1), STR("\xC5\xBF")));
}

// `^[a-z][a-z0-9-_.]*$` in lower case.
static bool is_stage_name(str name) {
  for (uint32_t i = 0; i < name.len; i++) {
    char c = name.at[i];
    bool later = is_ascii_digit(c) || c == '-' || c == '_' || c == '.';
    if (!(c >= 'a' && c <= 'z') && !(i > 0 && later))
      return false;
  }
  return name.len > 0;
}

static bool read_from(struct instr_reader *r) {
  const struct node *n = r->node;
  if (n->arg_count > 0)
    r->in->image = n->args[0];
  bool named = n->arg_count == 3 && is_as(n->args[1].bytes);
  if (named)
    r->in->name = n->args[2];
  if (!named && n->arg_count != 1)
    return instr_refuse_keyword(r, "requires either one or three arguments");
  if (named && !is_stage_name(unicode_lower_str(r->arena, r->in->name.bytes)))
    return instr_refuse(r, text_place(&r->in->name),
                        STR("a stage's name starts with a letter and has only letters, digits, `-`, `_` and `.`"));
  return instr_check_flags(r);
}

static void refuse_unknown(struct instr_reader *r) {
  const struct node *n = r->node;
  str why = str_format(r->arena, "unknown instruction: " STR_FMT, STR_ARG(n->spelled));
  enum instr_kind near = instr_kind_near(n->spelled);
  if (near != INSTR_UNKNOWN)
    why = str_format(r->arena, STR_FMT " (did you mean " STR_FMT "?)", STR_ARG(why), STR_ARG(instr_keyword(near)));
  instr_refuse(r, n->keyword_span, why);
}

static void read_typed(struct instr_reader *r) {
  switch (r->in->kind) {
  case INSTR_ADD:
  case INSTR_COPY:
    instr_read_copy(r);
    return;
  case INSTR_ARG:
    read_arg(r);
    return;
  case INSTR_CMD:
  case INSTR_ENTRYPOINT:
    instr_read_command(r);
    instr_check_flags(r);
    return;
  case INSTR_ENV:
  case INSTR_LABEL:
    read_pairs(r);
    return;
  case INSTR_EXPOSE:
    if (read_list(r))
      instr_check_flags(r);
    return;
  case INSTR_FROM:
    read_from(r);
    return;
  case INSTR_HEALTHCHECK:
    instr_read_healthcheck(r);
    return;
  case INSTR_MAINTAINER:
  case INSTR_STOPSIGNAL:
  case INSTR_USER:
  case INSTR_WORKDIR:
    if (read_one(r))
      instr_check_flags(r);
    return;
  case INSTR_ONBUILD:
    instr_read_onbuild(r);
    return;
  case INSTR_RUN:
    instr_read_run(r);
    return;
  case INSTR_SHELL:
    read_shell(r);
    return;
  case INSTR_VOLUME:
    read_volumes(r);
    return;
  case INSTR_UNKNOWN:
    refuse_unknown(r);
    return;
  case INSTR_KIND_COUNT:
    return;
  }
}

struct instr *instr_read(struct arena *a, const struct text *file, const struct node *node) {
  struct instr *in = NEW(a, struct instr);
  in->kind = node->kind;
  in->node = node;
  in->stage = STAGE_NONE;
  in->problem = node->problem;
  struct instr_reader r = {a, file, node, in};
  read_typed(&r);
  return in;
}

const struct instr_pair *instr_pair_named(const struct instr *in, str key) {
  for (uint32_t i = 0; i < in->pair_count; i++)
    if (str_eq(in->pairs[i].key.bytes, key))
      return &in->pairs[i];
  return NULL;
}
