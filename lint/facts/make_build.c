#include <stdlib.h>

#include "facts/variables.h"

// Facts about compilers and build drivers: for which architecture they make programs.

enum without { NATIVE, TARGET, SILENT };

struct tool {
  str name, subcommands, options, variables;
  enum without without;
};

static const struct tool tools[] = {
#define TOOL(name, subcommands, options, variables, WITHOUT)                                                           \
  {STR_INIT(name), STR_INIT(subcommands), STR_INIT(options), STR_INIT(variables), WITHOUT},
#include "facts/build_tools.def"
};

static const struct tool *tool_named(str name) {
  uint32_t row = row_named(tools, COUNT_OF(tools), sizeof *tools, name);
  return row < COUNT_OF(tools) ? &tools[row] : NULL;
}

// The row of a program's subcommand, else that of the program.
static const struct tool *tool_of(struct maker *m, const struct command_line *line) {
  const struct tool *tool = tool_named(line->name), *of_subcommand = NULL;
  if (tool && line->word_count > 1)
    of_subcommand = tool_named(str_format(m->a, STR_FMT " " STR_FMT, STR_ARG(line->name), STR_ARG(line->words[1])));
  return of_subcommand ? of_subcommand : tool;
}

static bool list_has(str list, str item) {
  str one;
  while (str_next(&list, ' ', &one))
    if (str_eq(one, item))
      return true;
  return false;
}

// What a tool is told to build for.
struct goal {
  const struct tool *tool;
  str masked;             // what names the architecture; empty: nothing does
  struct fact_value text; // the same
  struct fact_value option;
  const struct eval_source *source; // where the architecture was asked for
  bool inherited;                   // a variable from before the instruction names it
};

static void set_goal(struct maker *m, struct goal *goal, str option, const struct value *v, str masked, span where) {
  goal->masked = masked;
  goal->text = masked.len ? field_of_masked(m->a, masked, span_of_part(m->df->src, where, masked)) : goal->text;
  goal->option = field_known(option, (span){0});
  goal->source = v ? v->source : NULL;
}

// `--target x`, `-r x`, and for make `ARCH=x`.
static bool goal_of_option(struct maker *m, const struct site *site, struct goal *goal) {
  const struct command_line *line = &site->line;
  for (uint32_t i = 0; i < line->option_count; i++) {
    const struct command_option *o = &line->options[i];
    if (o->value_word == WORD_NONE || !list_has(goal->tool->options, o->name))
      continue;
    const struct eval_word *word = &site->words[o->value_word];
    set_goal(m, goal, o->name, &word->value, o->value, word->span);
    return true;
  }
  for (uint32_t i = 1; i < line->word_count; i++) {
    str name, value;
    if (!str_cut(line->words[i], '=', &name, &value) || !list_has(goal->tool->options, name))
      continue;
    set_goal(m, goal, name, &site->words[i].value, value, site_word_span(site, i));
    return true;
  }
  return false;
}

// `--target x` of tools whose options the table of commands does not know.
static bool goal_of_next_word(struct maker *m, const struct site *site, struct goal *goal) {
  const struct command_line *line = &site->line;
  for (uint32_t i = 1; i + 1 < line->word_count; i++) {
    if (!list_has(goal->tool->options, line->words[i]) || str_has_prefix(line->words[i + 1], STR("-")))
      continue;
    set_goal(m, goal, line->words[i], &site->words[i + 1].value, line->words[i + 1], site_word_span(site, i + 1));
    return true;
  }
  return false;
}

// `GOARCH=x go build`, `ARCH=x make`
static bool goal_of_assignment(struct maker *m, const struct site *site, struct goal *goal) {
  for (uint32_t i = site->cmd->assign_count; i > 0; i--) {
    const struct eval_word *word = &site->cmd->assigns[i - 1];
    str name, value;
    if (!str_cut(value_masked(m->a, &word->value), '=', &name, &value) ||
        !(list_has(goal->tool->variables, name) || list_has(goal->tool->options, name)))
      continue;
    set_goal(m, goal, name, &word->value, value, word->span);
    return true;
  }
  return false;
}

// The assignments of one name, in the order of their places.
struct assigned_name {
  struct assigned_at {
    uint32_t off;
    const struct eval_assign *latest; // executed, of those that stand there or before
  } * at;
  uint32_t len, cap;
  bool sorted;
};

static void index_assigns(struct maker *m, const struct eval_instr *in, struct assigned *all) {
  *all = (struct assigned){.by = in};
  for (uint32_t i = 0; i < in->assign_count; i++) {
    const struct eval_assign *assign = &in->assigns[i];
    struct assigned_name *name = map_get(&all->names, assign->name);
    if (!name)
      map_put(m->a, &all->names, assign->name, name = NEW(m->a, struct assigned_name));
    VEC_PUSH(m->a, name, (struct assigned_at){assign->span.off, assign});
  }
}

static int compare_places(const void *left, const void *right) {
  const struct assigned_at *x = left, *y = right;
  if (x->off != y->off)
    return x->off < y->off ? -1 : 1;
  return x->latest < y->latest ? -1 : x->latest > y->latest;
}

