#ifndef DLINT_CLI_SETTINGS_OUT_H
#define DLINT_CLI_SETTINGS_OUT_H

#include "base/out.h"
#include "config/config.h"

enum settings_part {
  SETTINGS_ALL,     // each with where it comes from
  SETTINGS_CHANGED, // only those that are not dlint's own
};

/// Writes settings as a .dlint.yaml that means the same.
void settings_write(struct arena *a, struct out *o, const struct settings *s, enum settings_part part);

#endif
