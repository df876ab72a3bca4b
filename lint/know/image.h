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
  uint32_t set; // see image_support_has(); 0 where it is unknown
  bool linux;   // some Linux platform is among them; false for Windows images
  str source;   // where this is written down, and when
};

/// `registry`, `repository` and `tag` as struct image_ref has them; an empty tag is latest.
struct image_support image_support(str registry, str repository, str tag);
/// Whether the image exists for `p`, or for one that `p` also runs (BuildKit takes arm/v6 for arm/v7). Only to be asked
/// where something is known.
bool image_support_has(const struct image_support *s, platform p);
/// `linux/amd64, linux/arm64`.
str image_support_names(struct arena *a, const struct image_support *s);
/// When the table of official images was made: 2026-08-21.
str image_table_date(void);

#endif
