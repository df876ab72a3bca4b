#include "base/near.h"
#include "cli/choice.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/facts_view.h"
#include "cli/request.h"

enum {
  OPTION_FACTS_FORMAT = 1,
  OPTION_KIND,
};

static const struct option options[] = {
    {OPTION_KIND, 'k', "kind", "KINDS", "only facts of these kinds: download,package"},
    {OPTION_FACTS_FORMAT, 'f', "format", "text|json", "json: an object a line"},
};

typedef void view_fn(const struct facts_view *view, const struct fact *f);

struct listing {
  struct request request;
  view_fn *view;
  bool chosen[FACT_KIND_COUNT]; // all where none is
  bool all;
};

static bool take_format(struct listing *l, str value) {
  static const struct named_view {
    const char *name;
    view_fn *view;
  } views[] = {{"text", facts_view_text}, {"json", facts_view_json}};
  uint32_t row = choose("--format", value, CHOICES(views));
  if (row < COUNT_OF(views))
    l->view = views[row].view;
  return row < COUNT_OF(views);
}

static bool complain_of_kind(str name) {
  struct arena a;
  struct near near;
  arena_init(&a, NULL, 0);
  near_init(&near, &a, name);
  for (enum fact_kind kind = 0; kind < FACT_KIND_COUNT; kind++)
    near_add(&near, str_of(fact_schema(kind)->name));
  complain("--kind: no kind of fact: " STR_FMT STR_FMT, STR_BRIEF(name), STR_ARG(near_hint(&near)));
  arena_done(&a);
  return true;
}

static bool take_kinds(struct listing *l, str list) {
  str name;
  l->all = false;
  while (str_next(&list, ',', &name)) {
    enum fact_kind kind = fact_kind_named(name);
    if (kind == FACT_KIND_COUNT)
      return !complain_of_kind(name);
    l->chosen[kind] = true;
  }
  return true;
}

// False where this command does not know the option.
static bool take(struct listing *l, int id, str value) {
  bool good = true;
  if (id == OPTION_FACTS_FORMAT)
    good = take_format(l, value);
  else if (id == OPTION_KIND)
    good = take_kinds(l, value);
  else
    return request_take(&l->request, id, value);
  l->request.failed = l->request.failed || !good;
  return true;
}

// The fact that stands next in the text, over all kinds; NULL after the last one.
static const struct fact *next_fact(const struct facts *facts, uint32_t *cursors) {
  const struct fact *next = NULL;
  for (enum fact_kind kind = 0; kind < FACT_KIND_COUNT; kind++) {
    const struct fact_list *list = &facts->of[kind];
    if (cursors[kind] < list->len && (!next || list->at[cursors[kind]]->order < next->order))
      next = list->at[cursors[kind]];
  }
  if (next)
    cursors[next->kind]++;
  return next;
}

static void print_file(void *ctx, const struct lint_job *job, struct arena *a, struct out *out, struct faults *faults) {
  const struct listing *l = ctx;
  struct lint lint = lint_facts(a, job);
  struct facts_view view = {a, lint.src, lint.facts, out};
  uint32_t cursors[FACT_KIND_COUNT] = {0};
  *faults = lint.faults;
  for (const struct fact *f; (f = next_fact(view.facts, cursors));)
    if (l->all || l->chosen[f->kind])
      l->view(&view, f);
}

static int read_arguments(struct listing *l, int argc, char **argv) {
  struct args args;
  request_args(&args, argc, argv, cmd_facts.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;)
    if (!take(l, id, args.value))
      return command_stop(&cmd_facts, &args, id);
  return l->request.failed ? EXIT_USAGE : request_print_files(&l->request, STR(""), print_file, l);
}

static int run(int argc, char **argv) {
  struct arena a;
  arena_init(&a, NULL, 0);
  struct listing l = {.view = facts_view_text, .all = true};
  request_init(&l.request, &a);
  int code = read_arguments(&l, argc, argv);
  arena_done(&a);
  return code;
}

const struct command cmd_facts = {
    .name = "facts",
    .doc = "list what rules can speak about: commands, packages, downloads, …",
    .operands = "[PATH…]",
    .example = "dlint facts --kind download,arch-switch Dockerfile",
    .groups = {{.at = options, .len = COUNT_OF(options)}, REQUEST_BUILD_GROUP, REQUEST_FILES_GROUP},
    .run = run,
};
