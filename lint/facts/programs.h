#ifndef DLINT_FACTS_PROGRAMS_H
#define DLINT_FACTS_PROGRAMS_H

#include "base/str.h"

/// What programs do, as far as facts depend on it: looked up once for a command.

enum program_trait {
  IS_SHELL = 1 << 0,
  RUNS_TEXT = 1 << 1,       // its words, or a file that it is given, are a script
  ASKS = 1 << 2,            // it only looks whether something is so
  PRINTS = 1 << 3,          // it writes its words
  FETCHES = 1 << 4,         // files from the net, to standard output too
  CHOOSES = 1 << 5,         // some of what it reads, by a pattern
  HASHES = 1 << 6,          // it makes checksums, and checks them
  SIGNS = 1 << 7,           // it checks signatures, among other things
  UNPACKS = 1 << 8,         // archives
  DELETES = 1 << 9,         // files
  CHANGES_MODE = 1 << 10,   // of files
  MOVES = 1 << 11,          // files to its last operand
  MAKES_FOLDERS = 1 << 12,  // that its operands name
  COMPILES = 1 << 13,       // its words are options of a compiler, or are handed on to one
  TAKES_PACKAGES = 1 << 14, // it installs files of packages
  SETS_OPTIONS = 1 << 15,   // of the shell
};

/// The traits of the program called `name`, put together; 0 for one that is not known.
uint32_t program_traits(str name);

/// The row of a table whose rows begin with their name and are in the order of the names; `count` without one.
uint32_t row_named(const void *rows, uint32_t count, size_t row_size, str name);

#endif
