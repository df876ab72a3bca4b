#include "facts/run.h"
#include "know/package.h"

// Facts about Python packages that are built from source: what that needs, and what of it the stage lacks.

// A way to ask for it.
struct asking {
  const char *tool; // NULL: the command's own name
  struct fact_value option;
  str packages; // separated by commas or blanks
  struct place at;
  span where;
  const struct site *site; // NULL for ENV and ARG
};

static void add_unique(struct maker *m, struct field_list *list, str text) {
  struct fact_values have = fields_of(list);
  if (text.len && !fields_have(&have, text))
    VEC_PUSH(m->a, list, field_known(text, (span){0}));
}

// The system packages that the build of one needs, in the words of the stage's package manager.
static know_cell system_packages(const struct source_build *build, str manager) {
  if (str_eq(manager, STR("apk")))
    return build->apk;
  return str_eq(manager, STR("dnf")) ? build->rpm : build->apt;
}

static void add_needs(struct maker *m, const struct maker_stage *stage, const struct source_build *build,
                      struct field_list *needs) {
  const struct know_table *table = know_table_at(KNOW_SOURCE_BUILDS);
  str manager = stage->fact->package_manager.text;
  know_cell packages = system_packages(build, manager);
  for (uint32_t i = 0; i < build->compiler.len; i++)
    add_unique(m, needs, know_cell_text(table, build->compiler, i));
  for (uint32_t i = 0; i < packages.len; i++)
    add_unique(m, needs, know_cell_text(table, packages, i));
  if (build->headers)
    add_unique(m, needs, STR("python-headers"));
}

static void add_name(struct maker *m, struct field_list *list, str name) {
  name = str_trim(name);
  if (name.len && !str_eq(name, STR(":none:")))
    add_unique(m, list, name);
}

enum { NAMES_MAX = 1000 }; // in one option

static struct fact_values read_names(struct maker *m, str text) {
  struct field_list list = {0};
  str item, word;
  while (list.len < NAMES_MAX && str_next(&text, ',', &item))
    while (list.len < NAMES_MAX && str_next(&item, ' ', &word))
      add_name(m, &list, word);
  return fields_of(&list);
}

// Whether the base image, or a package of the stage or of one that it starts from, brings what a build needs.
bool stage_brings(const struct maker_stage *stage, str need) {
  return trie_get(stage->brought, need) || base_image_brings(&stage->base, need);
}

// How people call what base images and packages bring.
static str need_in_words(str need) {
  static const struct {
    str need, words;
  } names[] = {
      {STR_INIT("c"), STR_INIT("a C compiler")},
      {STR_INIT("c++"), STR_INIT("a C++ compiler")},
      {STR_INIT("fortran"), STR_INIT("a Fortran compiler")},
      {STR_INIT("go"), STR_INIT("Go")},
      {STR_INIT("python-headers"), STR_INIT("Python's headers")},
      {STR_INIT("rust"), STR_INIT("Rust")},
  };
  for (uint32_t i = 0; i < COUNT_OF(names); i++)
    if (str_eq(need, names[i].need))
      return names[i].words;
  return need;
}

static struct field_list lacking(struct maker *m, const struct maker_stage *stage, const struct field_list *needs) {
  struct field_list list = {0};
  // Of an image that is not known nothing can be missing, nor of a stage that something unknown installed into.
  bool known = stage->base.distribution.len && !stage->installs_unknown;
  for (uint32_t i = 0; known && i < needs->len; i++)
    if (!stage_brings(stage, needs->at[i].text))
      VEC_PUSH(m->a, &list, needs->at[i]);
  return list;
}

static struct fact_values in_words(struct maker *m, const struct field_list *needs) {
  struct field_list list = {0};
  for (uint32_t i = 0; i < needs->len; i++)
    VEC_PUSH(m->a, &list, field_known(need_in_words(needs->at[i].text), (span){0}));
  return fields_of(&list);
}

// What brings the things needed, by the names of packages.
static struct fact_values packages_for(struct maker *m, const struct maker_stage *stage,
                                       const struct field_list *needs) {
  const struct know_table *table = know_table_at(KNOW_BUILD_PACKAGES);
  uint32_t column = know_column(table, stage->fact->package_manager.text);
  struct field_list list = {0};
  for (uint32_t i = 0; column < table->column_count && i < needs->len; i++) {
    uint32_t row = know_find(table, needs->at[i].text);
    know_cell brings = row < table->row_count ? know_cell_at(table, row, column) : (know_cell){0};
    for (uint32_t j = 0; j < brings.len; j++)
      add_unique(m, &list, know_cell_text(table, brings, j));
    if (row == table->row_count)
      add_unique(m, &list, needs->at[i].text);
  }
  return fields_of(&list);
}

