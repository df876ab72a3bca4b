#include "cli/args.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct option help_option = {ARGS_HELP, 'h', "help", NULL, "print this"};

void args_init(struct args *args, int argc, char **argv, const struct option_group *groups) {
  *args = (struct args){.argc = argc, .argv = argv, .next = 1, .groups = groups};
}

bool args_each_option(const struct option_group *groups, bool (*fn)(void *ctx, const struct option *o), void *ctx) {
  for (uint32_t g = 0; g < OPTION_GROUPS_MAX && groups[g].len; g++)
    for (uint32_t i = 0; i < groups[g].len; i++)
      if (fn(ctx, &groups[g].at[i]))
        return true;
  return fn(ctx, &help_option);
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

struct wanted {
  str name;    // of a long option, or
  char letter; // of a short one
  uint32_t distance;
  const struct option *found;
};

static bool has_name(void *ctx, const struct option *o) {
  struct wanted *w = ctx;
  w->found = str_eq(str_of(o->name), w->name) ? o : NULL;
  return w->found;
}

static bool has_letter(void *ctx, const struct option *o) {
  struct wanted *w = ctx;
  w->found = o->letter == w->letter ? o : NULL;
  return w->found;
}

static bool is_near(void *ctx, const struct option *o) {
  struct wanted *w = ctx;
  w->found = str_distance(str_of(o->name), w->name, w->distance) <= w->distance ? o : NULL;
  return w->found;
}

static int unknown_option(struct args *args, str name) {
  struct wanted near = {.name = name};
  // A name is quoted only as far as a person needs it.
  int shown = name.len < 40 ? (int)name.len : 40;
  for (near.distance = 1; near.distance <= 2; near.distance++)
    if (args_each_option(args->groups, is_near, &near))
      return bad(args, "unknown option --%.*s; did you mean --%s?", shown, name.at, near.found->name);
  return bad(args, "unknown option --%.*s", shown, name.at);
}

static int read_long(struct args *args, str word) {
  str name = word, value = {0};
  bool has_value = str_cut(word, '=', &name, &value);
  struct wanted wanted = {.name = name};
  if (!args_each_option(args->groups, has_name, &wanted))
    return unknown_option(args, name);
  const struct option *o = wanted.found;
  args->value = value;
  if (!o->argument && has_value)
    return bad(args, "--%s takes no value", o->name);
  if (o->argument && !has_value && !take_value(args))
    return bad(args, "--%s needs a value: %s", o->name, o->argument);
  return o->id;
}

static int read_letter(struct args *args) {
  struct wanted wanted = {.letter = *args->cluster++};
  const char *rest = *args->cluster ? args->cluster : NULL;
  args->cluster = rest;
  if (!args_each_option(args->groups, has_letter, &wanted)) {
    bool printable = wanted.letter > ' ' && wanted.letter < 0x7F;
    return bad(args, "unknown option -%c", printable ? wanted.letter : '?');
  }
  const struct option *o = wanted.found;
  if (!o->argument)
    return o->id;
  args->cluster = NULL;
  args->value = str_of(rest);
  if (!rest && !take_value(args))
    return bad(args, "-%c needs a value: %s", o->letter, o->argument);
  return o->id;
}

int args_next(struct args *args) {
  if (args->cluster)
    return read_letter(args);
  if (!take_value(args))
    return ARGS_END;
  str word = args->value;
  if (args->operands_only || word.len < 2 || word.at[0] != '-' || (args->is_operand && args->is_operand(word)))
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
