#ifndef DLINT_KNOW_BASE_IMAGE_H
#define DLINT_KNOW_BASE_IMAGE_H

#include "know/table.h"

/// What well-known images bring along.
struct base_image {
  str distribution; // debian, ubuntu, alpine, rhel, fedora, suse, arch, amazon, wolfi, busybox, distroless, windows;
                    // empty: unknown
  str release;      // bookworm, 22.04, 3.19; empty: unknown
  str manager;      // its package manager, as struct command_line calls it; empty: none or unknown
  str shell;        // what /bin/sh is: dash, bash, ash; none: there is no shell; empty: unknown
  str user;         // whom a RUN belongs to
  struct know_cell brings; // c, c++, make, python-headers, rust, go, node, pip, git, curl, …
};

/// What is known of an image; false where nothing is. Arguments as struct image_ref has them; an empty tag is latest.
bool base_image_find(str registry, str repository, str tag, struct base_image *out);
bool base_image_brings(const struct base_image *image, str what);

#endif
