#include "know/base_image.h"

#include "know/image_row.h"

static const struct know_table *images(void) {
  return know_table_at(KNOW_BASE_IMAGES);
}

static str text(const struct know_table *table, uint32_t row, str column) {
  return know_text(table, row, know_column(table, column));
}

// The release that a word of the tag names: `3.12-slim-bookworm`.
static uint32_t release_named(const struct know_table *releases, str tag) {
  str word;
  while (str_next(&tag, '-', &word)) {
    uint32_t row = know_find(releases, word);
    if (row < releases->row_count)
      return row;
  }
  return releases->row_count;
}

// Whether `tag` is `version`, or one of its points: 3.19.1 of 3.19, 12-slim of 12.
static bool is_version(str tag, str version) {
  return version.len && str_has_prefix(tag, version) &&
         (tag.len == version.len || tag.at[version.len] == '.' || tag.at[version.len] == '-');
}

// The release that the tag of a distribution's own image gives by number: `ubuntu:22.04`.
static uint32_t release_numbered(const struct know_table *releases, str distribution, str tag) {
  uint32_t row = 0, name = know_column(releases, STR("distribution")), version = know_column(releases, STR("version"));
  while (row < releases->row_count &&
         !(str_eq(know_text(releases, row, name), distribution) && is_version(tag, know_text(releases, row, version))))
    row++;
  return row;
}

static void find_release(struct base_image *out, str repository, str tag) {
  const struct know_table *releases = know_table_at(KNOW_RELEASES);
  uint32_t row = release_named(releases, tag);
  if (row == releases->row_count)
    row = release_numbered(releases, repository, tag);
  if (row == releases->row_count)
    return;
  out->release = text(releases, row, STR("word"));
  out->version = text(releases, row, STR("version"));
  out->end = text(releases, row, STR("end"));
  // Of two distributions that an image comes with, the tag chooses: `8-jdk-focal`.
  str distribution = text(releases, row, STR("distribution"));
  if (str_eq(distribution, STR("debian")) || str_eq(distribution, STR("ubuntu")))
    out->distribution = distribution;
}

bool base_image_find(str registry, str repository, str tag, struct base_image *out) {
  struct image_name image = {registry, repository, tag};
  uint32_t row = image_row_find(images(), 0, &image);
  if (row == images()->row_count)
    return false;
  *out = (struct base_image){
      .distribution = text(images(), row, STR("distribution")),
      .manager = text(images(), row, STR("manager")),
      .shell = text(images(), row, STR("shell")),
      .user = text(images(), row, STR("user")),
      .row = row,
  };
  if (out->user.len == 0)
    out->user = STR("root");
  find_release(out, image_is_official(&image) ? repository : STR(""), tag);
  return true;
}

static bool row_brings(uint32_t row, str what) {
  return know_cell_has(images(), know_cell_at(images(), row, know_column(images(), STR("brings"))), what);
}

bool base_image_brings(const struct base_image *image, str what) {
  uint32_t below = know_find(images(), text(images(), image->row, STR("built-on")));
  return row_brings(image->row, what) || (below < images()->row_count && row_brings(below, what));
}

// Whether one of the names is `name`, or begins it where it ends in `*`.
static bool names_variable(const struct know_table *table, know_cell names, str name) {
  for (uint32_t i = 0; i < names.len; i++) {
    str pattern = know_cell_text(table, names, i);
    bool open = str_has_suffix(pattern, STR("*"));
    pattern.len -= open;
    if (open ? str_has_prefix(name, pattern) : str_eq(name, pattern))
      return true;
  }
  return false;
}

bool base_image_sets(str registry, str repository, str tag, str name) {
  const struct know_table *table = know_table_at(KNOW_IMAGE_VARIABLES);
  struct image_name image = {registry, repository, tag};
  uint32_t column = know_column(table, STR("variables"));
  for (uint32_t row = image_row_find(table, 0, &image); row < table->row_count;
       row = image_row_find(table, row + 1, &image))
    if (names_variable(table, know_cell_at(table, row, column), name))
      return true;
  return false;
}
