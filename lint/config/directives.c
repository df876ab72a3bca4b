#include "config/config.h"

// `# dlint platforms=linux/amd64,linux/arm64`: what the author says the file is for.
static bool read_platforms(struct arena *a, str text, struct eval_options *build) {
  str list = STR("dlint platforms="), word;
  if (!str_has_prefix(text, list))
    return false;
  VEC(platform) found = {0};
  for (list = str_trim(str_skip(text, list.len)); str_next(&list, ',', &word);) {
    platform p;
    if (found.len < PLATFORMS_MAX && platform_parse(a, str_trim(word), &p))
      VEC_PUSH(a, &found, p);
  }
  if (found.len == 0)
    return false;
  build->targets = found.at;
  build->target_count = found.len;
  return true;
}

struct eval_options settings_build(struct arena *a, const struct settings *settings, const struct dockerfile *df,
                                   bool *named) {
  struct eval_options build = settings->build;
  *named = settings->platforms_named;
  for (uint32_t i = 0; i < df->comment_count && !settings->platforms_by_caller; i++)
    if (read_platforms(a, df->comments[i].text, &build)) {
      *named = true;
      break;
    }
  return build;
}
