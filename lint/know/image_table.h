#ifndef DLINT_KNOW_IMAGE_TABLE_H
#define DLINT_KNOW_IMAGE_TABLE_H

#include "base/str.h"

/// Docker's official images with every tag they ever had, as tools/official_images.py writes them down: an automaton,
/// a word an edge. A set of platforms has a bit for each of `image_platforms`.

enum { IMAGE_PLATFORM_COUNT = 12 };
extern const str image_platforms[IMAGE_PLATFORM_COUNT];

/// False where the image has no such tag.
bool image_table_find(str image, str tag, uint32_t *set);
/// The same for the tag of the image that differs from this one in version numbers only and comes nearest: the
/// greatest that is not newer, else the oldest. False where there is none.
bool image_table_guess(str image, str tag, uint32_t *set);
/// The day of the newest change that is in the table: 2026-08-21.
str image_table_day(void);

#endif
