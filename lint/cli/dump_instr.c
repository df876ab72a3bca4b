#include "cli/dump_instr.h"

#include <stdlib.h>

void dump_texts(struct json_out *j, const char *key, const struct text *texts, uint32_t count) {
  json_key(j, key);
  json_array_begin(j);
  for (uint32_t i = 0; i < count; i++)
    json_str(j, texts[i].bytes);
  json_array_end(j);
}

void dump_optional(struct json_out *j, const char *key, str s) {
  if (s.len)
    json_member_str(j, key, s);
}

static void put_optional_int(struct json_out *j, const char *key, int64_t n) {
  if (n)
    json_member_int(j, key, n);
}

static void put_optional_true(struct json_out *j, const char *key, bool b) {
  if (b)
    json_member_bool(j, key, true);
}

static void put_form(struct json_out *j, const struct instr *in) {
  json_member_str(j, "form", in->form == FORM_EXEC ? STR("exec") : STR("shell"));
  dump_texts(j, "cmd", in->args, in->arg_count);
}

static void put_files(struct json_out *j, const struct instr *in) {
  if (in->node->heredoc_count == 0)
    return;
  json_key(j, "files");
  json_array_begin(j);
  for (uint32_t i = 0; i < in->node->heredoc_count; i++) {
    const struct heredoc *h = &in->node->heredocs[i];
    json_object_begin(j);
    json_member_str(j, "name", h->name);
    json_member_bool(j, "chomp", h->chomp);
    json_member_str(j, "data", h->content.bytes);
    json_object_end(j);
  }
  json_array_end(j);
}

static void put_mount(struct json_out *j, const struct mount *m) {
  json_object_begin(j);
  json_member_str(j, "type", m->type);
  dump_optional(j, "from", m->from.bytes);
  dump_optional(j, "source", m->source.bytes);
  dump_optional(j, "target", m->target.bytes);
  json_member_bool(j, "readonly", m->readonly);
  put_optional_int(j, "size", m->numbers.size);
  dump_optional(j, "id", m->id.bytes);
  dump_optional(j, "sharing", m->sharing);
  put_optional_true(j, "required", m->required);
  if (m->env_set)
    json_member_str(j, "env", m->env);
  if (m->numbers.mode_set)
    json_member_int(j, "mode", m->numbers.mode);
  if (m->numbers.uid_set)
    json_member_int(j, "uid", m->numbers.uid);
  if (m->numbers.gid_set)
    json_member_int(j, "gid", m->numbers.gid);
  json_object_end(j);
}

static void put_mounts(struct json_out *j, const struct instr *in) {
  if (in->mounts_problem.len) {
    json_member_str(j, "mounts_error", in->mounts_problem);
    return;
  }
  json_key(j, "mounts");
  json_array_begin(j);
  for (uint32_t i = 0; i < in->mount_count; i++)
    put_mount(j, &in->mounts[i]);
  json_array_end(j);
}

static void put_devices(struct json_out *j, const struct instr *in) {
  if (in->device_count == 0)
    return;
  json_key(j, "devices");
  json_array_begin(j);
  for (uint32_t i = 0; i < in->device_count; i++) {
    json_object_begin(j);
    json_member_str(j, "name", in->devices[i].name);
    json_member_bool(j, "required", in->devices[i].required);
    json_object_end(j);
  }
  json_array_end(j);
}

static str flag_value(const struct instr *in, const char *name, str otherwise) {
  const struct node_flag *flag = instr_flag(in, str_of(name));
  return flag ? flag->value.bytes : otherwise;
}

// A boolean flag that is there is true unless it says false.
static bool flag_is_true(const struct node_flag *flag) {
  return flag && (!flag->has_value || flag->value.bytes.len == 4);
}

static void put_run(struct json_out *j, const struct instr *in) {
  put_form(j, in);
  put_files(j, in);
  put_mounts(j, in);
  json_member_str(j, "network", flag_value(in, "network", STR("default")));
  json_member_str(j, "security", flag_value(in, "security", STR("sandbox")));
  put_devices(j, in);
}

static void put_inlines(struct json_out *j, const struct instr *in) {
  if (in->inline_count == 0)
    return;
  json_key(j, "inline");
  json_array_begin(j);
  for (uint32_t i = 0; i < in->inline_count; i++) {
    json_object_begin(j);
    json_member_str(j, "path", in->inlines[i].path);
    json_member_bool(j, "expand", in->inlines[i].expand);
    json_member_str(j, "data", in->inlines[i].data.bytes);
    json_object_end(j);
  }
  json_array_end(j);
}

static void put_excludes(struct json_out *j, const struct instr *in) {
  const struct node *n = in->node;
  if (!instr_flag(in, STR("exclude")))
    return;
  json_key(j, "exclude");
  json_array_begin(j);
  for (uint32_t i = 0; i < n->flag_count; i++)
    if (str_eq(n->flags[i].name, STR("exclude")))
      json_str(j, n->flags[i].value.bytes);
  json_array_end(j);
}

static void put_given_bool(struct json_out *j, const char *key, const struct node_flag *flag) {
  if (flag)
    json_member_bool(j, key, flag_is_true(flag));
}

