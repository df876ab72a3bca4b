#include "dockerfile/instr.h"

#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "dockerfile/heredoc.h"
#include "dockerfile/instr_table.h"
#include "dockerfile/mount.h"
#include "dockerfile/nodes.h"
#include "dockerfile/number.h"

// An instruction being typed. The functions that take one return false once it is refused.
struct instr_reader {
  struct arena *arena;
  const struct text *file;
  const struct node *node;
  struct instr *in;
};

static bool refuse(struct instr_reader *r, span place, str why) {
  const struct node *n = r->node;
  if (r->in->problem)
    return false;
  struct problem *p = NEW(r->arena, struct problem);
  *p = (struct problem){PROBLEM_INSTRUCTIONS, n->start_line, n->end_line, place, why, false};
  r->in->problem = p;
  return false;
}

static bool refuse_keyword(struct instr_reader *r, const char *what) {
  str why = str_format(r->arena, STR_FMT " %s", STR_ARG(instr_keyword(r->node->kind)), what);
  return refuse(r, r->node->keyword_span, why);
}

static span span_of(const struct text *t) {
  return text_span(t, 0, t->bytes.len);
}

// Flags.

struct flag_kind {
  uint32_t index; // among those of the instruction
  bool boolean, repeatable;
};

// Looks a name up in a row's `flags`.
static bool find_flag(const char *flags, str name, struct flag_kind *kind) {
  str rest = str_of(flags), word;
  for (*kind = (struct flag_kind){0}; str_next(&rest, ' ', &word); kind->index++) {
    kind->boolean = str_has_suffix(word, STR("!"));
    kind->repeatable = str_has_suffix(word, STR("*"));
    word.len -= kind->boolean || kind->repeatable;
    if (str_eq(word, name))
      return true;
  }
  return false;
}

static bool refuse_flag(struct instr_reader *r, const struct node_flag *flag, const char *what) {
  return refuse(r, flag->span, str_format(r->arena, "%s: --" STR_FMT, what, STR_ARG(flag->name)));
}

static bool check_flag(struct instr_reader *r, const struct node_flag *flag, uint32_t *seen) {
  struct flag_kind kind;
  if (!find_flag(instr_row(r->node->kind)->flags, flag->name, &kind))
    return refuse_flag(r, flag, "unknown flag");
  if (!kind.repeatable && *seen >> kind.index & 1)
    return refuse_flag(r, flag, "the flag is given twice");
  *seen |= 1u << kind.index;
  if (!kind.boolean)
    return flag->has_value || refuse_flag(r, flag, "the flag needs a value");
  if (!flag->has_value)
    return true;
  str value = unicode_lower_str(r->arena, flag->value.bytes);
  return str_eq(value, STR("true")) || str_eq(value, STR("false")) ||
         refuse_flag(r, flag, "the value is neither true nor false");
}

// BuildKit's BFlags.Parse.
static bool check_flags(struct instr_reader *r) {
  uint32_t seen = 0;
  for (uint32_t i = 0; i < r->node->flag_count; i++)
    if (!check_flag(r, &r->node->flags[i], &seen))
      return false;
  return true;
}

const struct node_flag *instr_flag(const struct instr *in, str name) {
  for (uint32_t i = in->node->flag_count; i > 0; i--)
    if (str_eq(in->node->flags[i - 1].name, name))
      return &in->node->flags[i - 1];
  return NULL;
}

// Arguments.

static void take_args(struct instr_reader *r) {
  r->in->args = r->node->args;
  r->in->arg_count = r->node->arg_count;
}

static bool read_one(struct instr_reader *r) {
  take_args(r);
  return r->in->arg_count == 1 || refuse_keyword(r, "requires exactly one argument");
}

static bool read_list(struct instr_reader *r) {
  take_args(r);
  return r->in->arg_count > 0 || refuse_keyword(r, "requires at least one argument");
}

static bool read_volumes(struct instr_reader *r) {
  const struct node *n = r->node;
  if (!read_list(r) || !check_flags(r))
    return false;
  r->in->args = NEW_ARRAY(r->arena, struct text, n->arg_count);
  for (uint32_t i = 0; i < n->arg_count; i++) {
    str bytes = n->args[i].bytes, trimmed = utf8_trim(bytes);
    uint32_t from = trimmed.len ? (uint32_t)(trimmed.at - bytes.at) : 0;
    r->in->args[i] = text_slice(r->arena, &n->args[i], from, from + trimmed.len);
    if (trimmed.len == 0)
      return refuse(r, span_of(&n->args[i]), STR("VOLUME names an empty path"));
  }
  return true;
}

