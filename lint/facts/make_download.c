#include "facts/run.h"
#include "know/package.h"

// Facts about what is fetched, and how that is checked afterwards.

// What is to be said of one URL.
struct fetched {
  const char *tool_name; // of ADD; NULL where a command fetches
  bool filter;           // it is no URL but what chooses one
  struct place at;
  span where; // the word
  str masked; // the URL
  struct fact_value url, output;
  bool from_platform; // the word depends on the platform
};

// The part between `//` and the path, without user and port.
static str host_of(str url) {
  uint32_t at = str_find(url, STR("://"));
  str rest = at < url.len ? str_skip(url, at + 3) : url, host = rest;
  str_cut(rest, '/', &host, &rest);
  uint32_t user = str_find_char(host, '@');
  if (user < host.len)
    host = str_skip(host, user + 1);
  str_cut(host, ':', &host, &(str){0});
  return host;
}

// The last part of the path, without query and fragment.
static str file_name_of(str url) {
  str_cut(url, '#', &url, &(str){0});
  str_cut(url, '?', &url, &(str){0});
  uint32_t slash = str_find_last_char(url, '/');
  return slash < url.len ? str_skip(url, slash + 1) : url;
}

// What files hold by the ending of their names; by it alone, since a folder may be called for an architecture.
static const struct ending {
  str ending;
  const char *holds;
} endings[] = {
    {STR_INIT(".sha1"), "checksum"},     {STR_INIT(".sha256"), "checksum"},
    {STR_INIT(".sha512"), "checksum"},   {STR_INIT(".sha256sum"), "checksum"},
    {STR_INIT(".md5"), "checksum"},      {STR_INIT(".asc"), "checksum"},
    {STR_INIT(".sig"), "checksum"},      {STR_INIT(".minisig"), "checksum"},
    {STR_INIT(".sigstore"), "checksum"}, {STR_INIT(".gpg"), "key"},
    {STR_INIT(".pub"), "key"},           {STR_INIT(".key"), "key"},
    {STR_INIT(".pem"), "key"},           {STR_INIT(".txt"), "text"},
    {STR_INIT(".md"), "text"},           {STR_INIT(".json"), "text"},
    {STR_INIT(".yaml"), "text"},         {STR_INIT(".yml"), "text"},
    {STR_INIT(".toml"), "text"},         {STR_INIT(".conf"), "text"},
    {STR_INIT(".cfg"), "text"},          {STR_INIT(".patch"), "source"},
    {STR_INIT(".diff"), "source"},       {STR_INIT(".c"), "source"},
    {STR_INIT(".h"), "source"},          {STR_INIT(".py"), "source"},
    {STR_INIT(".js"), "source"},         {STR_INIT(".src.rpm"), "source"},
    {STR_INIT("-src.tar.gz"), "source"}, {STR_INIT("-src.tar.xz"), "source"},
    {STR_INIT("-src.zip"), "source"},    {STR_INIT(".src.tar.gz"), "source"},
};

static struct fact_value holds_by_name(str file_name) {
  for (uint32_t i = 0; i < COUNT_OF(endings); i++)
    if (str_has_suffix(file_name, endings[i].ending))
      return field_word(endings[i].holds);
  return (struct fact_value){0};
}

static bool runs_somewhere(const struct maker *m, const struct arch_download *known, uint32_t scenario,
                           uint32_t stage) {
  const struct eval_stage *on = maker_stage_in(m, scenario, stage);
  return !on->platform_known || arch_download_suits(known, on->platform) ||
         arch_download_suits(known, m->eval->scenarios[scenario].target);
}

// Where a download that names no architecture runs, by what is known of it.
static platforms known_to_suit(const struct maker *m, const struct arch_download *known, struct place at) {
  platforms suits = 0;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++)
    if (at.scenarios >> i & 1 && runs_somewhere(m, known, i, at.stage))
      suits |= (platforms)1 << i;
  return suits;
}

static void describe_url(struct maker *m, const struct fetched *d, struct fact_download *f) {
  str host = host_of(d->masked), file_name = file_name_of(d->masked);
  f->host = field_of_masked(m->a, host, span_of_part(m->df->src, d->where, host));
  f->holds = holds_by_name(file_name);
  if (file_name.len)
    f->file_name = field_of_masked(m->a, file_name, span_of_part(m->df->src, d->where, file_name));
}

static struct fact_download *add_download(struct maker *m, const struct fetched *d, const struct arch_named *named,
                                          platforms scenarios) {
  struct place at = d->at;
  at.scenarios = scenarios;
  struct fact_download *f = ADD_FACT(m, DOWNLOAD, download, at, d->where);
  if (d->tool_name)
    f->tool = field_word(d->tool_name);
  f->url = d->url;
  f->spelled = field_known(source_text(m->df->src, d->where), d->where);
  if (!d->filter)
    describe_url(m, d, f);
  f->output = d->output;
  f->arch_word = arch_field_word(m, named, d->where);
  f->arch = arch_field_arch(named);
  f->follows_platform = d->from_platform || d->at.scenarios != m->stages[at.stage].live;
  f->stage = &m->stages[at.stage].fact->head;
  return f;
}

