#include <stdlib.h>

#include "base/limits.h"
#include "lsp/server.h"

// One analysis a version of a document. Those of documents that nobody has asked about for the longest time go when all
// together are large.

void lsp_forget_analysis(struct document *d) {
  if (!d->analysis)
    return;
  arena_done(&d->analysis->arena);
  free(d->analysis);
  d->analysis = NULL;
}

static void tell_faults(struct server *s) {
  for (; s->faults_told < s->faults.len; s->faults_told++) {
    const struct fault *f = &s->faults.at[s->faults_told];
    str place = f->line ? str_format(&s->message, ":%u:%u", f->line, f->column) : STR("");
    lsp_show(s, LSP_WARNING,
             str_format(&s->message, "dlint: " STR_FMT STR_FMT "%s" STR_FMT, STR_ARG(f->path), STR_ARG(place),
                        f->path.len ? ": " : "", STR_ARG(f->message)));
  }
}

static void read_settings(struct server *s, struct document *d) {
  if (!s->config)
    s->config = config_new(&s->settings, &s->overrides, &s->faults);
  str path = str_copy(&s->settings, d->path);
  d->settings = config_settings(s->config, path);
  d->excluded = d->is_file && config_excludes(s->config, path, false);
  tell_faults(s);
}

static void log_faults(struct server *s, const struct faults *faults) {
  for (uint32_t i = 0; i < faults->len; i++)
    lsp_log(s, LSP_WARNING,
            str_format(&s->message, STR_FMT "%s" STR_FMT, STR_ARG(faults->at[i].path),
                       faults->at[i].path.len ? ": " : "", STR_ARG(faults->at[i].message)));
}

static void lint(struct server *s, struct document *d, struct analysis *of) {
  struct lint_job job = {.path = d->path, .bytes = d->text, .in_memory = true, .settings = d->settings};
  if (d->text.len > LIMIT_SOURCE_BYTES) {
    lsp_log(s, LSP_WARNING, str_format(&s->message, STR_FMT " is too large to be linted", STR_ARG(d->path)));
    return;
  }
  struct faults unread = {0};
  if (d->is_file && !settings_ignore(&of->arena, d->settings, d->path, &job.ignore, &unread))
    job.ignore = STR("");
  log_faults(s, &unread);
  of->lint = lint_file(&s->worker, &of->arena, &job);
  if (of->lint.status != LINT_DONE) // in memory; no answer is better than "nothing found"
    arena_fail(&s->message);
  log_faults(s, &of->lint.faults);
  if (d->excluded)
    of->lint.diags.len = 0;
}

// Leaves only what the largest allowed memory holds, and in any case `keep`.
static void evict(struct server *s, const struct document *keep) {
  for (;;) {
    size_t all = 0;
    struct document *oldest = NULL;
    for (uint32_t i = 0; i < s->document_count; i++) {
      struct document *d = s->documents[i];
      if (!d->analysis)
        continue;
      all += d->analysis->arena.used;
      if (d != keep && (!oldest || d->analysis->used < oldest->analysis->used))
        oldest = d;
    }
    if (all <= LIMIT_LSP_KEPT_BYTES || !oldest)
      return;
    lsp_forget_analysis(oldest);
  }
}

static struct analysis *analysis_new(struct server *s, struct document *d) {
  struct analysis *of = calloc(1, sizeof *of);
  if (!of)
    arena_fail(&s->message);
  arena_init(&of->arena, s->message.on_failure, LIMIT_FILE_MEMORY);
  of->document = d;
  return of;
}

// Out of memory on the way leads to serve_one(), which forgets what was begun.
const struct analysis *lsp_analyse(struct server *s, struct document *d) {
  if (!d->analysis) {
    if (!d->settings)
      read_settings(s, d);
    d->analysis = analysis_new(s, d);
    d->analysis->places = places_of(&d->analysis->arena, d->text, s->encoding);
    lint(s, d, d->analysis);
    d->analysis->arena.on_failure = NULL;
    evict(s, d);
  }
  d->analysis->used = ++s->clock;
  return d->analysis;
}

void lsp_forget_settings(struct server *s) {
  lint_worker_done(&s->worker); // its patterns belong to the rules that go
  lint_worker_init(&s->worker);
  for (uint32_t i = 0; i < s->document_count; i++) {
    struct document *d = s->documents[i];
    lsp_forget_analysis(d);
    d->settings = NULL;
    d->revision = ++s->revision;
  }
  arena_reset(&s->settings);
  s->config = NULL;
  s->faults = (struct faults){0};
  s->faults_told = 0;
}

static void refresh(struct server *s, str what) {
  struct lsp_message m;
  lsp_ask_begin(s, &m, what, what);
  json_null(&m.json);
  lsp_message_end(s, &m);
}

void lsp_renew_settings(struct server *s) {
  lsp_forget_settings(s);
  for (uint32_t i = 0; i < s->document_count; i++)
    lsp_touch(s, s->documents[i]);
  if (s->client.pulls && s->client.refreshes)
    refresh(s, STR("workspace/diagnostic/refresh"));
  if (s->client.refreshes_hints)
    refresh(s, STR("workspace/inlayHint/refresh"));
}
