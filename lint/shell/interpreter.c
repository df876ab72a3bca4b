#include "shell/interpreter.h"

static str base_name(str path) {
  uint32_t slash = str_find_last_char(path, '/'), backslash = str_find_last_char(path, '\\');
  uint32_t last = slash == path.len ? backslash : backslash == path.len || slash > backslash ? slash : backslash;
  return last == path.len ? path : str_skip(path, last + 1);
}

static str program_name(struct arena *a, str word) {
  str name = str_lower(a, base_name(word));
  if (str_has_suffix(name, STR(".exe")))
    name.len -= 4;
  return name;
}

static bool starts_others(str name) {
  return str_eq(name, STR("env")) || str_eq(name, STR("busybox"));
}

static bool is_option_or_variable(str word) {
  return word.len == 0 || word.at[0] == '-' || str_find_char(word, '=') < word.len;
}

str interpreter_name(struct arena *a, const str *words, uint32_t count) {
  if (count == 0)
    return (str){0};
  str name = program_name(a, words[0]);
  for (uint32_t i = 1; i < count && starts_others(name); i++)
    if (!is_option_or_variable(words[i]))
      return words[i];
  return name;
}

bool interpreter_is_posix(str name) {
  static const str names[] = {
      STR_INIT("sh"),  STR_INIT("bash"), STR_INIT("ash"), STR_INIT("dash"),
      STR_INIT("ksh"), STR_INIT("mksh"), STR_INIT("zsh"),
  };
  for (uint32_t i = 0; i < COUNT_OF(names); i++)
    if (str_eq(names[i], name))
      return true;
  return false;
}
