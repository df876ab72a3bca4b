#include "linting.h"

#include "base/assert.h"

static void init(struct linting *l) {
  struct overrides isolated = {.isolated = true};
  struct faults faults = {0};
  arena_init(&l->kept, NULL, 0);
  lint_worker_init(&l->worker);
  struct overrides *overrides = arena_copy(&l->kept, &isolated, 1, sizeof isolated);
  l->settings = config_settings(config_new(&l->kept, overrides, &faults), STR("Dockerfile"));
  assert(faults.len == 0);
}

struct linting *linting_shared(void) {
  static struct linting shared;
  if (!shared.settings)
    init(&shared);
  return &shared;
}

struct lint linting_run(struct linting *l, struct arena *a, str bytes) {
  struct lint_job job = {.path = STR("Dockerfile"), .bytes = bytes, .in_memory = true, .settings = l->settings};
  return lint_file(&l->worker, a, &job);
}
