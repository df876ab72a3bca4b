#include "cli/rule_test.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/assert.h"
#include "fix/fix.h"
#include "report/report.h"

enum { MESSAGE_BYTES = 1024, ROUNDS_MAX = 10 };

struct tester {
  struct arena *arena; // for all of the run
  struct arena file;   // for one example
  struct lint_worker worker;
  const struct settings *given;
  enum example_company company;
  struct rule_tests *tests;
  // the rule and example being tried
  uint32_t rule;
  const struct rule_manual *manual;
  const struct rule_example *example;
};

static void fail(struct tester *t, uint32_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void fail(struct tester *t, uint32_t line, const char *format, ...) {
  char message[MESSAGE_BYTES];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  t->tests->failures++;
  struct buf *b = &t->tests->messages;
  buf_add(b, report_path(t->arena, t->manual->path));
  if (line)
    buf_add_format(b, ":%" PRIu32, line);
  buf_add(b, STR(": "));
  buf_add(b, report_plain(t->arena, str_of(message)));
  buf_add_char(b, '\n');
}

static const struct diag_rule *rule_head(const struct tester *t) {
  return &rule_at(t->given->rules, t->rule)->head;
}

static struct lint lint_text(struct tester *t, const struct settings *settings, str text) {
  struct lint lint = rule_example_lint(&t->worker, &t->file, settings, t->example, text);
  if (lint.status == LINT_NO_MEMORY)
    arena_fail(t->arena);
  for (uint32_t i = 0; i < lint.faults.len; i++)
    fail(t, t->example->line, STR_FMT, STR_ARG(lint.faults.at[i].message));
  if (lint.status != LINT_DONE)
    fail(t, t->example->line, STR_FMT, STR_ARG(lint.why.message));
  return lint;
}

static struct diags own_diags(struct tester *t, const struct lint *lint) {
  return rule_example_diags(&t->file, lint, rule_head(t));
}

// Of a text of several lines the first will do.
static bool is_underlined(const struct lint *lint, const struct diag *diag, const struct rule_expectation *expected) {
  str text = source_text(lint->src, diag->span), wanted = expected->text;
  if (source_line_of(lint->src, diag->span.off) != expected->line_1based)
    return false;
  if (str_find_char(wanted, '\n') == wanted.len)
    str_cut(text, '\n', &text, &(str){0});
  return str_eq(text, wanted);
}

// At least one of both is there.
static void fail_underlined(struct tester *t, const struct lint *lint, const struct diag *diag,
                            const struct rule_expectation *expected) {
  uint32_t at = t->example->line;
  if (!diag) {
    assert(expected);
    fail(t, at, "'" STR_FMT "' in line %" PRIu32 " is not found", STR_ARG(expected->text), expected->line_1based);
    return;
  }
  uint32_t line = source_line_of(lint->src, diag->span.off);
  str text = source_text(lint->src, diag->span);
  if (!expected)
    fail(t, at, "'" STR_FMT "' in line %" PRIu32 " should not be found: " STR_FMT, STR_ARG(text), line,
         STR_ARG(diag->message));
  else
    fail(t, at, "'" STR_FMT "' in line %" PRIu32 " is found, not '" STR_FMT "' in line %" PRIu32, STR_ARG(text), line,
         STR_ARG(expected->text), expected->line_1based);
}

static void check_underlined(struct tester *t, const struct lint *lint, const struct diags *own) {
  const struct rule_example *e = t->example;
  for (uint32_t i = 0; i < own->len || i < e->expected_count; i++) {
    const struct rule_expectation *expected = i < e->expected_count ? &e->expected[i] : NULL;
    const struct diag *diag = i < own->len ? &own->at[i] : NULL;
    if (diag && expected && is_underlined(lint, diag, expected))
      continue;
    fail_underlined(t, lint, diag, expected);
    return;
  }
}

static bool is_expected_other(const struct tester *t, const struct diag_rule *rule) {
  for (uint32_t i = 0; i < t->example->others.len; i++)
    if (str_eq(t->example->others.at[i], rule->id))
      return true;
  return false;
}

static void check_others(struct tester *t, const struct lint *lint) {
  for (uint32_t i = 0; i < lint->diags.len; i++) {
    const struct diag *diag = &lint->diags.at[i];
    if (diag->rule != rule_head(t) && diag->severity >= SEVERITY_WARNING && !is_expected_other(t, diag->rule))
      fail(t, t->example->line, "also found, by " STR_FMT " in line %" PRIu32 ": " STR_FMT, STR_ARG(diag->rule->id),
           source_line_of(lint->src, diag->span.off), STR_ARG(diag->message));
  }
}

static bool write_buf(void *ctx, const char *at, size_t len) {
  buf_add(ctx, (str){at, (uint32_t)len});
  return true;
}

// Below the message, indented.
static void show_difference(struct tester *t, str wanted, str text) {
  struct out out;
  struct buf diff;
  buf_init(&diff, &t->file);
  out_init(&out, write_buf, &diff);
  fix_diff(&t->file, &out, STR("Dockerfile"), wanted, text);
  out_flush(&out);
  str rest = buf_str(&diff), line;
  while (str_next(&rest, '\n', &line))
    if (line.len) {
      buf_add(&t->tests->messages, STR("    "));
      buf_add(&t->tests->messages, report_plain(&t->file, line));
      buf_add_char(&t->tests->messages, '\n');
    }
}

// As `dlint fix`, but for this rule alone: until nothing changes.
static void check_fixed(struct tester *t, const struct settings *settings) {
  str text = t->example->text;
  for (uint32_t round = 0;; round++) {
    struct lint lint = lint_text(t, settings, text);
    struct diags own = own_diags(t, &lint);
    uint32_t applied = 0;
    str fixed = fix_apply(&t->file, text, &own, FIX_ALL, &applied);
    if (applied == 0) {
      if (round && t->company == EXAMPLE_TOGETHER)
        check_others(t, &lint);
      break;
    }
    if (round == ROUNDS_MAX || str_eq(fixed, text)) {
      fail(t, t->example->line, "mending does not come to an end");
      return;
    }
    text = fixed;
  }
  str wanted = t->example->is_fixed ? t->example->fixed : t->example->text;
  if (str_eq(text, wanted))
    return;
  fail(t, t->example->line, "mending it gives something else than expected:");
  show_difference(t, wanted, text);
}

static void try_example(struct tester *t) {
  str bad;
  const struct settings *settings = rule_example_settings(&t->file, t->given, t->rule, t->example, t->company, &bad);
  t->tests->examples++;
  if (!settings) {
    fail(t, t->example->line, "no platform: " STR_FMT, STR_ARG(bad));
    return;
  }
  struct lint lint = lint_text(t, settings, t->example->text);
  if (lint.status != LINT_DONE)
    return;
  struct diags own = own_diags(t, &lint);
  check_underlined(t, &lint, &own);
  if (t->company == EXAMPLE_TOGETHER)
    check_others(t, &lint);
  if (!t->example->good)
    check_fixed(t, settings);
}

static void check_examples(struct tester *t) {
  uint32_t good = 0, bad = 0;
  for (uint32_t i = 0; i < t->manual->example_count; i++)
    *(t->manual->examples[i].good ? &good : &bad) += 1;
  if (bad == 0)
    fail(t, 0, "the rule has no bad example");
  if (good < 2)
    fail(t, 0, "the rule has fewer than two good examples: a near miss and a real correct file");
}

struct rule_tests rule_tests_run(struct arena *a, const struct settings *settings, enum example_company company) {
  struct rule_tests tests = {.rules = rule_count(settings->rules)};
  struct tester t = {.arena = a, .given = settings, .company = company, .tests = &tests};
  buf_init(&tests.messages, a);
  arena_init(&t.file, NULL, 0);
  lint_worker_init(&t.worker);
  for (t.rule = 0; t.rule < tests.rules; t.rule++) {
    struct rule_manual manual = rule_manual(a, settings->rules, t.rule);
    t.manual = &manual;
    if (company == EXAMPLE_TOGETHER)
      check_examples(&t);
    for (uint32_t i = 0; i < manual.example_count; i++) {
      t.example = &manual.examples[i];
      try_example(&t);
      arena_reset(&t.file);
    }
  }
  lint_worker_done(&t.worker);
  arena_done(&t.file);
  return tests;
}
