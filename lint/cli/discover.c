#include "cli/discover.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/glob.h"
#include "base/limits.h"
#include "base/map.h"
#include "source/source.h"

// Endings of templates, documents and sources with "Dockerfile" in their name. Measured over 100 repositories: no
// Dockerfile among them.
static const str other_endings[] = {
    STR_INIT("md"),           STR_INIT("go"),   STR_INIT("py"),     STR_INIT("js"),         STR_INIT("ts"),
    STR_INIT("tsx"),          STR_INIT("json"), STR_INIT("yml"),    STR_INIT("yaml"),       STR_INIT("rs"),
    STR_INIT("hs"),           STR_INIT("html"), STR_INIT("tmpl"),   STR_INIT("j2"),         STR_INIT("template"),
    STR_INIT("jinja"),        STR_INIT("erb"),  STR_INIT("jinja2"), STR_INIT("in"),         STR_INIT("tpl"),
    STR_INIT("mustache"),     STR_INIT("snap"), STR_INIT("png"),    STR_INIT("svg"),        STR_INIT("txt"),
    STR_INIT("sh"),           STR_INIT("java"), STR_INIT("kt"),     STR_INIT("lua"),        STR_INIT("vim"),
    STR_INIT("awk"),          STR_INIT("orig"), STR_INIT("rej"),    STR_INIT("swp"),        STR_INIT("bak"),
    STR_INIT("dockerignore"), STR_INIT("rst"),  STR_INIT("adoc"),   STR_INIT("tmLanguage"), STR_INIT("sublime-syntax"),
};

static const str stems[] = {STR_INIT("dockerfile"), STR_INIT("containerfile")};

static bool has_other_ending(str name) {
  str ending = str_skip(name, str_find_last_char(name, '.') + 1);
  for (uint32_t i = 0; i < COUNT_OF(other_endings); i++)
    if (str_eq_nocase(ending, other_endings[i]))
      return true;
  return false;
}

bool is_dockerfile_name(str name) {
  if (has_other_ending(name))
    return false;
  for (uint32_t i = 0; i < COUNT_OF(stems); i++) {
    uint32_t len = stems[i].len;
    if (name.len < len)
      continue;
    if (str_eq_nocase(str_slice(name, 0, len), stems[i]) && (name.len == len || strchr("._-", name.at[len])))
      return true;
    if (name.len > len && str_eq_nocase(str_skip(name, name.len - len), stems[i]) && name.at[name.len - len - 1] == '.')
      return true;
  }
  return false;
}

// A .gitignore, and those of the folders above it. Its patterns are about paths as seen from its folder: `lead` and
// what follows the first `prefix` bytes of a path of the search.
struct ignore {
  const struct ignore *above;
  str lead;
  uint32_t prefix;
  struct strings {
    str *at;
    uint32_t len, cap;
  } patterns;
};

struct walk {
  struct arena *arena;
  struct discovery *found;
  str prefix;            // what paths in the searched folder begin with
  struct str_list named; // by files of the project, absolute
};

// What a search has listed has to be there; that it has gone since is an error, too.
static void fail(struct walk *w, str path, int error) {
  optional_refuse(w->found->files, path, strerror(error));
}

static bool has_ignore_file(const struct str_list *names) {
  for (uint32_t i = 0; i < names->len; i++)
    if (str_eq(names->at[i], STR(".gitignore")))
      return true;
  return false;
}

// Adds the patterns of the file `path`, if there is one.
static const struct ignore *read_ignore(struct walk *w, str path, str lead, uint32_t prefix,
                                        const struct ignore *above) {
  str bytes, line;
  if (!optional_read(w->found->files, path, LIMIT_SOURCE_BYTES, &bytes))
    return above;
  struct ignore *ignore = NEW(w->arena, struct ignore);
  *ignore = (struct ignore){.above = above, .lead = lead, .prefix = prefix};
  while (str_next(&bytes, '\n', &line)) {
    line = str_trim(line);
    if (line.len && line.at[0] != '#')
      VEC_PUSH(w->arena, &ignore->patterns, line);
  }
  return ignore;
}

// The next folder on the way from the repository's root to the searched one; false at that one.
static bool next_above(const struct walk *w, str *at) {
  str real = w->found->where.real, root = w->found->where.repository;
  uint32_t len = at->len ? at->len + 1 + str_find_char(str_skip(real, at->len + 1), '/') : root.len;
  *at = str_slice(real, 0, len);
  return len < real.len && root.len;
}

