#include "cli/dump_instr.h"
#include "cli/parse_views.h"

// The schema is that of the trees which BuildKit's own parser gives.

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

static void put_arguments(struct json_out *j, const struct node *n) {
  put_flags(j, n);
  dump_texts(j, "args", n->args, n->arg_count);
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
    dump_instr_fields(a, j, in);
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
  dump_optional(j, "name", s->name);
  dump_optional(j, "platform", s->platform ? s->platform->value.bytes : (str){0});
  dump_optional(j, "doc", node_doc(n, s->name));
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
    json_member_str(j, "escape", (str){&df->escape, 1});
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
