#include "cli/output.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/choice.h"
#include "cli/complain.h"
#include "cli/style.h"

const struct option output_options[] = {
    {OPTION_FORMAT, 'f', "format", "FORMAT[=FILE]", report_format_names},
    {OPTION_OUTPUT_FILE, 'o', "output", "FILE", "where the format before it goes; else to standard output"},
    {OPTION_COLOR, 0, "color", "WHEN", "auto (default), always or never"},
    {OPTION_HYPERLINKS, 0, "hyperlinks", "WHEN", "likewise: from rules to what there is to read about them"},
};

void outputs_init(struct outputs *o, struct arena *a) {
  *o = (struct outputs){.arena = a, .style = style_of_output()};
}

static struct output *last(const struct outputs *o) {
  return o->list.len ? o->list.at[o->list.len - 1] : NULL;
}

static struct output *add(struct outputs *o) {
  struct output *output = NEW(o->arena, struct output);
  VEC_PUSH(o->arena, &o->list, output);
  return output;
}

void outputs_add(struct outputs *o, const struct report_format *format, str file) {
  struct output *output = add(o);
  output->format = format;
  output->file = file;
}

static bool take_format(struct outputs *o, str value) {
  str name = value, file = {0};
  str_cut(value, '=', &name, &file);
  uint32_t count;
  const struct report_format_row *formats = report_formats(&count);
  uint32_t row = choose("--format", name, (struct choices){formats, sizeof *formats, count});
  if (row == count)
    return false;
  struct output *output = last(o);
  if (!output || output->format) // `--output x --format json` is one report
    output = add(o);
  output->format = formats[row].format;
  if (file.len)
    output->file = file;
  return true;
}

static bool take_file(struct outputs *o, str value) {
  if (value.len == 0)
    return !complain("--output: the name of the file is empty");
  struct output *output = last(o);
  if (!output || output->file.len)
    output = add(o);
  output->file = value;
  return true;
}

bool outputs_take(struct outputs *o, int id, str value, bool *failed) {
  bool good = true;
  switch (id) {
  case OPTION_FORMAT:
    good = take_format(o, value);
    break;
  case OPTION_OUTPUT_FILE:
    good = take_file(o, value);
    break;
  case OPTION_COLOR:
    good = style_take_color(value, &o->style.color);
    break;
  case OPTION_HYPERLINKS:
    good = style_take_links(value, &o->style.links);
    break;
  default:
    return false;
  }
  *failed = *failed || !good;
  return true;
}

static bool begin(struct outputs *o, struct output *output) {
  const struct report_format *format = output->format ? output->format : report_format_named(STR("text"));
  struct report_style style = {0};
  if (output->file.len == 0) {
    style = o->style;
    out_init_fd(&output->to.out, STDOUT_FILENO);
  } else if (!outfile_begin(&output->to, o->arena, output->file, OUTFILE_REPLACES)) {
    return false;
  }
  report_begin(&output->report, o->arena, format, &output->to.out, style,
               (struct report_tool){DLINT_VERSION, DLINT_HOMEPAGE});
  return true;
}

static void drop(struct output *output) {
  if (output->file.len)
    outfile_drop(&output->to);
}

static bool only_one_to_stdout(const struct outputs *o) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < o->list.len; i++)
    count += o->list.at[i]->file.len == 0;
  return count < 2 || !complain("--format: two formats for standard output; name a file: --format sarif=out.sarif");
}

void outputs_name_files(const struct outputs *o, struct arena *a, struct str_list *paths) {
  for (uint32_t i = 0; i < o->list.len; i++)
    if (o->list.at[i]->file.len)
      VEC_PUSH(a, paths, o->list.at[i]->file);
}

bool outputs_begin(struct outputs *o) {
  if (o->list.len == 0)
    add(o);
  if (!only_one_to_stdout(o))
    return false;
  uint32_t begun = 0;
  while (begun < o->list.len && begin(o, o->list.at[begun]))
    begun++;
  bool good = begun == o->list.len;
  while (!good && begun > 0)
    drop(o->list.at[--begun]);
  return good;
}

void outputs_file(struct outputs *o, struct arena *a, const struct source *src, const struct diags *diags) {
  for (uint32_t i = 0; i < o->list.len; i++)
    report_file(&o->list.at[i]->report, a, src, diags);
}

void outputs_show(struct outputs *o) {
  for (uint32_t i = 0; i < o->list.len; i++)
    if (o->list.at[i]->file.len == 0)
      out_flush(&o->list.at[i]->to.out); // that it failed is remembered
}

static bool end(struct output *output) {
  report_end(&output->report);
  if (output->file.len)
    return outfile_end(&output->to);
  return out_flush(&output->to.out) || !complain("standard output: cannot write all of the findings");
}

bool outputs_end(struct outputs *o) {
  bool good = true;
  for (uint32_t i = 0; i < o->list.len; i++)
    good = end(o->list.at[i]) && good;
  return good;
}

void outputs_give_up(struct outputs *o) {
  outputs_show(o);
  for (uint32_t i = 0; i < o->list.len; i++)
    drop(o->list.at[i]);
}

static void print_on_stderr(str text) {
  struct out out;
  out_init_fd(&out, STDERR_FILENO);
  out_str(&out, text);
  out_flush(&out); // what cannot be written there cannot be complained of either
}

void outputs_print_summary(const struct outputs *o) {
  struct buf b;
  buf_init(&b, o->arena);
  report_add_summary(&o->list.at[0]->report, &b);
  print_on_stderr(buf_str(&b));
}

static int compare_counts(const void *left, const void *right) {
  const struct report_rule *x = *(struct report_rule *const *)left, *y = *(struct report_rule *const *)right;
  if (x->findings != y->findings)
    return x->findings > y->findings ? -1 : 1;
  return str_compare(x->rule->id, y->rule->id);
}

void outputs_print_statistics(const struct outputs *o) {
  const struct report *r = &o->list.at[0]->report;
  struct report_rule **rules = NEW_ARRAY(o->arena, struct report_rule *, r->rules.len);
  for (uint32_t i = 0; i < r->rules.len; i++)
    rules[i] = r->rules.at[i];
  if (r->rules.len)
    qsort(rules, r->rules.len, sizeof *rules, compare_counts);
  struct buf b;
  buf_init(&b, o->arena);
  for (uint32_t i = 0; i < r->rules.len; i++)
    buf_add_format(&b, "%8" PRIu32 "  " STR_FMT "\n", rules[i]->findings, STR_ARG(rules[i]->rule->id));
  print_on_stderr(buf_str(&b));
}
