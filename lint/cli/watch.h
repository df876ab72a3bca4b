#ifndef DLINT_CLI_WATCH_H
#define DLINT_CLI_WATCH_H

#include "base/map.h"
#include "cli/request.h"

/// Waits until something changes that a run depends on: files of certain names in certain folders. Folders are watched,
/// not files, since editors save by putting another file in a file's place.

enum watch_kind {
  WATCH_BY_EVENTS,  // the system tells (inotify, Linux); where it cannot, as below
  WATCH_BY_LOOKING, // twice a second
};

struct watch {
  struct arena arena; // for what is watched in one round
  enum watch_kind kind;
  int fd; // that tells events; -1 without
  struct str_list folders;
  struct map names; // of files that matter, beside those that dlint knows by their names
  uint64_t state;   // what the folders looked like; BY_LOOKING
};

void watch_init(struct watch *w, enum watch_kind kind);
void watch_done(struct watch *w);

/// Forgets what is watched. Follow with the folders and files of the next round, and with watch_start().
void watch_reset(struct watch *w);
void watch_folder(struct watch *w, str folder);
/// Watches the folder of a file, and in it the file whatever its name.
void watch_file(struct watch *w, str path);
/// From now on a change ends watch_wait().
void watch_start(struct watch *w);

/// All of that for a request and its files: their folders, those that were searched, the configuration. What changes
/// after it starts the next round, so call it before the files are read.
void watch_request(struct watch *w, const struct request *r, const struct job_list *jobs);

/// Returns once something has changed since watch_start(), and no more does for a moment.
void watch_wait(struct watch *w);

#endif
