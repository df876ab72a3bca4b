#include "facts/variables.h"

// Facts about what an instruction executes: walks over its commands, and joins them.

// The scenarios in which something is known to be executed. On Windows nothing of it is for us.
static platforms interpreted(const struct maker *m, const struct instr *in) {
  platforms live = 0;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++)
    if (m->stages[in->stage].live >> i & 1 && m->now[i] && !maker_stage_in(m, i, in->stage)->windows)
      live |= (platforms)1 << i;
  return live;
}

// The script of an instruction, which the walk comes by in order; NULL without.
static const struct script *script_of(struct maker *m, const struct instr *in) {
  while (m->next_script < m->scripts->len && m->scripts->at[m->next_script].instr->index < in->index)
    m->next_script++;
  for (uint32_t i = m->next_script; i < m->scripts->len && m->scripts->at[i].instr->index == in->index; i++)
    if (m->scripts->at[i].instr == in || m->scripts->at[i].instr == in->trigger)
      return &m->scripts->at[i];
  return NULL;
}

// Which sink the facts of a kind stand for.
static uint32_t sink_bit(const struct fact *f) {
  switch ((unsigned)f->kind) {
  case FACT_DOWNLOAD:
    return (uint32_t)1 << SINK_DOWNLOAD;
  case FACT_BUILD_TOOL:
    return (uint32_t)1 << SINK_BUILD;
  case FACT_PACKAGE:
    return (uint32_t)1 << SINK_PACKAGE;
  case FACT_PATH:
    return (uint32_t)1 << SINK_PATH;
  }
  return 0;
}

// What variables reach: a download through its word, the rest through any word of the command.
static void follow_sinks(struct maker *m, const struct run *run, struct site *site, uint32_t first) {
  for (uint32_t i = first; i < m->all.len; i++) {
    site->sinks |= sink_bit(m->all.at[i]);
    if (m->all.at[i]->kind == FACT_DOWNLOAD)
      reach_from_script(m, run, m->all.at[i]->span, SINK_DOWNLOAD);
  }
  static const enum sink sinks[] = {SINK_BUILD, SINK_PACKAGE, SINK_PATH};
  for (uint32_t i = 0; i < COUNT_OF(sinks); i++)
    if (site->sinks >> sinks[i] & 1)
      reach_from_script(m, run, site->cmd->span, sinks[i]);
}

// `./install.sh`, `bash /tmp/setup.sh`: a program of the context, or one that was fetched.
static bool runs_script(const struct site *site) {
  static const str folders[] = {STR_INIT("/bin/"), STR_INIT("/sbin/"), STR_INIT("/usr/"), STR_INIT("/opt/conda/")};
  str path = site->line.word_count ? site->line.words[0] : STR("");
  if (site->traits & IS_SHELL)
    return site->line.operand_count > 0 || site->cmd->piped_from != COMMAND_NONE;
  for (uint32_t i = 0; i < COUNT_OF(folders); i++)
    if (str_has_prefix(path, folders[i]))
      return false;
  return str_find_char(path, '/') < path.len || str_has_suffix(path, STR(".sh"));
}

static void bring_packages(struct maker *m, const struct run *run, uint32_t first) {
  for (uint32_t i = first; i < m->all.len; i++) {
    if (m->all.at[i]->kind != FACT_PACKAGE)
      continue;
    const struct fact_package *f = (const struct fact_package *)(const void *)m->all.at[i];
    if (str_eq(f->action.text, STR("install")) && f->name.state == FACT_KNOWN)
      bring_package(m, run->instr->stage, f->name.text);
    m->stages[run->instr->stage].installs_unknown |= f->name.state == FACT_UNKNOWN;
  }
}

// Commands of the build; what a container does later fetches and installs nothing for it.
static void make_of_site(struct maker *m, struct run *run, struct site *site) {
  uint32_t first = m->all.len;
  make_words(m, run, site);
  if (run->instr->kind == INSTR_RUN || run->instr->kind == INSTR_ONBUILD) {
    make_packages(m, run, site);
    make_downloads(m, run, site);
    make_build_tools(m, run, site);
    make_source_builds(m, run, site);
    follow_copies(m, run, site);
    follow_paths(m, site);
  }
  bring_packages(m, run, first);
  m->stages[run->instr->stage].installs_unknown |= runs_script(site);
  follow_sinks(m, run, site, first);
}

static void follow_choices(struct maker *m, const struct run *run) {
  for (uint32_t i = 0; i < m->eval->scenario_count; i++)
    for (uint32_t j = 0; run->live >> i & 1 && j < m->now[i]->choice_count; j++)
      reach_from_script(m, run, m->now[i]->choices[j].span, SINK_SWITCH);
}

void make_run(struct maker *m, const struct instr *in) {
  arena_reset(m->brief);
  struct run run = {.instr = in, .live = interpreted(m, in), .first_variable = m->variables.len};
  run.script = script_of(m, in);
  if (run.script && run.script->tree)
    run.scan = scan_script(m->brief, run.script);
  make_script_uses(m, &run);
  if (!run.live)
    return;
  make_bash_syntax(m, &run);
  make_assignments(m, &run);
  make_commands(m, &run);
  m->instruction->command_count = run.sites.len;
  m->instruction->statements = run.scan ? run.scan->script->tree->body.len : 0;
  run.first_fact = m->all.len;
  for (uint32_t i = 0; i < run.sites.len; i++)
    if (run.sites.at[i].fact && !run.sites.at[i].wraps)
      make_of_site(m, &run, &run.sites.at[i]);
  follow_choices(m, &run);
  make_verification(m, &run, run.first_fact);
  make_switches(m, &run);
}
