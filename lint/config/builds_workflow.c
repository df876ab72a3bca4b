#include "base/buf.h"
#include "base/vec.h"
#include "config/wanted.h"
#include "source/yaml.h"

// What one file says. A value may hold expressions (`${{ matrix.platform }}`, `${PLATFORM:-linux/amd64}`): those that
// the file itself answers are filled in, which may give several values; any other makes the value unknown, and it is
// dropped.

typedef VEC(str) strings;

struct reader {
  struct arena *arena;
  str folder;     // that of the file that is read
  str root;       // of the repository
  str dockerfile; // whose builds are sought
  VEC(platform) platforms;
  uint32_t line; // of the first entry that names the Dockerfile; 0 where none does
};

// Paths

static void add_segments(struct buf *b, str path) {
  for (str segment; str_next(&path, '/', &segment);) {
    if (segment.len == 0 || str_eq(segment, STR(".")))
      continue;
    if (str_eq(segment, STR(".."))) {
      b->len = str_find_last_char(buf_str(b), '/');
      continue;
    }
    buf_add_char(b, '/');
    buf_add(b, segment);
  }
}

// `path`, which may be relative to `folder`, without `.` and `..`.
static str resolve(struct arena *a, str folder, str path) {
  struct buf b;
  buf_init(&b, a);
  if (!str_has_prefix(path, STR("/")))
    add_segments(&b, folder);
  add_segments(&b, path);
  return buf_str(&b);
}

static bool is_remote(str context) {
  return str_contains(context, STR("://")) || str_has_prefix(context, STR("git@"));
}

// Whether a build with that context and Dockerfile (both may be empty: the defaults) is one of ours.
static bool builds_it(const struct reader *r, str folder, str context, str file) {
  if (is_remote(context))
    return false;
  str base = resolve(r->arena, folder, context);
  str name = file.len ? file : STR("Dockerfile");
  return str_eq(resolve(r->arena, base, name), r->dockerfile);
}

// Platforms

static void add_platform(struct reader *r, str text) {
  platform p;
  // A value that an expression was left in is none.
  if (text.len == 0 || !platform_parse(r->arena, text, &p))
    return;
  for (uint32_t i = 0; i < r->platforms.len; i++)
    if (platform_eq(r->platforms.at[i], p))
      return;
  if (r->platforms.len < PLATFORMS_MAX)
    VEC_PUSH(r->arena, &r->platforms, p);
}

static void add_list(struct reader *r, str list) {
  for (str line; str_next(&list, '\n', &line);)
    for (str item; str_next(&line, ',', &item);)
      add_platform(r, str_trim(item));
}

static void name_entry(struct reader *r, const struct yaml_node *entry) {
  if (r->line == 0)
    r->line = entry->at.line;
}

// Nodes

static const struct yaml_node *get(const struct yaml_node *map, str key) {
  return map && map->kind == YAML_MAP ? yaml_get(map, key) : NULL;
}

static str scalar(const struct yaml_node *n) {
  return n && n->kind == YAML_SCALAR ? n->text : STR("");
}

// `${NAME:-default}`, `${NAME-default}` are the default; a value with any other variable is not known.
static str compose_value(struct arena *a, str text) {
  struct buf b;
  buf_init(&b, a);
  while (text.len) {
    uint32_t at = str_find_char(text, '$');
    buf_add(&b, str_slice(text, 0, at));
    text = str_skip(text, at);
    if (text.len == 0)
      break;
    uint32_t end = str_find_char(text, '}'), dash = str_find_char(text, '-');
    if (!str_has_prefix(text, STR("${")) || end == text.len || dash > end)
      return STR("");
    buf_add(&b, str_slice(text, dash + 1, end));
    text = str_skip(text, end + 1);
  }
  return buf_str(&b);
}

static void add_compose_platforms(struct reader *r, const struct yaml_node *n) {
  if (n && n->kind == YAML_LIST)
    for (uint32_t i = 0; i < n->len; i++)
      add_list(r, compose_value(r->arena, scalar(n->items[i])));
  else
    add_list(r, compose_value(r->arena, scalar(n)));
}

