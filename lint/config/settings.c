#include "config/config.h"

// What most images are built for; other platforms are a matter of asking.
static const platform default_platforms[] = {
    {STR_INIT("linux"), STR_INIT("amd64"), {NULL, 0}},
    {STR_INIT("linux"), STR_INIT("arm64"), {NULL, 0}},
};

struct settings settings_make(const struct overrides *o) {
  struct settings s = {
      .build = {.build_args = o->build_args.at, .build_arg_count = o->build_args.len, .target_stage = o->target},
      .platforms_named = o->platforms.len,
  };
  s.build.targets = o->platforms.len ? o->platforms.at : default_platforms;
  s.build.target_count = o->platforms.len ? o->platforms.len : COUNT_OF(default_platforms);
  return s;
}