typedef void describe_fn(void *ctx, struct fact_download *f);

// One fact for each way in which the URL suits.
static void make_download(struct maker *m, const struct fetched *d, describe_fn *describe, void *ctx) {
  struct arch_named named = arch_read(m, d->masked, d->at.stage, d->at.scenarios, USE_ON_EITHER);
  struct arch_download known;
  bool one_arch = !named.found && arch_download_find(d->masked, &known);
  if (one_arch)
    named.suits = known_to_suit(m, &known, d->at);
  for (int i = 0; i < ARCH_PARTS; i++) {
    platforms part = arch_part(&named, 0, d->at.scenarios, i);
    if (!part)
      continue;
    struct fact_download *f = add_download(m, d, &named, part);
    f->suits = arch_part_suits(i);
    f->one_arch = one_arch;
    if (one_arch)
      f->exists_for = fields_of_cell(m->a, STR("single-arch-downloads"), known.arches);
    if (describe)
      describe(ctx, f);
  }
}

static str program_name(const struct eval_command *cmd) {
  str path;
  if (!cmd->argc || !value_is_known(&cmd->argv[0].value, &path))
    return STR("");
  uint32_t slash = str_find_last_char(path, '/');
  return slash < path.len ? str_skip(path, slash + 1) : path;
}

// Whether a shell reads what the command writes: `… | sh`, `… | sudo bash`.
static bool is_piped_to_shell(const struct site *site) {
  const struct eval_instr *in = site->in;
  uint32_t reader = site->cmd->piped_to;
  if (reader >= in->command_count)
    return false;
  // What a wrapper runs follows it; sudo may run env, which runs sh.
  for (uint32_t i = reader; i < in->command_count && i < reader + 4; i++)
    if ((i == reader || in->commands[i].wrapper == reader) &&
        (program_traits(program_name(&in->commands[i])) & IS_SHELL))
      return true;
  return false;
}

// Whether the command stands in a substitution within a word that a shell runs: `sh -c "$(…)"`, `bash <(…)`.
static bool is_run_by_shell(struct maker *m, const struct run *run, const struct site *site) {
  if (!site->fact->in_substitution || !maker_spend(m, run->sites.len))
    return false;
  for (uint32_t i = 0; i < run->sites.len; i++) {
    const struct site *outer = &run->sites.at[i];
    span s = outer->cmd->span;
    if (outer->traits & (IS_SHELL | RUNS_TEXT) && outer != site && s.off < site->cmd->span.off &&
        span_end(s) >= span_end(site->cmd->span))
      return true;
  }
  return false;
}

struct fetching {
  struct maker *m;
  const struct run *run;
  const struct site *site;
  struct fact_value tool;
};

static void describe_fetching(void *ctx, struct fact_download *f) {
  const struct fetching *x = ctx;
  const struct fact_command *cmd = x->site->fact;
  f->tool = x->tool;
  f->in_choice = cmd->in_choice;
  f->follows_platform |= cmd->in_choice;
  f->fallback = cmd->fallback;
  f->conditional = cmd->conditional;
  f->piped_to = cmd->piped_to;
  f->piped_to_shell = is_piped_to_shell(x->site) || is_run_by_shell(x->m, x->run, x->site);
  f->command = &cmd->head;
}

static struct fact_value url_field(struct maker *m, const struct site *site, const struct command_download *d) {
  const struct eval_word *word = &site->words[d->word];
  // Where the URL is all of the word, its unknown pieces have origins to show.
  if (d->at == 0 && word->value.len == 1 && d->url.len == site->line.words[d->word].len)
    return field_of_value(m->a, &word->value, word->span);
  return field_of_masked(m->a, d->url, span_of_part(m->df->src, word->span, d->url));
}

static void make_fetched(struct maker *m, const struct run *run, const struct site *site,
                         const struct command_download *d) {
  const struct eval_word *word = &site->words[d->word];
  struct fetched fetched = {
      .at = site_place(run, site),
      .where = word->span,
      .masked = d->url,
      .url = url_field(m, site, d),
      .from_platform = word->value.source != NULL,
  };
  if (d->output.len)
    fetched.output = field_of_masked(m->a, d->output,
                                     d->output_word == WORD_NONE ? (span){0} : site_word_span(site, d->output_word));
  struct fetching ctx = {m, run, site, site->fact->name};
  make_download(m, &fetched, describe_fetching, &ctx);
  make_machine_fetch(m, run, site, word);
}

// Cuts the command up when each of its words is its `number`-th alternative, or its last one.
static void parse_alternative(struct maker *m, struct site *site, uint32_t number) {
  const struct eval_command *cmd = site->cmd;
  str *words = NEW_ARRAY(m->a, str, cmd->argc);
  for (uint32_t i = 0; i < cmd->argc; i++) {
    const struct value *v = &cmd->argv[i].value;
    if (v->len)
      words[i] = alternative_masked(m->a, &v->at[number < v->len ? number : v->len - 1]);
  }
  site_parse(m, site, words);
}

