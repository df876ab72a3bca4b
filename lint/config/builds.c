#include "config/builds_reader.h"

#include "base/limits.h"
#include "base/path.h"
#include "config/config.h"
#include "source/hcl.h"
#include "source/source.h"

// A value may hold variables (`${PLATFORM:-linux/amd64}`): a default is taken, any other makes the value unknown.

// Paths

// `path`, which may be relative to the absolute `folder`, without `.` and `..`.
static str resolve(struct arena *a, str folder, str path) {
  if (str_has_prefix(path, STR("/")))
    return path_clean(a, path);
  return path_clean(a, str_concat(a, str_concat(a, folder, STR("/")), path));
}

static bool is_remote(str context) {
  return str_contains(context, STR("://")) || str_has_prefix(context, STR("git@"));
}

// `beside`: the folder from which `file` is seen.
static void add(struct build_reader *r, str context, str beside, str file, const struct platform_list *built_for,
                uint32_t line) {
  str dockerfile = resolve(r->arena, beside, file.len ? file : STR("Dockerfile"));
  VEC_PUSH(r->arena, &r->found, (struct build){context, dockerfile, built_for->at, built_for->len, line});
}

void build_add(struct build_reader *r, str folder, str context, str file, const struct platform_list *built_for,
               uint32_t line) {
  str built = resolve(r->arena, folder, context);
  if (!is_remote(context))
    add(r, built, built, file, built_for, line);
}

void build_add_beside(struct build_reader *r, str folder, str context, str file, const struct platform_list *built_for,
                      uint32_t line) {
  if (file.len == 0)
    build_add(r, folder, context, file, built_for, line);
  else if (!is_remote(context))
    add(r, resolve(r->arena, folder, context), resolve(r->arena, folder, STR("")), file, built_for, line);
}

// Platforms

static bool has(const struct platform_list *list, platform p) {
  for (uint32_t i = 0; i < list->len; i++)
    if (platform_eq(list->at[i], p))
      return true;
  return false;
}

void platform_list_put(struct arena *a, struct platform_list *list, platform p) {
  if (list->len < PLATFORMS_MAX && !has(list, p))
    VEC_PUSH(a, list, p);
}

void platform_list_add(struct arena *a, struct platform_list *list, str text) {
  for (str line; str_next(&text, '\n', &line);)
    for (str item; str_next(&line, ',', &item);) {
      platform p;
      item = str_trim(item);
      if (item.len && platform_parse(a, item, &p))
        platform_list_put(a, list, p);
    }
}

// Nodes

const struct yaml_node *build_member(const struct yaml_node *map, str key) {
  return map && map->kind == YAML_MAP ? yaml_get(map, key) : NULL;
}

str build_scalar(const struct yaml_node *n) {
  return n && n->kind == YAML_SCALAR ? n->text : STR("");
}

// `${NAME:-default}`, `${NAME-default}` are the default. False where the value has any other variable.
static bool compose_text(struct arena *a, str text, str *value) {
  struct buf b;
  buf_init(&b, a);
  if (str_eq(text, HCL_UNKNOWN))
    return false;
  while (text.len) {
    uint32_t at = str_find_char(text, '$');
    buf_add(&b, str_slice(text, 0, at));
    text = str_skip(text, at);
    if (text.len == 0)
      break;
    uint32_t end = str_find_char(text, '}'), dash = str_find_char(text, '-');
    if (!str_has_prefix(text, STR("${")) || end == text.len || dash > end)
      return false;
    buf_add(&b, str_slice(text, dash + 1, end));
    text = str_skip(text, end + 1);
  }
  *value = buf_str(&b);
  return true;
}

static bool compose_value(struct arena *a, const struct yaml_node *n, str *value) {
  return compose_text(a, build_scalar(n), value);
}

static struct platform_list compose_platforms(struct arena *a, const struct yaml_node *n) {
  struct platform_list list = {0};
  bool is_list = n && n->kind == YAML_LIST;
  for (uint32_t i = 0; i < (is_list ? n->len : 1); i++) {
    str text;
    if (compose_value(a, is_list ? n->items[i] : n, &text))
      platform_list_add(a, &list, text);
  }
  return list;
}

// Compose (compose-spec, build.md): `build: context`, or a map with context, dockerfile and platforms; `platform` is
// what the service runs on.
static void read_service(struct build_reader *r, const struct yaml_node *service) {
  const struct yaml_node *build = build_member(service, STR("build"));
  str context, file;
  bool is_map = build && build->kind == YAML_MAP;
  if (!build || build_member(build, STR("dockerfile_inline")) ||
      !compose_value(r->arena, is_map ? build_member(build, STR("context")) : build, &context) ||
      !compose_value(r->arena, build_member(build, STR("dockerfile")), &file))
    return;
  const struct yaml_node *asked = build_member(build, STR("platforms"));
  asked = asked ? asked : build_member(service, STR("platform"));
  struct platform_list built_for = compose_platforms(r->arena, asked);
  build_add(r, r->folder, context, file, &built_for, (asked ? asked : build)->at.line);
}

static void read_compose(struct build_reader *r, const struct yaml_node *root) {
  const struct yaml_node *services = build_member(root, STR("services"));
  for (uint32_t i = 0; services && services->kind == YAML_MAP && i < services->len; i++)
    read_service(r, yaml_value(services, i));
}

// Bake (docs.docker.com/build/bake/reference): a target takes what it does not say from those that it inherits.
enum { INHERIT_DEPTH = 16 };

