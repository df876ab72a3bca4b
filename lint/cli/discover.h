#ifndef DLINT_CLI_DISCOVER_H
#define DLINT_CLI_DISCOVER_H

#include "base/file.h"
#include "config/config.h"

/// Whether people give a Dockerfile that name: Dockerfile, Containerfile, Dockerfile.dev, app.dockerfile, … in any
/// case; but not what is a template or another kind of text (Dockerfile.j2, Dockerfile.md).
bool is_dockerfile_name(str name);

/// What is searched for, and what was found.
struct discovery {
  /// Whether a file or folder is left out; may be NULL.
  bool (*is_excluded)(void *ctx, str path, bool is_folder);
  void *ctx;
  /// Where the folder is; what is read above it, and what files of the project name, needs that.
  struct config_location where;
  struct optional *files; // .gitignore and what else says what is to be found; what cannot be read is noted there
  bool no_ignore;         // .gitignore files are not read
  bool names_only;        // what compose files, bake files and workflows name is not looked for
  struct str_list paths;
  struct str_list folders; // that were searched
  uint32_t excluded;       // how many files and folders were left out by is_excluded
};

/// Appends the Dockerfiles below `folder`, ordered by name, each as `folder`/…: files that are called so, and files
/// that a compose file, a bake file or a workflow names, one there or in a folder above, up to the root of the
/// repository. Links, `.git`, what a .gitignore there or above leaves out, and whatever is neither a regular file nor a
/// folder are passed over. What cannot be read is left out.
void discover(str folder, struct discovery *found);

#endif
