#include "config/hints.h"

#include "base/near.h"
#include "diag/diag.h"
#include "know/platform.h"
#include "know/table.h"

str hint_of_level(struct arena *a, str word, const char *const *more, uint32_t more_count) {
  struct near near;
  near_init(&near, a, word);
  for (enum severity level = SEVERITY_COUNT; level-- > 0;)
    near_add(&near, severity_name(level));
  for (uint32_t i = 0; i < more_count; i++)
    near_add(&near, str_of(more[i]));
  return near_hint(&near);
}

str hint_of_platform(struct arena *a, str word) {
  const struct know_table *table = know_table_at(KNOW_PLATFORMS);
  struct near near;
  platform p;
  bool possible = platform_parse(a, word, &p);
  if (possible)
    word = platform_name(a, p); // however it is spelled, the answer is the same
  if (possible && know_find(table, word) < table->row_count)
    return (str){0};
  near_init(&near, a, word);
  for (uint32_t i = 0; i < table->row_count; i++)
    near_add(&near, know_text(table, i, 0));
  return near.best.len || !possible ? near_hint(&near) : (str){0};
}
