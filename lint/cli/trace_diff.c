#include <inttypes.h>

#include "base/assert.h"
#include "base/utf8.h"
#include "cli/trace.h"

// What differs between two platforms. On a terminal that is wide enough side by side:
//
//        3 curl -LO https://example.com/x-amd64.tgz │ curl -LO https://example.com/x-arm64.tgz
//
// else one below the other.

enum {
  GUTTER_COLS = 6,  // the line number
  BETWEEN_COLS = 3, // the line between the sides
  SIDE_COLS = 40,   // that a side needs to be worth it
  LOOK_AHEAD = 64,  // lines that are looked at for one of the other side
};

// One line of either side; NULL where it has none.
struct pair {
  const struct trace_line *left, *right;
};

struct pairs {
  struct pair *at;
  uint32_t len, cap;
};

static bool is_same_place(const struct trace_line *x, const struct trace_line *y) {
  return x->place.off == y->place.off && x->place.len == y->place.len;
}

static bool is_same_line(const struct trace_line *x, const struct trace_line *y) {
  return str_eq(x->text.text, y->text.text) && x->when == y->when;
}

static uint32_t depth_of(const struct pair *pair) {
  return pair->left ? pair->left->depth : pair->right->depth;
}

// How far behind `from` the place of `line` comes again; LOOK_AHEAD where it does not.
static uint32_t distance(const struct trace_lines *lines, uint32_t from, const struct trace_line *line) {
  for (uint32_t i = 0; i < LOOK_AHEAD && from + i < lines->len; i++)
    if (is_same_place(&lines->at[from + i], line))
      return i;
  return LOOK_AHEAD;
}

// Puts lines of the same place beside each other; where one side has a line that the other has not, that stands alone.
static struct pairs make_pairs(struct arena *a, const struct trace_lines *left, const struct trace_lines *right) {
  struct pairs pairs = {0};
  uint32_t l = 0, r = 0;
  while (l < left->len || r < right->len) {
    struct pair pair = {l < left->len ? &left->at[l] : NULL, r < right->len ? &right->at[r] : NULL};
    if (pair.left && pair.right && !is_same_place(pair.left, pair.right)) {
      if (distance(right, r, pair.left) < distance(left, l, pair.right))
        pair.left = NULL;
      else
        pair.right = NULL;
    }
    l += pair.left != NULL;
    r += pair.right != NULL;
    VEC_PUSH(a, &pairs, pair);
  }
  return pairs;
}

static bool differs(const struct pair *pair) {
  return !pair->left || !pair->right || !is_same_line(pair->left, pair->right);
}

// The words in which two lines differ are shown in the colour of their side.

static bool is_in_word(str s, uint32_t at) {
  return at < s.len && (is_ascii_alnum(s.at[at]) || s.at[at] == '_' || (unsigned char)s.at[at] >= 0x80);
}

static uint32_t common_start(str x, str y) {
  uint32_t n = 0;
  while (n < x.len && n < y.len && x.at[n] == y.at[n])
    n++;
  while (n && is_in_word(x, n - 1) && (is_in_word(x, n) || is_in_word(y, n)))
    n--;
  return n;
}

// How many bytes at the end are the same, where the first `start` are known to be.
static uint32_t common_end(str x, str y, uint32_t start) {
  uint32_t n = 0;
  while (start + n < x.len && start + n < y.len && x.at[x.len - 1 - n] == y.at[y.len - 1 - n])
    n++;
  while (n && is_in_word(x, x.len - n) && (is_in_word(x, x.len - n - 1) || is_in_word(y, y.len - n - 1)))
    n--;
  return n;
}

// `s` with `style` from byte `from` to `to`.
static struct styled restyle(struct arena *a, const struct styled *s, uint32_t from, uint32_t to,
                             enum trace_style style) {
  VEC(struct trace_part) parts = {0};
  enum trace_style behind = STYLE_PLAIN; // of what stands at `to`
  for (uint32_t i = 0; i < s->part_count && s->parts[i].from <= to; i++)
    behind = s->parts[i].style;
  for (uint32_t i = 0; i < s->part_count && s->parts[i].from < from; i++)
    VEC_PUSH(a, &parts, s->parts[i]);
  if (from < to)
    VEC_PUSH(a, &parts, (struct trace_part){from, style});
  if (to < s->text.len)
    VEC_PUSH(a, &parts, (struct trace_part){to, behind});
  for (uint32_t i = 0; i < s->part_count; i++)
    if (s->parts[i].from > to)
      VEC_PUSH(a, &parts, s->parts[i]);
  return (struct styled){s->text, parts.at, parts.len};
}

