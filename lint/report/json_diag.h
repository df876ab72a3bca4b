#ifndef DLINT_REPORT_JSON_DIAG_H
#define DLINT_REPORT_JSON_DIAG_H

#include "base/json_out.h"
#include "diag/diag.h"
#include "source/source.h"

/// A diagnostic as an object, the same in all of dlint's own JSON. An empty `path` is left out.
void json_diag(struct json_out *j, str path, const struct source *src, const struct diag *d);

#endif
