#ifndef DLINT_KNOW_BASE_IMAGE_H
#define DLINT_KNOW_BASE_IMAGE_H

#include "base/str.h"

/// What well-known images bring along (rules/data/base-images.yaml, rules/data/releases.yaml). Empty: not known.
struct base_image {
  str distribution; // debian, ubuntu, alpine, rhel, fedora, suse, arch, amazon, azurelinux, wolfi, busybox, distroless,
                    // windows
  str release;      // by the word that tags use: bookworm, jammy, alpine3.19
  str version;      // 12, 22.04, 3.19
  str end;          // the last day of its free support: 2028-06-30
  str manager;      // its package manager, as struct command_line calls it
  str shell;        // what /bin/sh is: dash, bash, ash; none: there is no shell
  str user;         // whom a RUN belongs to
  uint32_t row;     // of the table, for base_image_brings()
};

/// False where nothing is known of the image. Arguments as struct image_ref has them; an empty tag is latest.
bool base_image_find(str registry, str repository, str tag, struct base_image *out);
/// Whether it has `what`: a program, or one of c, c++, fortran, make, python-headers.
bool base_image_brings(const struct base_image *image, str what);
/// Whether the image is known to set the variable `name` by ENV (rules/data/image-variables.yaml). That it does not is
/// never known.
bool base_image_sets(str registry, str repository, str tag, str name);

#endif
