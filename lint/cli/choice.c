#include "cli/choice.h"

#include "base/near.h"
#include "cli/commands.h"
#include "cli/complain.h"

static str word_of(struct choices choices, uint32_t row) {
  return str_of(*(const char *const *)((const char *)choices.rows + row * choices.row_size));
}

uint32_t choose(const char *what, str value, struct choices choices) {
  uint32_t row = 0;
  while (row < choices.count && !str_eq(word_of(choices, row), value))
    row++;
  if (row < choices.count)
    return row;
  struct arena a;
  struct near near;
  arena_init(&a, NULL, 0);
  near_init(&near, &a, value);
  for (uint32_t i = 0; i < choices.count; i++)
    near_add(&near, word_of(choices, i));
  complain("%s: not known: " STR_FMT STR_FMT, what, STR_BRIEF(value), STR_ARG(near_hint(&near)));
  arena_done(&a);
  return row;
}

bool complain_of_command(str word) {
  struct arena a;
  struct near near;
  uint32_t count;
  const struct command *const *all = commands(&count);
  arena_init(&a, NULL, 0);
  near_init(&near, &a, word);
  for (uint32_t i = 0; i < count; i++)
    near_add(&near, str_of(all[i]->name));
  bool found = near.best.len;
  if (found)
    complain("neither a file nor a command: " STR_FMT STR_FMT, STR_BRIEF(word), STR_ARG(near_hint(&near)));
  arena_done(&a);
  return found;
}
