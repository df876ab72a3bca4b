#include "facts/run.h"
#include "know/package.h"

// Facts about packages: operands of package managers, files given to them, sources of packages that are set up.

// What is to be said of one package.
struct wanted {
  const char *action, *form;
  struct fact_value manager, name, version;
  span where; // the operand
  struct arch_named named;
  span named_in; // where the architecture is spelled
  str package;   // its name, to be looked up; empty
};

static platforms lacking(const struct maker *m, const struct site *site, uint32_t stage,
                         const struct arch_package *known) {
  platforms lacks = 0;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    const struct eval_stage *on = maker_stage_in(m, i, stage);
    if (site->scenarios >> i & 1 && on->platform_known && !arch_package_suits(known, on->platform))
      lacks |= (platforms)1 << i;
  }
  return lacks;
}

// Whether the fact made before is a package of the same command that comes later in the alphabet.
static bool stands_behind(const struct maker *m, const struct fact_package *f) {
  const struct fact *last = m->all.at[m->all.len - 2]; // there is the command at least
  const struct fact_package *before = (const struct fact_package *)(const void *)last;
  return last->kind == FACT_PACKAGE && before->command == f->command && is_unsorted(&before->name, &f->name);
}

static struct fact_package *add_package(struct maker *m, const struct run *run, const struct site *site,
                                        const struct wanted *w, platforms scenarios) {
  struct place at = site_place(run, site);
  at.scenarios = scenarios;
  struct fact_package *f = ADD_FACT(m, PACKAGE, package, at, w->where);
  f->manager = w->manager;
  f->action = field_word(w->action);
  f->form = field_word(w->form);
  f->name = w->name;
  f->version = w->version;
  f->pinned = w->version.state != FACT_ABSENT || str_eq(f->form.text, STR("file"));
  f->arch_word = arch_field_word(m, &w->named, w->named_in);
  f->arch = arch_field_arch(&w->named);
  f->conditional = site->fact->conditional;
  f->fallback = site->fact->fallback || site->fact->guarded;
  f->command = &site->fact->head;
  f->unsorted = stands_behind(m, f);
  f->stage = &m->stages[run->instr->stage].fact->head;
  return f;
}

static void make_package(struct maker *m, const struct run *run, const struct site *site, const struct wanted *w) {
  struct arch_package known;
  platforms lacks = 0;
  struct fact_values arches = {0};
  if (w->package.len && arch_package_find(w->manager.text, w->package, &known)) {
    lacks = lacking(m, site, run->instr->stage, &known);
    arches = fields_of_cell(m->a, STR("arch-packages"), known.arches);
  }
  for (int i = 0; i < ARCH_PARTS; i++) {
    platforms part = arch_part(&w->named, lacks, site->scenarios, i);
    if (!part)
      continue;
    struct fact_package *f = add_package(m, run, site, w, part);
    f->suits = arch_part_suits(i);
    f->suits_some = (w->named.suits & site->scenarios) != 0;
    f->lacks_platform = arch_part_lacks(i);
    f->architectures = arches;
  }
}

static struct wanted wanted_at(const struct site *site, const char *action, const char *form, span where) {
  return (struct wanted){
      .action = action,
      .form = form,
      .manager = field_known(site->line.manager, site_word_span(site, 0)),
      .where = where,
      .named = {.suits = site->scenarios},
      .named_in = where,
  };
}

// Managers whose packages are made for an architecture that their name tells: `@esbuild/linux-x64`.
static bool names_hold_arch(str manager) {
  return str_eq(manager, STR("npm")) || str_eq(manager, STR("gem")) || str_eq(manager, STR("nuget"));
}

static void make_named(struct maker *m, const struct run *run, const struct site *site, const struct command_package *p,
                       const char *action) {
  span where = site_word_span(site, p->word);
  struct wanted w = wanted_at(site, action, "name", where);
  w.name = field_of_masked(m->a, p->name, span_of_part(m->df->src, where, p->name));
  if (p->version.len)
    w.version = field_of_masked(m->a, p->version, span_of_part(m->df->src, where, p->version));
  if (p->arch.len)
    w.named = arch_read_whole(m, p->arch, run->instr->stage, site->scenarios, USE_ON_EITHER);
  else if (names_hold_arch(site->line.manager))
    w.named = arch_read(m, p->name, run->instr->stage, site->scenarios, USE_ON_EITHER);
  if (!is_masked(p->name))
    w.package = p->name;
  make_package(m, run, site, &w);
}