static bool read_pairs(struct instr_reader *r) {
  const struct node *n = r->node;
  r->in->pair_count = n->arg_count / 3;
  r->in->pairs = NEW_ARRAY(r->arena, struct instr_pair, r->in->pair_count);
  for (uint32_t i = 0; i < r->in->pair_count; i++) {
    const struct text *triple = &n->args[i * 3];
    span key = span_of(&triple[0]), value = span_of(&triple[1]);
    bool legacy = triple[2].bytes.len == 0;
    r->in->pairs[i] = (struct instr_pair){triple[0], triple[1], true, legacy, span_join(key, value)};
    if (key.len == 0)
      refuse(r, value, str_format(r->arena, "an empty name in " STR_FMT, STR_ARG(instr_keyword(n->kind))));
  }
  if (!check_flags(r))
    return false;
  return r->in->pair_count > 0 || refuse_keyword(r, "requires at least one argument");
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
    p->span = span_of(word);
    if (equals == 0)
      refuse(r, p->span, STR("an empty name in ARG"));
  }
  return n->arg_count > 0 || refuse_keyword(r, "requires at least one argument");
}

static void read_command(struct instr_reader *r) {
  take_args(r);
  r->in->form = r->node->json ? FORM_EXEC : FORM_SHELL;
}

static bool read_shell(struct instr_reader *r) {
  read_command(r);
  if (!check_flags(r))
    return false;
  if (r->in->arg_count == 0)
    return refuse_keyword(r, "requires at least one argument");
  return r->node->json || refuse(r, span_of(&r->in->args[0]), STR("SHELL requires its argument as a JSON array"));
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
    return refuse_keyword(r, "requires either one or three arguments");
  if (named && !is_stage_name(unicode_lower_str(r->arena, r->in->name.bytes)))
    return refuse(r, span_of(&r->in->name),
                  STR("a stage's name starts with a letter and has only letters, digits, `-`, `_` and `.`"));
  return check_flags(r);
}

// COPY and ADD.

static void add_inline(struct instr_reader *r, const struct heredoc *word, const struct text *text,
                       const struct map *bodies) {
  struct inline_file *file = &r->in->inlines[r->in->inline_count++];
  const struct heredoc *body = map_get(bodies, word->name);
  *file = (struct inline_file){.path = word->name, .expand = word->expand, .heredoc = body, .word = *text};
  if (body)
    file->data = word->chomp ? heredoc_chomp(r->arena, &body->content) : body->content;
  else
    file->data = text_slice(r->arena, text, 0, 0);
}

static void read_sources(struct instr_reader *r) {
  const struct node *n = r->node;
  struct map bodies = {0};
  for (uint32_t i = 0; i < n->heredoc_count; i++) // of two with the same name the last one counts
    map_put(r->arena, &bodies, n->heredocs[i].name, &n->heredocs[i]);
  r->in->args = NEW_ARRAY(r->arena, struct text, n->arg_count);
  for (uint32_t i = 0; i + 1 < n->arg_count; i++) {
    struct heredoc word;
    if (heredoc_read_word(r->arena, n->args[i].bytes, &word) != HEREDOC_READ) {
      r->in->args[r->in->arg_count++] = n->args[i];
      continue;
    }
    if (!r->in->inlines)
      r->in->inlines = NEW_ARRAY(r->arena, struct inline_file, n->arg_count);
    add_inline(r, &word, &n->args[i], &bodies);
  }
}

static bool read_copy(struct instr_reader *r) {
  const struct node *n = r->node;
  struct heredoc word;
  if (n->arg_count < 2)
    return refuse_keyword(r, "requires at least two arguments");
  r->in->dest = n->args[n->arg_count - 1];
  read_sources(r);
  if (!check_flags(r))
    return false;
  if (heredoc_read_word(r->arena, r->in->dest.bytes, &word) == HEREDOC_READ)
    return refuse(r, span_of(&r->in->dest), STR("a here-document cannot be the destination"));
  return true;
}

// RUN.

static bool is_one_of(str value, const char *const *values) {
  while (*values && !str_eq(value, str_of(*values)))
    values++;
  return *values != NULL;
}

static bool check_choice(struct instr_reader *r, str flag_name, const char *const *values) {
  const struct node_flag *flag = instr_flag(r->in, flag_name);
  return !flag || is_one_of(flag->value.bytes, values) || refuse_flag(r, flag, "no such value");
}

static bool check_mounts(struct instr_reader *r) {
  const struct node *n = r->node;
  str why;
  for (uint32_t i = 0; i < n->flag_count; i++)
    if (str_eq(n->flags[i].name, STR("mount")) && !mount_check(r->arena, &n->flags[i], &why))
      return refuse(r, n->flags[i].span, why);
  return true;
}