// The patterns of the folders above the searched one, from the root of its repository on; none outside of one.
static const struct ignore *read_outer_ignores(struct walk *w) {
  const struct ignore *ignore = NULL;
  for (str at = {0}; next_above(w, &at);) {
    str below = str_concat(w->arena, str_skip(w->found->where.real, at.len + 1), STR("/"));
    ignore = read_ignore(w, str_concat(w->arena, at, STR("/.gitignore")), below, w->prefix.len, ignore);
  }
  return ignore;
}

// As git: of all patterns that match, the last one of the nearest file decides.
static bool is_ignored(struct arena *a, const struct ignore *ignore, str path, bool is_folder) {
  for (; ignore; ignore = ignore->above) {
    str seen = str_skip(path, ignore->prefix);
    if (ignore->lead.len)
      seen = str_concat(a, ignore->lead, seen);
    for (uint32_t i = ignore->patterns.len; i > 0; i--) {
      str pattern = ignore->patterns.at[i - 1];
      bool back = str_has_prefix(pattern, STR("!"));
      if (glob_match_ignore(str_skip(pattern, back), seen, is_folder))
        return !back;
    }
  }
  return false;
}

static bool is_left_out(struct walk *w, const struct ignore *ignore, str path, bool is_folder) {
  if (is_ignored(w->arena, ignore, path, is_folder))
    return true;
  bool excluded = w->found->is_excluded && w->found->is_excluded(w->found->ctx, path, is_folder);
  w->found->excluded += excluded;
  return excluded;
}

// Notes what a file of the project names.
static void read_names(struct walk *w, str folder, str path) {
  struct strs named = config_named_by(w->found->files, folder, path);
  for (uint32_t i = 0; i < named.len; i++)
    VEC_PUSH(w->arena, &w->named, named.at[i]);
}

static int open_folder(int at, str name, int flags) {
  return file_open(at, name.at, O_RDONLY | O_DIRECTORY | flags, 0);
}

// … what the files of a folder above the searched one do.
static void read_names_in(struct walk *w, str folder, str below) {
  str path = str_concat(w->arena, str_concat(w->arena, folder, STR("/")), below);
  struct str_list names = {0};
  int fd = open_folder(AT_FDCWD, path, 0);
  if (fd < 0 || !folder_list(w->arena, fd, &names))
    optional_fail(w->found->files, path, errno);
  for (uint32_t i = 0; i < names.len; i++)
    read_names(w, folder, str_concat(w->arena, below, names.at[i]));
}

static void read_outer_names(struct walk *w) {
  for (str at = {0}; next_above(w, &at);) {
    read_names_in(w, at, STR(""));
    read_names_in(w, at, STR(".github/workflows/"));
  }
}

static void walk_folder(struct walk *w, int at, str name, str path, const struct ignore *ignore, uint32_t depth);

static void visit(struct walk *w, int at, str name, str path, const struct ignore *ignore, uint32_t depth) {
  struct stat st;
  if (fstatat(at, name.at, &st, AT_SYMLINK_NOFOLLOW) != 0) {
    fail(w, path, errno);
    return;
  }
  bool is_folder = S_ISDIR(st.st_mode);
  if (!is_folder && !S_ISREG(st.st_mode))
    return;
  if (!is_folder && !is_dockerfile_name(name)) {
    if (!w->found->names_only && !is_ignored(w->arena, ignore, path, false))
      read_names(w, w->found->where.real, str_skip(path, w->prefix.len));
    return;
  }
  if (is_left_out(w, ignore, path, is_folder))
    return;
  if (is_folder)
    walk_folder(w, at, name, path, ignore, depth + 1);
  else
    VEC_PUSH(w->arena, &w->found->paths, path);
}

// What the paths of things in a folder begin with.
static str prefix_of(struct arena *a, str folder) {
  if (str_eq(folder, STR(".")))
    return STR("");
  return str_has_suffix(folder, STR("/")) ? folder : str_concat(a, folder, STR("/"));
}

static const struct ignore *read_own_ignore(struct walk *w, str prefix, const struct ignore *above) {
  return read_ignore(w, str_concat(w->arena, prefix, STR(".gitignore")), (str){0}, prefix.len, above);
}

static void walk_names(struct walk *w, int fd, str prefix, const struct ignore *ignore, uint32_t depth) {
  struct str_list names = {0};
  int listed = dup(fd);
  if (listed < 0 || !folder_list(w->arena, listed, &names))
    fail(w, str_concat(w->arena, prefix, STR(".")), errno);
  if (!w->found->no_ignore && has_ignore_file(&names))
    ignore = read_own_ignore(w, prefix, ignore);
  for (uint32_t i = 0; i < names.len; i++)
    if (!str_eq(names.at[i], STR(".git")))
      visit(w, fd, names.at[i], str_concat(w->arena, prefix, names.at[i]), ignore, depth);
}