// Compose (compose-spec, build.md): `build: context`, or a map with context, dockerfile and platforms; `platform` is
// what the service runs on.
static void read_service(struct reader *r, const struct yaml_node *service) {
  const struct yaml_node *build = get(service, STR("build"));
  if (!build)
    return;
  str context = compose_value(r->arena, scalar(build->kind == YAML_MAP ? get(build, STR("context")) : build));
  if (!builds_it(r, r->folder, context, compose_value(r->arena, scalar(get(build, STR("dockerfile"))))))
    return;
  const struct yaml_node *asked = get(build, STR("platforms"));
  asked = asked ? asked : get(service, STR("platform"));
  if (!asked)
    return;
  name_entry(r, asked);
  add_compose_platforms(r, asked);
}

static void read_compose(struct reader *r, const struct yaml_node *root) {
  const struct yaml_node *services = get(root, STR("services"));
  for (uint32_t i = 0; services && services->kind == YAML_MAP && i < services->len; i++)
    read_service(r, yaml_value(services, i));
}

// Bake (docs.docker.com/build/bake/reference): a target takes what it does not say from those that it inherits.
enum { INHERIT_DEPTH = 16 };

static const struct yaml_node *bake_attribute(const struct yaml_node *targets, const struct yaml_node *target, str key,
                                              uint32_t depth) {
  const struct yaml_node *own = get(target, key), *parents = get(target, STR("inherits"));
  for (uint32_t i = parents && parents->kind == YAML_LIST ? parents->len : 0; !own && i > 0 && depth < INHERIT_DEPTH;
       i--)
    own = bake_attribute(targets, get(targets, scalar(parents->items[i - 1])), key, depth + 1); // the last one wins
  return own;
}

static void read_bake(struct reader *r, const struct yaml_node *root) {
  const struct yaml_node *targets = get(root, STR("target"));
  for (uint32_t i = 0; targets && targets->kind == YAML_MAP && i < targets->len; i++) {
    const struct yaml_node *target = yaml_value(targets, i);
    str context = scalar(bake_attribute(targets, target, STR("context"), 0));
    str file = scalar(bake_attribute(targets, target, STR("dockerfile"), 0));
    const struct yaml_node *asked = bake_attribute(targets, target, STR("platforms"), 0);
    if (!asked || !builds_it(r, r->folder, context, file))
      continue;
    name_entry(r, asked);
    add_compose_platforms(r, asked);
  }
}

// GitHub workflows: a step that uses docker/build-push-action.

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
    map = get(map, key);
  return map;
}

// matrix.NAME: a list, the same below an item of `include`, or a field of a list's items (matrix.image.platforms).
static void matrix_values(struct arena *a, strings *values, const struct scope *scope, str name) {
  const struct yaml_node *matrix = get(get(scope->job, STR("strategy")), STR("matrix"));
  str head = name, tail = STR("");
  bool nested = str_cut(name, '.', &head, &tail);
  const struct yaml_node *own = get(matrix, head), *include = get(matrix, STR("include"));
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
    const struct yaml_node *value = get(get(places[i], STR("env")), name);
    if (value) {
      add_scalars(a, values, value);
      return;
    }
  }
}

// The default of an input, whichever trigger has it.
static void input_values(struct arena *a, strings *values, const struct scope *scope, str name) {
  const struct yaml_node *on = get(scope->workflow, STR("on"));
  for (uint32_t i = 0; on && on->kind == YAML_MAP && i < on->len; i++)
    add_scalars(a, values, get(get(get(yaml_value(on, i), STR("inputs")), name), STR("default")));
}

