#include "know/image.h"

#include "base/buf.h"
#include "know/arch_word.h"
#include "know/image_row.h"
#include "know/image_table.h"

#define OFFICIAL_SOURCE "https://github.com/docker-library/official-images"

static uint32_t platform_bit(str name) {
  for (uint32_t i = 0; i < IMAGE_PLATFORM_COUNT; i++)
    if (str_eq(image_platforms[i], name))
      return 1u << i;
  return 0;
}

static struct image_support official_support(str image, str tag) {
  struct image_support s = {IMAGE_EXACT, 0, STR(OFFICIAL_SOURCE), image_table_day()};
  if (image_table_find(image, tag, &s.set))
    return s;
  if (image_table_guess(image, tag, &s.set)) {
    s.certainty = IMAGE_PROBABLY;
    return s;
  }
  return (struct image_support){0};
}

static struct image_support row_support(const struct know_table *table, uint32_t row) {
  struct image_support s = {.source = know_text(table, row, know_column(table, STR("source")))};
  know_cell names = know_cell_at(table, row, know_column(table, STR("platforms")));
  for (uint32_t i = 0; i < names.len; i++)
    s.set |= platform_bit(know_cell_text(table, names, i));
  bool exact = str_eq(know_text(table, row, know_column(table, STR("certainty"))), STR("exact"));
  s.certainty = exact ? IMAGE_EXACT : IMAGE_PROBABLY;
  return s;
}

struct image_support image_support(str registry, str repository, str tag) {
  struct image_name image = {registry, repository, tag.len ? tag : STR("latest")};
  if (image_is_official(&image))
    return official_support(repository, image.tag);
  const struct know_table *table = know_table_at(KNOW_IMAGES);
  uint32_t row = image_row_find(table, 0, &image);
  if (row == table->row_count)
    return (struct image_support){0};
  if (str_eq(know_text(table, row, know_column(table, STR("platforms"))), STR("official")))
    return official_support(image_row_rest(table, row, &image), image.tag);
  return row_support(table, row);
}

bool image_is_arch_folder(struct arena *a, str folder) {
  const struct know_table *table = know_table_at(KNOW_IMAGES);
  struct arch_word word;
  if (!arch_word_is(folder, &word))
    return false;
  return know_find(table, str_format(a, "docker.io/" STR_FMT "/*", STR_ARG(folder))) < table->row_count;
}

// What every machine of a platform also runs.
static const struct also_run {
  str platform, also[2];
} also_run[] = {
    {STR_INIT("linux/amd64"), {STR_INIT("linux/386")}},
    {STR_INIT("linux/arm/v7"), {STR_INIT("linux/arm/v6"), STR_INIT("linux/arm/v5")}},
    {STR_INIT("linux/arm/v6"), {STR_INIT("linux/arm/v5")}},
};

static uint32_t runnable_set(str name) {
  uint32_t set = platform_bit(name);
  for (uint32_t i = 0; i < COUNT_OF(also_run); i++)
    for (uint32_t j = 0; j < COUNT_OF(also_run[i].also) && str_eq(also_run[i].platform, name); j++)
      set |= platform_bit(also_run[i].also[j]);
  return set;
}

bool image_support_has(const struct image_support *s, platform p) {
  char key[PLATFORM_KEY_MAX];
  if (!str_eq(p.arch, STR("arm"))) // a newer amd64 or arm64 takes the plain one
    p.variant = STR("");
  return s->certainty == IMAGE_UNKNOWN || (s->set & runnable_set(platform_key(p, key)));
}

bool image_support_is_windows(const struct image_support *s) {
  return s->certainty != IMAGE_UNKNOWN && s->set == platform_bit(STR("windows/amd64"));
}

str image_support_names(struct arena *a, const struct image_support *s) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < IMAGE_PLATFORM_COUNT; i++) {
    if (!(s->set >> i & 1))
      continue;
    buf_add(&b, b.len ? STR(", ") : STR(""));
    buf_add(&b, image_platforms[i]);
  }
  return buf_str(&b);
}
