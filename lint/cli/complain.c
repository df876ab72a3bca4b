#include "cli/complain.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/out.h"
#include "report/report.h"

static void print(struct arena *a, str message) {
  struct out o;
  out_init_fd(&o, 2);
  out_str(&o, STR("dlint: "));
  out_str(&o, report_plain(a, message));
  out_char(&o, '\n');
  out_flush(&o);
}

bool complain(const char *format, ...) {
  char text[1024]; // a longer message is cut: it is one line for a person
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  struct arena a;
  arena_init(&a, NULL, 0);
  print(&a, str_of(text));
  arena_done(&a);
  return true;
}

bool flush_stdout(struct out *o) {
  return out_flush(o) || !complain("cannot write to standard output");
}

bool complain_fault(const struct fault *why) {
  if (why->path.len == 0)
    return complain(STR_FMT, STR_ARG(why->message));
  if (why->line == 0)
    return complain(STR_FMT ": " STR_FMT, STR_ARG(why->path), STR_ARG(why->message));
  return complain(STR_FMT ":%" PRIu32 ":%" PRIu32 ": " STR_FMT, STR_ARG(why->path), why->line, why->column,
                  STR_ARG(why->message));
}
