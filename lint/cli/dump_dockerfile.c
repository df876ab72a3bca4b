#include <stdlib.h>

#include "cli/parse_views.h"

// The schema is that of BuildKit's trees as its own programs see them; keys that are empty are left out where the
// functions say `optional`.

static void put_texts(struct json_out *j, const char *key, const struct text *texts, uint32_t count) {
  json_key(j, key);
  json_array_begin(j);
  for (uint32_t i = 0; i < count; i++)
    json_str(j, texts[i].bytes);
  json_array_end(j);
}

static void put_optional(struct json_out *j, const char *key, str s) {
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

static void put_char(struct json_out *j, const char *key, char c) {
  json_member_str(j, key, (str){&c, 1});
}

// Nodes.

static void put_heredocs(struct json_out *j, const struct node *n) {
  json_key(j, "heredocs");
  json_array_begin(j);
  for (uint32_t i = 0; i < n->heredoc_count; i++) {
    const struct heredoc *h = &n->heredocs[i];
    json_object_begin(j);
    json_member_str(j, "name", h->name);
    json_member_int(j, "fd", (int64_t)h->fd);
    json_member_bool(j, "expand", h->expand);
    json_member_bool(j, "chomp", h->chomp);
    json_member_str(j, "content", h->content.bytes);
    json_object_end(j);
  }
  json_array_end(j);
}

static void put_flags(struct json_out *j, const struct node *n) {
  json_key(j, "flags");
  json_array_begin(j);
  for (uint32_t i = 0; i < n->flag_count; i++)
    json_str(j, n->flags[i].text.bytes);
  json_array_end(j);
}

static void put_comments(struct json_out *j, const struct node *n) {
  json_key(j, "comments");
  json_array_begin(j);
  for (uint32_t i = 0; i < n->comment_count; i++)
    json_str(j, n->comments[i].text);
  json_array_end(j);
}

// Where each piece of the joined line stands: its offset there, the line and the byte column of the file.
static void put_segments(struct json_out *j, const struct source *src, const struct text *line) {
  json_key(j, "segments");
  json_array_begin(j);
  for (uint32_t i = 0; i < line->piece_count; i++) {
    uint32_t off = line->pieces[i].off, line_1based = source_line_of(src, off);
    json_array_begin(j);
    json_int(j, line->pieces[i].at);
    json_int(j, line_1based);
    json_int(j, off - src->line_starts[line_1based - 1] + 1);
    json_array_end(j);
  }
  json_array_end(j);
}

static void put_words(struct json_out *j, const struct node *n) {
  json_member_str(j, "keyword", n->keyword);
  json_member_str(j, "spelled", n->spelled);
  json_member_str(j, "original", n->original.bytes);
}

static void put_child(struct json_out *j, const struct node *n);

static void put_arguments(struct json_out *j, const struct node *n) {
  put_flags(j, n);
  put_texts(j, "args", n->args, n->arg_count);
  json_member_bool(j, "json", n->json);
}

// Recursion: LIMIT_ONBUILD_DEPTH.
static void put_child(struct json_out *j, const struct node *n) {
  if (!n)
    return;
  json_key(j, "child");
  json_object_begin(j);
  put_words(j, n);
  put_arguments(j, n);
  put_child(j, n->child);
  json_object_end(j);
}

static void put_node(struct json_out *j, const struct source *src, const struct node *n) {
  json_object_begin(j);
  put_words(j, n);
  json_member_int(j, "start_line", n->start_line);
  json_member_int(j, "end_line", n->end_line);
  put_arguments(j, n);
  put_heredocs(j, n);
  put_child(j, n->child);
  put_comments(j, n);
  put_segments(j, src, &n->original);
  json_object_end(j);
}

// Instructions.

static void put_form(struct json_out *j, const struct instr *in) {
  json_member_str(j, "form", in->form == FORM_EXEC ? STR("exec") : STR("shell"));
  put_texts(j, "cmd", in->args, in->arg_count);
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
  put_optional(j, "from", m->from.bytes);
  put_optional(j, "source", m->source.bytes);
  put_optional(j, "target", m->target.bytes);
  json_member_bool(j, "readonly", m->readonly);
  put_optional_int(j, "size", m->numbers.size);
  put_optional(j, "id", m->id.bytes);
  put_optional(j, "sharing", m->sharing);
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
  put_texts(j, "sources", in->args, in->arg_count);
  json_member_str(j, "dest", in->dest.bytes);
  put_inlines(j, in);
  static const char *const values[] = {"from", "chown", "chmod", "checksum"};
  static const char *const switches[] = {"link", "parents"};
  for (uint32_t i = 0; i < COUNT_OF(values); i++)
    put_optional(j, values[i], flag_value(in, values[i], (str){0}));
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
    put_optional(j, "doc", node_doc(in->node, p->key.bytes));
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
  put_texts(j, "ports", sorted, in->arg_count);
}

static void put_healthcheck(struct json_out *j, const struct instr *in) {
  put_texts(j, "test", in->args, in->arg_count);
  put_optional_int(j, "interval_ns", in->health.interval);
  put_optional_int(j, "timeout_ns", in->health.timeout);
  put_optional_int(j, "start_period_ns", in->health.start_period);
  put_optional_int(j, "start_interval_ns", in->health.start_interval);
  put_optional_int(j, "retries", in->health.retries);
}

static void put_fields(struct arena *a, struct json_out *j, const struct instr *in);

static void put_onbuild(struct arena *a, struct json_out *j, const struct instr *in) {
  json_member_str(j, "expression", in->expression.bytes);
  if (!in->trigger) {
    json_member_str(j, "trigger_error", in->trigger_problem->message);
    return;
  }
  json_key(j, "trigger");
  json_object_begin(j);
  json_member_str(j, "type", in->trigger->node->keyword);
  put_fields(a, j, in->trigger);
  json_object_end(j);
}

// What differs from kind to kind. A trigger is never an ONBUILD: this recurs once.
static void put_fields(struct arena *a, struct json_out *j, const struct instr *in) {
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
    put_texts(j, "shell", in->args, in->arg_count);
    return;
  case INSTR_STOPSIGNAL:
    json_member_str(j, "signal", in->args[0].bytes);
    return;
  case INSTR_USER:
    json_member_str(j, "user", in->args[0].bytes);
    return;
  case INSTR_VOLUME:
    put_texts(j, "volumes", in->args, in->arg_count);
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

static void put_commands(struct arena *a, struct json_out *j, const char *key, const struct instr *const *instrs,
                         uint32_t count) {
  json_key(j, key);
  json_array_begin(j);
  for (uint32_t i = 0; i < count; i++) {
    const struct instr *in = instrs[i];
    if (in->problem)
      continue;
    json_object_begin(j);
    json_member_str(j, "type", in->node->keyword);
    json_member_int(j, "node", in->index);
    json_member_int(j, "line", in->node->start_line);
    json_member_int(j, "end_line", in->node->end_line);
    put_fields(a, j, in);
    json_object_end(j);
  }
  json_array_end(j);
}

// The end of the last instruction that BuildKit takes.
static uint32_t last_line(const struct stage *s) {
  for (uint32_t i = s->instr_count; i > 0; i--)
    if (!s->instrs[i - 1]->problem)
      return s->instrs[i - 1]->node->end_line;
  return s->from->node->end_line;
}

static void put_stage(struct arena *a, struct json_out *j, const struct stage *s) {
  const struct node *n = s->from->node;
  json_object_begin(j);
  json_member_int(j, "index", s->index);
  json_member_int(j, "node", s->from->index);
  json_member_int(j, "line", n->start_line);
  json_member_int(j, "end_line", n->end_line);
  json_member_str(j, "base", s->from->image.bytes);
  put_optional(j, "name", s->name);
  put_optional(j, "platform", s->platform ? s->platform->value.bytes : (str){0});
  put_optional(j, "doc", node_doc(n, s->name));
  json_member_int(j, "last_line", last_line(s));
  put_commands(a, j, "commands", s->instrs, s->instr_count);
  json_object_end(j);
}

// The file.

static void put_problem(struct json_out *j, const struct problem *p) {
  json_member_int(j, "line", p->line);
  json_member_int(j, "end_line", p->end_line);
  json_member_str(j, "message", p->message);
}

static void put_error(struct json_out *j, const struct problem *p) {
  json_member_bool(j, "ok", p == NULL);
  if (!p)
    return;
  json_key(j, "error");
  json_object_begin(j);
  json_member_str(j, "layer", p->layer == PROBLEM_PARSE ? STR("parse") : STR("instructions"));
  put_problem(j, p);
  json_object_end(j);
}

static void put_directives(struct json_out *j, const struct dockerfile *df) {
  json_key(j, "directives");
  json_array_begin(j);
  for (uint32_t i = 0; i < df->directive_count; i++) {
    json_object_begin(j);
    json_member_str(j, "name", df->directives[i].name);
    json_member_str(j, "value", df->directives[i].value);
    json_member_int(j, "line", df->directives[i].line);
    json_object_end(j);
  }
  json_array_end(j);
}

// A directive as the other reader finds it, under its own names for the value and all of it.
static void put_found(struct json_out *j, const struct directive *d, const char *value, const char *all,
                      str all_value) {
  if (d->name.len == 0)
    return;
  json_key_str(j, d->name);
  json_object_begin(j);
  json_member_str(j, value, d->value);
  json_member_str(j, all, all_value);
  json_member_int(j, "line", d->line);
  json_object_end(j);
}

static void put_warnings(struct json_out *j, const struct dockerfile *df) {
  json_key(j, "warnings");
  json_array_begin(j);
  for (uint32_t i = 0; i < df->node_count; i++) {
    if (df->nodes[i]->blank_line == 0)
      continue;
    json_object_begin(j);
    json_member_int(j, "line", df->nodes[i]->text_end_line);
    json_member_str(j, "message", STR("empty line between continued lines"));
    json_object_end(j);
  }
  json_array_end(j);
}

static void put_instruction_errors(struct json_out *j, const struct dockerfile *df) {
  json_key(j, "instruction_errors");
  json_array_begin(j);
  for (uint32_t i = 0; i < df->instr_count; i++) {
    if (!df->instrs[i]->problem)
      continue;
    json_object_begin(j);
    json_member_int(j, "node", i);
    put_problem(j, df->instrs[i]->problem);
    json_object_end(j);
  }
  json_array_end(j);
}

static void put_layers(struct arena *a, struct json_out *j, const struct dockerfile *df) {
  put_warnings(j, df);
  json_key(j, "nodes");
  json_array_begin(j);
  for (uint32_t i = 0; i < df->node_count; i++)
    put_node(j, df->src, df->nodes[i]);
  json_array_end(j);
  put_commands(a, j, "global_args", df->globals, df->global_count);
  json_key(j, "stages");
  json_array_begin(j);
  for (uint32_t i = 0; i < df->stage_count; i++)
    put_stage(a, j, &df->stages[i]);
  json_array_end(j);
  put_instruction_errors(j, df);
}

// Where BuildKit stops: the first refusal of its line parser, which reads all of the file first, else the first one.
static const struct problem *stopping_problem(const struct dockerfile *df) {
  const struct problem *last = NULL;
  for (uint32_t i = 0; i < df->problem_count; i++) {
    const struct problem *p = &df->problems[i];
    if (p->layer == PROBLEM_PARSE)
      return p;
    if (!last)
      last = p;
  }
  return last;
}

void dump_dockerfile(struct arena *a, struct json_out *j, const struct dockerfile *df) {
  const struct problem *stop = stopping_problem(df);
  bool unread = stop && stop->layer == PROBLEM_PARSE;
  json_object_begin(j);
  json_member_str(j, "file", df->src->path);
  if (unread && !stop->behind_all) {
    json_key(j, "escape");
    json_null(j);
  } else {
    put_char(j, "escape", df->escape);
  }
  put_directives(j, df);
  put_found(j, &df->syntax, "ref", "cmdline", df->syntax_cmdline);
  put_found(j, &df->check, "value", "full", df->check_full);
  put_error(j, stop);
  if (!unread)
    put_layers(a, j, df);
  json_object_end(j);
  json_end_line(j);
}