// The text of one side with its mark; empty where it has no line.
static struct styled side_text(struct arena *a, const struct trace_line *line) {
  static const str marks[] = {
      [WHEN_ALWAYS] = STR_INIT(""), [WHEN_MAYBE] = STR_INIT("? "), [WHEN_FALLBACK] = STR_INIT("! ")};
  if (!line)
    return (struct styled){0};
  str mark = marks[line->when];
  VEC(struct trace_part) parts = {0};
  if (mark.len)
    VEC_PUSH(a, &parts, (struct trace_part){0, line->when == WHEN_MAYBE ? STYLE_MAYBE : STYLE_FALLBACK});
  for (uint32_t i = 0; i < line->text.part_count; i++)
    VEC_PUSH(a, &parts, (struct trace_part){mark.len + line->text.parts[i].from, line->text.parts[i].style});
  return (struct styled){str_concat(a, mark, line->text.text), parts.at, parts.len};
}

struct sides {
  struct styled left, right;
};

static struct sides make_sides(struct arena *a, const struct pair *pair) {
  struct sides s = {side_text(a, pair->left), side_text(a, pair->right)};
  uint32_t start = common_start(s.left.text, s.right.text), end = common_end(s.left.text, s.right.text, start);
  s.left = restyle(a, &s.left, start, s.left.text.len - end, STYLE_LEFT);
  s.right = restyle(a, &s.right, start, s.right.text.len - end, STYLE_RIGHT);
  return s;
}

static void print_number(const struct trace *t, const struct pair *pair) {
  assert(pair->left || pair->right);
  uint32_t number = pair->left ? pair->left->number : pair->right->number;
  trace_print_styled(t, str_format(t->arena, "%5" PRIu32 " ", number), STYLE_FAINT);
}

// One below the other.
static void print_stacked(const struct trace *t, const struct pair *pair) {
  struct sides s = make_sides(t->arena, pair);
  const struct trace_line *lines[] = {pair->left, pair->right};
  const struct styled *texts[] = {&s.left, &s.right};
  print_number(t, pair);
  for (uint32_t i = 0; i < COUNT_OF(lines); i++) {
    if (!lines[i])
      continue;
    if (i && lines[0])
      out_repeat(t->out, ' ', GUTTER_COLS);
    out_repeat(t->out, ' ', 2 * lines[i]->depth);
    trace_print_styled(t, i ? STR("> ") : STR("< "), i ? STYLE_RIGHT : STYLE_LEFT);
    trace_print(t, texts[i], 0, texts[i]->text.len);
    out_char(t->out, '\n');
  }
}

// Side by side. A side is broken into rows of at most `width` columns, at a blank where there is one in the second
// half.
static uint32_t row_end(str s, uint32_t from, uint32_t width_cols) {
  uint32_t at = from, blank = 0, cols = 0, len;
  for (; at < s.len && cols < width_cols; at += len, cols++) {
    utf8_decode(str_skip(s, at), &len);
    if (s.at[at] == ' ' && cols > width_cols / 2)
      blank = at + 1;
  }
  return at < s.len && blank ? blank : at;
}

// Prints the next row of a side and moves `*from` behind it; returns how many columns it took.
static uint32_t print_row(const struct trace *t, const struct styled *s, uint32_t *from, uint32_t width_cols) {
  uint32_t end = row_end(s->text, *from, width_cols), shown = end;
  while (shown > *from && end < s->text.len && s->text.at[shown - 1] == ' ')
    shown--;
  uint32_t cols = utf8_count(str_slice(s->text, *from, shown));
  trace_print(t, s, *from, shown);
  *from = end;
  return cols;
}

static void print_beside(const struct trace *t, const struct pair *pair) {
  struct sides s = make_sides(t->arena, pair);
  uint32_t indent = 2 * depth_of(pair), side = (t->width_cols - GUTTER_COLS - BETWEEN_COLS) / 2;
  uint32_t left = 0, right = 0;
  print_number(t, pair);
  do {
    if (left || right)
      out_repeat(t->out, ' ', GUTTER_COLS);
    out_repeat(t->out, ' ', indent);
    uint32_t cols = print_row(t, &s.left, &left, side - indent);
    out_repeat(t->out, ' ', side - indent - cols);
    trace_print_styled(t, STR(" │"), STYLE_FAINT);
    if (right < s.right.text.len)
      out_char(t->out, ' ');
    print_row(t, &s.right, &right, side);
    out_char(t->out, '\n');
  } while (left < s.left.text.len || right < s.right.text.len);
}