static void read_mounts(struct instr_reader *r) {
  const struct node *n = r->node;
  struct instr *in = r->in;
  for (uint32_t i = 0; i < n->flag_count && !in->mounts_problem.len; i++) {
    if (!str_eq(n->flags[i].name, STR("mount")))
      continue;
    if (!in->mounts)
      in->mounts = NEW_ARRAY(r->arena, struct mount, n->flag_count - i);
    if (mount_read(r->arena, &n->flags[i], &in->mounts[in->mount_count], &in->mounts_problem))
      in->mount_count++;
  }
}

static bool read_devices(struct instr_reader *r) {
  const struct node *n = r->node;
  struct instr *in = r->in;
  str why;
  for (uint32_t i = 0; i < n->flag_count; i++) {
    if (!str_eq(n->flags[i].name, STR("device")))
      continue;
    if (!in->devices)
      in->devices = NEW_ARRAY(r->arena, struct device, n->flag_count - i);
    if (!device_read(r->arena, &n->flags[i], &in->devices[in->device_count++], &why))
      return refuse(r, n->flags[i].span, why);
  }
  return true;
}

static bool read_run(struct instr_reader *r) {
  static const char *const networks[] = {"default", "none", "host", NULL};
  static const char *const securities[] = {"sandbox", "insecure", NULL};
  read_command(r);
  read_mounts(r);
  return check_flags(r) && check_mounts(r) && check_choice(r, STR("network"), networks) &&
         check_choice(r, STR("security"), securities) && read_devices(r);
}

// HEALTHCHECK.

// Whether a word is `capitals`, when Go has made capitals of it (`ı` and `ſ` have an ASCII one).
static bool upper_is(str word, str capitals) {
  uint32_t i = 0, len;
  for (; word.len && i < capitals.len; i++, word = str_skip(word, len)) {
    uint32_t c = utf8_decode(word, &len);
    c = c == 0x131 ? 'I' : c == 0x17F ? 'S' : c;
    if (c >= 0x80 || ascii_lower((char)c) != ascii_lower(capitals.at[i]))
      return false;
  }
  return word.len == 0 && i == capitals.len;
}

static bool read_duration(struct instr_reader *r, str name, int64_t *ns) {
  static const int64_t millisecond = 1000000;
  const struct node_flag *flag = instr_flag(r->in, name);
  if (!flag || flag->value.bytes.len == 0)
    return true;
  if (!number_read_duration(flag->value.bytes, ns))
    return refuse_flag(r, flag, "no duration");
  return *ns == 0 || *ns >= millisecond || refuse_flag(r, flag, "less than a millisecond");
}

static bool read_retries(struct instr_reader *r) {
  const struct node_flag *flag = instr_flag(r->in, STR("retries"));
  int32_t *n = &r->in->health.retries;
  if (!flag || flag->value.bytes.len == 0)
    return true;
  return (number_read_i32(flag->value.bytes, n) && *n >= 0) || refuse_flag(r, flag, "no number of retries");
}

static bool read_timing(struct instr_reader *r) {
  struct instr *in = r->in;
  return read_duration(r, STR("interval"), &in->health.interval) &&
         read_duration(r, STR("timeout"), &in->health.timeout) &&
         read_duration(r, STR("start-period"), &in->health.start_period) &&
         read_duration(r, STR("start-interval"), &in->health.start_interval) && read_retries(r);
}

// The test: `first`, which stands for the first argument, and the others.
static void set_test(struct instr_reader *r, str first) {
  const struct node *n = r->node;
  struct text_buf buf;
  text_buf_init(&buf, r->arena);
  text_buf_add_atom(&buf, &n->args[0], 0, n->args[0].bytes.len, first);
  r->in->args = NEW_ARRAY(r->arena, struct text, n->arg_count);
  memcpy(r->in->args, n->args, n->arg_count * sizeof *n->args);
  r->in->args[0] = text_buf_text(&buf, &n->args[0], 0);
  r->in->arg_count = n->arg_count;
}

static bool read_healthcheck(struct instr_reader *r) {
  const struct node *n = r->node;
  if (n->arg_count == 0)
    return refuse_keyword(r, "requires at least one argument");
  if (upper_is(n->args[0].bytes, STR("NONE"))) {
    set_test(r, STR("NONE"));
    return n->arg_count == 1 || refuse(r, span_of(&n->args[1]), STR("HEALTHCHECK NONE takes no arguments"));
  }
  r->in->form = n->json ? FORM_EXEC : FORM_SHELL;
  set_test(r, n->json ? STR("CMD") : STR("CMD-SHELL"));
  if (!check_flags(r))
    return false;
  if (!upper_is(n->args[0].bytes, STR("CMD")))
    return refuse(r, span_of(&n->args[0]), STR("HEALTHCHECK is followed by neither CMD nor NONE"));
  if (n->arg_count == 1)
    return refuse(r, span_of(&n->args[0]), STR("no command after HEALTHCHECK CMD"));
  return read_timing(r);
}

// ONBUILD.

static bool is_regexp_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}

