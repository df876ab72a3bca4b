#include "cli/args.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void args_init(struct args *args, int argc, char **argv, int first, const struct option *options, uint32_t count) {
  *args = (struct args){.argc = argc, .argv = argv, .next = first, .options = options, .option_count = count};
}

__attribute__((format(printf, 2, 3))) static int bad(struct args *args, const char *format, ...) {
  va_list list;
  va_start(list, format);
  vsnprintf(args->problem, sizeof args->problem, format, list);
  va_end(list);
  return ARGS_BAD;
}

static bool take_value(struct args *args) {
  if (args->next >= args->argc)
    return false;
  args->value = str_of(args->argv[args->next++]);
  return true;
}

static const struct option *nearest(const struct args *args, str name) {
  for (uint32_t distance = 1; distance <= 2; distance++)
    for (uint32_t i = 0; i < args->option_count; i++)
      if (str_distance(str_of(args->options[i].name), name, distance) <= distance)
        return &args->options[i];
  return NULL;
}

static int unknown_option(struct args *args, str name) {
  const struct option *near = nearest(args, name);
  // A name is quoted only as far as a person needs it.
  int shown = name.len < 40 ? (int)name.len : 40;
  if (near)
    return bad(args, "unknown option --%.*s; did you mean --%s?", shown, name.at, near->name);
  return bad(args, "unknown option --%.*s", shown, name.at);
}

static int read_long(struct args *args, str word) {
  str name = word, value = {0};
  bool has_value = str_cut(word, '=', &name, &value);
  for (uint32_t i = 0; i < args->option_count; i++) {
    const struct option *o = &args->options[i];
    if (!str_eq(str_of(o->name), name))
      continue;
    args->value = value;
    if (!o->argument && has_value)
      return bad(args, "--%s takes no value", o->name);
    if (o->argument && !has_value && !take_value(args))
      return bad(args, "--%s needs a value: %s", o->name, o->argument);
    return o->id;
  }
  return unknown_option(args, name);
}

static int read_letter(struct args *args) {
  char letter = *args->cluster++;
  const char *rest = *args->cluster ? args->cluster : NULL;
  args->cluster = rest;
  for (uint32_t i = 0; i < args->option_count; i++) {
    const struct option *o = &args->options[i];
    if (o->letter != letter)
      continue;
    if (!o->argument)
      return o->id;
    args->cluster = NULL;
    args->value = str_of(rest);
    if (!rest && !take_value(args))
      return bad(args, "-%c needs a value: %s", letter, o->argument);
    return o->id;
  }
  bool printable = letter > ' ' && letter < 0x7F;
  return bad(args, "unknown option -%c", printable ? letter : '?');
}

int args_next(struct args *args) {
  if (args->cluster)
    return read_letter(args);
  if (!take_value(args))
    return ARGS_END;
  str word = args->value;
  if (args->operands_only || word.len < 2 || word.at[0] != '-')
    return ARGS_OPERAND;
  if (str_eq(word, STR("--"))) {
    args->operands_only = true;
    return args_next(args);
  }
  if (word.at[1] == '-')
    return read_long(args, str_skip(word, 2));
  args->cluster = word.at + 1;
  return read_letter(args);
}
