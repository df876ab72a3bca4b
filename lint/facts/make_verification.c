#include "base/path.h"
#include "facts/run.h"

// What becomes of a file after it was fetched: whether its checksum or signature is checked, whether it is made
// executable. Joins the commands of one RUN.

// A command that checks files, in one scenario: what it is given may come from another command, which differs.
struct check {
  const struct eval_instr *in;
  const struct eval_command *cmd;
  platforms scenario;
  const char *by; // checksum, signature
  str text;       // what it reads: lines of checksums and names, or its operands; masked
  bool from_file; // the list is itself a file
};

static bool checks_list(const struct command_line *line) {
  return command_option_named(line, STR("-c")) || command_option_named(line, STR("--check"));
}

// `gpg --verify`, `cosign verify-blob`; gpgv and minisign do nothing else.
static bool checks_signature(const struct command_line *line) {
  if (str_eq(line->name, STR("cosign")))
    return line->word_count > 1 && str_has_prefix(line->words[1], STR("verify"));
  return !str_has_suffix(line->name, STR("gpg")) || command_option_named(line, STR("--verify"));
}

// How a command checks files; NULL where it does not.
static const char *checks_by(const struct site *site) {
  if (site->traits & HASHES && checks_list(&site->line))
    return "checksum";
  return site->traits & SIGNS && checks_signature(&site->line) ? "signature" : NULL;
}

static str join_words(struct maker *m, const struct eval_command *cmd) {
  struct buf text;
  buf_init(&text, m->a);
  for (uint32_t i = 1; i < cmd->argc; i++) {
    buf_add(&text, value_masked(m->a, &cmd->argv[i].value));
    buf_add_char(&text, ' ');
  }
  return buf_str(&text);
}

// The list that a checking command reads: what is piped or redirected to it.
static str list_of(struct maker *m, const struct check *check) {
  const struct eval_command *cmd = check->cmd;
  for (uint32_t i = 0; i < cmd->redir_count; i++)
    if (str_has_prefix(cmd->redirs[i].redir->op, STR("<<")))
      return value_masked(m->a, &cmd->redirs[i].target);
  if (cmd->piped_from < check->in->command_count)
    return join_words(m, &check->in->commands[cmd->piped_from]);
  return STR("");
}

static void read_check(struct maker *m, struct check *check) {
  bool list = str_eq(str_of(check->by), STR("checksum"));
  check->text = list ? list_of(m, check) : join_words(m, check->cmd);
  check->from_file = list && !check->text.len;
}

