#include "facts/offset_index.h"
#include "facts/run.h"

// Facts about commands, which are put together over the scenarios first.

static bool same_words(const struct eval_word *x, const struct eval_word *y, uint32_t len) {
  for (uint32_t i = 0; x != y && i < len; i++)
    if (!value_equal(&x[i].value, &y[i].value))
      return false;
  return true;
}

static bool same_redirs(const struct eval_command *x, const struct eval_command *y) {
  for (uint32_t i = 0; i < x->redir_count; i++)
    if (!value_equal(&x->redirs[i].target, &y->redirs[i].target))
      return false;
  return true;
}

static bool same_command(const struct eval_command *x, const struct eval_command *y) {
  return x->span.off == y->span.off && x->span.len == y->span.len && x->cmd == y->cmd && x->when == y->when &&
         x->argc == y->argc && x->assign_count == y->assign_count && x->redir_count == y->redir_count &&
         x->in_loop == y->in_loop && same_words(x->argv, y->argv, x->argc) &&
         same_words(x->assigns, y->assigns, x->assign_count) && same_redirs(x, y);
}

// Where a command begins, something of its words, and which node it is: a loop runs many that begin in one place, and
// so does a script that evaluates itself.
static uint32_t key_of(const struct eval_command *cmd) {
  uint32_t key = cmd->span.off + (uint32_t)((uintptr_t)cmd->cmd >> 4);
  for (uint32_t i = 0; i < cmd->argc; i++)
    key = key * 31 + value_number(&cmd->argv[i].value);
  return key;
}

static uint32_t find_site(const struct run *run, const struct offset_index *index, const struct eval_command *cmd) {
  uint32_t i = *offset_index_head(index, key_of(cmd));
  while (i != OFFSET_NONE && !same_command(run->sites.at[i].cmd, cmd))
    i = run->sites.at[i].hash_next;
  return i;
}

static uint32_t add_site(struct maker *m, struct run *run, const struct offset_index *index,
                         const struct eval_instr *in, const struct eval_command *cmd) {
  uint32_t *head = offset_index_head(index, key_of(cmd)), number = run->sites.len;
  VEC_PUSH(m->brief, &run->sites, (struct site){.in = in, .cmd = cmd, .hash_next = *head});
  *head = number;
  return number;
}

static void add_scenario(struct maker *m, struct run *run, const struct offset_index *index, uint32_t scenario) {
  const struct eval_instr *in = m->now[scenario];
  uint32_t *sites = NEW_ARRAY(m->brief, uint32_t, in->command_count);
  for (uint32_t i = 0; i < in->command_count; i++) {
    const struct eval_command *cmd = &in->commands[i];
    uint32_t number = find_site(run, index, cmd);
    if (number == OFFSET_NONE)
      number = add_site(m, run, index, in, cmd);
    sites[i] = number;
    run->sites.at[number].scenarios |= (platforms)1 << scenario;
    if (cmd->wrapper < i)
      run->sites.at[sites[cmd->wrapper]].wraps = true;
  }
}

struct place site_place(const struct run *run, const struct site *site) {
  return (struct place){run->instr->stage, run->instr->index, site->scenarios};
}

span site_word_span(const struct site *site, uint32_t i) {
  return site->words[i].span;
}

struct fact_value site_word(struct maker *m, const struct site *site, uint32_t i) {
  return field_of_value(m->a, &site->words[i].value, site_word_span(site, i));
}

void site_parse(struct maker *m, struct site *site, const str *words) {
  struct command_line *line = &site->line;
  site->words = site->cmd->argv;
  command_parse(m->a, words, site->cmd->argc, line);
  if (line->form != COMMAND_MODULE || line->inner_count == 0)
    return;
  // `python -m pip install x` says what `pip install x` says.
  uint32_t inner = line->inner;
  site->words += inner;
  command_parse(m->a, words + inner, line->inner_count, line);
}

static void parse_line(struct maker *m, struct site *site) {
  const struct eval_command *cmd = site->cmd;
  str *words = NEW_ARRAY(m->brief, str, cmd->argc);
  for (uint32_t i = 0; i < cmd->argc; i++)
    words[i] = value_masked(m->a, &cmd->argv[i].value);
  site_parse(m, site, words);
  site->traits = program_traits(site->line.name);
}

// Options with a value, or those without: an option of one letter that was given before counts as `-qq`.
static struct fact_values flags(struct maker *m, const struct site *site) {
  struct field_list list = {0};
  const struct command_line *line = &site->line;
  for (uint32_t i = 0; i < line->option_count; i++) {
    const struct command_option *o = &line->options[i];
    if (o->value_word != WORD_NONE)
      continue;
    str name = o->name;
    if (i && name.len == 2 && str_eq(line->options[i - 1].name, name))
      name = str_concat(m->a, name, str_skip(name, 1));
    VEC_PUSH(m->a, &list, field_known(name, span_of_part(m->df->src, site_word_span(site, o->word), o->name)));
  }
  return fields_of(&list);
}

