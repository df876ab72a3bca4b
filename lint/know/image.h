#ifndef DLINT_KNOW_IMAGE_H
#define DLINT_KNOW_IMAGE_H

#include "know/platform.h"

/// For which platforms an image exists, as far as that can be known without asking its registry.

enum image_certainty {
  IMAGE_UNKNOWN,  // nothing can be said
  IMAGE_PROBABLY, // by its neighbours: the nearest version of the same image and variant, or how its makers work
  IMAGE_EXACT,    // this very tag is known
};

struct image_support {
  enum image_certainty certainty;
  uint32_t set; // of the platforms of know/image_table.h; for the functions below
  str source;   // where this is written down
  str day;      // and as of when: 2026-08-21; empty where that is not said
};

/// `registry`, `repository` and `tag` as struct image_ref has them; an empty tag is latest. A digest says nothing here:
/// an image that is pinned to one may be of a single platform whatever its tag offers.
struct image_support image_support(str registry, str repository, str tag);
/// Whether official images for one architecture lie in that folder of Docker Hub: `arm64v8`.
bool image_is_arch_folder(struct arena *a, str folder);
/// Whether it exists for `p` or for one that every such machine runs too: arm/v6 for arm/v7, 386 for amd64. BuildKit
/// would also take arm/v7 for arm64, which many arm64 machines do not run. True where nothing is known.
bool image_support_has(const struct image_support *s, platform p);
/// Whether it exists for Windows only.
bool image_support_is_windows(const struct image_support *s);
/// `linux/amd64, linux/arm64`.
str image_support_names(struct arena *a, const struct image_support *s);

#endif
