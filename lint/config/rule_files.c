#include "config/rule_files.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

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

static int compare_names(const void *left, const void *right) {
  return str_compare(*(const str *)left, *(const str *)right);
}

static bool is_yaml(str name) {
  return str_has_suffix(name, STR(".yaml")) || str_has_suffix(name, STR(".yml"));
}

static void read_path(const struct reader *r, str path, uint32_t depth);

static void read_folder(const struct reader *r, str folder, DIR *dir, uint32_t depth) {
  VEC(str) names = {0};
  for (struct dirent *e; (e = readdir(dir));)
    if (e->d_name[0] != '.')
      VEC_PUSH(r->arena, &names, str_copy(r->arena, str_of(e->d_name)));
  if (names.len)
    qsort(names.at, names.len, sizeof *names.at, compare_names);
  for (uint32_t i = 0; i < names.len; i++) {
    str path = str_format(r->arena, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(names.at[i]));
    struct stat st;
    if (lstat(path.at, &st) != 0)
      continue; // gone since
    if (S_ISDIR(st.st_mode) || (S_ISREG(st.st_mode) && is_yaml(names.at[i])))
      read_path(r, path, depth + 1);
  }
}

static void read_path(const struct reader *r, str path, uint32_t depth) {
  DIR *dir = depth < LIMIT_FOLDER_DEPTH ? opendir(path.at) : NULL;
  if (!dir) { // a file, or nothing; reading it tells
    read_file(r, path);
    return;
  }
  read_folder(r, path, dir, depth);
  closedir(dir);
}

void rule_files_read(struct arena *a, str path, struct rule_files *files, struct faults *faults) {
  struct reader r = {a, files, faults};
  while (path.len > 1 && str_has_suffix(path, STR("/")))
    path.len--;
  read_path(&r, str_copy(a, path), 0);
}
