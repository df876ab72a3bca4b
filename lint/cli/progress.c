#include "cli/progress.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/out.h"

enum { LONG_RUN = 200 }; // files; fewer are done before anybody wonders

static void print(str text) {
  fd_write(STDERR_FILENO, text); // nothing depends on it
}

void progress_begin(struct progress *p, uint32_t total) {
  const char *terminal = getenv("TERM");
  bool capable = isatty(STDERR_FILENO) && terminal && !str_eq(str_of(terminal), STR("dumb"));
  *p = (struct progress){.active = capable && total >= LONG_RUN, .total = total};
}

void progress_hide(struct progress *p) {
  if (p->visible)
    print(STR("\r\x1b[K"));
  p->visible = false;
}

static uint32_t percent(const struct progress *p) {
  return (uint32_t)((uint64_t)p->done * 100 / p->total);
}

void progress_step(struct progress *p) {
  if (!p->active)
    return;
  uint32_t before = percent(p);
  p->done++;
  if (p->visible && percent(p) == before)
    return;
  if (p->done == p->total) {
    progress_hide(p);
    return;
  }
  struct out o;
  out_init_fd(&o, STDERR_FILENO);
  out_format(&o, "\r%3" PRIu32 "%%  %" PRIu32 " of %" PRIu32 " files\x1b[K", percent(p), p->done, p->total);
  out_flush(&o);
  p->visible = true;
}
