#include "know/builtin.h"

const struct know_table *know_table_at(uint32_t i) {
  return know_builtin_table(i);
}

const struct know_table *know_table_named(str name) {
  const struct know_table *table;
  for (uint32_t i = 0; (table = know_builtin_table(i)); i++)
    if (str_eq(know_table_name(table), name))
      return table;
  return NULL;
}
