#include "know/image_row.h"

#include <string.h>

static bool has_slash(str s) {
  return str_find_char(s, '/') < s.len;
}

bool image_is_official(const struct image_name *image) {
  return str_eq(image->registry, STR("docker.io")) && !has_slash(image->repository);
}

// `registry/repository` against a pattern whose last byte may be `*`. `*rest` is what that stands for.
static bool fits_pattern(const struct image_name *image, str pattern, str *rest) {
  *rest = (str){0};
  if (str_eq(pattern, STR("official")))
    return image_is_official(image);
  uint32_t slash = image->registry.len;
  if (pattern.len <= slash || pattern.at[slash] != '/')
    return false;
  str path = str_skip(pattern, slash + 1);
  bool other = path.len && path.at[0] != '*' && image->repository.len && path.at[0] != image->repository.at[0];
  if (other || !str_has_prefix(pattern, image->registry)) // most are told by one byte
    return false;
  if (!str_has_suffix(path, STR("*")))
    return str_eq(path, image->repository);
  path.len--;
  if (!str_has_prefix(image->repository, path))
    return false;
  *rest = str_skip(image->repository, path.len);
  return true;
}

// Not every table has every column.
static know_cell cell(const struct know_table *table, uint32_t row, str column) {
  uint32_t i = know_column(table, column);
  return i < table->column_count ? know_cell_at(table, row, i) : (know_cell){0};
}

static str text(const struct know_table *table, uint32_t row, str column) {
  know_cell texts = cell(table, row, column);
  return texts.len ? know_cell_text(table, texts, 0) : (str){0};
}

static bool fits_name(const struct know_table *table, uint32_t row, uint32_t column, const struct image_name *image,
                      str *rest) {
  know_cell patterns = know_cell_at(table, row, column);
  for (uint32_t i = 0; i < patterns.len; i++)
    if (fits_pattern(image, know_cell_text(table, patterns, i), rest))
      return true;
  return false;
}

static bool fits_tag(const struct know_table *table, uint32_t row, str tag) {
  know_cell parts = cell(table, row, STR("tag"));
  for (uint32_t i = 0; i < parts.len; i++)
    if (str_contains(tag, know_cell_text(table, parts, i)))
      return true;
  return parts.len == 0;
}

// The tag from its first digit on; empty where it has none.
static str version_of(str tag) {
  uint32_t i = 0;
  while (i < tag.len && !is_ascii_digit(tag.at[i]))
    i++;
  return str_skip(tag, i);
}

static bool fits_version(const struct know_table *table, uint32_t row, str tag) {
  str from = text(table, row, STR("from"));
  str before = text(table, row, STR("before"));
  str version = version_of(tag);
  if (from.len && (version.len == 0 || str_compare_versions(version, from) < 0))
    return false;
  return before.len == 0 || (version.len && str_compare_versions(version, before) < 0);
}

// `registry/repository`, as a text of the first column has it; empty where it is longer than any of those.
static str full_name(const struct image_name *image, char *buf, uint32_t size) {
  uint32_t len = image->registry.len + 1 + image->repository.len;
  if (len > size)
    return (str){0};
  str parts[] = {image->registry, STR("/"), image->repository};
  char *end = buf;
  for (uint32_t i = 0; i < COUNT_OF(parts); end += parts[i++].len)
    if (parts[i].len)
      memcpy(end, parts[i].at, parts[i].len);
  return (str){buf, len};
}

static uint32_t min_row(uint32_t x, uint32_t y) {
  return x < y ? x : y;
}

// The first row from `from` on with a pattern that fits the name.
static uint32_t open_row(const struct know_table *table, uint32_t from, const struct image_name *image) {
  uint32_t row;
  str rest;
  for (uint32_t i = 0; i < table->open_len; i++) {
    str pattern = know_open(table, i, &row);
    if (row >= from && fits_pattern(image, pattern, &rest))
      return row;
  }
  return table->row_count;
}

uint32_t image_row_find(const struct know_table *table, uint32_t from, const struct image_name *image) {
  char buf[256];
  str tag = image->tag.len ? image->tag : STR("latest"), name = full_name(image, buf, sizeof buf);
  str all = image_is_official(image) ? STR("official") : (str){0};
  for (;; from++) {
    uint32_t named = min_row(know_find_from(table, name, from), know_find_from(table, all, from));
    from = min_row(named, open_row(table, from, image));
    if (from == table->row_count || (fits_tag(table, from, tag) && fits_version(table, from, tag)))
      return from;
  }
}

str image_row_rest(const struct know_table *table, uint32_t row, const struct image_name *image) {
  str rest = {0};
  fits_name(table, row, know_column(table, STR("image")), image, &rest);
  return rest;
}
