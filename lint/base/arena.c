#include "base/arena.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
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
// pieces are poisoned all of them come from arena_alloc_more(), which then cleans each by itself. Pieces larger than
// LARGEST_STEP have a block of their own, so that nothing of the one being filled is given up for them.
enum { FIRST_BLOCK = 16 * 1024, LARGEST_STEP = 1024 * 1024, CLEAN_STEP = RED_ZONE ? 0 : 1024 };

struct arena_block {
  struct arena_block *older, *newer; // `newer` only of large ones
  size_t used, size;                 // of `bytes`
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
  while (a->whole)
    a = a->whole;
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

static void take_from_limit(struct arena *a, size_t size) {
  if (size > SIZE_MAX - sizeof(struct arena_block))
    arena_fail(a);
  if (a->whole)
    take_from_limit(a->whole, size);
  else if (a->limit && size > a->limit - a->used)
    leave(a, true);
  a->used += size;
}

// All of the memory but `kept` has been given back.
static void give_back(struct arena *a, size_t kept) {
  if (a->whole)
    give_back(a->whole, a->whole->used - (a->used - kept));
  a->used = kept;
}

static struct arena_block *new_block(struct arena *a, struct arena_block *block, size_t size,
                                     struct arena_block *older) {
  if (!block)
    arena_fail(a);
  *block = (struct arena_block){.older = older, .size = size};
  POISON(block->bytes, size);
  return block;
}

static struct arena_block *add_block(struct arena *a, size_t wanted) {
  size_t size = a->block ? a->block->size * 2 : FIRST_BLOCK;
  if (size > LARGEST_STEP)
    size = LARGEST_STEP;
  if (size < wanted) // both are multiples of ARENA_ALIGN
    size = wanted;
  take_from_limit(a, size);
  return a->block = new_block(a, malloc(sizeof *a->block + size), size, a->block);
}

static bool is_large(size_t size) {
  return size > LARGEST_STEP;
}

static void *add_large(struct arena *a, size_t size) {
  size_t whole = size + RED_ZONE;
  take_from_limit(a, whole);
  // The system's pages are clean, and not there before they are used.
  struct arena_block *block = new_block(a, calloc(1, sizeof *block + whole), whole, a->large);
  if (block->older)
    block->older->newer = block;
  a->large = block;
  UNPOISON(block->bytes, size);
  return block->bytes;
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
  if (is_large(size))
    return add_large(a, size);
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

static struct arena_block *block_of(void *at) {
  return (struct arena_block *)(void *)((char *)at - offsetof(struct arena_block, bytes));
}

// The links to a block that has moved.
static void link_again(struct arena *a, struct arena_block *block) {
  if (block->older)
    block->older->newer = block;
  *(block->newer ? &block->newer->older : &a->large) = block;
}

static void *grow_large(struct arena *a, void *at, size_t old, size_t size) {
  struct arena_block *block = block_of(at);
  take_from_limit(a, size - old);
  UNPOISON(block->bytes, block->size);
  block = realloc(block, sizeof *block + size + RED_ZONE);
  if (!block)
    arena_fail(a);
  link_again(a, block);
  block->size = size + RED_ZONE;
  POISON(block->bytes + size, RED_ZONE);
  return block->bytes;
}

void *arena_grow(struct arena *a, void *at, size_t old, size_t size) {
  if (size > SIZE_MAX / 2)
    arena_fail(a);
  if (is_large(old))
    return grow_large(a, at, old, size);
  void *grown = arena_alloc(a, size);
  if (old)
    memcpy(grown, at, old);
  return grown;
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

static void free_blocks(struct arena_block *block, const struct arena_block *kept) {
  while (block) {
    struct arena_block *older = block->older;
    UNPOISON(block->bytes, block->size);
    if (block != kept)
      free(block);
    block = older;
  }
}

void arena_done(struct arena *a) {
  run_exits(a);
  free_blocks(a->block, NULL);
  free_blocks(a->large, NULL);
  a->block = a->large = NULL;
  a->at = a->end = NULL;
  give_back(a, 0);
}

void arena_reset(struct arena *a) {
  run_exits(a);
  struct arena_block *kept = a->block;
  free_blocks(a->block, kept);
  free_blocks(a->large, NULL);
  a->large = NULL;
  a->at = a->end = NULL;
  give_back(a, kept ? kept->size : 0);
  if (!kept)
    return;
  kept->older = NULL;
  kept->used = 0;
  POISON(kept->bytes, kept->size);
}

static void part_done(void *p) {
  arena_done(p);
}

struct arena *arena_part(struct arena *whole) {
  struct arena *part = NEW(whole, struct arena);
  part->whole = whole;
  arena_on_exit(whole, part_done, part);
  return part;
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
