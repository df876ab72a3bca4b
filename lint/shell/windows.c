#include "shell/windows.h"

static bool get_global(void *ctx, str name, str *value) {
  const struct dockerfile *df = ctx;
  for (uint32_t i = df->global_count; i-- > 0;)
    for (uint32_t k = df->globals[i]->pair_count; k-- > 0;) {
      const struct instr_pair *pair = &df->globals[i]->pairs[k];
      if (pair->has_value && str_eq(pair->key.bytes, name)) {
        *value = pair->value.bytes;
        return true;
      }
    }
  return false;
}

// The text with what global ARGs say; as it stands where it is no word.
static str with_globals(struct arena *a, const struct dockerfile *df, str text) {
  struct word_result r;
  union {
    const struct dockerfile *df;
    void *ctx;
  } globals = {df};
  struct word_env env = {get_global, globals.ctx};
  if (str_find_char(text, '$') == text.len || !word_expand(a, text, df->escape, WORD_SKIP_UNSET, env, &r))
    return text;
  return r.text;
}

static bool has_ltsc_year(str image) {
  uint32_t at = str_find(image, STR("ltsc20"));
  return at + 8 <= image.len && is_ascii_digit(image.at[at + 6]) && is_ascii_digit(image.at[at + 7]);
}

static bool names_windows(str image) {
  static const str words[] = {
      STR_INIT("mcr.microsoft.com/windows"),
      STR_INIT("nanoserver"),
      STR_INIT("windowsservercore"),
  };
  for (uint32_t i = 0; i < COUNT_OF(words); i++)
    if (str_contains(image, words[i]))
      return true;
  return has_ltsc_year(image);
}

bool starts_from_windows(struct arena *a, const struct dockerfile *df, const struct stage *stage) {
  if (stage->platform) {
    str os = str_lower(a, with_globals(a, df, stage->platform->value.bytes));
    if (str_eq(os, STR("windows")) || str_has_prefix(os, STR("windows/")) || str_has_prefix(os, STR("windows(")))
      return true;
  }
  return names_windows(str_lower(a, with_globals(a, df, stage->from->image.bytes)));
}