static void put_copy(struct json_out *j, const struct instr *in) {
  dump_texts(j, "sources", in->args, in->arg_count);
  json_member_str(j, "dest", in->dest.bytes);
  put_inlines(j, in);
  static const char *const values[] = {"from", "chown", "chmod", "checksum"};
  static const char *const switches[] = {"link", "parents"};
  for (uint32_t i = 0; i < COUNT_OF(values); i++)
    dump_optional(j, values[i], flag_value(in, values[i], (str){0}));
  for (uint32_t i = 0; i < COUNT_OF(switches); i++)
    put_optional_true(j, switches[i], flag_is_true(instr_flag(in, str_of(switches[i]))));
  put_excludes(j, in);
  put_given_bool(j, "keep_git_dir", instr_flag(in, STR("keep-git-dir")));
  put_given_bool(j, "unpack", instr_flag(in, STR("unpack")));
}

static void put_pairs(struct json_out *j, const struct instr *in) {
  json_key(j, "pairs");
  json_array_begin(j);
  for (uint32_t i = 0; i < in->pair_count; i++) {
    json_object_begin(j);
    json_member_str(j, "key", in->pairs[i].key.bytes);
    json_member_str(j, "value", in->pairs[i].value.bytes);
    put_optional_true(j, "legacy", in->pairs[i].legacy);
    json_object_end(j);
  }
  json_array_end(j);
}

static void put_arg(struct json_out *j, const struct instr *in) {
  json_key(j, "args");
  json_array_begin(j);
  for (uint32_t i = 0; i < in->pair_count; i++) {
    const struct instr_pair *p = &in->pairs[i];
    json_object_begin(j);
    json_member_str(j, "key", p->key.bytes);
    json_key(j, "value");
    if (p->has_value)
      json_str(j, p->value.bytes);
    else
      json_null(j);
    dump_optional(j, "doc", node_doc(in->node, p->key.bytes));
    json_object_end(j);
  }
  json_array_end(j);
}

static int order(const void *x, const void *y) {
  const struct text *a = x, *b = y;
  return str_compare(a->bytes, b->bytes);
}

static void put_ports(struct arena *a, struct json_out *j, const struct instr *in) {
  struct text *sorted = NEW_ARRAY(a, struct text, in->arg_count);
  for (uint32_t i = 0; i < in->arg_count; i++)
    sorted[i] = in->args[i];
  qsort(sorted, in->arg_count, sizeof *sorted, order);
  dump_texts(j, "ports", sorted, in->arg_count);
}

static void put_healthcheck(struct json_out *j, const struct instr *in) {
  dump_texts(j, "test", in->args, in->arg_count);
  put_optional_int(j, "interval_ns", in->health.interval);
  put_optional_int(j, "timeout_ns", in->health.timeout);
  put_optional_int(j, "start_period_ns", in->health.start_period);
  put_optional_int(j, "start_interval_ns", in->health.start_interval);
  put_optional_int(j, "retries", in->health.retries);
}

static void put_onbuild(struct arena *a, struct json_out *j, const struct instr *in) {
  json_member_str(j, "expression", in->expression.bytes);
  if (!in->trigger) {
    json_member_str(j, "trigger_error", in->trigger_problem->message);
    return;
  }
  json_key(j, "trigger");
  json_object_begin(j);
  json_member_str(j, "type", in->trigger->node->keyword);
  dump_instr_fields(a, j, in->trigger);
  json_object_end(j);
}

// What differs from kind to kind. A trigger is never an ONBUILD: this recurs once.
void dump_instr_fields(struct arena *a, struct json_out *j, const struct instr *in) {
  switch (in->kind) {
  case INSTR_ADD:
  case INSTR_COPY:
    put_copy(j, in);
    return;
  case INSTR_ARG:
    put_arg(j, in);
    return;
  case INSTR_CMD:
  case INSTR_ENTRYPOINT:
    put_form(j, in);
    return;
  case INSTR_ENV:
  case INSTR_LABEL:
    put_pairs(j, in);
    return;
  case INSTR_EXPOSE:
    put_ports(a, j, in);
    return;
  case INSTR_HEALTHCHECK:
    put_healthcheck(j, in);
    return;
  case INSTR_MAINTAINER:
    json_member_str(j, "maintainer", in->args[0].bytes);
    return;
  case INSTR_ONBUILD:
    put_onbuild(a, j, in);
    return;
  case INSTR_RUN:
    put_run(j, in);
    return;
  case INSTR_SHELL:
    dump_texts(j, "shell", in->args, in->arg_count);
    return;
  case INSTR_STOPSIGNAL:
    json_member_str(j, "signal", in->args[0].bytes);
    return;
  case INSTR_USER:
    json_member_str(j, "user", in->args[0].bytes);
    return;
  case INSTR_VOLUME:
    dump_texts(j, "volumes", in->args, in->arg_count);
    return;
  case INSTR_WORKDIR:
    json_member_str(j, "path", in->args[0].bytes);
    return;
  case INSTR_FROM:
  case INSTR_UNKNOWN:
  case INSTR_KIND_COUNT:
    return;
  }
}