// What BuildKit stores: the line behind ONBUILD, then each here-document with its line end before it.
static struct text trigger_expression(struct instr_reader *r) {
  const struct node *n = r->node;
  const struct text *line = &n->original;
  uint32_t from = n->spelled.len;
  while (from < line->bytes.len && is_regexp_space(line->bytes.at[from]))
    from++;
  if (n->heredoc_count == 0)
    return text_slice(r->arena, line, from, line->bytes.len);
  struct text_buf buf;
  text_buf_init(&buf, r->arena);
  text_buf_add(&buf, line, from, line->bytes.len);
  for (uint32_t i = 0; i < n->heredoc_count; i++) {
    const struct heredoc *h = &n->heredocs[i];
    uint32_t body = text_offset(&h->content, 0);
    text_buf_add(&buf, r->file, body - 1, body);
    text_buf_add(&buf, &h->content, 0, h->content.bytes.len);
    text_buf_add(&buf, r->file, h->terminator.off, span_end(h->terminator));
  }
  return text_buf_text(&buf, line, from);
}

static void refuse_trigger(struct instr_reader *r, const struct problem *why) {
  struct problem *p = NEW(r->arena, struct problem);
  *p = *why;
  p->line = r->node->start_line;
  p->end_line = r->node->end_line;
  r->in->trigger_problem = p;
}

// A build on top of this image reads the expression with a parser of its own.
static void read_trigger(struct instr_reader *r) {
  struct instr *in = r->in;
  struct text *expression = NEW(r->arena, struct text);
  *expression = in->expression = trigger_expression(r);
  struct node_list list;
  nodes_read(r->arena, expression, &list);
  if (list.problems.len) {
    refuse_trigger(r, list.problems.at[0]);
    return;
  }
  if (list.nodes.len != 1) {
    struct problem p = {.layer = PROBLEM_PARSE, .span = r->node->span, .message = STR("a trigger is one instruction")};
    refuse_trigger(r, &p);
    return;
  }
  struct instr *trigger = instr_read(r->arena, expression, list.nodes.at[0]);
  trigger->onbuild = true;
  if (trigger->problem)
    refuse_trigger(r, trigger->problem);
  else
    in->trigger = trigger;
}

static bool read_onbuild(struct instr_reader *r) {
  static const str forbidden[] = {STR_INIT("ONBUILD"), STR_INIT("MAINTAINER"), STR_INIT("FROM")};
  const struct node *n = r->node;
  if (!n->child)
    return refuse_keyword(r, "requires at least one argument");
  if (!check_flags(r))
    return false;
  for (uint32_t i = 0; i < COUNT_OF(forbidden); i++)
    if (upper_is(utf8_trim(n->child->spelled), forbidden[i]))
      return refuse(r, n->child->keyword_span,
                    str_format(r->arena, "a trigger of ONBUILD cannot be " STR_FMT, STR_ARG(forbidden[i])));
  if (!r->in->problem)
    read_trigger(r);
  return true;
}

static void read_typed(struct instr_reader *r) {
  switch (r->in->kind) {
  case INSTR_ADD:
  case INSTR_COPY:
    read_copy(r);
    return;
  case INSTR_ARG:
    read_arg(r);
    return;
  case INSTR_CMD:
  case INSTR_ENTRYPOINT:
    read_command(r);
    check_flags(r);
    return;
  case INSTR_ENV:
  case INSTR_LABEL:
    read_pairs(r);
    return;
  case INSTR_EXPOSE:
    if (read_list(r))
      check_flags(r);
    return;
  case INSTR_FROM:
    read_from(r);
    return;
  case INSTR_HEALTHCHECK:
    read_healthcheck(r);
    return;
  case INSTR_MAINTAINER:
  case INSTR_USER:
  case INSTR_WORKDIR:
    if (read_one(r))
      check_flags(r);
    return;
  case INSTR_ONBUILD:
    read_onbuild(r);
    return;
  case INSTR_RUN:
    read_run(r);
    return;
  case INSTR_SHELL:
    read_shell(r);
    return;
  case INSTR_STOPSIGNAL:
    read_one(r);
    return;
  case INSTR_VOLUME:
    read_volumes(r);
    return;
  case INSTR_UNKNOWN:
    refuse(r, r->node->keyword_span, str_format(r->arena, "unknown instruction: " STR_FMT, STR_ARG(r->node->spelled)));
    return;
  case INSTR_KIND_COUNT:
    return;
  }
}

struct instr *instr_read(struct arena *a, const struct text *file, const struct node *node) {
  struct instr *in = NEW(a, struct instr);
  in->kind = node->kind;
  in->node = node;
  in->stage = UINT32_MAX;
  in->problem = node->problem;
  struct instr_reader r = {a, file, node, in};
  read_typed(&r);
  return in;
}