// The last command of the stage that installs packages of the system, for sure.
static const struct fact *last_install(struct maker *m, const struct maker_stage *stage) {
  for (uint32_t i = m->all.len; i > 0 && maker_spend(m, 1); i--) {
    const struct fact *f = m->all.at[i - 1];
    const struct fact_command *cmd = (const struct fact_command *)(const void *)f;
    if (f->kind == FACT_STAGE)
      return NULL;
    if (f->kind == FACT_COMMAND && str_eq(cmd->action.text, STR("install")) && !cmd->conditional && !cmd->fallback &&
        str_eq(cmd->manager.text, stage->fact->package_manager.text))
      return f;
  }
  return NULL;
}

static void make_source_build(struct maker *m, const struct asking *asking) {
  struct maker_stage *stage = &m->stages[asking->at.stage];
  struct fact_values packages = read_names(m, asking->packages);
  if (!packages.len)
    return;
  struct field_list needs = {0};
  for (uint32_t i = 0; i < packages.len; i++) {
    struct source_build build;
    if (source_build_find(m->a, packages.at[i].text, &build))
      add_needs(m, stage, &build, &needs);
  }
  struct fact_source_build *f = ADD_FACT(m, SOURCE_BUILD, source_build, asking->at, asking->where);
  f->tool = asking->tool ? field_word(asking->tool) : asking->site->fact->name;
  f->option = asking->option;
  f->packages = packages;
  f->needs = fields_of(&needs);
  struct field_list missing = lacking(m, stage, &needs);
  f->lacking = in_words(m, &missing);
  f->lacking_packages = packages_for(m, stage, &missing);
  f->install = missing.len ? last_install(m, stage) : NULL;
  f->command = asking->site ? &asking->site->fact->head : NULL;
  f->stage = &stage->fact->head;
}

static bool asks_for_source(str option) {
  static const str options[] = {STR_INIT("--no-binary"), STR_INIT("--no-binary-package")};
  for (uint32_t i = 0; i < COUNT_OF(options); i++)
    if (str_eq(option, options[i]))
      return true;
  return false;
}

// `:all:` stands for what the command installs, as far as it names that.
static str named_packages(struct maker *m, const struct site *site, str value) {
  struct command_packages packages = command_packages(m->a, &site->line);
  if (!str_eq(value, STR(":all:")) || !packages.len)
    return value;
  struct buf names;
  buf_init(&names, m->a);
  for (uint32_t i = 0; i < packages.len; i++) {
    buf_add(&names, i ? STR(",") : STR(""));
    buf_add(&names, packages.at[i].name);
  }
  return buf_str(&names);
}

static platforms without_wheel(struct maker *m, struct place at, str name, str version) {
  platforms without = 0;
  for (uint32_t i = 0; i < m->eval->scenario_count; i++) {
    const struct eval_stage *on = maker_stage_in(m, i, at.stage);
    if (at.scenarios >> i & 1 && on->platform_known && wheel_is_missing(m->a, name, version, on->platform))
      without |= (platforms)1 << i;
  }
  return without;
}

// Options that say where else packages come from, so that there may be wheels, or that ask for sources anyway.
static bool settles_source(const struct command_line *line) {
  static const str options[] = {STR_INIT("--find-links"),
                                STR_INIT("-f"),
                                STR_INIT("--no-index"),
                                STR_INIT("--index-url"),
                                STR_INIT("-i"),
                                STR_INIT("--extra-index-url"),
                                STR_INIT("--index"),
                                STR_INIT("--only-binary"),
                                STR_INIT("--default-index"),
                                STR_INIT("--no-binary"),
                                STR_INIT("--no-binary-package")};
  for (uint32_t i = 0; i < COUNT_OF(options); i++)
    if (command_option_named(line, options[i]))
      return true;
  return false;
}

// Versions that have no wheel for a platform are built from source there without being asked to.
static void make_without_wheel(struct maker *m, const struct run *run, const struct site *site) {
  struct command_packages packages = command_packages(m->a, &site->line);
  for (uint32_t i = 0; i < packages.len; i++) {
    const struct command_package *p = &packages.at[i];
    struct asking asking = {
        .packages = p->name, .at = site_place(run, site), .where = site_word_span(site, p->word), .site = site};
    if (!is_masked(p->version) && !is_masked(p->name)) {
      asking.at.scenarios = without_wheel(m, asking.at, p->name, p->version);
      if (asking.at.scenarios)
        make_source_build(m, &asking);
    }
  }
}

