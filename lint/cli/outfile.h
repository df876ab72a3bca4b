#ifndef DLINT_CLI_OUTFILE_H
#define DLINT_CLI_OUTFILE_H

#include "base/arena.h"
#include "base/out.h"

/// A file that a command writes. It appears with all of its content or not at all: a run that fails, or is killed,
/// leaves what was there before. Written is `.NAME.dlint-new` beside it, which is renamed in the end; one that a killed
/// run has left is written over. What is there already and is no regular file (a FIFO, /dev/stdout, a link) is written
/// to as it stands.

struct outfile {
  str path;
  const char *temporary; // NULL: what `path` names is written to
  int fd;
  struct out out;
};

enum outfile_mode {
  OUTFILE_REPLACES,
  OUTFILE_IS_NEW, // it is an error that there is such a file
};

/// Opens it; `out` is to be written to. False after a message on stderr.
bool outfile_begin(struct outfile *f, struct arena *a, str path, enum outfile_mode mode);
/// Gives up: the file is as it was.
void outfile_drop(struct outfile *f);
/// Ends it. False, after a message, where not all could be written; the file is then as it was.
bool outfile_end(struct outfile *f);

#endif