static struct fact_values settings(struct maker *m, const struct site *site) {
  struct field_list list = {0};
  const struct command_line *line = &site->line;
  for (uint32_t i = 0; i < line->option_count; i++) {
    const struct command_option *o = &line->options[i];
    if (o->value_word == WORD_NONE)
      continue;
    str text = str_join(m->a, (str[]){o->name, STR("="), o->value}, 3);
    span where = span_join(site_word_span(site, o->word), site_word_span(site, o->word));
    if (o->value_word != o->word)
      where = site_word_span(site, o->value_word);
    VEC_PUSH(m->a, &list, field_of_masked(m->a, text, where));
  }
  return fields_of(&list);
}

static struct fact_values arguments(struct maker *m, const struct site *site) {
  uint32_t count = site->line.word_count - 1;
  struct fact_value *at = NEW_ARRAY(m->a, struct fact_value, count);
  for (uint32_t i = 0; i < count; i++)
    at[i] = site_word(m, site, i + 1);
  return (struct fact_values){at, count};
}

// Those of the arguments that are operands. Mostly they are the last ones, and need no list of their own.
static struct fact_values operands(struct maker *m, const struct command_line *line,
                                   const struct fact_values *arguments) {
  uint32_t count = line->operand_count, first = count ? line->operands[0] : 0;
  if (count == 0)
    return (struct fact_values){0};
  if (line->operands[count - 1] == first + count - 1)
    return (struct fact_values){arguments->at + first - 1, count};
  struct fact_value *at = NEW_ARRAY(m->a, struct fact_value, count);
  for (uint32_t i = 0; i < count; i++)
    at[i] = arguments->at[line->operands[i] - 1];
  return (struct fact_values){at, count};
}

static void describe_assignments(struct maker *m, const struct site *site, struct fact_command *f) {
  struct field_list names = {0}, whole = {0};
  for (uint32_t i = 0; i < site->cmd->assign_count; i++) {
    const struct eval_word *word = &site->cmd->assigns[i];
    struct fact_value value = field_of_value(m->a, &word->value, word->span);
    str name;
    VEC_PUSH(m->a, &whole, value);
    if (str_cut(value.text, '=', &name, &(str){0}))
      VEC_PUSH(m->a, &names, field_known(name, span_of_part(m->df->src, word->span, name)));
  }
  f->environment = fields_of(&names);
  f->assignments = fields_of(&whole);
}

static void add_unknown_pieces(struct maker *m, const struct alternative *alt, span where, struct field_list *list) {
  for (uint32_t i = 0; i < alt->len; i++)
    if (alt->pieces[i].unknown)
      VEC_PUSH(m->a, list, field_known(alt->pieces[i].text, where));
}

static void add_unknowns(struct maker *m, const struct eval_word *words, uint32_t count, struct field_list *list) {
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t j = 0; j < words[i].value.len; j++)
      add_unknown_pieces(m, &words[i].value.at[j], words[i].span, list);
}

static struct fact_values unknowns(struct maker *m, const struct eval_command *cmd) {
  struct field_list list = {0};
  add_unknowns(m, cmd->argv, cmd->argc, &list);
  add_unknowns(m, cmd->assigns, cmd->assign_count, &list);
  return fields_of(&list);
}

// Files that `>` and its like write to.
static struct fact_values outputs(struct maker *m, const struct site *site) {
  struct field_list list = {0};
  for (uint32_t i = 0; i < site->cmd->redir_count; i++) {
    const struct eval_redir *redir = &site->cmd->redirs[i];
    if (str_find_char(redir->redir->op, '>') < redir->redir->op.len && !str_eq(redir->redir->op, STR(">&")))
      VEC_PUSH(m->a, &list, field_of_value(m->a, &redir->target, redir->span));
  }
  return fields_of(&list);
}

// The program that another command of the same scenario runs.
static struct fact_value program_of(struct maker *m, const struct site *site, uint32_t number) {
  if (number == COMMAND_NONE || !site->in->commands[number].argc)
    return (struct fact_value){0};
  const struct eval_word *word = &site->in->commands[number].argv[0];
  struct fact_value value = field_of_value(m->a, &word->value, word->span);
  uint32_t slash = str_find_last_char(value.text, '/');
  if (value.state == FACT_KNOWN && slash < value.text.len)
    value.text = str_skip(value.text, slash + 1);
  return value;
}

