#include "eval/stage.h"

#include "eval/substitute.h"

bool build_argument(const struct build *b, str name, str *value) {
  const struct eval_options *o = b->options;
  // The last one counts, as on docker's command line.
  for (uint32_t i = o->build_arg_count; i-- > 0;)
    if (str_eq(o->build_args[i].name, name)) {
      *value = o->build_args[i].value;
      return true;
    }
  return false;
}

static str target_stage_name(const struct build *b) {
  str name = b->options->target_stage;
  if (name.len == 0 && b->df->stage_count)
    name = b->df->stages[b->df->stage_count - 1].name;
  return name.len ? name : STR("default");
}

static void set_known(struct build *b, str name, str text) {
  build_argument(b, name, &text);
  struct value value = value_known(b->arena, text);
  if (is_platform_argument(name))
    value = value_with_source(value, source_asked(b->arena, name, (span){0}));
  scope_set_arg(b->arena, &b->globals, name, text, value);
}

// dockerfile2llb/platform.go, defaultArgs.
static void set_platform_arguments(struct build *b) {
  const platform *machine = &b->machine, *target = &b->target;
  set_known(b, STR("BUILDPLATFORM"), platform_name(b->arena, *machine));
  set_known(b, STR("BUILDOS"), machine->os);
  set_known(b, STR("BUILDOSVERSION"), STR(""));
  set_known(b, STR("BUILDARCH"), machine->arch);
  set_known(b, STR("BUILDVARIANT"), machine->variant);
  set_known(b, STR("TARGETPLATFORM"), platform_name(b->arena, *target));
  set_known(b, STR("TARGETOS"), target->os);
  set_known(b, STR("TARGETOSVERSION"), STR(""));
  set_known(b, STR("TARGETARCH"), target->arch);
  set_known(b, STR("TARGETVARIANT"), target->variant);
  set_known(b, STR("TARGETSTAGE"), target_stage_name(b));
}

// As buildMetaArgs: a default sees the arguments before it and the platforms' own.
static void set_global(struct build *b, const struct instr_pair *pair) {
  str given;
  if (build_argument(b, pair->key.bytes, &given)) {
    set_known(b, pair->key.bytes, given);
  } else if (pair->has_value) {
    struct substitution s = build_substitute(b, pair->value.bytes, &b->globals);
    scope_set_arg(b->arena, &b->globals, pair->key.bytes, s.text, s.value);
  } else {
    scope_declare(b->arena, &b->globals, pair->key.bytes);
  }
}

static bool mentions(const struct dockerfile *df, str text) {
  for (uint32_t i = 0; i < df->node_count; i++)
    if (str_contains(df->nodes[i]->original.bytes, text))
      return true;
  return false;
}

// Whether the file names a variable whose value depends on the machine that builds. Most files say nothing of the kind.
static bool mentions_machine(const struct dockerfile *df) {
  return mentions(df, STR("BUILD")) && (mentions(df, STR("BUILDPLATFORM")) || mentions(df, STR("BUILDARCH")) ||
                                        mentions(df, STR("BUILDOS")) || mentions(df, STR("BUILDVARIANT")));
}

struct build_shared build_share(struct arena *a, const struct dockerfile *df, const struct scripts *scripts) {
  static const str path = STR_INIT("PATH");
  struct build_shared s = {.names_machine = mentions_machine(df)};
  s.names_platforms = s.names_machine || mentions(df, STR("TARGET"));
  const struct script **by_instr = NEW_ARRAY(a, const struct script *, df->instr_count);
  for (uint32_t i = 0; i < scripts->len; i++)
    by_instr[scripts->at[i].instr->index] = &scripts->at[i];
  s.scripts = by_instr;
  s.posix = NEW_ARRAY(a, const struct script *, df->instr_count);
  s.bare = s.blank = scope_new(a, s.names_platforms);
  scope_set_env(a, &s.blank, path, default_path, value_unknown(a, STR("PATH of the base image")));
  s.scratch = s.blank;
  scope_set_env(a, &s.scratch, path, default_path, value_known(a, default_path));
  return s;
}

void build_globals(struct build *b) {
  if (b->model && !b->shared->names_platforms) { // nothing in them depends on a platform
    b->globals = b->model->globals;
    return;
  }
  if (b->shared->names_platforms)
    set_platform_arguments(b);
  for (uint32_t i = 0; i < b->df->global_count; i++)
    for (uint32_t p = 0; p < b->df->globals[i]->pair_count; p++)
      set_global(b, &b->df->globals[i]->pairs[p]);
}