static bool installs_python(const struct command_line *line) {
  return str_eq(line->manager, STR("pip")) || str_eq(line->manager, STR("uv")) ||
         str_eq(line->manager, STR("poetry")) || str_eq(line->manager, STR("pdm"));
}

void make_source_builds(struct maker *m, const struct run *run, const struct site *site) {
  const struct command_line *line = &site->line;
  if (!installs_python(line) && !str_eq(line->name, STR("uv")))
    return;
  if (line->action == ACTION_INSTALL && !settles_source(line))
    make_without_wheel(m, run, site);
  for (uint32_t i = 0; i < line->option_count; i++) {
    const struct command_option *o = &line->options[i];
    if (!asks_for_source(o->name))
      continue;
    // uv sync --no-binary takes no value: all is meant.
    str value = o->value_word == WORD_NONE ? STR(":all:") : o->value;
    struct asking asking = {
        .option = field_known(o->name, site_word_span(site, o->word)),
        .packages = named_packages(m, site, value),
        .at = site_place(run, site),
        .where = site->cmd->span,
        .site = site,
    };
    make_source_build(m, &asking);
  }
}

void make_source_build_variable(struct maker *m, const struct fact_variable *variable) {
  static const struct {
    str name;
    const char *tool;
  } variables[] = {{STR_INIT("PIP_NO_BINARY"), "pip"},
                   {STR_INIT("UV_NO_BINARY"), "uv"},
                   {STR_INIT("UV_NO_BINARY_PACKAGE"), "uv"},
                   {STR_INIT("POETRY_INSTALLER_NO_BINARY"), "poetry"}};
  for (uint32_t i = 0; i < COUNT_OF(variables); i++) {
    if (!str_eq(variable->name.text, variables[i].name) || variable->value.state != FACT_KNOWN)
      continue;
    struct asking asking = {
        .tool = variables[i].tool,
        .option = variable->name,
        .packages = variable->value.text,
        .at = {variable->head.stage, variable->head.instruction, variable->head.scenarios},
        .where = variable->head.span,
    };
    if (asking.at.stage != FACT_NONE)
      make_source_build(m, &asking);
  }
}