static const struct yaml_node *bake_attribute(const struct yaml_node *targets, const struct yaml_node *target, str key,
                                              uint32_t depth) {
  const struct yaml_node *own = build_member(target, key), *parents = build_member(target, STR("inherits"));
  for (uint32_t i = parents && parents->kind == YAML_LIST ? parents->len : 0; !own && i > 0 && depth < INHERIT_DEPTH;
       i--) {
    const struct yaml_node *parent = build_member(targets, build_scalar(parents->items[i - 1]));
    own = bake_attribute(targets, parent, key, depth + 1); // the last one wins
  }
  return own;
}

static void read_bake(struct build_reader *r, const struct yaml_node *root) {
  const struct yaml_node *targets = build_member(root, STR("target"));
  for (uint32_t i = 0; targets && targets->kind == YAML_MAP && i < targets->len; i++) {
    const struct yaml_node *target = yaml_value(targets, i);
    const struct yaml_node *asked = bake_attribute(targets, target, STR("platforms"), 0);
    struct platform_list built_for = compose_platforms(r->arena, asked);
    str context, file;
    if (!bake_attribute(targets, target, STR("dockerfile-inline"), 0) &&
        compose_value(r->arena, bake_attribute(targets, target, STR("context"), 0), &context) &&
        compose_value(r->arena, bake_attribute(targets, target, STR("dockerfile"), 0), &file))
      build_add(r, r->folder, context, file, &built_for, (asked ? asked : target)->at.line);
  }
}

// Files

struct builds builds_read(struct arena *a, enum project_kind kind, const struct yaml_node *tree, str path, str root) {
  static void (*const readers[])(struct build_reader * r, const struct yaml_node *root) = {
      [PROJECT_BAKE] = read_bake,
      [PROJECT_COMPOSE] = read_compose,
      [PROJECT_WORKFLOW] = builds_read_workflow,
  };
  struct build_reader r = {.arena = a, .root = root};
  r.folder = str_slice(path, 0, str_find_last_char(path, '/'));
  readers[kind](&r, tree);
  return (struct builds){r.found.at, r.found.len};
}

struct builds builds_read_file(struct optional *files, enum project_kind kind, str path, str root, str word,
                               bool *read) {
  // What every file of a kind has that builds anything.
  static const str needs[] = {
      [PROJECT_BAKE] = STR_INIT("target"),
      [PROJECT_COMPOSE] = STR_INIT("build"),
      [PROJECT_WORKFLOW] = STR_INIT("build"),
  };
  struct arena *a = files->arena;
  const struct yaml_node *tree;
  struct fault why;
  str bytes;
  *read = optional_read(files, path, LIMIT_WANTED_FILE_BYTES, &bytes) && str_contains(bytes, needs[kind]) &&
          str_contains(bytes, word);
  if (*read && str_has_suffix(path, STR(".hcl")))
    tree = hcl_read(a, bytes);
  else
    *read = *read && yaml_read_shared(a, path, bytes, &tree, &why);
  return *read ? builds_read(a, kind, tree, path, root) : (struct builds){0};
}

// What their paths are like. A search asks of every file, so these are no patterns.
static const struct {
  enum project_kind kind;
  str folder, begin, end; // of the path without the name, of the name: how they end, begin and end
} places[] = {
    {PROJECT_BAKE, STR_INIT(""), STR_INIT("docker-bake"), STR_INIT(".json")},
    {PROJECT_BAKE, STR_INIT(""), STR_INIT("docker-bake"), STR_INIT(".hcl")},
    {PROJECT_COMPOSE, STR_INIT(""), STR_INIT("compose"), STR_INIT(".yaml")},
    {PROJECT_COMPOSE, STR_INIT(""), STR_INIT("compose"), STR_INIT(".yml")},
    {PROJECT_COMPOSE, STR_INIT(""), STR_INIT("docker-compose"), STR_INIT(".yaml")},
    {PROJECT_COMPOSE, STR_INIT(""), STR_INIT("docker-compose"), STR_INIT(".yml")},
    {PROJECT_WORKFLOW, STR_INIT(".github/workflows/"), STR_INIT(""), STR_INIT(".yaml")},
    {PROJECT_WORKFLOW, STR_INIT(".github/workflows/"), STR_INIT(""), STR_INIT(".yml")},
};

static bool kind_of(str path, enum project_kind *kind) {
  uint32_t slash = str_find_last_char(path, '/');
  str name = slash < path.len ? str_skip(path, slash + 1) : path, folder = str_slice(path, 0, path.len - name.len);
  for (uint32_t i = 0; i < COUNT_OF(places); i++)
    if (str_has_suffix(name, places[i].end) && str_has_prefix(name, places[i].begin) &&
        str_has_suffix(folder, places[i].folder)) {
      *kind = places[i].kind;
      return true;
    }
  return false;
}

struct strs config_named_by(struct optional *files, str folder, str path) {
  struct arena *a = files->arena;
  enum project_kind kind;
  VEC(str) found = {0};
  bool read;
  if (!kind_of(path, &kind))
    return (struct strs){0};
  str whole = str_concat(a, str_concat(a, folder, STR("/")), path);
  str root = str_slice(whole, 0, str_find(whole, STR("/.github/workflows/")));
  struct builds builds = builds_read_file(files, kind, whole, root, STR(""), &read);
  for (uint32_t i = 0; i < builds.len; i++)
    VEC_PUSH(a, &found, builds.at[i].dockerfile);
  return (struct strs){found.at, found.len};
}
