#include "config/builds_reader.h"

#include "know/command.h"
#include "shell/shell.h"

// GitHub workflows: steps that use docker/build-push-action, and `docker build` in their scripts. A value may hold
// expressions (`${{ matrix.platform }}`): those that the file itself answers are filled in, which may give several
// values.

typedef VEC(str) strings;

// Where `${{ … }}` of a step finds its names.
struct scope {
  const struct yaml_node *workflow, *job, *step;
};

enum { VALUES_MAX = 64 };

static void add_value(struct arena *a, strings *values, str value) {
  if (values->len < VALUES_MAX)
    VEC_PUSH(a, values, value);
}

static void add_scalars(struct arena *a, strings *values, const struct yaml_node *n) {
  if (n && n->kind == YAML_SCALAR)
    add_value(a, values, n->text);
  for (uint32_t i = 0; n && n->kind == YAML_LIST && i < n->len; i++)
    if (n->items[i]->kind == YAML_SCALAR)
      add_value(a, values, n->items[i]->text);
}

// `a.b` below `map`.
static const struct yaml_node *descend(const struct yaml_node *map, str path) {
  for (str key; map && str_next(&path, '.', &key);)
    map = build_member(map, key);
  return map;
}

// matrix.NAME: a list, the same below an item of `include`, or a field of a list's items (matrix.image.platforms).
static void matrix_values(struct arena *a, strings *values, const struct scope *scope, str name) {
  const struct yaml_node *matrix = build_member(build_member(scope->job, STR("strategy")), STR("matrix"));
  str head = name, tail = STR("");
  bool nested = str_cut(name, '.', &head, &tail);
  const struct yaml_node *own = build_member(matrix, head), *include = build_member(matrix, STR("include"));
  if (!nested)
    add_scalars(a, values, own);
  for (uint32_t i = 0; nested && own && own->kind == YAML_LIST && i < own->len; i++)
    add_scalars(a, values, descend(own->items[i], tail));
  for (uint32_t i = 0; include && include->kind == YAML_LIST && i < include->len; i++)
    add_scalars(a, values, descend(include->items[i], name));
}

static void env_values(struct arena *a, strings *values, const struct scope *scope, str name) {
  const struct yaml_node *places[] = {scope->step, scope->job, scope->workflow};
  for (uint32_t i = 0; i < COUNT_OF(places); i++) {
    const struct yaml_node *value = build_member(build_member(places[i], STR("env")), name);
    if (value) {
      add_scalars(a, values, value);
      return;
    }
  }
}

// The default of an input, whichever trigger has it.
static void input_values(struct arena *a, strings *values, const struct scope *scope, str name) {
  const struct yaml_node *on = build_member(scope->workflow, STR("on"));
  for (uint32_t i = 0; on && on->kind == YAML_MAP && i < on->len; i++)
    add_scalars(a, values,
                build_member(build_member(build_member(yaml_value(on, i), STR("inputs")), name), STR("default")));
}

// The folder that the repository was checked out to.
static void workspace_values(struct arena *a, strings *values, const struct scope *scope, str name) {
  (void)scope;
  if (name.len == 0)
    add_value(a, values, STR("."));
}

static const struct {
  str prefix;
  void (*values)(struct arena *a, strings *values, const struct scope *scope, str name);
} contexts[] = {
    {STR_INIT("matrix."), matrix_values},
    {STR_INIT("env."), env_values},
    {STR_INIT("inputs."), input_values},
    {STR_INIT("github.event.inputs."), input_values},
    {STR_INIT("github.workspace"), workspace_values},
};

// What an expression stands for. `x || 'y'` is y where x is not known.
static void expression_values(struct arena *a, strings *values, const struct scope *scope, str expression) {
  expression = str_trim(expression);
  for (uint32_t i = 0; i < COUNT_OF(contexts); i++)
    if (str_has_prefix(expression, contexts[i].prefix)) {
      str name = str_skip(expression, contexts[i].prefix.len);
      contexts[i].values(a, values, scope, str_trim(str_slice(name, 0, str_find(name, STR("||")))));
    }
  str literal = str_trim(str_skip(expression, str_find(expression, STR("||")) + 2));
  if (values->len == 0 && literal.len > 2 && literal.at[0] == '\'' && literal.at[literal.len - 1] == '\'')
    add_value(a, values, str_slice(literal, 1, literal.len - 1));
}

// Filling in expressions.
struct filler {
  struct arena *arena;
  const struct scope *scope;
  str unknown; // stands for an expression that the file does not tell; nothing: a text with one has no value
  strings values;
  uint32_t filled; // expressions so far
};

enum { EXPRESSIONS_MAX = 1000 };

