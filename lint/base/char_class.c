#include "base/char_class.h"

// `cntrl` holds NUL, which no text of ours has a use for.
static const struct {
  str name;
  const char *ranges;
} classes[] = {
    {STR_INIT("alpha"), "AZaz"},   {STR_INIT("digit"), "09"},     {STR_INIT("alnum"), "09AZaz"},
    {STR_INIT("upper"), "AZ"},     {STR_INIT("lower"), "az"},     {STR_INIT("xdigit"), "09AFaf"},
    {STR_INIT("space"), "\t\r  "}, {STR_INIT("blank"), "\t\t  "}, {STR_INIT("punct"), "!/:@[`{~"},
    {STR_INIT("print"), " ~"},     {STR_INIT("graph"), "!~"},
};

const char *char_class_ranges(str name) {
  for (uint32_t i = 0; i < COUNT_OF(classes); i++)
    if (str_eq(classes[i].name, name))
      return classes[i].ranges;
  return NULL;
}
