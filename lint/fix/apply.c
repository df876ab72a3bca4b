#include <stdlib.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/vec.h"
#include "fix/fix.h"

struct edits {
  struct diag_edit *at; // in order, none overlapping another, no two equal
  uint32_t len, cap;
  span losing;   // what lost parts last, …
  uint32_t lost; // … and how many
};

static bool same(const struct diag_edit *x, const struct diag_edit *y) {
  return x->span.off == y->span.off && x->span.len == y->span.len && str_eq(x->text, y->text);
}

// Two insertions at one place, or an insertion at the edge of a replacement, have no order that both fixes meant.
static bool overlap(span x, span y) {
  if (x.len == 0 || y.len == 0)
    return x.off <= span_end(y) && y.off <= span_end(x);
  return x.off < span_end(y) && y.off < span_end(x);
}

// The first of the edits that does not end before `off`.
static uint32_t place_of(const struct edits *edits, uint32_t off) {
  uint32_t low = 0, high = edits->len;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (span_end(edits->at[mid].span) < off)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

enum verdict { FITS, KNOWN, CLASHES };

static enum verdict judge(const struct edits *edits, const struct diag_edit *e) {
  enum verdict verdict = FITS;
  for (uint32_t i = place_of(edits, e->span.off); i < edits->len && edits->at[i].span.off <= span_end(e->span); i++) {
    if (same(&edits->at[i], e)) // in its order among those that stand there
      return KNOWN;
    if (overlap(edits->at[i].span, e->span))
      verdict = CLASHES;
  }
  return verdict;
}

static bool is_losing(const struct edits *edits, const struct diag_edit *e) {
  return edits->lost && edits->losing.off == e->whole.off && edits->losing.len == e->whole.len;
}

// Whether nothing would be left. Findings come in order: those in one place follow each other.
static bool takes_last(const struct edits *edits, const struct diag_edit *e) {
  return e->parts && is_losing(edits, e) && edits->lost + 1 >= e->parts;
}

static bool fits(const struct edits *edits, const struct diag_fix *fix) {
  for (uint32_t i = 0; i < fix->edit_count; i++) {
    enum verdict verdict = judge(edits, &fix->edits[i]);
    if (verdict == CLASHES || (verdict == FITS && takes_last(edits, &fix->edits[i])))
      return false;
  }
  return fix->edit_count > 0;
}

static void count_lost(struct edits *edits, const struct diag_edit *e) {
  if (!e->parts)
    return;
  edits->lost = is_losing(edits, e) ? edits->lost + 1 : 1;
  edits->losing = e->whole;
}

static void insert(struct arena *a, struct edits *edits, struct diag_edit e) {
  if (judge(edits, &e) == KNOWN)
    return;
  count_lost(edits, &e);
  VEC_PUSH(a, edits, e);
  uint32_t i = edits->len - 1;
  for (; i > 0 && edits->at[i - 1].span.off > e.span.off; i--) // findings come in order: few steps
    edits->at[i] = edits->at[i - 1];
  edits->at[i] = e;
}

static const struct diag_fix *fix_of(const struct diag *d, enum fix_level level) {
  for (uint32_t i = 0; i < d->fix_count; i++)
    if (d->fixes[i].safe || level == FIX_ALL)
      return &d->fixes[i];
  return NULL;
}

// Whether an insertion before it serves this one, too.
static bool is_served(struct arena *a, struct map *seen, const struct diag_edit *e) {
  if (e->once.len == 0)
    return false;
  if (map_get(seen, e->once))
    return true;
  map_put(a, seen, e->once, (void *)(uintptr_t)e);
  return false;
}

static str rebuild(struct arena *a, str bytes, const struct edits *edits) {
  struct buf b;
  buf_init(&b, a);
  struct map seen = {0};
  uint32_t at = 0;
  for (uint32_t i = 0; i < edits->len; i++) {
    span s = edits->at[i].span;
    if (is_served(a, &seen, &edits->at[i]))
      continue;
    assert(s.off >= at && span_end(s) <= bytes.len);
    buf_add(&b, str_slice(bytes, at, s.off));
    buf_add(&b, edits->at[i].text);
    at = span_end(s);
  }
  buf_add(&b, str_skip(bytes, at));
  return buf_str(&b);
}

str fix_apply(struct arena *a, str bytes, const struct diags *diags, enum fix_level level, uint32_t *applied) {
  struct edits edits = {0};
  *applied = 0;
  for (uint32_t i = 0; i < diags->len; i++) {
    const struct diag_fix *fix = fix_of(&diags->at[i], level);
    if (!fix || !fits(&edits, fix))
      continue;
    for (uint32_t e = 0; e < fix->edit_count; e++)
      insert(a, &edits, fix->edits[e]);
    ++*applied;
  }
  return *applied ? rebuild(a, bytes, &edits) : bytes;
}
