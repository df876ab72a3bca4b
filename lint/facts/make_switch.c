#include "facts/variables.h"

// Facts about choices by the architecture: `case`, `if`, and words that take over what the machine calls itself.

// A choice, with what happens in each scenario.
struct choosing {
  const struct eval_choice *of[PLATFORMS_MAX]; // NULL where it is not reached
  const struct eval_choice *first;
  platforms scenarios;
};

struct choosings {
  struct choosing *at;
  uint32_t len, cap;
};

// Choices come in the order of the text in each scenario, so that the one at hand is nearly always the next. NULL once
// looking for it takes too long.
static struct choosing *choosing_at(struct maker *m, struct choosings *all, const struct eval_choice *choice,
                                    uint32_t *cursor) {
  for (uint32_t i = 0; i < all->len; i++) {
    uint32_t at = (*cursor + i) % all->len;
    if (!maker_spend(m, 1))
      return NULL;
    if (all->at[at].first->cmd != choice->cmd || all->at[at].first->span.off != choice->span.off)
      continue;
    *cursor = at + 1;
    return &all->at[at];
  }
  VEC_PUSH(m->a, all, (struct choosing){.first = choice});
  *cursor = all->len;
  return &all->at[all->len - 1];
}

static struct choosings collect(struct maker *m, const struct run *run) {
  struct choosings all = {0};
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    uint32_t cursor = 0;
    if (!(run->live >> i & 1))
      continue;
    for (uint32_t j = 0; j < m->now[i]->choice_count; j++) {
      const struct eval_choice *choice = &m->now[i]->choices[j];
      struct choosing *c = choosing_at(m, &all, choice, &cursor);
      if (!c)
        return all;
      c->of[i] = choice;
      c->scenarios |= (platforms)1 << i;
    }
  }
  return all;
}

// What the syntax says of the branches.
struct branches {
  struct fact_values covered;
  uint32_t other;                    // the number of the branch for all others; UINT32_MAX without one
  const char *otherwise;             // value, error, none
  const struct text *text;           // of the script, if it stands in the file as it is; NULL
  struct field_list whole;           // those that name an architecture and do not fail
  struct field_list patterns, named; // what is compared, by branch; the architectures that this names
  bool unclear;                      // a pattern that may stand for several, or two branches for one architecture
};

// Patterns

// Notes the patterns of a branch, from the first to the last.
static void add_patterns(struct maker *m, struct branches *b, struct shell_words words) {
  struct fact_values named = fields_of(&b->named);
  struct field_list here = {0};
  for (uint32_t i = 0; i < words.len; i++) {
    struct arch_word word;
    const struct shell_word *w = words.at[i];
    b->unclear |= !w->literal || w->glob || !arch_word_is(w->value, &word) || fields_have(&named, word.arch);
    if (!b->unclear)
      VEC_PUSH(m->a, &here, field_known(word.arch, (span){0}));
  }
  if (b->unclear || !b->text || !words.len)
    return;
  for (uint32_t i = 0; i < here.len; i++)
    VEC_PUSH(m->a, &b->named, here.at[i]);
  span where = text_span(b->text, words.at[0]->span.off, span_end(words.at[words.len - 1]->span));
  VEC_PUSH(m->a, &b->patterns, field_known(source_text(m->df->src, where), where));
}

// All of a branch, up to its `;;`.
static void take_branch(struct maker *m, struct branches *b, const struct shell_case_item *item) {
  if (!b->text || !item->op.len || !item->patterns.len)
    return;
  uint32_t from = item->patterns.at[0]->span.off;
  uint32_t last = item->body.len ? span_end(item->body.at[item->body.len - 1]->span)
                                 : span_end(item->patterns.at[item->patterns.len - 1]->span);
  uint32_t end = last + str_find(str_skip(b->text->bytes, last), item->op) + item->op.len;
  if (end > b->text->bytes.len)
    return;
  if (from > 0 && b->text->bytes.at[from - 1] == '(')
    from--;
  span where = text_span(b->text, from, end);
  VEC_PUSH(m->a, &b->whole, field_known(source_text(m->df->src, where), where));
}

static void cover(struct maker *m, struct field_list *list, const struct shell_word *word) {
  struct arch_word found;
  str text = word->literal ? word->value : (str){0};
  if (!word->literal && word->parts.len && word->parts.at[word->parts.len - 1]->kind == PART_LITERAL)
    text = word->parts.at[word->parts.len - 1]->text;
  if (!arch_word_is(text, &found) && !arch_word_find(text, 0, &found))
    return;
  struct fact_values have = fields_of(list);
  if (!fields_have(&have, found.arch))
    VEC_PUSH(m->a, list, field_known(found.arch, (span){0}));
}

