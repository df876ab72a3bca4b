#include "base/json_out.h"
#include "cli/trace.h"

// The schema: DESIGN, "trace --format json"; one object for each RUN and scenario.

static void write_piece(struct json_out *j, const struct value_piece *piece) {
  if (!piece->unknown) {
    json_str(j, piece->text);
    return;
  }
  json_object_begin(j);
  json_member_str(j, "unknown", piece->text);
  json_object_end(j);
}

static void write_value(struct json_out *j, const struct value *v) {
  str known;
  if (value_is_known(v, &known)) {
    json_str(j, known);
    return;
  }
  json_object_begin(j);
  json_key(j, "any");
  json_array_begin(j);
  for (uint32_t i = 0; i < v->len; i++) {
    json_array_begin(j);
    for (uint32_t p = 0; p < v->at[i].len; p++)
      write_piece(j, &v->at[i].pieces[p]);
    json_array_end(j);
  }
  json_array_end(j);
  json_object_end(j);
}

static const char *const when_names[] = {
    [WHEN_ALWAYS] = "always",
    [WHEN_MAYBE] = "maybe",
    [WHEN_FALLBACK] = "fallback",
};

static void write_command(struct json_out *j, const struct source *src, const struct eval_command *command) {
  position at = source_position(src, command->span.off);
  json_object_begin(j);
  json_member_int(j, "line", at.line);
  json_member_int(j, "column", at.column);
  json_key(j, "argv");
  json_array_begin(j);
  for (uint32_t i = 0; i < command->argc; i++)
    write_value(j, &command->argv[i].value);
  json_array_end(j);
  json_member_str(j, "when", str_of(when_names[command->when]));
  json_object_end(j);
}

static void write_strings(struct json_out *j, const char *key, const str *at, uint32_t count) {
  json_key(j, key);
  json_array_begin(j);
  for (uint32_t i = 0; i < count; i++)
    json_str(j, at[i]);
  json_array_end(j);
}

// A script for another shell: what BuildKit runs is that shell, with the script as an argument.
static void write_opaque(struct json_out *j, const struct source *src, const struct eval_instr *run) {
  position at = source_position(src, run->instr->node->span.off);
  json_object_begin(j);
  json_member_int(j, "line", at.line);
  json_member_int(j, "column", at.column);
  write_strings(j, "argv", run->args, run->arg_count);
  json_member_str(j, "when", STR("always"));
  json_object_end(j);
}

// `where` is the instruction that BuildKit reports: FROM for a trigger of the base stage.
static void write_run(const struct trace *t, const struct eval_scenario *s, const struct eval_stage *stage,
                      const struct eval_instr *run, const struct node *where) {
  struct json_out j;
  uint32_t env_count;
  const str *env = eval_environment(t->arena, run, &env_count);
  json_out_init(&j, t->out);
  json_object_begin(&j);
  json_member_str(&j, "file", t->src->path);
  json_member_str(&j, "target", platform_name(t->arena, s->target));
  json_member_str(&j, "build", platform_name(t->arena, s->build));
  json_member_int(&j, "stage", stage->stage->index);
  json_member_int(&j, "line", where->start_line);
  json_member_int(&j, "end_line", where->end_line);
  // BuildKit takes an image without layers, such as one that sets nothing but PATH, for `scratch`, which is of the
  // target platform whatever --platform says (dockerfile2llb, isScratch): that is the reading of `platform`, `args` and
  // `env`.
  json_member_str(&j, "platform", platform_name(t->arena, s->target));
  json_member_str(&j, "runs_on", platform_name(t->arena, stage->platform));
  write_strings(&j, "args", run->args, run->arg_count);
  write_strings(&j, "env", env, env_count);
  json_member_str(&j, "cwd", run->cwd);
  json_key(&j, "commands");
  json_array_begin(&j);
  for (uint32_t i = 0; i < run->command_count; i++)
    // `dpkg --print-architecture`: what it answers is in the values. A module of a wrapper is in that one's words.
    if (!run->commands[i].asks && !run->commands[i].in_wrapper)
      write_command(&j, t->src, &run->commands[i]);
  if (run->opaque.len && run->command_count == 0)
    write_opaque(&j, t->src, run);
  json_array_end(&j);
  if (run->opaque.len)
    json_member_str(&j, "opaque", run->opaque);
  json_object_end(&j);
  json_end_line(&j);
}

static void write_triggers(const struct trace *t, uint32_t scenario, uint32_t stage) {
  const struct eval_scenario *s = &t->eval->scenarios[scenario];
  const struct eval_stage *st = &s->stages[stage];
  for (uint32_t i = 0; i < st->trigger_count; i++)
    if (st->triggers[i].instr->kind == INSTR_RUN)
      write_run(t, s, st, &st->triggers[i], st->stage->from->node);
}

static void write_instr(const struct trace *t, uint32_t scenario, uint32_t stage, uint32_t instr) {
  const struct eval_scenario *s = &t->eval->scenarios[scenario];
  const struct eval_instr *in = &s->stages[stage].instrs[instr];
  if (in->instr->kind == INSTR_RUN)
    write_run(t, s, &s->stages[stage], in, in->instr->node);
}

void trace_json(const struct trace *t) {
  const struct eval *eval = t->eval;
  uint32_t stage_count = eval->scenario_count ? eval->scenarios[0].stage_count : 0;
  for (uint32_t stage = 0; stage < stage_count; stage++) {
    for (uint32_t s = 0; s < eval->scenario_count; s++)
      write_triggers(t, s, stage);
    for (uint32_t i = 0; i < eval->scenarios[0].stages[stage].instr_count; i++)
      for (uint32_t s = 0; s < eval->scenario_count; s++)
        write_instr(t, s, stage, i);
  }
}
