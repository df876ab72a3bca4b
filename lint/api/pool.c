#include <pthread.h>
#include <unistd.h>

#include "api/api.h"
#include "base/limits.h"

// Jobs go to the threads in order, results come back to the caller in order. Between the two stand a few slots, each
// with an arena that is used again and again: a thread waits when the caller is that far behind.

enum {
  THREADS_MAX = 64,
  SLOTS_A_THREAD = 4,  // how far a thread may run ahead
  FILES_A_THREAD = 16, // fewer are linted before a thread has started
};

struct slot {
  struct arena arena;
  struct lint lint;
  bool done;
};

struct pool {
  const struct lint_job *jobs;
  uint32_t job_count;
  struct slot *slots;
  uint32_t slot_count;
  pthread_mutex_t lock; // of what follows, and of `done` in the slots
  pthread_cond_t finished, freed;
  uint32_t next, delivered; // jobs handed out, results given to the caller
};

static uint32_t thread_count(uint32_t wanted, uint32_t jobs) {
  long online = wanted ? (long)wanted : sysconf(_SC_NPROCESSORS_ONLN);
  uint32_t count = online < 1 ? 1 : online > THREADS_MAX ? THREADS_MAX : (uint32_t)online;
  uint32_t useful = jobs / FILES_A_THREAD + 1;
  return count < useful ? count : useful;
}

// The next job, once there is a slot for it; false when none is left. Called with the lock.
static bool claim(struct pool *p, uint32_t *job) {
  while (p->next < p->job_count && p->next - p->delivered >= p->slot_count)
    pthread_cond_wait(&p->freed, &p->lock);
  if (p->next == p->job_count)
    return false;
  *job = p->next++;
  return true;
}

static void *work(void *ctx) {
  struct pool *p = ctx;
  struct lint_worker w;
  lint_worker_init(&w);
  uint32_t job;
  pthread_mutex_lock(&p->lock);
  while (claim(p, &job)) {
    struct slot *slot = &p->slots[job % p->slot_count];
    pthread_mutex_unlock(&p->lock);
    slot->lint = lint_file(&w, &slot->arena, &p->jobs[job]);
    pthread_mutex_lock(&p->lock);
    slot->done = true;
    pthread_cond_signal(&p->finished);
  }
  pthread_mutex_unlock(&p->lock);
  lint_worker_done(&w);
  return NULL;
}

static void deliver(struct pool *p, lint_done *done, void *ctx) {
  for (uint32_t i = 0; i < p->job_count; i++) {
    struct slot *slot = &p->slots[i % p->slot_count];
    pthread_mutex_lock(&p->lock);
    while (!slot->done)
      pthread_cond_wait(&p->finished, &p->lock);
    pthread_mutex_unlock(&p->lock);
    done(ctx, &slot->arena, &p->jobs[i], &slot->lint);
    arena_reset(&slot->arena);
    pthread_mutex_lock(&p->lock);
    slot->done = false;
    p->delivered++;
    pthread_cond_signal(&p->freed);
    pthread_mutex_unlock(&p->lock);
  }
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

// False when no thread could be started.
static bool lint_side_by_side(struct pool *p, uint32_t threads, lint_done *done, void *ctx) {
  pthread_t started[THREADS_MAX];
  uint32_t count = 0;
  while (count < threads && pthread_create(&started[count], NULL, work, p) == 0)
    count++;
  if (count)
    deliver(p, done, ctx);
  for (uint32_t i = 0; i < count; i++)
    pthread_join(started[i], NULL);
  return count;
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
  for (uint32_t i = 0; i < p.slot_count; i++)
    arena_init(&p.slots[i].arena, NULL, LIMIT_FILE_MEMORY);
  pthread_mutex_init(&p.lock, NULL);
  pthread_cond_init(&p.finished, NULL);
  pthread_cond_init(&p.freed, NULL);
  if (!lint_side_by_side(&p, threads, done, ctx))
    lint_in_turn(jobs, count, done, ctx);
  pthread_cond_destroy(&p.freed);
  pthread_cond_destroy(&p.finished);
  pthread_mutex_destroy(&p.lock);
  for (uint32_t i = 0; i < p.slot_count; i++)
    arena_done(&p.slots[i].arena);
  arena_done(&a);
}