static bool is_default(const struct shell_case_item *item) {
  for (uint32_t i = 0; i < item->patterns.len; i++)
    if (item->patterns.at[i]->literal && str_eq(item->patterns.at[i]->value, STR("*")))
      return true;
  return false;
}

static void read_case(struct maker *m, const struct shell_cmd *cmd, struct branches *b) {
  struct field_list covered = {0};
  for (uint32_t i = 0; i < cmd->case_count; i++) {
    const struct shell_case_item *item = &cmd->cases[i];
    bool fails = scan_ends_script(item->body);
    if (is_default(item)) {
      b->other = i;
      b->otherwise = fails ? "error" : "value";
    }
    uint32_t before = covered.len;
    for (uint32_t j = 0; !fails && j < item->patterns.len; j++)
      cover(m, &covered, item->patterns.at[j]);
    if (covered.len > before)
      take_branch(m, b, item);
    if (!is_default(item))
      add_patterns(m, b, item->patterns);
  }
  b->covered = fields_of(&covered);
}

struct covering {
  struct maker *m;
  struct field_list list;
  struct branches *branches;
};

static void cover_operand(struct covering *c, struct shell_word *word) {
  struct arch_word named;
  uint32_t before = c->list.len;
  cover(c->m, &c->list, word);
  if (c->list.len > before || arch_word_is(word->value, &named))
    add_patterns(c->m, c->branches, (struct shell_words){&word, 1});
}

// Words of `[ "$x" = amd64 ]` and `[[ $x == amd64 ]]`.
static bool cover_command(void *ctx, const struct shell_cmd *cmd) {
  struct covering *c = ctx;
  bool has_words = cmd->kind == CMD_SIMPLE || cmd->kind == CMD_FOR || cmd->kind == CMD_SELECT;
  for (uint32_t i = 1; has_words && i < cmd->words.len; i++)
    if (cmd->words.at[i]->literal)
      cover_operand(c, cmd->words.at[i]);
  const struct shell_test *test = cmd->kind == CMD_TEST ? cmd->test : NULL;
  if (test && test->kind == TEST_BINARY && test->y && test->y->word)
    cover_operand(c, test->y->word);
  return true;
}

static void read_if(struct maker *m, const struct shell_cmd *cmd, struct branches *b) {
  struct covering c = {.m = m, .branches = b};
  for (uint32_t i = 0; i < cmd->branch_count; i++)
    shell_walk(cmd->branches[i].cond, cover_command, &c);
  b->covered = fields_of(&c.list);
  if (!cmd->has_else)
    return;
  b->other = cmd->branch_count;
  b->otherwise = scan_ends_script(cmd->other) ? "error" : "value";
}

// `[ "$x" = amd64 ] && …`
static void read_guard(struct maker *m, const struct shell_cmd *cmd, struct branches *b) {
  struct covering c = {.m = m, .branches = b};
  shell_walk((struct shell_list){cmd->items.at, 1}, cover_command, &c);
  b->covered = fields_of(&c.list);
}

// The script's text, where the choice stands in it itself and not in a script within it.
static const struct text *text_around(const struct run *run, const struct choosing *c) {
  const struct shell_cmd *cmd = c->first->cmd;
  const struct text *text = run->scan ? &run->scan->script->text : NULL;
  if (!text || !cmd || span_end(cmd->span) > text->bytes.len)
    return NULL;
  span where = text_span(text, cmd->span.off, span_end(cmd->span)); // `eval 'case …'` begins where the script does
  return where.off == c->first->whole.off && where.len == c->first->whole.len ? text : NULL;
}

static struct branches read_branches(struct maker *m, const struct run *run, const struct choosing *c) {
  const struct shell_cmd *cmd = c->first->cmd;
  struct branches b = {.other = UINT32_MAX, .otherwise = "none", .text = text_around(run, c)};
  if (cmd && cmd->kind == CMD_CASE)
    read_case(m, cmd, &b);
  else if (cmd && cmd->kind == CMD_IF)
    read_if(m, cmd, &b);
  else if (cmd && cmd->kind == CMD_ANDOR)
    read_guard(m, cmd, &b);
  if (b.unclear)
    b.patterns = (struct field_list){0};
  return b;
}

