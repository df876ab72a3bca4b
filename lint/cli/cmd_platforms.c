#include "base/utf8.h"
#include "cli/choice.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/platforms_format.h"
#include "cli/request.h"
#include "cli/style.h"

enum {
  OPTION_FORMAT_OF_TABLE = 1,
  OPTION_STAGES,
  OPTION_COLOR_OF_TABLE,
};

static const struct option options[] = {
    {OPTION_FORMAT_OF_TABLE, 'f', "format", "text|json|markdown|html", "html has the source, too"},
    {OPTION_STAGES, 'v', "verbose", NULL, "a row for each stage, and on stderr who wants the platforms"},
    {OPTION_COLOR_OF_TABLE, 0, "color", "WHEN", "auto (default), always or never"},
};

static const struct named_format {
  const char *name;
  const struct platforms_format *format;
} formats[] = {
    {"text", &platforms_text},
    {"json", &platforms_json},
    {"markdown", &platforms_markdown},
    {"html", &platforms_html},
};

struct table {
  struct arena arena;
  struct request request;
  struct out out;
  const struct platforms_format *format;
  struct platforms_page page;
  bool verbose;
  bool found; // a wanted platform breaks
};

static bool take_format(struct table *t, str name) {
  uint32_t row = choose("--format", name, CHOICES(formats));
  if (row < COUNT_OF(formats))
    t->format = formats[row].format;
  else
    t->request.failed = true;
  return true;
}

static bool take(struct table *t, int id, str value) {
  switch (id) {
  case OPTION_FORMAT_OF_TABLE:
    return take_format(t, value);
  case OPTION_STAGES:
    t->verbose = true;
    return true;
  case OPTION_COLOR_OF_TABLE:
    t->request.failed = !style_take_color(value, &t->page.color) || t->request.failed;
    return true;
  default:
    return request_take(&t->request, id, value);
  }
}

// From FROM to the last line of the stage.
static span stage_range(const struct lint *lint, const struct stage *stage) {
  span from = stage->from->node->span;
  return span_join(from, source_line_span(lint->src, stage->last_line));
}

static struct platform_row stage_row(struct arena *a, const struct lint *lint, const struct stage *stage) {
  str label = stage->name.len ? stage->name : str_format(a, "stage %u", stage->index);
  return (struct platform_row){label, verdict_make(a, lint, stage_range(lint, stage))};
}

static void file_done(void *ctx, struct arena *a, const struct lint_job *job, struct lint *lint) {
  struct table *t = ctx;
  if (lint->status != LINT_DONE) {
    request_complain(&t->request, lint);
    return;
  }
  for (uint32_t i = 0; i < lint->faults.len; i++)
    t->request.failed = complain_fault(&lint->faults.at[i]);
  if (t->verbose)
    complain(STR_FMT ": platforms wanted by " STR_FMT, STR_ARG(job->path), STR_ARG(job->settings->origins.platforms));
  uint32_t count = 1 + (t->verbose ? lint->df->stage_count : 0);
  struct platform_row *rows = NEW_ARRAY(a, struct platform_row, count);
  rows[0] = (struct platform_row){job->path, verdict_make(a, lint, (span){0, lint->src->bytes.len + 1})};
  for (uint32_t i = 1; i < count; i++)
    rows[i] = stage_row(a, lint, &lint->df->stages[i - 1]);
  for (uint32_t i = 0; i < rows[0].verdicts.len; i++)
    t->found = t->found || rows[0].verdicts.at[i].verdict == VERDICT_BREAKS;
  t->format->file(&t->page, a, lint, rows, count);
  t->page.files++;
}

static int print(struct table *t) {
  // Nothing that ShellCheck finds is about platforms.
  t->request.overrides.shellcheck_given = true;
  t->request.overrides.shellcheck = SHELLCHECK_OFF;
  struct job_list jobs = request_jobs(&t->request);
  t->page.out = &t->out;
  for (uint32_t i = 0; i < jobs.len; i++) {
    uint32_t width = utf8_count(jobs.at[i].path);
    t->page.label_width = width > t->page.label_width ? width : t->page.label_width;
  }
  t->format->begin(&t->page);
  lint_files(jobs.at, jobs.len, 0, file_done, t);
  t->format->end(&t->page);
  if (!flush_stdout(&t->out))
    t->request.failed = true;
  return request_exit_code(&t->request, t->found);
}

static int read_arguments(struct table *t, int argc, char **argv) {
  struct args args;
  request_args(&args, argc, argv, cmd_platforms.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;)
    if (!take(t, id, args.value))
      return command_stop(&cmd_platforms, &args, id);
  return t->request.failed ? EXIT_USAGE : print(t);
}

static int run(int argc, char **argv) {
  struct table t = {.format = &platforms_text, .page.color = style_of_output().color};
  arena_init(&t.arena, NULL, 0);
  request_init(&t.request, &t.arena);
  out_init_fd(&t.out, 1);
  int code = read_arguments(&t, argc, argv);
  arena_done(&t.arena);
  return code;
}

const struct command cmd_platforms = {
    .name = "platforms",
    .doc = "tell on which platforms each Dockerfile builds, and what stops it elsewhere",
    .operands = "[PATH…]",
    .example = "dlint platforms --platform linux/amd64,linux/arm64,linux/arm/v7 .",
    .groups = {{.at = options, .len = COUNT_OF(options)},
               REQUEST_BUILD_GROUP,
               REQUEST_RULES_GROUP,
               REQUEST_FILES_GROUP},
    .run = run,
};
