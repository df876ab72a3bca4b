#include "base/assert.h"
#include "cli/settings_out.h"
#include "config/builder.h"
#include "config/wanted.h"
#include "fuzz.h"
#include "source/hcl.h"

// The first byte says what the rest is: a .dlint.yaml, a .hadolint.yaml, or a file of the project that says what a
// Dockerfile is built for, a bake file in HCL among them. Settings that were read are written, and read the same.

static const struct settings *apply(struct arena *a, const struct yaml_node *root, struct faults *faults,
                                    void (*fn)(struct builder *b, const struct yaml_node *map)) {
  struct builder b;
  builder_init(&b, a, rule_set_new(a, NULL, 0, faults), faults);
  b.path = STR(".dlint.yaml");
  fn(&b, root);
  struct settings *settings = NEW(a, struct settings);
  *settings = b.settings;
  return settings;
}

static str written(struct arena *a, const struct settings *settings) {
  struct fuzz_output o;
  fuzz_output_init(&o, a);
  settings_write(a, &o.out, settings, SETTINGS_CHANGED);
  return fuzz_output_text(&o);
}

static void check_written(struct arena *a, const struct settings *settings) {
  str once = written(a, settings);
  const struct yaml_node *root;
  struct fault why;
  struct faults faults = {0};
  if (!yaml_read(a, STR(".dlint.yaml"), once, &root, &why))
    return; // nothing is changed: comments only
  const struct settings *again = apply(a, root, &faults, builder_apply_dlint);
  assert(faults.len == 0);
  assert(str_eq(written(a, again), once));
}

static void try_settings(struct arena *a, const struct yaml_node *root,
                         void (*fn)(struct builder *b, const struct yaml_node *map)) {
  struct faults faults = {0};
  check_written(a, apply(a, root, &faults, fn));
  builder_excludes(root, STR("a/Dockerfile"), false);
  for (uint32_t i = 0; i < faults.len; i++)
    assert(faults.at[i].message.len > 0);
}

static void try_project(struct arena *a, const struct yaml_node *root, enum project_kind kind) {
  struct builds builds = builds_read(a, kind, root, STR("/r/a/file.yaml"), STR("/r"));
  struct wanted w = {0};
  for (uint32_t i = 0; i < builds.len; i++)
    assert(str_has_prefix(builds.at[i].dockerfile, STR("/")) && builds.at[i].platform_count <= PLATFORMS_MAX);
  wanted_add(a, &w, &builds, STR("a/file.yaml"), STR("/r/a/Dockerfile"));
  assert(w.count <= PLATFORMS_MAX);
}

enum { SETTINGS_KINDS = 2, HCL_KIND = SETTINGS_KINDS + PROJECT_KIND_COUNT, KIND_COUNT_OF_FILES };

static bool read(struct arena *a, uint8_t kind, str bytes, const struct yaml_node **root, struct fault *why) {
  if (kind == HCL_KIND) {
    *root = hcl_read(a, bytes);
    return true;
  }
  return kind < SETTINGS_KINDS ? yaml_read(a, STR("file.yaml"), bytes, root, why)
                               : yaml_read_shared(a, STR("file.yaml"), bytes, root, why);
}

static void try_tree(struct arena *a, uint8_t kind, const struct yaml_node *root) {
  if (kind == 0)
    try_settings(a, root, builder_apply_dlint);
  else if (kind == 1)
    try_settings(a, root, builder_apply_hadolint);
  else
    try_project(a, root, kind == HCL_KIND ? PROJECT_BAKE : (enum project_kind)(kind - SETTINGS_KINDS));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a;
  struct fault why;
  const struct yaml_node *root;
  if (size == 0)
    return 0;
  arena_init(&a, NULL, 0);
  uint8_t kind = data[0] % KIND_COUNT_OF_FILES;
  if (read(&a, kind, fuzz_input(data + 1, size - 1), &root, &why))
    try_tree(&a, kind, root);
  else
    assert(why.message.len > 0);
  arena_done(&a);
  return 0;
}
