#ifndef DLINT_KNOW_IMAGE_ROW_H
#define DLINT_KNOW_IMAGE_ROW_H

#include "know/table.h"

/// Tables of images (images.yaml, base-images.yaml): a row fits by its columns `image`, `tag`, `from`, `before`.

/// An image as struct image_ref has it; an empty tag is latest.
struct image_name {
  str registry, repository, tag;
};

/// Whether it is one of Docker's official images.
bool image_is_official(const struct image_name *image);
/// The first row, from row `from` on, that fits; `table->row_count` where none does.
uint32_t image_row_find(const struct know_table *table, uint32_t from, const struct image_name *image);
/// What the `*` of the row's pattern stands for; empty where the name is in full.
str image_row_rest(const struct know_table *table, uint32_t row, const struct image_name *image);

#endif
