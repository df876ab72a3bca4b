#ifndef DLINT_CONFIG_BUILDS_H
#define DLINT_CONFIG_BUILDS_H

#include "know/platform.h"
#include "source/optional.h"
#include "source/yaml.h"

/// What a project's own files say is built: docker-bake.hcl and .json, compose files, GitHub workflows.

enum project_kind { PROJECT_BAKE, PROJECT_COMPOSE, PROJECT_WORKFLOW, PROJECT_KIND_COUNT };

/// Platforms, each once and at most PLATFORMS_MAX.
struct platform_list {
  platform *at;
  uint32_t len, cap;
};

/// Adds one that is not there yet.
void platform_list_put(struct arena *a, struct platform_list *list, platform p);

/// One image that is built.
struct build {
  str context;               // the folder that is built, absolute, without `.` and `..`
  str dockerfile;            // absolute, without `.` and `..`; whether there is such a file nobody has looked
  const platform *platforms; // each once; none where the entry names no platform
  uint32_t platform_count;
  uint32_t line; // of what names the platforms; of the entry where nothing does
};

struct builds {
  const struct build *at;
  uint32_t len;
};

/// All builds of the file `path`, which is absolute, as is `root`, the folder of the repository. Values that nothing in
/// the file tells make no build. `tree` is what yaml_read_shared() gives, or hcl_read() for a name that ends in .hcl.
struct builds builds_read(struct arena *a, enum project_kind kind, const struct yaml_node *tree, str path, str root);

/// The same from disk. None where the file cannot be read, has more than LIMIT_WANTED_FILE_BYTES, lacks `word` (any
/// bytes, so that most files need not be parsed), or is no YAML that yaml_read_shared() takes; *read says whether it
/// was parsed.
struct builds builds_read_file(struct optional *files, enum project_kind kind, str path, str root, str word,
                               bool *read);

#endif
