#include <pthread.h>
#include <unistd.h>

#include "api/api.h"
#include "base/limits.h"

// Jobs are handed out in order, and results given to the caller in order, all by the thread that called: while the next
// result is not there it lints further files itself, so that N threads are the caller and N - 1 started ones. Between
// the two ends stand a few slots: a thread waits when the caller is that far behind. The arena that was given back last
// is taken first, since its memory is still in a cache. Nobody is woken who does not wait.

enum {
  THREADS_MAX = 64,
  SLOTS_A_THREAD = 4,  // how far a thread may run ahead
  FILES_A_THREAD = 16, // fewer are linted before a thread has started
};

struct slot {
  struct arena *arena; // while it has a job
  struct lint lint;
  bool done;
};

struct pool {
  const struct lint_job *jobs;
  uint32_t job_count;
  struct slot *slots;
  uint32_t slot_count;
  pthread_mutex_t lock; // of what follows, and of `done` in the slots
  struct arena **idle;
  uint32_t idle_count;
  pthread_cond_t finished, freed;
  uint32_t next, delivered; // jobs handed out, results given to the caller
  uint32_t waiting;         // threads that wait for `freed`
  bool caller_waits;        // for the slot of job `delivered`
};

static uint32_t thread_count(uint32_t wanted, uint32_t jobs) {
  uint32_t useful = jobs / FILES_A_THREAD + 1;
  if (useful == 1)
    return 1;
  long online = wanted ? (long)wanted : sysconf(_SC_NPROCESSORS_ONLN);
  uint32_t count = online < 1 ? 1 : online > THREADS_MAX ? THREADS_MAX : (uint32_t)online;
  return count < useful ? count : useful;
}

static struct slot *slot_of(struct pool *p, uint32_t job) {
  return &p->slots[job % p->slot_count];
}

// These are called with the lock.

static bool has_slot_for_next(const struct pool *p) {
  return p->next - p->delivered < p->slot_count;
}

static void lint_next(struct pool *p, struct lint_worker *w) {
  uint32_t job = p->next++;
  struct slot *slot = slot_of(p, job);
  slot->arena = p->idle[--p->idle_count];
  pthread_mutex_unlock(&p->lock);
  slot->lint = lint_file(w, slot->arena, &p->jobs[job]);
  pthread_mutex_lock(&p->lock);
  slot->done = true;
  if (p->caller_waits && job == p->delivered)
    pthread_cond_signal(&p->finished);
}

// Until the result is there that the caller gets next.
static void wait_for(struct pool *p, struct lint_worker *w, const struct slot *slot) {
  while (!slot->done) {
    if (p->next < p->job_count && has_slot_for_next(p)) {
      lint_next(p, w);
      continue;
    }
    p->caller_waits = true;
    pthread_cond_wait(&p->finished, &p->lock);
    p->caller_waits = false;
  }
}

static void free_slot(struct pool *p, struct slot *slot) {
  slot->done = false;
  p->idle[p->idle_count++] = slot->arena;
  p->delivered++;
  if (p->waiting)
    pthread_cond_signal(&p->freed);
}

static void *work(void *ctx) {
  struct pool *p = ctx;
  struct lint_worker w;
  lint_worker_init(&w);
  pthread_mutex_lock(&p->lock);
  while (p->next < p->job_count) {
    if (has_slot_for_next(p)) {
      lint_next(p, &w);
      continue;
    }
    p->waiting++;
    pthread_cond_wait(&p->freed, &p->lock);
    p->waiting--;
  }
  pthread_cond_signal(&p->freed); // who else waits for a slot has nothing to do any more
  pthread_mutex_unlock(&p->lock);
  lint_worker_done(&w);
  return NULL;
}

static void deliver(struct pool *p, lint_done *done, void *ctx) {
  struct lint_worker w;
  lint_worker_init(&w);
  for (uint32_t i = 0; i < p->job_count; i++) {
    struct slot *slot = slot_of(p, i);
    pthread_mutex_lock(&p->lock);
    wait_for(p, &w, slot);
    pthread_mutex_unlock(&p->lock);
    done(ctx, slot->arena, &p->jobs[i], &slot->lint);
    arena_reset(slot->arena);
    pthread_mutex_lock(&p->lock);
    free_slot(p, slot);
    pthread_mutex_unlock(&p->lock);
  }
  lint_worker_done(&w);
}

static void lint_in_turn(const struct lint_job *jobs, uint32_t count, lint_done *done, void *ctx) {
  struct lint_worker w;
  struct arena a;
  lint_worker_init(&w);
  arena_init(&a, NULL, LIMIT_FILE_MEMORY);
  for (uint32_t i = 0; i < count; i++) {
    struct lint lint = lint_file(&w, &a, &jobs[i]);
    done(ctx, &a, &jobs[i], &lint);
    arena_reset(&a);
  }
  arena_done(&a);
  lint_worker_done(&w);
}

// Where fewer threads can be started than are wanted, those do it, if need be the caller alone.
static void lint_side_by_side(struct pool *p, uint32_t threads, lint_done *done, void *ctx) {
  pthread_t started[THREADS_MAX];
  uint32_t count = 0;
  while (count < threads - 1 && pthread_create(&started[count], NULL, work, p) == 0)
    count++;
  deliver(p, done, ctx);
  for (uint32_t i = 0; i < count; i++)
    pthread_join(started[i], NULL);
}

static void give_arenas(struct pool *p, struct arena *a) {
  struct arena *arenas = NEW_ARRAY(a, struct arena, p->slot_count);
  p->idle = NEW_ARRAY(a, struct arena *, p->slot_count);
  for (; p->idle_count < p->slot_count; p->idle_count++) {
    p->idle[p->idle_count] = &arenas[p->idle_count];
    arena_init(p->idle[p->idle_count], NULL, LIMIT_FILE_MEMORY);
  }
}

void lint_files(const struct lint_job *jobs, uint32_t count, uint32_t threads, lint_done *done, void *ctx) {
  threads = thread_count(threads, count);
  if (threads == 1) {
    lint_in_turn(jobs, count, done, ctx);
    return;
  }
  struct arena a;
  arena_init(&a, NULL, 0);
  struct pool p = {.jobs = jobs, .job_count = count, .slot_count = threads * SLOTS_A_THREAD};
  p.slots = NEW_ARRAY(&a, struct slot, p.slot_count);
  give_arenas(&p, &a);
  pthread_mutex_init(&p.lock, NULL);
  pthread_cond_init(&p.finished, NULL);
  pthread_cond_init(&p.freed, NULL);
  lint_side_by_side(&p, threads, done, ctx);
  pthread_cond_destroy(&p.freed);
  pthread_cond_destroy(&p.finished);
  pthread_mutex_destroy(&p.lock);
  for (uint32_t i = 0; i < p.idle_count; i++)
    arena_done(p.idle[i]);
  arena_done(&a);
}