static void walk_folder(struct walk *w, int at, str name, str path, const struct ignore *ignore, uint32_t depth) {
  // Only the folder that was asked for may be a link.
  int fd = depth > LIMIT_FOLDER_DEPTH ? -1 : open_folder(at, name, depth ? O_NOFOLLOW : 0);
  if (fd < 0) {
    fail(w, path, depth > LIMIT_FOLDER_DEPTH ? ELOOP : errno);
    return;
  }
  VEC_PUSH(w->arena, &w->found->folders, path);
  file_hold(w->arena, fd);
  walk_names(w, fd, prefix_of(w->arena, path), ignore, depth);
  file_release(w->arena, fd);
}

// Whether `name` in the folder `at` is what the walk would have followed.
static bool is_kind(struct walk *w, int at, str name, str path, bool is_folder) {
  struct stat st;
  bool there = fstatat(at, name.at, &st, AT_SYMLINK_NOFOLLOW) == 0;
  if (!there)
    optional_fail(w->found->files, path, errno);
  return there && !str_eq(name, STR(".git")) && (is_folder ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode));
}

// Adds the file at `rest`, seen from the folder `at`, if it is there and the walk would not have passed it over; takes
// the descriptor.
static void add_named(struct walk *w, int at, str rest, const struct ignore *ignore) {
  str path = w->prefix, name;
  while (at >= 0 && str_next(&rest, '/', &name)) {
    bool is_folder = rest.len;
    int next = -1;
    name = str_copy(w->arena, name);
    if (!w->found->no_ignore)
      ignore = read_own_ignore(w, path, ignore);
    path = str_concat(w->arena, path, name);
    bool wanted = is_kind(w, at, name, path, is_folder) && !is_left_out(w, ignore, path, is_folder);
    if (wanted && !is_folder)
      VEC_PUSH(w->arena, &w->found->paths, path);
    if (wanted && is_folder && (next = open_folder(at, name, O_NOFOLLOW)) < 0)
      fail(w, path, errno);
    path = str_concat(w->arena, path, STR("/"));
    close(at);
    at = next;
  }
  if (at >= 0)
    close(at);
}

// By folders, as they are walked: `a/x` before `a-b`.
static int compare_walked(const void *left, const void *right) {
  str x = *(const str *)left, y = *(const str *)right;
  uint32_t i = 0;
  while (i < x.len && i < y.len && x.at[i] == y.at[i])
    i++;
  if (i == x.len || i == y.len)
    return x.len < y.len ? -1 : x.len > y.len;
  if (x.at[i] == '/' || y.at[i] == '/')
    return x.at[i] == '/' ? -1 : 1;
  return (uint8_t)x.at[i] < (uint8_t)y.at[i] ? -1 : 1;
}

// Adds what the walk has not found, but files of the project name.
static void add_all_named(struct walk *w, str folder, const struct ignore *outer) {
  struct str_list *paths = &w->found->paths;
  struct map seen = {0};
  uint32_t walked = paths->len;
  str inside = str_concat(w->arena, w->found->where.real, STR("/"));
  for (uint32_t i = 0; i < paths->len; i++)
    map_put(w->arena, &seen, str_skip(paths->at[i], w->prefix.len), w);
  for (uint32_t i = 0; i < w->named.len; i++) {
    str path = str_skip(w->named.at[i], inside.len);
    if (!str_has_prefix(w->named.at[i], inside) || map_get(&seen, path))
      continue;
    map_put(w->arena, &seen, path, w);
    int fd = open_folder(AT_FDCWD, folder, 0);
    if (fd < 0)
      fail(w, folder, errno);
    add_named(w, fd, path, outer);
  }
  if (paths->len > walked)
    qsort(paths->at, paths->len, sizeof *paths->at, compare_walked);
}

void discover(str folder, struct discovery *found) {
  struct arena *a = found->files->arena;
  struct walk w = {.arena = a, .found = found, .prefix = prefix_of(a, folder)};
  str name = str_copy(a, folder);
  const struct ignore *outer = found->no_ignore ? NULL : read_outer_ignores(&w);
  walk_folder(&w, AT_FDCWD, name, folder, outer, 0);
  if (!found->names_only && found->where.real.len) {
    read_outer_names(&w);
    add_all_named(&w, name, outer);
  }
}
