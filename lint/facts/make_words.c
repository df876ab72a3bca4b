#include "facts/run.h"

// Facts about words wherever they stand: paths that name an architecture, options of compilers.

static bool ends_path(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == ':' || c == ';' || c == ',' || c == '=' || c == '"' || c == '\'' ||
         c == '(' || c == ')' || c == '|' || c == '>' || c == '<';
}

// The path around byte `at`: from the first slash of its word. False where it is not absolute; what stands before an
// unknown piece may be.
static bool path_around(str text, uint32_t at, str *path) {
  uint32_t from = at, to = at;
  while (from > 0 && !ends_path(text.at[from - 1]))
    from--;
  while (to < text.len && !ends_path(text.at[to]))
    to++;
  str word = str_slice(text, from, to);
  uint32_t slash = str_find_char(word, '/');
  if (from + slash >= at || str_has_prefix(str_skip(word, slash), STR("//")))
    return false;
  bool absolute = slash == 0 || str_has_prefix(word, STR("-")) || word.at[slash - 1] == COMMAND_UNKNOWN;
  *path = str_skip(word, slash);
  return absolute && !(from > 0 && text.at[from - 1] == ':' && slash == 0 && str_has_prefix(*path, STR("//")));
}

// The part of a path between slashes that holds byte `at`.
static str component_at(str path, uint32_t at) {
  uint32_t from = at, to = at;
  while (from > 0 && path.at[from - 1] != '/')
    from--;
  while (to < path.len && path.at[to] != '/')
    to++;
  return str_slice(path, from, to);
}

static const char *path_kind(str path, str component) {
  if (str_has_prefix(component, STR("ld-linux")) || str_has_prefix(component, STR("ld-musl")))
    return "loader";
  if (str_contains(path, STR("/jvm/")) || str_contains(component, STR("openjdk")))
    return "java";
  if (str_contains(component, STR("-linux-gnu")) || str_contains(component, STR("-linux-musl")) ||
      (str_has_suffix(component, STR("-linux")) && str_contains(path, STR("/cuda")))) // its targets/x86_64-linux
    return "multiarch";
  return "other";
}

static void add_path(struct maker *m, const struct spoken *spoken, str path, const struct arch_named *named,
                     uint32_t word_at, span where) {
  for (int i = 0; i < ARCH_PARTS; i++) {
    struct place at = spoken->at;
    at.scenarios = arch_part(named, 0, spoken->at.scenarios, i);
    if (!at.scenarios)
      continue;
    span path_span = span_of_part(m->df->src, where, path);
    struct fact_path *f = ADD_FACT(m, PATH, path, at, path_span);
    f->text = field_of_masked(m->a, path, path_span);
    f->arch_word = arch_field_word(m, named, path_span);
    f->arch = arch_field_arch(named);
    f->suits = arch_part_suits(i);
    f->path_kind = field_word(path_kind(path, component_at(path, word_at)));
    f->conditional = spoken->conditional;
    f->in_choice = spoken->in_choice;
    f->keyword = spoken->keyword;
    f->stage = &m->stages[at.stage].fact->head;
  }
}

void make_paths(struct maker *m, const struct spoken *spoken, str text, span where) {
  struct arch_word word;
  if (str_find_char(text, '/') == text.len)
    return;
  for (uint32_t from = 0; arch_word_find(text, from, &word) && maker_spend(m, text.len);) {
    str path;
    from = word.at + word.len;
    if (!path_around(text, word.at, &path))
      continue;
    // One that comes from a variable is spelled, and reported, elsewhere.
    if (!str_contains(source_text(m->df->src, where), word.word))
      return;
    struct arch_named named = arch_read(m, path, spoken->at.stage, spoken->at.scenarios, USE_ON_STAGE);
    uint32_t path_at = (uint32_t)(path.at - text.at);
    if (named.found)
      add_path(m, spoken, path, &named, word.at - path_at, where);
    from = path_at + path.len > from ? path_at + path.len : from;
  }
}

// Options that begin so, and the architecture whose compilers have them (GCC's manual, machine-dependent options).
static const struct cpu_option {
  str prefix;
  const char *arch;
} cpu_options[] = {
    {STR_INIT("-m32"), "amd64"},       {STR_INIT("-m64"), "amd64"},     {STR_INIT("-mx32"), "amd64"},
    {STR_INIT("-mavx"), "amd64"},      {STR_INIT("-msse"), "amd64"},    {STR_INIT("-mssse3"), "amd64"},
    {STR_INIT("-mmmx"), "amd64"},      {STR_INIT("-mfma"), "amd64"},    {STR_INIT("-mbmi"), "amd64"},
    {STR_INIT("-maes"), "amd64"},      {STR_INIT("-mpclmul"), "amd64"}, {STR_INIT("-mpopcnt"), "amd64"},
    {STR_INIT("-mlzcnt"), "amd64"},    {STR_INIT("-mrdrnd"), "amd64"},  {STR_INIT("-mf16c"), "amd64"},
    {STR_INIT("-mcx16"), "amd64"},     {STR_INIT("-madx"), "amd64"},    {STR_INIT("-mfpu="), "arm"},
    {STR_INIT("-mfloat-abi="), "arm"}, {STR_INIT("-mthumb"), "arm"},
};

