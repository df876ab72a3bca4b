#include "know/command.h"

#include "base/vec.h"
#include "know/arch_word.h"
#include "know/command_table.h"

// Cuts the version and the architecture off the name, which is the whole operand at first.
typedef void cut_fn(struct command_package *p);

static uint32_t find_any(str s, const char *chars, uint32_t from) {
  for (uint32_t i = from; i < s.len; i++)
    if (str_find_char(str_of(chars), s.at[i]) < str_of(chars).len)
      return i;
  return s.len;
}

// Ends the name at `at`; `mark` bytes from there on say what follows, and the rest is the version.
static void cut_version(struct command_package *p, uint32_t at, uint32_t mark) {
  if (at >= p->name.len)
    return;
  p->version = str_skip(p->name, at + mark);
  p->name = str_slice(p->name, 0, at);
}

// name[:architecture][=version][/release], apt-get(8)
static void cut_apt(struct command_package *p) {
  p->name = str_slice(p->name, 0, str_find_char(p->name, '/'));
  cut_version(p, str_find_char(p->name, '='), 1);
  uint32_t colon = str_find_char(p->name, ':');
  p->arch = str_skip(p->name, colon + 1);
  p->name = str_slice(p->name, 0, colon);
}

static bool is_relation(char c) {
  return c == '=' || c == '<' || c == '>' || c == '~' || c == '!' || c == '^';
}

// From `at` on stands a relation and a version: `==2`, `>=2`. Plain equality is left out.
static void cut_relation(struct command_package *p, uint32_t at) {
  uint32_t end = at;
  while (end < p->name.len && is_relation(p->name.at[end]))
    end++;
  str relation = str_slice(p->name, at, end);
  bool equal = str_eq(relation, STR("=")) || str_eq(relation, STR("==")) || str_eq(relation, STR("==="));
  cut_version(p, at, equal ? end - at : 0);
  p->version = str_trim(p->version);
  p->name = str_trim(p->name);
}

// name[=version], name@repository, apk(8)
static void cut_apk(struct command_package *p) {
  p->name = str_slice(p->name, 0, str_find_char(p->name, '@'));
  cut_relation(p, find_any(p->name, "=<>~", 0));
}

// name[extras]==version; marker, PEP 508
static void cut_pip(struct command_package *p) {
  p->name = str_slice(p->name, 0, str_find_char(p->name, ';'));
  uint32_t relation = find_any(p->name, "=<>~!@", 0);
  uint32_t extras = str_find_char(p->name, '[');
  str name = str_trim(str_slice(p->name, 0, extras < relation ? extras : relation));
  cut_relation(p, relation);
  p->name = name;
}

// `1.20.1-2.el8`: a version, and perhaps a release
static bool is_rpm_version(str s) {
  str version = s, release = STR("0");
  str_cut(s, '-', &version, &release);
  return version.len && is_ascii_digit(version.at[0]) && release.len && is_ascii_digit(release.at[0]) &&
         str_find_char(release, '-') == release.len;
}

static void cut_rpm_version(struct command_package *p) {
  for (uint32_t i = 0; i < p->name.len; i++)
    if (p->name.at[i] == '-' && is_rpm_version(str_skip(p->name, i + 1))) {
      cut_version(p, i, 1);
      return;
    }
}

// name[-version[-release]][.architecture], dnf(8)
static void cut_dnf(struct command_package *p) {
  struct arch_word word;
  uint32_t dot = str_find_last_char(p->name, '.');
  str arch = str_skip(p->name, dot + 1);
  if (arch_word_is(arch, &word) || str_eq(arch, STR("noarch"))) {
    p->arch = arch;
    p->name = str_slice(p->name, 0, dot);
  }
  cut_rpm_version(p);
}

static void cut_zypper(struct command_package *p) {
  uint32_t relation = find_any(p->name, "=<>", 0);
  if (relation < p->name.len)
    cut_relation(p, relation);
  else
    cut_dnf(p);
}

// [@scope/]name[@version]
static void cut_at(struct command_package *p) {
  cut_version(p, find_any(p->name, "@", 1), 1);
}

static void cut_colon(struct command_package *p) {
  cut_version(p, str_find_char(p->name, ':'), 1);
}

