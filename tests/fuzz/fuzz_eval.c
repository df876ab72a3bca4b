#include "base/assert.h"
#include "cli/trace.h"
#include "eval/value.h"
#include "fuzz.h"

// The input is a script. It becomes the body of a here-document in a Dockerfile that sets some variables, and is
// executed for two platforms.

static const char head[] = "ARG VERSION=1.2.3\n"
                           "FROM debian:12\n"
                           "ARG VERSION TARGETARCH UNSET\n"
                           "ENV A=b PATH=/opt/bin:$PATH LIST=\"x y z\"\n"
                           "SHELL [\"/bin/bash\", \"-c\"]\n"
                           "RUN <<'END OF INPUT'\n";
static const char tail[] = "\nEND OF INPUT\n";

static void check_value(const struct value *v) {
  assert(v->len <= VALUE_ALTERNATIVES_MAX);
  for (uint32_t i = 0; i < v->len; i++) {
    uint64_t known = 0;
    for (uint32_t p = 0; p < v->at[i].len; p++)
      known += v->at[i].pieces[p].unknown ? 0 : v->at[i].pieces[p].text.len;
    assert(known <= VALUE_BYTES_MAX);
  }
}

static void check_command(const struct eval_instr *in, const struct eval_command *c, str bytes) {
  assert(span_end(c->span) <= bytes.len);
  assert(c->piped_from == COMMAND_NONE || c->piped_from < in->command_count);
  assert(c->piped_to == COMMAND_NONE || c->piped_to < in->command_count);
  assert(c->wrapper == COMMAND_NONE || c->wrapper < in->command_count);
  assert(c->chosen_by == UINT32_MAX || c->chosen_by < in->choice_count);
  for (uint32_t i = 0; i < c->argc; i++) {
    assert(span_end(c->argv[i].span) <= bytes.len);
    check_value(&c->argv[i].value);
  }
}

static void check_stage(const struct eval_stage *stage, str bytes) {
  for (uint32_t i = 0; i < stage->instr_count; i++)
    for (uint32_t c = 0; c < stage->instrs[i].command_count; c++)
      check_command(&stage->instrs[i], &stage->instrs[i].commands[c], bytes);
}

static str traced(struct arena *a, const struct source *src, const struct eval *eval,
                  void (*print)(const struct trace *)) {
  struct fuzz_output o;
  fuzz_output_init(&o, a);
  struct trace trace = {.arena = a, .src = src, .eval = eval, .out = &o.out};
  print(&trace);
  return fuzz_output_text(&o);
}

static void execute(struct arena *a, str bytes) {
  static const str names[] = {STR_INIT("linux/amd64"), STR_INIT("linux/arm64")};
  platform targets[COUNT_OF(names)];
  for (uint32_t i = 0; i < COUNT_OF(names); i++)
    platform_parse(a, names[i], &targets[i]);
  struct eval_options options = {.targets = targets, .target_count = COUNT_OF(targets)};
  const struct source *src = source_new(a, STR("Dockerfile"), bytes);
  const struct dockerfile *df = dockerfile_parse(a, src);
  struct scripts scripts = shell_scripts(a, df);
  const struct eval *eval = eval_run(a, df, &scripts, &options);
  for (uint32_t s = 0; s < eval->scenario_count; s++)
    for (uint32_t i = 0; i < eval->scenarios[s].stage_count; i++)
      check_stage(&eval->scenarios[s].stages[i], bytes);
  static void (*const prints[])(const struct trace *) = {trace_json, trace_text, trace_diff};
  uint32_t chosen = fuzz_choice(bytes, COUNT_OF(prints));
  str printed = traced(a, src, eval, prints[chosen]);
  if (chosen == 0)
    fuzz_check_json_lines(a, printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a;
  arena_init(&a, NULL, 0);
  str parts[] = {str_of(head), fuzz_input(data, size), str_of(tail)};
  execute(&a, str_join(&a, parts, COUNT_OF(parts)));
  arena_done(&a);
  return 0;
}
