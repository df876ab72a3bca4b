#include "dockerfile/nodes.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "dockerfile/directive.h"
#include "dockerfile/heredoc.h"
#include "dockerfile/lines.h"
#include "dockerfile/statement.h"

struct node_reader {
  struct arena *arena;
  const struct text *input;
  struct node_list *list;
  struct lines lines;
  struct directive_reader directives;
  VEC(struct comment) pending; // the comments that the next instruction gets
  struct statement_lists lists;
};

static str bytes_of(const struct node_reader *r) {
  return r->input->bytes;
}

static span span_of(const struct node_reader *r, struct line line) {
  return text_span(r->input, line.from, line.to);
}

static struct problem *add_problem(struct node_reader *r, uint32_t line, uint32_t end_line, span place, str message) {
  struct problem *p = NEW(r->arena, struct problem);
  *p = (struct problem){.layer = PROBLEM_PARSE,
                        .line = line,
                        .end_line = end_line > line ? end_line : line,
                        .span = place,
                        .message = message};
  VEC_PUSH(r->arena, &r->list->problems, p);
  return p;
}

// Comments and directives.

static void note_comment(struct node_reader *r, struct line line) {
  struct line text = line_content(bytes_of(r), line), mark = line_trim_left(bytes_of(r), text);
  uint32_t from = mark.from + 1, to = text.to;
  trim_range(bytes_of(r), &from, &to);
  struct comment c = {span_of(r, mark), str_slice(bytes_of(r), from, to), r->lines.count};
  VEC_PUSH(r->arena, &r->list->comments, c);
}

// BuildKit cuts the first byte, whatever it is, and trims the rest; an empty comment makes it forget those before.
static void note_pending_comment(struct node_reader *r, struct line line) {
  uint32_t from = line.from + 1, to = line.to;
  trim_range(bytes_of(r), &from, &to);
  if (from == to) {
    r->pending.len = 0;
    return;
  }
  struct line mark = line_trim_left(bytes_of(r), line_content(bytes_of(r), line));
  struct comment c = {span_of(r, mark), str_slice(bytes_of(r), from, to), r->lines.count};
  VEC_PUSH(r->arena, &r->pending, c);
}

static void set_escape(struct node_reader *r, const struct directive *d) {
  if (str_eq(d->value, STR("\\")) || str_eq(d->value, STR("`"))) {
    r->list->escape = d->value.at[0];
    r->list->escape_set = true;
    return;
  }
  add_problem(r, r->lines.count - 1, 0, d->value_span, STR("the escape character is neither \\ nor `"));
}

// Whether the line is a directive. BuildKit reports a wrong one at the line before.
static bool take_directive(struct node_reader *r, struct line line) {
  struct directive d;
  line = line_trim_left(bytes_of(r), line_content(bytes_of(r), line));
  switch (directive_read(&r->directives, line, r->lines.count, &d)) {
  case DIRECTIVE_NONE:
    break;
  case DIRECTIVE_REPEATED:
    add_problem(r, r->lines.count - 1, 0, span_of(r, line), STR("a directive of that name was there before"));
    break;
  case DIRECTIVE_FOUND:
    VEC_PUSH(r->arena, &r->list->directives, d);
    if (str_eq(d.name, STR("escape")))
      set_escape(r, &d);
    return true;
  }
  return false;
}

static void take_comment(struct node_reader *r, struct line line) {
  if (take_directive(r, line))
    return;
  note_comment(r, line);
  note_pending_comment(r, line);
}

// Lines of an instruction.

// Takes the escape character and the blanks behind it off the end; false where the line does not continue:
// `([^\\])\\[ \t]*$|^\\[ \t]*$`.
static bool take_continuation(struct node_reader *r, struct line *line) {
  str text = bytes_of(r);
  uint32_t end = line->to;
  while (end > line->from && (text.at[end - 1] == ' ' || text.at[end - 1] == '\t'))
    end--;
  if (end == line->from || text.at[end - 1] != r->list->escape)
    return false;
  if (end - line->from > 1 && text.at[end - 2] == r->list->escape)
    return false;
  line->to = end - 1;
  return true;
}

// The next line that continues an instruction, its line end and continuation taken off; comments and blank lines are
// passed over. False where there is none.
static bool next_continuation(struct node_reader *r, struct node *n, struct line *line, bool *continues) {
  while (lines_next(&r->lines, line)) {
    if (line_is_comment(bytes_of(r), *line)) {
      note_comment(r, *line);
      continue;
    }
    *line = line_content(bytes_of(r), *line);
    struct line trimmed = line_trim_left(bytes_of(r), *line);
    if (trimmed.from == trimmed.to) {
      if (!n->blank_line)
        n->blank_line = r->lines.count;
      continue;
    }
    *continues = take_continuation(r, line);
    return true;
  }
  return false;
}

// Reads the lines of the instruction that starts with `first`, which is continued.
static struct text join_lines(struct node_reader *r, struct node *n, struct line first) {
  struct text_buf buf;
  text_buf_init(&buf, r->arena);
  text_buf_add(&buf, r->input, first.from, first.to);
  struct line line;
  for (bool continues = true; continues && next_continuation(r, n, &line, &continues);)
    text_buf_add(&buf, r->input, line.from, line.to);
  return text_buf_text(&buf, r->input, first.from);
}

// Here-documents.

