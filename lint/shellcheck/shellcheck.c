#include "shellcheck/shellcheck.h"

#include <unistd.h>

#include "base/limits.h"
#include "shellcheck/answer.h"
#include "shellcheck/process.h"
#include "shellcheck/script.h"

static const str uses[] = {
    [SHELLCHECK_OFF] = STR_INIT("off"),
    [SHELLCHECK_AUTO] = STR_INIT("auto"),
    [SHELLCHECK_ON] = STR_INIT("on"),
};

str shellcheck_use_name(enum shellcheck_use use) {
  return uses[use];
}

bool shellcheck_use_named(str name, enum shellcheck_use *use) {
  for (uint32_t i = 0; i < COUNT_OF(uses); i++)
    if (str_eq(uses[i], name)) {
      *use = (enum shellcheck_use)i;
      return true;
    }
  return false;
}

static void forget(void *p) {
  pthread_mutex_destroy(&((struct shellcheck *)p)->lock);
}

struct shellcheck *shellcheck_find(struct arena *a, str path) {
  for (str rest = path, folder; str_next(&rest, ':', &folder);) {
    str program = str_format(a, STR_FMT "/shellcheck", STR_ARG(folder));
    // A folder that is not absolute may belong to whoever wrote what is linted.
    if (!str_has_prefix(folder, STR("/")) || access(program.at, X_OK) != 0)
      continue;
    struct shellcheck *s = NEW(a, struct shellcheck);
    *s = (struct shellcheck){.program = program, .milliseconds = LIMIT_SHELLCHECK_SECONDS * 1000, .arena = a};
    pthread_mutex_init(&s->lock, NULL);
    arena_on_exit(a, forget, s);
    return s;
  }
  return NULL;
}

static bool may_run(struct shellcheck *s) {
  pthread_mutex_lock(&s->lock);
  bool may = s->failures < LIMIT_SHELLCHECK_FAILURES;
  pthread_mutex_unlock(&s->lock);
  return may;
}

static void note_failure(struct arena *a, struct shellcheck *s, str why, struct faults *faults) {
  pthread_mutex_lock(&s->lock);
  bool first = s->failures++ == 0;
  pthread_mutex_unlock(&s->lock);
  if (first)
    VEC_PUSH(a, faults, (struct fault){.path = s->program, .message = why});
}

static void note_too_long(struct arena *a, str path, uint32_t count, struct faults *faults) {
  str message = str_format(a, "ShellCheck is not given scripts of more than %u bytes, of which there are %u",
                           (unsigned)LIMIT_SHELLCHECK_SCRIPT, (unsigned)count);
  VEC_PUSH(a, faults, (struct fault){.path = path, .message = message});
}

// One call for several scripts: starting it takes longer than most of them.
static void check(struct arena *a, struct shellcheck *s, const struct checked_scripts *batch, struct diags *diags,
                  struct faults *faults) {
  str words[3 + PROCESS_INPUTS_MAX] = {STR("shellcheck"), STR("--norc"), STR("--format=json1")};
  str inputs[PROCESS_INPUTS_MAX], output, why = STR("did not answer in its format json1");
  for (uint32_t i = 0; i < batch->len; i++) {
    inputs[i] = batch->at[i].src->bytes;
    words[3 + i] = str_format(a, "/dev/fd/%u", (unsigned)(PROCESS_FIRST_FD + i));
  }
  struct process process = {
      .program = s->program,
      .words = words,
      .word_count = 3 + batch->len,
      .inputs = inputs,
      .input_count = batch->len,
      .milliseconds = s->milliseconds,
      .output_bytes = LIMIT_SHELLCHECK_OUTPUT,
  };
  if (!process_run(a, &process, &output, &why) || !answer_read(a, s, output, batch, PROCESS_FIRST_FD, diags))
    note_failure(a, s, why, faults);
}

void shellcheck_run(struct arena *a, struct shellcheck *s, const struct facts *facts, struct diags *diags,
                    struct faults *faults) {
  struct checked_scripts all = checked_scripts(a, facts);
  if (all.too_long)
    note_too_long(a, facts->df->src->path, all.too_long, faults);
  for (uint32_t i = 0; i < all.len && may_run(s); i += PROCESS_INPUTS_MAX) {
    uint32_t left = all.len - i;
    struct checked_scripts batch = {.at = all.at + i, .len = left < PROCESS_INPUTS_MAX ? left : PROCESS_INPUTS_MAX};
    check(a, s, &batch, diags, faults);
  }
}
