#ifndef DLINT_KNOW_PACKAGE_H
#define DLINT_KNOW_PACKAGE_H

#include "know/platform.h"
#include "know/table.h"

/// What is known about packages and downloads that do not exist, or do not work, everywhere.

/// What a Python package needs where pip builds it from source (rules/data/source-builds.yaml).
struct source_build {
  str package;               // its normalized name (PEP 503)
  struct know_cell apt, apk; // system packages, by the name of the distribution's package manager
  struct know_cell rpm;
  struct know_cell compiler; // c, c++, fortran, rust
  bool headers;              // it needs Python's headers
  str source;
};
/// False where it is not known; `name` as a requirement spells it.
bool source_build_find(struct arena *a, str name, struct source_build *out);

/// A package that its distribution has on some architectures only (rules/data/arch-packages.yaml).
struct arch_package {
  str package;
  struct know_cell arches; // those that have it, as Docker calls them
  str instead;             // what serves on the others; empty
  str source;
};
/// `manager` as struct command_line calls it.
bool arch_package_find(str manager, str package, struct arch_package *out);
bool arch_package_suits(const struct arch_package *package, platform p);

/// A download that is for some architectures only though its URL names none (rules/data/single-arch-downloads.yaml).
struct arch_download {
  str what;
  struct know_cell arches; // as Docker calls them
  str instead;
  str source;
};
bool arch_download_find(str url, struct arch_download *out);
bool arch_download_suits(const struct arch_download *download, platform p);

#endif