// Whether a command outside of conditions uses what the machine answered.
static bool is_answer_used(struct maker *m, const struct run *run, const struct choosing *c) {
  for (uint32_t i = 0; i < run->sites.len && maker_spend(m, 1); i++) {
    const struct site *site = &run->sites.at[i];
    for (uint32_t j = 1; !site->cmd->in_condition && j < site->line.word_count; j++) {
      const struct eval_source *source = site->words[j].value.source;
      if (source && !source->indirect && source->asked.off == c->first->asked.off)
        return true;
    }
  }
  return false;
}

static const char *outcome_of(const struct eval_choice *choice, const struct branches *b) {
  if (!choice->branch_known)
    return NULL;
  if (choice->branch_fails)
    return "error";
  if (choice->branch == UINT32_MAX)
    return "none";
  return choice->branch == b->other ? "default" : "branch";
}

static bool is_inside(const struct choosing *c, span where) {
  span all = c->first->whole;
  return where.off >= all.off && span_end(where) <= span_end(all);
}

// What branches set

// Whether a variable has a value in a scenario, wherever it comes from.
static bool has_value_in(struct maker *m, const struct run *run, const struct eval_instr *in, str name) {
  for (uint32_t i = 0; i < in->assign_count; i++)
    if (str_eq(in->assigns[i].name, name) && value_masked(m->a, &in->assigns[i].value).len)
      return true;
  return find_variable(m, run->instr->stage, name) != NULL;
}

// Whether something that is fetched in the scenario needs the variable.
static bool is_needed_for_download(struct maker *m, const struct run *run, uint32_t scenario, str name) {
  for (uint32_t i = run->first_fact; i < m->all.len && maker_spend(m, 1); i++) {
    const struct fact *f = m->all.at[i];
    uint32_t count;
    if (f->kind != FACT_DOWNLOAD || !(f->scenarios >> scenario & 1))
      continue;
    const struct scan_use *uses = scan_uses_in(run->scan, f->span, &count);
    for (uint32_t j = 0; j < count; j++)
      if (!uses[j].fallback && str_eq(uses[j].name, name))
        return true;
  }
  return false;
}

static struct fact_values left_empty(struct maker *m, const struct run *run, const struct choosing *c,
                                     uint32_t scenario) {
  struct field_list list = {0};
  for (uint32_t i = run->first_variable; run->scan && i < m->variables.len && maker_spend(m, 1 + list.len); i++) {
    const struct variable *v = m->variables.at[i];
    struct fact_values have = fields_of(&list);
    if (!v->fact_count || !is_inside(c, v->facts[0]->head.span) || fields_have(&have, v->name))
      continue;
    if (!has_value_in(m, run, m->now[scenario], v->name) && is_needed_for_download(m, run, scenario, v->name))
      VEC_PUSH(m->a, &list, field_known(v->name, (span){0}));
  }
  return fields_of(&list);
}

// What the values that branches set are: the names of Docker, of uname, or of something else.
static const char *names_set(struct maker *m, const struct run *run, const struct choosing *c) {
  const char *names = "other";
  for (uint32_t i = run->first_variable; i < m->variables.len && maker_spend(m, 1); i++) {
    const struct variable *v = m->variables.at[i];
    for (uint32_t j = 0; j < v->fact_count; j++) {
      const struct fact_variable *f = v->facts[j];
      if (!f->whole || !is_inside(c, f->head.span))
        continue;
      if (str_contains(f->value.text, STR("-linux-")))
        return "gnu";
      names = str_eq(f->arch_word.text, f->arch.text) ? "docker" : "uname";
    }
  }
  return names;
}

static const char *const sink_words[SINK_COUNT] = {
    [SINK_DOWNLOAD] = "download",
    [SINK_BUILD] = "build",
    [SINK_PACKAGE] = "package",
    [SINK_PATH] = "path",
};

// What the choice decides: what its branches do, and what becomes of the variables that they set.
static struct fact_values decided(struct maker *m, const struct run *run, const struct choosing *c) {
  uint32_t sinks = 0;
  for (uint32_t i = run->first_variable; i < m->variables.len && maker_spend(m, 1); i++) {
    const struct variable *v = m->variables.at[i];
    if (v->fact_count && is_inside(c, v->facts[0]->head.span))
      sinks |= v->sinks;
  }
  for (uint32_t i = 0; i < run->sites.len && maker_spend(m, 1); i++)
    if (is_inside(c, run->sites.at[i].cmd->span))
      sinks |= run->sites.at[i].sinks;
  struct field_list list = {0};
  for (int sink = 0; sink < SINK_COUNT; sink++)
    if (sink_words[sink] && sinks >> sink & 1)
      VEC_PUSH(m->a, &list, field_word(sink_words[sink]));
  if (!list.len)
    VEC_PUSH(m->a, &list, field_word("other"));
  return fields_of(&list);
}

