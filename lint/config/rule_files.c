#include "config/rule_files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/limits.h"

struct reader {
  struct arena *arena;
  struct rule_files *files;
  struct faults *faults;
};

static void read_file(const struct reader *r, str path) {
  struct rule_file file = {.path = path};
  struct fault why;
  if (source_read(r->arena, path, &file.bytes, &why))
    VEC_PUSH(r->arena, r->files, file);
  else
    VEC_PUSH(r->arena, r->faults, why);
}

static bool is_yaml(str name) {
  return str_has_suffix(name, STR(".yaml")) || str_has_suffix(name, STR(".yml"));
}

static void read_path(const struct reader *r, str path, uint32_t depth);

static void fail(const struct reader *r, str path, int error) {
  struct fault why = {.path = path, .message = str_format(r->arena, "cannot read: %s", strerror(error))};
  VEC_PUSH(r->arena, r->faults, why);
}

// False where so many entries were looked at that the folder is hardly one of rules; says so once.
static bool may_look(const struct reader *r, str folder) {
  if (r->files->entries > LIMIT_RULE_ENTRIES)
    return false;
  if (r->files->entries++ < LIMIT_RULE_ENTRIES)
    return true;
  struct fault why = {.path = folder};
  why.message = str_format(r->arena, "more than %d files and folders were looked at for rules; the rest was not",
                           LIMIT_RULE_ENTRIES);
  VEC_PUSH(r->arena, r->faults, why);
  return false;
}

static void read_folder(const struct reader *r, str folder, int fd, uint32_t depth) {
  struct str_list names = {0};
  if (!folder_list(r->arena, fd, &names))
    fail(r, folder, errno);
  for (uint32_t i = 0; i < names.len && may_look(r, folder); i++) {
    str path = str_format(r->arena, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(names.at[i]));
    struct stat st;
    if (str_has_prefix(names.at[i], STR(".")))
      continue;
    if (lstat(path.at, &st) != 0)
      fail(r, path, errno);
    else if (S_ISDIR(st.st_mode) || (S_ISREG(st.st_mode) && is_yaml(names.at[i])))
      read_path(r, path, depth + 1);
  }
}

static bool is_seen(const struct reader *r, str path) {
  if (map_get(&r->files->seen, path))
    return true;
  map_put(r->arena, &r->files->seen, path, r->files);
  return false;
}

static void read_path(const struct reader *r, str path, uint32_t depth) {
  if (is_seen(r, path))
    return;
  int fd = depth < LIMIT_FOLDER_DEPTH ? file_open(AT_FDCWD, path.at, O_RDONLY | O_DIRECTORY, 0) : -1;
  if (fd < 0)
    read_file(r, path); // a file, or nothing; reading it tells
  else
    read_folder(r, path, fd, depth);
}

void rule_files_read(struct arena *a, str path, struct rule_files *files, struct faults *faults) {
  struct reader r = {a, files, faults};
  while (path.len > 1 && str_has_suffix(path, STR("/")))
    path.len--;
  read_path(&r, str_copy(a, path), 0);
}