// Values of -march= and -mcpu= that begin so. `native` is none of them.
static const struct cpu_option cpu_values[] = {
    {STR_INIT("x86-64"), "amd64"},
    {STR_INIT("haswell"), "amd64"},
    {STR_INIT("skylake"), "amd64"},
    {STR_INIT("broadwell"), "amd64"},
    {STR_INIT("sandybridge"), "amd64"},
    {STR_INIT("ivybridge"), "amd64"},
    {STR_INIT("nehalem"), "amd64"},
    {STR_INIT("westmere"), "amd64"},
    {STR_INIT("icelake"), "amd64"},
    {STR_INIT("cascadelake"), "amd64"},
    {STR_INIT("sapphirerapids"), "amd64"},
    {STR_INIT("core"), "amd64"},
    {STR_INIT("znver"), "amd64"},
    {STR_INIT("k8"), "amd64"},
    {STR_INIT("i386"), "amd64"},
    {STR_INIT("i486"), "amd64"},
    {STR_INIT("i586"), "amd64"},
    {STR_INIT("i686"), "amd64"},
    {STR_INIT("pentium"), "amd64"},
    {STR_INIT("armv8"), "arm64"},
    {STR_INIT("armv9"), "arm64"},
    {STR_INIT("neoverse"), "arm64"},
    {STR_INIT("armv7"), "arm"},
    {STR_INIT("armv6"), "arm"},
    {STR_INIT("rv64"), "riscv64"},
    {STR_INIT("power"), "ppc64le"},
};

static const char *find_option(const struct cpu_option *options, uint32_t count, str text) {
  for (uint32_t i = 0; i < count; i++)
    if (str_has_prefix(text, options[i].prefix))
      return options[i].arch;
  return NULL;
}

// What is to be said of one option.
struct cpu_flag {
  str text;
  const char *arch; // NULL: none
  bool native;
};

static bool read_cpu_flag(str text, struct cpu_flag *flag) {
  static const str valued[] = {STR_INIT("-march="), STR_INIT("-mcpu="), STR_INIT("target-cpu=")};
  *flag = (struct cpu_flag){.text = text};
  for (uint32_t i = 0; i < COUNT_OF(valued); i++) {
    if (!str_has_prefix(text, valued[i]))
      continue;
    str value = str_skip(text, valued[i].len);
    flag->native = str_eq(value, STR("native"));
    flag->arch = find_option(cpu_values, COUNT_OF(cpu_values), value);
    return flag->native || flag->arch;
  }
  // OpenSSL's Configure.
  if (str_eq(text, STR("linux-x86_64")) || str_eq(text, STR("linux-x86_64-clang")))
    flag->arch = "amd64";
  else
    flag->arch = find_option(cpu_options, COUNT_OF(cpu_options), text);
  return flag->arch != NULL;
}

// amd64 stands for 386 too: one compiler.
static bool platform_has(platform p, str arch) {
  return str_eq(p.arch, arch) || (str_eq(arch, STR("amd64")) && str_eq(p.arch, STR("386")));
}

static platforms flag_suits(const struct maker *m, const struct place *at, const struct cpu_flag *flag) {
  platforms suits = 0;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    const struct eval_stage *on = maker_stage_in(m, i, at->stage);
    str arch = str_of(flag->arch);
    bool has = !flag->arch || !on->platform_known || platform_has(on->platform, arch) ||
               platform_has(m->eval->scenarios[i].target, arch);
    suits |= has && at->scenarios >> i & 1 ? (platforms)1 << i : 0;
  }
  return suits;
}

