#ifndef DLINT_DOCKERFILE_MOUNT_H
#define DLINT_DOCKERFILE_MOUNT_H

#include "dockerfile/dockerfile.h"

/// The values of RUN's --mount and --device: fields between commas, some quoted, each `key=value` or `key`.

/// Whether BuildKit takes a value before it has replaced variables. False with `*why`.
bool mount_check(struct arena *a, const struct node_flag *flag, str *why);
/// Reads a value, without replacing variables. False with `*why`.
bool mount_read(struct arena *a, const struct node_flag *flag, struct mount *m, str *why);
bool device_read(struct arena *a, const struct node_flag *flag, struct device *d, str *why);

#endif