static void sort_assigned(struct assigned_name *name) {
  qsort(name->at, name->len, sizeof *name->at, compare_places);
  for (uint32_t i = 1; i < name->len; i++)
    if (name->at[i].latest < name->at[i - 1].latest)
      name->at[i].latest = name->at[i - 1].latest;
  name->sorted = true;
}

// The last assignment of the script before the command, in that scenario.
static const struct eval_assign *assignment_before(struct maker *m, const struct site *site, uint32_t scenario,
                                                   str wanted) {
  struct assigned *all = &m->assigned[scenario];
  if (all->by != m->now[scenario])
    index_assigns(m, m->now[scenario], all);
  struct assigned_name *name = map_get(&all->names, wanted);
  if (!name)
    return NULL;
  if (!name->sorted)
    sort_assigned(name);
  uint32_t low = 0, high = name->len;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (name->at[middle].off < site->cmd->span.off)
      low = middle + 1;
    else
      high = middle;
  }
  return low ? name->at[low - 1].latest : NULL;
}

// `export GOARCH=x` in the script, `ENV GOARCH=x` before it.
static void goal_of_variable(struct maker *m, const struct run *run, const struct site *site, uint32_t scenario,
                             struct goal *goal) {
  str rest = goal->tool->variables, name;
  while (str_next(&rest, ' ', &name)) {
    const struct eval_assign *assign = assignment_before(m, site, scenario, name);
    struct value value;
    if (assign)
      value = assign->value;
    else if (!find_variable(m, run->instr->stage, name) || !eval_variable(m->a, m->now[scenario], name, &value))
      continue;
    // An empty one counts as none.
    str masked = value_masked(m->a, &value);
    if (!masked.len)
      continue;
    set_goal(m, goal, name, &value, masked, assign ? assign->span : site->cmd->span);
    goal->inherited = !assign;
    if (!assign)
      goal->text.span = (span){0};
    return;
  }
}

// `x86_64-linux-gnu-gcc`, and the operand of rustup.
static bool goal_of_words(struct maker *m, const struct site *site, struct goal *goal) {
  if (!str_eq(goal->tool->name, STR("rustup")))
    return false;
  for (uint32_t i = 2; i < site->line.word_count; i++) {
    struct arch_word word;
    if (!arch_word_find(site->line.words[i], 0, &word))
      continue;
    set_goal(m, goal, site->line.words[1], &site->words[i].value, site->line.words[i], site_word_span(site, i));
    return true;
  }
  return false;
}

// Flags that are a target by themselves: `--x64`.
static bool goal_of_flag(struct maker *m, const struct site *site, struct goal *goal) {
  for (uint32_t i = 1; i < site->line.word_count; i++) {
    str word = site->line.words[i];
    if (!list_has(goal->tool->options, word) || !str_eq(goal->tool->name, STR("electron-builder")))
      continue;
    set_goal(m, goal, word, &site->words[i].value, str_skip(word, 2), site_word_span(site, i));
    return true;
  }
  return false;
}

// What BuildKit or xx say of the target.
static bool asks_target(const struct eval_source *source) {
  return source && (str_has_prefix(source->name, STR("TARGET")) || str_eq(source->name, STR("xx")));
}

// Whether the words that give the target only pass on what ARG or ENV has set.
static bool is_passed_on(const struct maker *m, const struct run *run, const struct site *site,
                         const struct goal *goal) {
  span where = goal->text.span.len ? goal->text.span : site->cmd->span;
  if (!run->scan || str_contains(source_text(m->df->src, where), goal->masked))
    return false;
  uint32_t count;
  const struct scan_use *uses = scan_uses_in(run->scan, where, &count);
  for (uint32_t i = 0; i < count; i++)
    if (find_variable(m, run->instr->stage, uses[i].name))
      return true;
  return false;
}

static struct fact_build_tool *add_build_tool(struct maker *m, const struct run *run, const struct site *site,
                                              const struct goal *goal, const struct arch_named *named,
                                              platforms scenarios) {
  struct place at = site_place(run, site);
  at.scenarios = scenarios;
  struct fact_build_tool *f = ADD_FACT(m, BUILD_TOOL, build_tool, at, site->cmd->span);
  f->tool = site->fact->name;
  f->target = goal->text;
  f->option = goal->option;
  f->inherited = goal->inherited || is_passed_on(m, run, site, goal);
  f->arch = arch_field_arch(named);
  f->follows_target = asks_target(goal->source) || (!goal->masked.len && goal->tool->without == TARGET);
  // What the machine calls itself, asked in the stage, is the platform that it runs on.
  f->native = !goal->masked.len ? goal->tool->without == NATIVE : goal->source && !asks_target(goal->source);
  f->conditional = site->fact->conditional;
  f->in_choice = site->fact->in_choice;
  f->command = &site->fact->head;
  f->stage = &m->stages[run->instr->stage].fact->head;
  return f;
}

