#ifndef DLINT_CLI_PROGRESS_H
#define DLINT_CLI_PROGRESS_H

#include "base/str.h"

/// How far a long run is: a line at the end of the terminal behind standard error. Of a short run, and where standard
/// error is no terminal, nothing is shown.
struct progress {
  bool active;
  bool visible; // the line stands there now
  uint32_t done, total;
};

void progress_begin(struct progress *p, uint32_t total);
/// Takes the line away, so that other things can be written.
void progress_hide(struct progress *p);
/// One more is done.
void progress_step(struct progress *p);

#endif
