#include "config/config.h"

#include <errno.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/path.h"
#include "config/builder.h"
#include "config/folders.h"
#include "config/rule_files.h"
#include "config/wanted.h"

// A configuration that was read. Settings made of it differ only by which of its overrides hold, and by the platforms
// that the project builds for; one is made for each combination.
struct config_file {
  str path;   // for people
  str folder; // absolute; patterns and paths in the file start here
  bool is_hadolint;
  const struct yaml_node *root; // NULL: there is no configuration, or it cannot be read
  const struct rule_set *rules;
  struct map settings; // by combination
};

struct config {
  struct arena *arena;
  const struct overrides *overrides;
  struct faults *faults;
  str current;        // the working directory
  bool choices_tried; // what is wrong with the caller's choices of rules is said once
  struct config_file none;
  struct config_file *given; // by --config; NULL without
  struct map by_folder;      // as written in paths
  struct map by_path;
  struct optional files;
  struct folders folders;
  struct wanted_files wanted;
  bool shellcheck_sought, shellcheck_missed;
  struct shellcheck *shellcheck; // NULL until it is sought, or where there is none
};

static const struct rule_set *read_rules(struct config *c, const struct strs *more) {
  struct rule_files files = {0};
  for (uint32_t i = 0; i < c->overrides->rule_paths.len; i++)
    rule_files_read(c->arena, c->overrides->rule_paths.at[i], &files, c->faults);
  for (uint32_t i = 0; more && i < more->len; i++)
    rule_files_read(c->arena, more->at[i], &files, c->faults);
  return rule_set_new(c->arena, files.at, files.len, c->faults);
}

// `path` as a person in the working directory would write it.
static str shown(const struct config *c, str path) {
  str below = str_skip(path, c->current.len + 1);
  bool is_below = str_has_prefix(path, c->current) && below.len && path.at[c->current.len] == '/';
  return is_below ? below : path;
}

static void refuse(struct config *c, const struct config_file *file, const struct yaml_node *node, str message) {
  VEC_PUSH(c->arena, c->faults, (struct fault){file->path, node->at.line, node->at.column, message});
}

// A configuration may come from a stranger: it names rules below its own folder only.
static bool stays_below(str path) {
  if (str_has_prefix(path, STR("/")))
    return false;
  for (str rest = path, part; str_next(&rest, '/', &part);)
    if (str_eq(part, STR("..")))
      return false;
  return true;
}

static struct strs rule_paths(struct config *c, const struct config_file *file) {
  const struct yaml_node *node = file->root->kind == YAML_MAP ? yaml_get(file->root, STR("rule-paths")) : NULL;
  VEC(str) paths = {0};
  for (uint32_t i = 0; node && node->kind == YAML_LIST && i < node->len; i++) {
    str path = node->items[i]->text;
    if (stays_below(path))
      VEC_PUSH(c->arena, &paths,
               shown(c, str_format(c->arena, STR_FMT "/" STR_FMT, STR_ARG(file->folder), STR_ARG(path))));
    else
      refuse(c, file, node->items[i], STR("rules lie below the folder of the configuration"));
  }
  return (struct strs){paths.at, paths.len};
}

static const struct yaml_node *overrides_of(const struct config_file *file) {
  if (!file->root || file->is_hadolint || file->root->kind != YAML_MAP)
    return NULL;
  const struct yaml_node *list = yaml_get(file->root, STR("overrides"));
  return list && list->kind == YAML_LIST ? list : NULL;
}

// Says once what is wrong with any part of a configuration; its use later is silent.
static void check(struct config *c, const struct config_file *file) {
  struct builder b;
  builder_init(&b, c->arena, file->rules, c->faults);
  b.path = file->path;
  if (file->is_hadolint)
    return;
  builder_apply_dlint(&b, file->root);
  const struct yaml_node *list = overrides_of(file);
  for (uint32_t i = 0; list && i < list->len; i++)
    if (list->items[i]->kind == YAML_MAP)
      builder_apply_dlint(&b, list->items[i]);
}

static struct config_file *read_file(struct config *c, str path, str folder, bool is_hadolint) {
  struct config_file *file = NEW(c->arena, struct config_file);
  *file = (struct config_file){.path = shown(c, path), .folder = folder, .is_hadolint = is_hadolint};
  file->rules = c->none.rules;
  str bytes;
  struct fault why;
  if (!source_read(c->arena, path, &bytes, &why) || !yaml_read(c->arena, file->path, bytes, &file->root, &why)) {
    why.path = file->path;
    VEC_PUSH(c->arena, c->faults, why);
    file->root = NULL;
    return file;
  }
  struct strs paths = is_hadolint ? (struct strs){0} : rule_paths(c, file);
  if (paths.len)
    file->rules = read_rules(c, &paths);
  check(c, file);
  return file;
}

// The configuration that a search has found.
static struct config_file *file_at(struct config *c, const struct config_found *found, bool is_hadolint) {
  struct config_file *file = map_get(&c->by_path, found->path);
  if (!file) {
    file = read_file(c, found->path, found->folder, is_hadolint);
    map_put(c->arena, &c->by_path, found->path, file);
  }
  return file;
}

// What holds for all files of one folder.
struct place {
  struct config_file *file;
  str folder; // absolute; empty where it cannot be told
};

static struct config_file *find_file(struct config *c, str folder) {
  if (c->given || c->overrides->isolated || folder.len == 0)
    return c->given ? c->given : &c->none;
  const struct folder_level *level = folders_level(&c->folders, folder);
  for (enum config_kind kind = 0; kind < CONFIG_KIND_COUNT; kind++)
    if (level->config[kind].path.len)
      return file_at(c, &level->config[kind], kind == CONFIG_HADOLINT);
  return &c->none;
}