static bool is_hex(char c) {
  return is_ascii_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

// The first checksum in a text: 32 or more hexadecimal digits. Empty without one.
static str find_checksum(str text) {
  for (uint32_t from = 0; from < text.len;) {
    uint32_t to = from;
    while (to < text.len && is_hex(text.at[to]))
      to++;
    if (to - from >= 32)
      return str_slice(text, from, to);
    from = to + 1;
  }
  return STR("");
}

// The line of a list that speaks of `name`.
static str line_about(str list, str name) {
  uint32_t at = str_find(list, name), from = at, to = at;
  while (from > 0 && list.at[from - 1] != '\n')
    from--;
  while (to < list.len && list.at[to] != '\n')
    to++;
  return str_slice(list, from, to);
}

// Where the word that holds the checksum stands.
static span checksum_span(struct maker *m, const struct check *check, str sum) {
  const struct eval_command *cmd = check->cmd;
  if (cmd->piped_from < check->in->command_count)
    cmd = &check->in->commands[cmd->piped_from];
  for (uint32_t i = 1; i < cmd->argc; i++)
    if (str_contains(value_masked(m->a, &cmd->argv[i].value), sum))
      return span_of_part(m->df->src, cmd->argv[i].span, sum);
  return span_of_part(m->df->src, cmd->span, sum);
}

// The name that the file has on the disk; empty where that is not known.
static str name_on_disk(const struct fact_download *d) {
  if (d->output.state == FACT_KNOWN && d->output.text.len && !str_eq(d->output.text, STR("-")))
    return path_name(d->output.text);
  return d->file_name.state == FACT_KNOWN ? d->file_name.text : STR("");
}

static void apply_check(struct maker *m, const struct check *check, struct fact_download *d) {
  str name = name_on_disk(d);
  if (!maker_spend(m, check->text.len)) {
    d->verified_by = field_unknown(STR(""), (span){0});
    return;
  }
  bool named = name.len && str_contains(check->text, name);
  if (!(d->head.scenarios & check->scenario) || check->cmd->span.off < d->head.span.off)
    return;
  if (!named && !check->from_file && !is_masked(check->text))
    return;
  d->verified_by = field_word(check->by);
  str sum = find_checksum(named ? line_about(check->text, name) : STR(""));
  if (sum.len)
    d->checksum = field_known(sum, checksum_span(m, check, sum));
}

static bool makes_executable(const struct site *site, str name) {
  const struct command_line *line = &site->line;
  if (!(site->traits & CHANGES_MODE))
    return false;
  for (uint32_t i = 1; i < line->word_count; i++)
    if (str_eq(path_name(line->words[i]), name))
      return true;
  return false;
}

static bool is_program_folder(str path) {
  return str_contains(path, STR("/bin/")) || str_contains(path, STR("/sbin/")) || str_has_suffix(path, STR("/bin"));
}

static void apply_use(struct maker *m, const struct run *run, struct fact_download *d) {
  str name = name_on_disk(d);
  d->executable = d->output.state == FACT_KNOWN && is_program_folder(d->output.text);
  for (uint32_t i = 0; name.len && !d->executable && i < run->sites.len && maker_spend(m, 1); i++)
    d->executable = makes_executable(&run->sites.at[i], name);
}

static struct fact_download *download_at(struct maker *m, uint32_t i) {
  return m->all.at[i]->kind == FACT_DOWNLOAD ? (struct fact_download *)(void *)m->all.at[i] : NULL;
}

static void apply_to_all(struct maker *m, const struct check *check, uint32_t first_fact) {
  for (uint32_t j = first_fact; j < m->all.len; j++)
    if (download_at(m, j))
      apply_check(m, check, download_at(m, j));
}

static void apply_site(struct maker *m, const struct site *site, uint32_t scenario, uint32_t first_fact) {
  const struct eval_instr *in = m->now[scenario];
  for (uint32_t i = 0; i < in->command_count; i++) {
    struct check check = {in, &in->commands[i], (platforms)1 << scenario, .by = checks_by(site)};
    if (check.cmd->span.off != site->cmd->span.off)
      continue;
    read_check(m, &check);
    apply_to_all(m, &check, first_fact);
  }
}

// More checks than anybody writes in one RUN. Each looks at all downloads, and the others would not be worth the time.
enum { CHECKS_MAX = 64 };

static bool has_download(struct maker *m, uint32_t first_fact) {
  while (first_fact < m->all.len && !download_at(m, first_fact))
    first_fact++;
  return first_fact < m->all.len;
}

void make_verification(struct maker *m, const struct run *run, uint32_t first_fact) {
  uint32_t checks = 0;
  if (!has_download(m, first_fact))
    return;
  for (uint32_t i = 0; i < run->sites.len && checks < CHECKS_MAX; i++) {
    const struct site *site = &run->sites.at[i];
    bool is_check = site->fact && site->traits & (HASHES | SIGNS) && checks_by(site);
    for (uint32_t s = 0; is_check && s < m->eval->scenario_count; s++)
      if (site->scenarios >> s & 1)
        apply_site(m, site, s, first_fact);
    checks += is_check;
  }
  for (uint32_t j = first_fact; j < m->all.len; j++)
    if (download_at(m, j))
      apply_use(m, run, download_at(m, j));
}

// Marks files that differ by platform and are held against one checksum.
static void compare_checksums(struct fact_download *x, struct fact_download *y) {
  bool comparable = !(x->head.scenarios & y->head.scenarios) && x->checksum.state == FACT_KNOWN &&
                    y->checksum.state == FACT_KNOWN && !str_eq(x->url.text, y->url.text);
  if (comparable && str_eq(x->checksum.text, y->checksum.text))
    x->checksum_shared = y->checksum_shared = true;
}

void make_shared_checksums(struct maker *m) {
  for (uint32_t i = 0; i < m->all.len; i++) {
    struct fact_download *x = download_at(m, i);
    // The facts of one place stand together, a few for each scenario.
    for (uint32_t j = i + 1; x && j < m->all.len && m->all.at[j]->span.off == x->head.span.off; j++)
      if (download_at(m, j) && j < i + 2 * PLATFORMS_MAX)
        compare_checksums(x, download_at(m, j));
  }
}
