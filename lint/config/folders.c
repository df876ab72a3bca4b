#include "config/folders.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/path.h"

// The way from a folder whose answer is known down to `whole`: `*at`, the beginning of it, grows by one component.
static bool go_down(str whole, str *at) {
  if (at->len >= whole.len)
    return false;
  uint32_t next = at->len + (at->len || whole.at[0] == '/');
  *at = str_slice(whole, 0, next + str_find_char(str_skip(whole, next), '/'));
  return true;
}

static str without_last(str path) {
  uint32_t slash = str_find_last_char(path, '/');
  return str_slice(path, 0, slash < path.len ? slash : 0);
}

// What the map knows of the longest beginning of `whole`, in whole components, that it knows at all.
static void *longest_known(const struct map *known, str whole, str *at) {
  void *value;
  for (*at = whole; !(value = map_get(known, *at)) && at->len;)
    *at = without_last(*at);
  return value;
}

// Empty with errno where it cannot tell.
static str ask_system(struct arena *a, str path) {
  char *real = realpath(path.at, NULL);
  if (!real) {
    arena_fail_if_no_memory(a);
    return (str){0};
  }
  str copy = str_copy(a, str_of(real));
  free(real);
  return copy;
}

// Of a folder in one that is known only its own name is looked up.
static str real_below(struct folders *f, str above, str path) {
  str name = path_name(path);
  struct stat st;
  bool is_same = name.len == 0 || str_eq(name, STR("."));
  if (above.len && is_same)
    return above;
  if (above.len < 2 || str_eq(name, STR("..")) || lstat(path.at, &st) != 0 || !S_ISDIR(st.st_mode))
    return ask_system(f->files->arena, path);
  return str_join(f->files->arena, (str[]){above, STR("/"), name}, 3);
}

static const str *note_real(struct folders *f, str path, str real) {
  str *noted = NEW(f->files->arena, str);
  *noted = real;
  map_put(f->files->arena, &f->real, path, noted);
  return noted;
}

static str ask_or_tell(struct folders *f, str folder) {
  str real = ask_system(f->files->arena, str_copy(f->files->arena, folder));
  if (real.len == 0)
    optional_fail(f->files, folder, errno);
  return real;
}

str folders_real(struct folders *f, str folder) {
  struct arena *a = f->files->arena;
  str at;
  if (folder.len >= PATH_MAX) // the system does not take it, and going down would take long
    return ask_or_tell(f, folder);
  const str *real = longest_known(&f->real, folder, &at);
  if (!real)
    real = note_real(f, STR(""), ask_system(a, STR(".")));
  while ((real->len || at.len == 0) && go_down(folder, &at)) { // below what is not there nothing is
    str path = str_copy(a, at);
    bool from_root = path.at[0] == '/' && str_find_last_char(path, '/') == 0;
    real = note_real(f, path, real_below(f, from_root ? STR("") : *real, path));
  }
  return real->len && at.len == folder.len ? *real : ask_or_tell(f, folder);
}

static const struct {
  str name;
  enum config_kind kind;
} names[] = {
    {STR_INIT(".dlint.yaml"), CONFIG_DLINT},        {STR_INIT(".dlint.yml"), CONFIG_DLINT},
    {STR_INIT(".config/dlint.yaml"), CONFIG_DLINT}, {STR_INIT(".hadolint.yaml"), CONFIG_HADOLINT},
    {STR_INIT(".hadolint.yml"), CONFIG_HADOLINT},
};

// Whether the folder has a file of that name. `*path` is written over with the next one.
static bool has(struct folders *f, str folder, str name, str *path) {
  struct buf *b = &f->path;
  if (!b->arena)
    buf_init(b, f->files->arena);
  b->len = 0;
  buf_add(b, folder);
  buf_add_char(b, '/');
  buf_add(b, name);
  buf_add_char(b, '\0');
  *path = str_slice(buf_str(b), 0, b->len - 1);
  return optional_is_there(f->files, *path);
}

static void look_for_config(struct folders *f, str folder, struct folder_level *level) {
  bool found[CONFIG_KIND_COUNT] = {false};
  for (uint32_t i = 0; i < COUNT_OF(names); i++) {
    enum config_kind kind = names[i].kind;
    str path;
    if (found[kind] || !has(f, folder, names[i].name, &path))
      continue;
    found[kind] = true;
    level->config[kind] = (struct config_found){str_copy(f->files->arena, path), folder};
  }
}

static const struct folder_level *look_at(struct folders *f, str folder, const struct folder_level *above) {
  struct folder_level *level = NEW(f->files->arena, struct folder_level);
  str path;
  bool is_repository = folder.len && has(f, folder, STR(".git"), &path);
  if (above && !is_repository)
    *level = *above;
  if (is_repository)
    level->repository = folder;
  if (level->repository.len && !level->ignores)
    level->ignores = has(f, folder, STR(".dockerignore"), &path);
  look_for_config(f, folder, level);
  map_put(f->files->arena, &f->levels, folder, level);
  return level;
}

const struct folder_level *folders_level(struct folders *f, str real) {
  str whole = str_eq(real, STR("/")) ? STR("") : real, at;
  const struct folder_level *level = longest_known(&f->levels, whole, &at);
  if (!level)
    level = look_at(f, STR(""), NULL);
  while (go_down(whole, &at))
    level = look_at(f, str_copy(f->files->arena, at), level);
  return level;
}
