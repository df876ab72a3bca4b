#include <inttypes.h>

#include "cli/trace.h"

//     Dockerfile for linux/arm64, built on linux/amd64
//
//        1 FROM golang:1.22 AS build · on linux/amd64, the build platform
//        2   ARG TARGETARCH=arm64
//        3   RUN
//        3     curl -fsSLO https://example.com/tool-arm64-‹build argument VERSION›.tgz
//        4   ? tar -xzf tool.tgz

static const char *const colors[STYLE_COUNT] = {
    [STYLE_PLAIN] = "",
    [STYLE_FAINT] = "\x1b[2m",
    [STYLE_KEYWORD] = "\x1b[1;34m",
    [STYLE_VALUE] = "\x1b[36m",
    [STYLE_UNKNOWN] = "\x1b[35m",
    [STYLE_MAYBE] = "\x1b[1;33m",
    [STYLE_FALLBACK] = "\x1b[1;31m",
    [STYLE_LEFT] = "\x1b[1;31m",
    [STYLE_RIGHT] = "\x1b[1;32m",
};

void trace_print_styled(const struct trace *t, str text, enum trace_style style) {
  bool colored = t->color == REPORT_COLORED && style != STYLE_PLAIN;
  if (colored)
    out_str(t->out, str_of(colors[style]));
  out_str(t->out, text);
  if (colored)
    out_str(t->out, STR("\x1b[0m"));
}

void trace_print(const struct trace *t, const struct styled *s, uint32_t from, uint32_t to) {
  for (uint32_t i = 0; i < s->part_count; i++) {
    uint32_t start = s->parts[i].from, end = i + 1 < s->part_count ? s->parts[i + 1].from : s->text.len;
    start = start < from ? from : start;
    end = end > to ? to : end;
    if (start < end)
      trace_print_styled(t, str_slice(s->text, start, end), s->parts[i].style);
  }
}

void trace_print_title(const struct trace *t, const struct eval_scenario *s) {
  trace_print_styled(t, report_path(t->arena, t->src->path), STYLE_KEYWORD);
  out_str(t->out, STR(" for "));
  trace_print_styled(t, platform_name(t->arena, s->target), STYLE_VALUE);
  if (!platform_eq(s->target, s->build)) {
    out_str(t->out, STR(", built on "));
    trace_print_styled(t, platform_name(t->arena, s->build), STYLE_VALUE);
  }
  out_char(t->out, '\n');
}

static const struct mark {
  str sign;
  enum trace_style style;
  str meaning;
} marks[] = {
    [WHEN_ALWAYS] = {STR_INIT(" "), STYLE_PLAIN, STR_INIT("")},
    [WHEN_MAYBE] = {STR_INIT("?"), STYLE_MAYBE, STR_INIT("only under a condition that the file does not decide")},
    [WHEN_FALLBACK] = {STR_INIT("!"), STYLE_FALLBACK, STR_INIT("only if something before it fails")},
};

// Which marks were used, so that only these are explained.
struct printer {
  const struct trace *trace;
  bool used[COUNT_OF(marks)], unknown;
};

static void print_line(struct printer *p, const struct trace_line *line) {
  const struct trace *t = p->trace;
  const struct mark *mark = &marks[line->when];
  trace_print_styled(t, str_format(t->arena, "%5" PRIu32 " ", line->number), STYLE_FAINT);
  // The mark stands in the last but one column of the indentation.
  if (line->depth) {
    out_repeat(t->out, ' ', 2 * line->depth - 2);
    trace_print_styled(t, mark->sign, mark->style);
    out_char(t->out, ' ');
  }
  trace_print(t, &line->text, 0, line->text.text.len);
  out_char(t->out, '\n');
  p->used[line->when] = true;
  for (uint32_t i = 0; i < line->text.part_count; i++)
    p->unknown = p->unknown || line->text.parts[i].style == STYLE_UNKNOWN;
}

static void print_instrs(struct printer *p, const struct eval_instr *instrs, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    struct trace_lines lines = trace_instr_lines(p->trace->arena, p->trace->src, &instrs[i]);
    for (uint32_t l = 0; l < lines.len; l++)
      print_line(p, &lines.at[l]);
  }
}

static void print_legend(const struct printer *p) {
  const struct trace *t = p->trace;
  bool any = p->unknown;
  for (uint32_t i = WHEN_ALWAYS + 1; i < COUNT_OF(marks); i++)
    any = any || p->used[i];
  if (any)
    out_char(t->out, '\n');
  for (uint32_t i = WHEN_ALWAYS + 1; i < COUNT_OF(marks); i++)
    if (p->used[i]) {
      out_repeat(t->out, ' ', 6);
      trace_print_styled(t, marks[i].sign, marks[i].style);
      trace_print_styled(t, str_concat(t->arena, STR("  "), marks[i].meaning), STYLE_FAINT);
      out_char(t->out, '\n');
    }
  if (p->unknown) {
    out_repeat(t->out, ' ', 5);
    trace_print_styled(t, STR("‹›"), STYLE_UNKNOWN);
    trace_print_styled(t, STR("  not known, and where it comes from"), STYLE_FAINT);
    out_char(t->out, '\n');
  }
}

static void print_scenario(const struct trace *t, const struct eval_scenario *s) {
  struct printer p = {.trace = t};
  trace_print_title(t, s);
  for (uint32_t i = 0; i < s->stage_count; i++) {
    struct trace_line from = trace_stage_line(t->arena, t->src, s, i);
    out_char(t->out, '\n');
    print_line(&p, &from);
    print_instrs(&p, s->stages[i].triggers, s->stages[i].trigger_count);
    print_instrs(&p, s->stages[i].instrs, s->stages[i].instr_count);
  }
  print_legend(&p);
}

void trace_text(const struct trace *t) {
  for (uint32_t i = 0; i < t->eval->scenario_count; i++) {
    if (i)
      out_char(t->out, '\n');
    print_scenario(t, &t->eval->scenarios[i]);
  }
}
