#include "base/arena.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif

#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
enum { RED_ZONE = 16 }; // bytes behind each piece that nobody may touch
#define POISON(at, size)   ASAN_POISON_MEMORY_REGION((at), (size))
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
#else
enum { RED_ZONE = 0 };
#define POISON(at, size)   ((void)0)
#define UNPOISON(at, size) ((void)0)
#endif

// Bytes are cleaned a good piece at a time, ahead of what is handed out: no page is touched that nobody needs. Where
// pieces are poisoned all of them come from arena_alloc_more(), which then cleans each by itself.
enum { FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 1024 * 1024, CLEAN_STEP = RED_ZONE ? 0 : 1024 };

struct arena_block {
  struct arena_block *older;
  size_t used, size; // of `bytes`
  alignas(max_align_t) char bytes[];
};

struct arena_exit {
  struct arena_exit *earlier;
  void (*fn)(void *p);
  void *p;
};

void arena_init(struct arena *a, jmp_buf *on_failure, size_t limit) {
  *a = (struct arena){.on_failure = on_failure, .limit = limit};
}

static _Noreturn void leave(struct arena *a, bool over_limit) {
  a->over_limit = over_limit;
  if (a->on_failure)
    longjmp(*a->on_failure, 1);
  fputs("dlint: out of memory\n", stderr);
  _Exit(3);
}

void arena_fail(struct arena *a) {
  leave(a, false);
}

void arena_fail_if_no_memory(struct arena *a) {
  if (errno == ENOMEM)
    arena_fail(a);
}

static struct arena_block *add_block(struct arena *a, size_t wanted) {
  size_t size = a->block ? a->block->size * 2 : FIRST_BLOCK;
  if (size > LARGEST_STEP)
    size = LARGEST_STEP;
  if (size < wanted) // both are multiples of ARENA_ALIGN
    size = wanted;
  if (size > SIZE_MAX - sizeof(struct arena_block))
    arena_fail(a);
  if (a->limit && size > a->limit - a->used)
    leave(a, true);
  struct arena_block *block = malloc(sizeof *block + size);
  if (!block)
    arena_fail(a);
  *block = (struct arena_block){.older = a->block, .size = size};
  POISON(block->bytes, size);
  a->block = block;
  a->used += size;
  return block;
}

// The bytes that lie ready count as used.
static void take_back(struct arena *a) {
  if (a->block)
    a->block->used -= (size_t)(a->end - a->at);
  a->at = a->end = NULL;
}

static size_t min_size(size_t x, size_t y) {
  return x < y ? x : y;
}

void *arena_alloc_more(struct arena *a, size_t size) {
  if (size > SIZE_MAX / 2)
    arena_fail(a);
  take_back(a);
  size_t step = (size + RED_ZONE + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
  struct arena_block *block = a->block;
  if (!block || block->size - block->used < step)
    block = add_block(a, step);
  char *at = block->bytes + block->used;
  size_t ahead = min_size(block->size - block->used - step, CLEAN_STEP);
  block->used += step + ahead;
  UNPOISON(at, size);
  memset(at, 0, RED_ZONE ? size : step + ahead);
  a->at = at + step;
  a->end = at + step + ahead;
  return at;
}

void *arena_copy(struct arena *a, const void *items, size_t count, size_t size) {
  return count ? memcpy(arena_alloc_array(a, count, size), items, count * size) : NULL;
}

void arena_on_exit(struct arena *a, void (*fn)(void *p), void *p) {
  struct arena_exit *exit = NEW(a, struct arena_exit);
  *exit = (struct arena_exit){a->exits, fn, p};
  a->exits = exit;
}

void arena_exit_now(struct arena *a, void (*fn)(void *p), void *p) {
  struct arena_exit **link = &a->exits;
  while (*link && ((*link)->fn != fn || (*link)->p != p))
    link = &(*link)->earlier;
  assert(*link);
  *link = (*link)->earlier;
  fn(p);
}

static void run_exits(struct arena *a) {
  while (a->exits) {
    struct arena_exit *exit = a->exits;
    a->exits = exit->earlier;
    exit->fn(exit->p);
  }
}

static void free_blocks(struct arena *a, struct arena_block *kept) {
  while (a->block) {
    struct arena_block *block = a->block;
    a->block = block->older;
    if (block == kept)
      continue;
    UNPOISON(block->bytes, block->size);
    free(block);
  }
}

void arena_done(struct arena *a) {
  run_exits(a);
  free_blocks(a, NULL);
  a->at = a->end = NULL;
  a->used = 0;
}

void arena_reset(struct arena *a) {
  run_exits(a);
  struct arena_block *kept = a->block && a->block->size <= LARGEST_STEP ? a->block : NULL;
  free_blocks(a, kept);
  a->at = a->end = NULL;
  a->used = 0;
  if (!kept)
    return;
  kept->older = NULL;
  kept->used = 0;
  POISON(kept->bytes, kept->size);
  a->block = kept;
  a->used = kept->size;
}

str str_copy(struct arena *a, str s) {
  return str_concat(a, s, (str){0});
}

str str_concat(struct arena *a, str x, str y) {
  return str_join(a, (str[]){x, y}, 2);
}

str str_join(struct arena *a, const str *parts, uint32_t count) {
  uint32_t len = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (parts[i].len > UINT32_MAX - len)
      arena_fail(a);
    len += parts[i].len;
  }
  char *at = arena_alloc(a, (size_t)len + 1), *end = at;
  for (uint32_t i = 0; i < count; end += parts[i++].len)
    if (parts[i].len)
      memcpy(end, parts[i].at, parts[i].len);
  return (str){at, len};
}

str str_format(struct arena *a, const char *format, ...) {
  char brief[256]; // most texts fit, and are then not made twice
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int len = vsnprintf(brief, sizeof brief, format, args);
  va_end(args);
  assert(len >= 0);
  char *at = arena_alloc(a, (size_t)len + 1);
  if ((size_t)len < sizeof brief)
    memcpy(at, brief, (size_t)len);
  else
    vsnprintf(at, (size_t)len + 1, format, again);
  va_end(again);
  return (str){at, (uint32_t)len};
}

str str_lower(struct arena *a, str s) {
  char *at = arena_alloc(a, (size_t)s.len + 1);
  for (uint32_t i = 0; i < s.len; i++)
    at[i] = ascii_lower(s.at[i]);
  return (str){at, s.len};
}
