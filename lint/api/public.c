#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "base/limits.h"
#include "dlint.h"

// The public API: what lies in the arenas of the inner one, once more in plain C types. Every entry that takes memory
// sets where to go without any.

struct dlint {
  struct arena arena;
  struct overrides overrides;
  const struct settings *settings; // made of them
  const char *problem;
};

struct dlint_result {
  struct arena arena;
  struct lint_worker worker; // only while the file is linted
  struct dlint_finding *findings;
  size_t count;
};

const char *dlint_version(void) {
  return DLINT_VERSION;
}

// Makes the settings anew; false with the problem where something in them is wrong.
static bool make_settings(struct dlint *d) {
  struct faults faults = {0};
  struct config *config = config_new(&d->arena, &d->overrides, &faults);
  d->settings = config_settings(config, STR("Dockerfile"));
  if (faults.len) {
    const struct fault *f = &faults.at[0];
    d->problem =
        str_format(&d->arena, STR_FMT "%s" STR_FMT, STR_ARG(f->path), f->path.len ? ": " : "", STR_ARG(f->message)).at;
  }
  return faults.len == 0;
}

static bool set(struct dlint *d, const char *name, const char *value) {
  struct fault why;
  enum override which = override_named(str_of(name));
  if (which == OVERRIDE_COUNT)
    d->problem = str_format(&d->arena, "no setting is called %.80s", name).at;
  else if (overrides_set(&d->arena, &d->overrides, which, str_copy(&d->arena, str_of(value)), &why))
    return make_settings(d);
  else
    d->problem = str_copy(&d->arena, why.message).at;
  return false;
}

// Calls `fn` with a place to go to without memory; false after that.
static bool guarded(struct dlint *d, bool (*fn)(struct dlint *d, const char *name, const char *value), const char *name,
                    const char *value) {
  jmp_buf failure;
  bool good = false;
  d->arena.on_failure = &failure;
  if (setjmp(failure) == 0)
    good = fn(d, name, value);
  else
    d->problem = "out of memory";
  d->arena.on_failure = NULL;
  return good;
}

static bool start(struct dlint *d, const char *name, const char *value) {
  (void)name, (void)value;
  d->overrides.isolated = true;
  return make_settings(d);
}

struct dlint *dlint_new(void) {
  struct dlint *d = calloc(1, sizeof *d);
  if (!d)
    return NULL;
  arena_init(&d->arena, NULL, 0);
  d->problem = "";
  if (guarded(d, start, NULL, NULL))
    return d;
  dlint_free(d);
  return NULL;
}

void dlint_free(struct dlint *d) {
  if (!d)
    return;
  arena_done(&d->arena);
  free(d);
}

bool dlint_set(struct dlint *d, const char *name, const char *value) {
  d->problem = "";
  return guarded(d, set, name, value);
}

const char *dlint_problem(const struct dlint *d) {
  return d->problem;
}

static const char *text(struct arena *a, str s) {
  return str_copy(a, s).at;
}

static struct dlint_range range(const struct source *src, span s) {
  position from = source_position(src, s.off), to = source_position(src, span_end(s));
  return (struct dlint_range){s.off, s.len, from.line, from.column, to.line, to.column};
}

static const struct dlint_label *labels(struct arena *a, const struct source *src, const struct diag *d) {
  struct dlint_label *out = NEW_ARRAY(a, struct dlint_label, d->label_count);
  for (uint32_t i = 0; i < d->label_count; i++)
    out[i] = (struct dlint_label){range(src, d->labels[i].span), text(a, d->labels[i].message)};
  return out;
}

static const struct dlint_edit *edits(struct arena *a, const struct source *src, const struct diag_fix *fix) {
  struct dlint_edit *out = NEW_ARRAY(a, struct dlint_edit, fix->edit_count);
  for (uint32_t i = 0; i < fix->edit_count; i++)
    out[i] = (struct dlint_edit){range(src, fix->edits[i].span), text(a, fix->edits[i].text)};
  return out;
}

static const struct dlint_fix *fixes(struct arena *a, const struct source *src, const struct diag *d) {
  struct dlint_fix *out = NEW_ARRAY(a, struct dlint_fix, d->fix_count);
  for (uint32_t i = 0; i < d->fix_count; i++) {
    const struct diag_fix *fix = &d->fixes[i];
    out[i] = (struct dlint_fix){text(a, fix->description), fix->safe, edits(a, src, fix), fix->edit_count};
  }
  return out;
}

static const char *const *names(struct arena *a, const struct diag *d) {
  const char **out = NEW_ARRAY(a, const char *, d->platform_count);
  for (uint32_t i = 0; i < d->platform_count; i++)
    out[i] = text(a, d->platforms[i]);
  return out;
}

static struct dlint_finding finding(struct arena *a, const struct source *src, const struct diag *d) {
  return (struct dlint_finding){
      .rule = text(a, d->rule->id),
      .category = text(a, d->rule->category),
      .severity = (enum dlint_severity)d->severity,
      .message = text(a, d->message),
      .range = range(src, d->span),
      .platforms = names(a, d),
      .platform_count = d->platform_count,
      .labels = labels(a, src, d),
      .label_count = d->label_count,
      .fixes = fixes(a, src, d),
      .fix_count = d->fix_count,
      .url = text(a, d->rule->url),
  };
}

static void take_findings(struct dlint_result *r, const struct lint *lint) {
  r->count = lint->diags.len;
  r->findings = NEW_ARRAY(&r->arena, struct dlint_finding, r->count);
  for (uint32_t i = 0; i < lint->diags.len; i++)
    r->findings[i] = finding(&r->arena, lint->src, &lint->diags.at[i]);
}

// False without memory.
static bool check(struct dlint_result *r, const struct dlint *d, const char *path, str bytes) {
  jmp_buf failure;
  r->arena.on_failure = &failure;
  if (setjmp(failure) != 0)
    return false;
  struct lint_job job = {.path = str_copy(&r->arena, str_of(path)), .in_memory = true, .settings = d->settings};
  job.bytes = str_copy(&r->arena, bytes);
  struct lint lint = lint_file(&r->worker, &r->arena, &job);
  if (lint.status == LINT_DONE)
    take_findings(r, &lint);
  lint_worker_done(&r->worker);
  r->arena.on_failure = NULL;
  return lint.status == LINT_DONE;
}

struct dlint_result *dlint_check(const struct dlint *d, const char *path, const char *bytes, size_t len) {
  struct dlint_result *r = calloc(1, sizeof *r);
  if (!r)
    return NULL;
  arena_init(&r->arena, NULL, LIMIT_FILE_MEMORY);
  lint_worker_init(&r->worker);
  if (len <= LIMIT_SOURCE_BYTES && check(r, d, path, (str){bytes, (uint32_t)len}))
    return r;
  dlint_result_free(r);
  return NULL;
}

void dlint_result_free(struct dlint_result *r) {
  if (!r)
    return;
  lint_worker_done(&r->worker);
  arena_done(&r->arena);
  free(r);
}

size_t dlint_count(const struct dlint_result *r) {
  return r->count;
}

const struct dlint_finding *dlint_finding(const struct dlint_result *r, size_t i) {
  return i < r->count ? &r->findings[i] : NULL;
}
