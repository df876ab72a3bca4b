#include "base/buf.h"
#include "cli/catalog.h"
#include "cli/choice.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/completion.h"
#include "know/table.h"
#include "report/report.h"

// Words, each once, with blanks between.
struct word_list {
  struct arena *arena;
  struct map seen;
  struct buf text;
};

static void add_word(struct word_list *list, str word) {
  if (map_get(&list->seen, word))
    return;
  map_put(list->arena, &list->seen, word, list);
  if (list->text.len)
    buf_add_char(&list->text, ' ');
  buf_add(&list->text, word);
}

static void add_formats(struct word_list *list, const struct rule_set *set) {
  (void)set;
  uint32_t count;
  const struct report_format_row *formats = report_formats(&count);
  for (uint32_t i = 0; i < count; i++)
    add_word(list, str_of(formats[i].name));
}

static void add_levels(struct word_list *list, const struct rule_set *set) {
  (void)set;
  for (enum severity level = SEVERITY_COUNT; level-- > 0;)
    add_word(list, severity_name(level));
  add_word(list, STR("never"));
}

static void add_when(struct word_list *list, const struct rule_set *set) {
  (void)set;
  add_word(list, STR("auto"));
  add_word(list, STR("always"));
  add_word(list, STR("never"));
}

static void add_rules(struct word_list *list, const struct rule_set *set) {
  for (uint32_t i = 0; i < rule_count(set); i++)
    add_word(list, rule_at(set, i)->head.id);
  for (uint32_t i = 0; i < rule_count(set); i++) {
    const struct rule *rule = rule_at(set, i);
    add_word(list, rule->head.category);
    for (uint32_t k = 0; k < rule->set_count; k++)
      add_word(list, rule->sets[k].set);
  }
}

static void add_platforms(struct word_list *list, const struct rule_set *set) {
  (void)set;
  const struct know_table *table = know_table_at(KNOW_PLATFORMS);
  for (uint32_t i = 0; i < table->row_count; i++)
    add_word(list, know_text(table, i, 0));
}

// The built-in rules, whatever configuration there is: the script is for other folders, too.
static struct completion_words words(struct request *r) {
  static void (*const adders[COMPLETION_COUNT])(struct word_list * list, const struct rule_set *set) = {
      [COMPLETION_FORMATS] = add_formats, [COMPLETION_LEVELS] = add_levels,       [COMPLETION_WHEN] = add_when,
      [COMPLETION_RULES] = add_rules,     [COMPLETION_PLATFORMS] = add_platforms,
  };
  struct completion_words words;
  r->overrides.isolated = true;
  const struct rule_set *set = catalog_settings(r)->rules;
  for (enum completion_list which = 0; which < COMPLETION_COUNT; which++) {
    struct word_list list = {.arena = r->arena};
    buf_init(&list.text, r->arena);
    adders[which](&list, set);
    words.of[which] = buf_str(&list.text);
  }
  return words;
}

static int print_for(struct request *r, str shell) {
  uint32_t count;
  const struct shell_completion *all = shell_completions(&count);
  uint32_t row = choose("completion", shell, (struct choices){all, sizeof *all, count});
  if (row == count)
    return EXIT_USAGE;
  struct completion_words lists = words(r);
  struct out o;
  out_init_fd(&o, 1);
  all[row].write(&o, &lists);
  return flush_stdout(&o) ? EXIT_CLEAN : EXIT_USAGE;
}

static int read_arguments(struct request *r, int argc, char **argv) {
  struct args args;
  str shell = {0};
  args_init(&args, argc, argv, cmd_completion.groups);
  for (int id; (id = args_next(&args)) != ARGS_END;) {
    if (id != ARGS_OPERAND || shell.len)
      return command_stop(&cmd_completion, &args, id);
    shell = args.value;
  }
  return print_for(r, shell);
}

static int run(int argc, char **argv) {
  return request_run(argc, argv, read_arguments);
}

const struct command cmd_completion = {
    .name = "completion",
    .doc = "print completions for a shell",
    .operands = "bash|zsh|fish",
    .example = "dlint completion bash >/etc/bash_completion.d/dlint",
    .run = run,
};
