#include <string.h>

#include "shell/parser.h"

static const str words[] = {
    {NULL, 0},
#define RESERVED(NAME, text) STR_INIT(text),
#include "shell/reserved.def"
};

enum reserved reserved_word(const struct parser *p) {
  if (p->tok != TOKEN_LITWORD)
    return RESERVED_NONE;
  // The first word of each length; reserved.def is ordered so.
  static const uint8_t first[] = {RESERVED_BANG,  RESERVED_BANG,   RESERVED_IF,      RESERVED_FOR,      RESERVED_THEN,
                                  RESERVED_WHILE, RESERVED_SELECT, RESERVED_DECLARE, RESERVED_FUNCTION, RESERVED_COUNT};
  if (p->val.len == 0 || p->val.len >= COUNT_OF(first) - 1)
    return RESERVED_NONE;
  for (uint32_t i = first[p->val.len]; i < first[p->val.len + 1]; i++)
    if (memcmp(words[i].at, p->val.at, p->val.len) == 0)
      return (enum reserved)i;
  return RESERVED_NONE;
}

bool take_reserved(struct parser *p, enum reserved r) {
  if (reserved_word(p) != r)
    return false;
  next_token(p);
  return true;
}