// What packages bring that a build may need, under the names that base images are described with; by their names.
static const struct bringer {
  str package, brings;
} bringers[] = {
    {STR_INIT("alpine-sdk"), STR_INIT("c c++ make git")},
    {STR_INIT("build-base"), STR_INIT("c c++ make")},
    {STR_INIT("build-essential"), STR_INIT("c c++ make")},
    {STR_INIT("cargo"), STR_INIT("rust")},
    {STR_INIT("clang"), STR_INIT("c c++")},
    {STR_INIT("g++"), STR_INIT("c c++")},
    {STR_INIT("gcc"), STR_INIT("c")},
    {STR_INIT("gcc-c++"), STR_INIT("c c++")},
    {STR_INIT("gcc-gfortran"), STR_INIT("fortran")},
    {STR_INIT("gfortran"), STR_INIT("fortran")},
    {STR_INIT("golang"), STR_INIT("go")},
    {STR_INIT("golang-go"), STR_INIT("go")},
    {STR_INIT("jpeg-dev"), STR_INIT("libjpeg-turbo-dev")},
    {STR_INIT("libatlas-base-dev"), STR_INIT("libopenblas-dev")},
    {STR_INIT("libblas-dev"), STR_INIT("libopenblas-dev")},
    {STR_INIT("libc++-dev"), STR_INIT("c++")},
    {STR_INIT("libcurl4-gnutls-dev"), STR_INIT("libcurl4-openssl-dev")},
    {STR_INIT("libfreetype-dev"), STR_INIT("libfreetype6-dev")},
    {STR_INIT("libfreetype6-dev"), STR_INIT("libfreetype-dev")},
    {STR_INIT("libjpeg-turbo8-dev"), STR_INIT("libjpeg-dev")},
    {STR_INIT("libjpeg62-turbo-dev"), STR_INIT("libjpeg-dev")},
    {STR_INIT("libjpeg8-dev"), STR_INIT("libjpeg-dev")},
    {STR_INIT("libldap-dev"), STR_INIT("libldap2-dev")},
    {STR_INIT("libmariadb-client-lgpl-dev"), STR_INIT("default-libmysqlclient-dev")},
    {STR_INIT("libmariadb-dev"), STR_INIT("default-libmysqlclient-dev")},
    {STR_INIT("libmariadb-dev-compat"), STR_INIT("default-libmysqlclient-dev")},
    {STR_INIT("libmariadbclient-dev"), STR_INIT("default-libmysqlclient-dev")},
    {STR_INIT("libmysqlclient-dev"), STR_INIT("default-libmysqlclient-dev")},
    {STR_INIT("libressl-dev"), STR_INIT("openssl-dev")},
    {STR_INIT("libssl1.0-dev"), STR_INIT("libssl-dev")},
    {STR_INIT("libtiff5-dev"), STR_INIT("libtiff-dev")},
    {STR_INIT("libxslt-dev"), STR_INIT("libxslt1-dev libxml2-dev")},
    {STR_INIT("libxslt1-dev"), STR_INIT("libxslt-dev libxml2-dev")},
    {STR_INIT("mariadb-connector-c-dev"), STR_INIT("mariadb-dev")},
    {STR_INIT("mariadb-devel"), STR_INIT("mariadb-connector-c-devel")},
    {STR_INIT("mysql-community-devel"), STR_INIT("mariadb-connector-c-devel")},
    {STR_INIT("mysql-dev"), STR_INIT("mariadb-dev")},
    {STR_INIT("mysql-devel"), STR_INIT("mariadb-connector-c-devel")},
    {STR_INIT("openblas-dev"), STR_INIT("libopenblas-dev")},
    {STR_INIT("pkg-config"), STR_INIT("pkgconf pkgconfig")},
    {STR_INIT("pkgconf"), STR_INIT("pkg-config pkgconfig")},
    {STR_INIT("pkgconfig"), STR_INIT("pkgconf pkg-config")},
    {STR_INIT("postgresql-dev"), STR_INIT("libpq-dev")},
    {STR_INIT("postgresql-devel"), STR_INIT("libpq-devel")},
    {STR_INIT("postgresql-libs"), STR_INIT("libpq-devel")},
    {STR_INIT("postgresql-server-dev-all"), STR_INIT("libpq-dev")},
    {STR_INIT("python-dev"), STR_INIT("python-headers")},
    {STR_INIT("python-devel"), STR_INIT("python-headers")},
    {STR_INIT("python3-all-dev"), STR_INIT("python-headers")},
    {STR_INIT("python3-dev"), STR_INIT("python-headers")},
    {STR_INIT("python3-devel"), STR_INIT("python-headers")},
    {STR_INIT("rustc"), STR_INIT("rust")},
    {STR_INIT("rustup"), STR_INIT("rust")},
};

static void bring(struct maker *m, struct maker_stage *stage, str what) {
  stage->brought = trie_set(m->a, stage->brought, what, stage);
}

// The name without the version that Debian puts into some: gcc-12, python3.11-dev, postgresql-server-dev-15.
static str without_version(str package) {
  static const struct {
    str begins, ends, name;
  } versioned[] = {
      {STR_INIT("gcc-"), STR_INIT(""), STR_INIT("gcc")},
      {STR_INIT("g++-"), STR_INIT(""), STR_INIT("g++")},
      {STR_INIT("clang-"), STR_INIT(""), STR_INIT("clang")},
      {STR_INIT("python3."), STR_INIT("-dev"), STR_INIT("python3-dev")},
      {STR_INIT("python3"), STR_INIT("-devel"), STR_INIT("python3-devel")},
      {STR_INIT("postgresql-server-dev-"), STR_INIT(""), STR_INIT("postgresql-server-dev-all")},
      {STR_INIT("postgresql"), STR_INIT("-devel"), STR_INIT("postgresql-devel")},
      {STR_INIT("postgresql"), STR_INIT("-dev"), STR_INIT("postgresql-dev")},
  };
  for (uint32_t i = 0; i < COUNT_OF(versioned); i++) {
    str begins = versioned[i].begins;
    if (str_has_prefix(package, begins) && str_has_suffix(package, versioned[i].ends) && package.len > begins.len &&
        is_ascii_digit(package.at[begins.len]))
      return versioned[i].name;
  }
  return package;
}

void bring_package(struct maker *m, uint32_t stage, str package) {
  str plain = without_version(package);
  uint32_t row = row_named(bringers, COUNT_OF(bringers), sizeof *bringers, plain);
  bring(m, &m->stages[stage], package);
  if (row == COUNT_OF(bringers))
    return;
  str rest = bringers[row].brings, what;
  while (str_next(&rest, ' ', &what))
    bring(m, &m->stages[stage], what);
}