static const char *const action_names[ACTION_COUNT] = {
    [ACTION_INSTALL] = "install", [ACTION_REMOVE] = "remove", [ACTION_REFRESH] = "refresh",
    [ACTION_UPGRADE] = "upgrade", [ACTION_CLEAN] = "clean",
};

static void describe_line(struct maker *m, const struct site *site, struct fact_command *f) {
  const struct command_line *line = &site->line;
  f->path = field_of_value(m->a, &site->cmd->argv[0].value, site->cmd->argv[0].span);
  f->name = field_of_masked(m->a, line->name, site_word_span(site, 0));
  f->flags = flags(m, site);
  f->settings = settings(m, site);
  f->arguments = arguments(m, site);
  f->operands = operands(m, line, &f->arguments);
  if (line->subcommand != WORD_NONE)
    f->subcommand = f->arguments.at[line->subcommand - 1];
  f->says_yes = line->says_yes;
  if (action_names[line->action])
    f->action = field_word(action_names[line->action]);
  if (line->manager.len)
    f->manager = field_known(line->manager, f->path.span);
}

static const char *form_of(const struct run *run, const struct eval_command *cmd) {
  if (run->instr->form == FORM_EXEC)
    return "exec";
  return cmd->script && cmd->script->kind == SCRIPT_HEREDOC ? "heredoc" : "shell";
}

static void describe_circumstances(struct maker *m, const struct run *run, const struct site *site,
                                   struct fact_command *f) {
  const struct eval_command *cmd = site->cmd;
  f->wrapper = program_of(m, site, cmd->wrapper);
  f->piped_from = program_of(m, site, cmd->piped_from);
  f->piped_to = program_of(m, site, cmd->piped_to);
  f->conditional = cmd->when == WHEN_MAYBE;
  f->fallback = cmd->when == WHEN_FALLBACK;
  f->in_loop = cmd->in_loop;
  f->in_choice = cmd->chosen_by != COMMAND_NONE;
  f->guarded = cmd->in_condition;
  f->first = cmd == site->in->commands;
  f->keyword = field_known(instr_keyword(run->instr->kind), run->instr->node->keyword_span);
  f->form = field_word(form_of(run, cmd));
  f->stage = &m->stages[run->instr->stage].fact->head;
  if (!run->scan || !cmd->cmd || cmd->script != run->scan->script)
    return;
  f->guarded |= scan_holds(&run->scan->guarded, cmd->cmd->span);
  f->in_substitution = scan_holds(&run->scan->substitutions, cmd->cmd->span);
  f->first &= !scan_holds(&run->scan->subshells, cmd->cmd->span);
}

// What `set` has switched in a script up to now.
struct shell_options {
  bool pipefail, errexit;
};

static void follow_set(const struct site *site, struct shell_options *options) {
  const struct command_line *line = &site->line;
  if (!(site->traits & SETS_OPTIONS))
    return;
  for (uint32_t i = 1; i < line->word_count; i++) {
    str word = line->words[i];
    bool on = str_has_prefix(word, STR("-"));
    if (!on && !str_has_prefix(word, STR("+")))
      continue;
    if (str_find_char(word, 'e') < word.len)
      options->errexit = on;
    str value = i + 1 < line->word_count ? line->words[i + 1] : STR("");
    if (str_has_suffix(word, STR("o")) && str_eq(value, STR("pipefail")))
      options->pipefail = on;
    if (str_has_suffix(word, STR("o")) && str_eq(value, STR("errexit")))
      options->errexit = on;
  }
}

static void make_command(struct maker *m, const struct run *run, struct site *site, struct shell_options *options) {
  parse_line(m, site);
  struct fact_command *f = site->fact = ADD_FACT(m, COMMAND, command, site_place(run, site), site->cmd->span);
  describe_line(m, site, f);
  describe_assignments(m, site, f);
  f->unknowns = unknowns(m, site->cmd);
  f->output = outputs(m, site);
  describe_circumstances(m, run, site, f);
  follow_set(site, options);
  f->pipefail = options->pipefail;
  f->errexit = options->errexit;
}

void make_commands(struct maker *m, struct run *run) {
  uint32_t most = 0;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++)
    if (run->live >> i & 1)
      most = m->now[i]->command_count > most ? m->now[i]->command_count : most;
  struct offset_index index = offset_index_new(m->brief, most);
  run->sites.at = NEW_ARRAY(m->brief, struct site, most); // as many as there are, unless the platforms differ
  run->sites.cap = most;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++)
    if (run->live >> i & 1)
      add_scenario(m, run, &index, i);
  const struct maker_stage *stage = &m->stages[run->instr->stage];
  struct shell_options options = {stage->pipefail, stage->errexit};
  for (uint32_t i = 0; i < run->sites.len; i++)
    if (run->sites.at[i].cmd->argc)
      make_command(m, run, &run->sites.at[i], &options);
}
