#include "base/assert.h"
#include "check/check.h"
#include "cli/parse_views.h"
#include "fuzz.h"

// The input is a script. Its tree is visited and printed, and its leaves rebuild it.

static bool check_command(void *ctx, const struct shell_cmd *cmd) {
  const struct shell_script *script = ctx;
  assert(span_end(cmd->span) <= script->text.bytes.len);
  assert(cmd->kind != CMD_ANDOR || cmd->items.len >= 2);
  assert(cmd->kind != CMD_PIPE || cmd->items.len >= (cmd->negated ? 1u : 2u));
  return true;
}

static void try_script(struct arena *a, str bytes, enum shell_dialect dialect) {
  struct piece piece = {0};
  union {
    const struct shell_script *script;
    void *ctx;
  } s = {shell_parse(a, (struct text){bytes, &piece, bytes.len > 0}, dialect)};
  shell_walk(s.script->body, check_command, s.ctx);
  assert(s.script->ok == (s.script->error.message.len == 0));
  assert(s.script->error.off <= bytes.len && s.script->warning.off <= bytes.len);
  assert(s.script->warned == (s.script->warning.message.len > 0));
  if (s.script->ok && str_find_char(bytes, '\0') == bytes.len) // a shell passes over NUL wherever it stands
    check_leaves(a, s.script);
}

static void print(struct arena *a, str bytes) {
  struct fuzz_output o;
  struct fault why;
  fuzz_output_init(&o, a);
  dump_shell_script(a, &o.json, bytes, &why);
  fuzz_check_json_lines(a, fuzz_output_text(&o));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a;
  str bytes = fuzz_input(data, size);
  arena_init(&a, NULL, 0);
  try_script(&a, bytes, SHELL_POSIX);
  try_script(&a, bytes, SHELL_BASH);
  print(&a, bytes);
  arena_done(&a);
  return 0;
}