// All that `text` may be. Values may themselves hold expressions (an `env` made of inputs): up to a depth.
static void fill_in(struct filler *f, str text, uint32_t depth) {
  uint32_t at = str_find(text, STR("${{"));
  if (at == text.len) {
    add_value(f->arena, &f->values, text);
    return;
  }
  str rest = str_skip(text, at + 3);
  uint32_t end = str_find(rest, STR("}}"));
  if (end == rest.len || depth == 0)
    return;
  strings middle = {0};
  expression_values(f->arena, &middle, f->scope, str_slice(rest, 0, end));
  if (middle.len == 0 && f->unknown.len)
    add_value(f->arena, &middle, f->unknown);
  for (uint32_t i = 0; i < middle.len && f->filled < EXPRESSIONS_MAX; i++, f->filled++) {
    str head = str_concat(f->arena, str_slice(text, 0, at), middle.at[i]);
    fill_in(f, str_concat(f->arena, head, str_skip(rest, end + 2)), depth - 1);
  }
}

static strings values_of(struct build_reader *r, const struct scope *scope, const struct yaml_node *n) {
  enum { EXPRESSION_DEPTH = 8 };
  struct filler f = {.arena = r->arena, .scope = scope};
  fill_in(&f, str_trim(build_scalar(n)), EXPRESSION_DEPTH);
  return f.values;
}

// docker/build-push-action: `context`, `file` (seen from the working directory, not from the context), `platforms`.
static void read_action(struct build_reader *r, const struct scope *scope) {
  const struct yaml_node *with = build_member(scope->step, STR("with"));
  const struct yaml_node *asked = build_member(with, STR("platforms"));
  strings lists = values_of(r, scope, asked);
  struct platform_list built_for = {0};
  for (uint32_t i = 0; i < lists.len; i++)
    platform_list_add(r->arena, &built_for, lists.at[i]);
  strings folders = values_of(r, scope, build_member(with, STR("context")));
  strings files = values_of(r, scope, build_member(with, STR("file")));
  for (uint32_t i = 0; i < folders.len; i++)
    for (uint32_t k = 0; k < files.len; k++)
      build_add_beside(r, r->root, folders.at[i], files.at[k], &built_for, (asked ? asked : scope->step)->at.line);
}

// A step's script.
struct step_script {
  struct build_reader *reader;
  const struct scope *scope;
  str folder; // where it runs
  bool lost;  // a `cd` leads where nobody knows
  uint32_t line;
};

static const str unknown_word = {(const char[]){COMMAND_UNKNOWN}, 1};

static bool is_known(str word) {
  return str_find_char(word, COMMAND_UNKNOWN) == word.len;
}

// `docker build`, `docker buildx build`, `podman build`, `buildah bud`; not `docker compose build`.
static bool is_build(const struct command_line *line) {
  static const str programs[] = {STR_INIT("docker"), STR_INIT("podman"), STR_INIT("nerdctl"), STR_INIT("buildah")};
  static const str verbs[] = {STR_INIT("build"), STR_INIT("bud")};
  bool program = false, verb = false;
  for (uint32_t i = 0; i < COUNT_OF(programs); i++)
    program = program || str_eq(line->name, programs[i]);
  if (!program || line->subcommand == WORD_NONE || str_eq(line->words[1], STR("compose")))
    return false;
  for (uint32_t i = 0; i < COUNT_OF(verbs); i++)
    verb = verb || str_eq(line->words[line->subcommand], verbs[i]);
  return verb;
}

// The value of the last option of either name; empty where none is given.
static str option_value(const struct command_line *line, str name, str letter) {
  const struct command_option *o = command_option_named(line, name);
  o = o ? o : command_option_named(line, letter);
  return o ? o->value : STR("");
}

static void add_command(struct step_script *s, const struct command_line *line) {
  struct build_reader *r = s->reader;
  str file = option_value(line, STR("--file"), STR("-f")), list = option_value(line, STR("--platform"), STR(""));
  str context = line->operand_count ? line->words[line->operands[0]] : STR("");
  struct platform_list built_for = {0};
  if (!is_known(file) || (file.len == 0 && !is_known(context)))
    return;
  if (is_known(list))
    platform_list_add(r->arena, &built_for, list);
  build_add_beside(r, s->folder, context, file, &built_for, s->line);
}

// `$x`, `${x}`
static bool is_plain(const struct shell_param *p) {
  return !p->op.len && !p->index && !p->offset && !p->length && !p->indirect && !p->bad && !p->names;
}

