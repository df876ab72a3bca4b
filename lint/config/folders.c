#include "config/folders.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
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
} configs[] = {
    {STR_INIT(".dlint.yaml"), CONFIG_DLINT},        {STR_INIT(".dlint.yml"), CONFIG_DLINT},
    {STR_INIT(".config/dlint.yaml"), CONFIG_DLINT}, {STR_INIT(".hadolint.yaml"), CONFIG_HADOLINT},
    {STR_INIT(".hadolint.yml"), CONFIG_HADOLINT},
};

// A folder in which names are looked up: by its descriptor, so that the way to it is gone but once.
struct looked_at {
  struct folders *folders;
  str path;
  int fd; // -1: it cannot be opened, which is said where a name in it cannot be looked up either
};

static struct looked_at begin_look(struct folders *f, str path) {
  struct looked_at l = {f, path, file_open_folder(path.len ? path : STR("/"))};
  if (l.fd >= 0)
    file_hold(f->files->arena, l.fd);
  return l;
}

static void end_look(const struct looked_at *l) {
  if (l->fd >= 0)
    file_release(l->folders->files->arena, l->fd);
}

static bool has(const struct looked_at *l, str name) {
  return optional_is_there(l->folders->files, l->fd, l->path, name);
}

uint32_t folders_which(struct folders *f, str real, const str *names, uint32_t count) {
  struct looked_at l = begin_look(f, real);
  uint32_t which = 0;
  for (uint32_t i = 0; i < count; i++)
    which |= (uint32_t)has(&l, names[i]) << i;
  end_look(&l);
  return which;
}

static void look_for_config(const struct looked_at *l, struct folder_level *level) {
  struct arena *a = l->folders->files->arena;
  bool found[CONFIG_KIND_COUNT] = {false};
  for (uint32_t i = 0; i < COUNT_OF(configs); i++) {
    enum config_kind kind = configs[i].kind;
    if (found[kind] || !has(l, configs[i].name))
      continue;
    found[kind] = true;
    level->config[kind] = (struct config_found){str_join(a, (str[]){l->path, STR("/"), configs[i].name}, 3), l->path};
  }
}

static const struct folder_level *look_at(struct folders *f, str folder, const struct folder_level *above) {
  struct folder_level *level = NEW(f->files->arena, struct folder_level);
  struct looked_at l = begin_look(f, folder);
  bool is_repository = folder.len && has(&l, STR(".git"));
  if (above && !is_repository)
    *level = *above;
  if (is_repository)
    level->repository = folder;
  if (level->repository.len && !level->ignores)
    level->ignores = has(&l, STR(".dockerignore"));
  look_for_config(&l, level);
  end_look(&l);
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