// With the `$( )` or the backquotes around it.
static span with_substitution(const struct maker *m, span asked) {
  str file = m->df->src->bytes;
  uint32_t from = asked.off, to = span_end(asked);
  while (from > 0 && file.at[from - 1] == ' ')
    from--;
  while (to < file.len && file.at[to] == ' ')
    to++;
  bool dollar = from > 1 && to < file.len && file.at[from - 1] == '(' && file.at[from - 2] == '$' && file.at[to] == ')';
  bool quotes = from > 0 && to < file.len && file.at[from - 1] == '`' && file.at[to] == '`';
  if (!dollar && !quotes)
    return asked;
  from -= dollar ? 2 : 1;
  return (span){from, to + 1 - from};
}

static struct fact_arch_switch *add_switch(struct maker *m, const struct run *run, span where, platforms scenarios,
                                           str source, span asked) {
  asked = with_substitution(m, asked);
  struct place at = {run->instr->stage, run->instr->index, scenarios};
  struct fact_arch_switch *f = ADD_FACT(m, ARCH_SWITCH, arch_switch, at, where);
  f->source = field_known(source, asked);
  f->asked = field_known(source_text(m->df->src, asked), asked);
  f->stage = &m->stages[at.stage].fact->head;
  return f;
}

static bool same_values(const struct fact_values *x, const struct fact_values *y) {
  for (uint32_t i = 0; x->len == y->len && i < x->len; i++)
    if (!str_eq(x->at[i].text, y->at[i].text))
      return false;
  return x->len == y->len;
}

static bool same_outcome(const char *x, const char *y) {
  return x == y || (x && y && str_eq(str_of(x), str_of(y)));
}

static void make_choice(struct maker *m, const struct run *run, const struct choosing *c) {
  struct branches b = read_branches(m, run, c);
  bool answer_used = is_answer_used(m, run, c);
  struct fact_values empty[PLATFORMS_MAX] = {0};
  const char *outcome[PLATFORMS_MAX] = {0};
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    if (!c->of[i])
      continue;
    outcome[i] = outcome_of(c->of[i], &b);
    if (outcome[i] && str_eq(str_of(outcome[i]), STR("none")))
      empty[i] = left_empty(m, run, c, i);
  }
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    platforms same = 0;
    for (uint32_t j = 0; c->of[i] && j < m->eval->scenario_count; j++)
      if (c->of[j] && same_outcome(outcome[i], outcome[j]) && same_values(&empty[i], &empty[j]))
        same |= (platforms)1 << j;
    if (!same || same & (((platforms)1 << i) - 1))
      continue;
    struct fact_arch_switch *f = add_switch(m, run, c->first->span, same, c->first->source, c->first->asked);
    f->form = field_word(c->first->cmd && c->first->cmd->kind == CMD_CASE ? "case" : "if");
    f->covered = b.covered;
    f->default_branch = field_word(b.otherwise);
    f->outcome = outcome[i] ? field_word(outcome[i]) : field_unknown(STR(""), (span){0});
    f->patterns = fields_of(&b.patterns);
    f->branches = fields_of(&b.whole);
    f->answer_used = answer_used;
    f->leaves_empty = empty[i];
    f->names = field_word(names_set(m, run, c));
    f->used_in = decided(m, run, c);
  }
}

// Words that take over the answer

struct inline_use {
  const struct eval_source *source;
  platforms scenarios;
  uint32_t sinks; // and what is not among them:
  bool repository, message, other;
  const char *names;
};

struct inline_uses {
  struct inline_use *at;
  uint32_t len, cap;
};

static bool is_message(const struct site *site) {
  return site->traits & PRINTS && !site->fact->output.len && site->cmd->piped_to == COMMAND_NONE &&
         !site->fact->in_substitution;
}

static bool only_asks(const struct site *site) {
  return site->cmd->in_condition || site->traits & ASKS;
}

