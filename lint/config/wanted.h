#ifndef DLINT_CONFIG_WANTED_H
#define DLINT_CONFIG_WANTED_H

#include "base/map.h"
#include "config/builds.h"
#include "config/folders.h"

/// For which platforms a project builds a Dockerfile, as the project itself writes it down: in a bake file, in a
/// compose file, in a GitHub workflow. Only files that name the Dockerfile count.

/// What the entries that build a Dockerfile say together.
struct wanted {
  const platform *platforms; // each once; none where no entry names a platform
  uint32_t count;
  str context;   // the folder that they build, absolute; empty where none names the Dockerfile
  bool contexts; // they build more than one folder
  str origin;    // the file that says so, and the line: "compose.yaml:7", as seen from the repository's folder; empty
                 // where none names the Dockerfile
};

/// The files that were read for one call of the program, so that each is read once.
struct wanted_files {
  struct folders *folders;
  struct map read;  // by path: a struct wanted_file
  struct map names; // by folder: which files of a project it has
};

/// Looks in the folders from the Dockerfile `path` up to the root of its repository (where `.git` is), at the root in
/// .github/workflows too; reads at most LIMIT_WANTED_FILES files of LIMIT_WANTED_FILE_BYTES. Bake files speak before
/// compose files, those before workflows; within one kind all entries count together. Nothing is found for a file
/// outside a repository, for standard input and for one that cannot be looked up. A file that
/// yaml_read_shared() does not take is passed over. The result lives in the arena of the files.
struct wanted wanted_find(struct wanted_files *files, str path);

/// Joins to `w` what the builds of `file` (as people are to see its name) say of `dockerfile`, an absolute path.
void wanted_add(struct arena *a, struct wanted *w, const struct builds *builds, str file, str dockerfile);

#endif