static void add_cpu_flag(struct maker *m, const struct spoken *spoken, const struct cpu_flag *flag, span where) {
  platforms suits = flag_suits(m, &spoken->at, flag);
  for (int i = 0; i < 2; i++) {
    struct place at = spoken->at;
    at.scenarios = i ? at.scenarios & ~suits : at.scenarios & suits;
    if (!at.scenarios)
      continue;
    struct fact_cpu_flag *f = ADD_FACT(m, CPU_FLAG, cpu_flag, at, span_of_part(m->df->src, where, flag->text));
    f->text = field_known(flag->text, f->head.span);
    if (flag->arch)
      f->arch = field_word(flag->arch);
    f->suits = i == 0;
    f->native = flag->native;
    f->conditional = spoken->conditional;
    f->in_choice = spoken->in_choice;
    f->keyword = spoken->keyword;
    f->stage = &m->stages[at.stage].fact->head;
  }
}

static bool ends_option(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '"' || c == '\'' || c == ',' || c == ';' || c == ')';
}

void make_cpu_flags(struct maker *m, const struct spoken *spoken, str text, span where) {
  for (uint32_t from = 0; from < text.len;) {
    uint32_t to = from;
    while (to < text.len && !ends_option(text.at[to]))
      to++;
    str option = str_slice(text, from, to);
    // `CFLAGS=-mavx2`, `-Ctarget-cpu=native`
    uint32_t at = str_find(option, STR("target-cpu="));
    uint32_t assigned = str_find(option, STR("=-m"));
    struct cpu_flag flag;
    if (at < option.len)
      option = str_skip(option, at);
    else if (assigned < option.len)
      option = str_skip(option, assigned + 1);
    if (read_cpu_flag(option, &flag))
      add_cpu_flag(m, spoken, &flag, where);
    from = to + 1;
  }
}

// A word, or variable, that speaks to a compiler: `CFLAGS=…`, `-DCMAKE_C_FLAGS=…`, `RUSTFLAGS=…`; bazel's `--copt=…`.
bool speaks_to_compiler(str text) {
  static const str prefixes[] = {STR_INIT("--copt="), STR_INIT("--cxxopt="), STR_INIT("--conlyopt=")};
  for (uint32_t i = 0; i < COUNT_OF(prefixes); i++)
    if (str_has_prefix(text, prefixes[i]))
      return true;
  return str_contains(text, STR("FLAGS"));
}

static bool may_hold_flag(str text) {
  return str_contains(text, STR("-m")) || str_contains(text, STR("target-cpu=")) ||
         str_has_prefix(text, STR("linux-x"));
}

static void make_word(struct maker *m, const struct spoken *spoken, str text, span where, bool compiler) {
  if (text.len < 4)
    return;
  if (str_find_char(text, '/') < text.len && !str_contains(text, STR("://")))
    make_paths(m, spoken, text, where);
  bool spoken_to = compiler || (str_find_char(text, '=') < text.len && speaks_to_compiler(text));
  if (spoken_to && may_hold_flag(text))
    make_cpu_flags(m, spoken, text, where);
}

void make_words(struct maker *m, const struct run *run, const struct site *site) {
  const struct eval_command *cmd = site->cmd;
  const struct fact_command *f = site->fact;
  struct spoken spoken = {
      .at = site_place(run, site),
      .keyword = f->keyword,
      .conditional = f->conditional || f->fallback || f->guarded || site->traits & ASKS,
      .in_choice = f->in_choice,
  };
  bool compiler = site->traits & COMPILES;
  for (uint32_t i = 0; i < site->line.word_count; i++)
    make_word(m, &spoken, site->line.words[i], site_word_span(site, i), compiler);
  for (uint32_t i = 0; i < cmd->assign_count; i++)
    make_word(m, &spoken, value_masked(m->a, &cmd->assigns[i].value), cmd->assigns[i].span, compiler);
  for (uint32_t i = 0; i < cmd->redir_count; i++)
    if (!cmd->redirs[i].redir->heredoc)
      make_word(m, &spoken, value_masked(m->a, &cmd->redirs[i].target), cmd->redirs[i].span, false);
}

static void remember_path(struct maker *m, str path) {
  struct arch_word word;
  if (!is_masked(path) && arch_word_find(path, 0, &word))
    VEC_PUSH(m->a, &m->made, path);
}

// A file put into a multiarch folder does not make the folder right; making the folder does.
static void remember_file(struct maker *m, str path) {
  if (!str_contains(path, STR("-linux-")))
    remember_path(m, path);
}

void follow_paths(struct maker *m, const struct site *site) {
  const struct command_line *line = &site->line;
  for (uint32_t i = 1; site->traits & MAKES_FOLDERS && i < line->word_count; i++)
    remember_path(m, line->words[i]);
  if (site->traits & MOVES && line->word_count > 2)
    remember_file(m, line->words[line->word_count - 1]);
  const struct command_option *folder = site->traits & UNPACKS ? command_option_named(line, STR("-C")) : NULL;
  if (folder)
    remember_path(m, folder->value);
}