static const struct place *place_of(struct config *c, str path) {
  str folder = path_folder(path);
  struct place *place = map_get(&c->by_folder, folder);
  if (!place) {
    place = NEW(c->arena, struct place);
    place->folder = folders_real(&c->folders, folder);
    place->file = find_file(c, place->folder);
    map_put(c->arena, &c->by_folder, folder, place);
  }
  return place;
}

// `path` as seen from the configuration's folder; all of it where it does not lie below.
static str seen_from_config(struct config *c, const struct place *place, str path) {
  str whole = str_join(c->arena, (str[]){place->folder, STR("/"), path_name(path)}, 3);
  str below = str_skip(whole, place->file->folder.len + 1);
  return str_has_prefix(whole, place->file->folder) && below.len ? below : whole;
}

static void apply_file(struct builder *b, const struct config_file *file, str path) {
  if (!file->root)
    return;
  if (file->is_hadolint) {
    builder_apply_hadolint(b, file->root);
    return;
  }
  builder_apply_dlint(b, file->root);
  const struct yaml_node *list = overrides_of(file);
  for (uint32_t i = 0; list && i < list->len; i++)
    if (builder_override_is_for(list->items[i], path))
      builder_apply_dlint(b, list->items[i]);
}

// The installed ShellCheck. That there is none is said once, and only to those who insist.
static struct shellcheck *find_shellcheck(struct config *c, const struct settings *settings) {
  if (settings->shellcheck_use == SHELLCHECK_OFF || !code_choices_take_any(&settings->codes))
    return NULL;
  if (!c->shellcheck_sought)
    c->shellcheck = shellcheck_find(c->arena, str_of(getenv("PATH")));
  if (!c->shellcheck && settings->shellcheck_use == SHELLCHECK_ON && !c->shellcheck_missed) {
    c->shellcheck_missed = true;
    VEC_PUSH(c->arena, c->faults,
             (struct fault){
                 .path = settings->origins.shellcheck,
                 .message = STR("ShellCheck is asked for, but there is no shellcheck in PATH"),
             });
  }
  c->shellcheck_sought = true;
  return c->shellcheck;
}

static struct settings *make(struct config *c, const struct config_file *file, str path, const struct wanted *wanted) {
  struct faults said_before = {0}; // by check()
  struct builder b;
  builder_init(&b, c->arena, file->rules, &said_before);
  b.settings.isolated = c->overrides->isolated;
  builder_apply_base(&b, c->overrides->base);
  b.path = file->path;
  b.settings.context = wanted->context;
  b.settings.contexts = wanted->contexts;
  if (wanted->count && c->overrides->platforms.len == 0) {
    b.settings.platforms_named = true;
    b.settings.build.targets = wanted->platforms;
    b.settings.build.target_count = wanted->count;
    b.settings.origins.platforms = wanted->origin;
  }
  apply_file(&b, file, path);
  b.faults = c->choices_tried ? &said_before : c->faults;
  c->choices_tried = true;
  builder_apply_overrides(&b, c->overrides);
  struct settings *settings = NEW(c->arena, struct settings);
  *settings = b.settings;
  settings->shellcheck = find_shellcheck(c, settings);
  return settings;
}

// Which of the overrides hold, as a text of `0` and `1`, and what the project builds for.
static str combination(struct config *c, const struct config_file *file, str path, const struct wanted *wanted) {
  struct buf key;
  buf_init(&key, c->arena);
  const struct yaml_node *list = overrides_of(file);
  for (uint32_t i = 0; list && i < list->len; i++)
    buf_add_char(&key, builder_override_is_for(list->items[i], path) ? '1' : '0');
  buf_add(&key, wanted->origin);
  buf_add_char(&key, wanted->contexts ? '+' : ' ');
  buf_add(&key, wanted->context);
  return buf_str(&key);
}

const struct settings *config_settings(struct config *c, str path) {
  const struct place *place = place_of(c, path);
  struct config_file *file = place->file;
  struct wanted wanted = {0};
  if (!c->overrides->isolated)
    wanted = wanted_find(&c->wanted, path);
  str relative = seen_from_config(c, place, path);
  str key = combination(c, file, relative, &wanted);
  struct settings *settings = map_get(&file->settings, key);
  if (!settings) {
    settings = make(c, file, relative, &wanted);
    map_put(c->arena, &file->settings, key, settings);
  }
  return settings;
}

struct config_location config_locate(struct config *c, str folder) {
  str real = folders_real(&c->folders, folder);
  return (struct config_location){real, real.len ? folders_level(&c->folders, real)->repository : STR("")};
}

struct optional *config_files(struct config *c) {
  return &c->files;
}

bool config_excludes(struct config *c, str path, bool is_folder) {
  const struct place *place = place_of(c, path);
  const struct yaml_node *root = place->file->root;
  return root && !place->file->is_hadolint && builder_excludes(root, seen_from_config(c, place, path), is_folder);
}

static void read_given(struct config *c) {
  str path = c->overrides->config, folder = folders_real(&c->folders, path_folder(path));
  c->given = read_file(c, path, folder, str_contains(path_name(path), STR("hadolint")));
}

struct config *config_new(struct arena *a, const struct overrides *o, struct faults *faults) {
  struct config *c = NEW(a, struct config);
  *c = (struct config){.arena = a, .overrides = o, .faults = faults, .files = {.arena = a, .faults = faults}};
  c->folders.files = &c->files;
  c->wanted.folders = &c->folders;
  c->current = folders_real(&c->folders, STR("."));
  c->none.rules = read_rules(c, NULL);
  if (o->config.len)
    read_given(c);
  return c;
}
