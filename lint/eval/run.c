#include "eval/run.h"

#include "base/path.h"
#include "eval/exec.h"

// BuildKit's reading: as dispatchRun and withShell.

// What is handed to the shell. A here-document that begins with `#!` is a file that is run.
static str shell_text(const struct build *b, const struct instr *instr, bool windows) {
  const struct script *script = b->shared->scripts[instr->index];
  if (!script)
    return instr->arg_count ? instr->args[0].bytes : STR("");
  bool is_file = script->kind == SCRIPT_HEREDOC && str_has_prefix(script->text.bytes, STR("#!"));
  if (is_file && !windows)
    return path_join(b->arena, STR("/dev/pipes/"), instr->node->heredocs[0].name);
  return script->text.bytes;
}

static const str unix_shell[] = {STR_INIT("/bin/sh"), STR_INIT("-c")};
static const str windows_shell[] = {STR_INIT("cmd"), STR_INIT("/S"), STR_INIT("/C")};

static bool is_on_windows(const struct eval_stage *stage) {
  return str_eq(stage->platform.os, STR("windows"));
}

static void make_shell_args(const struct build *b, const struct eval_stage *stage, const struct stage_state *state,
                            const struct instr *instr, struct eval_instr *out) {
  const str *shell = state->shell;
  uint32_t count = state->shell_count;
  bool windows = is_on_windows(stage);
  if (count == 0) {
    shell = windows ? windows_shell : unix_shell;
    count = windows ? COUNT_OF(windows_shell) : COUNT_OF(unix_shell);
  }
  str *args = NEW_ARRAY(b->arena, str, count + 1);
  for (uint32_t i = 0; i < count; i++)
    args[i] = shell[i];
  args[count] = shell_text(b, instr, windows);
  out->args = args;
  out->arg_count = count + 1;
}

static void make_exec_args(struct arena *a, const struct instr *instr, struct eval_instr *out) {
  str *args = NEW_ARRAY(a, str, instr->arg_count);
  for (uint32_t i = 0; i < instr->arg_count; i++)
    args[i] = instr->args[i].bytes;
  out->args = args;
  out->arg_count = instr->arg_count;
}

// The interpreter's reading.

static bool is_root(const struct value *user) {
  str name;
  if (user->len == 0)
    return true;
  if (!value_is_known(user, &name))
    return false;
  str_cut(name, ':', &name, &(str){0});
  return name.len == 0 || str_eq(name, STR("root")) || str_eq(name, STR("0"));
}

// As the runtime does: HOME from the user's entry of /etc/passwd, unless the image sets it. Root's is what exec.h takes
// for granted.
static const struct trie *with_home(struct arena *a, const struct trie *env, const struct value *user) {
  if (is_root(user) || env_get(env, STR("HOME")))
    return env;
  return env_export(a, env, STR("HOME"), value_unknown(a, STR("home of USER")));
}

static const str proxies[] = {
    STR_INIT("http_proxy"), STR_INIT("https_proxy"), STR_INIT("ftp_proxy"), STR_INIT("no_proxy"), STR_INIT("all_proxy"),
};

// Proxies need no ARG, and reach a RUN in both cases (BuildKit's executor/oci, getProxyEnv in solver/llbsolver).
static const struct trie *with_proxies(const struct build *b, const struct trie *env) {
  for (uint32_t i = 0; i < b->options->build_arg_count; i++) {
    const struct eval_build_arg *arg = &b->options->build_args[i];
    for (uint32_t p = 0; p < COUNT_OF(proxies); p++)
      if (str_eq_nocase(arg->name, proxies[p]))
        env = env_export(b->arena, env, arg->name, value_known(b->arena, arg->value));
  }
  return env;
}

static struct exec_context make_context(const struct build *b, const struct eval_stage *stage,
                                        const struct stage_state *state, enum instr_kind kind) {
  const struct scope *s = &state->scope;
  return (struct exec_context){
      .a = b->arena,
      .budget = b->budget,
      .memory = b->memory,
      .runs_on = stage->platform_known ? &stage->platform : NULL,
      .env = with_home(b->arena, kind == INSTR_RUN ? with_proxies(b, s->env) : s->image, &state->user),
      .other_variables = s->outer,
      .cwd = state->cwd_value,
      .files = state->files,
  };
}

// What runs a script where that is no POSIX shell: cmd is what a Windows base has without SHELL.
static str opaque_shell(const struct script *script, const struct stage_state *state) {
  if (script->opaque)
    return script->opaque_why;
  return state->windows && script->shell_count == 0 ? STR("cmd") : STR("");
}

// A Windows file that is built for Linux gets Linux' shell all the same, as BuildKit sees it. Most scripts for cmd say
// the same to both.
static const struct script *as_posix(const struct build *b, const struct eval_stage *stage, const struct script *script,
                                     const struct eval_instr *out) {
  if (!out->opaque.len)
    return script;
  if (script->foreign || script->unread || script->shell_count || is_on_windows(stage))
    return NULL;
  const struct script **posix = &b->shared->posix[out->instr->index];
  if (*posix)
    return *posix;
  struct script *copy = NEW(b->arena, struct script);
  *copy = *script;
  copy->opaque = false;
  copy->tree = shell_parse(b->arena, copy->text, SHELL_BASH);
  return *posix = copy;
}

// Without CMD in front of a HEALTHCHECK's test.
static void execute_argv(const struct exec_context *x, const struct instr *instr, struct eval_instr *out) {
  uint32_t first = instr->kind == INSTR_HEALTHCHECK;
  if (instr->arg_count > first)
    exec_argv(x, instr, instr->args + first, instr->arg_count - first, out);
}

void run_instr(const struct build *b, const struct eval_stage *stage, const struct stage_state *state,
               const struct instr *instr, struct eval_instr *out) {
  const struct script *script = b->shared->scripts[instr->index];
  bool is_exec = instr->form == FORM_EXEC;
  if (instr->kind == INSTR_RUN && is_exec)
    make_exec_args(b->arena, instr, out);
  else if (instr->kind == INSTR_RUN)
    make_shell_args(b, stage, state, instr, out);
  out->cwd = state->cwd;

  if (!is_exec && script) {
    out->opaque = opaque_shell(script, state);
    script = as_posix(b, stage, script, out);
  }
  struct exec_context x = make_context(b, stage, state, instr->kind);
  if (is_exec)
    execute_argv(&x, instr, out);
  else if (script)
    exec_script(&x, script, out);
}
