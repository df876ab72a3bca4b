#include "base/assert.h"
#include "cli/parse_views.h"
#include "fuzz.h"
#include "shell/shell.h"

// The input is a script. Its tree is visited and printed, and the spans of its commands lie in it.

static bool check_command(void *ctx, const struct shell_cmd *cmd) {
  const struct shell_script *script = ctx;
  assert(span_end(cmd->span) <= script->text.bytes.len);
  assert(cmd->kind != CMD_ANDOR || cmd->items.len >= 2);
  assert(cmd->kind != CMD_PIPE || cmd->items.len >= (cmd->negated ? 1u : 2u));
  return true;
}

static bool swallow(void *ctx, const char *at, size_t len) {
  (void)ctx, (void)at, (void)len;
  return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a;
  struct out out;
  struct json_out json;
  struct fault why;
  struct piece piece = {0};
  str bytes = {(const char *)data, (uint32_t)size};
  arena_init(&a, NULL, 0);
  out_init(&out, swallow, NULL);
  json_out_init(&json, &out);
  for (enum shell_dialect dialect = SHELL_POSIX; dialect <= SHELL_BASH; dialect++) {
    struct text text = {bytes, &piece, size > 0};
    union {
      const struct shell_script *script;
      void *ctx;
    } script = {shell_parse(&a, text, dialect)};
    shell_walk(script.script->body, check_command, script.ctx);
  }
  dump_shell_script(&a, &json, bytes, &why);
  arena_done(&a);
  return 0;
}