// Whether the call makes something: not `gcc --version`, `go install TOOL@VERSION`, `cargo install`, which get a tool
// for the build itself.
static bool makes_programs(const struct site *site) {
  const struct command_line *line = &site->line;
  if (str_eq(line->name, STR("rustup")) || str_eq(line->name, STR("vcpkg")))
    return false;
  bool install = line->subcommand != WORD_NONE && str_eq(line->words[line->subcommand], STR("install"));
  if (install && str_eq(line->name, STR("cargo")))
    return false;
  for (uint32_t i = 1; i < line->word_count; i++)
    if (str_eq(line->words[i], STR("--version")) || str_eq(line->words[i], STR("-dumpmachine")) ||
        str_eq(line->words[i], STR("-v")) || (install && str_find_char(line->words[i], '@') < line->words[i].len))
      return line->word_count > 2 && !install;
  return line->word_count > 1;
}

// `make ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-`: that it is for another architecture is meant.
static bool names_cross_compiler(struct maker *m, const struct site *site) {
  str prefix = STR("CROSS_COMPILE=");
  for (uint32_t i = 1; i < site->line.word_count; i++)
    if (str_has_prefix(site->line.words[i], prefix))
      return true;
  for (uint32_t i = 0; i < site->cmd->assign_count; i++)
    if (str_has_prefix(value_masked(m->a, &site->cmd->assigns[i].value), prefix))
      return true;
  return false;
}

static bool is_subcommand_of(const struct tool *tool, const struct site *site) {
  const struct command_line *line = &site->line;
  if (!tool->subcommands.len)
    return true;
  uint32_t word = line->subcommand != WORD_NONE ? line->subcommand : 1;
  return word < line->word_count && list_has(tool->subcommands, line->words[word]);
}

void make_machine_fetch(struct maker *m, const struct run *run, const struct site *site, const struct eval_word *url) {
  const struct fact_stage *stage = m->stages[run->instr->stage].fact;
  if (!stage->cross || !url->value.source || asks_target(url->value.source))
    return;
  struct fact_build_tool *f = ADD_FACT(m, BUILD_TOOL, build_tool, site_place(run, site), url->span);
  f->tool = site->fact->name;
  f->native = f->fetches = true;
  f->conditional = site->fact->conditional;
  f->in_choice = site->fact->in_choice;
  f->command = &site->fact->head;
  f->stage = &stage->head;
}

static void add_build_tools(struct maker *m, const struct run *run, const struct site *site, const struct goal *goal,
                            platforms scenarios) {
  struct arch_named named = arch_read(m, goal->masked, run->instr->stage, scenarios, USE_ON_EITHER);
  for (int i = 0; i < ARCH_PARTS; i++) {
    platforms part = arch_part(&named, 0, scenarios, i);
    if (!part)
      continue;
    struct fact_build_tool *f = add_build_tool(m, run, site, goal, &named, part);
    f->suits = arch_part_suits(i);
    f->compiles = makes_programs(site);
  }
}

static bool is_same_goal(const struct goal *x, const struct goal *y) {
  return x->inherited == y->inherited && str_eq(x->masked, y->masked) && str_eq(x->option.text, y->option.text) &&
         x->text.span.off == y->text.span.off && asks_target(x->source) == asks_target(y->source) &&
         !x->source == !y->source;
}

// A variable may be another one on each platform, where the words of the command are the same: a group of scenarios
// each that it says the same in.
static void make_by_variable(struct maker *m, const struct run *run, const struct site *site, const struct goal *none) {
  struct goal goals[PLATFORMS_MAX];
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    goals[i] = *none;
    if (site->scenarios >> i & 1)
      goal_of_variable(m, run, site, i, &goals[i]);
  }
  platforms rest = site->scenarios;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    platforms same = 0;
    for (uint32_t j = i; rest >> i & 1 && j < m->eval->scenario_count; j++)
      if (rest >> j & 1 && is_same_goal(&goals[i], &goals[j]))
        same |= (platforms)1 << j;
    rest &= ~same;
    if (same && (goals[i].masked.len || none->tool->without != SILENT))
      add_build_tools(m, run, site, &goals[i], same);
  }
}

void make_build_tools(struct maker *m, const struct run *run, const struct site *site) {
  struct goal goal = {.tool = tool_of(m, &site->line)};
  if (!goal.tool && site->cmd->assign_count && !site->fact->in_loop) // a loop builds for several
    goal.tool = tool_named(STR("*"));
  if (!goal.tool || !is_subcommand_of(goal.tool, site) || names_cross_compiler(m, site))
    return;
  str variables = goal.tool->variables, name;
  while (str_next(&variables, ' ', &name))
    reach(m, run, run->instr->stage, name, SINK_BUILD);
  if (goal_of_option(m, site, &goal) || goal_of_assignment(m, site, &goal) || goal_of_flag(m, site, &goal) ||
      goal_of_next_word(m, site, &goal) || goal_of_words(m, site, &goal))
    add_build_tools(m, run, site, &goal, site->scenarios);
  else
    make_by_variable(m, run, site, &goal);
}