// [channel::]name[=version[=build]], conda's match specification
static void cut_conda(struct command_package *p) {
  uint32_t channel = str_find(p->name, STR("::"));
  if (channel < p->name.len)
    p->name = str_skip(p->name, channel + 2);
  p->name = str_slice(p->name, 0, str_find_char(p->name, '['));
  cut_relation(p, find_any(p->name, "=<>!~ ", 0));
  if (p->version.len && !is_relation(p->version.at[0]))
    p->version = str_slice(p->version, 0, str_find_char(p->version, '='));
}

static void cut_dot(struct command_package *p) {
  cut_version(p, str_find_char(p->name, '.'), 1);
}

static void cut_equals(struct command_package *p) {
  cut_relation(p, find_any(p->name, "=<>", 0));
}

static const struct manager {
  str name;
  cut_fn *cut;
} managers[] = {
    {STR_INIT("apt"), cut_apt},          {STR_INIT("apk"), cut_apk},       {STR_INIT("dnf"), cut_dnf},
    {STR_INIT("zypper"), cut_zypper},    {STR_INIT("pacman"), cut_equals}, {STR_INIT("pip"), cut_pip},
    {STR_INIT("uv"), cut_pip},           {STR_INIT("pipx"), cut_pip},      {STR_INIT("conda"), cut_conda},
    {STR_INIT("npm"), cut_at},           {STR_INIT("go"), cut_at},         {STR_INIT("cargo"), cut_at},
    {STR_INIT("brew"), cut_at},          {STR_INIT("gem"), cut_colon},     {STR_INIT("composer"), cut_colon},
    {STR_INIT("pecl"), cut_rpm_version}, {STR_INIT("opam"), cut_dot},      {STR_INIT("snap"), cut_equals},
    {STR_INIT("choco"), cut_equals},     {STR_INIT("dotnet"), cut_at},     {STR_INIT("luarocks"), cut_equals},
};

static cut_fn *cut_of(str manager) {
  for (uint32_t i = 0; i < COUNT_OF(managers); i++)
    if (str_eq(managers[i].name, manager))
      return managers[i].cut;
  return NULL;
}

// Endings of package files and archives, which are no packages by name.
static const str file_endings[] = {
    STR_INIT(".deb"),    STR_INIT(".rpm"), STR_INIT(".apk"),         STR_INIT(".whl"),   STR_INIT(".tar.gz"),
    STR_INIT(".tgz"),    STR_INIT(".zip"), STR_INIT(".gem"),         STR_INIT(".conda"), STR_INIT(".tar.bz2"),
    STR_INIT(".tar.xz"), STR_INIT(".txt"), STR_INIT(".pkg.tar.zst"),
};

static bool is_file_or_url(str word) {
  if (str_has_prefix(word, STR(".")) || str_has_prefix(word, STR("/")) || str_contains(word, STR("://")) ||
      str_has_prefix(word, STR("file:")))
    return true;
  for (uint32_t i = 0; i < COUNT_OF(file_endings); i++)
    if (str_has_suffix(word, file_endings[i]))
      return true;
  return false;
}

static bool is_wholly_unknown(str word) {
  for (uint32_t i = 0; i < word.len; i++)
    if (word.at[i] != COMMAND_UNKNOWN)
      return false;
  return true;
}

// The value of an option that gives the version of the package: `gem install x -v 1`.
static str version_option(const struct command_line *line) {
  for (uint32_t i = 0; i < line->option_count; i++) {
    str name = line->options[i].name;
    if (command_table_has(line->table, line->row, COLUMN_VERSION_OPTIONS, name) ||
        command_table_has(line->table, line->sub_row, COLUMN_VERSION_OPTIONS, name))
      return line->options[i].value;
  }
  return (str){0};
}

struct command_packages command_packages(struct arena *a, const struct command_line *line) {
  cut_fn *cut = cut_of(line->manager);
  VEC(struct command_package) found = {0};
  if (!cut || (line->action != ACTION_INSTALL && line->action != ACTION_REMOVE))
    return (struct command_packages){0};
  for (uint32_t i = 0; i < line->operand_count; i++) {
    str word = line->words[line->operands[i]];
    if (is_file_or_url(word) || is_wholly_unknown(word))
      continue;
    struct command_package p = {.name = word, .text = word, .word = line->operands[i]};
    cut(&p);
    if (p.version.len == 0)
      p.version = version_option(line);
    if (p.name.len == 0)
      continue;
    p.at = (uint32_t)(p.name.at - word.at);
    VEC_PUSH(a, &found, p);
  }
  return (struct command_packages){found.at, found.len};
}
