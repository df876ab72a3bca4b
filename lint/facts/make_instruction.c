#include "facts/maker.h"

// Facts about instructions and the simple lists they hold: labels, ports, mounts.

// `--name` of each flag.
static struct fact_values flag_names(struct maker *m, const struct node *node) {
  struct field_list names = {0};
  for (uint32_t i = 0; i < node->flag_count; i++) {
    const struct node_flag *flag = &node->flags[i];
    str name = str_slice(flag->text.bytes, 0, flag->name.len + 2);
    VEC_PUSH(m->a, &names, field_known(name, (span){flag->span.off, name.len}));
  }
  return fields_of(&names);
}

// `--name=value`.
static struct fact_values flag_settings(struct maker *m, const struct node *node) {
  struct field_list settings = {0};
  for (uint32_t i = 0; i < node->flag_count; i++)
    if (node->flags[i].has_value)
      VEC_PUSH(m->a, &settings, field_known(node->flags[i].text.bytes, node->flags[i].span));
  return fields_of(&settings);
}

static struct fact_value pair_value(struct maker *m, const struct instr_pair *pair) {
  if (!pair->has_value)
    return field_known(pair->key.bytes, pair->span);
  str parts[] = {pair->key.bytes, pair->legacy ? STR(" ") : STR("="), pair->value.bytes};
  return field_known(str_join(m->a, parts, COUNT_OF(parts)), pair->span);
}

static struct fact_values arguments(struct maker *m, const struct instr *in) {
  struct field_list list = {0};
  if (in->pair_count) {
    for (uint32_t i = 0; i < in->pair_count; i++)
      VEC_PUSH(m->a, &list, pair_value(m, &in->pairs[i]));
    return fields_of(&list);
  }
  for (uint32_t i = 0; i < in->node->arg_count; i++)
    if (in->node->args[i].bytes.len)
      VEC_PUSH(m->a, &list, field_text(&in->node->args[i]));
  return fields_of(&list);
}

static struct fact_value blank_line(const struct maker *m, const struct node *node) {
  if (!node->blank_line)
    return (struct fact_value){0};
  return field_known(STR(""), source_line_span(m->df->src, node->blank_line));
}

// Whether ARG, or FROM with a name, stands below a comment that begins with another word than the name which it
// describes by BuildKit's reading (validateDefinitionDescription).
static bool is_misdescribed(const struct instr *in) {
  const struct node *node = in->node;
  if (!node->comment_count || (in->kind != INSTR_ARG && in->kind != INSTR_FROM))
    return false;
  str word = node->comments[node->comment_count - 1].text;
  word = str_slice(word, 0, str_find_char(word, ' '));
  if (in->kind == INSTR_FROM)
    return in->name.bytes.len && !str_eq(word, in->name.bytes);
  for (uint32_t i = 0; i < in->pair_count; i++)
    if (str_eq(word, in->pairs[i].key.bytes))
      return false;
  return in->pair_count > 0;
}

// The comment on the line above; comments farther up belong to something else.
static struct fact_value comment_above(const struct node *node) {
  const struct comment *last = node->comment_count ? &node->comments[node->comment_count - 1] : NULL;
  if (!last || last->line + 1 != node->start_line)
    return (struct fact_value){0};
  return field_known(last->text, last->span);
}

static bool is_legacy(const struct instr *in) {
  return in->pair_count && in->pairs[0].legacy && in->kind != INSTR_ARG;
}

// Words that BuildKit expands.
static struct fact_values expanded(struct maker *m) {
  struct field_list list = {0};
  const struct eval_instr *first = NULL;
  for (uint32_t i = 0; !first && i < m->eval->scenario_count; i++)
    first = m->now[i];
  for (uint32_t i = 0; first && i < first->value_count; i++)
    VEC_PUSH(m->a, &list, value_at_hand(m, i));
  return fields_of(&list);
}

// USER user[:group].
static void describe_account(struct fact_instruction *f) {
  if (f->expanded.len != 1 || f->expanded.at[0].state != FACT_KNOWN)
    return;
  const struct fact_value *all = &f->expanded.at[0];
  str user = all->text, group = {0};
  bool grouped = str_cut(all->text, ':', &user, &group);
  f->account = field_known(user, (span){all->span.off, user.len});
  if (grouped)
    f->group = field_known(group, all->span);
}

// What is in force before it in its stage.
static void describe_state(struct maker *m, const struct instr *in, struct fact_instruction *f) {
  const struct fact_stage *stage = m->stages[in->stage].fact;
  f->stage = &stage->head;
  if (in->kind == INSTR_FROM)
    return;
  f->workdir = stage->workdir;
  f->user = stage->user;
  f->shell_set = stage->shell_set;
  if (in->onbuild)
    return;
  f->expanded = expanded(m);
  if (in->kind == INSTR_USER)
    describe_account(f);
  for (uint32_t i = 0; i < m->eval->scenario_count; i++)
    if (m->now[i] && m->now[i]->opaque.len)
      f->interpreter = field_known(m->now[i]->opaque, (span){0});
}