// What the answer looks like in a word.
static const char *names_in(str masked, const struct eval_source *source) {
  struct arch_word word;
  static const str kernel[] = {STR_INIT("uname"), STR_INIT("arch"), STR_INIT("apk"), STR_INIT("rpm")};
  if (str_contains(masked, STR("-linux-gnu")) || str_contains(masked, STR("-linux-musl")))
    return "gnu";
  if (!arch_word_find(masked, 0, &word))
    return "other";
  for (uint32_t i = 0; i < COUNT_OF(kernel); i++)
    if (str_eq(source->name, kernel[i]))
      return "uname";
  if (str_has_prefix(source->name, STR("dpkg")))
    return "debian";
  return str_eq(word.word, word.arch) ? "docker" : "other";
}

// `deb [arch=…] https://…`, by the word as written: the rest of the line may not be known.
static bool is_source_line(str word) {
  return str_contains(word, STR("arch=")) && str_find_char(word, '[') < word.len;
}

static void classify(const struct site *site, str masked, str written, struct inline_use *use) {
  const uint32_t known =
      (uint32_t)1 << SINK_DOWNLOAD | (uint32_t)1 << SINK_BUILD | (uint32_t)1 << SINK_PACKAGE | (uint32_t)1 << SINK_PATH;
  if (is_source_line(masked) || is_source_line(written))
    use->repository = true;
  else if (site->sinks & known)
    use->sinks |= site->sinks & known;
  else if (is_message(site))
    use->message = true;
  else
    use->other = true;
}

static struct inline_use *inline_use_of(struct maker *m, struct inline_uses *all, const struct eval_source *source) {
  for (uint32_t i = all->len; i > 0 && maker_spend(m, 1); i--)
    if (all->at[i - 1].source->asked.off == source->asked.off)
      return &all->at[i - 1];
  VEC_PUSH(m->a, all, (struct inline_use){.source = source});
  return &all->at[all->len - 1];
}

// What BuildKit sets is no question put to the machine.
static bool is_asked(const struct eval_source *source) {
  return source && !source->indirect && source->asked.len && !str_has_prefix(source->name, STR("TARGET")) &&
         !str_has_prefix(source->name, STR("BUILD"));
}

static void collect_inline(struct maker *m, const struct site *site, struct inline_uses *all) {
  for (uint32_t i = 1; i < site->line.word_count; i++) {
    const struct value *value = &site->words[i].value;
    if (!is_asked(value->source) || only_asks(site))
      continue;
    struct inline_use *use = inline_use_of(m, all, value->source);
    use->scenarios |= site->scenarios;
    use->names = names_in(site->line.words[i], value->source);
    classify(site, site->line.words[i], source_text(m->df->src, site_word_span(site, i)), use);
  }
}

static struct fact_values inline_sinks(struct maker *m, const struct inline_use *use) {
  struct field_list list = {0};
  for (int sink = 0; sink < SINK_COUNT; sink++)
    if (sink_words[sink] && use->sinks >> sink & 1)
      VEC_PUSH(m->a, &list, field_word(sink_words[sink]));
  if (use->repository)
    VEC_PUSH(m->a, &list, field_word("repository"));
  if (use->message)
    VEC_PUSH(m->a, &list, field_word("message"));
  if (use->other)
    VEC_PUSH(m->a, &list, field_word("other"));
  return fields_of(&list);
}

static bool is_asked_by_choice(struct maker *m, const struct choosings *choices, span asked) {
  for (uint32_t i = 0; i < choices->len && maker_spend(m, 1); i++)
    if (choices->at[i].first->asked.off == asked.off)
      return true;
  return false;
}

void make_switches(struct maker *m, const struct run *run) {
  struct choosings choices = collect(m, run);
  for (uint32_t i = 0; i < choices.len; i++)
    make_choice(m, run, &choices.at[i]);
  struct inline_uses uses = {0};
  for (uint32_t i = 0; i < run->sites.len; i++)
    if (run->sites.at[i].fact)
      collect_inline(m, &run->sites.at[i], &uses);
  for (uint32_t i = 0; i < uses.len; i++) {
    const struct inline_use *use = &uses.at[i];
    if (is_asked_by_choice(m, &choices, use->source->asked))
      continue;
    struct fact_arch_switch *f =
        add_switch(m, run, use->source->asked, use->scenarios, use->source->name, use->source->asked);
    f->form = field_word("inline");
    f->names = field_word(use->names);
    f->used_in = inline_sinks(m, use);
  }
}
