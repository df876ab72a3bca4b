#ifndef DLINT_DOCKERFILE_CSV_H
#define DLINT_DOCKERFILE_CSV_H

#include "source/source.h"

/// The fields of one line of comma separated values (go-csvvalue).
struct csv {
  const struct text *line;
  uint32_t pos, end;
  bool more;   // another field follows
  bool broken; // a quote stands where none may
};

void csv_init(struct csv *c, const struct text *line);
/// The next field, quotes removed; false at the end, or where the line is `broken`.
bool csv_next(struct csv *c, struct arena *a, struct text *field);

#endif
