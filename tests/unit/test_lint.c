#include "unit.h"

#include "api/api.h"
#include "base/buf.h"

static const struct settings *make_settings(struct arena *a) {
  struct overrides *o = NEW(a, struct overrides);
  struct faults *faults = NEW(a, struct faults);
  o->isolated = true;
  const struct settings *settings = config_settings(config_new(a, o, faults), STR("Dockerfile"));
  assert_int_equal(faults->len, 0);
  return settings;
}

#define DOCKERFILE                                                                                                     \
  "FROM debian:12 AS a\nARG V=1\n# dlint ignore=x\nRUN case $(uname -m) in x86_64) a=amd64 ;; *) exit 1 ;; esac; \\\n" \
  " curl -LO https://example.com/$V/tool-$a.tar.gz https://example.com/tool-x86_64.zip\nCOPY --from=a x y\nFOO\n"

// Memory ends at every point that it can end at, and the entry comes back each time: without anything, then with the
// errors of the syntax, at last with all.
static void test_exhaustion(void **state) {
  (void)state;
  struct arena kept;
  struct lint_worker w;
  arena_init(&kept, NULL, 0);
  lint_worker_init(&w);
  struct lint_job job = {.path = STR("Dockerfile"), .bytes = STR(DOCKERFILE), .in_memory = true};
  job.settings = make_settings(&kept);
  uint32_t seen[LINT_DEPTH_COUNT] = {0}, exhausted = 0;
  for (size_t limit = 1024; !seen[LINT_WHOLE] && exhausted < 100000; limit += 1024) {
    struct arena a;
    arena_init(&a, NULL, limit);
    struct lint lint = lint_file(&w, &a, &job);
    bool done = lint.status == LINT_DONE;
    assert_true(done || lint.why.message.len);
    assert_true(!done || lint.depth == LINT_WHOLE || lint.faults.len);
    assert_true(!done || lint.depth != LINT_SYNTAX || lint.diags.len == 1); // FOO
    if (done)
      seen[lint.depth]++;
    else
      exhausted++;
    arena_done(&a);
  }
  assert_in_range(exhausted, 10, 10000);
  assert_in_range(seen[LINT_SYNTAX], 10, 10000);
  assert_int_equal(seen[LINT_WHOLE], 1);
  lint_worker_done(&w);
  arena_done(&kept);
}

struct listing {
  struct buf text;
  uint32_t next;
};

static void list(void *ctx, struct arena *a, const struct lint_job *job, struct lint *lint) {
  struct listing *l = ctx;
  (void)a;
  buf_add_format(&l->text, STR_FMT " %u:", STR_ARG(job->path), (unsigned)l->next++);
  for (uint32_t i = 0; i < lint->diags.len; i++)
    buf_add_format(&l->text, " " STR_FMT, STR_ARG(lint->diags.at[i].message));
  buf_add_char(&l->text, '\n');
}

enum { JOBS = 300 };

static str list_all(struct arena *a, const struct lint_job *jobs, uint32_t threads) {
  struct listing l = {0};
  buf_init(&l.text, a);
  lint_files(jobs, JOBS, threads, list, &l);
  return buf_str(&l.text);
}

// The same, in the same order, for any number of threads.
static void test_threads(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct settings *settings = make_settings(&a);
  struct lint_job *jobs = NEW_ARRAY(&a, struct lint_job, JOBS);
  for (uint32_t i = 0; i < JOBS; i++) {
    str text = i % 3 ? STR(DOCKERFILE) : str_format(&a, "FROM scratch\nFOO%u\n", (unsigned)i);
    jobs[i] = (struct lint_job){
        .path = str_format(&a, "%u", (unsigned)i), .bytes = text, .in_memory = true, .settings = settings};
  }
  str alone = list_all(&a, jobs, 1);
  assert_str_equal(list_all(&a, jobs, 2), alone);
  assert_str_equal(list_all(&a, jobs, 9), alone);
  lint_files(jobs, 0, 4, list, NULL);
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_exhaustion), cmocka_unit_test(test_threads)};
  return cmocka_run_group_tests_name("lint", tests, NULL, NULL);
}