static bool may_have_heredocs(const struct node *n) {
  if (n->kind == INSTR_ONBUILD && n->child)
    n = n->child;
  return (n->kind == INSTR_ADD || n->kind == INSTR_COPY || n->kind == INSTR_RUN) && !n->json;
}

static bool is_terminator(const struct node_reader *r, const struct heredoc *h, struct line *line) {
  *line = line_content(bytes_of(r), *line);
  while (h->chomp && line->from < line->to && bytes_of(r).at[line->from] == '\t')
    line->from++;
  return str_eq(str_slice(bytes_of(r), line->from, line->to), h->name);
}

// Reads a body up to its terminator; false with the line where BuildKit gives up. Whatever it thinks of a line that is
// too long or of the end of the file, what was meant as a body is not taken for instructions.
static bool read_body(struct node_reader *r, struct heredoc *h, uint32_t *gave_up) {
  uint32_t from = r->lines.pos, to = from;
  bool good = true;
  for (struct line line;; to = r->lines.pos) {
    if (!lines_next(&r->lines, &line)) {
      if (good)
        *gave_up = r->lines.count;
      good = false;
      if (!lines_next_any(&r->lines, &line))
        break;
    }
    if (is_terminator(r, h, &line)) {
      h->terminator = span_of(r, line);
      break;
    }
  }
  h->content = text_slice(r->arena, r->input, from, to);
  return good;
}

static void refuse_node(struct node_reader *r, struct node *n, uint32_t end_line, span place, str message) {
  const struct problem *p = add_problem(r, n->start_line, end_line, place, message);
  if (!n->problem)
    n->problem = p;
}

static void read_heredocs(struct node_reader *r, struct node *n) {
  if (n->problem || !may_have_heredocs(n) || !str_contains(n->original.bytes, STR("<<")))
    return;
  struct heredoc_list found = {0};
  span broken;
  if (!heredoc_find(r->arena, &n->original, &found, &broken)) {
    span s = text_span(&n->original, broken.off, span_end(broken));
    refuse_node(r, n, r->lines.count, s, STR("the delimiter of a here-document is not a word"));
  }
  n->heredocs = found.at;
  while (n->heredoc_count < found.len) {
    struct heredoc *h = &found.at[n->heredoc_count++];
    uint32_t gave_up;
    if (read_body(r, h, &gave_up))
      continue;
    refuse_node(r, n, gave_up, h->word, STR("the here-document is not terminated"));
    if (lines_at_end(&r->lines))
      break;
  }
}

// Instructions.

static void give_comments(struct node_reader *r, struct node *n) {
  n->comments = arena_copy(r->arena, r->pending.at, r->pending.len, sizeof *n->comments);
  n->comment_count = r->pending.len;
  r->pending.len = 0;
}

static void read_instruction(struct node_reader *r, struct line first) {
  struct node *n = NEW(r->arena, struct node);
  n->start_line = r->lines.count;
  bool continues = take_continuation(r, &first);
  n->original = continues ? join_lines(r, n, first) : text_slice(r->arena, r->input, first.from, first.to);
  n->text_end_line = r->lines.count;
  struct statement s = {.arena = r->arena, .escape = r->list->escape, .node = n, .lists = &r->lists};
  statement_read(&s);
  if (s.refusal.len)
    refuse_node(r, n, n->text_end_line, s.refusal_span, s.refusal);
  read_heredocs(r, n);
  n->end_line = r->lines.count;
  give_comments(r, n);
  VEC_PUSH(r->arena, &r->list->nodes, n);
}

// A line that is too long is where BuildKit stops. It is passed over, with what continues it.
static void pass_over_long_line(struct node_reader *r) {
  struct line line;
  uint32_t line_before = r->lines.count;
  lines_next_any(&r->lines, &line);
  struct problem *p = add_problem(r, line_before, 0, span_of(r, line_content(bytes_of(r), line)),
                                  STR("a line is longer than BuildKit's limit of 65535 bytes"));
  p->behind_all = r->list->nodes.len > 0;
  struct node passed = {0};
  line = line_content(bytes_of(r), line);
  for (bool continues = take_continuation(r, &line); continues && next_continuation(r, &passed, &line, &continues);)
    ;
}

static void read_line(struct node_reader *r, struct line line) {
  if (line_is_comment(bytes_of(r), line)) {
    take_comment(r, line);
    return;
  }
  r->directives.done = true;
  line = line_trim_left(bytes_of(r), line_content(bytes_of(r), line));
  if (line.from == line.to)
    return;
  if (r->list->nodes.len < LIMIT_INSTRUCTIONS)
    read_instruction(r, line);
  else
    r->list->unread = r->lines.count;
}

void nodes_read(struct arena *a, const struct text *input, struct node_list *list) {
  *list = (struct node_list){.escape = '\\'};
  struct node_reader r = {.arena = a, .input = input, .list = list};
  r.directives = (struct directive_reader){.arena = a, .input = input, .mark = STR("#")};
  lines_init(&r.lines, input->bytes);
  for (struct line line; !lines_at_end(&r.lines) && !list->unread;)
    if (lines_next(&r.lines, &line))
      read_line(&r, line);
    else
      pass_over_long_line(&r);
  if (list->nodes.len == 0 && list->problems.len == 0)
    add_problem(&r, r.lines.count, 0, (span){0}, STR("the file has no instructions"));
}