// Endings of package files, with their manager.
static bool is_package_file(str word) {
  static const str endings[] = {STR_INIT(".deb"), STR_INIT(".rpm"), STR_INIT(".apk"), STR_INIT(".whl")};
  for (uint32_t i = 0; i < COUNT_OF(endings); i++)
    if (str_has_suffix(word, endings[i]))
      return !str_contains(word, STR("://"));
  return false;
}

static void make_file_of(struct maker *m, const struct run *run, const struct site *site, uint32_t word) {
  str text = site->line.words[word];
  if (!is_package_file(text))
    return;
  struct wanted w = wanted_at(site, "install", "file", site_word_span(site, word));
  w.name = field_of_masked(m->a, text, w.where);
  w.named = arch_read(m, text, run->instr->stage, site->scenarios, USE_ON_EITHER);
  make_package(m, run, site, &w);
}

// The part of a URL of a repository that says which version is taken: `git+https://host/x@v1`; npm writes `#v1`, where
// pip has options.
static str url_version(str url, str manager) {
  str rest = str_skip(url, str_find(url, STR("://")) + 3);
  str fragment = str_skip(rest, str_find_char(rest, '#'));
  rest = str_slice(rest, 0, rest.len - fragment.len);
  rest = str_skip(rest, str_find_char(rest, '/')); // `git@host/x` names a user
  if (!str_eq(manager, STR("pip")) && fragment.len)
    return str_skip(fragment, 1);
  uint32_t at = str_find_last_char(rest, '@');
  return at < rest.len ? str_skip(rest, at + 1) : (str){0};
}

// A package that is fetched from a URL: of a file, which has some version, or of a repository, which need not say one.
static void make_url(struct maker *m, const struct run *run, const struct site *site, uint32_t word) {
  str text = site->line.words[word], manager = site->line.manager;
  if (!str_contains(text, STR("://")))
    return;
  bool repository = str_has_prefix(text, STR("git")) || str_has_suffix(text, STR(".git"));
  struct wanted w = wanted_at(site, "install", "url", site_word_span(site, word));
  str version = repository ? url_version(text, manager) : text;
  w.name = field_of_masked(m->a, text, w.where);
  if (version.len)
    w.version = field_of_masked(m->a, version, w.where);
  make_package(m, run, site, &w);
}

// Options of package managers that say for which architecture packages are taken.
static bool is_arch_option(str name) {
  static const str names[] = {
      STR_INIT("--cpu"),       STR_INIT("--arch"),   STR_INIT("--target_arch"),    STR_INIT("--platform"),
      STR_INIT("--forcearch"), STR_INIT("--subdir"), STR_INIT("--python-platform")};
  for (uint32_t i = 0; i < COUNT_OF(names); i++)
    if (str_eq(name, names[i]))
      return true;
  return false;
}

static void make_option(struct maker *m, const struct run *run, const struct site *site,
                        const struct command_option *o) {
  if (o->value_word == WORD_NONE || !is_arch_option(o->name))
    return;
  struct wanted w = wanted_at(site, "install", "name", site_word_span(site, o->value_word));
  w.named = arch_read(m, o->value, run->instr->stage, site->scenarios, USE_ON_EITHER);
  w.name = field_known(str_format(m->a, STR_FMT " " STR_FMT, STR_ARG(o->name), STR_ARG(o->value)),
                       site_word_span(site, o->word));
  if (w.named.found)
    make_package(m, run, site, &w);
}

// `dpkg --add-architecture i386`
static void make_added_architecture(struct maker *m, const struct run *run, const struct site *site) {
  const struct command_line *line = &site->line;
  for (uint32_t i = 1; i + 1 < line->word_count; i++) {
    if (!str_eq(line->words[i], STR("--add-architecture")))
      continue;
    struct wanted w = wanted_at(site, "add-architecture", "name", site_word_span(site, i + 1));
    w.manager = field_word("apt");
    w.name = field_known(str_format(m->a, "--add-architecture " STR_FMT, STR_ARG(line->words[i + 1])), w.where);
    w.named = arch_read_whole(m, line->words[i + 1], run->instr->stage, site->scenarios, USE_ON_EITHER);
    make_package(m, run, site, &w);
  }
}

// Adds what `list`, separated by commas or blanks, names.
static struct arch_named read_arch_list(const struct maker *m, str list, uint32_t stage, platforms among) {
  struct arch_named all = {.suits = among};
  str item;
  char separator = str_find_char(list, ',') < list.len ? ',' : ' ';
  while (str_next(&list, separator, &item)) {
    struct arch_named one = arch_read_whole(m, str_trim(item), stage, among, USE_ON_EITHER);
    if (!one.found)
      continue;
    one.suits |= all.found ? all.suits : 0;
    all = one;
  }
  return all;
}