static void print_pair(const struct trace *t, const struct pair *pair) {
  if (t->width_cols >= GUTTER_COLS + 2 * SIDE_COLS)
    print_beside(t, pair);
  else
    print_stacked(t, pair);
}

// Whether a line is a command of the instruction in line `head`.
static bool is_inside(const struct pair *pair, const struct pair *head) {
  return depth_of(pair) > depth_of(head);
}

// A line that is the same on both sides, to say where one is.
static void print_context(const struct trace *t, const struct trace_line *line) {
  print_number(t, &(struct pair){line, NULL});
  out_repeat(t->out, ' ', 2 * line->depth);
  trace_print(t, &line->text, 0, line->text.text.len);
  out_char(t->out, '\n');
}

struct diff {
  const struct trace *trace;
  const struct eval_scenario *left, *right;
  struct pair from; // of the stage at hand
  bool from_shown, any;
};

static void show_stage(struct diff *d) {
  if (d->from_shown)
    return;
  d->from_shown = true;
  out_char(d->trace->out, '\n');
  if (differs(&d->from))
    print_pair(d->trace, &d->from);
  else
    print_context(d->trace, d->from.left);
}

static void diff_instr(struct diff *d, const struct eval_instr *left, const struct eval_instr *right) {
  const struct trace *t = d->trace;
  struct trace_lines none = {0};
  struct trace_lines l = left ? trace_instr_lines(t->arena, t->src, left) : none;
  struct trace_lines r = right ? trace_instr_lines(t->arena, t->src, right) : none;
  struct pairs pairs = make_pairs(t->arena, &l, &r);
  bool head_shown = false;
  for (uint32_t i = 0; i < pairs.len; i++) {
    if (!differs(&pairs.at[i]))
      continue;
    show_stage(d);
    d->any = true;
    // What a command belongs to: the line `RUN`.
    if (is_inside(&pairs.at[i], &pairs.at[0]) && !head_shown && !differs(&pairs.at[0]))
      print_context(t, pairs.at[0].left);
    head_shown = true;
    print_pair(t, &pairs.at[i]);
  }
}

static void diff_instrs(struct diff *d, const struct eval_instr *left, uint32_t left_count,
                        const struct eval_instr *right, uint32_t right_count) {
  for (uint32_t i = 0; i < left_count || i < right_count; i++)
    diff_instr(d, i < left_count ? &left[i] : NULL, i < right_count ? &right[i] : NULL);
}

static void diff_stage(struct diff *d, uint32_t index) {
  const struct trace *t = d->trace;
  const struct eval_stage *left = &d->left->stages[index], *right = &d->right->stages[index];
  struct trace_line *from = NEW_ARRAY(t->arena, struct trace_line, 2);
  from[0] = trace_stage_line(t->arena, t->src, d->left, index);
  from[1] = trace_stage_line(t->arena, t->src, d->right, index);
  d->from = (struct pair){&from[0], &from[1]};
  d->from_shown = false;
  if (differs(&d->from)) {
    show_stage(d);
    d->any = true;
  }
  diff_instrs(d, left->triggers, left->trigger_count, right->triggers, right->trigger_count);
  diff_instrs(d, left->instrs, left->instr_count, right->instrs, right->instr_count);
}

static void print_title(const struct trace *t, const struct eval_scenario *left, const struct eval_scenario *right) {
  trace_print_styled(t, report_path(t->arena, t->src->path), STYLE_KEYWORD);
  out_str(t->out, STR(" for "));
  trace_print_styled(t, platform_name(t->arena, left->target), STYLE_LEFT);
  out_str(t->out, STR(" and "));
  trace_print_styled(t, platform_name(t->arena, right->target), STYLE_RIGHT);
  out_char(t->out, '\n');
}

void trace_diff(const struct trace *t) {
  struct diff d = {.trace = t, .left = &t->eval->scenarios[0], .right = &t->eval->scenarios[1]};
  print_title(t, d.left, d.right);
  for (uint32_t i = 0; i < d.left->stage_count; i++)
    diff_stage(&d, i);
  if (d.any)
    return;
  out_char(t->out, '\n');
  trace_print_styled(t, STR("      no difference"), STYLE_FAINT);
  out_char(t->out, '\n');
}
