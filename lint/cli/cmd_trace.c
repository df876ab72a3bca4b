#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/choice.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/request.h"
#include "cli/style.h"
#include "cli/trace.h"

enum {
  OPTION_BUILD_PLATFORM = 1,
  OPTION_DIFF,
  OPTION_TRACE_FORMAT,
  OPTION_TRACE_COLOR,
};

static const struct option options[] = {
    {OPTION_DIFF, 0, "diff", "PLATFORM,PLATFORM", "show only what differs between two platforms"},
    {OPTION_BUILD_PLATFORM, 0, "build-platform", "PLATFORM", "the machine that builds; else each platform's own"},
    {OPTION_TRACE_FORMAT, 'f', "format", "text|json", "json: an object a line"},
    {OPTION_TRACE_COLOR, 0, "color", "WHEN", "auto (default), always or never"},
};

static const struct trace_format {
  const char *name;
  void (*print)(const struct trace *t);
} formats[] = {
    {"text", trace_text},
    {"json", trace_json},
};

struct tracing {
  struct arena *arena; // for the arguments
  struct request request;
  enum report_color color;
  const struct trace_format *format;
  bool has_build, has_diff;
  platform build, diff[2];
};

static bool take_build_platform(struct tracing *t, str value) {
  t->has_build = platform_parse(t->arena, value, &t->build);
  return t->has_build || !complain("--build-platform: no platform: " STR_FMT, STR_ARG(value));
}

static bool take_diff(struct tracing *t, str value) {
  str left, right;
  t->has_diff = str_cut(value, ',', &left, &right) && platform_parse(t->arena, left, &t->diff[0]) &&
                platform_parse(t->arena, right, &t->diff[1]) && !platform_eq(t->diff[0], t->diff[1]);
  return t->has_diff || !complain("--diff: not two platforms with a comma between: " STR_FMT, STR_ARG(value));
}

static bool take_format(struct tracing *t, str value) {
  uint32_t row = choose("--format", value, CHOICES(formats));
  if (row < COUNT_OF(formats))
    t->format = &formats[row];
  return row < COUNT_OF(formats);
}

// False where this command does not know the option.
static bool take(struct tracing *t, int id, str value) {
  bool good = true;
  switch (id) {
  case OPTION_BUILD_PLATFORM:
    good = take_build_platform(t, value);
    break;
  case OPTION_DIFF:
    good = take_diff(t, value);
    break;
  case OPTION_TRACE_FORMAT:
    good = take_format(t, value);
    break;
  case OPTION_TRACE_COLOR:
    good = style_take_color(value, &t->color);
    break;
  default:
    return request_take(&t->request, id, value);
  }
  t->request.failed = t->request.failed || !good;
  return true;
}

static struct eval_options build_options(const struct tracing *t, struct arena *a, const struct settings *settings,
                                         const struct dockerfile *df) {
  bool named;
  struct eval_options o = settings_build(a, settings, df, &named);
  o.native_only = true;
  if (t->has_build)
    o.build = &t->build;
  if (t->has_diff) {
    o.targets = t->diff;
    o.target_count = COUNT_OF(t->diff);
  }
  return o;
}

// As terminals' programs do: COLUMNS before what the terminal says; 0 where there is none.
static uint32_t terminal_width(void) {
  struct winsize size;
  uint32_t width_cols;
  if (str_to_u32(str_of(getenv("COLUMNS")), &width_cols) && width_cols < UINT16_MAX)
    return width_cols;
  return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static void print_file(void *ctx, const struct lint_job *job, struct arena *a, struct out *out, struct faults *faults) {
  const struct tracing *t = ctx;
  const struct source *src = source_new(a, job->path, job->bytes);
  const struct dockerfile *df = dockerfile_parse(a, src);
  struct scripts scripts = shell_scripts(a, df);
  struct eval_options build = build_options(t, a, job->settings, df);
  struct trace trace = {
      .arena = a,
      .src = src,
      .eval = eval_run(a, df, &scripts, &build),
      .out = out,
      .color = t->color,
      .width_cols = terminal_width(),
  };
  lint_limit_faults(a, df, trace.eval, faults);
  if (t->has_diff)
    trace_diff(&trace);
  else
    t->format->print(&trace);
}

static int trace_files(struct tracing *t) {
  str between = t->format->print == trace_text ? STR("\n") : STR("");
  return request_print_files(&t->request, between, print_file, t);
}

static int read_arguments(struct tracing *t, int argc, char **argv) {
  struct args args;
  request_args(&args, argc, argv, cmd_trace.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;)
    if (!take(t, id, args.value))
      return command_stop(&cmd_trace, &args, id);
  return t->request.failed ? EXIT_USAGE : trace_files(t);
}

static int run(int argc, char **argv) {
  struct arena a;
  arena_init(&a, NULL, 0);
  struct tracing t = {.arena = &a, .color = style_of_output().color, .format = &formats[0]};
  request_init(&t.request, &a);
  int code = read_arguments(&t, argc, argv);
  arena_done(&a);
  return code;
}

const struct command cmd_trace = {
    .name = "trace",
    .doc = "show what each RUN executes on a platform, values filled in",
    .operands = "[PATH…]",
    .example = "dlint trace --diff linux/amd64,linux/arm64 Dockerfile",
    .groups = {{.at = options, .len = COUNT_OF(options)}, REQUEST_BUILD_GROUP, REQUEST_FILES_GROUP},
    .run = run,
};