// The text from `from` up to one of the bytes of `ends`.
static str up_to(str text, uint32_t from, str ends) {
  uint32_t to = from;
  while (to < text.len && str_find_char(ends, text.at[to]) == ends.len)
    to++;
  return str_slice(text, from, to);
}

static void make_repository(struct maker *m, const struct run *run, const struct site *site, str text, span where,
                            str key, str ends) {
  uint32_t at = str_find(text, key);
  if (at == text.len)
    return;
  str list = str_trim(up_to(text, at + key.len, ends));
  struct arch_named named = read_arch_list(m, list, run->instr->stage, site->scenarios);
  if (is_masked(list) || !named.found)
    return;
  struct wanted w = wanted_at(site, "repository", "name", where);
  w.manager = field_word("apt");
  w.named = named;
  w.named_in = span_of_part(m->df->src, where, list);
  w.name = field_known(str_format(m->a, STR_FMT STR_FMT, STR_ARG(key), STR_ARG(list)), where);
  make_package(m, run, site, &w);
}

// A source whose URL names an architecture: `deb https://example.com/ubuntu2204/x86_64 /`, `baseurl=https://…/x86_64`.
static void make_repository_url(struct maker *m, const struct run *run, const struct site *site, str text, span where) {
  bool apt = str_has_prefix(text, STR("deb ")) || str_contains(text, STR("\ndeb "));
  uint32_t at = str_find(text, STR("://"));
  if (at == text.len || !(apt || str_contains(text, STR("baseurl="))))
    return;
  str url = up_to(text, at, STR(" \t\n\\"));
  struct wanted w = wanted_at(site, "repository", "name", where);
  w.named = arch_read(m, url, run->instr->stage, site->scenarios, USE_ON_EITHER);
  if (!w.named.found)
    return;
  w.manager = field_word(apt ? "apt" : "dnf");
  w.named_in = span_of_part(m->df->src, where, url);
  w.name = field_of_masked(m->a, w.named.word.word, w.named_in);
  make_package(m, run, site, &w);
}

// Lines of sources.list(5) that are limited to some architectures: `deb [arch=amd64 …]`, `Architectures: amd64`.
static void make_repositories(struct maker *m, const struct run *run, const struct site *site, str text, span where) {
  if (str_find(text, STR("arch=")) == text.len)
    make_repository_url(m, run, site, text, where);
  if (str_find_char(text, '[') < text.len)
    make_repository(m, run, site, text, where, STR("arch="), STR(" ]\n"));
  if (str_find_char(text, ':') < text.len)
    make_repository(m, run, site, text, where, STR("Architectures:"), STR("\n\\"));
}

static void make_sources(struct maker *m, const struct run *run, const struct site *site) {
  const struct command_line *line = &site->line;
  for (uint32_t i = 1; i < line->word_count; i++)
    if (line->words[i].len > 8)
      make_repositories(m, run, site, line->words[i], site_word_span(site, i));
  for (uint32_t i = 0; i < site->cmd->redir_count; i++)
    if (site->cmd->redirs[i].redir->heredoc)
      make_repositories(m, run, site, value_masked(m->a, &site->cmd->redirs[i].target), site->cmd->redirs[i].span);
}

void make_packages(struct maker *m, const struct run *run, const struct site *site) {
  const struct command_line *line = &site->line;
  make_sources(m, run, site);
  if (site->traits & TAKES_PACKAGES)
    make_added_architecture(m, run, site);
  if (!line->manager.len && !(site->traits & TAKES_PACKAGES))
    return;
  for (uint32_t i = 0; i < line->operand_count; i++)
    make_file_of(m, run, site, line->operands[i]);
  for (uint32_t i = 0; i < line->option_count; i++)
    make_option(m, run, site, &line->options[i]);
  if (line->action != ACTION_INSTALL && line->action != ACTION_REMOVE)
    return;
  for (uint32_t i = 0; line->action == ACTION_INSTALL && i < line->operand_count; i++)
    make_url(m, run, site, line->operands[i]);
  struct command_packages packages = command_packages(m->a, line);
  for (uint32_t i = 0; i < packages.len; i++)
    make_named(m, run, site, &packages.at[i], line->action == ACTION_INSTALL ? "install" : "remove");
}
