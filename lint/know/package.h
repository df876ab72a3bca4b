#ifndef DLINT_KNOW_PACKAGE_H
#define DLINT_KNOW_PACKAGE_H

#include "know/platform.h"
#include "know/table.h"

/// What is known about packages and downloads that do not exist, or do not work, everywhere.

/// What a Python package needs where pip builds it from source. Cells are of the table source-builds.
struct source_build {
  str package;             // its normalized name (PEP 503)
  know_cell apt, apk, rpm; // system packages, as the distributions of these package managers call them
  know_cell compiler;      // c, c++, fortran, rust, make, cmake
  bool headers;            // it needs Python's headers
  str source;              // where this is written down
};
/// False where it is not known; `name` as a requirement spells it: `PyYAML[x]`.
bool source_build_find(struct arena *a, str name, struct source_build *out);

/// Whether this version of a Python package is known to have no wheel for `p`, so that pip builds it from source there.
/// `version` is a plain one: `5.3.0`.
bool wheel_is_missing(struct arena *a, str name, str version, platform p);

/// A package that exists on some architectures only. Cells are of the table arch-packages.
struct arch_package {
  str package;
  know_cell arches; // those that have it, as Docker calls them
  str instead;      // what serves on the others; empty
  str source;
};
/// `manager` as struct command_line calls it.
bool arch_package_find(str manager, str package, struct arch_package *out);
bool arch_package_suits(const struct arch_package *package, platform p);

/// A download for some architectures only though its URL names none. Cells are of the table single-arch-downloads.
struct arch_download {
  str what;
  know_cell arches; // as Docker calls them
  str instead;
  str source;
};
/// What is not known of the URL may stand in it as any byte that no URL holds.
bool arch_download_find(str url, struct arch_download *out);
bool arch_download_suits(const struct arch_download *download, platform p);

#endif
