#include "eval/from.h"

#include "eval/substitute.h"

// What a Windows base calls itself: mcr.microsoft.com/windows/* and the tags of images made from it.
static const str windows_words[] = {
    STR_INIT("mcr.microsoft.com/windows"),
    STR_INIT("nanoserver"),
    STR_INIT("windowsservercore"),
    STR_INIT("ltsc20"),
};

static bool names_windows(const struct value *image) {
  for (uint32_t i = 0; i < image->len; i++)
    for (uint32_t p = 0; p < image->at[i].len; p++) {
      const struct value_piece *piece = &image->at[i].pieces[p];
      for (uint32_t w = 0; !piece->unknown && w < COUNT_OF(windows_words); w++)
        if (str_contains(piece->text, windows_words[w]))
          return true;
    }
  return false;
}

static str behind_last(str s, char c) {
  uint32_t at = str_find_last_char(s, c);
  return at == s.len ? s : str_skip(s, at + 1);
}

bool is_windows_shell(str program) {
  program = behind_last(behind_last(program, '\\'), '/');
  if (str_has_suffix(program, STR(".exe")))
    program.len -= 4;
  return str_eq_nocase(program, STR("cmd")) || str_eq_nocase(program, STR("powershell"));
}

static bool asks_for_build_platform(const struct build *b, const struct node_flag *flag) {
  const struct word *w = word_parse(b->arena, flag->value.bytes, b->df->escape, WORD_PLAIN);
  for (uint32_t i = 0; i < w->part_count; i++)
    if (w->parts[i].kind == WORD_VARIABLE && str_has_prefix(w->parts[i].name, STR("BUILD")) &&
        is_platform_argument(w->parts[i].name))
      return true;
  return false;
}

// One part without a slash is an OS or an architecture; the other half comes from the machine that builds.
static bool parse_platform(const struct build *b, str text, platform *out) {
  platform only_os;
  str with_arch = str_format(b->arena, STR_FMT "/" STR_FMT, STR_ARG(text), STR_ARG(b->machine.arch));
  bool is_os = str_eq_nocase(text, STR("linux")) || str_eq_nocase(text, STR("windows"));
  if (is_os && platform_parse(b->arena, with_arch, &only_os)) {
    *out = only_os;
    return true;
  }
  return platform_parse(b->arena, text, out);
}

static void evaluate_platform(const struct build *b, struct eval_stage *stage) {
  const struct node_flag *flag = stage->stage->platform;
  struct substitution s = build_substitute(b, flag->value.bytes, &b->globals);
  str known;
  stage->on_build = asks_for_build_platform(b, flag);
  stage->platform_known = value_is_known(&s.value, &known);
  if (!s.ok)
    stage->error = s.error;
  else if (s.text.len == 0)
    stage->error = str_concat(b->arena, STR("empty platform value from expression "), flag->value.bytes);
  else if (!parse_platform(b, s.text, &stage->platform))
    stage->error = str_concat(b->arena, STR("failed to parse platform "), flag->value.bytes);
  // An argument without a default may be given one, and mend that.
  if (stage->error.len && !stage->platform_known)
    stage->error = STR("");
  stage->platform_known = stage->platform_known && stage->error.len == 0;
}

static void inherit(const struct build *b, struct eval_stage *stage, uint32_t base, struct stage_state *state) {
  const struct eval_stage *from = &b->stages[base];
  stage->base = BASE_STAGE;
  stage->base_stage = base;
  stage->platform = from->platform;
  stage->platform_known = from->platform_known;
  stage->on_build = from->on_build;
  stage->user = from->user;
  *state = *build_end_state(b, base);
}

// Whether what is known of a name has something that only an image's has: `registry.example.com/$NAME`.
static bool is_image(const struct value *v) {
  bool all = v->len > 0;
  for (uint32_t i = 0; i < v->len; i++) {
    bool one = false;
    for (uint32_t j = 0; j < v->at[i].len; j++) {
      const struct value_piece *piece = &v->at[i].pieces[j];
      one = one || (!piece->unknown && (str_contains(piece->text, STR("/")) || str_contains(piece->text, STR(":"))));
    }
    all = all && one;
  }
  return all;
}

// An image, or nothing.
static void start_afresh(const struct build *b, struct eval_stage *stage, bool scratch, struct stage_state *state) {
  str known = STR("the base image");
  bool image = value_is_known(&stage->image, &known) || is_image(&stage->image);
  stage->base = scratch ? BASE_SCRATCH : image ? BASE_IMAGE : BASE_UNKNOWN;
  *state = (struct stage_state){.cwd = STR("/")};
  state->cwd_value = value_known(b->arena, state->cwd);
  bool bare = str_eq(stage->platform.os, STR("windows"));
  state->scope = bare ? b->shared->bare : scratch ? b->shared->scratch : b->shared->blank;
  if (!scratch) {
    state->scope.outer = known;
    return;
  }
  // As dockerfile2llb: scratch always has the platform of the target.
  stage->platform = b->target;
  stage->platform_known = true;
  stage->on_build = false;
}

static struct substitution image_word(const struct build *b, const struct stage *stage, uint32_t index) {
  if (b->model && b->model->globals.names == b->globals.names)
    return b->model->images[index];
  return build_substitute(b, stage->from->image.bytes, &b->globals);
}

void from_begin(const struct build *b, uint32_t index, struct stage_state *state) {
  struct eval_stage *stage = &b->stages[index];
  stage->stage = &b->df->stages[index];
  struct substitution s = b->images[index] = image_word(b, stage->stage, index);
  str known;
  stage->image = s.value;
  stage->platform = b->target;
  stage->platform_known = true;
  if (stage->stage->platform)
    evaluate_platform(b, stage);
  if (!s.ok)
    stage->error = s.error;
  else if (s.text.len == 0 && value_is_known(&s.value, &known))
    stage->error =
        str_format(b->arena, "base name (" STR_FMT ") should not be blank", STR_ARG(stage->stage->from->image.bytes));

  uint32_t base = dockerfile_stage_named(b->df, s.text, index);
  if (base != STAGE_NONE)
    inherit(b, stage, base, state);
  else
    start_afresh(b, stage, str_eq(s.text, STR("scratch")), state);
  state->windows = state->windows || names_windows(&stage->image) || str_eq(stage->platform.os, STR("windows"));
}