static const struct {
  str prefix;
  void (*values)(struct arena *a, strings *values, const struct scope *scope, str name);
} contexts[] = {
    {STR_INIT("matrix."), matrix_values},
    {STR_INIT("env."), env_values},
    {STR_INIT("inputs."), input_values},
    {STR_INIT("github.event.inputs."), input_values},
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

// All that `text` may be, its expressions filled in; nothing where one of them is not known. Values may themselves hold
// expressions (an `env` made of inputs): up to a depth.
static void fill_in(struct arena *a, strings *values, const struct scope *scope, str text, uint32_t depth) {
  uint32_t at = str_find(text, STR("${{"));
  if (at == text.len) {
    add_value(a, values, text);
    return;
  }
  str rest = str_skip(text, at + 3);
  uint32_t end = str_find(rest, STR("}}"));
  if (end == rest.len || depth == 0)
    return;
  strings middle = {0};
  expression_values(a, &middle, scope, str_slice(rest, 0, end));
  for (uint32_t i = 0; i < middle.len; i++) {
    str head = str_concat(a, str_slice(text, 0, at), middle.at[i]);
    fill_in(a, values, scope, str_concat(a, head, str_skip(rest, end + 2)), depth - 1);
  }
}

static strings step_values(struct reader *r, const struct scope *scope, const struct yaml_node *with, str key) {
  enum { EXPRESSION_DEPTH = 8 };
  strings values = {0};
  const struct yaml_node *n = get(with, key);
  if (n)
    fill_in(r->arena, &values, scope, str_trim(scalar(n)), EXPRESSION_DEPTH);
  else
    add_value(r->arena, &values, STR(""));
  return values;
}

static bool step_builds_it(struct reader *r, const struct scope *scope, const struct yaml_node *with) {
  strings contexts_given = step_values(r, scope, with, STR("context"));
  strings files = step_values(r, scope, with, STR("file"));
  for (uint32_t i = 0; i < contexts_given.len; i++) {
    str context = contexts_given.at[i];
    str of_context = resolve(r->arena, r->root, context);
    if (!get(with, STR("file")) && builds_it(r, r->root, context, STR("")))
      return true;
    for (uint32_t k = 0; k < files.len; k++) // `file` is relative to the working directory, not to the context
      if (files.at[k].len && !is_remote(of_context) && builds_it(r, r->root, STR(""), files.at[k]))
        return true;
  }
  return false;
}

static void read_step(struct reader *r, const struct scope *scope) {
  const struct yaml_node *with = get(scope->step, STR("with")), *asked = get(with, STR("platforms"));
  if (!asked || !str_has_prefix(scalar(get(scope->step, STR("uses"))), STR("docker/build-push-action")) ||
      !step_builds_it(r, scope, with))
    return;
  strings lists = step_values(r, scope, with, STR("platforms"));
  if (lists.len)
    name_entry(r, asked);
  for (uint32_t i = 0; i < lists.len; i++)
    add_list(r, lists.at[i]);
}

static void read_workflow(struct reader *r, const struct yaml_node *root) {
  const struct yaml_node *jobs = get(root, STR("jobs"));
  for (uint32_t i = 0; jobs && jobs->kind == YAML_MAP && i < jobs->len; i++) {
    const struct yaml_node *job = yaml_value(jobs, i), *steps = get(job, STR("steps"));
    for (uint32_t k = 0; steps && steps->kind == YAML_LIST && k < steps->len; k++)
      read_step(r, &(struct scope){root, job, steps->items[k]});
  }
}

struct wanted wanted_read(struct arena *a, enum wanted_kind kind, const struct yaml_node *tree, str file, str root,
                          str dockerfile) {
  static void (*const readers[])(struct reader * r, const struct yaml_node *root) = {
      [WANTED_BAKE] = read_bake,
      [WANTED_COMPOSE] = read_compose,
      [WANTED_WORKFLOW] = read_workflow,
  };
  struct reader r = {.arena = a, .root = root, .dockerfile = dockerfile};
  r.folder = str_slice(file, 0, str_find_last_char(file, '/'));
  readers[kind](&r, tree);
  if (r.platforms.len == 0)
    return (struct wanted){0};
  str name = str_skip(file, root.len + 1);
  return (struct wanted){r.platforms.at, r.platforms.len, str_format(a, STR_FMT ":%u", STR_ARG(name), r.line)};
}
