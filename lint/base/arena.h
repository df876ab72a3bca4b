#ifndef DLINT_BASE_ARENA_H
#define DLINT_BASE_ARENA_H

#include <setjmp.h>
#include <stdalign.h>

#include "base/str.h"

/// Memory that is handed out piece by piece and given back all at once. Everything made for one file lies in that
/// file's arena; nothing in it is freed alone. Not for use by two threads at a time.
///
/// Failure: when memory is used up, or the limit is reached, the arena jumps to `on_failure`, set by the public entry
/// that was called; callers in between need no check. Whatever is not arena memory is registered with arena_on_exit().
struct arena {
  char *at, *end;            // what can be handed out without a call: clean bytes of `block`; a multiple of ARENA_ALIGN
  struct arena_block *block; // the one being filled; NULL at first
  struct arena_block *large; // of pieces that have a block of their own, latest first
  struct arena_exit *exits;  // latest first
  jmp_buf *on_failure;       // NULL: running out of memory ends the program with exit code 3
  size_t used, limit;        // bytes taken from the system; 0 = no limit
  bool over_limit;           // the last failure was that of the limit: the system has memory
  struct arena *whole;       // whose limit counts: see arena_part(); NULL
};

/// An empty arena; takes no memory yet. `limit` is in bytes, 0 for none.
void arena_init(struct arena *a, jmp_buf *on_failure, size_t limit);

/// An empty arena for what is needed for a moment only: reset it as often as you like. It goes with `whole`, whose
/// limit and way out are its own.
struct arena *arena_part(struct arena *whole);

/// Calls what was registered, latest first, and gives all memory back. The arena may be used again.
void arena_done(struct arena *a);

/// Like arena_done(), but keeps one block for the next file.
void arena_reset(struct arena *a);

/// What arena_alloc() does where no clean bytes are left.
void *arena_alloc_more(struct arena *a, size_t size);

/// Leaves through `on_failure`: the system has no memory.
_Noreturn void arena_fail(struct arena *a);
/// The same where that is what `errno` says of the call that has just failed; else returns.
void arena_fail_if_no_memory(struct arena *a);

enum { ARENA_ALIGN = alignof(max_align_t) };

/// Zeroed memory, aligned for any type; never NULL. `size` 0 is allowed.
static inline void *arena_alloc(struct arena *a, size_t size) {
  if (size > (size_t)(a->end - a->at))
    return arena_alloc_more(a, size);
  void *at = a->at;
  a->at += (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
  return at;
}

/// `count` times `size`, checked for overflow.
static inline void *arena_alloc_array(struct arena *a, size_t count, size_t size) {
  if (size && count > SIZE_MAX / size)
    arena_fail(a);
  return arena_alloc(a, count * size);
}

/// A piece of `size` bytes, which is more than `old`, that begins with those of `at`; what the rest holds is not said.
/// `at`, a piece of `old` bytes, is lost.
void *arena_grow(struct arena *a, void *at, size_t old, size_t size);

/// A copy of `count` items; NULL where there is none.
void *arena_copy(struct arena *a, const void *items, size_t count, size_t size);

/// Has `fn(p)` called when the arena is done or reset, also after a failure.
void arena_on_exit(struct arena *a, void (*fn)(void *p), void *p);
/// Calls `fn(p)`, which was registered, now and not again.
void arena_exit_now(struct arena *a, void (*fn)(void *p), void *p);

#define NEW(a, type)              ((type *)arena_alloc((a), sizeof(type)))
#define NEW_ARRAY(a, type, count) ((type *)arena_alloc_array((a), (count), sizeof(type)))

/// A copy of the bytes, with a NUL behind them that the length does not count.
str str_copy(struct arena *a, str s);
/// `x` and then `y`, likewise.
str str_concat(struct arena *a, str x, str y);
/// All of the parts, likewise.
str str_join(struct arena *a, const str *parts, uint32_t count);
/// printf into the arena; a view ends at its first NUL.
str str_format(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/// A copy with ASCII letters in lower case.
str str_lower(struct arena *a, str s);

#endif
