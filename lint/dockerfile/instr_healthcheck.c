#include "dockerfile/instr_reader.h"
#include "dockerfile/number.h"

static bool read_duration(struct instr_reader *r, str name, int64_t *ns) {
  static const int64_t millisecond = 1000000;
  const struct node_flag *flag = instr_flag(r->in, name);
  if (!flag || flag->value.bytes.len == 0)
    return true;
  if (!number_read_duration(flag->value.bytes, ns))
    return instr_refuse_flag(r, flag, "no duration");
  return *ns == 0 || *ns >= millisecond || instr_refuse_flag(r, flag, "less than a millisecond");
}

static bool read_retries(struct instr_reader *r) {
  const struct node_flag *flag = instr_flag(r->in, STR("retries"));
  int32_t *n = &r->in->health.retries;
  if (!flag || flag->value.bytes.len == 0)
    return true;
  return (number_read_i32(flag->value.bytes, n) && *n >= 0) || instr_refuse_flag(r, flag, "no number of retries");
}

static bool read_timing(struct instr_reader *r) {
  struct instr *in = r->in;
  return read_duration(r, STR("interval"), &in->health.interval) &&
         read_duration(r, STR("timeout"), &in->health.timeout) &&
         read_duration(r, STR("start-period"), &in->health.start_period) &&
         read_duration(r, STR("start-interval"), &in->health.start_interval) && read_retries(r);
}

// The test: `first`, which stands for the first argument, and the others.
static void set_test(struct instr_reader *r, str first) {
  const struct node *n = r->node;
  struct text_buf buf;
  text_buf_init(&buf, r->arena);
  text_buf_add_atom(&buf, &n->args[0], 0, n->args[0].bytes.len, first);
  r->in->args = arena_copy(r->arena, n->args, n->arg_count, sizeof *n->args);
  r->in->args[0] = text_buf_text(&buf, &n->args[0], 0);
  r->in->arg_count = n->arg_count;
}

bool instr_read_healthcheck(struct instr_reader *r) {
  const struct node *n = r->node;
  if (n->arg_count == 0)
    return instr_refuse_keyword(r, "requires at least one argument");
  if (instr_upper_is(n->args[0].bytes, STR("NONE"))) {
    set_test(r, STR("NONE"));
    return n->arg_count == 1 || instr_refuse(r, text_place(&n->args[1]), STR("HEALTHCHECK NONE takes no arguments"));
  }
  r->in->form = n->json ? FORM_EXEC : FORM_SHELL;
  set_test(r, n->json ? STR("CMD") : STR("CMD-SHELL"));
  if (!instr_check_flags(r))
    return false;
  if (!instr_upper_is(n->args[0].bytes, STR("CMD")))
    return instr_refuse(r, text_place(&n->args[0]), STR("HEALTHCHECK is followed by neither CMD nor NONE"));
  if (n->arg_count == 1)
    return instr_refuse(r, text_place(&n->args[0]), STR("no command after HEALTHCHECK CMD"));
  return read_timing(r);
}
