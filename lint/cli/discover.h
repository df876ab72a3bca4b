#ifndef DLINT_CLI_DISCOVER_H
#define DLINT_CLI_DISCOVER_H

#include "base/fault.h"
#include "base/vec.h"

/// A list of paths in an arena.
struct path_list {
  str *at;
  uint32_t len, cap;
};

/// Whether people give a Dockerfile that name: Dockerfile, Containerfile, Dockerfile.dev, app.dockerfile, … in any
/// case; but not what is a template or another kind of text (Dockerfile.j2, Dockerfile.md).
bool is_dockerfile_name(str name);

/// What is searched for, and what was found.
struct discovery {
  /// Whether a file or folder is left out; may be NULL.
  bool (*is_excluded)(void *ctx, str path, bool is_folder);
  void *ctx;
  bool no_ignore;  // .gitignore files are not read
  bool names_only; // what compose files, bake files and workflows name is not looked for
  struct path_list paths;
  struct path_list folders; // that were searched
  uint32_t excluded;        // how many files and folders were left out by is_excluded
};

/// Appends the Dockerfiles below `folder`, ordered by name, each as `folder`/…: files that are called so, and files
/// that a compose file, a bake file or a workflow names, one there or in a folder above, up to the root of the
/// repository. Links, `.git`, what a .gitignore there or above leaves out, and whatever is neither a regular file nor a
/// folder are passed over. False with `*why` when the folder cannot be read; what cannot be read deeper down is left
/// out, and
/// `*why` then tells of the first such place with true returned.
bool discover(struct arena *a, str folder, struct discovery *found, struct fault *why);

#endif
