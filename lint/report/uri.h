#ifndef DLINT_REPORT_URI_H
#define DLINT_REPORT_URI_H

#include "base/buf.h"

/// Addresses in reports. A rule's may come from a stranger's file.

/// Appends a URL with every byte percent-encoded that none may hold (RFC 3986).
void uri_add(struct buf *b, str url);
/// The same as a text.
str uri_safe(struct arena *a, str url);
/// A path as a URI reference.
str uri_of_path(struct arena *a, str path);

#endif