// Adds the parts of a word: text, and variables that an `env` sets. False for all else.
static bool add_parts(struct step_script *s, struct buf *b, struct shell_parts parts) {
  for (uint32_t i = 0; i < parts.len; i++) {
    const struct shell_part *part = parts.at[i];
    strings values = {0};
    if (part->kind == PART_LITERAL || (part->kind == PART_SINGLE && !part->dollar)) {
      buf_add(b, part->text);
      continue;
    }
    if (part->kind == PART_PARAM && is_plain(part->param))
      env_values(s->reader->arena, &values, s->scope, part->param->name);
    if (values.len == 1 && !str_contains(values.at[0], STR("${{")))
      buf_add(b, values.at[0]);
    else if (part->kind != PART_DOUBLE || !add_parts(s, b, part->parts))
      return false;
  }
  return true;
}

static str word_text(struct step_script *s, const struct shell_word *word) {
  struct buf b;
  buf_init(&b, s->reader->arena);
  if (word->literal)
    return word->value;
  return add_parts(s, &b, word->parts) ? buf_str(&b) : unknown_word;
}

enum { FOLDER_BYTES_MAX = 4096 };

static void change_folder(struct step_script *s, const str *words, uint32_t count) {
  str to = count == 2 ? words[1] : unknown_word;
  s->lost = s->lost || !is_known(to) || str_has_prefix(to, STR("/")) || str_has_prefix(to, STR("-")) ||
            s->folder.len > FOLDER_BYTES_MAX;
  if (!s->lost)
    s->folder = str_format(s->reader->arena, STR_FMT "/" STR_FMT, STR_ARG(s->folder), STR_ARG(to));
}

static bool read_command(void *ctx, const struct shell_cmd *cmd) {
  struct step_script *s = ctx;
  struct arena *a = s->reader->arena;
  if (cmd->kind != CMD_SIMPLE || cmd->words.len == 0)
    return true;
  str *words = NEW_ARRAY(a, str, cmd->words.len);
  for (uint32_t i = 0; i < cmd->words.len; i++)
    words[i] = word_text(s, cmd->words.at[i]);
  if (str_eq(words[0], STR("cd")) || str_eq(words[0], STR("pushd")) || str_eq(words[0], STR("popd")))
    change_folder(s, words, cmd->words.len);
  struct command_line line;
  command_parse(a, words, cmd->words.len, &line);
  while (line.inner_count) // sudo
    command_parse(a, line.words + line.inner, line.inner_count, &line);
  if (is_build(&line) && !s->lost)
    add_command(s, &line);
  return true;
}

// What `run` steps have in common is said in `defaults` of the job or the workflow.
static const struct yaml_node *run_setting(const struct scope *scope, str key) {
  const struct yaml_node *own = build_member(scope->step, key);
  const struct yaml_node *of_job = descend(build_member(scope->job, STR("defaults")), STR("run"));
  const struct yaml_node *of_all = descend(build_member(scope->workflow, STR("defaults")), STR("run"));
  own = own ? own : build_member(of_job, key);
  return own ? own : build_member(of_all, key);
}

static void read_script(struct build_reader *r, const struct scope *scope, const struct yaml_node *run) {
  enum { EXPRESSION_DEPTH = 64 }; // as many as a script may have
  str shell = build_scalar(run_setting(scope, STR("shell")));
  strings folders = values_of(r, scope, run_setting(scope, STR("working-directory")));
  if (folders.len == 0 || !str_contains(run->text, STR(" bu")) ||
      (shell.len && !str_has_prefix(shell, STR("bash")) && !str_has_prefix(shell, STR("sh"))))
    return;
  struct filler f = {.arena = r->arena, .scope = scope, .unknown = STR("$unknown")};
  fill_in(&f, run->text, EXPRESSION_DEPTH);
  for (uint32_t i = 0; i < f.values.len; i++) {
    struct step_script s = {
        .reader = r,
        .scope = scope,
        .folder = str_concat(r->arena, str_concat(r->arena, r->root, STR("/")), folders.at[0]),
        .line = run->at.line,
    };
    shell_walk(shell_parse(r->arena, (struct text){.bytes = f.values.at[i]}, SHELL_BASH)->body, read_command, &s);
  }
}

static void read_step(struct build_reader *r, const struct scope *scope) {
  const struct yaml_node *run = build_member(scope->step, STR("run"));
  if (str_has_prefix(build_scalar(build_member(scope->step, STR("uses"))), STR("docker/build-push-action")))
    read_action(r, scope);
  else if (run && run->kind == YAML_SCALAR)
    read_script(r, scope, run);
}

void builds_read_workflow(struct build_reader *r, const struct yaml_node *root) {
  const struct yaml_node *jobs = build_member(root, STR("jobs"));
  for (uint32_t i = 0; jobs && jobs->kind == YAML_MAP && i < jobs->len; i++) {
    const struct yaml_node *job = yaml_value(jobs, i), *steps = build_member(job, STR("steps"));
    for (uint32_t k = 0; steps && steps->kind == YAML_LIST && k < steps->len; k++)
      read_step(r, &(struct scope){root, job, steps->items[k]});
  }
}
