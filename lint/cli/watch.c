#include "cli/watch.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>
#endif

#include "base/limits.h"
#include "base/path.h"

enum {
  LOOK_MS = 500,     // between two looks
  QUIET_MS = 30,     // without a change: the editor is done
  BURST_READS = 100, // of events that belong together; a folder that never rests has to be shown, too
};

// Whether a change of that file or folder can change what dlint finds.
static bool matters(const struct watch *w, str name, bool is_folder) {
  static const str endings[] = {STR_INIT(".yaml"), STR_INIT(".yml"), STR_INIT(".json"), STR_INIT(".gitignore")};
  if (is_folder || is_dockerfile_name(name) || map_get(&w->names, name))
    return true;
  for (uint32_t i = 0; i < COUNT_OF(endings); i++)
    if (str_has_suffix(name, endings[i]))
      return true;
  return false;
}

// By looking

static uint64_t mix(uint64_t hash, const void *at, size_t len) { // FNV-1a
  const unsigned char *bytes = at;
  for (size_t i = 0; i < len; i++)
    hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
  return hash;
}

static uint64_t look_at(const struct watch *w, DIR *dir) {
  uint64_t sum = 0; // not of their order, which is the file system's
  for (struct dirent *e; (e = readdir(dir));) {
    struct stat st;
    str name = str_of(e->d_name);
    if (str_eq(name, STR(".")) || str_eq(name, STR("..")) || fstatat(dirfd(dir), e->d_name, &st, 0) != 0 ||
        !matters(w, name, S_ISDIR(st.st_mode)))
      continue;
    uint64_t hash = mix(UINT64_C(0xcbf29ce484222325), name.at, name.len);
    hash = mix(hash, &st.st_ino, sizeof st.st_ino);
    if (!S_ISDIR(st.st_mode)) {
      hash = mix(hash, &st.st_size, sizeof st.st_size);
      hash =
          mix(hash, &st.st_mtime, sizeof st.st_mtime); // whole seconds: what is finer has another name on each system
      hash = mix(hash, &st.st_ctime, sizeof st.st_ctime);
    }
    sum += hash;
  }
  return sum;
}

static uint64_t look(const struct watch *w) {
  uint64_t state = 0;
  for (uint32_t i = 0; i < w->folders.len; i++) {
    DIR *dir = opendir(w->folders.at[i].at);
    uint64_t sum = dir ? look_at(w, dir) : 0;
    state = mix(state, &sum, sizeof sum);
    if (dir)
      closedir(dir);
  }
  return state;
}

static void wait_by_looking(struct watch *w) {
  while (look(w) == w->state)
    poll(NULL, 0, LOOK_MS);
}

// By events

#ifdef __linux__
static int open_events(void) {
  return inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
}

static bool add_to_events(const struct watch *w, str folder) {
  const uint32_t changes = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR;
  return inotify_add_watch(w->fd, folder.at, changes) >= 0;
}

static bool matters_event(const struct watch *w, const struct inotify_event *e) {
  if (e->mask & IN_Q_OVERFLOW)
    return true;
  // A file that was made is not written yet; IN_CLOSE_WRITE comes.
  return e->len && !(e->mask & IN_CREATE && !(e->mask & IN_ISDIR)) && matters(w, str_of(e->name), e->mask & IN_ISDIR);
}

// Whether one of the events that are there matters.
static bool read_events(const struct watch *w) {
  _Alignas(struct inotify_event) char bytes[8192];
  bool found = false;
  for (ssize_t n; (n = read(w->fd, bytes, sizeof bytes)) > 0;)
    for (ssize_t at = 0; at < n;) {
      const struct inotify_event *e = (const void *)(bytes + at);
      found = found || matters_event(w, e);
      at += (ssize_t)(sizeof *e + e->len);
    }
  return found;
}
#else
static int open_events(void) {
  return -1;
}

static bool add_to_events(const struct watch *w, str folder) {
  (void)w, (void)folder;
  return false;
}

static bool read_events(const struct watch *w) {
  (void)w;
  return true;
}
#endif

static void wait_for_events(struct watch *w) {
  struct pollfd events = {.fd = w->fd, .events = POLLIN};
  do
    poll(&events, 1, -1);
  while (!read_events(w));
  for (int i = 0; i < BURST_READS && poll(&events, 1, QUIET_MS) > 0; i++)
    read_events(w);
}

// Either

void watch_init(struct watch *w, enum watch_kind kind) {
  *w = (struct watch){.kind = kind, .fd = -1};
  arena_init(&w->arena, NULL, 0);
}

static void close_events(struct watch *w) {
  if (w->fd >= 0)
    close(w->fd);
  w->fd = -1;
}

void watch_done(struct watch *w) {
  close_events(w);
  arena_done(&w->arena);
}

void watch_reset(struct watch *w) {
  arena_reset(&w->arena);
  w->folders = (struct str_list){0};
  w->names = (struct map){0};
}

void watch_folder(struct watch *w, str folder) {
  VEC_PUSH(&w->arena, &w->folders, str_copy(&w->arena, folder));
}

void watch_file(struct watch *w, str path) {
  watch_folder(w, path_folder(path));
  map_put(&w->arena, &w->names, str_copy(&w->arena, path_name(path)), w);
}

// Folders that were watched before stay so: events that came while the last round was shown are still there.
static bool start_events(struct watch *w) {
  if (w->fd < 0)
    w->fd = open_events();
  bool all = w->fd >= 0;
  for (uint32_t i = 0; i < w->folders.len && all; i++) {
    struct stat st;
    all = add_to_events(w, w->folders.at[i]) || stat(w->folders.at[i].at, &st) != 0;
  }
  return all;
}

void watch_start(struct watch *w) {
  if (w->kind == WATCH_BY_EVENTS && !start_events(w)) {
    close_events(w);
    w->kind = WATCH_BY_LOOKING;
  }
  if (w->kind == WATCH_BY_LOOKING)
    w->state = look(w);
}

void watch_wait(struct watch *w) {
  if (w->kind == WATCH_BY_EVENTS)
    wait_for_events(w);
  else
    wait_by_looking(w);
}

static bool is_root_of_repository(struct arena *a, str folder) {
  struct stat st;
  return stat(str_concat(a, folder, STR("/.git")).at, &st) == 0;
}

// A folder and, in a repository, those above it: their configuration counts.
static void watch_above(struct watch *w, struct arena *a, str folder) {
  str root = folder;
  uint32_t above = 0;
  watch_folder(w, folder);
  while (!is_root_of_repository(a, root) && above < LIMIT_FOLDER_DEPTH) {
    root = str_concat(a, root, STR("/.."));
    above++;
  }
  for (uint32_t i = 0; i < above && above < LIMIT_FOLDER_DEPTH; i++) {
    folder = str_concat(a, folder, STR("/.."));
    watch_folder(w, folder);
  }
}

void watch_request(struct watch *w, const struct request *r, const struct job_list *jobs) {
  watch_reset(w);
  watch_above(w, r->arena, STR("."));
  for (uint32_t i = 0; i < r->folders.len; i++)
    watch_folder(w, r->folders.at[i]);
  for (uint32_t i = 0; i < r->operands.len; i++) // also one that is not there yet
    watch_file(w, r->operands.at[i]);
  for (uint32_t i = 0; i < jobs->len; i++)
    watch_file(w, jobs->at[i].path);
  for (uint32_t i = 0; i < r->overrides.rule_paths.len; i++)
    watch_folder(w, r->overrides.rule_paths.at[i]);
  if (r->overrides.config.len)
    watch_file(w, r->overrides.config);
  watch_start(w);
}