struct fact_instruction *make_instruction(struct maker *m, const struct instr *in) {
  static const char *const forms[] = {[FORM_NONE] = NULL, [FORM_SHELL] = "shell", [FORM_EXEC] = "exec"};
  const struct node *node = in->node;
  struct fact_instruction *f = ADD_FACT(m, INSTRUCTION, instruction, maker_place(m, in), node->span);
  if (in->kind != INSTR_UNKNOWN)
    f->keyword = field_known(instr_keyword(in->kind), node->keyword_span);
  f->spelled = field_known(node->spelled, node->keyword_span);
  f->casing = field_casing(node->spelled);
  f->flags = flag_names(m, node);
  f->settings = flag_settings(m, node);
  f->arguments = arguments(m, in);
  if (forms[in->form])
    f->form = field_word(forms[in->form]);
  f->heredoc = node->heredoc_count > 0;
  f->onbuild = in->onbuild;
  f->legacy = is_legacy(in);
  f->blank_line = blank_line(m, node);
  f->comment = comment_above(node);
  f->misdescribed = is_misdescribed(in);
  if (in->trigger_problem)
    f->trigger_problem = field_known(in->trigger_problem->message, (span){0});
  f->file = &m->file->head;
  if (in->stage != STAGE_NONE)
    describe_state(m, in, f);
  if (in->onbuild)
    return f;
  if (m->last) {
    f->previous = &m->last->head;
    m->last->next = &f->head;
  }
  return m->last = f;
}

static bool is_set_nowhere(void *ctx, str name, str *value) {
  (void)ctx, (void)name, (void)value;
  return false;
}

// A key or a value as BuildKit makes it of the text, quotes removed; unknown where it has a variable.
static struct fact_value label_word(struct maker *m, const struct text *t) {
  struct word_result result;
  struct word_env none = {is_set_nowhere, NULL};
  span where = text_span(t, 0, t->bytes.len);
  if (!word_expand(m->a, t->bytes, m->df->escape, WORD_PLAIN, none, &result) || result.unmatched_count)
    return field_unknown(t->bytes, where);
  return field_known(result.text, where);
}

void make_labels(struct maker *m, const struct instr *in) {
  const struct fact_label *before = NULL;
  for (uint32_t i = 0; i < in->pair_count; i++) {
    const struct instr_pair *pair = &in->pairs[i];
    struct fact_label *f = ADD_FACT(m, LABEL, label, place_of(in), pair->span);
    f->key = label_word(m, &pair->key);
    f->value = label_word(m, &pair->value);
    f->legacy = pair->legacy;
    f->stage = &m->stages[in->stage].fact->head;
    f->unsorted = before && is_unsorted(&before->key, &f->key);
    before = f;
  }
}

// The number that `digits` writes; 0 where it is none that a port may have.
static uint32_t port_number(str digits) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < digits.len; i++) {
    if (!is_ascii_digit(digits.at[i]))
      return 0;
    n = n > 99999 ? n : n * 10 + (uint32_t)(digits.at[i] - '0');
  }
  return n;
}

// [host:]first[-last][/protocol]
static void make_port(struct maker *m, const struct instr *in, const struct text *text) {
  struct fact_port *f = ADD_FACT(m, PORT, port, place_of(in), text_span(text, 0, text->bytes.len));
  f->text = field_text(text);
  str rest = text->bytes, protocol, last;
  if (str_cut(rest, '/', &rest, &protocol))
    f->protocol = field_part(text, protocol);
  uint32_t colon = str_find_last_char(rest, ':');
  if (colon < rest.len) {
    f->host = field_part(text, str_slice(rest, 0, colon + 1));
    rest = str_skip(rest, colon + 1);
  }
  if (str_cut(rest, '-', &rest, &last))
    f->last = port_number(last);
  f->first = port_number(rest);
  if (!f->last)
    f->last = f->first;
  f->stage = &m->stages[in->stage].fact->head;
}

void make_ports(struct maker *m, const struct instr *in) {
  for (uint32_t i = 0; i < in->arg_count; i++)
    make_port(m, in, &in->args[i]);
}

void make_mounts(struct maker *m, const struct instr *in) {
  for (uint32_t i = 0; i < in->mount_count; i++) {
    const struct mount *mount = &in->mounts[i];
    struct fact_mount *f = ADD_FACT(m, MOUNT, mount, place_of(in), mount->flag->span);
    f->type = field_known(mount->type, mount->flag->span);
    f->source = field_text(&mount->source);
    f->target = field_text(&mount->target);
    f->id = field_text(&mount->id);
    if (mount->sharing.len)
      f->sharing = field_known(mount->sharing, mount->flag->span);
    f->stage = &m->stages[in->stage].fact->head;
    make_named_image(m, in, &mount->from, "mount");
  }
}