static uint32_t most_alternatives(const struct eval_command *cmd) {
  uint32_t most = 1;
  for (uint32_t i = 0; i < cmd->argc; i++)
    most = cmd->argv[i].value.len > most ? cmd->argv[i].value.len : most;
  return most;
}

static bool has_download(struct maker *m, uint32_t from, span where, str url) {
  if (!maker_spend(m, m->all.len - from))
    return true;
  for (uint32_t i = from; i < m->all.len; i++) {
    const struct fact *f = m->all.at[i];
    if (f->kind == FACT_DOWNLOAD && f->span.off == where.off &&
        str_eq(((const struct fact_download *)(const void *)f)->url.text, url))
      return true;
  }
  return false;
}

// Commands whose words may be one thing or another: each makes a download of its own.
static void make_alternatives(struct maker *m, const struct run *run, const struct site *site, uint32_t count) {
  uint32_t first = m->all.len;
  struct site one = *site;
  for (uint32_t i = 0; i < count; i++) {
    parse_alternative(m, &one, i);
    struct command_downloads downloads = command_downloads(m->a, &one.line);
    for (uint32_t j = 0; j < downloads.len; j++) {
      const struct command_download *d = &downloads.at[j];
      if (!has_download(m, first, site_word_span(&one, d->word), url_field(m, &one, d).text))
        make_fetched(m, run, &one, d);
    }
  }
  for (uint32_t i = first; i < m->all.len; i++)
    if (m->all.at[i]->kind == FACT_DOWNLOAD)
      ((struct fact_download *)(void *)m->all.at[i])->conditional = true;
}

// The program at the head of the pipeline that a command reads from; empty without one.
static str pipeline_head(struct maker *m, const struct site *site) {
  uint32_t at = site->cmd->piped_from;
  str name = STR("");
  // Each step goes back in the list.
  while (at < site->in->command_count && maker_spend(m, 1)) {
    uint32_t before = site->in->commands[at].piped_from;
    name = program_name(&site->in->commands[at]);
    if (before != COMMAND_NONE && before >= at)
      break;
    at = before;
  }
  return name;
}

// `gh release download -p '*linux_amd64.deb'`
static bool picks_asset(const struct command_line *line) {
  return str_eq(line->name, STR("gh")) && line->word_count > 2 && str_eq(line->words[1], STR("release")) &&
         str_eq(line->words[2], STR("download"));
}

// The program that fetches what a filter chooses: the one at the head of its pipeline; empty where it chooses no file.
static str fetcher_of_choice(struct maker *m, const struct site *site) {
  if (picks_asset(&site->line))
    return site->line.name;
  if (!(site->traits & CHOOSES) || site->cmd->piped_from == COMMAND_NONE ||
      command_option_named(&site->line, STR("-v")))
    return STR("");
  str head = pipeline_head(m, site);
  return program_traits(head) & FETCHES ? head : STR("");
}

// `curl INDEX | jq '.assets."linux-x86_64".url'`, `curl INDEX | grep linux-amd64`: the filter chooses what is fetched
// from a list of files.
static void make_chosen(struct maker *m, const struct run *run, const struct site *site) {
  const struct command_line *line = &site->line;
  str head = fetcher_of_choice(m, site);
  if (!head.len)
    return;
  for (uint32_t i = 1; i < line->word_count; i++) {
    struct arch_word word;
    if (!arch_word_find(line->words[i], 0, &word))
      continue;
    const struct eval_word *argument = &site->words[i];
    struct fetched fetched = {
        .filter = true,
        .at = site_place(run, site),
        .where = argument->span,
        .masked = line->words[i],
        .url = site_word(m, site, i),
        .from_platform = argument->value.source != NULL,
    };
    struct fetching ctx = {m, run, site, field_known(head, (span){0})};
    make_download(m, &fetched, describe_fetching, &ctx);
  }
}

void make_downloads(struct maker *m, const struct run *run, const struct site *site) {
  uint32_t alternatives = most_alternatives(site->cmd);
  make_chosen(m, run, site);
  if (alternatives > 1) {
    make_alternatives(m, run, site, alternatives);
    return;
  }
  struct command_downloads downloads = command_downloads(m->a, &site->line);
  for (uint32_t i = 0; i < downloads.len; i++)
    make_fetched(m, run, site, &downloads.at[i]);
}

static void describe_added(void *ctx, struct fact_download *f) {
  const struct node_flag *checksum = ctx;
  if (!checksum)
    return;
  f->verified_by = field_word("checksum");
  f->checksum = field_text(&checksum->value);
}

void make_added_download(struct maker *m, struct place at, const struct instr *in, const struct eval_word *source,
                         struct fact_value destination) {
  struct fetched fetched = {
      .tool_name = "ADD",
      .at = at,
      .where = source->span,
      .masked = value_masked(m->a, &source->value),
      .url = field_of_value(m->a, &source->value, source->span),
      .output = destination,
      .from_platform = source->value.source != NULL,
  };
  const struct node_flag *checksum = instr_flag(in, STR("checksum"));
  make_download(m, &fetched, describe_added, (void *)(uintptr_t)checksum);
}
