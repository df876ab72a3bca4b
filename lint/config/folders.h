#ifndef DLINT_CONFIG_FOLDERS_H
#define DLINT_CONFIG_FOLDERS_H

#include "source/optional.h"

/// The folders that the files of one run lie in. Each is looked at once, however many files it has and however many
/// folders are below it.

struct folders {
  struct optional *files;
  struct map real;   // by path as written: a str, empty where it cannot be told
  struct map levels; // by absolute path
};

/// Names of configurations, the first of a folder that is there counts.
enum config_kind {
  CONFIG_DLINT,
  CONFIG_HADOLINT,
  CONFIG_KIND_COUNT,
};

/// What an absolute folder has, or the nearest one above it.
struct folder_level {
  str repository; // the folder with `.git`; empty outside of one
  bool ignores;   // it, or one above it in the repository, has a .dockerignore
  /// The nearest configuration, up to the repository's folder; `path` is empty where there is none.
  struct config_found {
    str path, folder;
  } config[CONFIG_KIND_COUNT];
};

/// A folder, absolute and without links; empty, which is noted among the files, where it cannot be looked up. `/`
/// for the root of the file system.
str folders_real(struct folders *f, str folder);
const struct folder_level *folders_level(struct folders *f, str real);
/// Which of at most 32 names a folder has: bit i for `names[i]`, behind which a NUL stands. This is not remembered.
uint32_t folders_which(struct folders *f, str real, const str *names, uint32_t count);

#endif
