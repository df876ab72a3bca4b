#include <errno.h>
#include <fcntl.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/path.h"
#include "config/config.h"
#include "config/wanted.h"

// The files of a project that say what is built.
static const str names[] = {
    STR_INIT("docker-bake.json"),
    STR_INIT("docker-bake.hcl"),
    STR_INIT("docker-bake.override.json"),
    STR_INIT("docker-bake.override.hcl"),
    STR_INIT("compose.yaml"),
    STR_INIT("compose.yml"),
    STR_INIT("compose.override.yaml"),
    STR_INIT("compose.override.yml"),
    STR_INIT("docker-compose.yaml"),
    STR_INIT("docker-compose.yml"),
    STR_INIT("docker-compose.override.yml"),
};
enum { BAKE_NAMES = 4 };                                    // the first so many; the others are of compose
static const str workflows = STR_INIT(".github/workflows"); // at the root of the repository: every .yml and .yaml

// A file that was read, or tried to be.
struct wanted_file {
  bool read;
  struct builds builds;
};

struct search {
  struct wanted_files *files;
  struct arena *arena;
  str root, dockerfile;
  uint32_t read; // files so far
  bool contexts; // what each build is given matters, too: there is a .dockerignore
  struct wanted found[PROJECT_KIND_COUNT];
};

static const struct wanted_file *file_of(struct search *s, enum project_kind kind, str path) {
  struct arena *a = s->arena;
  str key = s->contexts ? str_concat(a, path, STR(" and contexts")) : path;
  struct wanted_file *file = map_get(&s->files->read, key);
  if (file)
    return file;
  file = NEW(a, struct wanted_file);
  str word = s->contexts ? STR("") : STR("platform");
  file->builds = builds_read_file(s->files->folders->files, kind, path, s->root, word, &file->read);
  map_put(a, &s->files->read, key, file);
  return file;
}

// Both entries build the file: for the platforms of either.
static void join(struct arena *a, struct wanted *w, const struct build *more) {
  struct platform_list all = {0};
  for (uint32_t i = 0; i < w->count; i++)
    platform_list_put(a, &all, w->platforms[i]);
  for (uint32_t i = 0; i < more->platform_count; i++)
    platform_list_put(a, &all, more->platforms[i]);
  w->platforms = all.at;
  w->count = all.len;
}

static void join_context(struct wanted *w, str context) {
  w->contexts = w->contexts || (w->context.len && !str_eq(w->context, context));
  w->context = context;
}

void wanted_add(struct arena *a, struct wanted *w, const struct builds *builds, str file, str dockerfile) {
  for (uint32_t i = 0; i < builds->len; i++) {
    const struct build *build = &builds->at[i];
    if (!str_eq(build->dockerfile, dockerfile))
      continue;
    join_context(w, build->context);
    if (build->platform_count == 0)
      continue;
    if (w->count == 0)
      w->origin = str_format(a, STR_FMT ":%u", STR_ARG(file), build->line);
    join(a, w, build);
  }
}

static void look_into(struct search *s, enum project_kind kind, str path) {
  if (s->read >= LIMIT_WANTED_FILES)
    return;
  const struct wanted_file *file = file_of(s, kind, path);
  s->read += file->read;
  str name = str_skip(path, s->root.len + 1);
  wanted_add(s->arena, &s->found[kind], &file->builds, name, s->dockerfile);
}

static str in_folder(const struct search *s, str folder, str name) {
  return str_join(s->arena, (str[]){folder, STR("/"), name}, 3);
}

static void look_into_workflows(struct search *s) {
  struct str_list files = {0};
  str folder = in_folder(s, s->root, workflows);
  int fd = file_open(AT_FDCWD, folder.at, O_RDONLY | O_DIRECTORY, 0);
  if (fd < 0 || !folder_list(s->arena, fd, &files))
    optional_fail(s->files->folders->files, folder, errno);
  for (uint32_t i = 0; i < files.len; i++)
    if (str_has_suffix(files.at[i], STR(".yml")) || str_has_suffix(files.at[i], STR(".yaml")))
      look_into(s, PROJECT_WORKFLOW, in_folder(s, folder, files.at[i]));
}

static uint32_t which_names(struct search *s, str folder) {
  uint32_t *which = map_get(&s->files->names, folder);
  if (!which) {
    which = NEW(s->arena, uint32_t);
    *which = folders_which(s->files->folders, str_copy(s->arena, folder), names, COUNT_OF(names));
    map_put(s->arena, &s->files->names, folder, which);
  }
  return *which;
}

static void look_in_folder(struct search *s, str folder) {
  uint32_t which = which_names(s, folder);
  for (uint32_t i = 0; i < COUNT_OF(names); i++)
    if (which >> i & 1)
      look_into(s, i < BAKE_NAMES ? PROJECT_BAKE : PROJECT_COMPOSE, in_folder(s, folder, names[i]));
  if (str_eq(folder, s->root))
    look_into_workflows(s);
}

static str parent(str folder) {
  return str_slice(folder, 0, str_find_last_char(folder, '/'));
}

// What the kinds say together of the folder that is built.
static void join_contexts(struct search *s, struct wanted *all) {
  all->context = (str){0};
  all->contexts = false;
  for (uint32_t kind = 0; kind < PROJECT_KIND_COUNT; kind++) {
    all->contexts = all->contexts || s->found[kind].contexts;
    if (s->found[kind].context.len)
      join_context(all, s->found[kind].context);
  }
}

struct wanted wanted_find(struct wanted_files *files, str path) {
  struct arena *a = files->folders->files->arena;
  str folder = str_eq(path, STR("-")) ? STR("") : folders_real(files->folders, path_folder(path));
  if (folder.len == 0)
    return (struct wanted){0};
  const struct folder_level *level = folders_level(files->folders, folder);
  struct search s = {.files = files, .arena = a, .root = level->repository, .contexts = level->ignores};
  if (s.root.len == 0)
    return (struct wanted){0};
  s.dockerfile = str_join(a, (str[]){folder, STR("/"), path_name(path)}, 3);
  for (; folder.len >= s.root.len; folder = parent(folder)) {
    look_in_folder(&s, folder);
    if (str_eq(folder, s.root))
      break;
  }
  uint32_t first = 0;
  while (first + 1 < PROJECT_KIND_COUNT && s.found[first].count == 0)
    first++;
  struct wanted all = s.found[first];
  join_contexts(&s, &all);
  return all;
}
